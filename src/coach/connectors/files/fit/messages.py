"""Messages of one kind as columns, whatever number of definitions they were written with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files.fit.layout import BYTE, STRING, TIMESTAMP, Definition, Field, developer_field
from coach.connectors.files.fit.scan import Group

Column = NDArray[np.float64]
Offsets = NDArray[np.int64]
Key = int | tuple[int, int]
Value = int | float | str | tuple[int | float | None, ...]


class Part:
    """Messages of one definition. ``offsets`` are those of their header bytes, ascending."""

    def __init__(self, data: bytes, group: Group) -> None:
        self._data = data
        self.definition: Definition = group.definition
        self.compressed: bool = group.compressed
        self.times: Column | None = None
        """Timestamps worked out from compressed headers, seconds since the FIT epoch."""
        self._adjacent = len(group.runs) == 1 and not group.singles
        if len(group.runs) == 1 and len(group.singles) == 1:
            self._adjacent = group.singles[0] + group.definition.size == group.runs[0][0]
        self.offsets = _offsets(group)

    def __len__(self) -> int:
        return int(self.offsets.shape[0])

    @cached_property
    def _bytes(self) -> tuple[bytes | NDArray[np.void], int]:
        """A buffer where message k stands at ``first + k * size``, and ``first``."""
        size = self.definition.size
        if self._adjacent or len(self.offsets) == 1:
            return self._data, int(self.offsets[0])
        windows = np.ndarray((len(self._data) - size + 1,), f"V{size}", self._data, 0, (1,))
        return windows[self.offsets], 0

    @cached_property
    def rows(self) -> NDArray[np.void]:
        """All native fields at once, shape (n,), as the definition's structured dtype."""
        buffer, first = self._bytes
        return np.ndarray((len(self),), self.definition.dtype, buffer, first + 1, (self.definition.size,))

    def view(self, field: Field) -> NDArray[np.generic]:
        """Raw values of one field without copying: shape (n,) or (n, count) for arrays."""
        buffer, first = self._bytes
        size = self.definition.size
        start = first + 1 + field.start
        if field.base is STRING:
            return np.ndarray((len(self),), f"S{field.size}", buffer, start, (size,))
        code = self.definition.order + field.base.code
        if field.elements == 1:
            return np.ndarray((len(self),), code, buffer, start, (size,))
        return np.ndarray((len(self), field.elements), code, buffer, start, (size, field.base.size))

    def field(self, key: Key, description: Description | None = None) -> Field | None:
        """Layout of a field by its number, or by (developer index, number) with its description."""
        if isinstance(key, int):
            return self.definition.fields.get(key)
        place = self.definition.developer_fields.get(key)
        if place is None or description is None:
            return None
        return developer_field(key, place[0], place[1], description.base_type)

    def values(self, field: Field) -> Column:
        """A field as float64, NaN where the device wrote "invalid" or a number that is not finite."""
        raw = self.view(field)
        column = raw.astype(np.float64)
        if field.base.code[0] == "f":
            column[~np.isfinite(column)] = np.nan
        elif field.base is BYTE and field.elements > 1:
            column[(raw == 0xFF).all(axis=1)] = np.nan
        else:
            np.copyto(column, np.nan, where=raw == field.base.invalid)
        return column

    def one(self, index: int, field: Field) -> Value | None:
        """One value as Python object: int, float, str or tuple; None when invalid."""
        start = int(self.offsets[index]) + 1 + field.start
        raw = self._data[start : start + field.size]
        if field.base is STRING:
            return text_of(raw)
        order, base = self.definition.order, field.base
        if field.elements == 1 and base.code[0] != "f":
            number = int.from_bytes(raw, "big" if order == ">" else "little", signed=base.code[0] == "i")
            return None if number == base.invalid else number
        numbers = np.frombuffer(raw, order + base.code).tolist()
        if base is BYTE:
            return None if all(number == 0xFF for number in numbers) else tuple(numbers)
        valid = tuple(_valid(number, base.invalid) for number in numbers)
        return valid[0] if field.elements == 1 else valid


@dataclass(frozen=True, slots=True)
class Description:
    """A developer field's own description (message 206)."""

    index: int
    number: int
    base_type: int
    name: str
    units: str
    scale: float
    offset: float
    native_message: int | None
    native_field: int | None


