"""What watches and scales write of days besides training (FIT profile: messages 30, 103, 211, 275, 370).

The event that opens a night (number 74) is not in the public profile; a night without it begins at its first level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np

from coach.connectors.files.fit.accumulation import Column
from coach.connectors.files.fit.decoding import FitSection
from coach.connectors.files.fit.layout import POWER_ON_LIMIT, TIMESTAMP
from coach.connectors.files.fit.messages import Value
from coach.connectors.files.fit.sessions import number, unix_seconds
from coach.domain.language import mark
from coach.domain.wellness import WellnessNote

SEVERAL_PEOPLE = mark("This scale weighs several people: none of the weights was taken.")

_EVENT, _WEIGHT_SCALE, _MONITORING_INFO, _RESTING, _SLEEP_LEVEL, _HRV_STATUS = 21, 30, 103, 211, 275, 370
_TOLD = {_WEIGHT_SCALE, _RESTING, _SLEEP_LEVEL, _HRV_STATUS}
_ROWS = 20_000
_SLEEP_EVENT, _STARTS = 74, 0
_ASLEEP = (2.0, 3.0, 4.0)
_LONGEST_LEVEL_S = 4 * 3600.0
_USER = 12


def wellness_of(section: FitSection, warnings: list[str]) -> tuple[WellnessNote, ...]:
    """Resting heart rate, sleep, night HRV and weight of a section, each with its instant, and its day where known."""
    if not _TOLD & section.messages.keys():
        return ()
    offset_s = _utc_offset(section)
    found = (*_resting(section), *_nights(section), *_hrv(section), *_weights(section, warnings))
    return tuple(note if offset_s is None else _dated(note, offset_s) for note in found if note.said)


def _resting(section: FitSection) -> Iterator[WellnessNote]:
    """Of the day itself, else the mean of a week that the watch keeps beside it."""
    for at, row in _dated_rows(section, _RESTING, {0, 1}):
        yield WellnessNote(at, resting_hr=number(row, 1) or number(row, 0))


def _hrv(section: FitSection) -> Iterator[WellnessNote]:
    for at, row in _dated_rows(section, _HRV_STATUS, {1}):
        yield WellnessNote(at, hrv_ms=number(row, 1, 128.0))


def _weights(section: FitSection, warnings: list[str]) -> Iterator[WellnessNote]:
    rows = list(_dated_rows(section, _WEIGHT_SCALE, {0, _USER}))
    if len({row.get(_USER) for _, row in rows}) > 1:
        warnings.append(SEVERAL_PEOPLE)
        return
    for at, row in rows:
        yield WellnessNote(at, weight_kg=number(row, 0, 100.0))


def _nights(section: FitSection) -> Iterator[WellnessNote]:
    """Seconds asleep (light, deep, REM) of each night; it belongs to the instant of waking up.

    A level's time is its end: it began where the one before ended, the first with the night. A night is over where
    no level follows within four hours. Levels of watches that only tell still from moving are no sleep.
    """
    times, levels = _levels(section)
    opened = _openings(section)
    cuts = np.flatnonzero(np.diff(times) > _LONGEST_LEVEL_S) + 1
    for ends, kinds in zip(np.split(times, cuts), np.split(levels, cuts), strict=True):
        asleep = np.isin(kinds, _ASLEEP)
        if asleep.any():
            lasted = np.diff(ends, prepend=_begun(float(ends[0]), opened))
            yield WellnessNote(_moment(float(ends[-1])), sleep_s=float(lasted[asleep].sum()))


def _levels(section: FitSection) -> tuple[Column, Column]:
    """Times (seconds since the FIT epoch, rising) and levels of sleep, shape (n,) both."""
    messages = section.messages.get(_SLEEP_LEVEL)
    times, levels = (None, None) if messages is None else (messages.column(TIMESTAMP), messages.column(0))
    if times is None or levels is None or times.ndim != 1 or levels.ndim != 1:
        return np.empty(0), np.empty(0)
    known = times >= POWER_ON_LIMIT
    order = np.argsort(times[known], kind="stable")
    return times[known][order], levels[known][order]


def _openings(section: FitSection) -> list[float]:
    rows = _rows(section, _EVENT, {0, 1, TIMESTAMP})
    moments = [number(row, TIMESTAMP) for row in rows if row.get(0) == _SLEEP_EVENT and row.get(1) == _STARTS]
    return [at for at in moments if at is not None]


def _begun(first: float, opened: list[float]) -> float:
    """When the first level of a night began: at the event that opened the night, else it counts for nothing."""
    return max((at for at in opened if first - _LONGEST_LEVEL_S <= at <= first), default=first)


def _utc_offset(section: FitSection) -> int | None:
    """Seconds the local clock is ahead of UTC, as monitoring files say; None where they do not or it makes no sense."""
    for row in _rows(section, _MONITORING_INFO, {0, TIMESTAMP}):
        local, stamp = number(row, 0), number(row, TIMESTAMP)
        if local is not None and stamp is not None and local >= POWER_ON_LIMIT:
            offset = round((local - stamp) / 900) * 900
            return offset if abs(offset) <= 15 * 3600 else None
    return None


def _dated(note: WellnessNote, offset_s: int) -> WellnessNote:
    return replace(note, on=_local_date(note.told_at, offset_s))


def _local_date(at: datetime, offset_s: int) -> date:
    return datetime.fromtimestamp(at.timestamp() + offset_s, UTC).date()


def _dated_rows(section: FitSection, kind: int, fields: set[int]) -> Iterator[tuple[datetime, dict[int, Value]]]:
    for row in _rows(section, kind, {*fields, TIMESTAMP}):
        at = number(row, TIMESTAMP)
        if at is not None and at >= POWER_ON_LIMIT:
            yield _moment(at), row


def _moment(fit_seconds: float) -> datetime:
    return datetime.fromtimestamp(unix_seconds(fit_seconds), UTC)


def _rows(section: FitSection, kind: int, fields: set[int]) -> list[dict[int, Value]]:
    messages = section.messages.get(kind)
    return [] if messages is None else messages.table(fields, limit=_ROWS)
