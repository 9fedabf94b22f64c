"""Days besides training out of FIT files of watches and scales, and how hard a session felt."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from garmin_fit_sdk import Decoder, Stream
from hypothesis import given
from hypothesis import strategies as st

from coach.connectors.files.fit import read
from coach.connectors.files.fit.layout import EPOCH_S
from coach.connectors.files.fit.wellness import SEVERAL_PEOPLE
from tests.connectors.files.fit.fit_bytes import ENUM, INVALID, NOW, UINT8, UINT16, UINT32, FitBytes, activity

SLEEP, MONITORING, HRV_STATUS, WEIGHT = 49, 32, 68, 9
UNMEASURABLE, AWAKE, LIGHT, DEEP, REM = range(5)
MINUTE, HOUR = 60, 3600


def _file(kind):
    fit = FitBytes()
    fit.define(15, 0, [(0, ENUM), (1, UINT16), (4, UINT32)])
    return fit.message(15, kind, 1, NOW)


def _moment(fit_seconds):
    return datetime.fromtimestamp(fit_seconds + EPOCH_S, UTC)


def _night(levels, opened=None):
    fit = _file(SLEEP)
    if opened is not None:
        fit.define(0, 21, [(253, UINT32), (0, ENUM), (1, ENUM)]).message(0, opened, 74, 0)
    fit.define(1, 275, [(253, UINT32), (0, ENUM)])
    for ended, level in levels:
        fit.message(1, ended, level)
    return read(fit.done())


def _rated(value, base=UINT8):
    fit = activity()
    fit.define(0, 18, [(253, UINT32), (2, UINT32), (7, UINT32), (5, ENUM), (193, base)])
    return read(fit.message(0, NOW + HOUR, NOW, HOUR * 1000, 1, value).done()).recordings[0].totals.perceived_effort


@pytest.mark.parametrize(("written", "effort"), [(10, 1.0), (70, 7.0), (75, 7.5), (100, 10.0)])
def test_a_rating_on_the_watch_is_read_in_points_of_ten(written, effort):
    assert _rated(written) == effort


@pytest.mark.parametrize("written", [0, 101, 254, INVALID[UINT8]])
def test_no_rating_is_unknown_not_zero(written):
    assert _rated(written) is None


def test_a_night_is_what_was_light_deep_and_rem_and_belongs_to_waking_up():
    reading = _night(
        [
            (NOW + 10 * MINUTE, LIGHT),
            (NOW + 40 * MINUTE, DEEP),
            (NOW + 90 * MINUTE, REM),
            (NOW + 105 * MINUTE, AWAKE),
            (NOW + 120 * MINUTE, UNMEASURABLE),
            (NOW + 330 * MINUTE, LIGHT),
        ],
        opened=NOW,
    )
    (note,) = reading.wellness
    assert (reading.content, reading.recordings) == ("sleep", ())
    assert note.sleep_s == (10 + 30 + 50 + 210) * MINUTE
    assert note.told_at == _moment(NOW + 330 * MINUTE)
    assert note.on is None


def test_without_its_opening_a_night_loses_its_first_level_only():
    levels = [(NOW + MINUTE * 30, LIGHT), (NOW + MINUTE * 90, DEEP)]
    assert _night(levels).wellness[0].sleep_s == 60 * MINUTE
    assert _night(levels, opened=NOW).wellness[0].sleep_s == 90 * MINUTE


def test_two_nights_of_one_file_stay_two_and_the_day_between_is_not_slept():
    levels = ((1, LIGHT), (4, DEEP), (24, LIGHT), (26, REM))
    nights = _night([(NOW + hours * HOUR, level) for hours, level in levels], opened=NOW).wellness
    assert [night.sleep_s for night in nights] == [4 * HOUR, 2 * HOUR]


def test_a_watch_that_only_tells_still_from_moving_tells_no_sleep():
    assert _night([(NOW + minute * MINUTE, minute % 2) for minute in range(400)], opened=NOW).wellness == ()


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 255)), max_size=40))
def test_whatever_levels_say_a_night_is_within_a_day_and_never_negative(levels):
    for note in _night(levels).wellness:
        assert 0 <= note.sleep_s <= 24 * HOUR


def test_resting_heart_rate_is_the_days_own_else_the_weeks():
    fit = _file(MONITORING)
    fit.define(0, 211, [(253, UINT32), (0, UINT8), (1, UINT8)])
    fit.message(0, NOW, 50, 47).message(0, NOW + HOUR, 51, 0xFF).message(0, NOW + 2 * HOUR, 0xFF, 0xFF)
    reading = read(fit.done())
    assert reading.content == "monitoring"
    assert [(note.told_at, note.resting_hr) for note in reading.wellness] == [
        (_moment(NOW), 47),
        (_moment(NOW + HOUR), 51),
    ]


def test_the_clock_of_a_monitoring_file_says_which_day_it_was():
    fit = _file(MONITORING)
    midnight = NOW - (NOW + EPOCH_S) % (24 * HOUR)
    fit.define(0, 103, [(253, UINT32), (0, UINT32)]).message(0, midnight, midnight - 5 * HOUR)
    fit.define(1, 211, [(253, UINT32), (1, UINT8)]).message(1, midnight + 4 * HOUR, 47)
    (note,) = read(fit.done()).wellness
    assert note.on == date.fromordinal(_moment(midnight).toordinal() - 1), "five hours behind, it was still yesterday"


def test_the_night_average_is_the_hrv_and_the_weeks_is_not():
    fit = _file(HRV_STATUS)
    fit.define(0, 370, [(253, UINT32), (0, UINT16), (1, UINT16)])
    fit.message(0, NOW, 60 * 128, round(42.5 * 128)).message(0, NOW + HOUR, 60 * 128, 0xFFFF)
    reading = read(fit.done())
    assert [(note.told_at, note.hrv_ms) for note in reading.wellness] == [(_moment(NOW), 42.5)]


def test_a_scale_still_measuring_and_a_clock_never_set_say_nothing():
    fit = _file(WEIGHT)
    fit.define(0, 30, [(253, UINT32), (0, UINT16)])
    fit.message(0, NOW, 0xFFFE).message(0, NOW, 0xFFFF).message(0, NOW, 1200).message(0, 5_000, 6420)
    assert read(fit.done()).wellness == ()


def test_an_activity_file_tells_of_its_day_too():
    fit = activity()
    fit.define(0, 20, [(253, UINT32), (3, UINT8)]).message(0, NOW, 140).message(0, NOW + 1, 141)
    fit.define(1, 211, [(253, UINT32), (1, UINT8)]).message(1, NOW, 47)
    reading = read(fit.done())
    assert (len(reading.recordings), reading.wellness[0].resting_hr) == (1, 47)


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["fitdecode", "python-fitparse", "tormoder-fit"])
def test_a_real_scale_is_read_as_garmins_own_reader_does(shared_data: Path, folder):
    data = (shared_data / "fit" / folder / "WeightScaleSingleUser.fit").read_bytes()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert not errors
    theirs = [(each["timestamp"], each["weight"]) for each in messages["weight_scale_mesgs"]]
    assert [(note.told_at, note.weight_kg) for note in read(data).wellness] == theirs
    assert len(theirs) == 2


@pytest.mark.shared
def test_a_real_scale_of_two_people_gives_nobody_the_weight_of_another(shared_data: Path):
    reading = read((shared_data / "fit" / "fitdecode" / "WeightScaleMultiUser.fit").read_bytes())
    assert (reading.wellness, reading.warnings) == ((), (SEVERAL_PEOPLE,))


@pytest.mark.shared
def test_real_activities_tell_of_no_day(shared_data: Path):
    paths = [path for path in (shared_data / "fit" / "fitdecode").iterdir() if path.suffix == ".fit"]
    readings = {path.name: read(path.read_bytes()) for path in paths if path.stat().st_size < 300_000}
    told = {name for name, reading in readings.items() if reading.wellness}
    assert told == {"WeightScaleSingleUser.fit"}
    assert len(readings) > 20
