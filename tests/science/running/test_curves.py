"""Mean-maximal curves against the plain search they replace."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.domain.intensity import Curve, Quantity
from coach.domain.sports import Sport
from coach.science.running.curves import DURATIONS_S, SHORTEST_S, advanced, mean_maximal, sampled
from coach.science.running.efforts import WORLD_RECORDS_S, record_speed
from coach.science.running.measures import measure
from tests.science.running.recorded import even_run, recorded


def speed_curve(time: np.ndarray, along: np.ndarray) -> dict[int, float]:
    return means(mean_maximal(time, [advanced(Quantity.SPEED, along)])[0])


def means(curve: Curve | None) -> dict[int, float]:
    assert curve is not None
    return dict(zip(curve.durations_s, curve.values, strict=True))


def power_curve(time: np.ndarray, power: np.ndarray) -> dict[int, float]:
    return means(mean_maximal(time, [sampled(Quantity.POWER, time, power, longest_s=15.0, silence_is_zero=True)])[0])


@st.composite
def uneven_runs(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    speeds = draw(arrays(np.float64, st.integers(20, 80), elements=st.floats(0.0, 6.0)))
    steps = draw(
        st.one_of(
            st.just(np.ones(len(speeds))),
            arrays(np.float64, len(speeds), elements=st.sampled_from([1.0, 3.0, 7.0, 40.0])),
            arrays(np.float64, len(speeds), elements=st.floats(0.3, 20.0)),
        )
    )
    time = np.concatenate(([0.0], np.cumsum(steps)))
    return time, np.concatenate(([0.0], np.cumsum(speeds * steps)))


@settings(max_examples=100, deadline=None)
@given(uneven_runs())
def test_no_stretch_beats_the_curve_and_the_curve_is_reached(run: tuple[np.ndarray, np.ndarray]) -> None:
    time, along = run
    if time[-1] < SHORTEST_S[Quantity.SPEED]:
        return
    curve = speed_curve(time, along)
    held = 0.0
    for duration in reversed(curve):
        starts = np.concatenate((time[time + duration <= time[-1]], time[time >= duration] - duration))
        anywhere = np.linspace(0.0, time[-1] - duration, 300)
        exact = (np.interp(starts + duration, time, along) - np.interp(starts, time, along)).max() / duration
        tried = (np.interp(anywhere + duration, time, along) - np.interp(anywhere, time, along)).max() / duration
        held = max(held, exact)
        assert curve[duration] == pytest.approx(held, abs=0.0006)
        assert tried <= curve[duration] + 0.0006


@settings(max_examples=60, deadline=None)
@given(arrays(np.float64, st.integers(30, 400), elements=st.floats(0.0, 900.0)))
def test_a_sample_a_second_gives_the_plain_running_mean(power: np.ndarray) -> None:
    curve = power_curve(np.arange(float(len(power))), power)
    held = 0.0
    for duration in reversed(curve):
        plain = np.lib.stride_tricks.sliding_window_view(power[1:], duration).mean(axis=1).max()
        held = max(held, plain)
        assert curve[duration] == pytest.approx(held, abs=0.0006)


@settings(max_examples=60, deadline=None)
@given(uneven_runs())
def test_what_was_held_for_longer_was_held(run: tuple[np.ndarray, np.ndarray]) -> None:
    curve = mean_maximal(run[0], [advanced(Quantity.SPEED, run[1])])
    for each in curve:
        assert list(each.values) == sorted(each.values, reverse=True)
        assert each.durations_s[-1] <= run[0][-1] - run[0][0]


def test_a_clock_between_whole_seconds_changes_nothing() -> None:
    random = np.random.default_rng(2)
    along = np.concatenate(([0.0], np.cumsum(random.uniform(1, 5, 2000))))
    time = np.arange(2001.0)
    whole, between = speed_curve(time, along), speed_curve(time + 1e-6 * random.random(2001), along)
    assert between == pytest.approx(whole, abs=0.002)


def test_a_pause_counts_as_standing() -> None:
    time = np.arange(1201.0)
    along = 3.0 * np.where(time < 500, time, np.where(time < 700, 500, time - 200))
    curve = means(measure(recorded(time, distance=along, pauses=((500.0, 700.0),)))[1].analysis.curve(Quantity.SPEED))
    assert curve[480] == pytest.approx(3.0)
    assert curve[1200] == pytest.approx(3.0 * 1000 / 1200)


def test_a_silent_heart_sensor_is_not_a_heart_at_rest() -> None:
    time = np.arange(1801.0)
    beats = np.where(time < 900, 150.0, 160.0)
    beats[300:400] = np.nan
    held = sampled(Quantity.HEART_RATE, time, beats, longest_s=60.0, silence_is_zero=False)
    curve = means(mean_maximal(time, [held])[0])
    assert curve[900] == pytest.approx(160.0, abs=0.02)
    assert curve[1800] == pytest.approx((800 * 150 + 900 * 160) / 1700, abs=0.02)
    assert min(curve.values()) > 150.0


def test_a_stretch_mostly_unknown_is_left_out() -> None:
    time = np.arange(1801.0)
    beats = np.where((time > 600) & (time < 1200), np.nan, 150.0)
    held = sampled(Quantity.HEART_RATE, time, beats, longest_s=60.0, silence_is_zero=False)
    assert max(means(mean_maximal(time, [held])[0])) == 600


def test_who_stops_the_watch_is_not_pedalling() -> None:
    time = np.concatenate((np.arange(601.0), 1200.0 + np.arange(601.0)))
    curve = power_curve(time, np.full(len(time), 200.0))
    assert curve[600] == pytest.approx(200.0)
    assert curve[1800] == pytest.approx(1200 / 1800 * 200, rel=0.01)


def test_a_silence_of_the_power_meter_alone_is_unknown_not_zero() -> None:
    power = np.full(1201, 200.0)
    power[600:640] = np.nan
    curve = power_curve(np.arange(1201.0), power)
    assert curve[1200] == pytest.approx(200.0)


def test_no_run_is_faster_than_the_world_records() -> None:
    durations = np.array(DURATIONS_S, dtype=float)
    for metres, seconds in WORLD_RECORDS_S.items():
        assert float(record_speed(np.array([seconds]))[0]) == pytest.approx(metres / seconds)
    assert (np.diff(record_speed(durations)) <= 0).all()


def test_a_ride_called_a_run_keeps_no_curve_of_speed_but_keeps_its_speeds() -> None:
    beats = 140 + 5 * np.sin(np.arange(3601.0) / 60)
    measures = measure(even_run(3600, 9.0, heart_rate=beats, altitude=np.full(3601, 80.0)))[1]
    analysis = measures.analysis
    assert {curve.quantity for curve in analysis.curves} == {Quantity.HEART_RATE}
    assert {each.quantity for each in analysis.distributions} == {Quantity.SPEED, Quantity.HEART_RATE}
    assert analysis.speed_p95_mps == pytest.approx(9.0)
    assert analysis.not_measurable is not None
    for name in ("graded_speed_mps", "normalized_speed_mps", "efficiency", "decoupling"):
        assert getattr(analysis, name) is None
        assert "no run" in analysis.not_measurable[name]
    assert "impossible_effort" in {correction.code for correction in measures.corrections}


def test_an_impossible_sprint_loses_only_itself() -> None:
    speed = np.full(1800, 3.0)
    speed[900:915] = 11.9
    along = np.concatenate(([0.0], np.cumsum(speed)))
    curve = means(measure(recorded(np.arange(1801.0), distance=along))[1].analysis.curve(Quantity.SPEED))
    assert 15 not in curve
    assert curve[300] == pytest.approx((285 * 3 + 15 * 11.9) / 300, abs=0.01)
    assert all(value <= float(record_speed(np.array([float(d)]))[0]) for d, value in curve.items())


def test_a_ride_has_its_own_speeds() -> None:
    time = np.arange(3601.0)
    analysis = measure(recorded(time, sport=Sport.RIDE, distance=9.0 * time))[1].analysis
    assert means(analysis.curve(Quantity.SPEED))[3600] == pytest.approx(9.0)
