"""Activities out of the database: lists, one whole, its samples. Writing is next door, in ``recorded``."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, cast, func, or_, select

from coach.domain.activities import (
    Activity,
    ActivityRow,
    BestEffort,
    Correction,
    Device,
    Measures,
    Source,
    Split,
    SplitKind,
    StrengthSet,
    Totals,
)
from coach.domain.intensity import Analysis
from coach.domain.problems import InvalidInput, NotFound
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Samples
from coach.store import analysis
from coach.store.blocks import unpack
from coach.store.engine import AnyRow
from coach.store.identifiers import identifier
from coach.store.tables import (
    t_activity,
    t_activity_effort,
    t_activity_samples,
    t_activity_set,
    t_activity_source,
    t_activity_split,
    t_original,
)

LONGEST_CURSOR = 400
"""Letters; ours have about 100, and the reader of longer ones could be made to nest without end."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; None narrows nothing. ``since`` and ``until`` are the athlete's dates, included.

    With ``text``, activities of ``sports`` fit as well, whatever their name.
    """

    family: SportFamily | None = None
    text: str | None = None
    since: date | None = None
    until: date | None = None
    sports: tuple[Sport, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Rows newest first; ``cursor`` asks for the next page, None at the end. ``total`` counts the whole filter."""

    rows: tuple[ActivityRow, ...]
    cursor: str | None
    total: int


_SOURCES = (
    select(func.count()).where(t_activity_source.c.activity_id == t_activity.c.id).scalar_subquery().label("sources")
)
_ROW = (
    t_activity.c.id,
    t_activity.c.sport,
    t_activity.c.name,
    t_activity.c.started_at,
    t_activity.c.utc_offset_s,
    t_activity.c.elapsed_s,
    t_activity.c.moving_s,
    t_activity.c.distance_m,
    t_activity.c.avg_hr,
    t_activity.c.ascent_m,
    t_activity.c.track,
    t_activity.c.race,
    _SOURCES,
)


def listing(connection: Connection, athlete_id: str, filter: Filter, cursor: str | None, limit: int) -> Page:
    """A page of the athlete's activities, newest first.

    Raises:
        InvalidInput: the cursor is not one we gave.
    """
    conditions = _conditions(athlete_id, filter)
    total = connection.execute(select(func.count()).select_from(t_activity).where(*conditions)).scalar_one()
    query: Select[Any] = select(*_ROW).where(*conditions)
    if cursor is not None:
        query = query.where(_before(cursor))
    query = query.order_by(t_activity.c.started_at.desc(), t_activity.c.id.desc()).limit(limit + 1)
    rows = connection.execute(query).all()
    following = _cursor(rows[limit - 1]) if len(rows) > limit else None
    return Page(tuple(_activity_row(row) for row in rows[:limit]), following, total)


def ids_beginning(connection: Connection, athlete_id: str, beginning: str) -> list[str]:
    """Up to two ids of the athlete's activities that begin with these letters."""
    text = cast(t_activity.c.id, Text)
    query = select(t_activity.c.id).where(
        *_conditions(athlete_id, Filter()), text.startswith(beginning, autoescape=True)
    )
    return [str(found) for found in connection.execute(query.limit(2)).scalars()]


def between(connection: Connection, athlete_id: str, first: date, last: date) -> tuple[ActivityRow, ...]:
    """All activities of the athlete's days ``first`` to ``last``, oldest first."""
    query = select(*_ROW).where(*_conditions(athlete_id, Filter(since=first, until=last)))
    return tuple(_activity_row(row) for row in connection.execute(query.order_by(t_activity.c.started_at)))


