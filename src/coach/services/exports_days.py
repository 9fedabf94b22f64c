"""The days of the Parquet export: what had piled up by each, rest days included, beside what is known of the day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection

from coach.science.running.training import calendar
from coach.store import training, wellness
from coach.store.exports import Flat


def days_of(connection: Connection, athlete_id: str, first: date, last: date) -> list[Flat]:
    """A row for every day from the first training to ``last``, and for days before it of which something is known."""
    trained = training.window(connection, athlete_id, first, last)
    begin = max(first, trained[0][0]) if trained else last
    piled = calendar(trained, begin, last) if trained else ()
    rows: dict[date, Flat] = {day.on: asdict(day) for day in piled}
    for day in wellness.days(connection, athlete_id, first, last):
        rows[day.on] = rows.get(day.on, {}) | asdict(day)
    return [rows[on] for on in sorted(rows)]
