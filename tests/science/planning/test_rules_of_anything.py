"""Whatever a person or a model makes of a plan, the rules judge it without a crash, and can say what they found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from coach.domain.athletes import Language, Level
from coach.domain.goals import GoalKind, TuneUp
from coach.domain.plans import Phase, Plan, Session, SessionKind, Step, StepKind, Target, Week
from coach.science.planning import check
from coach.services.plan_words import notice_text
from tests.science.planning.runners import fitness, plan_for

SNAPSHOT = fitness(14, weekly_km=(34, 36, 35, 33, 36, 37), longest_km=14)
ODD = (0.0, -1.0, 1e-9, 1e12, float("nan"), float("inf"), float("-inf"))
MONDAY_AGO = 4000


@pytest.fixture(scope="module")
def good() -> Plan:
    return plan_for(GoalKind.HALF_MARATHON, 10, 4, SNAPSHOT)


def odd_step(random: Random, step: Step) -> Step:
    """A step with one thing that cannot be."""
    odd = random.choice(ODD)
    target = Target(odd, odd, odd, odd, random.choice((None, 0, 9)), odd)
    changes = (
        {"duration_s": odd},
        {"distance_m": odd},
        {"times": random.choice((0, -3, 10_000))},
        {"target": random.choice((Target(), target))},
        {"kind": random.choice(tuple(StepKind))},
        {"steps": (step, step)},
    )
    return replace(step, **random.choice(changes))


def odd_session(random: Random, session: Session) -> Session:
    """A session moved anywhere, called anything, emptied, or with an odd step."""
    choice = random.randrange(4)
    if choice == 0:
        return replace(session, day=session.day + timedelta(days=random.choice((-MONDAY_AGO, -1, 1, MONDAY_AGO))))
    if choice == 1:
        return replace(session, kind=random.choice(tuple(SessionKind)))
    if choice == 2:
        return replace(session, steps=(), values={})
    return replace(session, steps=tuple(odd_step(random, step) for step in session.steps))


def odd_week(random: Random, week: Week) -> Week:
    """A week of another number, Monday or phase, or with an odd session."""
    changes = (
        {"number": random.choice((-1, 0, 99))},
        {"monday": week.monday + timedelta(days=random.choice((-MONDAY_AGO, 1, MONDAY_AGO)))},
        {"phase": random.choice(tuple(Phase))},
        {"sessions": tuple(odd_session(random, session) for session in week.sessions)},
        {"sessions": ()},
    )
    return replace(week, **random.choice(changes))


def odd_plan(random: Random, plan: Plan) -> Plan:
    """A plan with a few odd weeks and one odd fact about the whole of it."""
    weeks = tuple(odd_week(random, week) if random.random() < 0.4 else week for week in plan.weeks)
    changes = (
        {"vma_kmh": random.choice(ODD)},
        {"goal_s": random.choice(ODD)},
        {"race_day": random.choice((None, plan.start - timedelta(days=30), plan.start + timedelta(days=900)))},
        {"level": random.choice(tuple(Level)), "age": random.choice((0, 200))},
        {"weeks": random.choice(((), plan.weeks[::-1], plan.weeks * 2))},
        {"goal": replace(plan.goal, days=(), minutes=(0,) * 9, tune_ups=(TuneUp(plan.start, float("nan")),))},
        {"goal": replace(plan.goal, kind=random.choice(tuple(GoalKind)), weeks_off=random.choice((0, 10_000)))},
    )
    return replace(replace(plan, weeks=weeks), **random.choice(changes))


@pytest.mark.parametrize("seed", range(120))
def test_a_plan_made_odd_anywhere_is_judged_and_told(good: Plan, seed: int) -> None:
    random = Random(seed)
    odd = odd_plan(random, good)
    for since in (None, good.start + timedelta(days=random.randrange(70))):
        for found in check(odd, SNAPSHOT, since=since):
            assert notice_text(random.choice(tuple(Language)), found.notice)


def test_most_odd_plans_are_found_out(good: Plan) -> None:
    odd = [odd_plan(Random(seed), good) for seed in range(120)]
    broken = [any(found.hard for found in check(plan, SNAPSHOT)) for plan in odd]
    assert sum(broken) >= 110
