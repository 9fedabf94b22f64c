"""Distributions: every second is in one step, and a run cut in two sums to the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.domain.activities import Measures
from coach.domain.intensity import Analysis, Distribution, Quantity
from coach.domain.sports import Sport
from coach.science.recordings import Recording
from coach.science.running.distributions import MOST_STEPS, STEPS, distribution, quantile
from coach.science.running.measures import measure
from tests.science.running.recorded import even_run, recorded


def analysed(recording: Recording) -> Analysis:
    return measure(recording)[1].analysis


def seconds_of(analysis: Analysis, quantity: Quantity) -> np.ndarray:
    found = analysis.distribution(quantity)
    held = np.zeros(MOST_STEPS)
    if found is not None:
        held[: len(found.seconds)] = found.seconds
    return held


def spent(found: Distribution | None) -> dict[float, float]:
    assert found is not None
    return {round(found.first + row * found.step, 2): held for row, held in enumerate(found.seconds) if held}


def test_each_second_stands_at_its_step() -> None:
    beats = np.where(np.arange(1201) < 600, 140.0, 155.0)
    analysis = analysed(even_run(1200, 3.2, heart_rate=beats, power=np.full(1201, 257.0)))
    assert spent(analysis.distribution(Quantity.SPEED)) == {3.2: 1200.0}
    assert spent(analysis.distribution(Quantity.HEART_RATE)) == pytest.approx({140.0: 599.5, 155.0: 600.5})
    assert spent(analysis.distribution(Quantity.POWER)) == {250.0: 1200.0}


@pytest.mark.parametrize("speed", [4.15, 2.05, 0.55, 3.3, 2.4])
def test_a_value_on_an_edge_belongs_to_the_step_it_begins(speed: float) -> None:
    found = distribution(Quantity.SPEED, np.array([speed, speed]), np.array([1.0, 1.0]))
    assert spent(found) == {speed: 2.0}


def test_standing_is_not_under_way_but_the_heart_goes_on() -> None:
    time = np.arange(1201.0)
    along = 3.0 * np.where(time < 500, time, np.where(time < 700, 500, time - 200))
    analysis = analysed(recorded(time, distance=along, heart_rate=np.where(time < 600, 150.0, 130.0)))
    assert seconds_of(analysis, Quantity.SPEED).sum() == pytest.approx(1000, abs=4)
    assert seconds_of(analysis, Quantity.HEART_RATE).sum() == pytest.approx(1200)


def test_a_paused_watch_counts_no_beats() -> None:
    time = np.arange(1201.0)
    recording = recorded(time, distance=3.0 * time, heart_rate=np.full(1201, 150.0), pauses=((300.0, 500.0),))
    assert seconds_of(analysed(recording), Quantity.HEART_RATE).sum() == pytest.approx(1000)


def test_a_minute_s_silence_of_the_heart_is_bridged_and_a_longer_one_is_unknown() -> None:
    beats = np.full(1801, 150.0)
    beats[300:340] = np.nan
    beats[900:1100] = np.nan
    assert seconds_of(analysed(even_run(1800, 3.0, heart_rate=beats)), Quantity.HEART_RATE).sum() == pytest.approx(1599)


def test_a_heart_written_every_tenth_second_counts_every_second() -> None:
    beats = np.full(1801, np.nan)
    beats[::10] = 150.0
    assert spent(analysed(even_run(1800, 3.0, heart_rate=beats)).distribution(Quantity.HEART_RATE)) == {150.0: 1800.0}


def test_ninety_five_per_cent_of_the_time_is_slower_than_the_fast_end() -> None:
    values = np.arange(1000.0)
    assert quantile(values, np.ones(1000), 0.95) == pytest.approx(949, abs=1)
    assert quantile(values, np.where(values < 10, 1e6, 1.0), 0.95) == pytest.approx(9, abs=1)
    assert quantile(np.full(5, np.nan), np.ones(5), 0.95) is None


def test_strength_has_a_heart_and_no_speed() -> None:
    beats = 110 + 10 * np.sin(np.arange(1801.0) / 50)
    analysis = analysed(recorded(np.arange(1801.0), sport=Sport.STRENGTH, heart_rate=beats))
    assert {each.quantity for each in analysis.distributions} == {Quantity.HEART_RATE}
    assert analysis.not_measurable is not None
    assert analysis.not_measurable["speed_p95_mps"]


@settings(max_examples=80, deadline=None)
@given(
    arrays(np.float64, 60, elements=st.one_of(st.floats(-1e3, 1e4), st.just(np.nan))),
    arrays(np.float64, 60, elements=st.floats(0, 100)),
    st.sampled_from(list(Quantity)),
)
def test_no_second_is_lost(values: np.ndarray, seconds: np.ndarray, quantity: Quantity) -> None:
    found = distribution(quantity, values, seconds)
    held = sum(found.seconds) if found else 0.0
    steps = len(found.seconds) if found else 1
    assert held == pytest.approx(seconds[~np.isnan(values)].sum(), abs=0.051 * min(steps, 60) + 0.051)
    assert found is None or (found.first, found.step) == STEPS[quantity]


@st.composite
def hilly_runs(draw: st.DrawFn) -> dict[str, np.ndarray]:
    count = draw(st.integers(400, 900))
    time = np.arange(float(count))
    wave, height = draw(st.floats(40.0, 300.0)), draw(st.floats(0.0, 25.0))
    speed = 3.0 + draw(st.floats(0.0, 1.0)) * np.sin(time / wave)
    speed[draw(st.integers(100, 200)) :][: draw(st.integers(0, 60))] = 0.0
    along = np.concatenate(([0.0], np.cumsum(speed[:-1])))
    beats = np.round(140 + 20 * np.sin(time / 120))
    return {"time": time, "distance": along, "altitude": 100 + height * np.sin(along / 400), "heart_rate": beats}


def piece_of(run: dict[str, np.ndarray], piece: slice) -> Measures:
    columns = {name: values[piece] for name, values in run.items()}
    time, along = columns.pop("time"), columns.pop("distance")
    return measure(recorded(time - time[0], distance=along - along[0], **columns))[1]


@settings(max_examples=40, deadline=None)
@given(hilly_runs(), st.floats(0.3, 0.7))
def test_a_run_cut_in_two_sums_to_the_whole(run: dict[str, np.ndarray], share: float) -> None:
    cut = int(share * len(run["time"]))
    whole, first, second = (piece_of(run, piece) for piece in (slice(None), slice(None, cut + 1), slice(cut, None)))
    assert first.elapsed_s + second.elapsed_s == whole.elapsed_s
    assert (first.distance_m or 0) + (second.distance_m or 0) == pytest.approx(whole.distance_m, abs=0.01)
    # A step is under way by its neighbours too: those beside the cut may change sides.
    assert first.moving_s + second.moving_s == pytest.approx(whole.moving_s, abs=2)
    # The height swings 2 m (the threshold) before a turn counts: at most that much on each side of the cut.
    for name in ("ascent_m", "descent_m"):
        assert getattr(first, name) + getattr(second, name) == pytest.approx(getattr(whole, name), abs=5)
    halves = (first.analysis, second.analysis)
    beats = sum(seconds_of(half, Quantity.HEART_RATE) for half in halves)
    assert beats == pytest.approx(seconds_of(whole.analysis, Quantity.HEART_RATE), abs=0.11)
    # A speed is read over five samples: those beside the cut may stand at another step, and be under way or not.
    speeds = sum(seconds_of(half, Quantity.SPEED) for half in halves)
    assert np.abs(speeds - seconds_of(whole.analysis, Quantity.SPEED)).sum() <= 12
