"""Training load: of each activity, and what has piled up day by day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Double,
    Float,
    Select,
    Text,
    Uuid,
    and_,
    case,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, JSONPATH

from coach.domain.intensity import Analysis, Quantity
from coach.domain.sports import SportFamily
from coach.domain.training import ActivityLoad, LoadMethod, Thresholds
from coach.science.running.load import HIGHEST_EFFORT, Session
from coach.store import analysis
from coach.store.engine import AnyRow
from coach.store.running import was_told
from coach.store.tables import (
    t_activity,
    t_activity_analysis,
    t_activity_load,
    t_fitness_snapshot,
    t_training_day,
)

FIRST_DAY = date(2000, 1, 1)
"""Days before count nowhere: devices whose clock was never set run on from 1970, 1980 (GPS), 1989 (FIT) or 1999 (GPS).

Watches that measure by satellite are younger.
"""

Piled = tuple[date, float, float, float]
"""A day with training: its load, and CTL and ATL at its end."""

_GAUGE = "loads_against"
_CLOSE = 1e-9
_OF_HEART_AND_PACE = cast(
    f'$[*] ? (@.quantity == "{Quantity.HEART_RATE}" || @.quantity == "{Quantity.GRADED_SPEED}")', JSONPATH
)


def gauge(connection: Connection, athlete_id: str) -> Thresholds | None:
    """The thresholds the athlete's loads are measured against; None when none was noted yet."""
    columns = t_fitness_snapshot.c
    noted = connection.execute(
        select(columns.detail[_GAUGE])
        .where(columns.athlete_id == athlete_id, columns.detail.has_key(_GAUGE))
        .order_by(columns.on_date.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if noted is None else Thresholds(**noted)


def note_gauge(connection: Connection, athlete_id: str, thresholds: Thresholds) -> None:
    """Note, with the latest fitness snapshot, what the loads are measured against from now on."""
    columns = t_fitness_snapshot.c
    latest = select(func.max(columns.on_date)).where(columns.athlete_id == athlete_id).scalar_subquery()
    noted = cast({_GAUGE: asdict(thresholds)}, JSONB)
    connection.execute(
        update(t_fitness_snapshot)
        .where(columns.athlete_id == athlete_id, columns.on_date == latest)
        .values(detail=columns.detail.op("||")(noted))
    )


def unweighed(
    connection: Connection, athlete_id: str, since: date | None = None, *, only: Collection[str] | None = None
) -> list[Session]:
    """Activities not deleted, of days from ``since`` on, whose load is missing or whose rating has changed.

    ``only`` looks at these alone, by their ids.
    """
    stale = _stale(_of(athlete_id, since))
    if only is not None:
        stale = stale.where(t_activity.c.id.in_(only))
    known, session = t_activity_analysis.c, stale.subquery()
    rows = connection.execute(
        select(
            session,
            known.graded_speed_mps,
            known.normalized_speed_mps,
            known.normalized_power_w,
            func.jsonb_path_query_array(known.distributions, _OF_HEART_AND_PACE, type_=JSONB).label("distributions"),
        ).outerjoin(t_activity_analysis, known.activity_id == session.c.id)
    )
    return [_session(row) for row in rows]


def behind(connection: Connection) -> list[str]:
    """Athletes some of whose activities' loads are missing or older than their ratings, by id."""
    stale = _stale(literal(True)).with_only_columns(t_activity.c.athlete_id).distinct()
    return sorted(str(athlete_id) for athlete_id in connection.execute(stale).scalars())


def forget(connection: Connection, athlete_id: str) -> None:
    """Take away the load of every activity of the athlete, deleted ones included."""
    columns = t_activity_load.c
    mine = select(t_activity.c.id).where(t_activity.c.athlete_id == athlete_id)
    connection.execute(delete(t_activity_load).where(columns.activity_id.in_(mine)))


def weigh(connection: Connection, loads: Sequence[ActivityLoad]) -> None:
    """Keep the loads, replacing those of the same activities."""
    if not loads:
        return
    kept = [
        {
            "activity_id": each.activity_id,
            "load": each.load,
            "method": each.method,
            "trimp": each.trimp,
            "session_rpe": each.session_rpe,
            "heart_zone_s": each.heart_zone_s,
            "pace_zone_s": each.pace_zone_s,
        }
        for each in loads
    ]
    seconds = ARRAY(Double)
    names = (
        *(column("activity_id", Uuid), column("load", Double), column("method", Text)),
        *(column("trimp", Double), column("session_rpe", Double)),
        *(column("heart_zone_s", seconds), column("pace_zone_s", seconds)),
    )
    _insert_all(connection, t_activity_load, names, kept, forgetting=t_activity_load.c.activity_id)


def of_activity(connection: Connection, athlete_id: str, activity_id: str) -> ActivityLoad | None:
    """What one of the athlete's activities weighed; None where it was not weighed or is not theirs."""
    columns = t_activity.c
    row = connection.execute(
        select(t_activity_load, columns.local_date, columns.family)
        .join(t_activity, columns.id == t_activity_load.c.activity_id)
        .where(columns.id == activity_id, columns.athlete_id == athlete_id)
    ).one_or_none()
    if row is None:
        return None
    return ActivityLoad(
        activity_id=str(row.activity_id),
        on=row.local_date,
        family=SportFamily(row.family),
        load=row.load,
        method=None if row.method is None else LoadMethod(row.method),
        trimp=row.trimp,
        session_rpe=row.session_rpe,
        heart_zone_s=tuple(row.heart_zone_s or ()),
        pace_zone_s=tuple(row.pace_zone_s or ()),
    )


def first_difference(connection: Connection, athlete_id: str, since: date | None = None) -> date | None:
    """The first day, from ``since`` on, whose kept load is not the sum of its activities'; None where all are."""
    told = _daily(athlete_id, since).subquery()
    kept = select(t_training_day).where(
        t_training_day.c.athlete_id == athlete_id, _from(t_training_day.c.on_date, since)
    )
    days = kept.subquery()
    same = and_(told.c.load.is_not(None), days.c.load.is_not(None), func.abs(told.c.load - days.c.load) <= _CLOSE)
    found: date | None = connection.execute(
        select(func.min(func.coalesce(told.c.on_date, days.c.on_date)))
        .select_from(told.outerjoin(days, told.c.on_date == days.c.on_date, full=True))
        .where(func.coalesce(same, False).is_(False))
    ).scalar_one()
    return found


def daily(connection: Connection, athlete_id: str, since: date) -> list[tuple[date, float]]:
    """The load of every day with a known one, from ``since`` on, in order."""
    query = _daily(athlete_id, since)
    return [(row.on_date, row.load) for row in connection.execute(query.order_by(query.selected_columns.on_date))]


def last_before(connection: Connection, athlete_id: str, day: date) -> Piled | None:
    """What had piled up by the last day with training before ``day``; None when there was none."""
    row = connection.execute(_last_before(athlete_id, day)).one_or_none()
    return None if row is None else _piled(row)


def pile(connection: Connection, athlete_id: str, since: date, days: Sequence[Piled]) -> None:
    """Replace the athlete's days from ``since`` on."""
    columns = t_training_day.c
    connection.execute(delete(t_training_day).where(columns.athlete_id == athlete_id, columns.on_date >= since))
    rows = [
        {"athlete_id": athlete_id, "on_date": on.isoformat(), "load": load, "ctl": ctl, "atl": atl}
        for on, load, ctl, atl in days
    ]
    names = (
        *(column("athlete_id", Uuid), column("on_date", Date)),
        *(column("load", Double), column("ctl", Double), column("atl", Double)),
    )
    _insert_all(connection, t_training_day, names, rows)


def window(connection: Connection, athlete_id: str, first: date, last: date) -> tuple[Piled, ...]:
    """Days with training from ``first`` to ``last`` in order, and the one before them where there is one; one query."""
    columns = t_training_day.c
    within = select(columns.on_date, columns.load, columns.ctl, columns.atl).where(
        columns.athlete_id == athlete_id, columns.on_date.between(first, last)
    )
    before = _last_before(athlete_id, first).subquery()
    both = union_all(within, select(before))
    return tuple(_piled(row) for row in connection.execute(both.order_by("on_date")))


def unmeasured(connection: Connection, athlete_id: str, first: date, last: date) -> dict[date, int]:
    """How many activities of each of the days have no load, for the days that have such."""
    columns = t_activity.c
    rows = connection.execute(
        select(columns.local_date, func.count().label("many"))
        .outerjoin(t_activity_load, t_activity_load.c.activity_id == columns.id)
        .where(
            columns.athlete_id == athlete_id,
            columns.deleted_at.is_(None),
            columns.local_date.between(max(first, FIRST_DAY), last),
            t_activity_load.c.load.is_(None),
        )
        .group_by(columns.local_date)
    )
    return {row.local_date: row.many for row in rows}


def _of(athlete_id: str, since: date | None) -> ColumnElement[bool]:
    return and_(t_activity.c.athlete_id == athlete_id, _from(t_activity.c.local_date, since))


def _stale(whose: ColumnElement[bool]) -> Select[Any]:
    columns = t_activity.c
    effort = func.coalesce(columns.perceived_effort, cast(columns.totals["perceived_effort"].astext, Float))
    # As science has it: a rating off the scale or a session without time is not rated.
    rateable = and_(effort.between(0, HIGHEST_EFFORT), columns.timer_s > 0)
    rated = case((rateable, effort * columns.timer_s / 60))
    kept = t_activity_load.c
    apart = func.abs(rated - kept.session_rpe) > _CLOSE * rated
    return (
        select(
            *(columns.id, columns.family, columns.local_date, columns.moving_s, columns.timer_s),
            *(columns.distance_m, columns.avg_hr, effort.label("effort")),
            *(was_told("from_totals").label("from_totals"), was_told("no_run").label("no_run")),
        )
        .outerjoin(t_activity_load, kept.activity_id == columns.id)
        .where(
            whose,
            columns.deleted_at.is_(None),
            or_(kept.activity_id.is_(None), rated.is_(None) != kept.session_rpe.is_(None), apart),
        )
    )


def _daily(athlete_id: str, since: date | None) -> Select[Any]:
    columns = t_activity.c
    return (
        select(columns.local_date.label("on_date"), func.sum(t_activity_load.c.load).label("load"))
        .join(t_activity_load, t_activity_load.c.activity_id == columns.id)
        .where(
            columns.athlete_id == athlete_id,
            columns.deleted_at.is_(None),
            _from(columns.local_date, max(since or FIRST_DAY, FIRST_DAY)),
            t_activity_load.c.load.is_not(None),
        )
        .group_by(columns.local_date)
    )


def _from(day: ColumnElement[date], since: date | None) -> ColumnElement[bool]:
    return day >= since if since is not None else literal(True)


def _last_before(athlete_id: str, day: date) -> Select[Any]:
    columns = t_training_day.c
    return (
        select(columns.on_date, columns.load, columns.ctl, columns.atl)
        .where(columns.athlete_id == athlete_id, columns.on_date < day)
        .order_by(columns.on_date.desc())
        .limit(1)
    )


def _piled(row: AnyRow) -> Piled:
    return row.on_date, row.load, row.ctl, row.atl


def _session(row: AnyRow) -> Session:
    return Session(
        activity_id=str(row.id),
        on=row.local_date,
        family=SportFamily(row.family),
        moving_s=row.moving_s,
        timer_s=row.timer_s,
        distance_m=row.distance_m,
        avg_hr=row.avg_hr,
        analysis=Analysis(
            graded_speed_mps=row.graded_speed_mps,
            normalized_speed_mps=row.normalized_speed_mps,
            normalized_power_w=row.normalized_power_w,
            distributions=analysis.distributions(row.distributions or ()),
        ),
        perceived_effort=row.effort,
        sampled=not row.from_totals,
        believed=not row.no_run,
    )


def _insert_all(
    connection: Connection,
    table: Any,
    names: Sequence[Any],
    rows: list[dict[str, Any]],
    *,
    forgetting: ColumnElement[Any] | None = None,
) -> None:
    """All rows in one statement; they travel as one JSON document, which thousands of parameters would not be."""
    document = cast(rows, JSONB)
    told = func.jsonb_to_recordset(document).table_valued(*names).render_derived(with_types=True)
    if forgetting is not None:
        keys = [row[forgetting.key] for row in rows]  # type: ignore[index]
        connection.execute(delete(table).where(forgetting == func.any(cast(keys, ARRAY(Uuid)))))
    connection.execute(insert(table).from_select([name.name for name in names], select(told)))
