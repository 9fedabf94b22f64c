"""Load, zones and training answer any session, threshold or calendar with numbers, or with None; never with NaN."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.intensity import Analysis, Distribution, Quantity
from coach.domain.sports import SportFamily
from coach.domain.training import LoadMethod, Thresholds, TrainingDay
from coach.science.running import training
from coach.science.running.load import (
    Session,
    activity_load,
    hr_tss,
    power_tss,
    r_tss,
    session_rpe,
    trimp,
    zone_seconds,
)
from coach.science.running.measures import measure
from coach.science.running.zones import heart_zones, pace_zones
from tests.science.running.hostile import RECORDINGS, SCALARS, wild
from tests.science.running.recorded import TODAY

KNOWN = Thresholds(max_hr=190.0, resting_hr=50.0, threshold_hr=170.0, threshold_mps=3.9, vma_mps=4.5, threshold_w=250.0)
NAMES = [field.name for field in fields(Thresholds) if field.name != "female"]
ANY = st.one_of(st.none(), st.sampled_from(SCALARS), st.floats(), st.floats(1, 300))
HOSTILE = st.sampled_from(SCALARS) | st.floats()


def session(**changed) -> Session:
    """An hour's run, some of it replaced."""
    return replace(Session("one", TODAY, SportFamily.RUN, 3600.0, 3600.0, 12_000.0, 150.0), **changed)


def of(recording) -> Session:
    cleaned, measures = measure(recording)
    return session(
        family=recording.sport.family,
        moving_s=measures.moving_s,
        timer_s=measures.timer_s,
        distance_m=measures.distance_m,
        avg_hr=measures.avg_hr,
        analysis=measures.analysis,
        sampled=len(cleaned.samples) > 1,
        believed="no_run" not in {correction.code for correction in measures.corrections},
    )


def spread(quantity: Quantity, seconds: tuple[float, ...], first: float = 30.0, step: float = 1.0) -> Analysis:
    return Analysis(distributions=(Distribution(quantity, first, step, seconds),))


def sensible(load) -> bool:
    """Finite, and unknown rather than nothing."""
    told = [load.load, load.trimp, load.session_rpe, *load.heart_zone_s, *load.pace_zone_s]
    return not wild(load) and (load.load is None) == (load.method is None) and all(v is None or v >= 0 for v in told)


@pytest.mark.parametrize("recording", RECORDINGS.values(), ids=RECORDINGS)
def test_whatever_was_recorded_weighs_a_number_or_nothing_tells_it(recording):
    for thresholds in (KNOWN, Thresholds(), replace(KNOWN, resting_hr=None), replace(KNOWN, threshold_mps=None)):
        assert sensible(activity_load(of(recording), thresholds))


@pytest.mark.parametrize("recording", RECORDINGS.values(), ids=RECORDINGS)
def test_a_load_is_never_a_silent_zero(recording):
    load = activity_load(of(recording), KNOWN)
    assert load.load is None or load.load > 0
    for zones in (load.heart_zone_s, load.pace_zone_s):
        assert zones == () or (len(zones) == 5 and sum(zones) > 0)


@pytest.mark.parametrize("value", SCALARS)
@pytest.mark.parametrize("name", ["moving_s", "timer_s", "distance_m", "avg_hr", "perceived_effort"])
def test_a_session_of_nonsense_weighs_a_number_or_nothing(name, value):
    for family in (SportFamily.RUN, SportFamily.RIDE, SportFamily.STRENGTH):
        assert sensible(activity_load(session(family=family, **{name: value}), KNOWN))


@pytest.mark.parametrize("value", SCALARS)
@pytest.mark.parametrize("name", NAMES)
def test_thresholds_of_nonsense_give_no_zone_and_no_nonsense(name, value):
    thresholds = replace(KNOWN, **{name: value})
    assert sensible(activity_load(session(), thresholds))
    for zones in (heart_zones(thresholds), pace_zones(thresholds)):
        assert not wild(zones)
        edges = [zone.high for zone in zones[:-1]]
        assert edges == sorted(set(edges))
        assert all(edge > 0 for edge in edges)


@pytest.mark.parametrize("value", SCALARS)
def test_analyses_of_nonsense_weigh_a_number_or_nothing(value):
    told = Analysis(graded_speed_mps=value, normalized_speed_mps=value, normalized_power_w=value)
    for family in (SportFamily.RUN, SportFamily.RIDE):
        assert sensible(activity_load(session(family=family, analysis=told), KNOWN))


def test_empty_distributions_and_unknown_zones_hold_no_seconds():
    empty = Distribution(Quantity.HEART_RATE, 30.0, 1.0, ())
    assert zone_seconds(empty, ()) == ()
    assert zone_seconds(empty, heart_zones(KNOWN)) == (0.0,) * 5
    assert sensible(activity_load(session(analysis=spread(Quantity.HEART_RATE, ())), KNOWN))


