"""What an athlete says of a day, and how hard a session felt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.domain.problems import InvalidInput, NotFound
from coach.domain.training import LoadMethod
from coach.domain.wellness import KINDS, RANGES, WellnessDay
from coach.services import activities, athletes, fitness, training, wellness
from coach.store.engine import transaction
from coach.store.training import gauge
from tests.services.test_training import trained

TODAY = date(2026, 11, 20)
ALL = {"resting_hr": 48.0, "sleep_s": 27_000.0, "hrv_ms": 55.0, "weight_kg": 64.2}


def _record(member, values, on=TODAY):
    with transaction() as connection:
        return wellness.record(connection, member.athlete_id, on, values, today=TODAY)


def _listed(member, since=TODAY - timedelta(days=13), until=TODAY):
    with transaction() as connection:
        return wellness.listing(connection, member.athlete_id, since, until)


def test_what_is_said_of_a_day_is_kept_piece_by_piece(cast):
    for kind, value in ALL.items():
        _record(cast.ann, {kind: value})
    assert _listed(cast.ann) == (WellnessDay(TODAY, **ALL, typed=KINDS),)


def test_what_is_taken_back_is_unknown_and_an_empty_day_is_no_day(cast):
    _record(cast.ann, ALL)
    assert _record(cast.ann, {"sleep_s": None, "hrv_ms": 60.0}) == WellnessDay(
        TODAY, resting_hr=48.0, hrv_ms=60.0, weight_kg=64.2, typed=("resting_hr", "hrv_ms", "weight_kg")
    )
    assert _record(cast.ann, dict.fromkeys(KINDS)) == WellnessDay(TODAY)
    assert _listed(cast.ann) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_the_ends_of_what_people_have_are_kept_and_what_lies_beyond_is_refused(cast, kind):
    for value in RANGES[kind]:
        assert getattr(_record(cast.ann, {kind: value}), kind) == value
    for value in (RANGES[kind][0] - 1, RANGES[kind][1] + 1, float("nan"), float("inf")):
        with pytest.raises(InvalidInput) as refusal:
            _record(cast.ann, {kind: value})
        assert refusal.value.field == kind
    assert getattr(_listed(cast.ann)[0], kind) == RANGES[kind][1]


def test_nothing_is_kept_of_a_refused_day(cast):
    with pytest.raises(InvalidInput):
        _record(cast.ann, {"weight_kg": 64.0, "resting_hr": 300.0})
    with pytest.raises(InvalidInput):
        _record(cast.ann, {"mood": 3.0})
    with pytest.raises(InvalidInput):
        _record(cast.ann, ALL, on=TODAY + timedelta(days=1))
    assert _listed(cast.ann, until=TODAY + timedelta(days=2)) == ()


def test_a_listing_is_of_its_days_only_oldest_first_and_of_nobody_else(cast):
    for back in (0, 1, 14):
        _record(cast.ann, {"resting_hr": 50.0 + back}, on=TODAY - timedelta(days=back))
    assert [day.resting_hr for day in _listed(cast.ann)] == [51.0, 50.0]
    assert _listed(cast.cy) == ()
    for since, until in ((TODAY, TODAY - timedelta(days=1)), (date.min, TODAY)):
        with pytest.raises(InvalidInput):
            _listed(cast.ann, since, until)


def _hour(member, day=TODAY):
    with transaction() as connection:
        return trained(connection, member.athlete_id, day)


def _rate(member, activity_id, effort):
    with transaction() as connection:
        activities.rate(connection, member.athlete_id, activity_id, effort)


def _load(member):
    with transaction() as connection:
        return training.state(connection, member.athlete_id, TODAY).today.load


def test_a_rating_weighs_the_day_and_taking_it_back_unweighs_it(cast):
    activity_id = _hour(cast.ann)
    assert _load(cast.ann) == 0
    _rate(cast.ann, activity_id, 5)
    easy = _load(cast.ann)
    _rate(cast.ann, activity_id, 8)
    assert _load(cast.ann) > easy > 0
    _rate(cast.ann, activity_id, None)
    assert _load(cast.ann) == 0


@pytest.mark.parametrize("effort", [-0.5, 10.5, 11, 7.3, float("nan"), float("inf")])
def test_a_rating_off_the_scale_is_refused(cast, effort):
    activity_id = _hour(cast.ann)
    with pytest.raises(InvalidInput) as refusal:
        _rate(cast.ann, activity_id, effort)
    assert refusal.value.field == "perceived_effort"


def test_nobody_rates_what_is_not_theirs(cast):
    activity_id = _hour(cast.ann)
    with pytest.raises(NotFound):
        _rate(cast.cy, activity_id, 5)


def test_resting_rates_said_day_by_day_reach_the_loads(cast):
    with transaction() as connection:
        mine = connection, cast.ann.athlete_id
        athletes.update(*mine, {"max_hr": 190, "resting_hr": 45}, today=TODAY)
        activity_id = trained(*mine, TODAY - timedelta(days=1), bpm=150)
        fitness.refresh_on(*mine, TODAY)
        before = training.of_activity(*mine, activity_id)
    for back in range(8):
        _record(cast.ann, {"resting_hr": 62.0}, on=TODAY - timedelta(days=back))
    with transaction() as connection:
        mine = connection, cast.ann.athlete_id
        assert gauge(*mine).resting_hr == 62
        assert fitness.snapshots.latest(*mine).heart.resting.value == 62
        after = training.of_activity(*mine, activity_id)
        yesterday = training.state(*mine, TODAY).days[-2]
    assert before.method is after.method is LoadMethod.HEART_RATE
    assert before.trimp > after.trimp > 0
    assert yesterday.load == pytest.approx(after.load)


def test_resting_rates_said_day_by_day_reach_the_fitness(cast):
    for back in range(20):
        _record(cast.ann, {"resting_hr": 46.0 + back % 4}, on=TODAY - timedelta(days=back))
    with transaction() as connection:
        seen = fitness.current(connection, cast.ann.athlete_id, TODAY).heart.resting
    assert seen is not None
    assert 46 <= seen.value <= 49
