"""The VMA looked back on: what today's method says of earlier days, from the runs known by each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from coach.domain.fitness import Estimate
from coach.science.running.evidence import RunEvidence, runs_until
from coach.science.running.looking_back import vma_on
from coach.services.fitness import HISTORY, RESTING
from coach.store import athletes
from coach.store import fitness as snapshots

MOST_POINTS = 14
CURVES_BEFORE = timedelta(days=snapshots.CURVES_BEFORE_DAYS)

Judged = tuple[date, Estimate]


def vma_history(connection: Connection, athlete_id: str, today: date, weeks: int) -> tuple[Judged, ...]:
    """The VMA in km/h on up to MOST_POINTS evenly spaced days of the last ``weeks`` weeks, today last.

    Each day is judged anew as if it were today, so that a change of method is never taken for a change of fitness.
    Days on which no run told it are left out. Raises NotFound when there is no such athlete.
    """
    athlete = athletes.get(connection, athlete_id)
    every = -(-weeks // MOST_POINTS)
    days = [today - timedelta(weeks=back) for back in range(weeks // every * every, -1, -every)]
    since = days[0] - HISTORY
    runs = snapshots.evidence(connection, athlete_id, since, today, curves_since=since)
    found = []
    for day in days:
        judged = vma_on(
            _as_read_on(day, runs),
            day,
            age=athlete.age_on(day),
            max_hr=athlete.max_hr,
            resting_hr=athlete.resting_hr,
            resting_seen=snapshots.resting_rates(connection, athlete_id, day - RESTING, day),
        )
        if judged is not None:
            found.append((day, judged))
    return tuple(found)


def _as_read_on(day: date, runs: Sequence[RunEvidence]) -> list[RunEvidence]:
    """The runs as the coach would have read them on the day: curves of races, and of the last months of running."""
    past = [run for run in runs_until(runs, day) if run.on >= day - HISTORY]
    told_from = past[-1].on - CURVES_BEFORE if past else day
    return [run if run.race or run.on > told_from else replace(run, curves=()) for run in past]
