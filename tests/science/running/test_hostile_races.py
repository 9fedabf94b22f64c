"""Race predictions of nonsense: a finite interval in order, or a refusal that says what to change."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.athletes import Sex
from coach.domain.problems import InvalidInput
from coach.domain.races import RaceDay, RacePrediction, RaceResult, RunnerFacts
from coach.science.running.races import predict
from tests.science.running.hostile import SCALARS, wild

KNOWN = (RaceResult(10_000.0, 2700.0),)
NUMBERS = [field.name for field in fields(RunnerFacts) if field.name not in ("sex", "speed_work", "tempo_work")]
ANY = st.none() | st.sampled_from(SCALARS) | st.floats()


def asked(*arguments, **options) -> RacePrediction | None:
    """The prediction, None where it was refused in words."""
    try:
        return predict(*arguments, **options)
    except InvalidInput as problem:
        assert str(problem).strip()
        return None


def in_order(told: RacePrediction | None) -> bool:
    return told is None or (not wild(told) and 0 < told.low_s < told.seconds < told.high_s)


@pytest.mark.parametrize("distance_m", [*SCALARS, 1.0, 999.0, 1000.0, 42_195.0, 100_000.0, 161_000.0, 1e9])
def test_any_distance_is_predicted_or_refused(distance_m):
    for races in (KNOWN, ()):
        assert in_order(asked(distance_m, races, RunnerFacts(weekly_km=40.0)))


@pytest.mark.parametrize("distance_m", [*SCALARS, 1000.0])
@pytest.mark.parametrize("seconds", [*SCALARS, 10.0, 2700.0, 1e6])
def test_any_race_is_believed_or_refused(distance_m, seconds):
    for others in ((), KNOWN):
        told = asked(21_097.5, (RaceResult(distance_m, seconds), *others), RunnerFacts())
        assert in_order(told)


@pytest.mark.parametrize("value", [*SCALARS, 5.0, 120.0, 500.0])
@pytest.mark.parametrize("name", NUMBERS)
def test_facts_of_nonsense_spoil_nothing(name, value):
    assert in_order(asked(42_195.0, KNOWN, RunnerFacts(**{name: value})))


@pytest.mark.parametrize("days_ago", [None, 0, -5, 10**6, 10**12])
def test_a_race_of_any_day_is_taken_or_refused(days_ago):
    assert in_order(asked(42_195.0, (RaceResult(10_000.0, 2700.0, days_ago=days_ago),), RunnerFacts()))


@pytest.mark.parametrize("value", [*SCALARS, 60.0])
@pytest.mark.parametrize("name", [field.name for field in fields(RaceDay)])
def test_a_course_of_nonsense_spoils_nothing(name, value):
    assert in_order(asked(42_195.0, KNOWN, RunnerFacts(), day=RaceDay(**{name: value})))


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([1000.0, 5000.0, 42_195.0, 100_000.0]),
    st.lists(
        st.builds(RaceResult, ANY.map(lambda v: v or 0.0), ANY.map(lambda v: v or 0.0), race=st.booleans()), max_size=4
    ),
    st.builds(RunnerFacts, **dict.fromkeys(NUMBERS, ANY), sex=st.none() | st.sampled_from(list(Sex))),
)
def test_no_mixture_gives_nonsense(distance_m, races, facts):
    assert in_order(asked(distance_m, tuple(races), facts))
