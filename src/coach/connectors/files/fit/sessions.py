"""Sessions of a FIT file and which of them a moment belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files.fit.accumulation import Column
from coach.connectors.files.fit.layout import EPOCH_S, POWER_ON_LIMIT, TIMESTAMP
from coach.connectors.files.fit.messages import Value
from coach.connectors.files.fit.sports import MULTISPORT

_START, _SPORT, _ELAPSED = 2, 5, 7
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Session:
    """A session's own line. ``start`` and ``end`` are seconds since the FIT epoch, NaN where unknown."""

    row: dict[int, Value]
    start: float
    end: float


def number(row: dict[int, Value], field: int, scale: float = 1.0) -> float | None:
    """A valid number of a message's line in its unit, None where there is none."""
    value = row.get(field)
    return value / scale if isinstance(value, int | float) else None


def whole(row: dict[int, Value], field: int) -> int | None:
    """A valid whole number of a message's line."""
    value = row.get(field)
    return value if isinstance(value, int) else None


def sessions_of(rows: list[dict[int, Value]]) -> list[Session]:
    """Sessions by rising start; the sum line some watches add to a multisport file is left out."""
    if len(rows) > 1:
        rows = [row for row in rows if row.get(_SPORT) != MULTISPORT] or rows[:1]
    sessions = [_session(row) for row in rows] or [Session({}, np.nan, np.nan)]
    return sorted(sessions, key=lambda session: (np.isnan(session.start), session.start))


def owners(sessions: list[Session], moments: Column) -> NDArray[np.intp]:
    """Index of the session each moment belongs to, shape (n,): the one it lies in, else the nearest."""
    dated = [session for session in sessions if not np.isnan(session.start)]
    if len(dated) < 2:
        return np.zeros(len(moments), dtype=np.intp)
    starts = np.array([session.start for session in dated])
    ends = np.array([session.end for session in dated])
    index = np.maximum(np.searchsorted(starts, moments, side="right") - 1, 0)
    following = np.minimum(index + 1, len(dated) - 1)
    nearer = (moments > ends[index]) & (starts[following] - moments < moments - ends[index])
    return np.where(nearer & (following > index), following, index)


def start_of(session: Session, times: Column, created: float | None) -> float | None:
    """When a session began, seconds since the FIT epoch: its own word if its samples agree, else the first sample."""
    if len(times):
        earliest = float(times[0])
        if np.isnan(session.start) or abs(earliest - session.start) > _DAY_S:
            return earliest
        return min(session.start, earliest)
    return created if np.isnan(session.start) else session.start


def clock_shift(times: Column, rows: list[dict[int, Value]], created: float | None) -> float:
    """Seconds to add to every time of a device whose clock was not set (it counts from power-on)."""
    if created is None or created < POWER_ON_LIMIT:
        return 0.0
    first = float(times[0]) if len(times) else next((float(v) for r in rows if (v := number(r, _START))), created)
    return created - first if first < POWER_ON_LIMIT else 0.0


def shifted(rows: list[dict[int, Value]], fields: tuple[int, ...], shift: float) -> list[dict[int, Value]]:
    """The same lines with their time fields moved by ``shift`` seconds."""
    if not shift:
        return rows
    return [
        {
            key: value + shift if key in fields and isinstance(value, int | float) else value
            for key, value in row.items()
        }
        for row in rows
    ]


def complete_times(times: Column | None, count: int, created: float | None) -> tuple[Column, int]:
    """Record times without gaps, seconds since the FIT epoch, and how many had to be guessed.

    A record without a time gets that of the one before it; where no record has any, one a second is assumed.
    """
    if times is None or times.ndim != 1:
        times = np.full(count, np.nan)
    known = ~np.isnan(times)
    missing = count - int(np.count_nonzero(known))
    if missing == 0:
        return times, 0
    if missing == count:
        return (created if created is not None else 0.0) + np.arange(count, dtype=np.float64), count
    last = np.maximum.accumulate(np.where(known, np.arange(count), -1))
    return times[np.where(last < 0, int(np.argmax(known)), last)], missing


def unix_seconds(fit_seconds: float) -> float:
    """Unix time of seconds since the FIT epoch."""
    return fit_seconds + EPOCH_S


def _session(row: dict[int, Value]) -> Session:
    start, elapsed, stamp = number(row, _START), number(row, _ELAPSED, 1000.0), number(row, TIMESTAMP)
    if start is None and stamp is not None and elapsed is not None:
        start = stamp - elapsed
    if start is None:
        return Session(row, np.nan, np.nan)
    if elapsed is not None:
        return Session(row, start, start + elapsed)
    return Session(row, start, stamp if stamp is not None and stamp > start else start)
