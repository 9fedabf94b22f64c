"""Days besides training: what files told of resting heart rate, sleep, HRV and weight, and what the athlete says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Connection

from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.wellness import KINDS, RANGES, WellnessDay, plausible
from coach.services import fitness
from coach.store import recorded, wellness

__all__ = ["LONGEST_DAYS", "day", "listing", "record"]

LONGEST_DAYS = 3_700
"""Days one listing may span: ten years."""

_REFUSALS = {
    "resting_hr": mark("Resting heart rate is between {low} and {high} beats per minute."),
    "sleep_s": mark("Sleep is between half an hour and 24 hours."),
    "hrv_ms": mark("HRV (rMSSD of the night) is between {low} and {high} ms."),
    "weight_kg": mark("Weight is between {low} and {high} kg."),
}
FIRST_DAY = date(1970, 1, 1)


def listing(connection: Connection, athlete_id: str, since: date, until: date) -> tuple[WellnessDay, ...]:
    """The days ``since`` to ``until``, both included, of which something is known, oldest first.

    Raises:
        InvalidInput: the last day is before the first, or more than ten years after it.
    """
    if until < since:
        raise InvalidInput(mark("The last day is before the first one."), field="until")
    if until - since >= timedelta(days=LONGEST_DAYS):
        raise InvalidInput(mark("Ask for ten years at most."), field="since")
    return wellness.days(connection, athlete_id, since, until)


def day(connection: Connection, athlete_id: str, on: date) -> WellnessDay:
    """What is known of a day; nothing where nothing is."""
    return next(iter(wellness.days(connection, athlete_id, on, on)), WellnessDay(on))


def record(
    connection: Connection, athlete_id: str, on: date, values: Mapping[str, float | None], *, today: date
) -> WellnessDay:
    """Keep what the athlete says of a day, by kind (see ``WellnessDay``); None takes away what is known of a kind.

    It counts from then on whatever a file says of that day. Fitness, and loads with it, follow a resting heart rate.

    Raises:
        InvalidInput: the day has not begun or lies before 1970, or a value is not one people have; then nothing
            is kept.
    """
    if on > today:
        raise InvalidInput(mark("This day has not begun yet."), field="date")
    if on < FIRST_DAY:
        raise InvalidInput(mark("This day is too long ago."), field="date")
    for kind, value in values.items():
        _check(kind, value)
    recorded.alone(connection, athlete_id)
    known = wellness.set_typed(connection, athlete_id, on, values)
    if "resting_hr" in values:
        fitness.refresh_on(connection, athlete_id, today)
    return known


def _check(kind: str, value: float | None) -> None:
    if kind not in KINDS:
        raise InvalidInput(mark("There is no field called {name}."), field=kind, name=kind)
    if value is not None and plausible(kind, value) is None:
        low, high = (f"{end:g}" for end in RANGES[kind])
        raise InvalidInput(_REFUSALS[kind], field=kind, low=low, high=high)
