"""Calendar feeds: digests in, athlete ids out; and the sessions a plan's newest version no longer has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from coach.domain.plans import Plan, Session, SessionKind
from coach.store.identifiers import identifier
from coach.store.tables import t_calendar_feed, t_plan, t_plan_session

_feeds, _sessions = t_calendar_feed.c, t_plan_session.c


@dataclass(frozen=True, slots=True)
class FeedState:
    """An open feed: since when, and when a calendar last read it."""

    created_at: datetime
    read_at: datetime | None


def put(connection: Connection, athlete_id: str, digest: str, now: datetime) -> None:
    """Write the athlete's one feed; a former one is forgotten."""
    values = {"digest": digest, "created_at": now, "read_at": None}
    connection.execute(
        insert(t_calendar_feed)
        .values(athlete_id=athlete_id, **values)
        .on_conflict_do_update(index_elements=["athlete_id"], set_=values)
    )


def remove(connection: Connection, athlete_id: str) -> bool:
    """Forget the athlete's feed; whether there was one."""
    return connection.execute(delete(t_calendar_feed).where(_feeds.athlete_id == athlete_id)).rowcount > 0


def state(connection: Connection, athlete_id: str) -> FeedState | None:
    """The athlete's feed, None when none is open."""
    found = connection.execute(
        select(_feeds.created_at, _feeds.read_at).where(_feeds.athlete_id == athlete_id)
    ).one_or_none()
    return None if found is None else FeedState(found.created_at, found.read_at)


def read(connection: Connection, digest: str, now: datetime) -> str | None:
    """The athlete of a digest, its reading noted; None when there is none."""
    found = connection.execute(
        update(t_calendar_feed).where(_feeds.digest == digest).values(read_at=now).returning(_feeds.athlete_id)
    ).scalar_one_or_none()
    return None if found is None else str(found)


def withdrawn(connection: Connection, plan: Plan, since: date) -> tuple[Session, ...]:
    """Sessions from ``since`` on that earlier versions of a kept plan had and this one has not, as last planned."""
    if plan.series is None:
        return ()
    held = [session.key for session in plan.sessions if session.key is not None]
    rows = connection.execute(
        select(_sessions.key, _sessions.day, _sessions.kind, _sessions.title, _sessions.purpose, _sessions["values"])
        .join(t_plan, t_plan.c.id == _sessions.plan_id)
        .where(t_plan.c.series == identifier(plan.series), t_plan.c.version < plan.version, _sessions.day >= since)
        .where(_sessions.key.not_in([identifier(key) for key in held]))
        .ext(distinct_on(_sessions.key))
        .order_by(_sessions.key, t_plan.c.version.desc())
    )
    gone = [
        Session(
            day=row.day,
            kind=SessionKind(row.kind),
            title=row.title,
            purpose=row.purpose,
            steps=(),
            values=row._mapping["values"],
            key=str(row.key),
        )
        for row in rows
    ]
    return tuple(sorted(gone, key=lambda session: (session.day, session.key or "")))
