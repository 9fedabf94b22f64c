"""What the coach believes of the athlete's fitness on a day, computed from their runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.science.running.fitness import fitness as believed
from coach.store import athletes
from coach.store import fitness as snapshots

HISTORY = timedelta(days=2 * 365)
"""How far back runs count at all."""


def current(connection: Connection, athlete_id: str, today: date, *, declared: Level | None = None) -> Fitness:
    """The athlete's fitness as of ``today``, from their runs up to that day.

    ``declared`` is a level said for the occasion (a goal form); otherwise the profile's.
    Raises NotFound when there is no such athlete.
    """
    athlete = athletes.get(connection, athlete_id)
    runs = snapshots.evidence(connection, athlete_id, today - HISTORY, today)
    return believed(
        runs,
        today=today,
        declared_level=declared or athlete.level,
        age=athlete.age_on(today),
        max_hr=athlete.max_hr,
        resting_hr=athlete.resting_hr,
    )


def refresh(connection: Connection, athlete_id: str, now: datetime) -> Fitness:
    """Compute today's fitness on the athlete's own calendar and keep it as a snapshot."""
    athlete = athletes.get(connection, athlete_id)
    today = now.astimezone(ZoneInfo(athlete.time_zone)).date()
    computed = current(connection, athlete_id, today)
    snapshots.keep(connection, athlete_id, computed)
    return computed
