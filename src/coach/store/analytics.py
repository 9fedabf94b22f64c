"""What a window of days adds up to, added up by PostgreSQL.

Every query begins at the athlete's own days (index ``activity_by_day``) and goes from each activity to its load,
analysis and efforts by their keys. The lateral joins carry a LIMIT or OFFSET so that the planner keeps it so: joined
freely it may read those tables whole, which hold everybody's rows. Queries are built once, with places for the
athlete and the days: to build one takes longer than to run it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    Subquery,
    Uuid,
    bindparam,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.selectable import LateralFromClause

from coach.domain.analytics import Best, RollingDay, RunPoint, Totals, Window
from coach.domain.fitness import BestMark
from coach.domain.sports import SportFamily
from coach.store.engine import AnyRow
from coach.store.running import was_a_run
from coach.store.tables import t_activity, t_activity_analysis, t_activity_effort, t_activity_load, t_wellness_day
from coach.store.training import FIRST_DAY

LONG, SHORT = 28, 7
"""Days of the rolling means."""

ZONES = 5
LEAST_SPREAD = 1e-9
"""A standard deviation below this share of the mean is rounding, not variation."""


@dataclass(frozen=True, slots=True)
class WindowTotals:
    """A window's totals, those of the window before, and those of each week with an activity, by its Monday."""

    now: Totals
    before: Totals
    weeks: dict[date, Totals]


ATHLETE, FIRST, LAST = bindparam("athlete", type_=Uuid), bindparam("first", type_=Date), bindparam("last", type_=Date)
SHOWN = bindparam("shown", type_=Date)
"""The window's first day, where more days are read than shown."""


def places(athlete_id: str, first: date, last: date, **more: date) -> dict[str, Any]:
    """What fills the places of a query: the athlete, and the days read."""
    return {"athlete": athlete_id, "first": max(first, FIRST_DAY), "last": last, **more}


def known_since(connection: Connection, athlete_id: str, until: date) -> date | None:
    """The day of the athlete's first activity up to ``until``, None without any."""
    rows = connection.execute(first_day(), {"athlete": athlete_id, "last": until})
    found: date | None = rows.scalars().one_or_none()
    return found


def first_day() -> Select[date]:
    """The day of the first activity as a query that reads one end of an index."""
    day = t_activity.c.local_date
    return select(day).where(*mine(literal(FIRST_DAY, Date))).order_by(day).limit(1)


def totals(connection: Connection, athlete_id: str, window: Window) -> WindowTotals:
    """A window and the one before added up, and by week; one query, by GROUPING SETS."""
    before = window.before
    days = places(athlete_id, before.first, window.last, shown=window.first, until=before.last)
    rows = connection.execute(_totals_query(), days).all()
    periods = {row.current: _totals(row) for row in rows if row.current is not None}
    weeks = {row.monday: _totals(row) for row in rows if row.monday is not None and row.monday >= window.first}
    return WindowTotals(periods.get(True, NOTHING), periods.get(False, NOTHING), weeks)


@cache
def _totals_query() -> Select[Any]:
    seen = _seen()
    counted = or_(seen.c.local_date <= bindparam("until", type_=Date), seen.c.local_date >= SHOWN)
    monday, current = _monday(seen.c.local_date), seen.c.local_date >= SHOWN
    groups = select(monday.label("monday"), current.label("current"), *_sums(seen)).where(counted)
    return groups.group_by(func.grouping_sets(tuple_(monday), tuple_(current)))


NOTHING = Totals(activities=0, runs=0, distance_m=0.0, moving_s=0.0, load=0.0, unmeasured=0)
"""Days known to hold no activity."""


def rolling(connection: Connection, athlete_id: str, since: date, window: Window) -> list[RollingDay]:
    """Each day of the window that is not before ``since``, with the days behind it; window functions over all days.

    ``since`` is the athlete's first day with an activity: what lies before it is unknown, not rest.
    """
    first = max(window.first - timedelta(days=LONG - 1), since)
    if first > window.last:
        return []
    days = places(athlete_id, first, window.last, shown=window.first)
    return [_rolling_day(row) for row in connection.execute(_rolling_query(), days)]


