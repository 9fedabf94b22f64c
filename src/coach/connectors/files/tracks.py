"""Track points of GPX and TCX: rows of texts as they are found, blocks of numbers at once, columns in the end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
NEVER_SET = "undated"
"""The content of a file whose times are all of years no watch measured in."""
UNTIMED = mark("Points without a time were left out.")
MARKER = "lifted-points"

_FOOT = (SportFamily.RUN, SportFamily.WALK)
_BOTH_FEET_ABOVE = 120.0

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Some consecutive points. ``seconds`` is Unix time, NaN where missing; columns nobody wrote are absent."""

    seconds: NDArray[np.float64]
    columns: dict[str, Column]
    offset_s: int | None
    never_set: bool = False

    def __len__(self) -> int:
        return int(self.seconds.size)


NOTHING = Block(np.empty(0), {}, None)
"""For a document that holds our marker itself."""


def block(names: Sequence[str], rows: Sequence[Row]) -> Block:
    """Rows of texts, in the order of ``names`` (one of which is ``time``), as numbers."""
    texts = dict(zip(names, zip(*rows, strict=True), strict=True))
    read = instants(texts.pop("time"))
    found = {name: numbers(column) for name, column in texts.items()}
    told = {name: column for name, column in found.items() if column is not None}
    return Block(read.seconds, told, read.offset_s, read.never_set)


def lifted(data: bytes, point: re.Pattern[str], names: Sequence[str]) -> tuple[bytes, list[Block]]:
    """Take all points of the usual shape out of a document: one regular expression reads them faster than handlers.

    Returns the document with a ``<lifted-points/>`` where each block was, and the blocks in order. Points of any
    other shape, damage and everything else stay in the document for the parser. ``point`` matches one point
    and the blanks behind it, its groups named by ``names``. Nothing is lifted from a document with comments or
    sections, in which a point may not be a point.
    """
    text = data.decode("latin-1")
    if "<!" in text or MARKER in text:
        return data, []
    blocks: list[Block] = []
    left: list[str] = []
    rows: list[Row] = []
    end = 0

    def settle() -> None:
        blocks.append(block(names, rows))
        rows.clear()
        left.append(f"<{MARKER}/>")
        if len(blocks) * BLOCK > 2 * MAX_POINTS:
            raise TooLarge("This file holds more than {limit} points.", limit=MAX_POINTS)

    for match in point.finditer(text):
        if match.start() != end or len(rows) >= BLOCK:
            if rows:
                settle()
            left.append(text[end : match.start()])
        end = match.end()
        rows.append(match.groups())
    if rows:
        settle()
    left.append(text[end:])
    return "".join(left).encode("latin-1"), blocks


class Table:
    """Points of one track: rows added one by one, and lifted blocks, in order."""

    def __init__(self, names: Sequence[str]) -> None:
        self.rows: list[Row] = []
        self._names = tuple(names)
        self._blocks: list[Block] = []
        self._settled = 0

    def __len__(self) -> int:
        return self._settled + len(self.rows)

    def add(self, row: Row) -> None:
        """One point, in the order of the table's names."""
        self.rows.append(row)
        if len(self.rows) >= BLOCK:
            self.settle()

    def take(self, points: Block) -> None:
        """A lifted block."""
        self.settle()
        self._append(points)

    def settle(self) -> None:
        """Turn the waiting rows into numbers, which spares memory."""
        if self.rows:
            self._append(block(self._names, self.rows))
            self.rows.clear()

    def _append(self, points: Block) -> None:
        self._blocks.append(points)
        self._settled += len(points)
        if self._settled > MAX_POINTS:
            raise TooLarge("This file holds more than {limit} points.", limit=MAX_POINTS)

    @property
    def offset_s(self) -> int | None:
        """The offset of the clock from UTC, where a timestamp tells it."""
        return next((points.offset_s for points in self._blocks if points.offset_s is not None), None)

    @property
    def clock_never_set(self) -> bool:
        """Whether times were left out because they are of years no watch measured in."""
        self.settle()
        return any(points.never_set for points in self._blocks)

    def times(self) -> NDArray[np.float64]:
        """Unix seconds of every row, NaN where the file gives none."""
        self.settle()
        return np.concatenate([points.seconds for points in self._blocks]) if self._blocks else np.empty(0)

    def columns(self) -> dict[str, Column]:
        """Every column that holds at least one number, shape (n,), impossible positions and pulses as NaN."""
        self.settle()
        return plausible(joined([points.columns for points in self._blocks], [len(points) for points in self._blocks]))


def numbers(texts: Sequence[str | None]) -> Column | None:
    """Texts as float64, NaN where missing, malformed or infinite; None when not one is a number."""
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


def plausible(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Positions off the globe or at its null point, and pulses of zero, become NaN; columns left empty are dropped."""
    found = dict(columns)
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if latitude is None or longitude is None:
        found.pop("latitude", None)
        found.pop("longitude", None)
    else:
        off = ~((np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)) | ((latitude == 0) & (longitude == 0))
        if off.any():
            found["latitude"] = np.where(off, nan, latitude)
            found["longitude"] = np.where(off, nan, longitude)
    if "heart_rate" in found:
        found["heart_rate"] = np.where(found["heart_rate"] <= 0, nan, found["heart_rate"])
    return {name: column for name, column in found.items() if not np.isnan(column).all()}


def both_feet(columns: Mapping[str, Column], sport: Sport) -> dict[str, Column]:
    """Columns with the cadence of foot sports doubled where the file counts one foot, which both formats prescribe.

    Some programs write both feet all the same: a median above 120 is taken for steps of both.
    """
    cadence = columns.get("cadence")
    if cadence is None or not counts_one_foot(sport, float(np.nanmedian(cadence))):
        return dict(columns)
    return {**columns, "cadence": cadence * 2}


def counts_one_foot(sport: Sport, cadence: float) -> bool:
    """Whether this typical cadence of this sport counts one foot only."""
    return sport.family in _FOOT and cadence <= _BOTH_FEET_ABOVE


def joined(parts: Sequence[Mapping[str, Column]], counts: Sequence[int]) -> dict[str, Column]:
    """Columns of consecutive pieces, one after the other, NaN where a piece lacks a column."""
    if len(parts) == 1:
        return dict(parts[0])
    names = dict.fromkeys(name for part in parts for name in part)
    return {
        name: np.concatenate(
            [part[name] if name in part else np.full(count, nan) for part, count in zip(parts, counts, strict=True)]
        )
        for name in names
    }
