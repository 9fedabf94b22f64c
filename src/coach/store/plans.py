"""Goals and plans: rows in, ``Plan`` out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select, text, update

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.domain.plans import Notice, Origin, Phase, Plan, Session, SessionKind, Week
from coach.domain.problems import NotFound
from coach.store.engine import AnyRow
from coach.store.identifiers import identifier
from coach.store.plan_documents import goal_of, goal_values, notices_of, steps_of
from coach.store.tables import t_goal, t_plan, t_plan_session, t_plan_week

_plans, _goals = t_plan.c, t_goal.c
_GOAL_COLUMNS = tuple(column.name for column in _goals if column.name not in ("id", "athlete_id", "created_at"))


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a list: its newest version. ``end`` is race day, or the last day where there is no race."""

    plan_id: str
    kind: GoalKind
    start: date
    race_day: date | None
    end: date
    weeks: int
    version: int
    created_at: datetime
    archived: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a plan: when and why it came to be."""

    plan_id: str
    version: int
    origin: Origin
    changed_for: tuple[Notice, ...]
    created_at: datetime


def save(connection: Connection, athlete_id: str, plan: Plan, *, fingerprint: str | None = None) -> str:
    """Write a goal and a version of its plan; the id of the version.

    A plan without ``series`` begins one. ``fingerprint`` digests the question the plan answers.
    """
    goal_id = connection.execute(
        insert(t_goal).values(athlete_id=athlete_id, **goal_values(plan.goal)).returning(_goals.id)
    ).scalar_one()
    values = {
        "athlete_id": athlete_id,
        "goal_id": goal_id,
        "version": plan.version,
        "origin": plan.origin.value,
        "changed_for": [asdict(notice) for notice in plan.changed_for],
        "start": plan.start,
        "race_day": plan.race_day,
        "level": plan.level.value,
        "age": plan.age,
        "vma_kmh": plan.vma_kmh,
        "predicted_s": plan.predicted_s,
        "goal_s": plan.goal_s,
        "notices": [asdict(notice) for notice in plan.notices],
        "fingerprint": fingerprint,
    }
    if plan.series is not None:
        values["series"] = identifier(plan.series)
    plan_id = connection.execute(insert(t_plan).values(values).returning(_plans.id)).scalar_one()
    _save_weeks(connection, str(plan_id), plan)
    return str(plan_id)


def get(connection: Connection, athlete_id: str, plan_id: str) -> Plan:
    """A plan whole: the version of that id, or the newest version of the series of that id.

    Raises:
        NotFound: no such plan among the athlete's.
    """
    row = connection.execute(
        select(t_plan, *(column.label(f"goal_{column.name}") for column in t_goal.c))
        .join(t_goal, _goals.id == _plans.goal_id)
        .where(_called(plan_id), _plans.athlete_id == athlete_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such plan.")
    return _plan(row, _weeks(connection, str(row.id)))


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


def answering(connection: Connection, athlete_id: str, fingerprint: str) -> str | None:
    """The id of the newest version of the plan made for the same question, not put away."""
    made = select(_plans.series).where(_plans.athlete_id == athlete_id, _plans.fingerprint == fingerprint)
    found = connection.execute(
        select(_plans.id)
        .where(_plans.athlete_id == athlete_id, _plans.archived_at.is_(None), _is_newest())
        .where(_plans.series.in_(made))
        .order_by(_plans.created_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else str(found)


def newest(connection: Connection, athlete_id: str, series: str) -> str:
    """The id of the newest version of a series. Raises NotFound when the athlete has no such plan."""
    found = connection.execute(
        select(_plans.id)
        .where(_plans.athlete_id == athlete_id, _plans.series == identifier(series))
        .order_by(_plans.version.desc())
        .limit(1)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such plan.")
    return str(found)


def versions(connection: Connection, athlete_id: str, series: str) -> tuple[VersionLine, ...]:
    """Every version of a series, newest first."""
    rows = connection.execute(
        select(_plans.id, _plans.version, _plans.origin, _plans.changed_for, _plans.created_at)
        .where(_plans.athlete_id == athlete_id, _plans.series == identifier(series))
        .order_by(_plans.version.desc())
    )
    return tuple(
        VersionLine(str(row.id), row.version, Origin(row.origin), notices_of(row.changed_for), row.created_at)
        for row in rows
    )


def listing(connection: Connection, athlete_id: str) -> tuple[PlanLine, ...]:
    """The athlete's plans in their newest versions, newest first."""
    weeks = select(func.count()).where(t_plan_week.c.plan_id == _plans.id).scalar_subquery()
    rows = connection.execute(
        select(t_plan, _goals.kind, weeks.label("weeks"))
        .join(t_goal, _goals.id == _plans.goal_id)
        .where(_plans.athlete_id == athlete_id, _is_newest())
        .order_by(_plans.created_at.desc())
    )
    return tuple(
        PlanLine(
            plan_id=str(row.id),
            kind=GoalKind(row.kind),
            start=row.start,
            race_day=row.race_day,
            end=row.race_day or row.start + timedelta(days=7 * row.weeks - 1),
            weeks=row.weeks,
            version=row.version,
            created_at=row.created_at,
            archived=row.archived_at is not None,
        )
        for row in rows
    )


