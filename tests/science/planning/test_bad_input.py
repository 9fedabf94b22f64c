"""What cannot be planned is told with the safest useful thing that can, never planned against what was asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.domain.athletes import Language, Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.language import say_problem
from coach.domain.plans import Plan
from coach.domain.problems import InvalidInput
from coach.science.planning import make_plan
from coach.science.planning.calendar import days_for
from coach.science.running.fitness import fitness as measured_fitness
from tests.science.planning.runners import TODAY, fitness, plan_for

NOBODY = measured_fitness((), today=TODAY, declared_level=Level.BEGINNER)
NEXT_MONDAY = TODAY + timedelta(days=3)


def refused(kind: GoalKind, **asked: object) -> InvalidInput:
    goal = Goal(kind, asked.pop("days", days_for(4)), **asked)
    with pytest.raises(InvalidInput) as found:
        make_plan(goal, NOBODY, today=TODAY)
    return found.value


def told(plan: Plan) -> dict[str, dict[str, str]]:
    return {notice.code: notice.values for notice in plan.notices}


@pytest.mark.parametrize("days", [-400, -1, 0])
def test_a_race_that_is_over_or_today_is_told_the_first_day_that_can_be_planned(days: int) -> None:
    problem = refused(GoalKind.TEN_K, race_day=TODAY + timedelta(days=days))
    assert problem.field == "race_day"
    assert (NEXT_MONDAY + timedelta(days=7)).isoformat() in str(problem)


def test_a_race_tomorrow_is_told_when_one_can_be_planned() -> None:
    problem = refused(GoalKind.FIVE_K, race_day=TODAY + timedelta(days=1))
    assert "tomorrow" in str(problem)
    assert (NEXT_MONDAY + timedelta(days=7)).isoformat() in str(problem)


def test_a_race_in_three_years_is_offered_its_last_weeks_or_a_plan_until_then() -> None:
    problem = refused(GoalKind.MARATHON, race_day=TODAY + timedelta(days=1095))
    assert problem.field == "race_day"
    assert "too far to know" in str(problem)
    start = date.fromisoformat(problem.values["day"])
    with pytest.raises(InvalidInput, match="last weeks"):
        plan_for(GoalKind.MARATHON, None, 4, fitness(14, on=start), race_day=TODAY + timedelta(days=1095))
    problem = refused(GoalKind.MARATHON, race_day=TODAY + timedelta(days=1095), weeks=20)
    assert "too far to know" in str(problem)


def test_next_summers_race_asked_for_by_its_last_weeks_is_planned_later() -> None:
    plan = plan_for(GoalKind.TEN_K, 12, 4, fitness(14), race_day=NEXT_MONDAY + timedelta(days=7 * 30 + 6))
    assert told(plan)["starts_later"]["days"] == str(3 + 7 * 19)


def test_zero_days_and_one_day_are_refused_with_what_is_needed() -> None:
    assert refused(GoalKind.TEN_K, weeks=10, days=()).field == "days"
    assert "at least 2" in str(refused(GoalKind.TEN_K, weeks=10, days=(2,)))


def test_a_long_day_that_is_no_running_day_is_refused() -> None:
    assert refused(GoalKind.TEN_K, weeks=10, long_day=0).field == "long_day"
    problem = refused(GoalKind.TEN_K, weeks=10, long_day=0)
    assert "(Tuesday, Thursday, Saturday and Sunday)" in str(problem)
    assert "(mardi, jeudi, samedi et dimanche)" in say_problem(Language.FRENCH, problem)


def test_a_marathon_in_three_weeks_from_nothing_is_not_promised_but_something_is_offered() -> None:
    problem = refused(GoalKind.MARATHON, weeks=3, level=Level.BEGINNER)
    assert problem.field == "weeks"
    assert "Run 10 km on that day instead" in str(problem)
    assert "this race on or after 2027" in str(problem)


def test_who_runs_long_already_may_race_a_marathon_in_three_weeks() -> None:
    plan = plan_for(GoalKind.MARATHON, 3, 5, fitness(15, weekly_km=(55, 60, 62, 64), longest_km=30))
    assert "few_weeks" in told(plan)


def test_a_marathon_from_little_running_says_what_would_be_safer() -> None:
    plan = plan_for(GoalKind.MARATHON, 10, 4, fitness(13, weekly_km=(12, 12, 10, 12), longest_km=6))
    assert "long_run_short" in told(plan)
    safer = told(plan)["safer_choice"]
    assert int(safer["km"]) < 42
    assert safer["day"] > plan.race_day.isoformat()


def test_minutes_too_short_for_the_distance_are_said_to_be_what_is_missing() -> None:
    runs = fitness(14, weekly_km=(40,) * 6, longest_km=16)
    plan = plan_for(GoalKind.MARATHON, 20, 4, runs, minutes=(45, 45, 45, 105))
    assert all(session.duration_s <= 105 * 60 for session in plan.sessions[:-1])
    assert told(plan)["minutes_short"] == {"limit": "1 h 45"}


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [
        (GoalKind.HALF_MARATHON, (20,) * 4),
        (GoalKind.MARATHON, (20,) * 4),
        (GoalKind.MARATHON, (45,) * 4),
        (GoalKind.MARATHON, (60,) * 4),
        (GoalKind.MARATHON, (20, 20, 20, 180)),
        (GoalKind.ULTRA, (60,) * 4),
    ],
)
def test_minutes_far_too_short_for_a_long_race_are_refused_with_minutes_that_do(kind, minutes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        plan_for(kind, 16, 4, fitness(12, Level.BEGINNER), minutes=minutes)
    values = refusal.value.values
    assert refusal.value.field == "minutes"
    enough = (*(int(values["other"]),) * 3, int(values["long"]))
    assert plan_for(kind, 16, 4, fitness(12, Level.BEGINNER), minutes=enough).sessions
    if "km" in values:
        shorter = {5: GoalKind.FIVE_K, 10: GoalKind.TEN_K, 21: GoalKind.HALF_MARATHON}[values["km"]]
        assert plan_for(shorter, 16, 4, fitness(12, Level.BEGINNER), minutes=minutes).sessions


@pytest.mark.parametrize("kind", GoalKind)
@pytest.mark.parametrize("days", [-3, 0, 1, 5])
def test_a_day_too_soon_is_answered_with_the_first_day_that_is_accepted(kind, days) -> None:
    if kind is GoalKind.RETURN:
        pytest.skip("a return has its own first weeks")
    problem = refused(kind, race_day=TODAY + timedelta(days=days))
    first = date.fromisoformat(problem.values.get("first", problem.values.get("day")))
    plan = plan_for(kind, None, 4, fitness(14), race_day=first)
    assert plan.start <= first <= plan.end


def test_two_days_that_follow_each_other_and_a_race_in_the_week_are_told() -> None:
    plan = make_plan(Goal(GoalKind.TEN_K, (0, 1), weeks=10), fitness(14), today=TODAY)
    assert {"days_together", "race_on_weekday"} <= set(told(plan))
    apart = make_plan(Goal(GoalKind.TEN_K, (2, 6), weeks=10), fitness(14), today=TODAY)
    assert not {"days_together", "race_on_weekday"} & set(told(apart))
