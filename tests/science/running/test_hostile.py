"""Whatever comes in, the science answers with numbers or says what is not measurable; it never falls over."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.activities import Measures
from coach.domain.sports import SportFamily
from coach.science.recordings import Recording
from coach.science.running.evidence import RunEvidence
from coach.science.running.fitness import fitness
from coach.science.running.measures import measure
from tests.science.running.hostile import RECORDINGS, RUNS, SCALARS, evidence, strided, typed, unwritable, usual, wild
from tests.science.running.recorded import TODAY, run_of

NEVER_ZERO = (
    *("distance_m", "avg_speed_mps", "max_speed_mps", "avg_hr", "max_hr", "avg_cadence", "avg_power"),
    *("graded_speed_mps", "normalized_speed_mps", "normalized_power_w", "speed_p95_mps", "efficiency"),
)
"""Nobody has run no metres, nor had no heart beat: where these are zero something unknown was counted as nothing."""

hostile_recordings = pytest.mark.parametrize("recording", RECORDINGS.values(), ids=RECORDINGS)
hostile_runs = pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)


def measured(recording: Recording) -> Measures:
    return measure(recording)[1]


def as_evidence(measures: Measures) -> RunEvidence:
    """A measured run as fitness takes it, today."""
    return evidence(
        distance_m=measures.distance_m,
        moving_s=measures.moving_s,
        elapsed_s=measures.elapsed_s,
        avg_hr=measures.avg_hr,
        max_hr=measures.max_hr,
        best_efforts=measures.best_efforts,
    )


# --- one activity


@hostile_recordings
def test_a_recording_is_measured_in_finite_numbers(recording):
    cleaned, measures = measure(recording)
    assert not wild(measures)
    assert 0 <= measures.moving_s <= measures.timer_s + 1e-6
    assert np.all(np.diff(cleaned.samples.time) > 0)


@hostile_recordings
def test_what_was_not_recorded_is_unknown_and_not_zero(recording):
    measures = measured(recording)
    for holder in (measures, measures.analysis):
        for name in NEVER_ZERO:
            value = getattr(holder, name, None)
            assert value is None or value > 0, name


@hostile_recordings
def test_what_is_not_measurable_says_why(recording):
    analysis = measured(recording).analysis
    reasons = analysis.not_measurable or {}
    unknown = {
        name
        for name in (
            "graded_speed_mps",
            "normalized_speed_mps",
            "normalized_power_w",
            "speed_p95_mps",
            "efficiency",
            "decoupling",
        )
        if getattr(analysis, name) is None
    }
    assert set(reasons) == unknown
    assert all(reason.strip() for reason in reasons.values())


@hostile_recordings
def test_curves_fall_and_no_distribution_outlasts_the_activity(recording):
    measures = measured(recording)
    for curve in measures.analysis.curves:
        assert len(curve.durations_s) == len(curve.values) > 0
        assert list(curve.durations_s) == sorted(set(curve.durations_s))
        assert curve.durations_s[-1] <= measures.elapsed_s + 1
        assert min(curve.values) >= 0
    for spread in measures.analysis.distributions:
        assert min(spread.seconds) >= 0
        assert 0 < sum(spread.seconds) <= measures.timer_s + 1e-3


@hostile_recordings
def test_measuring_leaves_the_recording_as_it_was(recording):
    columns = {"time": recording.samples.time, **recording.samples.columns}
    before = {name: column.tobytes() for name, column in columns.items()}
    measure(recording)
    assert {name: column.tobytes() for name, column in columns.items()} == before


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint16, np.float32, np.float64, ">f8"])
def test_whatever_type_the_numbers_have_the_measures_are_the_same(kind):
    told, plain = measured(typed(kind)), measured(typed(np.float64))
    assert told == plain
    assert all(type(number) is float for number in (told.distance_m, told.avg_hr, told.moving_s, told.avg_cadence))


def test_arrays_that_may_not_be_written_or_lie_apart_are_measured_as_others():
    assert measured(unwritable(usual())) == measured(usual()) == measured(strided(usual()))


def test_a_ride_called_a_run_proves_nothing_about_running():
    measures = measured(RECORDINGS["a ride called a run"])
    assert measures.best_efforts == ()
    assert fitness([as_evidence(measures)], today=TODAY).vma is None


def test_heart_rate_alone_is_timed_and_says_nothing_of_distance():
    measures = measured(RECORDINGS["heart rate alone"])
    assert (measures.timer_s, measures.avg_hr) == (3600.0, 150.0)
    assert (measures.distance_m, measures.avg_speed_mps, measures.ascent_m) == (None, None, None)


def test_a_run_paused_from_end_to_end_was_never_under_way():
    measures = measured(RECORDINGS["all paused"])
    assert (measures.elapsed_s, measures.timer_s, measures.moving_s) == (3600.0, 0.0, 0.0)
    assert measures.avg_speed_mps is None


def test_48_hours_are_measured_whole():
    measures = measured(RECORDINGS["48 hours"])
    assert measures.elapsed_s == 172_800.0
    assert measures.distance_m == pytest.approx(345_600, rel=0.01)
    assert {curve.quantity for curve in measures.analysis.curves} == {"speed", "graded_speed", "heart_rate"}


# --- the athlete


@hostile_recordings
def test_what_was_measured_of_bad_files_never_spoils_the_fitness(recording):
    good = [run_of(days, 8, 44, avg_hr=150, max_hr=172) for days in range(2, 60, 3)]
    for runs in ([as_evidence(measured(recording))], [as_evidence(measured(recording)), *good]):
        known = fitness(runs, today=TODAY, age=40)
        assert not wild(known)
        assert known.vma is None or 3 <= known.vma.low <= known.vma.value <= min(known.vma.high, 26)


@hostile_runs
def test_fitness_answers_any_evidence(run):
    for runs in ([run], [run, run], [run, evidence()]):
        known = fitness(runs, today=TODAY)
        assert not wild(known)
        assert all(each.low_s < each.seconds < each.high_s for each in known.predictions)
        assert all(week.distance_m >= 0 and week.moving_s >= 0 for week in known.weeks)
        assert known.max_hr is None or 100 <= known.max_hr <= 230


@pytest.mark.parametrize("family", list(SportFamily))
def test_other_sports_say_nothing_of_running(family):
    known = fitness([evidence(family=family)], today=TODAY)
    assert (known.runs_counted == 1) == (family is SportFamily.RUN)


def test_without_anything_known_fitness_is_unknown():
    known = fitness([], today=TODAY)
    assert (known.vma, known.vo2max, known.predictions, known.weeks) == (None, None, (), ())


@pytest.mark.parametrize("value", SCALARS)
@pytest.mark.parametrize("name", ["age", "max_hr", "resting_hr"])
def test_what_the_athlete_declared_cannot_spoil_the_fitness(name, value):
    known = fitness([evidence()], today=TODAY, **{name: value})
    assert not wild(known)
    assert known.max_hr is None or 100 <= known.max_hr <= 230
    assert known.resting_hr is None or 20 <= known.resting_hr <= 120


def test_the_future_is_not_known_yet():
    tomorrow = evidence(on=TODAY + timedelta(days=1), distance_m=42_195.0, elapsed_s=9000.0)
    assert fitness([evidence(), tomorrow], today=TODAY) == fitness([evidence()], today=TODAY)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(RUNS)), st.integers(0, 800)), max_size=12),
    st.sampled_from([None, 0, 40, 120]),
)
def test_bad_evidence_in_any_mixture_is_survived(picked, age):
    runs = [
        replace(RUNS[name], on=TODAY - timedelta(days=days), activity_id=str(index))
        for index, (name, days) in enumerate(picked)
    ]
    known = fitness(runs, today=TODAY, age=age)
    assert not wild(known)
    if known.vma is not None:
        assert known.vma.low <= known.vma.value <= known.vma.high
        assert math.isfinite(known.vma.value)
