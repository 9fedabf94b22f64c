"""What is known of days besides training: rows in, ``WellnessDay`` out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from coach.domain.wellness import KINDS, Told, WellnessDay, WellnessNote, added
from coach.store.engine import AnyRow
from coach.store.tables import t_wellness_day

_columns = t_wellness_day.c
_MOST_DAYS = 500
"""Days read and written at a time."""


def days(connection: Connection, athlete_id: str, first: date, last: date) -> tuple[WellnessDay, ...]:
    """The athlete's days ``first`` to ``last`` of which something is known, oldest first."""
    query = select(t_wellness_day).where(_columns.athlete_id == athlete_id, _columns.on_date.between(first, last))
    return tuple(_day(row) for row in connection.execute(query.order_by(_columns.on_date)))


def tell(connection: Connection, athlete_id: str, original_id: int, notes: Sequence[tuple[date, WellnessNote]]) -> None:
    """Keep what a file tells of days, as far as it is better than what is known (see ``added``).

    The caller holds the athlete's lock (``recorded.alone``).
    """
    by_day: dict[date, list[WellnessNote]] = defaultdict(list)
    for on, note in notes:
        by_day[on].append(note)
    told = sorted(by_day)
    for first in range(0, len(told), _MOST_DAYS):
        page = told[first : first + _MOST_DAYS]
        known = _known(connection, athlete_id, page)
        changed = []
        for on in page:
            before = after = known.get(on, {})
            for note in by_day[on]:
                after = added(after, on, note)
            if after != before:
                changed.append(_values(athlete_id, on, after) | {"original_id": original_id})
        _write(connection, changed)


def set_typed(connection: Connection, athlete_id: str, on: date, values: Mapping[str, float | None]) -> WellnessDay:
    """Write the athlete's own word on a day, None takes a value away; the day as it now is.

    The caller holds the athlete's lock (``recorded.alone``).
    """
    known = _known(connection, athlete_id, [on]).get(on, {})
    for kind, value in values.items():
        if value is None:
            known.pop(kind, None)
        else:
            known[kind] = Told(value, None)
    if known:
        _write(connection, [_values(athlete_id, on, known)])
    else:
        connection.execute(delete(t_wellness_day).where(_columns.athlete_id == athlete_id, _columns.on_date == on))
    return next(iter(days(connection, athlete_id, on, on)), WellnessDay(on))


def _known(connection: Connection, athlete_id: str, asked: Sequence[date]) -> dict[date, dict[str, Told]]:
    query = select(t_wellness_day).where(_columns.athlete_id == athlete_id, _columns.on_date.in_(asked))
    return {
        row.on_date: {
            kind: Told(getattr(row, kind), row.told_at.get(kind)) for kind in KINDS if getattr(row, kind) is not None
        }
        for row in connection.execute(query)
    }


def _values(athlete_id: str, on: date, known: Mapping[str, Told]) -> dict[str, Any]:
    values = {kind: known[kind].value if kind in known else None for kind in KINDS}
    return {
        "athlete_id": athlete_id,
        "on_date": on,
        "told_at": {kind: told.at for kind, told in known.items()},
        **values,
    }


def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = insert(t_wellness_day).values(list(rows))
    fresh = {name: statement.excluded[name] for name in rows[0] if name not in ("athlete_id", "on_date")}
    connection.execute(statement.on_conflict_do_update(constraint="wellness_day_pkey", set_=fresh))


def _day(row: AnyRow) -> WellnessDay:
    return WellnessDay(
        on=row.on_date,
        **{kind: getattr(row, kind) for kind in KINDS},
        typed=tuple(kind for kind in KINDS if kind in row.told_at and row.told_at[kind] is None),
    )
