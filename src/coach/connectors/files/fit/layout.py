"""How FIT lays out messages in bytes: base types, definitions, fields (FIT protocol, Garmin, 2.x)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

EPOCH_S = 631_065_600
"""Unix seconds of the FIT epoch, 1989-12-31T00:00:00Z."""

POWER_ON_LIMIT = 0x1000_0000
"""Timestamps below this count seconds since the device was switched on, not since the epoch."""

TIMESTAMP = 253
MESSAGE_INDEX = 254


class BaseType(NamedTuple):
    """A FIT base type: NumPy kind and size, and the raw value that means "nothing was measured"."""

    code: str
    size: int
    invalid: int | None


STRING = BaseType("S", 1, None)
BYTE = BaseType("u1", 1, 0xFF)
BASE_TYPES: dict[int, BaseType] = {
    0x00: BaseType("u1", 1, 0xFF),
    0x01: BaseType("i1", 1, 0x7F),
    0x02: BaseType("u1", 1, 0xFF),
    0x03: BaseType("i2", 2, 0x7FFF),
    0x04: BaseType("u2", 2, 0xFFFF),
    0x05: BaseType("i4", 4, 0x7FFF_FFFF),
    0x06: BaseType("u4", 4, 0xFFFF_FFFF),
    0x07: STRING,
    0x08: BaseType("f4", 4, None),
    0x09: BaseType("f8", 8, None),
    0x0A: BaseType("u1", 1, 0),
    0x0B: BaseType("u2", 2, 0),
    0x0C: BaseType("u4", 4, 0),
    0x0D: BYTE,
    0x0E: BaseType("i8", 8, 0x7FFF_FFFF_FFFF_FFFF),
    0x0F: BaseType("u8", 8, 0xFFFF_FFFF_FFFF_FFFF),
    0x10: BaseType("u8", 8, 0),
}
"""By the low five bits of the type byte; the high bit only repeats that the type has an endianness."""


class Field(NamedTuple):
    """One field of a definition: where it stands in the message and how its bytes read.

    ``number`` is the field's number, or (developer data index, number) for developer fields; ``start``
    counts from the first byte after the header; ``elements`` is more than 1 for arrays.
    """

    number: int | tuple[int, int]
    start: int
    size: int
    base: BaseType
    elements: int


@dataclass(frozen=True, eq=False)
class Definition:
    """A definition message, read on demand: fields are parsed only where somebody asks for them.

    ``body`` holds the bytes after the header (reserved, architecture, global number, fields, developer fields).
    """

    number: int
    big_endian: bool
    body: bytes
    size: int
    has_developer_fields: bool

    @cached_property
    def fields(self) -> dict[int, Field]:
        """Native fields by number. A number defined twice keeps its first place."""
        body, start = self.body, 0
        fields: dict[int, Field] = {}
        for at in range(5, 5 + 3 * body[4], 3):
            number, size, code = body[at], body[at + 1], body[at + 2]
            if size:
                fields.setdefault(number, _field(number, start, size, BASE_TYPES.get(code & 0x1F, BYTE)))
            start += size
        return fields

    @property
    def dated(self) -> bool:
        """Whether messages carry a whole timestamp of their own."""
        return TIMESTAMP in self.body[5 : 5 + 3 * self.body[4] : 3]

    @cached_property
    def developer_fields(self) -> dict[tuple[int, int], tuple[int, int]]:
        """(start, size) of developer fields by (developer data index, field number)."""
        if not self.has_developer_fields:
            return {}
        body = self.body
        native_end = 5 + 3 * body[4]
        start = sum(body[6:native_end:3])
        fields: dict[tuple[int, int], tuple[int, int]] = {}
        for at in range(native_end + 1, native_end + 1 + 3 * body[native_end], 3):
            number, size, index = body[at], body[at + 1], body[at + 2]
            if size:
                fields.setdefault((index, number), (start, size))
            start += size
        return fields

    @property
    def order(self) -> str:
        """NumPy's byte order character."""
        return ">" if self.big_endian else "<"

    @cached_property
    def dtype(self) -> np.dtype[np.void]:
        """Structured dtype of one message without its header: native fields are named ``f<number>``."""
        names, formats, offsets = [], [], []
        for field in self.fields.values():
            names.append(f"f{field.number}")
            formats.append(numpy_format(self.order, field))
            offsets.append(field.start)
        return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": max(1, self.size - 1)})


def developer_field(key: tuple[int, int], start: int, size: int, base_code: int) -> Field:
    """A developer field laid out like a native one, once its description named the base type."""
    return _field(key, start, size, BASE_TYPES.get(base_code & 0x1F, BYTE))


def numpy_format(order: str, field: Field) -> str | tuple[str, tuple[int, ...]]:
    """NumPy's format of a field: a scalar, a fixed string, or a sub-array."""
    if field.base is STRING:
        return f"S{field.size}"
    code = order + field.base.code
    return code if field.elements == 1 else (code, (field.elements,))


def parse_definition(body: bytes, has_developer_fields: bool) -> Definition:
    """The definition held by ``body``, complete as measured by ``definition_length``."""
    big_endian = body[1] == 1
    native_end = 5 + 3 * body[4]
    size = 1 + sum(body[6:native_end:3])
    if has_developer_fields:
        size += sum(body[native_end + 2 :: 3])
    number = int.from_bytes(body[2:4], "big" if big_endian else "little")
    return Definition(number, big_endian, body, size, has_developer_fields)


def _field(number: int | tuple[int, int], start: int, size: int, base: BaseType) -> Field:
    if base is STRING:
        return Field(number, start, size, base, size)
    if size % base.size:
        # COROS watches declare 32-bit types with fewer bytes: read an unsigned number of the size that is really there.
        base = _UNSIGNED.get(size, BYTE)
    return Field(number, start, size, base, size // base.size)


_UNSIGNED = {1: BASE_TYPES[0x02], 2: BASE_TYPES[0x04], 4: BASE_TYPES[0x06]}
