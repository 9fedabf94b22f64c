"""What an athlete held for how long over a stretch of weeks: the envelope of the curves of all runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from coach.domain.intensity import Curve, Quantity
from coach.store import curves


def of_runs(
    connection: Connection, athlete_id: str, first: date, last: date, *, quantity: Quantity = Quantity.SPEED
) -> Curve | None:
    """The highest value held over each duration in the runs of the days ``first`` to ``last``; None without any."""
    return envelope(quantity, curves.of_runs(connection, athlete_id, quantity, first, last))


def envelope(quantity: Quantity, among: Iterable[Curve]) -> Curve | None:
    """The highest value of any of the curves at each of their durations; None without a curve."""
    best: dict[int, float] = {}
    for curve in among:
        for seconds, value in zip(curve.durations_s, curve.values, strict=True):
            best[seconds] = max(value, best.get(seconds, value))
    if not best:
        return None
    durations = tuple(sorted(best))
    return Curve(quantity, durations, tuple(best[seconds] for seconds in durations))
