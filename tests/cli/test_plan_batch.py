"""``coach plan --batch``: an athlete a line, a plan a line, with no database anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coach.cli.batches import Line
from coach.cli.plan_batch import FACTS, Clock, answers
from coach.cli.plan_wishes import WISHES
from coach.domain.athletes import Language
from tests.cli.inside import Inside
from tests.cli.running import COACH, coach
from tests.conftest import REPOSITORY

NOWHERE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
TODAY = date(2026, 11, 20)
MARATHON = {"goal": "marathon", "weeks": 20, "level": "beginner", "vma": 12, "target": "4:30:00", "days": 4}


def answered(*lines: object) -> list[dict[str, Any]]:
    """Answers to objects, or texts as they are, in English on TODAY."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    asked = [Line(number, text) for number, text in enumerate(texts, start=1)]
    return list(answers(asked, TODAY, Language.ENGLISH, Clock()))


def test_lines_are_answered_in_order_through_files_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "athletes.jsonl", tmp_path / "plans.jsonl"
    source.write_text("\n".join([json.dumps(MARATHON), "no json", json.dumps({"goal": "10k", "weeks": 8})]))
    done = coach("plan", "--batch", source, "--out", target, **NOWHERE)
    assert done.code == 1
    told = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [line.get("schema") for line in told] == ["coach-ia/plan/1", None, "coach-ia/plan/1"]
    assert told[1]["error"]["line"] == 2
    assert "ms" in done.err
    assert "2 plans of 3 lines" in done.err


def test_a_batch_may_come_and_go_through_pipes() -> None:
    asked = (json.dumps({"goal": "5k", "weeks": 6, "days": 3}) + "\n") * 2
    done = subprocess.run([COACH, "plan", "--batch", "-"], input=asked.encode(), capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == 2
    assert json.loads(done.stdout.splitlines()[0])["statistics"]["weeks"] == 6


def test_odd_letters_are_read_and_answered(tmp_path: Path) -> None:
    source = tmp_path / "athletes.jsonl"
    lines = [json.dumps({"goal": "5k", "weeks": 6}), '{"goal": "\\ud800"}', '{"\\ud800é": 1}']
    source.write_bytes(b"\xef\xbb\xbf" + "\n".join(lines).encode())
    done = coach("plan", "--batch", source, PYTHONIOENCODING="utf-8", **NOWHERE)
    assert done.code == 1
    assert "Traceback" not in done.err
    assert [json.loads(line).get("error", {}).get("line") for line in done.out.splitlines()] == [None, 2, 3]


def test_the_past_a_line_tells_shapes_its_plan() -> None:
    asked = {"goal": "10k", "weeks": 10, "days": 4, "level": "intermediate"}
    little, much = answered(
        {**asked, "weekly_km": [12, 14, 13, 15], "longest_km": 7},
        {**asked, "weekly_km": 60, "longest_km": 18, "races": [{"distance": "10k", "seconds": "40:00"}]},
    )
    assert much["statistics"]["per_week"][0]["distance_m"] > 2 * little["statistics"]["per_week"][0]["distance_m"]
    assert much["predicted_s"] == pytest.approx(2400, rel=0.02)
    assert little["statistics"]["longest_run_m"] < much["statistics"]["longest_run_m"]


def test_a_line_may_name_its_day_and_its_language() -> None:
    (told,) = answered({**MARATHON, "today": "2028-01-03", "language": "fr"})
    assert (told["start"], told["language"]) == ("2028-01-03", "fr")
    assert {week["phase_words"] for week in told["weeks"]} & {"Construction", "Base", "Affûtage"}


def test_the_same_line_is_answered_the_same() -> None:
    first, second = answered(MARATHON, MARATHON)
    assert first == second


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{", None),
        ("[]", None),
        ("", None),
        ("[" * 100_000, None),
        ('{"goal": "10k", "weeks": NaN}', None),
        ('{"goal": "10k", "goal": "5k", "weeks": 8}', "goal"),
        ({**MARATHON, "vmax": 12}, "vmax"),
        ({**MARATHON, "injury": "knee:past", "injuries": []}, "injury"),
        ({**MARATHON, "age": 3}, "age"),
        ({**MARATHON, "age": "old"}, "age"),
        ({**MARATHON, "sex": "x"}, "sex"),
        ({**MARATHON, "today": "0001-01-01"}, "today"),
        ({**MARATHON, "language": "de"}, "language"),
        ({**MARATHON, "weekly_km": [10, -1]}, "weekly_km"),
        ({**MARATHON, "weekly_km": [900]}, "weekly_km"),
        ({**MARATHON, "weekly_km": "many"}, "weekly_km"),
        ({**MARATHON, "weekly_km": [10] * 200}, "weekly_km"),
        ({**MARATHON, "longest_km": 20}, "weekly_km"),
        ({**MARATHON, "weekly_km": 20, "longest_km": 900}, "longest_km"),
        ({**MARATHON, "races": "many"}, "races"),
        ({**MARATHON, "races": [{"distance": 10_000, "seconds": 60}]}, "races"),
        ({**MARATHON, "races": [{"distance": 10_000, "seconds": 2400, "days_ago": 10**9}]}, "races"),
        ({**MARATHON, "races": [{"distance": 10_000, "seconds": 2400, "shoes": "red"}]}, "races"),
        ({"goal": "10k", "date": "2026-11-19"}, "date"),
        ({"goal": "10k", "date": "2026-11-20"}, "date"),
        ({"goal": "10k", "date": "2026-11-21"}, "date"),
        ({"goal": "10k", "date": "2029-11-20"}, "date"),
        ({"goal": "10k", "weeks": 10**30}, "weeks"),
        ({**MARATHON, "vma": 40}, "vma"),
        ({**MARATHON, "days": 0}, "days"),
    ],
)
def test_what_cannot_be_planned_is_answered_by_the_field_to_change(line: object, field: str | None) -> None:
    (told,) = answered(line)
    assert told["error"]["field"] == field
    assert told["error"]["line"] == 1
    assert told["error"]["message"]
    assert "{" not in told["error"]["message"]


def test_a_batch_imports_nothing_of_the_database(tmp_path: Path) -> None:
    source = tmp_path / "athletes.jsonl"
    source.write_text(json.dumps(MARATHON))
    program = (
        "import sys\n"
        "from coach.cli.app import app\n"
        f"app(['plan', '--batch', {str(source)!r}], standalone_mode=False)\n"
        "heavy = {'sqlalchemy', 'django', 'psycopg', 'pyarrow', 'fastapi', 'typst'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--out", "alone.jsonl"),
        ("--batch", "none.jsonl"),
        ("--batch", "-", "--goal", "10k"),
        ("--batch", "-", "--pdf", "plan.pdf"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", NOWHERE["DATABASE_URL"])
    done = Inside(capsys, monkeypatch, "nobody@example.org")("plan", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.strip()


def test_the_lines_of_the_guide_are_answered_and_its_keys_are_those_known() -> None:
    guide = (REPOSITORY / "docs" / "guide" / "plans.md").read_text(encoding="utf-8")
    lines = guide.split("```json\n")[1].split("\n```")[0].splitlines()
    assert len(lines) == 4
    assert [told["schema"] for told in answered(*lines)] == ["coach-ia/plan/1"] * 4
    shown = coach("plan", "--help").out
    for key in (*WISHES, *FACTS):
        named = {"injury": "injuries", "tune_up": "tune_ups"}.get(key, key)
        assert f"`{named}`" in guide
        assert named in shown
