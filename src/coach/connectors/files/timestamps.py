"""ISO 8601 timestamps by the thousand: fixed-width texts are read as one NumPy matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import nan

import numpy as np
from numpy.typing import NDArray

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
"""A clock outside these was never set: its times count as missing."""

_ZERO = ord("0")
_DATE_TIME = 19
_FIELDS = ((0, 4), (5, 2), (8, 2), (11, 2), (14, 2), (17, 2))
_SEPARATORS = ((4, "-"), (7, "-"), (13, ":"), (16, ":"))
_DAYS_BEFORE_MONTH = np.array([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334], dtype=np.int64)
_DAYS_IN_MONTH = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Instants:
    """``seconds``: Unix time, float64 of shape (n,), NaN where unreadable; ``offset_s``: the clock's own.

    ``never_set`` where some were of years no watch measured in.
    """

    seconds: NDArray[np.float64]
    offset_s: int | None
    never_set: bool = False


def instants(texts: Sequence[str | None]) -> Instants:
    """Timestamps of any ISO 8601 spelling as Unix seconds; texts of one width are read together."""
    n = len(texts)
    widths = np.fromiter((len(text) if text else 0 for text in texts), dtype=np.int64, count=n)
    seconds = np.full(n, nan)
    offset_s: int | None = None
    for width in np.unique(widths):
        if not width:
            continue
        rows = np.flatnonzero(widths == width)
        alike = [text for text in texts if text] if rows.size == n else [texts[row] or "" for row in rows.tolist()]
        found = _fixed_width(alike, int(width)) or _one_by_one(alike)
        seconds[rows] = found.seconds
        offset_s = found.offset_s if offset_s is None else offset_s
    with np.errstate(invalid="ignore"):
        outside = (seconds < EARLIEST) | (seconds > LATEST)
    seconds[outside] = nan
    return Instants(seconds, offset_s, never_set=bool(outside.any()))


def instant(text: str | None) -> float:
    """One timestamp as Unix seconds, NaN when unreadable."""
    return float(instants([text]).seconds[0])


def moment(seconds: float) -> datetime:
    """Unix seconds as an aware UTC datetime, to the millisecond."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=round(seconds * 1000))


def _fixed_width(texts: list[str], width: int) -> Instants | None:
    joined = "".join(texts)
    if width < _DATE_TIME or not joined.isascii():
        return None
    letters = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(len(texts), width)
    zone = _zone_width(texts[0])
    digits = letters.astype(np.int64) - _ZERO
    if not _regular(letters, digits, width, zone):
        return None
    year, month, day, hour, minute, second = (_number(digits, start, size) for start, size in _FIELDS)
    if not _possible(year, month, day) or hour.max() > 23 or minute.max() > 59 or second.max() > 60:
        return None
    seconds = (_days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second).astype(np.float64)
    fraction = width - zone - _DATE_TIME - 1
    if fraction > 0:
        seconds += _number(digits, _DATE_TIME + 1, fraction) / 10.0**fraction
    if zone < 5:
        return Instants(seconds, None)
    offsets = (_number(digits, width - zone + 1, 2) * 60 + _number(digits, width - 2, 2)) * 60
    offsets = np.where(letters[:, width - zone] == ord("-"), -offsets, offsets)
    return Instants(seconds - offsets, int(offsets[0]) or None)


def _zone_width(text: str) -> int:
    if text[-1] in "Zz":
        return 1
    tail = text[_DATE_TIME:]
    sign = max(tail.rfind("+"), tail.rfind("-"))
    return len(tail) - sign if sign >= 0 else 0


def _regular(letters: NDArray[np.uint8], digits: NDArray[np.int64], width: int, zone: int) -> bool:
    fraction = width - zone - _DATE_TIME
    if zone not in (0, 1, 5, 6) or fraction == 1 or fraction > 16:
        return False
    checks: list[object] = [np.all(letters[:, at] == ord(mark)) for at, mark in _SEPARATORS]
    checks.append(np.all(np.isin(letters[:, 10], (ord("T"), ord("t"), ord(" ")))))
    wanted = [at for start, size in _FIELDS for at in range(start, start + size)]
    if fraction:
        checks.append(np.all(np.isin(letters[:, _DATE_TIME], (ord("."), ord(",")))))
        wanted += range(_DATE_TIME + 1, _DATE_TIME + fraction)
    if zone == 1:
        checks.append(np.all(np.isin(letters[:, -1], (ord("Z"), ord("z")))))
    if zone >= 5:
        checks.append(np.all(np.isin(letters[:, width - zone], (ord("+"), ord("-")))))
        checks.append(zone == 5 or np.all(letters[:, -3] == ord(":")))
        wanted += [width - zone + 1, width - zone + 2, width - 2, width - 1]
    numerals = digits[:, wanted]
    return all(checks) and bool(numerals.min() >= 0 and numerals.max() <= 9)


def _number(digits: NDArray[np.int64], start: int, size: int) -> NDArray[np.int64]:
    value = digits[:, start].copy()
    for at in range(start + 1, start + size):
        value = value * 10 + digits[:, at]
    return value


def _possible(year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]) -> bool:
    if month.min() < 1 or month.max() > 12 or day.min() < 1:
        return False
    last = _DAYS_IN_MONTH[month] - ((month == 2) & ~_leap(year))
    return bool(np.all(day <= last))


def _leap(year: NDArray[np.int64]) -> NDArray[np.bool_]:
    leap: NDArray[np.bool_] = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return leap


def _days(year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days since 1970-01-01 in the Gregorian calendar."""
    before = year - 1
    days_to_year = 365 * before + before // 4 - before // 100 + before // 400 - 719_162
    days: NDArray[np.int64] = days_to_year + _DAYS_BEFORE_MONTH[month] + (_leap(year) & (month > 2)) + day - 1
    return days


def _one_by_one(texts: list[str]) -> Instants:
    seconds = np.full(len(texts), nan)
    offset_s: int | None = None
    for row, text in enumerate(texts):
        read = _read_one(text.strip())
        if read is None:
            continue
        seconds[row] = read.timestamp()
        offset = read.utcoffset()
        if offset and offset_s is None:
            offset_s = int(offset.total_seconds())
    return Instants(seconds, offset_s)


def _read_one(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
