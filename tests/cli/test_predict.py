"""``coach predict`` as people and programs run it, with no database anywhere."""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from coach.cli.race_input import KEYS
from tests.cli.running import coach

NOWHERE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
ASKED = ("42195", "--race", "21097.5=1:38:00", "--weekly-km", 45, "--age", 41, "--sex", "f")


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_example_of_the_help_is_answered_without_a_database() -> None:
    done = coach("predict", *ASKED, "--json", **NOWHERE)
    assert done.code == 0, done.err
    told = done.json
    assert told["low"] < told["seconds"] < told["high"]
    assert (told["distance"], told["level"]) == (42195, 0.8)
    assert 3 * 3600 < told["seconds"] < 4 * 3600
    assert told["because"][0].replace("\u00a0", " ").startswith("21.1 km in 1:38:00")
    assert set(told) >= {"method", "narrowed_by", "baselines", "validity"}
    assert told["baselines"]["Riegel"] == pytest.approx(5880 * 2**1.06, abs=0.01)


def test_people_read_the_time_its_band_and_why_in_their_language() -> None:
    english, french = (coach("predict", *ASKED, COACH_LANG=tongue, **NOWHERE).out for tongue in ("en", "fr"))
    assert "±" in english
    assert "Because:" in english
    assert "Riegel" in english
    assert "Pourquoi" in french
    assert "Because" not in french


@pytest.mark.parametrize(
    ("said", "metres"),
    [
        ("marathon", 42_195),
        ("half", 21_097.5),
        ("10k", 10_000),
        ("5 mi", 8046.72),
        ("12.5km", 12_500),
        ("semi", 21_097.5),
    ],
)
def test_distances_may_be_words(said: str, metres: float) -> None:
    assert coach("predict", said, "--race", "5k=25:00", "--json", **NOWHERE).json["distance"] == pytest.approx(metres)


@pytest.mark.parametrize(
    ("race", "word"),
    [
        ("10k=1:75:00", "1:75:00"),
        ("10k=-45:00", "-45:00"),
        ("10k=0:00", "above zero"),
        ("10k=5:00", "human"),
        ("10k=9:59:00", "walk"),
        ("10k", "21097.5=1:38:00"),
        ("tenk=45:00", "tenk"),
    ],
)
def test_a_race_nobody_ran_is_refused_in_a_sentence(race: str, word: str) -> None:
    done = coach("predict", "marathon", "--race", race, "--json", **NOWHERE)
    assert done.code == 1
    assert word in done.json["error"]["message"]
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [("0",), ("200k",), ("far",), ("10k", "--sex", "x"), ("10k", "--age", "900")])
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...]) -> None:
    done = coach("predict", *arguments, "--race", "5k=25:00", **NOWHERE)
    assert done.code == 1
    assert done.err.strip()
    assert "Traceback" not in done.err


def test_a_batch_answers_every_line_in_order_and_says_what_was_wrong(tmp_path: Path) -> None:
    races = [{"distance": 21097.5, "seconds": 5880}]
    asked = [
        json.dumps({"distance": 42195, "races": races, "weekly_km": 45, "age": 41, "sex": "f"}),
        "no json",
        json.dumps({"distance": 10_000, "races": [{"distance": 5000, "seconds": 60}]}),
        json.dumps({"distance": 10_000, "races": [], "weekly_km": None, "sex": None, "speed_work": None}),
        '{"distance": NaN}',
        "[" * 100_000,
        json.dumps({"distance": 10_000, "races": "many"}),
        json.dumps({"distance": 10**400}),
        json.dumps({"distance": 10_000, "races": races, "sex": 1, "speed_work": 1, "tempo_work": False, "bmi": 22}),
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(asked), encoding="utf-8")
    done = coach("predict", "--batch", source, "--out", target, **NOWHERE)
    assert done.code == 1
    assert "6" in done.err
    told = lines_of(target)
    assert ["error" in line for line in told] == [False, True, True, False, True, True, True, True, False]
    assert all(line["error"]["message"] for line in told if "error" in line)
    single = coach("predict", *ASKED, "--json", **NOWHERE).json
    assert told[0]["seconds"] == pytest.approx(single["seconds"], abs=0.01)
    assert told[0]["because"] == single["because"]


