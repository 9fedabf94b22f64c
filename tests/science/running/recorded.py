"""Recordings made by hand, whose true measures are known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from coach.domain.activities import BestEffort, Totals
from coach.domain.intensity import Curve, Quantity
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Column, Recording, Samples
from coach.science.running.evidence import RunEvidence

STARTED_AT = datetime(2026, 9, 6, 7, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
METRES_PER_DEGREE = 6_371_008.8 * np.pi / 180


def recorded(
    time: Column,
    *,
    sport: Sport = Sport.RUN,
    totals: Totals | None = None,
    pauses: tuple[tuple[float, float], ...] = (),
    **columns: Column,
) -> Recording:
    """A recording of the columns given."""
    samples = Samples(np.asarray(time, dtype=float), {name: np.asarray(c, dtype=float) for name, c in columns.items()})
    return Recording(sport, STARTED_AT, samples, totals=totals or Totals(), pauses=pauses)


def even_run(seconds: int, mps: float = 3.0, **columns: Column) -> Recording:
    """A run at one speed, a sample a second, with the device's own distance."""
    time = np.arange(seconds + 1, dtype=float)
    return recorded(time, distance=mps * time, **columns)


def northward(metres: Column) -> tuple[Column, Column]:
    """Latitudes and longitudes of somebody who ran that far along a meridian."""
    return 45.0 + np.asarray(metres, dtype=float) / METRES_PER_DEGREE, np.full(len(metres), 5.0)


def run_of(
    days_ago: int,
    kilometres: float,
    minutes: float,
    *,
    race: bool = False,
    avg_hr: float | None = None,
    max_hr: float | None = None,
    efforts: dict[float, float] | None = None,
    family: SportFamily = SportFamily.RUN,
    curves: tuple[Curve, ...] = (),
) -> RunEvidence:
    """Evidence of a run so many days before TODAY."""
    return RunEvidence(
        activity_id=f"{days_ago}-{kilometres}-{minutes}",
        on=TODAY - timedelta(days=days_ago),
        family=family,
        distance_m=1000 * kilometres,
        moving_s=60 * minutes,
        elapsed_s=60 * minutes,
        avg_hr=avg_hr,
        max_hr=max_hr,
        best_efforts=tuple(BestEffort(metres, seconds, 0.0) for metres, seconds in (efforts or {}).items()),
        race=race,
        curves=curves,
    )


def curve_of(quantity: Quantity, held: dict[int, float]) -> Curve:
    """A mean-maximal curve of seconds and what was held over them."""
    return Curve(quantity, tuple(held), tuple(held.values()))
