"""Loads of one activity: published values, what they add up to, and what happens where little is known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import isfinite, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.intensity import Analysis, Distribution, Quantity
from coach.domain.sports import SportFamily
from coach.domain.training import LoadMethod, Thresholds
from coach.science.running.load import (
    Session,
    activity_load,
    hr_tss,
    perceived_points,
    power_tss,
    r_tss,
    session_rpe,
    trimp,
    zone_seconds,
)
from coach.science.running.zones import heart_zones, pace_zones

ANN = Thresholds(
    female=True, max_hr=190, resting_hr=50, threshold_hr=170, threshold_mps=3.6, vma_mps=4.3, threshold_w=220
)
HOUR = 3600.0


def heart(*seconds: float, first: float = 30.0) -> Distribution:
    return Distribution(Quantity.HEART_RATE, first, 1.0, seconds)


def at_rate(bpm: int, seconds: float = HOUR) -> Distribution:
    return heart(seconds, first=float(bpm))


def run(analysis: Analysis = Analysis(), **known) -> Session:
    given = {"moving_s": HOUR, "timer_s": HOUR} | known
    return Session("a", date(2026, 11, 1), known.pop("family", SportFamily.RUN), analysis=analysis, **given)


seconds = st.lists(st.floats(0, 3600).map(lambda value: round(value, 1)), min_size=1, max_size=200)


@pytest.fixture(scope="module")
def golden(shared_data) -> dict:
    return json.loads((shared_data / "golden_values.json").read_text())


@pytest.mark.shared
def test_trimp_and_hrtss_are_the_golden_values(golden):
    wanted = golden["trimp_60min_hr150_rest50_max190"]
    men = trimp(150, 60, resting=50, maximum=190)
    assert round(men, 3) == wanted["male"]
    assert round(trimp(150, 60, resting=50, maximum=190, female=True), 3) == wanted["female"]
    assert round(hr_tss(men, resting=50, maximum=190, threshold=170), 3) == golden["hrtss_lthr170_male"]


def test_an_hour_at_threshold_is_a_hundred_points_by_every_method():
    graded = Analysis(normalized_speed_mps=3.6)
    powered = Analysis(normalized_power_w=220.0)
    told = [
        activity_load(run(Analysis(distributions=(at_rate(170),))), ANN),
        activity_load(run(graded), ANN),
        activity_load(replace(run(powered), family=SportFamily.RIDE), ANN),
        activity_load(run(perceived_effort=7.0), ANN),
    ]
    assert [each.method for each in told] == [
        LoadMethod.HEART_RATE,
        LoadMethod.PACE,
        LoadMethod.POWER,
        LoadMethod.PERCEIVED,
    ]
    assert [each.load for each in told] == pytest.approx([100.0] * 4)


def test_the_same_points_come_out_of_the_formulas_themselves():
    assert r_tss(HOUR, 3.6, 3.6) == power_tss(HOUR, 250, 250) == 100
    assert r_tss(2 * HOUR, 1.8, 3.6) == 50
    assert session_rpe(5, 40 * 60) == 200
    assert perceived_points(420) == 100


@given(seconds)
def test_trimp_of_a_distribution_is_the_formula_summed_over_its_steps(spent):
    lasting = {"moving_s": sum(spent), "timer_s": sum(spent)}
    whole = activity_load(run(Analysis(distributions=(heart(*spent),)), **lasting), ANN).trimp
    parts = [trimp(30 + row, each / 60, resting=50, maximum=190, female=True) for row, each in enumerate(spent)]
    if sum(spent) > 0:
        assert whole == pytest.approx(sum(parts), rel=1e-9, abs=1e-9)
    else:
        assert whole is None


def test_intervals_weigh_more_than_their_mean():
    even = trimp(150, 60, resting=50, maximum=190)
    intervals = trimp([120, 180], [30, 30], resting=50, maximum=190)
    assert intervals > even


@given(seconds, st.integers(0, 200), st.floats(0.5, 10))
def test_an_activity_cut_in_two_weighs_what_its_parts_weigh(spent, cut, effort):
    before = [*spent[:cut], *[0.0] * len(spent[cut:])]
    after = [0.0] * len(spent[:cut]) + list(spent[cut:])

    def told(part):
        held = Analysis(distributions=(heart(*part),))
        return activity_load(run(held, moving_s=sum(part), timer_s=sum(part), perceived_effort=effort), ANN)

    whole, parts = told(spent), (told(before), told(after))
    for name in ("trimp", "session_rpe"):
        summed = sum(getattr(part, name) or 0.0 for part in parts)
        assert summed == pytest.approx(getattr(whole, name) or 0.0, rel=1e-9, abs=1e-9)


@given(seconds, st.floats(1 / 3600, 60))
def test_the_unit_of_time_changes_no_points(spent, unit):
    """Seconds, minutes or hours: the share of an hour at threshold is the same."""
    rates, minutes = 30 + np.arange(len(spent)), np.array(spent) / 60
    bounds = {"resting": 50.0, "maximum": 190.0}
    one, other = trimp(rates, minutes, **bounds), trimp(rates, minutes * unit, **bounds)
    hour = trimp(170.0, 60.0, **bounds), trimp(170.0, 60.0 * unit, **bounds)
    assert 100 * one / hour[0] == pytest.approx(100 * other / hour[1], rel=1e-9)
    assert hr_tss(one, **bounds, threshold=170.0) == pytest.approx(100 * one / hour[0], rel=1e-9)


@given(seconds, st.floats(100, 220), st.floats(2, 7))
def test_seconds_in_zones_are_the_distributions_own(spent, max_hr, vma):
    known = Thresholds(max_hr=max_hr, vma_mps=vma)
    graded = Distribution(Quantity.GRADED_SPEED, 0.0, 0.05, tuple(spent))
    for distribution, zones in ((heart(*spent), heart_zones(known)), (graded, pace_zones(known))):
        held = zone_seconds(distribution, zones)
        assert len(held) == 5
        assert min(held) >= 0
        assert sum(held) == pytest.approx(sum(spent), rel=1e-12, abs=1e-9)


def test_a_step_a_zone_ends_in_is_shared_out():
    zones = pace_zones(Thresholds(vma_mps=4.0))
    edge = zones[0].high
    across = Distribution(Quantity.GRADED_SPEED, edge - 0.01, 0.05, (100.0,))
    assert zone_seconds(across, zones) == pytest.approx((20.0, 80.0, 0.0, 0.0, 0.0))


def test_time_on_one_side_of_every_edge_stays_there():
    zones = heart_zones(ANN)
    for low, high in pairwise([100.0, *(zone.high for zone in zones[:-1]), 220.0]):
        held = zone_seconds(at_rate(int((low + high) / 2), 60.0), zones)
        assert sorted(held) == [0, 0, 0, 0, 60]


def test_zones_of_an_unknown_athlete_are_no_zones():
    told = activity_load(run(Analysis(distributions=(at_rate(150),))), Thresholds())
    assert told.heart_zone_s == told.pace_zone_s == ()


def test_nothing_known_is_no_load_and_no_method():
    told = activity_load(run(), Thresholds())
    assert (told.load, told.method, told.trimp, told.session_rpe) == (None, None, None, None)


@pytest.mark.parametrize(
    "unknown",
    [{"resting_hr": None}, {"max_hr": None}, {"threshold_hr": None}, {"threshold_hr": 195.0}, {"resting_hr": 200.0}],
)
def test_a_heart_rate_without_its_bounds_leaves_the_load_to_the_next_method(unknown):
    known = run(Analysis(distributions=(at_rate(150),), normalized_speed_mps=3.0))
    assert activity_load(known, replace(ANN, **unknown)).method is LoadMethod.PACE


def test_a_heart_rate_of_part_of_the_time_counts_from_four_fifths_on():
    def told(covered: float):
        analysis = Analysis(distributions=(at_rate(150, covered * HOUR),), normalized_speed_mps=3.0)
        return activity_load(run(analysis), ANN)

    assert told(0.79).method is LoadMethod.PACE
    assert told(0.79).trimp is None
    assert told(0.81).method is LoadMethod.HEART_RATE
    assert told(0.81).trimp == pytest.approx(told(1.0).trimp)


def test_a_summary_tells_by_its_mean_heart_rate():
    told = activity_load(run(avg_hr=150.0), replace(ANN, female=False))
    assert told.trimp == pytest.approx(108.095, abs=5e-4)
    assert told.method is LoadMethod.HEART_RATE


def test_a_run_summary_without_a_heart_tells_by_its_mean_speed():
    assert activity_load(run(distance_m=3.6 * HOUR), ANN).load == pytest.approx(100)


def test_a_rides_or_a_swims_speed_is_no_running_pace():
    for family in (SportFamily.RIDE, SportFamily.SWIM, SportFamily.WALK):
        there = replace(run(Analysis(normalized_speed_mps=8.0), distance_m=20_000.0), family=family)
        assert activity_load(there, ANN).load is None


def test_a_runners_power_is_not_measured_against_a_riders_threshold():
    assert activity_load(run(Analysis(normalized_power_w=300.0)), ANN).load is None


def test_strength_is_told_by_the_rating_over_the_time_the_watch_ran():
    session = replace(run(moving_s=0.0, timer_s=2400.0, perceived_effort=6.0), family=SportFamily.STRENGTH)
    told = activity_load(session, ANN)
    assert (told.method, told.session_rpe) == (LoadMethod.PERCEIVED, 240.0)


@pytest.mark.parametrize("effort", [-1.0, 10.5, nan, float("inf")])
def test_a_rating_off_the_scale_is_no_rating(effort):
    assert session_rpe(effort, HOUR) is None


anything = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, -1.0, 1e300, 5e-324])


@given(anything, anything, anything)
def test_whatever_is_asked_a_load_is_finite_or_none(one, other, third):
    told = [
        r_tss(one, other, third),
        session_rpe(one, other),
        hr_tss(one, resting=other, maximum=third, threshold=170.0),
        trimp(one, other, resting=50.0, maximum=third),
        trimp(one, 60.0, resting=other, maximum=third),
    ]
    assert all(value is None or isfinite(value) for value in told)
