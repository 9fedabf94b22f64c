"""What a plan is followed by: the time in pace zones of the athlete's runs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from coach.store.tables import t_activity, t_activity_load


def pace_zones(connection: Connection, athlete_id: str, first: date, last: date) -> dict[str, tuple[float, ...]]:
    """Seconds in the five pace zones of the athlete's activities of these days, by activity id, where weighed."""
    activity, load = t_activity.c, t_activity_load.c
    rows = connection.execute(
        select(activity.id, load.pace_zone_s)
        .join(t_activity_load, load.activity_id == activity.id)
        .where(activity.athlete_id == athlete_id, activity.deleted_at.is_(None))
        .where(activity.local_date.between(first, last), func.cardinality(load.pace_zone_s) > 0)
    )
    return {str(row.id): tuple(row.pace_zone_s) for row in rows}
