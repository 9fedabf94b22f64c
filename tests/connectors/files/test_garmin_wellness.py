"""The tables of days of a Garmin export become days, whatever is missing or wrong in them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.connectors.files import Found, Passed, Refused, walk
from coach.connectors.files.garmin_wellness import DAMAGED, Days
from coach.domain.wellness import day_over
from tests.connectors.files.making import fit, zipped

WELLNESS = "a1b2/DI_CONNECT/DI-Connect-Wellness"
UDS = "a1b2/DI_CONNECT/DI-Connect-Aggregator/UDSFile_2025-12-30_2026-01-05.json"
SLEEP = f"{WELLNESS}/2025-12-30_2026-01-05_77_sleepData.json"
HEALTH = f"{WELLNESS}/2025-12-30_2026-01-05_77_healthStatusData.json"
BODY = f"{WELLNESS}/77_userBioMetrics.json"


def _night(day, deep=3_600, light=14_400, rem=7_200, **more):
    stages = {"deepSleepSeconds": deep, "lightSleepSeconds": light, "remSleepSeconds": rem}
    return {"calendarDate": day, **stages, "awakeSleepSeconds": 900, "unmeasurableSeconds": 60, **more}


def _walk(tmp_path: Path, tables: dict[str, object], **files: bytes):
    told = {name: text if isinstance(text, bytes) else json.dumps(text).encode() for name, text in tables.items()}
    return list(walk(zipped(tmp_path / "export.zip", told | files), spool=tmp_path))


def _days(walked):
    return {note.on: note.said for one in walked if isinstance(one, Found) for note in one.wellness}


def test_four_tables_tell_of_one_day(tmp_path):
    walked = _walk(
        tmp_path,
        {
            UDS: [{"calendarDate": "2026-01-02", "restingHeartRate": 51, "currentDayRestingHeartRate": 48}],
            SLEEP: [_night("2026-01-02")],
            HEALTH: [
                {"calendarDate": "2026-01-02", "metrics": [{"type": "HR", "value": 44}, {"type": "HRV", "value": 62}]}
            ],
            BODY: [{"metaData": {"calendarDate": "2026-01-02T18:05:26.1"}, "weight": {"weight": 64_200.0}}],
        },
    )
    assert _days(walked) == {
        date(2026, 1, 2): {"resting_hr": 48.0, "sleep_s": 25_200.0, "hrv_ms": 62.0, "weight_kg": 64.2}
    }
    (found,) = (one for one in walked if isinstance(one, Found))
    assert found.wellness[0].told_at == day_over(date(2026, 1, 2))


def test_what_was_not_measured_is_unknown(tmp_path):
    walked = _walk(
        tmp_path,
        {
            UDS: [{"calendarDate": "2026-01-01", "restingHeartRate": 0}, {"calendarDate": "2026-01-02"}],
            SLEEP: [{"calendarDate": "2026-01-01"}, {"retro": False}, _night("2026-01-02", 0, 0, 0)],
            HEALTH: [{"calendarDate": "2026-01-01", "metrics": [{"type": "HRV", "value": 0, "status": "UNKNOWN"}]}],
            BODY: [{"metaData": {"calendarDate": "2026-01-01"}, "userSetNullForWeight": True}],
        },
    )
    assert [one for one in walked if isinstance(one, Found | Refused)] == []


def test_the_longest_of_several_nights_of_a_day_counts(tmp_path):
    naps = [_night("2026-01-02", 0, 1_800, 0), _night("2026-01-02"), _night("2026-01-02", 0, 600, 0)]
    assert _days(_walk(tmp_path, {SLEEP: naps}))[date(2026, 1, 2)] == {"sleep_s": 25_200.0}


def test_years_come_apart_so_that_a_year_that_is_over_stays_the_same(tmp_path):
    walked = _walk(tmp_path, {SLEEP: [_night("2026-01-01"), _night("2025-12-31")]})
    assert [one.name for one in walked if isinstance(one, Found)] == ["DI_CONNECT/2025", "DI_CONNECT/2026"]


def test_a_damaged_table_is_told_and_what_stands_before_the_damage_is_kept(tmp_path):
    text = json.dumps([_night("2026-01-01"), _night("2026-01-02")]).encode()
    walked = _walk(tmp_path, {SLEEP: text[:-30], UDS: [{"calendarDate": "2026-01-03", "restingHeartRate": 50}]})
    (refused,) = (one for one in walked if isinstance(one, Refused))
    assert (refused.name, refused.problem.message) == (SLEEP, DAMAGED)
    assert set(_days(walked)) == {date(2026, 1, 1), date(2026, 1, 3)}


def test_files_of_monitoring_and_sleep_are_passed_over_and_nights_of_hrv_kept(tmp_path):
    files = {f"a1b2/DI_CONNECT/Uploads/{kind}.fit": fit(kind=kind) for kind in (32, 49, 68)}
    walked = _walk(tmp_path, files)
    assert [one.name.rpartition("/")[2] for one in walked if isinstance(one, Found)] == ["68.fit"]
    assert {one.name.rpartition("/")[2] for one in walked if isinstance(one, Passed)} == {"32.fit", "49.fit"}


_junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_keys = ("calendarDate", "restingHeartRate", "deepSleepSeconds", "lightSleepSeconds", "metrics", "weight", "metaData")


@settings(max_examples=150)
@given(st.lists(st.dictionaries(st.sampled_from(_keys), _junk | st.just("2026-01-01"), max_size=7), max_size=5))
def test_no_table_can_break_the_reader_or_bring_an_impossible_day(entries):
    class Pieces:
        def pieces(self, entry):
            yield json.dumps(entries).encode()

    class Entry:
        def __init__(self, name):
            self.name = name

    days = Days()
    for name in (UDS, SLEEP, HEALTH, BODY):
        assert list(days.read(Pieces(), Entry(name))) == []
    for found in days.found():
        assert all(note.on.year == int(found.name[-4:]) and note.said for note in found.wellness)
