"""Weeks from Monday, the race on its day, and a clear word when a plan cannot be laid."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning import days_for, make_plan
from coach.science.planning.calendar import apart
from tests.science.planning.runners import fitness

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
TEN_K = GoalKind.TEN_K


def plan(today: date = FRIDAY, **asked: object):
    goal = Goal(**({"kind": TEN_K, "days": (1, 3, 6)} | asked))
    return make_plan(goal, fitness(14, on=today), today=today)


@pytest.mark.parametrize("weeks", [2, 3, 4, 8, 17, 32])
def test_the_weeks_asked_are_the_weeks_delivered(weeks: int) -> None:
    made = plan(weeks=weeks)
    assert [week.number for week in made.weeks] == list(range(1, weeks + 1))
    assert all(week.monday.weekday() == 0 and week.sessions for week in made.weeks)


def test_a_plan_starts_next_monday_or_today_when_today_is_a_monday() -> None:
    assert plan(weeks=8).start == MONDAY
    assert plan(today=MONDAY, weeks=8).start == MONDAY


def test_without_a_race_day_the_race_is_at_the_week_end_of_the_last_week() -> None:
    assert plan(weeks=8).race_day == MONDAY + timedelta(days=7 * 7 + 6)
    assert plan(weeks=8, days=(1, 3, 5), long_day=5).race_day.weekday() == 5
    assert plan(weeks=8, days=(2, 4, 6), long_day=2).race_day.weekday() == 6


def test_who_never_runs_at_week_ends_races_on_the_long_day() -> None:
    assert plan(weeks=8, days=(0, 2, 4), long_day=2).race_day.weekday() == 2


@pytest.mark.parametrize(("days", "left"), [(1, None), (8, 8)])
def test_a_race_too_close_is_refused_with_the_first_day_that_would_do(days: int, left: int | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        plan(race_day=FRIDAY + timedelta(days=days))
    assert refusal.value.values.get("left") == left
    assert refusal.value.values["day"] == (MONDAY + timedelta(days=7)).isoformat()
    assert plan(race_day=MONDAY + timedelta(days=7)).race_day == MONDAY + timedelta(days=7)


@pytest.mark.parametrize("weekday", range(7))
def test_the_race_is_on_its_day_and_nothing_follows_it(weekday: int) -> None:
    race_day = MONDAY + timedelta(days=9 * 7 + weekday)
    made = plan(race_day=race_day)
    assert len(made.weeks) == 10
    assert [s.day for s in made.sessions if s.kind is SessionKind.RACE] == [race_day]
    assert made.sessions[-1].day == race_day
    assert made.sessions[-1].distance_m == 10_000


def test_with_both_weeks_and_race_day_the_last_weeks_before_the_race_are_planned() -> None:
    made = plan(race_day=date(2027, 5, 9), weeks=8)
    assert len(made.weeks) == 8
    assert made.weeks[-1].sunday == date(2027, 5, 9)
    assert "starts_later" in {notice.code for notice in made.notices}


def test_a_leap_day_race_is_on_the_leap_day() -> None:
    assert plan(today=date(2027, 12, 1), race_day=date(2028, 2, 29)).sessions[-1].day == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "race_day"),
        ({"race_day": FRIDAY}, "race_day"),
        ({"race_day": FRIDAY - timedelta(days=30)}, "race_day"),
        ({"race_day": FRIDAY + timedelta(days=1)}, "race_day"),
        ({"race_day": FRIDAY + timedelta(days=3 * 365)}, "race_day"),
        ({"weeks": 1}, "weeks"),
        ({"weeks": 33}, "weeks"),
        ({"weeks": 12, "race_day": FRIDAY + timedelta(days=40)}, "weeks"),
        ({"weeks": 8, "days": ()}, "days"),
        ({"weeks": 8, "days": (6,)}, "days"),
        ({"weeks": 8, "days": (1, 7)}, "days"),
        ({"weeks": 8, "days": (1, 1, 3)}, "days"),
        ({"weeks": 8, "long_day": 5}, "long_day"),
        ({"weeks": 8, "minutes": (30, 30)}, "minutes"),
        ({"weeks": 8, "minutes": (30, 30, 10)}, "minutes"),
        ({"weeks": 8, "target_s": 0.0}, "target"),
        ({"weeks": 8, "target_s": float("nan")}, "target"),
        ({"weeks": 8, "target_s": 1559.0}, "target"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_field_named(asked: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        plan(**asked)
    assert refusal.value.field == field
    assert "{" not in str(refusal.value)


def test_an_impossible_vma_is_refused() -> None:
    with pytest.raises(InvalidInput):
        make_plan(Goal(TEN_K, (1, 3, 6), weeks=8), fitness(45), today=FRIDAY)


def test_minutes_belong_to_their_day_in_whatever_order_the_days_come() -> None:
    made = plan(weeks=10, days=(6, 1, 3), minutes=(None, 30, 60))
    for session in made.sessions:
        if session.kind is not SessionKind.RACE:
            assert session.duration_s <= {6: 10_000, 1: 1800, 3: 3600}[session.day.weekday()]


def test_the_long_run_goes_to_the_day_with_the_most_time() -> None:
    made = plan(weeks=10, days=(1, 3, 6), minutes=(40, 120, 45))
    long_days = {s.day.weekday() for s in made.sessions if s.kind is SessionKind.LONG}
    assert long_days == {3}


@pytest.mark.parametrize("count", range(1, 8))
@pytest.mark.parametrize("long_day", [None, 0, 3, 5, 6])
def test_a_number_of_days_becomes_as_many_weekdays_around_the_long_run(count: int, long_day: int | None) -> None:
    days = days_for(count, long_day)
    assert len(set(days)) == count
    assert days == tuple(sorted(days))
    assert (6 if long_day is None else long_day) in days


@pytest.mark.parametrize(("count", "long_day"), [(0, None), (8, None), (3, 7), (3, -1)])
def test_an_impossible_number_of_days_is_refused(count: int, long_day: int | None) -> None:
    with pytest.raises(InvalidInput):
        days_for(count, long_day)


def test_three_days_a_week_never_touch_each_other() -> None:
    one, two, three = days_for(3)
    assert min(apart(one, two), apart(two, three), apart(one, three)) >= 2
