"""Ann and her half marathon plan, lived so far or otherwise, for the tests of what changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from coach.domain.adaptation import Cause, CauseKind
from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Fitness, WeeklyVolume
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import Plan, Session
from coach.services import plans
from coach.store.engine import transaction
from coach.store.tables import t_plan_proposal
from tests.cast import Cast
from tests.services.analytics_history import Done, write

MADE = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
WEDNESDAY = MONDAY + timedelta(days=23)
OTHER_WEDNESDAY = MONDAY + timedelta(days=16)
"""Of a week whose Thursday is easy: a key session can go there."""

GOAL = Goal(GoalKind.HALF_MARATHON, (1, 3, 5, 6), weeks=12, level=Level.INTERMEDIATE)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def lived_plan(cast: Cast, today: date = WEDNESDAY, *, skip: Callable[[Session], bool] = lambda session: False) -> Plan:
    """Ann's plan, made after eight weeks of running, and run as planned until ``today`` but for what is to ``skip``."""
    owner = cast.ann.athlete_id
    habit = [
        Done(MADE - timedelta(days=back), distance_m=metres, moving_s=metres * 0.36)
        for week in range(8)
        for back, metres in ((7 * week + 1, 8_000.0), (7 * week + 3, 8_000.0), (7 * week + 5, 14_000.0))
    ]
    with transaction() as connection:
        write(connection, owner, *habit)
        plan = plans.create(connection, owner, GOAL, MADE)
        done = [session for session in plan.sessions if session.day < today and not skip(session)]
        write(connection, owner, *(Done(each.day, each.distance_m, each.duration_s) for each in done))
    return plan


def tuesday_of(today: date) -> date:
    return today - timedelta(days=today.weekday() - 1)


def propose(cast: Cast, plan: Plan, cause: Cause, today: date = WEDNESDAY):
    with transaction() as connection:
        return plans.propose(connection, cast.ann.athlete_id, str(plan.plan_id), [cause], today, at(today))


def accept(cast: Cast, proposal_id: str | None, today: date = WEDNESDAY) -> Plan:
    with transaction() as connection:
        return plans.accept(connection, cast.ann.athlete_id, str(proposal_id), at(today), today)


def review(cast: Cast, today: date = WEDNESDAY):
    with transaction() as connection:
        return plans.review(connection, cast.ann.athlete_id, today, at(today))


def stored(cast: Cast) -> int:
    with transaction() as connection:
        mine = t_plan_proposal.c.athlete_id == cast.ann.athlete_id
        return connection.execute(select(func.count()).select_from(t_plan_proposal).where(mine)).scalar_one()


ILL = Cause(CauseKind.ILLNESS, since=WEDNESDAY - timedelta(days=1), until=WEDNESDAY)


def known(vma: float, doubt: float) -> Fitness:
    """A fitness whose VMA was measured, give or take ``doubt`` km/h; weeks of 40 km before it."""
    monday = WEDNESDAY - timedelta(days=WEDNESDAY.weekday())
    weeks = tuple(
        WeeklyVolume(monday - timedelta(days=7 * back), 40_000.0, 14_400.0, 4, 15_000.0, 5_400.0)
        for back in range(10, 0, -1)
    )
    return Fitness(
        on=WEDNESDAY,
        vma=Estimate(vma, vma - doubt, vma + doubt, "a race", "", 4),
        vo2max=None,
        level=Level.INTERMEDIATE,
        level_reason="",
        max_hr=None,
        resting_hr=None,
        weeks=weeks,
        longest_recent_m=15_000.0,
        runs_counted=40,
    )
