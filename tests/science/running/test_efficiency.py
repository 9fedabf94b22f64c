"""Normalized speed and power, efficiency and decoupling: known truths, and honest silence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.domain.intensity import Analysis
from coach.domain.sports import Sport
from coach.science.recordings import Recording
from coach.science.running.measures import measure
from coach.science.running.normalized import normalized
from tests.science.running.recorded import even_run, recorded


def analysed(recording: Recording) -> Analysis:
    return measure(recording)[1].analysis


def why(analysis: Analysis, name: str) -> str:
    assert getattr(analysis, name) is None
    assert analysis.not_measurable is not None
    return analysis.not_measurable[name]


def lively(beats: np.ndarray) -> np.ndarray:
    """Whole beats as a heart has them, a little up and down."""
    return np.round(beats + 1.5 * np.sin(np.arange(len(beats)) / 7))


def test_an_even_effort_is_its_own_norm() -> None:
    analysis = analysed(even_run(3600, 3.0, power=np.full(3601, 250.0)))
    assert analysis.normalized_speed_mps == pytest.approx(3.0)
    assert analysis.normalized_power_w == pytest.approx(250.0)


def test_normalized_power_is_coggan_s() -> None:
    power = np.tile(np.repeat([150.0, 350.0], 120), 10)
    rolling = np.lib.stride_tricks.sliding_window_view(power, 30).mean(axis=1)
    expected = (rolling**4).mean() ** 0.25
    time = np.arange(2400.0)
    found = analysed(recorded(time, sport=Sport.RIDE, distance=8 * time, power=power)).normalized_power_w
    assert found == pytest.approx(expected, rel=0.002)


def test_standing_at_a_light_does_not_change_the_normalized_speed() -> None:
    time = np.arange(3001.0)
    along = 3.0 * np.where(time < 1500, time, np.where(time < 1800, 1500, time - 300))
    assert analysed(recorded(time, distance=along)).normalized_speed_mps == pytest.approx(3.0, rel=0.003)


@settings(max_examples=60, deadline=None)
@given(arrays(np.float64, st.integers(120, 400), elements=st.floats(0.0, 900.0)), st.floats(0.1, 10.0))
def test_a_norm_lies_between_the_half_minutes_and_grows_with_its_unit(amounts: np.ndarray, scale: float) -> None:
    seconds = np.ones(len(amounts))
    found = normalized(seconds, amounts)
    rolling = np.lib.stride_tricks.sliding_window_view(amounts, 30).mean(axis=1)
    assert found is not None
    assert rolling.min() - 1e-6 <= found <= rolling.max() + 1e-6
    assert normalized(seconds, scale * amounts) == pytest.approx(scale * found, rel=1e-6, abs=1e-9)


def test_efficiency_is_metres_per_beat() -> None:
    analysis = analysed(even_run(3600, 3.0, heart_rate=np.full(3601, 150.0)))
    assert analysis.efficiency == pytest.approx(3.0 * 60 / 150)
    assert analysis.decoupling == pytest.approx(0.0, abs=1e-4)


def test_a_hill_counts_in_the_efficiency() -> None:
    along = 3.0 * np.arange(3601.0)
    analysis = analysed(even_run(3600, 3.0, heart_rate=np.full(3601, 150.0), altitude=100 + 0.05 * along))
    assert analysis.efficiency == pytest.approx(3.0 * 4.685 / 3.6 * 60 / 150, rel=0.002)
    assert analysis.graded_speed_mps == pytest.approx(3.0 * 4.685 / 3.6, rel=0.002)


def test_a_heart_that_drifts_decouples() -> None:
    time = np.arange(3601.0)
    analysis = analysed(even_run(3600, 3.0, heart_rate=lively(np.where(time < 1800, 150.0, 160.0))))
    assert analysis.decoupling == pytest.approx(1 - 150 / 160, abs=0.002)


def test_a_ride_decouples_by_its_power() -> None:
    time = np.arange(3601.0)
    beats, power = lively(np.full(3601, 140.0)), np.where(time < 1800, 200.0, 190.0)
    ride = recorded(time, sport=Sport.RIDE, distance=8 * time, heart_rate=beats, power=power)
    assert analysed(ride).decoupling == pytest.approx(0.05, abs=0.002)
    without = recorded(time, sport=Sport.RIDE, distance=8 * time, heart_rate=beats)
    assert "power meter" in why(analysed(without), "decoupling")


def test_what_cannot_be_measured_says_why() -> None:
    beats = np.full(3601, 150.0)
    assert "heart rate" in why(analysed(even_run(3600, 3.0)), "efficiency")
    assert "forty" in why(analysed(even_run(1800, 3.0, heart_rate=beats[:1801])), "decoupling")
    assert "ten minutes" in why(analysed(even_run(300, 3.0, heart_rate=beats[:301])), "efficiency")
    assert "altitude" in why(analysed(even_run(3600, 3.0, heart_rate=beats)), "graded_speed_mps")
    assert "power" in why(analysed(even_run(3600, 3.0)), "normalized_power_w")
    assert "minute" in why(analysed(even_run(40, 3.0)), "normalized_speed_mps")
    missing = lively(beats)
    missing[1000:2500] = np.nan
    assert "heart rate" in why(analysed(even_run(3600, 3.0, heart_rate=missing)), "decoupling")


def test_intervals_are_not_compared_by_halves() -> None:
    speed = np.tile(np.repeat([5.0, 2.0], 150), 12)
    along = np.concatenate(([0.0], np.cumsum(speed)))
    analysis = analysed(recorded(np.arange(3601.0), distance=along, heart_rate=np.full(3601, 160.0)))
    assert "uneven" in why(analysis, "decoupling")
    assert analysis.efficiency == pytest.approx(3.5 * 60 / 160, rel=0.01)
    assert analysis.normalized_speed_mps is not None
    assert analysis.normalized_speed_mps > 3.9


def test_a_treadmill_is_measured_as_flat() -> None:
    time = np.arange(3601.0)
    beats = np.full(3601, 150.0)
    analysis = analysed(recorded(time, sport=Sport.TREADMILL_RUN, distance=3.0 * time, heart_rate=beats))
    assert analysis.efficiency == pytest.approx(1.2)
    assert analysis.normalized_speed_mps == pytest.approx(3.0)
    assert analysis.graded_speed_mps is None


@pytest.mark.parametrize("every", [20, 30, 60])
def test_power_told_too_seldom_is_the_reason_not_the_length_of_the_ride(every: int) -> None:
    time = np.arange(0.0, 10_801.0, every)
    ride = recorded(
        time,
        sport=Sport.RIDE,
        distance=8 * time,
        power=np.full(len(time), 200.0),
        heart_rate=lively(np.full(len(time), 140.0)),
    )
    assert measure(ride)[1].avg_power == pytest.approx(200.0)
    for name in ("normalized_power_w", "decoupling"):
        assert why(analysed(ride), name) == "The power is not known for enough of the time."


def test_a_meter_whose_battery_died_does_not_tell_the_whole_ride() -> None:
    time = np.arange(7201.0)
    power = np.where(time < 600, 300.0, np.nan)
    ride = recorded(time, sport=Sport.RIDE, distance=8 * time, power=power)
    assert why(analysed(ride), "normalized_power_w") == "The power is not known for enough of the time."
