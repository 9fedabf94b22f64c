"""From FIT messages to recordings: sessions, clocks, pauses, laps, sets, straps, developer fields."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from coach.connectors.files.fit import read
from coach.connectors.files.fit.reading import CLOCK_NOT_SET, NO_TIMES, TIMES_MISSING
from coach.connectors.files.fit.sports import sport_of
from coach.domain.activities import SplitKind
from coach.domain.sports import Sport
from tests.connectors.files.fit.fit_bytes import (
    BYTE,
    ENUM,
    FLOAT32,
    NOW,
    SINT32,
    STRING,
    UINT8,
    UINT16,
    UINT32,
    FitBytes,
    activity,
)

TIME, HEART_RATE, START = (253, UINT32), (3, UINT8), (2, UINT32)
RUNNING, CYCLING, SWIMMING, TRANSITION, MULTISPORT = 1, 2, 5, 3, 18
SESSION = [TIME, START, (7, UINT32), (8, UINT32), (9, UINT32), (5, ENUM), (6, ENUM), (16, UINT8), (18, UINT8)]


def moment(fit_seconds):
    return datetime(1989, 12, 31, tzinfo=UTC) + timedelta(seconds=fit_seconds)


def session(fit, start, seconds, sport, sub_sport=0):
    fit.define(9, 18, SESSION)
    return fit.message(
        9, start + seconds, start, seconds * 1000, seconds * 1000, seconds * 300, sport, sub_sport, 140, 85
    )


def run(seconds=10, sport=RUNNING, **keywords):
    fit = activity(**keywords).define(0, 20, [TIME, HEART_RATE, (4, UINT8), (53, UINT8)])
    for second in range(seconds):
        fit.message(0, NOW + second, 120 + second % 60, 85, 64)
    return session(fit, NOW, seconds, sport)


def only(fit):
    (recording,) = read(fit.done()).recordings
    return recording


def test_cadence_of_foot_sports_counts_both_feet():
    recording = only(run())
    assert recording.sport is Sport.RUN
    assert recording.samples.get("cadence").tolist() == [171.0] * 10
    assert recording.totals.avg_cadence == 170.0


def test_cadence_of_a_ride_counts_turns():
    recording = only(run(sport=CYCLING))
    assert recording.samples.get("cadence").tolist() == [85.5] * 10
    assert recording.totals.avg_cadence == 85.0


def test_a_run_that_already_counts_both_feet_is_not_doubled():
    fit = activity().define(0, 20, [TIME, (4, UINT8)])
    for second in range(10):
        fit.message(0, NOW + second, 172)
    assert only(session(fit, NOW, 10, RUNNING)).samples.get("cadence").tolist() == [172.0] * 10


def test_times_count_from_the_start_of_the_session():
    fit = activity().define(0, 20, [TIME, HEART_RATE]).message(0, NOW + 5, 100).message(0, NOW + 7, 101)
    recording = only(session(fit, NOW, 10, RUNNING))
    assert recording.started_at == moment(NOW)
    assert recording.samples.time.tolist() == [5.0, 7.0]


def test_a_start_days_away_from_the_samples_is_not_believed():
    fit = activity().define(0, 20, [TIME, HEART_RATE]).message(0, NOW, 100).message(0, NOW + 1, 101)
    recording = only(session(fit, NOW - 400 * 86_400, 10, RUNNING))
    assert recording.started_at == moment(NOW)
    assert recording.samples.time.tolist() == [0.0, 1.0]


def test_records_outside_every_session_go_to_the_nearest():
    fit = activity().define(0, 20, [TIME, HEART_RATE])
    for second in (-3, 0, 50, 99, 110, 190, 200, 260, 330):
        fit.message(0, NOW + second, 100)
    fit = session(session(fit, NOW, 100, SWIMMING), NOW + 200, 60, CYCLING)
    swim, ride = read(fit.done()).recordings
    assert (swim.sport, ride.sport) == (Sport.SWIM, Sport.RIDE)
    assert swim.started_at == moment(NOW - 3)
    assert swim.samples.time.tolist() == [0.0, 3.0, 53.0, 102.0, 113.0]
    assert ride.started_at == moment(NOW + 190)
    assert ride.samples.time.tolist() == [0.0, 10.0, 70.0, 140.0]


def test_the_sum_line_of_a_multisport_file_is_no_activity():
    fit = activity().define(0, 20, [TIME, HEART_RATE])
    for second in range(0, 300, 10):
        fit.message(0, NOW + second, 100)
    for start, seconds, sport in ((0, 300, MULTISPORT), (0, 100, SWIMMING), (100, 20, TRANSITION), (120, 180, RUNNING)):
        fit = session(fit, NOW + start, seconds, sport)
    recordings = read(fit.done()).recordings
    assert [recording.sport for recording in recordings] == [Sport.SWIM, Sport.TRANSITION, Sport.RUN]
    assert [len(recording.samples) for recording in recordings] == [10, 2, 18]


def test_chained_activities_are_recordings_of_their_own():
    reading = read(run(5).done() + run(7, CYCLING).done())
    assert [(r.sport, len(r.samples)) for r in reading.recordings] == [(Sport.RUN, 5), (Sport.RIDE, 7)]


def test_pauses_come_from_the_timer():
    fit = run(100).define(1, 21, [TIME, (0, ENUM), (1, ENUM)])
    for second, event, kind in (
        (0, 0, 0),
        (20, 0, 4),
        (30, 0, 0),
        (40, 9, 4),
        (50, 0, 1),
        (51, 0, 9),
        (70, 0, 0),
        (99, 0, 4),
    ):
        fit.message(1, NOW + second, event, kind)
    assert only(fit).pauses == ((20.0, 30.0), (50.0, 70.0))


@pytest.mark.parametrize(("local", "offset"), [(7200, 7200), (-12_610, -12_600), (20_701, 20_700), (10**6, None)])
def test_the_local_clock_tells_the_offset(local, offset):
    fit = run().define(1, 34, [TIME, (5, UINT32)]).message(1, NOW, NOW + local)
    assert only(fit).utc_offset_s == offset


def test_laps_are_splits_from_the_start():
    fit = run(600).define(
        1, 19, [TIME, START, (7, UINT32), (8, UINT32), (9, UINT32), (15, UINT8), (17, UINT8), (21, UINT16)]
    )
    fit.message(1, NOW + 300, NOW, 300_000, 290_500, 100_000, 150, 84, 12)
    fit.message(1, NOW + 600, NOW + 300, 300_000, 300_000, 99_950, 0xFF, 0xFF, 0xFFFF)
    first, second = only(fit).laps
    assert (first.kind, first.start_s, first.elapsed_s, first.moving_s) == (SplitKind.LAP, 0.0, 300.0, 290.5)
    assert (first.distance_m, first.avg_hr, first.avg_cadence, first.ascent_m) == (1000.0, 150, 168.0, 12)
    assert (second.start_s, second.distance_m, second.avg_hr, second.ascent_m) == (300.0, 999.5, None, None)


def test_lengths_of_the_pool_carry_its_length_and_rests_do_not():
    fit = activity().define(0, 20, [TIME, HEART_RATE]).message(0, NOW, 100)
    fit.define(1, 101, [TIME, START, (3, UINT32), (4, UINT32), (12, ENUM)])
    fit.message(1, NOW + 30, NOW, 30_000, 30_000, 1).message(1, NOW + 50, NOW + 30, 20_000, 20_000, 0)
    fit.define(9, 18, [TIME, START, (7, UINT32), (5, ENUM), (44, UINT16)]).message(
        9, NOW + 60, NOW, 60_000, SWIMMING, 2500
    )
    lengths = only(fit).laps
    assert [(s.kind, s.start_s, s.distance_m) for s in lengths] == [
        (SplitKind.LENGTH, 0.0, 25.0),
        (SplitKind.LENGTH, 30.0, 0.0),
    ]


def test_sets_of_a_strength_session_keep_weight_and_exercise():
    fit = activity()
    fit.define(1, 225, [(254, UINT32), (0, UINT32), (3, UINT16), (4, UINT16), (5, UINT8), (6, UINT32), (7, UINT16, 4)])
    fit.message(1, NOW + 40, 30_000, 8, 80 * 16 + 8, 1, NOW + 10, [28, 0xFFFF])
    fit.message(1, NOW + 100, 60_000, 0xFFFF, 0xFFFF, 0, NOW + 40, [0xFFFF, 0xFFFF])
    recording = only(session(fit, NOW, 100, 10, 20))
    squat, rest = recording.sets
    assert recording.sport is Sport.STRENGTH
    assert (squat.start_s, squat.duration_s, squat.repetitions, squat.weight_kg) == (10.0, 30.0, 8, 80.5)
    assert (squat.category, squat.active) == ("squat", True)
    assert (rest.start_s, rest.repetitions, rest.weight_kg, rest.category, rest.active) == (
        40.0,
        None,
        None,
        None,
        False,
    )


def test_beat_intervals_are_seconds_in_the_order_of_the_file():
    fit = run().define(1, 78, [(0, UINT16, 6)]).message(1, [800, 812, 0xFFFF]).message(1, [795, 0xFFFF, 0xFFFF])
    assert only(fit).rr_intervals.tolist() == [0.8, 0.812, 0.795]
    assert only(run()).rr_intervals is None


def test_packed_speed_and_distance_unfold_through_the_roll_over():
    fit = activity().define(0, 20, [TIME, (8, BYTE, 3)])
    metres = [0.0, 200.0, 255.5, 260.0, 511.9375, 515.0]
    for second, distance in enumerate(metres):
        fit.message(0, NOW + second, packed(350 + second, int(distance * 16) & 0xFFF))
    fit.message(0, NOW + 6, b"\xff\xff\xff")
    samples = only(session(fit, NOW, 7, RUNNING)).samples
    assert samples.get("distance").tolist()[:6] == metres
    assert samples.get("speed").tolist()[:6] == [3.5, 3.51, 3.52, 3.53, 3.54, 3.55]
    assert np.isnan(samples.get("distance")[6])


def packed(speed, distance):
    return struct.pack("<I", speed | distance << 12)[:3]


def test_fine_speed_and_altitude_win_and_the_old_ones_fill_in():
    fit = activity().define(0, 20, [TIME, (6, UINT16), (73, UINT32), (2, UINT16), (78, UINT32)])
    fit.message(0, NOW, 3000, 3001, 3000, 3005).message(0, NOW + 1, 3000, 0xFFFFFFFF, 3000, 0xFFFFFFFF)
    samples = only(session(fit, NOW, 2, RUNNING)).samples
    assert samples.get("speed").tolist() == [3.001, 3.0]
    assert samples.get("altitude").tolist() == [101.0, 100.0]


def test_positions_are_degrees_and_columns_nobody_wrote_are_absent():
    fit = activity().define(0, 20, [TIME, (0, SINT32), (1, SINT32), (7, UINT16)])
    fit.message(0, NOW, 2**30, -(2**29), 0xFFFF).message(0, NOW + 1, 0x7FFFFFFF, 0x7FFFFFFF, 0xFFFF)
    columns = only(session(fit, NOW, 2, RUNNING)).samples.columns
    assert set(columns) == {"latitude", "longitude"}
    assert (columns["latitude"][0], columns["longitude"][0]) == (90.0, -45.0)
    assert np.isnan(columns["latitude"][1])


def test_a_developer_field_replaces_its_native_one_where_it_has_a_value():
    fit = activity().define(2, 206, [(0, UINT8), (1, UINT8), (2, UINT8), (3, STRING, 22), (6, UINT8), (8, STRING, 12),
                                     (14, UINT16), (15, UINT8)])  # fmt: skip
    fit.message(2, 0, 1, UINT16, b"Power", 10, b"Watts", 20, 7)
    fit.message(2, 0, 2, FLOAT32, b"Vertical Oscillation", 0xFF, b"Centimeters", 20, 39)
    fit.message(2, 0, 3, UINT16, b"Form Power", 0xFF, b"Watts", 20, 0xFF)
    fit.message(2, 0, 4, UINT16, b"power", 0xFF, b"Watts", 20, 0xFF)
    fit.define(0, 20, [TIME, (7, UINT16)], [(1, 0, UINT16), (2, 0, FLOAT32), (3, 0, UINT16), (4, 0, UINT16)])
    fit.message(0, NOW, 200, 2505, 7.5, 60, 1).message(0, NOW + 1, 210, 0xFFFF, 8.0, 61, 2)
    samples = only(session(fit, NOW, 2, RUNNING)).samples
    assert samples.get("power").tolist() == [250.5, 210.0]
    assert samples.get("vertical_oscillation").tolist() == [75.0, 80.0]
    assert {name: column.tolist() for name, column in samples.extra.items()} == {
        "Form Power": [60.0, 61.0],
        "dev_power": [1.0, 2.0],
    }


def strap_file():
    """Beats of a strap: an anchor, then eight values a quarter of a second apart, in twelve bits each."""
    fit = FitBytes().define(0, 132, [TIME, (0, UINT16), (6, UINT8), (9, UINT32)])
    ticks = 3_000_000_000
    fit.message(0, NOW, 0, 100, ticks)
    fit.define(1, 132, [(6, UINT8, 8), (10, BYTE, 12)])
    for message in range(4):
        stamps = [(ticks + 256 * (8 * message + place + 1)) & 0xFFF for place in range(8)]
        pairs = zip(stamps[::2], stamps[1::2], strict=True)
        fit.message(1, [101 + message] * 8, b"".join(struct.pack("<I", a | b << 12)[:3] for a, b in pairs))
    return fit.done()


def test_beats_of_a_strap_reach_the_records_even_from_a_chained_file():
    fit = activity().define(0, 20, [TIME, (5, UINT32)])
    for second in range(1, 12):
        fit.message(0, NOW + second, 100 * second)
    reading = read(session(fit, NOW, 12, SWIMMING).done() + strap_file())
    (recording,) = reading.recordings
    heart_rate = recording.samples.get("heart_rate").tolist()
    assert heart_rate[:8] == [101, 101, 102, 102, 103, 103, 104, 104]
    assert np.isnan(heart_rate[8:]).all()


def test_moments_written_in_two_records_become_one_sample():
    fit = activity().define(0, 20, [TIME, (0, SINT32), (1, SINT32)]).define(1, 20, [TIME, (5, UINT32)])
    for second in range(20):
        fit.message(0, NOW + second, 1000 + second, 2000 + second).message(1, NOW + second, 300 * second)
    samples = only(session(fit, NOW, 20, RUNNING)).samples
    assert samples.time.tolist() == [float(second) for second in range(20)]
    assert samples.get("distance").tolist() == [3.0 * second for second in range(20)]
    assert not np.isnan(samples.get("latitude")).any()


def test_a_clock_that_was_never_set_counts_from_the_creation_of_the_file():
    fit = activity().define(0, 20, [TIME, HEART_RATE])
    for second in range(5):
        fit.message(0, 1000 + second, 100)
    reading = read(session(fit, 998, 7, RUNNING).done())
    (recording,) = reading.recordings
    assert CLOCK_NOT_SET in reading.warnings
    assert recording.started_at == moment(NOW - 2)
    assert recording.samples.time.tolist() == [2.0, 3.0, 4.0, 5.0, 6.0]


def test_missing_times_are_filled_and_said():
    fit = activity().define(0, 20, [TIME, HEART_RATE])
    fit.message(0, NOW, 100).message(0, 0xFFFFFFFF, 101).message(0, NOW + 2, 102)
    reading = read(fit.done())
    assert reading.warnings == (TIMES_MISSING,)
    assert reading.recordings[0].samples.time.tolist() == [0.0, 0.0, 2.0]
    timeless = read(activity().define(0, 20, [HEART_RATE]).message(0, 100).message(0, 101).done())
    assert timeless.warnings == (NO_TIMES,)
    assert timeless.recordings[0].samples.time.tolist() == [0.0, 1.0]


def test_a_session_without_records_is_still_an_activity():
    recording = only(session(activity(), NOW, 1800, RUNNING, 1))
    assert recording.sport is Sport.TREADMILL_RUN
    assert len(recording.samples) == 0
    assert (recording.totals.elapsed_s, recording.totals.distance_m, recording.totals.avg_hr) == (1800.0, 5400.0, 140)


@pytest.mark.parametrize(("file_type", "content"), [(2, "settings"), (5, "workout"), (6, "course"), (32, "monitoring")])
def test_files_that_hold_no_activity_say_what_they_are(file_type, content):
    fit = FitBytes().define(0, 0, [(0, ENUM)]).message(0, file_type)
    fit.define(1, 20, [TIME, HEART_RATE]).message(1, NOW, 100)
    reading = read(fit.done())
    assert (reading.content, reading.recordings) == (content, ())


def test_the_device_is_named():
    fit = FitBytes().define(0, 0, [(0, ENUM), (1, UINT16), (2, UINT16), (3, 0x8C)]).message(0, 4, 1, 4315, 123456)
    fit.define(1, 23, [(0, UINT8), (5, UINT16)]).message(1, 3, 100).message(1, 0, 1529)
    device = only(session(fit, NOW, 10, RUNNING)).device
    assert (device.manufacturer, device.product, device.serial, device.software) == (
        "Garmin",
        "Forerunner 965",
        "123456",
        "15.29",
    )


@pytest.mark.parametrize(
    ("sport", "sub_sport", "expected"),
    [
        (1, 0, Sport.RUN),
        (1, 1, Sport.TREADMILL_RUN),
        (1, 3, Sport.TRAIL_RUN),
        (1, 4, Sport.TRACK_RUN),
        (2, 6, Sport.INDOOR_RIDE),
        (2, 8, Sport.MOUNTAIN_BIKE),
        (5, 18, Sport.OPEN_WATER_SWIM),
        (4, 14, Sport.ROWING),
        (10, 20, Sport.STRENGTH),
        (17, None, Sport.HIKE),
        (None, None, Sport.OTHER),
        (200, 200, Sport.OTHER),
    ],
)
def test_sports_are_told_as_finely_as_the_file_says(sport, sub_sport, expected):
    assert sport_of(sport, sub_sport) is expected