def test_a_line_with_a_key_nobody_knows_is_refused_by_its_name_and_number(tmp_path: Path) -> None:
    races = [{"distance": 21_097.5, "seconds": 5880}]
    asked = [
        {"distance": 42_195, "races": races},
        {"distance": 42_195, "races": races, "weekly_kms": 45},
        {"distance": 42_195, "races": [{**races[0], "shoes": "red"}]},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    assert coach("predict", "--batch", source, "--out", target, **NOWHERE).code == 1
    good, *wrong = lines_of(target)
    assert "error" not in good
    assert [(line["error"]["line"], line["error"]["field"]) for line in wrong] == [(2, "weekly_kms"), (3, "races")]
    assert "weekly_kms" in wrong[0]["error"]["message"]
    assert "shoes" in wrong[1]["error"]["message"]


def test_the_help_says_what_a_line_of_a_batch_holds() -> None:
    shown = coach("predict", "--help").out
    for key in KEYS:
        assert key in shown


def test_runs_that_are_merely_old_are_called_old(database: str, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from coach.services import sample_files, samples
    from tests.cast import assemble

    email = assemble().ann.email
    run = samples.hour_recording(1, datetime(2020, 11, 10, 7, tzinfo=UTC))
    (tmp_path / "old.fit").write_bytes(sample_files.fit_file(run))
    assert coach("import", tmp_path, "--athlete", email).code == 0
    listed = coach("predict", "--athlete", email)
    assert (listed.code, "10 November 2020" in listed.out.replace("\u00a0", " ")) == (0, True), listed
    asked = coach("predict", "10k", "--athlete", email)
    assert asked.code == 1
    assert "months ago" in asked.err
    nobody = coach("predict", "10k", "--athlete", assemble().bo.email)
    assert "import some runs" in nobody.err


def test_sexes_are_understood_however_they_are_written(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    question = {"distance": 42195, "races": [{"distance": 10_000, "seconds": 2700}]}
    ways = ["f", "female", 1, True, "F", "m", "male", 0, False, "M"]
    source.write_text("\n".join(json.dumps(question | {"sex": way}) for way in ways), encoding="utf-8")
    assert coach("predict", "--batch", source, "--out", target, **NOWHERE).code == 0
    seconds = [line["seconds"] for line in lines_of(target)]
    assert len(set(seconds[:5])) == len(set(seconds[5:])) == 1
    assert seconds[0] != seconds[5]


def test_a_batch_may_come_and_go_through_pipes(tmp_path: Path) -> None:
    import subprocess

    from tests.cli.running import COACH

    asked = b'{"distance": 10000, "races": [{"distance": 5000, "seconds": 1500}]}\n' * 3
    done = subprocess.run(
        [COACH, "predict", "--batch", "-", "--out", "-"], input=asked, capture_output=True, check=True
    )
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.slow
def test_three_thousand_lines_take_seconds(tmp_path: Path) -> None:
    chance = random.Random(1)
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for _ in range(3_000):
            races = [{"distance": metres, "seconds": metres * chance.uniform(0.22, 0.4)} for metres in (5000, 21_097.5)]
            asked = {"distance": 42_195, "races": races, "weekly_km": chance.uniform(0, 90), "age": 40, "sex": "m"}
            file.write(json.dumps(asked) + "\n")
    began = time.process_time(), time.perf_counter()
    assert coach("predict", "--batch", source, "--out", target, **NOWHERE).code == 0
    assert time.perf_counter() - began[1] < 20
    assert len(lines_of(target)) == 3_000


def test_files_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    same = tmp_path / "same.jsonl"
    same.write_text('{"distance": 10000}\n')
    assert coach("predict", "--batch", same, "--out", same, **NOWHERE).code == 1
    assert same.read_text() == '{"distance": 10000}\n'
    assert coach("predict", "--batch", tmp_path / "none.jsonl", **NOWHERE).code == 1
    assert coach("predict", "--out", tmp_path / "alone.jsonl", **NOWHERE).code == 1


def test_predicting_imports_nothing_of_the_database() -> None:
    import subprocess

    program = (
        "import sys\n"
        "from coach.cli.app import app\n"
        "app(['predict', '10k', '--race', '5k=25:00', '--json'], standalone_mode=False)\n"
        "heavy = {'sqlalchemy', 'django', 'psycopg', 'pyarrow', 'fastapi'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
