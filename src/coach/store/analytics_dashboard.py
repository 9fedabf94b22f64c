"""What a dashboard reads beside the window's totals, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from coach.domain.analytics import Best, Recent, Window
from coach.domain.fitness import BestMark, Fitness
from coach.domain.sports import Sport
from coach.store import fitness_detail
from coach.store.analytics import ATHLETE, LAST, best_rows, first_day, load_of, places
from coach.store.engine import AnyRow
from coach.store.tables import t_activity, t_fitness_snapshot

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
    rows = connection.execute(_glance_query(), places(athlete_id, window.first, window.last)).all()
    first = next((row.on_date for row in rows if row.kind == FIRST), None)
    bests = [_best(row) for row in rows if row.kind == BEST]
    recent = sorted((row for row in rows if row.kind == RECENT), key=lambda row: row.started_at, reverse=True)
    return Glance(
        known_since=first,
        bests=tuple(sorted(bests, key=lambda best: best.mark.distance_m)),
        recent=tuple(_recent_of(row) for row in recent),
    )


@cache
def _glance_query() -> CompoundSelect[Any]:
    return union_all(_first(), _bests(), _recent())


def believed(connection: Connection, athlete_id: str) -> Fitness | None:
    """The latest snapshot without its weeks, bests and votes, which take far longer to read than all the rest."""
    found = connection.execute(_believed_query(), {"athlete": athlete_id}).scalars().one_or_none()
    return None if found is None else fitness_detail.read(found)


@cache
def _believed_query() -> Select[Any]:
    columns = t_fitness_snapshot.c
    left_out = [cast(["fitness", name], ARRAY(Text)) for name in ("weeks", "bests", "vma_votes")]
    slim: ColumnElement[Any] = columns.detail
    for path in left_out:
        slim = slim.op("#-", return_type=JSONB())(path)
    return select(slim).where(columns.athlete_id == ATHLETE).order_by(columns.on_date.desc()).limit(1)


def _first() -> Select[Any]:
    day = first_day().subquery("beginning").c.local_date
    return select(*_columns(FIRST, on_date=day))


def _bests() -> Select[Any]:
    best = best_rows().subquery("best").c
    return select(
        *_columns(BEST, id=best.id, on_date=best.local_date, distance_m=best.distance_m, seconds=best.elapsed_s)
    )


def _recent() -> Select[Any]:
    weighed, columns = load_of(), t_activity.c
    last = (
        select(*(columns[name] for name in _SHOWN_COLUMNS), weighed.c.load)
        .select_from(t_activity.outerjoin(weighed, true()))
        .where(columns.athlete_id == ATHLETE, columns.deleted_at.is_(None), columns.local_date <= LAST)
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
