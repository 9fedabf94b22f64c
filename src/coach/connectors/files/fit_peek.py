"""A glance into a FIT file: what kind it is and when its sessions started, without decoding it.

FIT protocol: https://developer.garmin.com/fit/protocol/ (record headers, definition and data messages).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

ACTIVITY = 4
HRV_STATUS = 68
"""What watches call the file of a night's HRV; the public profile does not name it."""
FIT_EPOCH_S = 631_065_600
"""1989-12-31T00:00:00Z in Unix seconds."""

_FILE_ID, _SESSION = 0, 18
_TYPE, _TIME_CREATED, _START_TIME = 0, 4, 2
_DEFINITION, _DEVELOPER, _COMPRESSED = 0x40, 0x20, 0x80
_UNSET = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Glance:
    """``kind`` is file_id.type (4 is an activity), None when it cannot be told; instants are Unix seconds."""

    kind: int | None = None
    created_s: int | None = None
    session_starts: tuple[int, ...] = ()

    @property
    def is_activity(self) -> bool:
        """An activity, or something too odd to tell: the reader decides."""
        return self.kind is None or self.kind == ACTIVITY


@dataclass(frozen=True, slots=True)
class _Definition:
    number: int
    size: int
    big_endian: bool
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Offset and size of each field by its number."""

    def value(self, data: bytes, at: int, number: int) -> int | None:
        place = self.places.get(number)
        if place is None or place[1] not in (1, 4):
            return None
        offset, size = place
        value = int.from_bytes(data[at + offset : at + offset + size], "big" if self.big_endian else "little")
        return None if value == (_UNSET if size == 4 else 0xFF) else value


def glance(data: bytes) -> Glance:
    """Kind and starts of a FIT file; other kinds than activities are told from their first message alone."""
    kind = created = None
    starts: list[int] = []
    for definition, at in _messages(data):
        if definition.number == _FILE_ID and kind is None:
            kind = definition.value(data, at, _TYPE)
            created = definition.value(data, at, _TIME_CREATED)
            if kind is not None and kind != ACTIVITY:
                break
        elif definition.number == _SESSION:
            start = definition.value(data, at, _START_TIME)
            if start is not None:
                starts.append(start + FIT_EPOCH_S)
    return Glance(kind, created + FIT_EPOCH_S if created else None, tuple(starts))


def _messages(data: bytes) -> Iterator[tuple[_Definition, int]]:
    """Definition and offset of every file_id and session message of the first file in ``data``."""
    if len(data) < 12:
        return
    at = data[0]
    end = min(len(data), at + (struct.unpack_from("<I", data, 4)[0] or len(data)))
    definitions: dict[int, _Definition] = {}
    while at < end:
        header = data[at]
        at += 1
        if header & _COMPRESSED:
            definition = definitions.get((header >> 5) & 0x3)
        elif header & _DEFINITION:
            if at + 5 > end:
                return
            definitions[header & 0xF], at = _definition(data, at, developer=bool(header & _DEVELOPER))
            continue
        else:
            definition = definitions.get(header & 0xF)
        if definition is None or at + definition.size > end:
            return
        if definition.number in (_FILE_ID, _SESSION):
            yield definition, at
        at += definition.size


def _definition(data: bytes, at: int, *, developer: bool) -> tuple[_Definition, int]:
    big_endian = data[at + 1] == 1
    (number,) = struct.unpack_from(">H" if big_endian else "<H", data, at + 2)
    count, at = data[at + 4], at + 5
    places: dict[int, tuple[int, int]] = {}
    size = 0
    for field_at in range(at, min(at + 3 * count, len(data) - 2), 3):
        places.setdefault(data[field_at], (size, data[field_at + 1]))
        size += data[field_at + 1]
    at += 3 * count
    if developer and at < len(data):
        extra, at = data[at], at + 1
        size += sum(data[at + 1 : at + 3 * extra : 3])
        at += 3 * extra
    return _Definition(number, size, big_endian, places), at
