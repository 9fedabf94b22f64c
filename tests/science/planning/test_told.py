"""A runner known by words alone: weeks, a longest run and races become the same snapshot imported runs would."""

from __future__ import annotations

from datetime import date

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.problems import InvalidInput
from coach.domain.races import RaceResult
from coach.science.planning import days_for, make_plan
from coach.science.planning.told import NOTHING_TOLD, History, check_age, fitness_told, usual
from coach.science.running.vma import measured

TODAY = date(2026, 11, 20)


def test_nothing_told_is_nothing_known() -> None:
    known = fitness_told(NOTHING_TOLD, today=TODAY, level=Level.BEGINNER)
    assert (known.weeks, known.runs_counted, known.longest_recent_m, known.level) == ((), 0, 0.0, Level.BEGINNER)
    assert not measured(known.vma)


def test_weeks_told_are_complete_calendar_weeks_before_today() -> None:
    known = fitness_told(History((20, 0, 30), longest_km=12), today=TODAY)
    assert [week.monday.weekday() for week in known.weeks] == [0, 0, 0]
    assert known.weeks[-1].monday == date(2026, 11, 9)
    assert [week.distance_m for week in known.weeks] == [20_000, 0, 30_000]
    assert [week.runs for week in known.weeks] == [2, 0, 3]
    assert known.longest_recent_m == 12_000
    assert known.recent_weekly_m == pytest.approx(50_000 / 3)
    assert known.last_run == date(2026, 11, 15)


def test_a_race_told_measures_the_vma_and_predicts() -> None:
    history = History(usual(45), 16, (RaceResult(10_000, 2700, 20),))
    known = fitness_told(history, today=TODAY, level=Level.BEGINNER, over=(10_000.0, 21_097.5))
    assert measured(known.vma)
    assert known.vma is not None
    assert 13 < known.vma.value < 16
    ten, half = known.predictions
    assert ten.seconds == pytest.approx(2700, rel=0.03)
    assert half.seconds == pytest.approx(5970, rel=0.05)


def test_a_short_race_counts_too() -> None:
    known = fitness_told(History(races=(RaceResult(1500, 300),)), today=TODAY)
    assert measured(known.vma)


def test_much_running_is_seen_over_what_is_declared() -> None:
    known = fitness_told(History((90.0,) * 8, 30), today=TODAY, level=Level.BEGINNER)
    assert known.level is Level.ADVANCED


@pytest.mark.parametrize(
    ("history", "field"),
    [
        (History((-1,)), "weekly_km"),
        (History((1000,)), "weekly_km"),
        (History((10,) * 105), "weekly_km"),
        (History(longest_km=12), "weekly_km"),
        (History((30,), longest_km=-1), "longest_km"),
        (History((30,), longest_km=300), "longest_km"),
        (History(races=(RaceResult(10_000, 600),)), "races"),
        (History(races=(RaceResult(10_000, 2700, -1),)), "races"),
        (History(races=(RaceResult(10_000, 2700, 4000),)), "races"),
    ],
)
def test_what_nobody_has_run_is_refused_by_its_field(history: History, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        fitness_told(history, today=TODAY)
    assert refusal.value.field == field


@pytest.mark.parametrize("age", [9, 101, -1])
def test_an_age_nobody_plans_with_is_refused(age: int) -> None:
    with pytest.raises(InvalidInput):
        check_age(age)


def test_a_told_longest_run_is_not_outdone_by_an_invented_one() -> None:
    known = fitness_told(History(usual(48), longest_km=9.6), today=TODAY)
    assert max(week.longest_m for week in known.weeks[-5:]) == 9600


@pytest.mark.parametrize("longest_km", [2, 200])
def test_a_longest_run_that_its_weeks_cannot_hold_is_refused_with_its_bounds(longest_km: float) -> None:
    with pytest.raises(InvalidInput) as refused:
        fitness_told(History(usual(48), longest_km=longest_km), today=TODAY)
    assert refused.value.field == "longest_km"
    assert refused.value.values["least"] == "6.9"


def test_weeks_off_follow_the_usual_weeks_unless_they_are_told_already() -> None:
    rested = fitness_told(History(usual(60), weeks_off=12), today=TODAY)
    told = fitness_told(History((*usual(60), *(0,) * 12), weeks_off=12), today=TODAY)
    assert [week.distance_m for week in rested.weeks] == [week.distance_m for week in told.weeks]
    assert [week.distance_m for week in rested.weeks[-12:]] == [0] * 12
    assert rested.longest_recent_m == 0


def test_no_kilometres_told_is_known_to_be_none() -> None:
    goal = Goal(GoalKind.MARATHON, days_for(4), weeks=20, level=Level.ADVANCED)
    plan = make_plan(goal, fitness_told(History(usual(0)), today=TODAY, level=Level.ADVANCED), today=TODAY)
    assert max(session.distance_m for session in plan.weeks[0].sessions) <= 5000
