"""Each rule is able to say no: a good plan, one thing spoilt, the rule that must notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from coach.domain.fitness import Fitness
from coach.domain.goals import GoalKind
from coach.domain.plans import Phase, Plan, Session, SessionKind, Step
from coach.science.planning import RULES, check
from tests.science.planning.runners import fitness, plan_for

SNAPSHOT = fitness(14, weekly_km=(34, 36, 35, 33, 36, 37), longest_km=14)


@pytest.fixture(scope="module")
def good() -> Plan:
    return plan_for(GoalKind.MARATHON, 16, 4, SNAPSHOT)


def hard(plan: Plan, snapshot: Fitness = SNAPSHOT) -> set[str]:
    return {found.rule.rule_id for found in check(plan, snapshot) if found.hard}


def broken(plan: Plan, snapshot: Fitness = SNAPSHOT) -> set[str]:
    return {found.rule.rule_id for found in check(plan, snapshot)}


def stretched(step: Step, factor: float) -> Step:
    inner = tuple(stretched(part, factor) for part in step.steps)
    return replace(step, duration_s=step.duration_s * factor, distance_m=step.distance_m * factor, steps=inner)


def longer(session: Session, factor: float) -> Session:
    return replace(session, steps=tuple(stretched(step, factor) for step in session.steps))


def changed(
    plan: Plan, number: int, change: Callable[[Session], Session | None], kind: SessionKind | None = None
) -> Plan:
    """The plan with the sessions of one week (of one kind) changed, or left out where the change gives None."""
    weeks = list(plan.weeks)
    sessions = [change(s) if kind in (None, s.kind) else s for s in weeks[number - 1].sessions]
    weeks[number - 1] = replace(weeks[number - 1], sessions=tuple(s for s in sessions if s is not None))
    return replace(plan, weeks=tuple(weeks))


def moved(days: int) -> Callable[[Session], Session]:
    return lambda session: replace(session, day=session.day + timedelta(days=days))


def test_the_plan_of_the_engine_breaks_nothing_hard(good: Plan) -> None:
    assert hard(good) == set()


def test_a_second_race_is_noticed(good: Plan) -> None:
    raced = changed(good, 8, lambda s: replace(s, kind=SessionKind.RACE), SessionKind.LONG)
    assert "race_day" in hard(raced)


def test_a_race_on_the_wrong_day_is_noticed(good: Plan) -> None:
    assert "race_day" in hard(changed(good, 16, moved(-1), SessionKind.RACE))


def test_a_run_on_a_day_that_was_not_given_is_noticed(good: Plan) -> None:
    assert "days" in hard(changed(good, 5, moved(-2), SessionKind.LONG))


def test_two_runs_on_one_day_are_noticed(good: Plan) -> None:
    assert "one_a_day" in hard(changed(good, 5, moved(-1), SessionKind.LONG))


def test_a_run_over_the_minutes_of_its_day_is_noticed(good: Plan) -> None:
    limited = replace(good, goal=replace(good.goal, minutes=(60, 60, 60, 120)))
    assert "minutes" in hard(limited)


def test_a_missing_week_is_noticed(good: Plan) -> None:
    assert "weeks" in hard(replace(good, weeks=good.weeks[:4] + good.weeks[5:]))


def test_a_week_that_starts_on_a_tuesday_is_noticed(good: Plan) -> None:
    weeks = (replace(good.weeks[0], monday=good.start + timedelta(days=1)), *good.weeks[1:])
    assert "weeks" in hard(replace(good, weeks=weeks))


def test_a_session_without_content_is_noticed(good: Plan) -> None:
    assert "sums" in hard(changed(good, 3, lambda s: replace(s, steps=()), SessionKind.EASY))


def test_a_long_run_half_as_long_again_is_noticed(good: Plan) -> None:
    spoilt = changed(good, 9, lambda s: longer(s, 1.5), SessionKind.LONG)
    assert {"single_run", "single_run_soft"} <= broken(spoilt)


def test_a_long_run_a_fifth_longer_is_a_soft_matter(good: Plan) -> None:
    spoilt = changed(good, 9, lambda s: longer(s, 1.2), SessionKind.LONG)
    assert "single_run_soft" in broken(spoilt)
    assert "single_run" not in hard(spoilt)


def test_the_first_run_is_judged_against_the_history(good: Plan) -> None:
    assert "single_run" in hard(good, fitness(14, weekly_km=(34, 36, 35, 33, 36, 37), longest_km=8))


def test_two_big_weeks_are_noticed_but_a_rebound_after_a_light_one_is_not(good: Plan) -> None:
    ramp = changed(changed(good, 4, lambda s: longer(s, 1.5)), 5, lambda s: longer(s, 1.5))
    assert "two_weeks" in hard(ramp)
    light = changed(good, 10, lambda s: longer(s, 0.7))
    assert "two_weeks" not in hard(light)


def test_six_rising_weeks_are_noticed(good: Plan) -> None:
    rising = good
    for number in range(2, 9):
        factor = (30_000 + 1000 * number) / good.weeks[number - 1].distance_m
        rising = changed(rising, number, lambda s, factor=factor: longer(s, factor))
    assert "rising" in hard(rising)
    assert "lighter" in broken(rising)


def test_a_long_run_that_is_most_of_the_week_is_noticed(good: Plan) -> None:
    spoilt = changed(good, 9, lambda s: longer(s, 0.6), SessionKind.INTERVALS)
    spoilt = changed(spoilt, 9, lambda s: longer(s, 0.6), SessionKind.EASY)
    spoilt = changed(spoilt, 9, lambda s: longer(s, 0.6), SessionKind.TEMPO)
    assert "long_share" in hard(spoilt)


def test_a_run_of_four_hours_is_noticed(good: Plan) -> None:
    assert "long_time" in hard(changed(good, 13, lambda s: longer(s, 1.6), SessionKind.LONG))


def test_too_little_easy_running_is_noticed(good: Plan) -> None:
    spoilt = changed(good, 9, lambda _: None, SessionKind.LONG)
    spoilt = changed(spoilt, 9, lambda _: None, SessionKind.EASY)
    assert "easy_time" in hard(spoilt)


def test_two_hard_days_side_by_side_are_noticed(good: Plan) -> None:
    spoilt = changed(good, 9, lambda s: replace(s, kind=SessionKind.TEMPO), SessionKind.EASY)
    assert "spacing" in hard(spoilt)


def test_a_plan_that_never_tapers_is_noticed(good: Plan) -> None:
    weeks = tuple(replace(week, phase=Phase.BUILD) for week in good.weeks)
    assert "taper_length" in hard(replace(good, weeks=weeks))


def test_a_taper_that_rises_is_noticed(good: Plan) -> None:
    assert "taper_falls" in hard(changed(good, 15, lambda s: longer(s, 1.4)))


def test_a_last_week_too_full_and_one_too_empty_are_noticed(good: Plan) -> None:
    full = changed(changed(good, 15, lambda s: longer(s, 1.6), SessionKind.EASY), 16, lambda s: longer(s, 1.6))
    assert "last_days" in hard(full)
    empty = changed(good, 16, lambda s: s if s.kind is SessionKind.RACE else longer(s, 0.2))
    assert "last_days" in hard(empty)


def test_a_marathon_without_long_runs_or_goal_pace_is_said_to_be_timid(good: Plan) -> None:
    timid = good
    for week in good.weeks:
        timid = changed(timid, week.number, lambda s: longer(s, 0.5), SessionKind.LONG)
        timid = changed(timid, week.number, lambda _: None, SessionKind.TEMPO)
    assert "long_enough" in broken(timid)
    without = replace(timid, goal_s=timid.goal_s * 0.7)
    assert "goal_pace" in broken(without)


def test_every_rule_says_what_it_asks_and_where_it_comes_from() -> None:
    assert len({rule.rule_id for rule in RULES}) == len(RULES)
    assert all(rule.statement.endswith(".") and rule.source for rule in RULES)


@pytest.mark.parametrize("weeks", [(), None])
def test_a_plan_without_content_is_judged_without_a_crash(good: Plan, weeks: tuple[()] | None) -> None:
    empty = tuple(replace(week, sessions=()) for week in good.weeks) if weeks is None else weeks
    assert {"race_day", "running_weeks" if weeks is None else "weeks"} <= hard(replace(good, weeks=empty))