class Messages:
    """All messages of one global number in one section, in file order."""

    def __init__(self, number: int, parts: list[Part]) -> None:
        self.number = number
        self.parts = parts

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    @cached_property
    def _order(self) -> NDArray[np.intp] | None:
        if len(self.parts) == 1:
            return None
        return np.argsort(np.concatenate([part.offsets for part in self.parts]), kind="stable")

    @cached_property
    def offsets(self) -> Offsets:
        """Offsets of the header bytes in the file, shape (n,)."""
        if len(self.parts) == 1:
            return self.parts[0].offsets
        return np.sort(np.concatenate([part.offsets for part in self.parts]))

    def has(self, number: int) -> bool:
        """Whether any definition of these messages has the field."""
        return any(number in part.definition.fields for part in self.parts)

    def column(self, key: Key, description: Description | None = None) -> Column | None:
        """Unscaled values in file order as float64, shape (n,) or (n, k); None where no definition has the field.

        NaN stands for an invalid value and for messages whose definition lacks the field.
        """
        pieces: list[Column | None] = []
        for part in self.parts:
            if key == TIMESTAMP and part.times is not None:
                pieces.append(part.times)
                continue
            field = part.field(key, description)
            pieces.append(None if field is None or field.base is STRING else part.values(field))
        return self._assembled(pieces)

    def scaled(self, key: Key, scale: float = 1.0, offset: float = 0.0) -> Column | None:
        """The column in its unit: raw / scale - offset."""
        column = self.column(key)
        if column is not None:
            if scale != 1.0:
                column /= scale
            if offset:
                column -= offset
        return column

    def table(self, numbers: Mapping[int, object] | set[int], limit: int | None = None) -> list[dict[int, Value]]:
        """Messages in file order as small dictionaries of the valid values among ``numbers`` (unscaled).

        For the kinds a file holds few of; ``limit`` bounds how many are turned into Python objects.
        """
        rows: list[dict[int, Value]] = []
        starts: list[int] = []
        for part in self.parts:
            wanted = [(n, f) for n, f in part.definition.fields.items() if n in numbers]
            for index in range(len(part) if limit is None else min(len(part), limit)):
                row: dict[int, Value] = {}
                for number, field in wanted:
                    value = part.one(index, field)
                    if value is not None:
                        row[number] = value
                if part.times is not None and TIMESTAMP in numbers and part.times[index] == part.times[index]:
                    row[TIMESTAMP] = float(part.times[index])
                rows.append(row)
            starts.extend(part.offsets[:limit].tolist())
        if len(self.parts) > 1:
            rows = [row for _, row in sorted(zip(starts, rows, strict=True), key=lambda pair: pair[0])]
        return rows

    def _assembled(self, pieces: list[Column | None]) -> Column | None:
        if len(pieces) == 1:
            return pieces[0]
        known = [piece for piece in pieces if piece is not None]
        if not known:
            return None
        width = max((piece.shape[1] for piece in known if piece.ndim == 2), default=0)
        shape = (len(self), width) if width else (len(self),)
        whole = np.full(shape, np.nan)
        first = 0
        for part, piece in zip(self.parts, pieces, strict=True):
            if piece is not None:
                target = whole[first : first + len(part)]
                if width:
                    flat = piece if piece.ndim == 2 else piece[:, None]
                    target[:, : flat.shape[1]] = flat
                else:
                    target[:] = piece
            first += len(part)
        return whole[self._order]


def text_of(raw: bytes) -> str | None:
    """Text up to its first zero byte: UTF-8, else the Latin-1 older devices wrote; None when empty."""
    raw = raw.split(b"\0", 1)[0]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    text = "".join(character for character in text if character.isprintable()).strip()
    return text or None


def _valid(number: float, invalid: int | None) -> float | None:
    if number != number or number in (float("inf"), float("-inf")) or number == invalid:
        return None
    return number


def _offsets(group: Group) -> Offsets:
    size = group.definition.size
    pieces: list[Offsets] = [np.arange(at, at + size * count, size) for at, count in group.runs]
    if group.singles:
        pieces.append(np.array(group.singles, dtype=np.int64))
    if len(pieces) == 1 and (group.runs or _ascending(pieces[0])):
        return pieces[0]
    return np.sort(np.concatenate(pieces))


def _ascending(offsets: Offsets) -> bool:
    return bool((offsets[1:] > offsets[:-1]).all())


def by_number(parts: Iterator[Part]) -> dict[int, Messages]:
    """Messages by global number."""
    gathered: dict[int, list[Part]] = {}
    for part in parts:
        gathered.setdefault(part.definition.number, []).append(part)
    return {number: Messages(number, found) for number, found in gathered.items()}
