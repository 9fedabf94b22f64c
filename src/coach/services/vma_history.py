"""The VMA looked back on: what today's method says of earlier days, from the runs known by each of them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from coach.domain.fitness import Estimate
from coach.science.running.fitness import fitness as believed
from coach.services.fitness import HISTORY, RESTING, measured
from coach.store import athletes
from coach.store import fitness as snapshots

MOST_POINTS = 14
CURVES_BEFORE = timedelta(days=365)

Judged = tuple[date, Estimate]


def vma_history(connection: Connection, athlete_id: str, today: date, weeks: int) -> tuple[Judged, ...]:
    """The VMA in km/h on up to MOST_POINTS evenly spaced days of the last ``weeks`` weeks, today last.

    Each day is judged anew as if it were today, so that a change of method is never taken for a change of fitness.
    Days on which no run told it are left out. Raises NotFound when there is no such athlete.
    """
    athlete = athletes.get(connection, athlete_id)
    every = -(-weeks // MOST_POINTS)
    days = [today - timedelta(weeks=back) for back in range(weeks // every * every, -1, -every)]
    runs = snapshots.evidence(connection, athlete_id, days[0] - HISTORY, today, curves_since=days[0] - CURVES_BEFORE)
    at_rest = snapshots.resting_rates(connection, athlete_id, today - RESTING, today)
    found = []
    for day in days:
        known = believed(
            runs,
            today=day,
            age=athlete.age_on(day),
            sex=athlete.sex,
            max_hr=athlete.max_hr,
            resting_hr=athlete.resting_hr,
            resting_seen=at_rest,
        )
        if known.vma is not None and measured(known):
            found.append((day, known.vma))
    return tuple(found)
