"""Bad recordings: a number, or a reason why not; never a crash, a silent zero or infinity."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings

from coach.domain.activities import Measures, Totals
from coach.domain.intensity import Analysis, Quantity
from coach.domain.sports import Sport
from coach.science.recordings import Recording
from coach.science.running.analysis import NAMES
from coach.science.running.efforts import record_speed
from coach.science.running.measures import measure
from tests.science.running.recorded import even_run, northward, recorded
from tests.science.running.test_measures import wild_recordings

HOUR = np.arange(3601.0)
NOTHING = np.empty(0)


def nan(count: int) -> np.ndarray:
    return np.full(count, np.nan)


def dated(year: int) -> Recording:
    return replace(even_run(1800, 3.0), started_at=datetime(year, 1, 1, tzinfo=UTC))


def ultra() -> Recording:
    time = np.arange(0.0, 48 * 3600.0, 2.0)
    random = np.random.default_rng(1)
    return recorded(
        time,
        distance=1.6 * time,
        altitude=800 + 400 * np.sin(time / 9000) + random.normal(0, 0.3, len(time)),
        heart_rate=np.round(125 + 10 * np.sin(time / 500)),
    )


BAD = {
    "empty": recorded(NOTHING),
    "empty with totals": recorded(NOTHING, totals=Totals(elapsed_s=3600, timer_s=3500, distance_m=10_000)),
    "one sample": recorded(np.array([0.0]), distance=np.array([0.0]), heart_rate=np.array([120.0])),
    "two samples": recorded(np.array([0.0, 1800.0]), distance=np.array([0.0, 5000.0])),
    "all paused": recorded(HOUR, distance=3 * HOUR, heart_rate=np.full(3601, 140.0), pauses=((0.0, 3600.0),)),
    "all standing": recorded(HOUR, distance=np.zeros(3601), heart_rate=np.full(3601, 90.0)),
    "heart rate only": recorded(HOUR, heart_rate=np.round(150 + 5 * np.sin(HOUR / 60))),
    "no heart rate": even_run(3600, 3.0),
    "nothing but NaN": recorded(HOUR, distance=nan(3601), heart_rate=nan(3601), altitude=nan(3601), power=nan(3601)),
    "time of NaN": recorded(nan(60), distance=np.arange(60.0)),
    "1970": dated(1970),
    "2150": dated(2150),
    "48-hour ultra": ultra(),
    "a swim called a run": recorded(HOUR, latitude=northward(0.9 * HOUR)[0], longitude=northward(HOUR)[1]),
    "a ride called a run": recorded(HOUR, distance=9.5 * HOUR, altitude=100 + HOUR / 20, power=np.full(3601, 230.0)),
    "a flight called a run": recorded(HOUR, distance=250.0 * HOUR, altitude=100 + 3 * HOUR),
    "one instant": recorded(np.zeros(100), distance=np.arange(100.0)),
    "a cliff": recorded(HOUR, distance=3 * HOUR, altitude=np.where(HOUR < 1800, 0.0, 2000.0)),
}


def numbers(analysis: Analysis) -> list[float]:
    values = [getattr(analysis, name) for name in NAMES]
    held = [value for curve in analysis.curves for value in curve.values]
    spent = [seconds for each in analysis.distributions for seconds in each.seconds]
    return [value for value in (*values, *held, *spent) if value is not None]


def assert_honest(measures: Measures) -> None:
    analysis = measures.analysis
    assert all(isfinite(value) and value > -10 for value in numbers(analysis))
    missing = {name for name in NAMES if getattr(analysis, name) is None}
    assert set(analysis.not_measurable or {}) == missing
    assert all(reason for reason in (analysis.not_measurable or {}).values())
    for curve in analysis.curves:
        assert len(curve.durations_s) == len(curve.values) > 0
        assert list(curve.values) == sorted(curve.values, reverse=True)
        assert curve.durations_s[-1] <= measures.elapsed_s
    for each in analysis.distributions:
        assert each.seconds[-1] > 0
        assert sum(each.seconds) <= measures.timer_s + 0.051 * len(each.seconds)


@pytest.mark.parametrize("recording", BAD.values(), ids=BAD.keys())
def test_a_bad_recording_is_measured_as_far_as_it_goes_and_says_why_no_further(recording: Recording) -> None:
    assert_honest(measure(recording)[1])


@settings(max_examples=80, deadline=None)
@given(wild_recordings())
def test_whatever_was_recorded_is_analysed_honestly(recording: Recording) -> None:
    assert_honest(measure(recording)[1])


@settings(max_examples=80, deadline=None)
@given(wild_recordings())
def test_no_run_of_any_file_beats_the_world(recording: Recording) -> None:
    run = replace(recording, sport=Sport.RUN)
    for quantity in (Quantity.SPEED, Quantity.GRADED_SPEED):
        curve = measure(run)[1].analysis.curve(quantity)
        if curve is not None:
            fastest = record_speed(np.array(curve.durations_s, dtype=float))
            assert (np.array(curve.values) <= fastest).all()


def test_names_are_the_analysis_s_own() -> None:
    known = {field.name for field in fields(Analysis)}
    assert known == {*NAMES, "curves", "distributions", "not_measurable"}


@pytest.mark.parametrize("name", ["empty", "one sample", "nothing but NaN", "time of NaN"])
def test_where_nothing_is_known_nothing_is_zero(name: str) -> None:
    analysis = measure(BAD[name])[1].analysis
    assert numbers(analysis) == []
    assert set(analysis.not_measurable or {}) == set(NAMES)


def test_a_heart_alone_has_its_curve_and_its_distribution() -> None:
    analysis = measure(BAD["heart rate only"])[1].analysis
    assert [curve.quantity for curve in analysis.curves] == [Quantity.HEART_RATE]
    assert [each.quantity for each in analysis.distributions] == [Quantity.HEART_RATE]
    assert sum(analysis.distributions[0].seconds) == pytest.approx(3600)


def test_who_never_moved_has_no_speed() -> None:
    for name in ("all paused", "all standing"):
        analysis = measure(BAD[name])[1].analysis
        assert analysis.graded_speed_mps is None
        assert analysis.efficiency is None


def test_two_days_of_running_have_curves_of_a_day() -> None:
    measures = measure(BAD["48-hour ultra"])[1]
    curve = measures.analysis.curve(Quantity.SPEED)
    assert curve is not None
    assert curve.durations_s[-1] == 86_400
    assert curve.values[-1] == pytest.approx(1.6)
    assert measures.analysis.graded_speed_mps == pytest.approx(1.6, rel=0.5)


def test_a_cliff_in_the_altitude_is_no_record() -> None:
    analysis = measure(BAD["a cliff"])[1].analysis
    curve = analysis.curve(Quantity.GRADED_SPEED)
    assert curve is None or curve.values[0] <= 12.42
