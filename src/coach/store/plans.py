"""Goals and plans: rows in, ``Plan`` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from coach.domain.athletes import Level
from coach.domain.plans import (
    Goal,
    GoalKind,
    Notice,
    Phase,
    Plan,
    Session,
    SessionKind,
    Step,
    StepKind,
    Target,
    Week,
)
from coach.domain.problems import NotFound
from coach.store.engine import AnyRow
from coach.store.identifiers import identifier
from coach.store.tables import t_goal, t_plan, t_plan_session, t_plan_week

_plans, _goals = t_plan.c, t_goal.c


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list."""

    plan_id: str
    kind: GoalKind
    start: date
    race_day: date
    weeks: int
    version: int
    created_at: datetime
    archived: bool


def save(connection: Connection, athlete_id: str, plan: Plan) -> str:
    """Write a goal and the first version of its plan; the plan's id."""
    goal_id = _save_goal(connection, athlete_id, plan.goal)
    plan_id = connection.execute(
        insert(t_plan)
        .values(
            athlete_id=athlete_id,
            goal_id=goal_id,
            version=plan.version,
            start=plan.start,
            race_day=plan.race_day,
            level=plan.level.value,
            vma_kmh=plan.vma_kmh,
            predicted_s=plan.predicted_s,
            goal_s=plan.goal_s,
            notices=[asdict(notice) for notice in plan.notices],
        )
        .returning(_plans.id)
    ).scalar_one()
    _save_weeks(connection, str(plan_id), plan)
    return str(plan_id)