@settings(max_examples=80, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, ANY)), st.sampled_from(list(SportFamily)), st.booleans(), ANY, ANY)
def test_no_mixture_of_thresholds_and_sessions_gives_nonsense(limits, family, female, minutes, effort):
    thresholds = Thresholds(female=female, **limits)
    told = session(family=family, moving_s=60 * (minutes or 0.0), perceived_effort=effort)
    assert sensible(activity_load(told, thresholds))
    assert not wild((heart_zones(thresholds), pace_zones(thresholds)))


@settings(max_examples=80, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_the_formulas_of_load_give_a_number_or_none(first, second, third, fourth):
    impulse = trimp(first, min(abs(second), 1e300), resting=third, maximum=fourth)
    told = [
        impulse,
        hr_tss(first, resting=second, maximum=third, threshold=fourth),
        r_tss(first, second, third),
        power_tss(first, second, third),
        session_rpe(first, second),
    ]
    assert all(value is None or math.isfinite(value) for value in told)


def test_trimp_counts_nothing_of_unknown_heart_rates():
    rates, minutes = np.array([150.0, np.nan, 150.0]), np.array([10.0, 10.0, 10.0])
    known = trimp(150.0, 20.0, resting=50, maximum=190)
    assert trimp(rates, minutes, resting=50, maximum=190) == pytest.approx(known)
    assert trimp(rates.astype(np.float32), minutes.astype(int), resting=50, maximum=190) == pytest.approx(known)


def test_an_activity_no_threshold_tells_is_rated_or_unknown():
    unknown = activity_load(session(), Thresholds())
    assert (unknown.load, unknown.method, unknown.heart_zone_s, unknown.pace_zone_s) == (None, None, (), ())
    rated = activity_load(session(perceived_effort=7.0), Thresholds())
    assert (rated.load, rated.method) == (pytest.approx(100), LoadMethod.PERCEIVED)


# --- what piles up


def days(*loads: float) -> list[TrainingDay]:
    return [TrainingDay(TODAY + timedelta(days=i), load, 0.0, 0.0, 0.0) for i, load in enumerate(loads)]


@pytest.mark.parametrize(
    "loads", [[], [0.0], [0.0] * 7, [100.0] * 7, [math.nan] * 7, [math.inf, 1.0], [1e308] * 7, [-5.0] * 7]
)
def test_monotony_and_strain_are_numbers_or_not_defined(loads):
    for sample in (False, True):
        for value in (training.monotony(loads, sample=sample), training.strain(loads, sample=sample)):
            assert value is None or math.isfinite(value)


def test_nothing_has_piled_up_without_training():
    ctl, atl = training.fitness_and_fatigue([], [])
    assert (len(ctl), len(atl)) == (0, 0)
    assert training.calendar([], TODAY, TODAY - timedelta(days=1)) == ()
    (day,) = training.calendar([], TODAY, TODAY)
    assert (day.load, day.ctl, day.atl, day.tsb) == (0.0, 0.0, 0.0, 0.0)
    assert training.ramp([]) is None
    assert training.weeks_of([]) == ()


@pytest.mark.parametrize("gap", [1, 7, 400, 20_000, 700_000])
def test_a_wrong_clock_years_away_spoils_no_running_sum(gap):
    ordinals = [1, 1 + gap, 2 + gap]
    ctl, atl = training.fitness_and_fatigue(ordinals, [100.0, 50.0, 0.0])
    assert np.isfinite([*ctl, *atl]).all()
    assert (ctl > 0).all()
    assert ctl[-1] == pytest.approx(training.fitness_and_fatigue([1, 2], [50.0, 0.0])[0][-1], abs=100)


def test_the_first_and_the_last_day_there_are_can_be_drawn():
    for day in (date.min + timedelta(days=1), date.max):
        told = training.calendar([(day, 10.0, 1.0, 2.0)], day, day)
        assert [(each.load, each.ctl, each.atl) for each in told] == [(10.0, 1.0, 2.0)]


def test_whole_numbers_single_floats_and_locked_arrays_are_days_and_loads_too():
    ordinals, loads = np.arange(100, 150), np.linspace(0, 120, 50)
    plain = training.fitness_and_fatigue(ordinals, loads)
    for kind in (np.int32, np.int64):
        np.testing.assert_array_equal(training.fitness_and_fatigue(ordinals.astype(kind), loads), plain)
    loads.flags.writeable = False
    np.testing.assert_array_equal(training.fitness_and_fatigue(ordinals, loads), plain)
    np.testing.assert_allclose(training.fitness_and_fatigue(ordinals, loads.astype(np.float32)), plain, rtol=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3_000_000), st.floats(0, 1e6)), max_size=30, unique_by=lambda pair: pair[0]))
def test_any_calendar_piles_up_finitely_and_never_above_its_largest_day(pairs):
    pairs.sort()
    loads = [load for _, load in pairs]
    for sums in training.fitness_and_fatigue([day for day, _ in pairs], loads):
        assert np.isfinite(sums).all()
        assert len(sums) == 0 or sums.max() <= max(loads) * (1 + 1e-9)


def test_a_week_of_nothing_has_no_monotony_and_is_no_error():
    for loads in ((0.0,) * 14, (50.0,) * 14):
        for week in training.weeks_of(days(*loads)):
            assert (week.monotony, week.strain) == (None, None)