@cache
def _rolling_query() -> Select[Any]:
    seen = _seen()
    daily = (
        select(
            seen.c.local_date,
            func.sum(seen.c.load).label("load"),
            func.coalesce(func.sum(seen.c.distance_m).filter(seen.c.run), 0.0).label("distance_m"),
        )
        .group_by(seen.c.local_date)
        .cte("daily")
    )
    numbers = func.generate_series(0, LAST - FIRST).table_valued("number").render_derived()
    day = cast(FIRST + numbers.c.number, Date)
    every = (
        select(
            day.label("on_date"),
            case((daily.c.local_date.is_(None), 0.0), else_=daily.c.load).label("load"),
            func.coalesce(daily.c.distance_m, 0.0).label("distance_m"),
        )
        .select_from(numbers.outerjoin(daily, daily.c.local_date == day))
        .cte("every")
    )
    ran = select(every.c.on_date, every.c.load, every.c.distance_m, *_windows(every)).cte("ran")
    return select(ran).where(ran.c.on_date >= SHOWN).order_by(ran.c.on_date)


def _windows(every: CTE) -> list[ColumnElement[Any]]:
    """Means and deviations over 7 and 28 days, None while fewer lie behind; load since the window began.

    Days whose load is not known are left out; where they are more than half, so is the mean.
    """
    found: list[ColumnElement[Any]] = []
    for days in (SHORT, LONG):
        frame: dict[str, Any] = {"order_by": every.c.on_date, "rows": (1 - days, 0)}
        whole = func.count().over(**frame) == days
        told = whole & (func.count(every.c.load).over(**frame) * 2 >= days)
        for name, condition, value in (
            ("load", told, func.avg(every.c.load)),
            ("spread", told, func.stddev_pop(every.c.load)),
            ("distance", whole, func.avg(every.c.distance_m)),
        ):
            found.append(case((condition, value.over(**frame))).label(f"{name}_{days}"))
    inside = func.sum(every.c.load).filter(every.c.on_date >= SHOWN)
    found.append(inside.over(order_by=every.c.on_date, rows=(None, 0)).label("cumulative"))
    return found


def _rolling_day(row: AnyRow) -> RollingDay:
    return RollingDay(
        on=row.on_date,
        load=row.load,
        distance_m=row.distance_m,
        load_7d=row.load_7,
        load_28d=row.load_28,
        distance_7d_m=row.distance_7,
        distance_28d_m=row.distance_28,
        stability_7d=_stability(row.load_7, row.spread_7),
        stability_28d=_stability(row.load_28, row.spread_28),
        cumulative_load=row.cumulative,
    )


def _stability(mean: float | None, spread: float | None) -> float | None:
    if mean is None or spread is None or spread <= LEAST_SPREAD * mean:
        return None
    return mean / spread


def bests(connection: Connection, athlete_id: str, window: Window) -> list[Best]:
    """The fastest effort over each distance within the window, the shortest distance first."""
    rows = connection.execute(best_rows(), places(athlete_id, window.first, window.last))
    return [Best(BestMark(row.distance_m, row.elapsed_s, str(row.id), row.local_date)) for row in rows]


@cache
def best_rows() -> Select[Any]:
    """The fastest of each distance; of equals the earliest."""
    effort = _efforts()
    query = select(t_activity.c.id, t_activity.c.local_date, effort.c.distance_m, effort.c.elapsed_s)
    return (
        query.select_from(t_activity.join(effort, true()))
        .where(*mine(FIRST), t_activity.c.family == SportFamily.RUN.value)
        .ext(distinct_on(effort.c.distance_m))
        .order_by(effort.c.distance_m, effort.c.elapsed_s, t_activity.c.local_date, t_activity.c.id)
    )


def fastest_ever(connection: Connection, athlete_id: str, until: date) -> dict[float, float]:
    """Seconds of the fastest effort over each distance (metres) up to ``until``: reads the whole history."""
    rows = connection.execute(_ever_query(), {"athlete": athlete_id, "last": until})
    return {row.distance_m: row.elapsed_s for row in rows}


@cache
def _ever_query() -> Select[Any]:
    effort = _efforts()
    return (
        select(effort.c.distance_m, func.min(effort.c.elapsed_s).label("elapsed_s"))
        .select_from(t_activity.join(effort, true()))
        .where(*mine(literal(FIRST_DAY, Date)), t_activity.c.family == SportFamily.RUN.value)
        .group_by(effort.c.distance_m)
    )


def efficient_runs(connection: Connection, athlete_id: str, window: Window) -> list[RunPoint]:
    """The window's runs whose efficiency is known, oldest first."""
    rows = connection.execute(_efficient_query(), places(athlete_id, window.first, window.last))
    return [RunPoint(row.local_date, row.efficiency) for row in rows]


@cache
def _efficient_query() -> Select[Any]:
    seen = _seen()
    known = (seen.c.run, seen.c.efficiency.is_not(None))
    return select(seen.c.local_date, seen.c.efficiency).where(*known).order_by(seen.c.started_at)


