"""Slopes: Minetti's cost against published values, and no hills out of noise."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.intensity import Quantity
from coach.domain.sports import Sport
from coach.science.running.elevation import relief
from coach.science.running.grade import graded_along, running_cost
from coach.science.running.measures import measure
from coach.science.running.simulated_sensors import wandering
from tests.science.running.recorded import recorded

SECONDS = np.arange(3601.0)


def graded(along: np.ndarray, altitude: np.ndarray) -> np.ndarray:
    found = relief(np.arange(float(len(along))), altitude)
    assert found is not None
    return graded_along(along, found)


@pytest.mark.parametrize(
    ("grade", "cost"),
    [(0.0, 3.6), (0.10, 5.968), (-0.10, 2.152), (-0.20, 1.800), (0.45, 19.426), (0.9, 19.426), (-0.9, 4.032)],
)
def test_the_cost_of_a_slope_is_minetti_s(grade: float, cost: float) -> None:
    assert float(running_cost(np.array([grade]))[0]) == pytest.approx(cost, abs=0.006)


@pytest.mark.shared
def test_the_cost_of_slopes_meets_the_golden_values(shared_data: Path) -> None:
    golden = json.loads((shared_data / "golden_values.json").read_text())["minetti_cost_J_kg_m"]
    costs = running_cost(np.array([float(grade) for grade in golden]))
    assert costs.tolist() == pytest.approx(list(golden.values()), abs=0.001)


def test_an_even_climb_costs_what_its_slope_costs_to_its_very_ends() -> None:
    along = 2.5 * SECONDS
    found = graded(along, 100 + 0.10 * along)
    assert found[-1] == pytest.approx(along[-1] * 5.968 / 3.6, rel=0.001)
    assert np.diff(found) == pytest.approx(np.full(3600, 2.5 * 5.968 / 3.6), rel=0.002)


def test_a_hill_up_and_down_costs_more_than_the_flat() -> None:
    along = 3.0 * SECONDS
    altitude = 200 + 25 * np.sin(along / 700) + 12 * np.sin(along / 150)
    exact = np.interp(along, along, np.cumsum(running_cost(np.gradient(altitude, along)) / 3.6 * 3.0))
    found = graded(along, np.round(altitude * 5) / 5)
    assert found[-1] == pytest.approx(exact[-1], rel=0.003)
    assert found[-1] > 1.04 * along[-1]


@pytest.mark.parametrize(
    ("size_m", "memory_s", "white_m", "most"),
    [(0.3, 60.0, 0.1, 0.002), (0.0, 1.0, 1.0, 0.003), (0.0, 1.0, 3.0, 0.006), (2.0, 45.0, 0.1, 0.012)],
    ids=["barometer", "noisy receiver", "very noisy receiver", "drifting receiver"],
)
def test_noise_on_the_flat_is_no_hill(size_m: float, memory_s: float, white_m: float, most: float) -> None:
    shares = []
    for seed in range(5):
        random = np.random.default_rng(seed)
        noise = wandering(random, len(SECONDS), size_m, memory_s) + random.normal(0, white_m, len(SECONDS))
        along = 3.0 * SECONDS
        shares.append(graded(along, np.round((220 + noise) * 5) / 5)[-1] / along[-1])
    assert np.mean(shares) == pytest.approx(1.0, abs=most)


def test_a_barometer_that_drifts_while_the_athlete_waits_builds_no_wall() -> None:
    time = np.arange(2401.0)
    along = 3.0 * np.where(time < 900, time, np.where(time < 1500, 900, time - 600))
    altitude = 100 + 8.0 * np.clip((time - 900) / 600, 0, 1)
    assert graded(along, altitude)[-1] == pytest.approx(along[-1], rel=0.001)


@pytest.mark.parametrize(
    ("sport", "why"),
    [
        (Sport.TREADMILL_RUN, "Indoors the altitude says nothing of slopes."),
        (Sport.RIDE, "Only running is adjusted for slopes."),
        (Sport.WALK, "Only running is adjusted for slopes."),
    ],
)
def test_only_running_outdoors_is_adjusted(sport: Sport, why: str) -> None:
    along = 1.5 * SECONDS
    analysis = measure(recorded(SECONDS, sport=sport, distance=along, altitude=100 + along / 10))[1].analysis
    assert analysis.graded_speed_mps is None
    assert analysis.curve(Quantity.GRADED_SPEED) is None
    assert (analysis.not_measurable or {})["graded_speed_mps"] == why


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0.0, 6.0), min_size=30, max_size=200),
    st.lists(st.floats(-500, 9000), min_size=200, max_size=200),
    st.sampled_from([1.0, 1e4]),
)
def test_graded_metres_never_run_backwards_and_stay_within_the_steepest(
    steps: list[float], heights: list[float], size: float
) -> None:
    along = size * np.concatenate(([0.0], np.cumsum(steps)))
    found = graded(along, np.resize(np.array(heights), len(along)))
    assert np.isfinite(found).all()
    assert (np.diff(found) >= 0).all()
    assert found[-1] <= along[-1] * 19.4261 / 3.6 + 1e-6
