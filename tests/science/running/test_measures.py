"""Measures of an activity against tracks whose truth is known, and properties that hold for any."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from math import isfinite

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.domain.activities import Measures, Split, SplitKind, Totals
from coach.domain.sports import Sport
from coach.science.recordings import COLUMNS, Recording
from coach.science.running.efforts import best_efforts
from coach.science.running.measures import measure
from coach.science.running.splits import measured_laps
from tests.science.running.recorded import even_run, northward, recorded


def measured(recording: Recording) -> Measures:
    return measure(recording)[1]


def numbers(value: object) -> list[float]:
    if isinstance(value, float):
        return [value]
    if is_dataclass(value):
        return [number for item in fields(value) for number in numbers(getattr(value, item.name))]
    if isinstance(value, tuple):
        return [number for item in value for number in numbers(item)]
    return []


def test_an_even_run_measures_as_it_was_run() -> None:
    measures = measured(even_run(3600, 3.0, heart_rate=np.full(3601, 150.0), cadence=np.full(3601, 172.0)))
    assert (measures.elapsed_s, measures.timer_s, measures.moving_s) == (3600.0, 3600.0, 3600.0)
    assert measures.distance_m == pytest.approx(10_800)
    assert measures.avg_speed_mps == pytest.approx(3.0)
    assert measures.max_speed_mps == pytest.approx(3.0)
    assert (measures.avg_hr, measures.max_hr, measures.avg_cadence) == (150.0, 150.0, 172.0)
    assert measures.ascent_m is None
    assert measures.track is None
    times = {effort.distance_m: effort.elapsed_s for effort in measures.best_efforts}
    assert times == pytest.approx(
        {400: 400 / 3, 1000: 1000 / 3, 1609.344: 1609.344 / 3, 5000: 5000 / 3, 10_000: 10_000 / 3}
    )


def test_standing_still_is_elapsed_and_timed_but_not_moving() -> None:
    time = np.arange(901.0)
    metres = 3.0 * np.where(time < 300, time, np.where(time < 600, 300, time - 300))
    measures = measured(recorded(time, distance=metres))
    assert (measures.elapsed_s, measures.timer_s) == (900.0, 900.0)
    assert measures.moving_s == pytest.approx(600, abs=4)
    assert measures.avg_speed_mps == pytest.approx(3.0, rel=0.01)


def test_a_lap_is_told_by_the_time_under_way_as_the_kilometres_are() -> None:
    time = np.arange(901.0)
    metres = 3.0 * np.where(time < 300, time, np.where(time < 600, 300, time - 300))
    cleaned, _ = measure(recorded(time, distance=metres))
    laps = (
        Split(SplitKind.LAP, 0.0, 700.0, distance_m=1190.0, moving_s=700.0, avg_hr=150.0),
        Split(SplitKind.LAP, 700.0, 200.0),
        Split(SplitKind.LAP, 5000.0, 60.0, moving_s=59.0),
        Split(SplitKind.LENGTH, 0.0, 30.0, moving_s=30.0),
    )
    first, second, outside, length = measured_laps(cleaned, laps)
    assert first.moving_s == pytest.approx(400, abs=4)
    assert (first.distance_m, first.elapsed_s, first.avg_hr) == (1190.0, 700.0, 150.0)
    assert (second.moving_s, second.distance_m) == pytest.approx((200, 600), abs=0.5)
    assert (outside, length) == laps[2:]


def test_laps_of_a_recording_without_samples_stay_the_device_s() -> None:
    cleaned, _ = measure(recorded(np.array([])))
    laps = (Split(SplitKind.LAP, 0.0, 700.0, moving_s=650.0),)
    assert measured_laps(cleaned, laps) == laps


def test_a_best_effort_counts_its_pauses_and_is_never_longer_than_the_whole_run() -> None:
    time = np.arange(3901.0)
    metres = 3.0 * np.where(time < 1800, time, np.where(time < 2100, 1800, time - 300))
    measures = measured(recorded(time, distance=metres, pauses=((1800.0, 2100.0),)))
    ten = next(effort for effort in measures.best_efforts if effort.distance_m == 10_000)
    assert measures.moving_s == pytest.approx(3600, abs=4)
    assert ten.elapsed_s == pytest.approx(10_000 / 3 + 300, abs=2)
    assert all(effort.elapsed_s <= measures.elapsed_s for effort in measures.best_efforts)


def test_a_stopped_timer_counts_neither_as_timer_nor_as_moving() -> None:
    time = np.arange(901.0)
    measures = measured(recorded(time, distance=3.0 * time, pauses=((100.0, 250.0),)))
    assert (measures.elapsed_s, measures.timer_s, measures.moving_s) == (900.0, 750.0, 750.0)


def test_smart_recording_is_no_pause_and_weighs_by_time() -> None:
    time = np.array([0.0, 1.0, 2.0, 12.0, 22.0])
    rates = np.array([100.0, 100.0, 100.0, 160.0, 160.0])
    measures = measured(recorded(time, distance=3.0 * time, heart_rate=rates))
    assert measures.moving_s == 22.0
    weights = np.array([0.5, 1.0, 5.5, 10.0, 5.0])
    assert measures.avg_hr == pytest.approx(float(rates @ weights / weights.sum()))


def test_the_distance_of_a_noisy_track_is_within_one_percent() -> None:
    random = np.random.default_rng(4)
    time = np.arange(3601.0)
    angle = 3.0 * time / 400.0
    drift = np.convolve(random.normal(0, 1.0, (3700)), np.ones(40) / 8, mode="valid")[: len(time)]
    east, north = 400 * np.cos(angle) + drift, 400 * np.sin(angle) + random.normal(0, 0.2, len(time))
    latitude, _ = northward(north)
    longitude = 5.0 + east / (111_195 * np.cos(np.radians(45)))
    measures = measured(recorded(time, latitude=latitude, longitude=longitude))
    assert measures.distance_m == pytest.approx(10_800, rel=0.01)


def test_walk_breaks_count_as_moving_and_cadence_ignores_standing() -> None:
    time = np.arange(601.0)
    cadence = np.where(time < 300, 170.0, 0.0)
    measures = measured(even_run(600, 1.2, cadence=cadence))
    assert measures.moving_s == 600.0
    assert measures.avg_cadence == 170.0


def test_the_best_kilometre_is_found_wherever_it_lies_and_counts_the_clock() -> None:
    time = np.arange(1801.0)
    speed = np.where((time >= 600) & (time < 850), 4.0, 2.5)
    metres = np.concatenate(([0.0], np.cumsum(speed[:-1])))
    efforts = {effort.distance_m: effort for effort in measured(recorded(time, distance=metres)).best_efforts}
    assert efforts[1000.0].elapsed_s == pytest.approx(250.0, abs=0.01)
    assert efforts[1000.0].start_s == pytest.approx(600.0, abs=0.01)
    stopped = time.copy()
    stopped[725:] += 100.0
    paused = measured(recorded(stopped, distance=metres, pauses=((724.0, 824.0),)))
    after_the_pause = 125 + 500 / 2.5
    assert {e.distance_m: e for e in paused.best_efforts}[1000.0].elapsed_s == pytest.approx(after_the_pause, abs=0.1)


def test_a_ride_called_a_run_has_no_best_effort() -> None:
    measures = measured(even_run(3600, 9.0))
    assert measures.best_efforts == ()
    assert "impossible_effort" in {correction.code for correction in measures.corrections}


def test_only_runs_have_best_efforts() -> None:
    time = np.arange(3601.0)
    assert measured(recorded(time, sport=Sport.WALK, distance=1.5 * time)).best_efforts == ()


def test_kilometre_splits_sum_to_the_whole() -> None:
    time = np.arange(1001.0)
    altitude = 100 + 20 * np.sin(time / 80)
    rates = 140 + time / 50
    measures = measured(even_run(1000, 3.3, altitude=altitude, heart_rate=rates))
    splits = measures.kilometres
    assert [split.distance_m for split in splits] == pytest.approx([1000, 1000, 1000, 300])
    assert sum(split.elapsed_s for split in splits) == pytest.approx(measures.elapsed_s)
    assert sum(split.moving_s or 0 for split in splits) == pytest.approx(measures.moving_s)
    assert sum(split.ascent_m or 0 for split in splits) == pytest.approx(measures.ascent_m)
    assert [split.start_s for split in splits] == pytest.approx([0, 303.03, 606.06, 909.09], abs=0.01)
    assert splits[0].avg_hr == pytest.approx(140 + 303.03 / 2 / 50, abs=0.05)
    assert splits[3].max_hr == pytest.approx(160.0)


def test_a_totals_only_activity_keeps_what_the_file_claims() -> None:
    totals = Totals(elapsed_s=3700, timer_s=3600, distance_m=12_000, avg_hr=150, max_hr=float("nan"), ascent_m=80)
    measures = measured(recorded(np.empty(0), totals=totals))
    assert (measures.elapsed_s, measures.timer_s, measures.moving_s) == (3700, 3600, 3600)
    assert (measures.distance_m, measures.avg_hr, measures.max_hr, measures.ascent_m) == (12_000, 150, None, 80)
    assert measures.avg_speed_mps == pytest.approx(12_000 / 3600)
    assert [correction.code for correction in measures.corrections] == ["from_totals"]


def test_strength_work_moves_as_long_as_its_timer() -> None:
    measures = measured(recorded(np.arange(1801.0), sport=Sport.STRENGTH, heart_rate=np.full(1801, 110.0)))
    assert measures.moving_s == 1800.0
    assert measures.distance_m is None
    assert measures.avg_speed_mps is None


WILD = st.sampled_from([0.0, 1.0, -1.0, 3.3, 45.0, 150.0, 181.0, 1e5, 8.5e8, 1e300, -1e300, np.nan, np.inf, -np.inf])


@st.composite
def wild_recordings(draw: st.DrawFn) -> Recording:
    count = draw(st.integers(0, 40))
    values = st.lists(WILD, min_size=count, max_size=count).map(np.array)
    plain = st.just(np.arange(float(count)) * draw(st.sampled_from([0.1, 1.0, 30.0])))
    time = draw(st.one_of(plain, values))
    columns = draw(st.dictionaries(st.sampled_from(COLUMNS), st.one_of(plain, values), max_size=12))
    maybe = st.none() | WILD
    totals = Totals(*(draw(maybe) for _ in range(10)))
    pauses = tuple(draw(st.lists(st.tuples(WILD, WILD), max_size=3)))
    return recorded(time, sport=draw(st.sampled_from(list(Sport))), totals=totals, pauses=pauses, **columns)


@settings(max_examples=80, deadline=None)
@given(wild_recordings())
def test_whatever_was_recorded_is_measured_in_finite_numbers(recording: Recording) -> None:
    cleaned, measures = measure(recording)
    assert all(isfinite(number) for number in numbers(measures))
    assert 0 <= measures.moving_s <= measures.timer_s + 1e-6
    if len(cleaned.samples) >= 2:
        assert measures.timer_s <= measures.elapsed_s + 1e-6
    assert np.all(np.diff(cleaned.samples.time) > 0)
    assert all(len(column) == len(cleaned.samples) for column in cleaned.samples.columns.values())
    along = cleaned.samples.get("distance")
    assert along is None or bool(np.isfinite(along).all() and (np.diff(along) >= 0).all())


@st.composite
def runs(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    speeds = draw(arrays(np.float64, st.integers(20, 60), elements=st.floats(0.0, 5.0)))
    steps = draw(arrays(np.float64, len(speeds), elements=st.sampled_from([1.0, 5.0, 20.0])))
    time = np.concatenate(([0.0], np.cumsum(steps)))
    return time, np.concatenate(([0.0], np.cumsum(speeds * steps)))


@settings(max_examples=25, deadline=None)
@given(runs(), st.integers(1, 20_000))
def test_a_later_start_changes_no_measure(run: tuple[np.ndarray, np.ndarray], shift: int) -> None:
    time, metres = run
    here, there = measured(recorded(time, distance=metres)), measured(recorded(time + shift, distance=metres))
    assert here.elapsed_s == pytest.approx(there.elapsed_s)
    assert here.moving_s == pytest.approx(there.moving_s)
    assert here.distance_m == there.distance_m
    assert [e.elapsed_s for e in here.best_efforts] == pytest.approx([e.elapsed_s for e in there.best_efforts])


@settings(max_examples=25, deadline=None)
@given(runs())
def test_a_longer_best_effort_takes_longer_and_never_beats_any_stretch(run: tuple[np.ndarray, np.ndarray]) -> None:
    time, metres = run
    efforts = measured(recorded(time, distance=metres)).best_efforts
    times = [effort.elapsed_s for effort in efforts]
    assert times == sorted(times)
    for effort in efforts:
        starts = np.linspace(time[0], time[-1], 200)
        begun = np.interp(starts, time, metres)
        ends = np.interp(starts + effort.elapsed_s - 0.05, time, metres)
        assert (ends - begun).max() < effort.distance_m + 0.3


@settings(max_examples=40, deadline=None)
@given(runs(), st.floats(0.3, 0.7))
def test_a_run_cut_in_two_sums_to_the_whole(run: tuple[np.ndarray, np.ndarray], share: float) -> None:
    time, metres = run
    cut = int(share * len(time))
    assume(0 < metres[cut] < metres[-1])  # without any advance there is no distance, and the timer counts as moving
    whole = measured(recorded(time, distance=metres))
    first = measured(recorded(time[: cut + 1], distance=metres[: cut + 1]))
    second = measured(recorded(time[cut:] - time[cut], distance=metres[cut:] - metres[cut]))
    assert first.elapsed_s + second.elapsed_s == pytest.approx(whole.elapsed_s)
    assert (first.distance_m or 0) + (second.distance_m or 0) == pytest.approx(whole.distance_m or 0, abs=0.01)
    assert first.moving_s + second.moving_s == pytest.approx(whole.moving_s, abs=40)


def test_the_best_stretch_may_begin_between_two_samples() -> None:
    efforts = best_efforts(np.array([0.0, 400.0, 500.0, 520.0]), np.array([0.0, 1200.0, 1700.0, 1700.0]))[0]
    kilometre = next(effort for effort in efforts if effort.distance_m == 1000.0)
    assert (kilometre.elapsed_s, kilometre.start_s) == pytest.approx((800 / 3, 700 / 3), abs=0.01)
