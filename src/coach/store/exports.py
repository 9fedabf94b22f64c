"""An athlete's rows as an export reads them: many activities at a time, flat, the samples one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from coach.science.recordings import Samples
from coach.store.blocks import unpack
from coach.store.engine import AnyRow
from coach.store.tables import (
    t_activity,
    t_activity_analysis,
    t_activity_effort,
    t_activity_load,
    t_activity_samples,
    t_activity_set,
    t_activity_split,
)

Flat = dict[str, Any]

_BLOCKS_AT_ONCE = 16
"""Blocks of samples in memory at a time."""

_IN_JSON = ("avg_speed_mps", "max_speed_mps", "avg_cadence", "avg_power", "calories_kcal")
_OF_ANALYSIS = (
    *("graded_speed_mps", "normalized_speed_mps", "normalized_power_w", "speed_p95_mps", "efficiency", "decoupling"),
    "not_measurable",
)
_OF_LOAD = ("load", "method", "trimp", "session_rpe", "heart_zone_s", "pace_zone_s")


@dataclass(frozen=True, slots=True)
class Span:
    """The athlete's dates an export is narrowed to, both included; None narrows nothing."""

    since: date | None = None
    until: date | None = None

    def on(self, column: ColumnElement[date]) -> list[ColumnElement[bool]]:
        """Conditions that keep ``column`` inside."""
        conditions = [] if self.since is None else [column >= self.since]
        return conditions if self.until is None else [*conditions, column <= self.until]


def ids(connection: Connection, athlete_id: str, span: Span) -> list[UUID]:
    """The athlete's activities that are not deleted, by their date and start."""
    columns = t_activity.c
    query = (
        select(columns.id)
        .where(columns.athlete_id == athlete_id, columns.deleted_at.is_(None), *span.on(columns.local_date))
        .order_by(columns.local_date, columns.started_at, columns.id)
    )
    return list(connection.execute(query).scalars())


def activities(connection: Connection, athlete_id: str, chosen: Sequence[UUID]) -> list[Flat]:
    """The chosen activities with their measures, analysis and load, in the order of ``ids``."""
    activity, analysis, load = t_activity.c, t_activity_analysis.c, t_activity_load.c
    query = (
        select(
            *(column for column in t_activity.c if column.name not in ("athlete_id", "totals")),
            *(analysis[name] for name in _OF_ANALYSIS),
            *(load[name] for name in _OF_LOAD),
            t_activity_samples.c.count.label("samples"),
        )
        .outerjoin(t_activity_analysis, analysis.activity_id == activity.id)
        .outerjoin(t_activity_load, load.activity_id == activity.id)
        .outerjoin(t_activity_samples, t_activity_samples.c.activity_id == activity.id)
        .where(activity.id.in_(chosen), activity.athlete_id == athlete_id)
        .order_by(activity.local_date, activity.started_at, activity.id)
    )
    return [_activity(row) for row in connection.execute(query)]


def _activity(row: AnyRow) -> Flat:
    flat = dict(row._mapping)
    measures = flat.pop("measures")
    return flat | {
        "activity_id": str(row.id),
        "local_start": (row.started_at + timedelta(seconds=row.utc_offset_s)).replace(tzinfo=None),
        "corrections": [each["code"] for each in measures.get("corrections", ())],
        **{name: measures.get(name) for name in _IN_JSON},
    }


def splits(connection: Connection, chosen: Sequence[UUID]) -> list[Flat]:
    """Laps, kilometres and lengths of the chosen activities."""
    return _rows_of(connection, t_activity_split, chosen, "kind", "position")


def efforts(connection: Connection, chosen: Sequence[UUID]) -> list[Flat]:
    """Best efforts of the chosen activities."""
    return _rows_of(connection, t_activity_effort, chosen, "distance_m")


def sets(connection: Connection, chosen: Sequence[UUID]) -> list[Flat]:
    """Sets of the chosen strength sessions."""
    return _rows_of(connection, t_activity_set, chosen, "position")


def intensity(connection: Connection, chosen: Sequence[UUID]) -> tuple[list[Flat], list[Flat]]:
    """Mean-maximal curves and distributions of the chosen activities, one row a quantity."""
    columns = t_activity_analysis.c
    query: Select[Any] = (
        select(columns.activity_id, columns.curves, columns.distributions)
        .where(columns.activity_id.in_(chosen))
        .order_by(columns.activity_id)
    )
    curves: list[Flat] = []
    distributions: list[Flat] = []
    for row in connection.execute(query):
        curves += [_named(row, each) for each in row.curves]
        distributions += [_named(row, each) for each in row.distributions]
    return curves, distributions


def _named(row: AnyRow, each: Mapping[str, Any]) -> Flat:
    return {**each, "activity_id": str(row.activity_id)}


def _rows_of(connection: Connection, table: Table, chosen: Sequence[UUID], *order: str) -> list[Flat]:
    query = (
        select(table)
        .where(table.c.activity_id.in_(chosen))
        .order_by(table.c.activity_id, *(table.c[name] for name in order))
    )
    return [_named(row, dict(row._mapping)) for row in connection.execute(query)]


def samples(connection: Connection, athlete_id: str, span: Span) -> Iterator[tuple[str, int, Samples]]:
    """Id, local year and cleaned samples of each activity that has some, in the order of ``ids``.

    Blocks come out of the database a few at a time; read on before asking the connection for anything else.
    """
    activity = t_activity.c
    query = (
        select(activity.id, activity.local_date, t_activity_samples.c.block)
        .join(t_activity_samples, t_activity_samples.c.activity_id == activity.id)
        .where(activity.athlete_id == athlete_id, activity.deleted_at.is_(None), *span.on(activity.local_date))
        .order_by(activity.local_date, activity.started_at, activity.id)
        .execution_options(yield_per=_BLOCKS_AT_ONCE)
    )
    with connection.execute(query) as found:
        for row in found:
            yield str(row.id), row.local_date.year, unpack(bytes(row.block))