def names(connection: Connection, athlete_id: str) -> dict[str, str]:
    """Every id a plan of the athlete goes by, of its versions and its series, with that of its newest version."""
    query = select(_plans.id, _plans.series).where(_plans.athlete_id == athlete_id).order_by(_plans.version)
    rows = connection.execute(query).all()
    newest_of = {row.series: str(row.id) for row in rows}
    return {str(said): newest_of[row.series] for row in rows for said in (row.id, row.series)}


def every_version(connection: Connection, athlete_id: str) -> tuple[str, ...]:
    """The ids of all the athlete's plans in all their versions, oldest first."""
    query = select(_plans.id).where(_plans.athlete_id == athlete_id).order_by(_plans.created_at, _plans.version)
    return tuple(str(found) for found in connection.execute(query).scalars())


def is_archived(connection: Connection, athlete_id: str, plan_id: str) -> bool:
    """Whether one of the athlete's plans was put away."""
    query = select(_plans.archived_at).where(_called(plan_id), _plans.athlete_id == athlete_id)
    return connection.execute(query).scalar_one_or_none() is not None


def set_archived(connection: Connection, athlete_id: str, plan_id: str, at: datetime | None) -> None:
    """Put a plan away in all its versions, or bring it back (None).

    Raises:
        NotFound: no such plan among the athlete's.
    """
    series = select(_plans.series).where(_called(plan_id), _plans.athlete_id == athlete_id)
    done = connection.execute(update(t_plan).where(_plans.series == series.scalar_subquery()).values(archived_at=at))
    if done.rowcount == 0:
        raise NotFound("There is no such plan.")


def _called(plan_id: str) -> ColumnElement[bool]:
    """Whether a version has this id, or is the newest of the series that has it."""
    said = identifier(plan_id)
    return (_plans.id == said) | ((_plans.series == said) & _is_newest())


def _is_newest() -> ColumnElement[bool]:
    """Whether no later version of the same series exists."""
    later = t_plan.alias("later")
    return ~exists().where(later.c.series == _plans.series, later.c.version > _plans.version)


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
            "key": session.key or str(uuid4()),
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
        steps=steps_of(row.steps),
        values=row._mapping["values"],
        session_id=str(row.id),
        key=str(row.key),
    )


def _plan(row: AnyRow, weeks: tuple[Week, ...]) -> Plan:
    return Plan(
        goal=goal_of({name: getattr(row, f"goal_{name}") for name in _GOAL_COLUMNS}),
        start=row.start,
        race_day=row.race_day,
        level=Level(row.level),
        vma_kmh=row.vma_kmh,
        predicted_s=row.predicted_s,
        goal_s=row.goal_s,
        weeks=weeks,
        notices=notices_of(row.notices),
        age=row.age,
        plan_id=str(row.id),
        series=str(row.series),
        version=row.version,
        origin=Origin(row.origin),
        changed_for=notices_of(row.changed_for),
        created_at=row.created_at,
    )