def detail(connection: Connection, athlete_id: str, activity_id: str) -> Activity:
    """An activity whole, without its samples.

    Raises:
        NotFound: no such activity among the athlete's.
    """
    row = connection.execute(
        select(
            *_ROW,
            t_activity.c.timer_s,
            t_activity.c.max_hr,
            t_activity.c.descent_m,
            t_activity.c.measures,
            t_activity.c.totals,
            t_activity.c.warnings,
            t_activity.c.perceived_effort,
            t_activity_samples.c.columns,
        )
        .outerjoin(t_activity_samples, t_activity_samples.c.activity_id == t_activity.c.id)
        .where(t_activity.c.id == identifier(activity_id), *_conditions(athlete_id, Filter()))
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such activity.")
    splits = _splits(connection, activity_id)
    return Activity(
        row=_activity_row(row),
        measures=_measures(row, splits, _efforts(connection, activity_id), analysis.read(connection, activity_id)),
        totals=Totals(**row.totals),
        laps=tuple(split for split in splits if split.kind is not SplitKind.KILOMETRE),
        sets=_sets(connection, activity_id),
        sources=sources(connection, activity_id),
        warnings=tuple(row.warnings),
        columns=tuple(row.columns or ()),
        rated=row.perceived_effort,
    )


def samples(connection: Connection, athlete_id: str, activity_id: str) -> Samples:
    """The cleaned samples of an activity (empty for one entered by hand).

    Raises:
        NotFound: no such activity among the athlete's.
    """
    row = connection.execute(
        select(t_activity_samples.c.block)
        .select_from(t_activity)
        .outerjoin(t_activity_samples, t_activity_samples.c.activity_id == t_activity.c.id)
        .where(t_activity.c.id == identifier(activity_id), *_conditions(athlete_id, Filter()))
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such activity.")
    return unpack(bytes(row.block)) if row.block is not None else unpack_nothing()


def unpack_nothing() -> Samples:
    """Samples of an activity that has none."""
    import numpy as np

    return Samples(time=np.empty(0))


def sources(connection: Connection, activity_id: str) -> tuple[Source, ...]:
    """The files an activity came from, the main one first."""
    rows = connection.execute(
        select(t_activity_source, t_original.c.name, t_original.c.format, t_original.c.sha256, t_original.c.received_at)
        .join(t_original, t_original.c.id == t_activity_source.c.original_id)
        .where(t_activity_source.c.activity_id == activity_id)
        .order_by(t_activity_source.c.main.desc(), t_activity_source.c.id)
    )
    return tuple(
        Source(
            source_id=str(row.id),
            file_name=row.name,
            format=row.format,
            sha256=bytes(row.sha256).hex(),
            part=row.part,
            primary=row.main,
            device=Device(**row.device),
            received_at=row.received_at,
        )
        for row in rows
    )


def _conditions(athlete_id: str, filter: Filter) -> list[ColumnElement[bool]]:
    conditions = [t_activity.c.athlete_id == athlete_id, t_activity.c.deleted_at.is_(None)]
    if filter.family is not None:
        conditions.append(t_activity.c.family == filter.family.value)
    if filter.text:
        named = t_activity.c.name.icontains(filter.text, autoescape=True)
        meant = t_activity.c.sport.in_([sport.value for sport in filter.sports])
        conditions.append(or_(named, meant) if filter.sports else named)
    if filter.since is not None:
        conditions.append(t_activity.c.local_date >= filter.since)
    if filter.until is not None:
        conditions.append(t_activity.c.local_date <= filter.until)
    return conditions


def _cursor(row: AnyRow) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.started_at.isoformat(), str(row.id)]).encode()).decode()


def _before(cursor: str) -> ColumnElement[bool]:
    try:
        started, last = json.loads(base64.urlsafe_b64decode(cursor[:LONGEST_CURSOR].encode()))
        moment, activity_id = datetime.fromisoformat(started), UUID(last)
    except (ValueError, TypeError, AttributeError):
        raise InvalidInput("This page of the list no longer exists. Start again from the first one.") from None
    return or_(
        t_activity.c.started_at < moment,
        and_(t_activity.c.started_at == moment, t_activity.c.id < activity_id),
    )


def _activity_row(row: AnyRow) -> ActivityRow:
    return ActivityRow(
        activity_id=str(row.id),
        sport=Sport(row.sport),
        name=row.name,
        started_at=row.started_at,
        local_start=(row.started_at + timedelta(seconds=row.utc_offset_s)).replace(tzinfo=None),
        elapsed_s=row.elapsed_s,
        moving_s=row.moving_s,
        distance_m=row.distance_m,
        avg_hr=row.avg_hr,
        ascent_m=row.ascent_m,
        track=row.track,
        sources=row.sources,
        race=row.race,
    )


def _measures(row: AnyRow, splits: tuple[Split, ...], efforts: tuple[BestEffort, ...], analysed: Analysis) -> Measures:
    kept = dict(row.measures)
    corrections = tuple(Correction(**each) for each in kept.pop("corrections"))
    return Measures(
        elapsed_s=row.elapsed_s,
        timer_s=row.timer_s,
        moving_s=row.moving_s,
        distance_m=row.distance_m,
        avg_hr=row.avg_hr,
        max_hr=row.max_hr,
        ascent_m=row.ascent_m,
        descent_m=row.descent_m,
        track=row.track,
        best_efforts=efforts,
        kilometres=tuple(split for split in splits if split.kind is SplitKind.KILOMETRE),
        corrections=corrections,
        analysis=analysed,
        **kept,
    )


def _splits(connection: Connection, activity_id: str) -> tuple[Split, ...]:
    columns = t_activity_split.c
    rows = connection.execute(
        select(t_activity_split).where(columns.activity_id == activity_id).order_by(columns.kind, columns.position)
    )
    skipped = {"id", "activity_id", "position", "kind"}
    return tuple(
        Split(kind=SplitKind(row.kind), **{k: v for k, v in row._mapping.items() if k not in skipped}) for row in rows
    )


def _efforts(connection: Connection, activity_id: str) -> tuple[BestEffort, ...]:
    columns = t_activity_effort.c
    rows = connection.execute(
        select(columns.distance_m, columns.elapsed_s, columns.start_s)
        .where(columns.activity_id == activity_id)
        .order_by(columns.distance_m)
    )
    return tuple(BestEffort(*row) for row in rows)


def _sets(connection: Connection, activity_id: str) -> tuple[StrengthSet, ...]:
    columns = t_activity_set.c
    rows = connection.execute(
        select(
            columns.start_s,
            columns.duration_s,
            columns.repetitions,
            columns.weight_kg,
            columns.category,
            columns.active,
        )
        .where(columns.activity_id == activity_id)
        .order_by(columns.position)
    )
    return tuple(StrengthSet(*row) for row in rows)
