"""Track points of GPX and TCX: rows of texts as they are parsed, columns of numbers in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files.timestamps import instants
from coach.domain.language import mark
from coach.domain.problems import TooLarge
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Column

MAX_POINTS = 2_000_000
BLOCK = 8_192
UNTIMED = mark("Points without a time were left out.")

_FOOT = (SportFamily.RUN, SportFamily.WALK)
_BOTH_FEET_ABOVE = 120.0

Row = tuple[str | None, ...]


class Table:
    """Points of one track. Rows are tuples of texts, time first; full blocks become numbers at once to spare memory."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.rows: list[Row] = []
        self.offset_s: int | None = None
        self._blocks: list[tuple[int, NDArray[np.float64], list[Column | None]]] = []
        self._settled = 0

    def __len__(self) -> int:
        return self._settled + len(self.rows)

    def settle(self) -> None:
        """Turn the waiting rows into numbers. Raises TooLarge when the track has absurdly many points."""
        if not self.rows:
            return
        count = len(self.rows)
        times, *others = zip(*self.rows, strict=True)
        read = instants(times)
        self.offset_s = read.offset_s if self.offset_s is None else self.offset_s
        self._blocks.append((count, read.seconds, [numbers(texts) for texts in others]))
        self._settled += count
        self.rows.clear()
        if self._settled > MAX_POINTS:
            raise TooLarge("This file holds more than {limit} points.", limit=MAX_POINTS)

    def times(self) -> NDArray[np.float64]:
        """Unix seconds of every row, NaN where the file gives none."""
        self.settle()
        return np.concatenate([seconds for _, seconds, _ in self._blocks]) if self._blocks else np.empty(0)

    def columns(self) -> dict[str, Column]:
        """Every column that holds at least one number, shape (n,), impossible positions and pulses as NaN."""
        self.settle()
        found: dict[str, Column] = {}
        for index, name in enumerate(self.names[1:]):
            if any(columns[index] is not None for _, _, columns in self._blocks):
                found[name] = np.concatenate([_or_missing(columns[index], count) for count, _, columns in self._blocks])
        return plausible(found)


def _or_missing(column: Column | None, count: int) -> Column:
    return np.full(count, nan) if column is None else column


def numbers(texts: Sequence[str | None]) -> Column | None:
    """Texts as float64, NaN where missing, malformed or infinite; None when not one is a number."""
    if not any(texts):
        return None
    try:
        values = np.array([float(text) if text else nan for text in texts])
    except ValueError:
        values = np.array([number(text) for text in texts])
    finite = np.isfinite(values)
    if not finite.any():
        return None
    values[~finite] = nan
    return values


def number(text: str | None) -> float:
    """One text as a finite float, NaN otherwise."""
    try:
        value = float(text) if text else nan
    except ValueError:
        return nan
    return value if isfinite(value) else nan


def maybe(text: str | None) -> float | None:
    """One text as a finite float, None otherwise."""
    value = number(text)
    return value if isfinite(value) else None


def plausible(columns: dict[str, Column]) -> dict[str, Column]:
    """Positions off the globe or at its null point, and pulses of zero, become NaN; columns left empty are dropped."""
    latitude, longitude = columns.pop("latitude", None), columns.pop("longitude", None)
    if latitude is not None and longitude is not None:
        off = ~((np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)) | ((latitude == 0) & (longitude == 0))
        latitude[off] = nan
        longitude[off] = nan
        columns = {"latitude": latitude, "longitude": longitude, **columns}
    if "heart_rate" in columns:
        columns["heart_rate"][columns["heart_rate"] <= 0] = nan
    return {name: column for name, column in columns.items() if not np.isnan(column).all()}


def both_feet(columns: Mapping[str, Column], sport: Sport) -> dict[str, Column]:
    """Columns with the cadence of foot sports doubled where the file counts one foot, which both formats prescribe.

    Some programs write both feet all the same: a median above 120 is taken for steps of both.
    """
    cadence = columns.get("cadence")
    if cadence is None or not counts_one_foot(sport, float(np.nanmedian(cadence))):
        return dict(columns)
    return {**columns, "cadence": cadence * 2}


def counts_one_foot(sport: Sport, cadence: float | None) -> bool:
    """Whether this typical cadence of this sport counts one foot only."""
    return cadence is not None and sport.family in _FOOT and cadence <= _BOTH_FEET_ABOVE


def joined(parts: Sequence[dict[str, Column]], counts: Sequence[int]) -> dict[str, Column]:
    """Columns of consecutive pieces, one after the other, NaN where a piece lacks a column."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {
        name: np.concatenate([_or_missing(part.get(name), count) for part, count in zip(parts, counts, strict=True)])
        for name in names
    }