def weekly_sleep(connection: Connection, athlete_id: str, window: Window) -> dict[date, float]:
    """Mean seconds asleep of the nights known in each week of the window, by its Monday."""
    columns = t_wellness_day.c
    monday = _monday(columns.on_date)
    query = select(monday.label("monday"), func.avg(columns.sleep_s).label("sleep_s")).where(
        columns.athlete_id == athlete_id,
        columns.on_date.between(window.first, window.last),
        columns.sleep_s.is_not(None),
    )
    return {row.monday: row.sleep_s for row in connection.execute(query.group_by(monday))}


def mine(first: ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    """The athlete's activities from the day ``first`` to the last."""
    columns = t_activity.c
    return columns.athlete_id == ATHLETE, columns.deleted_at.is_(None), columns.local_date.between(first, LAST)


def _efforts() -> LateralFromClause:
    columns = t_activity_effort.c
    query = select(columns.distance_m, columns.elapsed_s).where(columns.activity_id == t_activity.c.id)
    return query.offset(0).correlate(t_activity).lateral("effort")


def load_of() -> LateralFromClause:
    """The load of the activity beside it."""
    columns = t_activity_load.c
    query = select(columns.load, columns.heart_zone_s, columns.pace_zone_s).where(
        columns.activity_id == t_activity.c.id
    )
    return query.limit(1).correlate(t_activity).lateral("weighed")


def _analysis_of() -> LateralFromClause:
    columns = t_activity_analysis.c
    query = select(columns.speed_p95_mps, columns.efficiency).where(columns.activity_id == t_activity.c.id)
    return query.limit(1).correlate(t_activity).lateral("analysed")


def _seen() -> Subquery:
    """The athlete's activities of the days read, each with its load and analysis."""
    weighed, analysed, columns = load_of(), _analysis_of(), t_activity.c
    query = select(
        *(columns.local_date, columns.started_at, was_a_run().label("run"), columns.distance_m, columns.moving_s),
        *(weighed.c.load, weighed.c.heart_zone_s, weighed.c.pace_zone_s),
        *(analysed.c.speed_p95_mps, analysed.c.efficiency),
    )
    tables = t_activity.outerjoin(weighed, true()).outerjoin(analysed, true())
    return query.select_from(tables).where(*mine(FIRST)).subquery("seen")


def _monday(day: ColumnElement[date]) -> ColumnElement[date]:
    return cast(day - (cast(extract("isodow", day), Integer) - 1), Date)


def _sums(seen: Subquery) -> list[ColumnElement[Any]]:
    columns = seen.c
    run = columns.run
    paced = run & (columns.distance_m > 0)
    beaten = run & columns.efficiency.is_not(None)
    found: list[ColumnElement[Any]] = [
        func.count().label("activities"),
        func.count().filter(run).label("runs"),
        func.sum(columns.distance_m).filter(run).label("distance_m"),
        func.sum(columns.moving_s).filter(run).label("moving_s"),
        func.sum(columns.load).label("load"),
        func.count().filter(columns.load.is_(None)).label("unmeasured"),
        func.sum(columns.distance_m).filter(paced).label("paced_m"),
        func.sum(columns.moving_s).filter(paced).label("paced_s"),
        func.percentile_cont(0.95).within_group(columns.speed_p95_mps).filter(run).label("speed_p95_mps"),
        (
            func.sum(columns.efficiency * columns.moving_s).filter(beaten)
            / func.nullif(func.sum(columns.moving_s).filter(beaten), 0.0)
        ).label("efficiency_m_per_beat"),
    ]
    for name, zones in (("heart", columns.heart_zone_s), ("pace", columns.pace_zone_s)):
        found += [func.sum(zones[zone]).filter(run).label(f"{name}_{zone}") for zone in range(1, ZONES + 1)]
    return found


def _totals(row: AnyRow) -> Totals:
    return Totals(
        activities=row.activities,
        runs=row.runs,
        distance_m=row.distance_m if row.runs else 0.0,
        moving_s=row.moving_s if row.runs else 0.0,
        load=row.load,
        unmeasured=row.unmeasured,
        pace_s_per_km=1000 * row.paced_s / row.paced_m if row.paced_m else None,
        speed_p95_mps=row.speed_p95_mps,
        efficiency_m_per_beat=row.efficiency_m_per_beat,
        heart_zone_s=_zones([getattr(row, f"heart_{zone}") for zone in range(1, ZONES + 1)]),
        pace_zone_s=_zones([getattr(row, f"pace_{zone}") for zone in range(1, ZONES + 1)]),
    )


def _zones(seconds: Sequence[float | None]) -> tuple[float, ...]:
    """Five sums, or () where no activity knew its zones."""
    return tuple(each for each in seconds if each is not None) if None not in seconds else ()
