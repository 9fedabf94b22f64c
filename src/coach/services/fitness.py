"""What the coach believes of the athlete's fitness on a day, computed from their runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.races import RaceDay
from coach.domain.sports import SportFamily
from coach.science.running import vma
from coach.science.running.fitness import fitness as believed
from coach.science.running.races import ANY_DAY, RACE_DISTANCES_M
from coach.services import training
from coach.store import activities, athletes, recorded
from coach.store import fitness as snapshots

HISTORY = timedelta(days=2 * 365)
"""How far back runs count at all."""

RESTING = timedelta(days=60)
"""How far back daily resting heart rates count."""

OLD = timedelta(days=28)
"""A run that lies less far back is not called old, even where it tells nothing."""


def current(
    connection: Connection,
    athlete_id: str,
    today: date,
    *,
    declared: Level | None = None,
    over: Sequence[float] = RACE_DISTANCES_M,
    race_day: RaceDay = ANY_DAY,
) -> Fitness:
    """The athlete's fitness as of ``today``, from their runs up to that day.

    ``declared`` is a level said for the occasion (a goal form); otherwise the profile's. Races are predicted ``over``
    distances in metres, on a ``race_day`` as far as its climb and heat are known.
    Raises NotFound when there is no such athlete.
    """
    athlete = athletes.get(connection, athlete_id)
    runs = snapshots.evidence(connection, athlete_id, today - HISTORY, today)
    return believed(
        runs,
        today=today,
        declared_level=declared or athlete.level,
        age=athlete.age_on(today),
        sex=athlete.sex,
        bmi=athlete.bmi,
        max_hr=athlete.max_hr,
        resting_hr=athlete.resting_hr,
        resting_seen=snapshots.resting_rates(connection, athlete_id, today - RESTING, today),
        ramp=training.ramp(connection, athlete_id, today),
        last_run=None if runs else snapshots.last_run(connection, athlete_id, today),
        over=over,
        race_day=race_day,
    )


def measured(known: Fitness) -> bool:
    """Whether the VMA was seen in runs; otherwise it is unknown or assumed from the level."""
    return vma.measured(known.vma)


def outdated(connection: Connection, athlete_id: str, known: Fitness) -> date | None:
    """The day of the athlete's last run where all their runs are too old to judge ``known.on`` by; otherwise None."""
    if measured(known) or any(week.runs for week in known.weeks):
        return None
    page = activities.listing(connection, athlete_id, activities.Filter(family=SportFamily.RUN), None, 1)
    last = page.rows[0].local_date if page.rows else None
    return last if last is not None and last < known.on - OLD else None


def when_last_running(connection: Connection, athlete_id: str, known: Fitness) -> Fitness | None:
    """The fitness of the day of the athlete's last run, where all runs are too old to judge ``known.on`` by."""
    last = known.last_run
    if known.runs_counted or last is None:
        return None
    return current(connection, athlete_id, last)


def refresh(connection: Connection, athlete_id: str, now: datetime) -> Fitness:
    """Compute today's fitness on the athlete's own calendar, keep it as a snapshot, and weigh training against it."""
    athlete = athletes.get(connection, athlete_id)
    return refresh_on(connection, athlete_id, now.astimezone(ZoneInfo(athlete.time_zone)).date())


def refresh_on(connection: Connection, athlete_id: str, today: date) -> Fitness:
    """As ``refresh``, ``today`` being the athlete's own date."""
    recorded.alone(connection, athlete_id)
    computed = current(connection, athlete_id, today)
    snapshots.keep(connection, athlete_id, computed)
    past = when_last_running(connection, athlete_id, computed)
    if past is not None:
        # An old history is weighed by what its own last runs proved; today's snapshot knows nothing of it.
        snapshots.keep(connection, athlete_id, past)
    training.refresh(connection, athlete_id)
    gained = training.ramp(connection, athlete_id, today)
    if gained != computed.habits.ramp:
        computed = replace(computed, habits=replace(computed.habits, ramp=gained))
        snapshots.keep(connection, athlete_id, computed)
    return computed
