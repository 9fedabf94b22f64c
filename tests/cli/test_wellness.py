"""``coach wellness`` and ``coach activities rate``."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.services import samples
from tests.cast import assemble
from tests.cli.running import coach


@pytest.fixture(scope="module")
def ann(database):
    return assemble().ann


def test_what_is_said_of_a_day_is_shown_and_marked(ann):
    said = coach("wellness", "--resting-hr", "48", "--sleep", "7:30", "--weight", "64,2", "--athlete", ann.email)
    assert said.code == 0, said.err
    assert "48 bpm*" in said.out
    assert "7 h 30*" in said.out
    assert "64.2 kg*" in said.out
    (day,) = coach("wellness", "--athlete", ann.email, "--json").json["days"]
    assert (day["resting_hr"], day["sleep_s"], day["hrv_ms"], day["weight_kg"]) == (48, 27_000, None, 64.2)
    assert day["typed"] == ["resting_hr", "sleep_s", "weight_kg"]


def test_what_is_forgotten_is_gone_and_an_earlier_day_can_be_told(ann):
    earlier = (date.today() - timedelta(days=30)).isoformat()
    told = coach("wellness", "--date", earlier, "--hrv", "55", "--sleep", "8h", "--athlete", ann.email, "--json").json
    assert [(day["on"], day["hrv_ms"], day["sleep_s"]) for day in told["days"]] == [(earlier, 55, 28_800)]
    left = coach("wellness", "--date", earlier, "--forget", "hrv", "--forget", "sleep", "--athlete", ann.email)
    assert left.code == 0
    assert "Nothing is known" in left.out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--resting-hr", "300"), 1),
        (("--sleep", "25:00"), 1),
        (("--weight", "nan"), 2),
        (("--weight", "6_8"), 2),
        (("--resting-hr", "1e2"), 2),
        (("--sleep", "0:00"), 1),
        (("--sleep", "1e1"), 2),
        (("--hrv", "50", "--forget", "hrv"), 1),
        (("--date", "0001-01-01", "--hrv", "50"), 1),
        (("--date", "2100-01-01", "--hrv", "50"), 1),
        (("--sleep", "7:75"), 2),
        (("--sleep", "long"), 2),
        (("--weight", "heavy"), 2),
        (("--forget", "mood"), 2),
    ],
)
def test_nonsense_is_refused_with_a_sentence(ann, options, code):
    refused = coach("wellness", *options, "--athlete", ann.email)
    assert refused.code == code
    assert refused.err.strip()
    assert "Traceback" not in refused.err


def test_an_activity_is_rated_and_the_rating_taken_back(database, tmp_path):
    bo = assemble().bo
    (tmp_path / "run.fit").write_bytes(samples.one_hour_run(3))
    coach("import", tmp_path, "--athlete", bo.email)
    (row,) = coach("activities", "--athlete", bo.email, "--json").json["activities"]
    short = row["activity_id"][:8]
    rated = coach("activities", "rate", short, "6,5", "--athlete", bo.email)
    assert rated.code == 0, rated.err
    assert "How hard it felt: 6.5/10, really hard" in rated.out
    assert coach("activities", "rate", short, "11", "--athlete", bo.email).code == 1
    assert coach("activities", "rate", short, "hard", "--athlete", bo.email).code == 1
    assert coach("activities", "rate", short, "--athlete", bo.email).code == 2
    assert coach("activities", short, "--athlete", bo.email, "--json").json["rated"] == 6.5
    back = coach("activities", "rate", short, "—", "--athlete", bo.email)
    assert "How hard it felt: –" in back.out