def get(connection: Connection, athlete_id: str, plan_id: str) -> Plan:
    """A plan whole.

    Raises:
        NotFound: no such plan among the athlete's.
    """
    row = connection.execute(
        select(t_plan, *(column.label(f"goal_{column.name}") for column in t_goal.c))
        .join(t_goal, _goals.id == _plans.goal_id)
        .where(_plans.id == identifier(plan_id), _plans.athlete_id == athlete_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such plan.")
    return _plan(row, _weeks(connection, plan_id))


def latest(connection: Connection, athlete_id: str) -> str | None:
    """The id of the newest plan that is not archived."""
    found = connection.execute(
        select(_plans.id)
        .where(_plans.athlete_id == athlete_id, _plans.archived_at.is_(None))
        .order_by(_plans.created_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else str(found)


def alone(connection: Connection, athlete_id: str) -> None:
    """Wait until no other transaction plans for this athlete; freed at commit or rollback."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"plans:{athlete_id}"})


def same_goal(connection: Connection, athlete_id: str, goal: Goal, *, within: timedelta) -> str | None:
    """The id of a plan made for an equal goal no longer ago than ``within`` (the database's clock), not archived."""
    rows = connection.execute(
        select(_plans.id, *(column.label(f"goal_{column.name}") for column in t_goal.c))
        .join(t_goal, _goals.id == _plans.goal_id)
        .where(
            _plans.athlete_id == athlete_id,
            _plans.archived_at.is_(None),
            _plans.created_at >= func.statement_timestamp() - within,
        )
        .order_by(_plans.created_at.desc())
    )
    return next((str(row.id) for row in rows if _goal(row) == goal), None)


def listing(connection: Connection, athlete_id: str) -> tuple[PlanLine, ...]:
    """The athlete's plans, newest first."""
    weeks = select(func.count()).where(t_plan_week.c.plan_id == _plans.id).scalar_subquery()
    rows = connection.execute(
        select(t_plan, _goals.kind, weeks.label("weeks"))
        .join(t_goal, _goals.id == _plans.goal_id)
        .where(_plans.athlete_id == athlete_id)
        .order_by(_plans.created_at.desc())
    )
    return tuple(
        PlanLine(
            plan_id=str(row.id),
            kind=GoalKind(row.kind),
            start=row.start,
            race_day=row.race_day,
            weeks=row.weeks,
            version=row.version,
            created_at=row.created_at,
            archived=row.archived_at is not None,
        )
        for row in rows
    )


def set_archived(connection: Connection, athlete_id: str, plan_id: str, at: datetime | None) -> None:
    """Put a plan away, or bring it back (None).

    Raises:
        NotFound: no such plan among the athlete's.
    """
    done = connection.execute(
        update(t_plan).where(_plans.id == identifier(plan_id), _plans.athlete_id == athlete_id).values(archived_at=at)
    )
    if done.rowcount == 0:
        raise NotFound("There is no such plan.")


def _save_goal(connection: Connection, athlete_id: str, goal: Goal) -> str:
    statement = insert(t_goal).values(
        athlete_id=athlete_id,
        kind=goal.kind.value,
        race_day=goal.race_day,
        weeks=goal.weeks,
        target_s=goal.target_s,
        level=goal.level.value if goal.level else None,
        days=list(goal.days),
        minutes=list(goal.minutes) if goal.minutes is not None else None,
        long_day=goal.long_day,
    )
    return str(connection.execute(statement.returning(_goals.id)).scalar_one())


def _save_weeks(connection: Connection, plan_id: str, plan: Plan) -> None:
    weeks = [
        {
            "plan_id": plan_id,
            "number": week.number,
            "monday": week.monday,
            "phase": week.phase.value,
            "recovery": week.recovery,
        }
        for week in plan.weeks
    ]
    added = connection.execute(insert(t_plan_week).values(weeks).returning(t_plan_week.c.id, t_plan_week.c.number))
    week_ids = {row.number: row.id for row in added}
    sessions = [
        {
            "plan_id": plan_id,
            "week_id": week_ids[week.number],
            "day": session.day,
            "position": position,
            "kind": session.kind.value,
            "title": session.title,
            "purpose": session.purpose,
            "values": session.values,
            "steps": [asdict(step) for step in session.steps],
            "duration_s": session.duration_s,
            "distance_m": session.distance_m,
        }
        for week in plan.weeks
        for position, session in _positions(week)
    ]
    connection.execute(insert(t_plan_session).values(sessions))


def _positions(week: Week) -> list[tuple[int, Session]]:
    seen: dict[date, int] = {}
    numbered = []
    for session in week.sessions:
        numbered.append((seen.get(session.day, 0), session))
        seen[session.day] = seen.get(session.day, 0) + 1
    return numbered


def _weeks(connection: Connection, plan_id: str) -> tuple[Week, ...]:
    columns = t_plan_session.c
    by_week: dict[int, list[Session]] = {}
    sessions = connection.execute(
        select(t_plan_session).where(columns.plan_id == plan_id).order_by(columns.day, columns.position)
    )
    for row in sessions:
        by_week.setdefault(row.week_id, []).append(_session(row))
    weeks = connection.execute(
        select(t_plan_week).where(t_plan_week.c.plan_id == plan_id).order_by(t_plan_week.c.number)
    )
    return tuple(
        Week(row.number, row.monday, Phase(row.phase), row.recovery, tuple(by_week.get(row.id, ()))) for row in weeks
    )


def _session(row: AnyRow) -> Session:
    return Session(
        day=row.day,
        kind=SessionKind(row.kind),
        title=row.title,
        purpose=row.purpose,
        steps=tuple(_step(step) for step in row.steps),
        values=row._mapping["values"],
        session_id=str(row.id),
    )


def _step(kept: dict[str, Any]) -> Step:
    return Step(
        **kept
        | {
            "kind": StepKind(kept["kind"]),
            "target": Target(**kept["target"]),
            "steps": tuple(_step(step) for step in kept["steps"]),
        }
    )


def _goal(row: AnyRow) -> Goal:
    return Goal(
        kind=GoalKind(row.goal_kind),
        days=tuple(row.goal_days),
        race_day=row.goal_race_day,
        weeks=row.goal_weeks,
        target_s=row.goal_target_s,
        level=Level(row.goal_level) if row.goal_level else None,
        long_day=row.goal_long_day,
        minutes=tuple(row.goal_minutes) if row.goal_minutes is not None else None,
    )


def _plan(row: AnyRow, weeks: tuple[Week, ...]) -> Plan:
    return Plan(
        goal=_goal(row),
        start=row.start,
        race_day=row.race_day,
        level=Level(row.level),
        vma_kmh=row.vma_kmh,
        predicted_s=row.predicted_s,
        goal_s=row.goal_s,
        weeks=weeks,
        notices=tuple(Notice(**notice) for notice in row.notices),
        plan_id=str(row.id),
        version=row.version,
        created_at=row.created_at,
    )
