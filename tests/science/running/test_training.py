"""What piles up: the published curves, gaps without rows, calendars, Foster's weeks."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.science.running.training import (
    ATL_DAYS,
    CTL_DAYS,
    Convention,
    Seed,
    calendar,
    fitness_and_fatigue,
    monotony,
    ramp,
    running_mean,
    strain,
    weeks_of,
)

MONDAY = date(2026, 11, 2)
FOSTER_WEEK = [300, 0, 450, 0, 300, 600, 0]

histories = st.dictionaries(st.integers(1, 30_000), st.floats(0, 1000), min_size=1, max_size=60).map(
    lambda drawn: tuple(zip(*sorted(drawn.items()), strict=True))
)


def day_by_day(days, loads, tau, convention=Convention.ONE_OVER_TAU):
    """The recurrence itself, one calendar day after the other."""
    alpha, by_day = convention.alpha(tau), dict(zip(days, loads, strict=True))
    means = accumulate(
        (by_day.get(day, 0.0) for day in range(days[0], days[-1] + 1)),
        lambda mean, load: mean + alpha * (load - mean),
        initial=0.0,
    )
    told = dict(zip(range(days[0], days[-1] + 1), list(means)[1:], strict=True))
    return [told[day] for day in days]


@pytest.fixture(scope="module")
def golden(shared_data) -> dict:
    return json.loads((shared_data / "golden_values.json").read_text())


@pytest.mark.shared
def test_a_constant_hundred_a_day_is_the_golden_curve(golden):
    for length, wanted in golden["pmc_constant_100_per_day"].items():
        days = np.arange(int(length.rstrip("d")))
        loads = np.full(len(days), 100.0)
        for name, value in wanted.items():
            tau = CTL_DAYS if name.startswith("ctl") else ATL_DAYS
            convention = Convention.EXPONENTIAL if name.endswith("exp") else Convention.ONE_OVER_TAU
            assert round(float(running_mean(days, loads, tau, convention=convention)[-1]), 3) == value


@pytest.mark.shared
def test_fosters_week_is_the_golden_one_by_both_deviations(golden):
    wanted = golden["foster_week_[300,0,450,0,300,600,0]"]
    assert round(monotony(FOSTER_WEEK), 4) == wanted["monotony_popSD"]
    assert round(monotony(FOSTER_WEEK, sample=True), 3) == wanted["monotony_sampleSD"]
    assert round(strain(FOSTER_WEEK), 1) == wanted["strain_popSD"]


@given(histories, st.sampled_from(Convention))
def test_days_without_rows_decay_as_if_they_had_been_counted(history, convention):
    days, loads = history
    for tau in (CTL_DAYS, ATL_DAYS):
        closed = running_mean(days, loads, tau, convention=convention)
        assert closed == pytest.approx(day_by_day(days, loads, tau, convention), rel=1e-9, abs=1e-9)


@given(histories, st.integers(0, 59))
def test_going_on_from_any_day_is_going_through(history, cut):
    days, loads = history
    ctl, atl = fitness_and_fatigue(days, loads)
    cut = min(cut, len(days) - 1)
    seed = Seed(days[cut], float(ctl[cut]), float(atl[cut]))
    again = fitness_and_fatigue(days[cut + 1 :], loads[cut + 1 :], seed=seed)
    assert again[0] == pytest.approx(ctl[cut + 1 :], rel=1e-9, abs=1e-9)
    assert again[1] == pytest.approx(atl[cut + 1 :], rel=1e-9, abs=1e-9)


@given(histories, st.integers(0, 59), st.floats(0, 500))
def test_adding_load_never_lowers_ctl(history, row, more):
    days, loads = history
    heavier = list(loads)
    heavier[row % len(days)] += more
    assert (running_mean(days, heavier, CTL_DAYS) >= running_mean(days, loads, CTL_DAYS) - 1e-9).all()


@given(histories, st.floats(0.01, 100))
def test_another_unit_of_load_is_the_same_curve_in_that_unit(history, unit):
    days, loads = history
    scaled = running_mean(days, np.array(loads) * unit, CTL_DAYS)
    assert scaled == pytest.approx(running_mean(days, loads, CTL_DAYS) * unit, rel=1e-9, abs=1e-9)


def test_a_time_constant_of_a_day_is_none():
    for tau in (1.0, 0.0, -7.0, float("nan")):
        with pytest.raises(ValueError, match=str(tau)):
            Convention.ONE_OVER_TAU.alpha(tau)


def test_no_days_have_no_means():
    assert running_mean([], [], CTL_DAYS).shape == (0,)


def test_five_thousand_days_take_two_milliseconds():
    days = np.cumsum(np.random.default_rng(3).integers(1, 3, 5000))
    loads = np.random.default_rng(4).uniform(0, 200, 5000)

    def once() -> float:
        begun = time.process_time()
        fitness_and_fatigue(days, loads)
        return time.process_time() - begun

    once()
    assert min(once() for _ in range(20)) < 0.002


def test_form_is_how_the_day_began():
    known = [(MONDAY, 100.0, 20.0, 50.0), (MONDAY + timedelta(days=2), 60.0, 21.0, 40.0)]
    days = calendar(known, MONDAY, MONDAY + timedelta(days=3))
    assert [day.load for day in days] == [100, 0, 60, 0]
    assert days[0].tsb == 0
    assert days[1].tsb == pytest.approx(20.0 - 50.0)
    assert (days[1].ctl, days[1].atl) == pytest.approx((20.0 * 41 / 42, 50.0 * 6 / 7))
    assert days[3].tsb == pytest.approx(21.0 - 40.0)


@given(histories)
def test_a_calendar_of_any_window_is_the_recurrence(history):
    days, loads = history
    ctl, atl = fitness_and_fatigue(days, loads)
    known = [
        (date.fromordinal(day), load, float(c), float(a)) for day, load, c, a in zip(days, loads, ctl, atl, strict=True)
    ]
    last = date.fromordinal(days[-1] + 3)
    window = calendar(known, date.fromordinal(max(days[-1] - 9, 2)), last)
    for before, day in pairwise(window):
        assert day.ctl == pytest.approx(before.ctl + (day.load - before.ctl) / 42, abs=1e-9)
        assert day.atl == pytest.approx(before.atl + (day.load - before.atl) / 7, abs=1e-9)
        assert day.tsb == pytest.approx(before.ctl - before.atl)


def test_before_the_first_day_nothing_has_piled_up():
    days = calendar([], MONDAY, MONDAY + timedelta(days=6))
    assert {(day.load, day.ctl, day.atl, day.tsb) for day in days} == {(0, 0, 0, 0)}
    assert calendar([], MONDAY, MONDAY - timedelta(days=1)) == ()


def test_weeks_begin_on_monday_and_one_that_is_not_over_has_no_monotony():
    loads = [*FOSTER_WEEK, 100, 50]
    known = [(MONDAY + timedelta(days=row), float(load), 0.0, 0.0) for row, load in enumerate(loads)]
    days = calendar(known, MONDAY, MONDAY + timedelta(days=8))
    whole, begun = weeks_of(days, {MONDAY + timedelta(days=3): 2})
    assert (whole.monday, whole.load, whole.unmeasured) == (MONDAY, 1650, 2)
    assert whole.monotony == pytest.approx(monotony(FOSTER_WEEK))
    assert whole.strain == pytest.approx(strain(FOSTER_WEEK))
    assert (begun.load, begun.monotony, begun.strain, begun.unmeasured) == (150, None, None, 0)


@pytest.mark.parametrize("loads", [[0] * 7, [80] * 7, [], [50], [float("nan"), *[10] * 6]])
def test_monotony_without_load_or_variation_is_not_defined(loads):
    assert monotony(loads) is None
    assert strain(loads) is None


@given(st.lists(st.floats(0, 1000), min_size=7, max_size=7), st.floats(0.01, 60))
def test_monotony_knows_no_unit_and_strain_is_in_the_loads_own(loads, unit):
    scaled = [load * unit for load in loads]
    one, other = monotony(loads), monotony(scaled)
    if one is not None and other is not None:
        assert other == pytest.approx(one, rel=1e-6)
        assert strain(scaled) == pytest.approx(strain(loads) * unit, rel=1e-6)


def test_ramp_is_what_ctl_gained_in_seven_days():
    days = calendar([(MONDAY, 100.0, 10.0, 10.0)], MONDAY, MONDAY + timedelta(days=8))
    assert ramp(days) == pytest.approx(days[8].ctl - days[1].ctl)
    assert ramp(days[:7]) is None
