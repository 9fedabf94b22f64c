"""What a dashboard reads beside the window's totals, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Double,
    Integer,
    Select,
    Text,
    Uuid,
    cast,
    literal,
    null,
    select,
    true,
    union_all,
)

from coach.domain.analytics import Best, Recent, Window
from coach.domain.fitness import BestMark
from coach.domain.sports import Sport
from coach.store.analytics import best_rows, first_day, load_of
from coach.store.engine import AnyRow
from coach.store.tables import t_activity

FIRST, BEST, RECENT = "first", "best", "recent"
SHOWN = 5
"""Activities listed as the last ones."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The day of the first activity, the window's fastest efforts, and the last activities (newest first)."""

    known_since: date | None
    bests: tuple[Best, ...]
    recent: tuple[Recent, ...]


def glance(connection: Connection, athlete_id: str, window: Window) -> Glance:
    """All three read from ends and ranges of the athlete's own index entries."""
    query = union_all(_first(athlete_id, window.last), _bests(athlete_id, window), _recent(athlete_id, window.last))
    rows = connection.execute(query).all()
    first = next((row.on_date for row in rows if row.kind == FIRST), None)
    bests = [_best(row) for row in rows if row.kind == BEST]
    recent = sorted((row for row in rows if row.kind == RECENT), key=lambda row: row.started_at, reverse=True)
    return Glance(
        known_since=first,
        bests=tuple(sorted(bests, key=lambda best: best.mark.distance_m)),
        recent=tuple(_recent_of(row) for row in recent),
    )


def _first(athlete_id: str, until: date) -> Select[Any]:
    day = first_day(athlete_id, until).subquery("beginning").c.local_date
    return select(*_columns(FIRST, on_date=day))


def _bests(athlete_id: str, window: Window) -> Select[Any]:
    best = best_rows(athlete_id, window.first, window.last).subquery("best").c
    return select(
        *_columns(BEST, id=best.id, on_date=best.local_date, distance_m=best.distance_m, seconds=best.elapsed_s)
    )


def _recent(athlete_id: str, until: date) -> Select[Any]:
    weighed, columns = load_of(), t_activity.c
    last = (
        select(*(columns[name] for name in _SHOWN_COLUMNS), weighed.c.load)
        .select_from(t_activity.outerjoin(weighed, true()))
        .where(columns.athlete_id == athlete_id, columns.deleted_at.is_(None), columns.local_date <= until)
        .order_by(columns.started_at.desc())
        .limit(SHOWN)
        .subquery("last")
        .c
    )
    named = {name: last[name] for name in ("id", "distance_m", "sport", "name", "started_at", "utc_offset_s", "load")}
    return select(*_columns(RECENT, on_date=last.local_date, seconds=last.moving_s, **named))


_SHOWN_COLUMNS = ("id", "local_date", "distance_m", "moving_s", "sport", "name", "started_at", "utc_offset_s")
_TYPES: dict[str, Any] = {
    "id": Uuid,
    "on_date": Date,
    "distance_m": Double,
    "seconds": Double,
    "sport": Text,
    "name": Text,
    "started_at": DateTime(timezone=True),
    "utc_offset_s": Integer,
    "load": Double,
}


def _columns(kind: str, **given: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns all three have, null where one has nothing to put there."""
    told = [given.get(name, cast(null(), sort)).label(name) for name, sort in _TYPES.items()]
    return [literal(kind, Text).label("kind"), *told]


def _best(row: AnyRow) -> Best:
    return Best(BestMark(row.distance_m, row.seconds, str(row.id), row.on_date))


def _recent_of(row: AnyRow) -> Recent:
    return Recent(
        activity_id=str(row.id),
        sport=Sport(row.sport),
        name=row.name,
        local_start=(row.started_at + timedelta(seconds=row.utc_offset_s)).replace(tzinfo=None),
        distance_m=row.distance_m,
        moving_s=row.seconds,
        load=row.load,
    )
