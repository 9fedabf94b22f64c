"""Published formulas against golden values."""

from __future__ import annotations

import json
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.science.running.daniels import oxygen_cost, race_seconds, speed_at, sustainable_fraction, vdot
from coach.science.running.endurance import seconds_at, vma_of
from coach.science.running.heart import usual_max_hr
from coach.science.running.paces import TRAINING_SHARES, pace_at, share_of, training_paces
from coach.science.running.races import riegel
from coach.science.running.vo2max import leger_mercier

MARATHON = 42195.0
HALF = 21097.5
DISTANCES = {"mile": 1609.344, "2mi": 3218.688, "5k": 5000.0, "10k": 10_000.0, "half": HALF, "marathon": MARATHON}


@pytest.fixture(scope="module")
def golden(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "golden_values.json").read_text(encoding="utf-8"))


def seconds(clock: str) -> float:
    total = 0.0
    for part in clock.split(":"):
        total = 60 * total + float(part)
    return total


@pytest.mark.shared
def test_vdot_agrees_with_the_golden_values(golden: dict[str, Any]) -> None:
    wanted = golden["vdot_formula"]
    assert vdot(5000, 1200) == pytest.approx(wanted["5000m_1200s"], abs=0.001)
    assert vdot(10_000, 2400) == pytest.approx(wanted["10000m_2400s"], abs=0.001)
    assert vdot(HALF, 5400) == pytest.approx(wanted["half_5400s"], abs=0.001)
    assert vdot(MARATHON, 10_800) == pytest.approx(wanted["marathon_10800s"], abs=0.001)
    for of_vdot, speed in wanted["vVO2max_m_min"].items():
        assert speed_at(float(of_vdot)) == pytest.approx(speed, abs=0.01)


@pytest.mark.shared
def test_race_times_agree_with_the_book_within_a_quarter_percent(golden: dict[str, Any]) -> None:
    for of_vdot, times in golden["vdot_table_book"].items():
        for name, clock in times.items():
            # The book rounds VDOT and smooths the mile: formula and table part by up to 0.6 % below ten minutes.
            tolerance = 0.0025 if DISTANCES[name] >= 5000 else 0.006
            assert race_seconds(float(of_vdot), DISTANCES[name]) == pytest.approx(seconds(clock), rel=tolerance), name


@pytest.mark.shared
def test_riegel_and_vo2max_agree_with_the_golden_values(golden: dict[str, Any]) -> None:
    wanted = golden["riegel_10k_40:00"]
    assert riegel(10_000, 2400, HALF) == pytest.approx(seconds(wanted["half"]), abs=1)
    assert riegel(10_000, 2400, MARATHON) == pytest.approx(seconds(wanted["marathon"]), abs=1)
    assert leger_mercier(15) == pytest.approx(golden["vo2"]["leger_mercier_15kmh"], abs=0.001)


def test_the_formulas_hold_without_the_golden_file() -> None:
    assert vdot(5000, 1200) == pytest.approx(49.806, abs=0.001)
    assert riegel(10_000, 2400, HALF) == pytest.approx(5295, abs=1)
    assert leger_mercier(15) == pytest.approx(51.556, abs=0.001)
    assert usual_max_hr(40) == pytest.approx(180)
    assert sustainable_fraction(11 * 60) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(("minutes", "low", "high"), [(45, 14.5, 15.0), (42, 15.4, 16.1), (40, 16.2, 16.9)])
def test_a_10_km_time_is_run_at_nine_tenths_of_the_vma_not_at_the_vma(minutes: int, low: float, high: float) -> None:
    assert low <= vma_of(10_000, 60 * minutes) <= high


@given(st.floats(20, 85), st.floats(800, 50_000))
def test_a_race_time_gives_back_its_vdot(of_vdot: float, distance_m: float) -> None:
    assert vdot(distance_m, race_seconds(of_vdot, distance_m)) == pytest.approx(of_vdot, rel=1e-6)


@given(st.floats(8, 24), st.floats(1000, 50_000))
def test_a_time_at_the_vma_gives_back_the_vma(vma_kmh: float, distance_m: float) -> None:
    assert vma_of(distance_m, seconds_at(vma_kmh, distance_m)) == pytest.approx(vma_kmh, rel=1e-6)


@given(st.floats(8, 24), st.floats(1000, 40_000), st.floats(1.01, 3))
def test_a_longer_race_takes_longer_at_a_slower_pace(vma_kmh: float, distance_m: float, times: float) -> None:
    short, long = seconds_at(vma_kmh, distance_m), seconds_at(vma_kmh, distance_m * times)
    assert long > short
    assert long / (distance_m * times) > short / distance_m


@given(st.floats(50, 500))
def test_a_speed_costs_the_oxygen_it_is_run_at(speed: float) -> None:
    assert speed_at(oxygen_cost(speed)) == pytest.approx(speed, rel=1e-9)


@given(st.floats(6, 25), st.floats(0.3, 1.3))
def test_pace_and_share_are_each_other_s_inverse(vma_kmh: float, share: float) -> None:
    assert isclose(share_of(vma_kmh, pace_at(vma_kmh, share)), share, rel_tol=1e-12)


def test_training_paces_come_fast_end_first_and_get_faster_with_the_intensity() -> None:
    paces = training_paces(15.0)
    assert list(paces) == list(TRAINING_SHARES)
    assert all(pace.pace_fast_s < pace.pace_slow_s for pace in paces.values())
    assert paces["vma_short"].pace_slow_s == pytest.approx(240.0)
    slow_ends = [
        paces[name].pace_slow_s for name in ("recovery", "easy", "marathon", "threshold", "vma_long", "vma_short")
    ]
    assert slow_ends == sorted(slow_ends, reverse=True)


@pytest.mark.parametrize(("vma_kmh", "share"), [(0.0, 0.8), (14.0, 0.0), (-1.0, 0.8)])
def test_a_pace_without_a_speed_is_refused(vma_kmh: float, share: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        pace_at(vma_kmh, share)
    with pytest.raises(ValueError, match="positive"):
        share_of(vma_kmh, share)


def test_a_race_without_length_or_time_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        vdot(0, 1200)
    with pytest.raises(ValueError, match="positive"):
        race_seconds(50, 0)
    with pytest.raises(ValueError, match="positive"):
        seconds_at(0, 5000)
