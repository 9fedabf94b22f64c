"""A FIT encoder: single messages one by one, batches of equal messages column by column."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from fastcrc import crc16
from numpy.typing import NDArray

from coach.connectors.files.fit.write_fields import BASE_TYPES, KINDS, Field, MessageKind
from coach.domain.problems import InvalidInput

Column = NDArray[np.float64]
Value = int | float | str | bytes | datetime | Sequence[float] | Sequence[str] | None

_PROTOCOL_VERSION = 0x20  # 2.0: the first that knows developer fields
_PROFILE_VERSION = 21_158
_LOCAL_TYPES = 16
_DEFINITION = 0x40
_WITH_DEVELOPER_FIELDS = 0x20


@dataclass(frozen=True, slots=True)
class DeveloperField:
    """A field an application adds: the index of its application, its number, base type, name and units.

    ``scale`` and ``offset`` follow the rule of FIT: physical = raw / scale - offset.
    """

    application: int
    number: int
    name: str
    base: str = "float32"
    units: str = ""
    scale: int | None = None
    offset: int | None = None

    def described(self) -> Message:
        """The ``field_description`` message, to be written before the first use of the field."""
        return Message(
            "field_description",
            {
                "developer_data_index": self.application,
                "field_definition_number": self.number,
                "fit_base_type_id": self.base,
                "field_name": self.name,
                "scale": self.scale,
                "offset": self.offset,
                "units": self.units or None,
            },
        )

    @property
    def layout(self) -> Field:
        """The same field as the encoder packs it."""
        return Field(self.number, BASE_TYPES[self.base], self.scale or 1, self.offset or 0)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Physical values: Unix seconds or aware datetimes, degrees, metres, m/s, words for enumerations.

    A sequence makes an array field. None leaves the field out.
    """

    kind: str
    values: Mapping[str, Value]
    developer: Mapping[DeveloperField, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """Many messages of one kind: physical columns of one length n, shape (n,), NaN where nothing was measured."""

    kind: str
    columns: Mapping[str, Column]
    developer: Mapping[DeveloperField, Column] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Slot:
    """One field as a definition message lists it; ``application`` is None for fields of the profile."""

    number: int
    size: int
    type_code: int
    application: int | None = None


class _LocalTypes:
    """The sixteen local message types: gives a layout its header byte, defining it when it is not defined."""

    def __init__(self, order: str) -> None:
        self._order = order
        self._held: dict[tuple[int, tuple[_Slot, ...]], int] = {}

    def announce(self, kind: MessageKind, slots: tuple[_Slot, ...], out: bytearray) -> int:
        """The local type of the layout, after writing its definition to ``out`` where that is needed."""
        layout = (kind.number, slots)
        local = self._held.pop(layout, None)
        if local is None:
            local = self._free()
            out += self._definition(local, kind.number, slots)
        self._held[layout] = local  # last in the dictionary is last used
        return local

    def _free(self) -> int:
        if len(self._held) < _LOCAL_TYPES:
            return len(self._held)
        oldest = next(iter(self._held))
        return self._held.pop(oldest)

    def _definition(self, local: int, number: int, slots: tuple[_Slot, ...]) -> bytes:
        own = [slot for slot in slots if slot.application is None]
        added = [slot for slot in slots if slot.application is not None]
        header = _DEFINITION | (_WITH_DEVELOPER_FIELDS if added else 0) | local
        parts = [struct.pack(f"{self._order}BBBHB", header, 0, self._order == ">", number, len(own))]
        parts += [bytes((slot.number, slot.size, slot.type_code)) for slot in own]
        if added:
            parts.append(bytes((len(added),)))
            parts += [bytes((slot.number, slot.size, slot.application or 0)) for slot in added]
        return b"".join(parts)


def encode(messages: Iterable[Message | Batch], *, big_endian: bool = False) -> bytes:
    """A whole FIT file: header of 14 bytes, the messages in the order given, both checksums.

    Raises InvalidInput for a kind, field or word the encoder does not know, a value its field cannot
    hold, or columns of different lengths.
    """
    order = ">" if big_endian else "<"
    types = _LocalTypes(order)
    body = bytearray()
    for message in messages:
        if isinstance(message, Batch):
            _write_batch(message, types, order, body)
        else:
            _write_message(message, types, order, body)
    header = struct.pack("<BBHI4s", 14, _PROTOCOL_VERSION, _PROFILE_VERSION, len(body), b".FIT")
    whole = header + struct.pack("<H", crc16.arc(header)) + bytes(body)
    return whole + struct.pack("<H", crc16.arc(whole))


def _write_message(message: Message, types: _LocalTypes, order: str, out: bytearray) -> None:
    kind = _kind(message.kind)
    slots: list[_Slot] = []
    cells: list[bytes] = []
    for name, value in message.values.items():
        if value is not None:
            layout = _field(kind, message.kind, name)
            cells.append(_cell(name, layout, value, order))
            slots.append(_slot(name, layout, len(cells[-1])))
    for added, value in message.developer.items():
        if value is not None:
            cells.append(_cell(added.name, added.layout, value, order))
            slots.append(_slot(added.name, added.layout, len(cells[-1]), added.application))
    local = types.announce(kind, tuple(slots), out)
    out.append(local)
    out += b"".join(cells)


def _write_batch(batch: Batch, types: _LocalTypes, order: str, out: bytearray) -> None:
    kind = _kind(batch.kind)
    columns: list[tuple[str, Field, int | None, Column]] = [
        (name, _field(kind, batch.kind, name), None, values) for name, values in batch.columns.items()
    ]
    columns += [(added.name, added.layout, added.application, values) for added, values in batch.developer.items()]
    lengths = {len(values) for *_, values in columns}
    if len(lengths) != 1:
        raise InvalidInput("The columns of a batch must have one length, not {lengths}.", lengths=sorted(lengths))
    rows = lengths.pop()
    if not rows:
        return
    slots = tuple(_slot(name, layout, layout.base.size, application) for name, layout, application, _ in columns)
    local = types.announce(kind, slots, out)
    letters = [("header", "u1"), *((str(place), order + item[1].base.letters) for place, item in enumerate(columns))]
    table = np.empty(rows, dtype=np.dtype(letters))
    table["header"] = local
    for place, (name, layout, _, values) in enumerate(columns):
        table[str(place)] = _raw(name, layout, np.asarray(values, dtype=np.float64))
    out += table.tobytes()


def _kind(name: str) -> MessageKind:
    if name not in KINDS:
        raise InvalidInput("The FIT encoder has no message {kind}.", kind=name)
    return KINDS[name]


def _field(kind: MessageKind, kind_name: str, name: str) -> Field:
    if name not in kind.fields:
        raise InvalidInput("The FIT message {kind} has no field {name}.", kind=kind_name, name=name)
    return kind.fields[name]


def _slot(name: str, layout: Field, size: int, application: int | None = None) -> _Slot:
    if size > 255:
        raise InvalidInput("The FIT field {name} holds at most 255 bytes.", name=name)
    return _Slot(layout.number, size, layout.base.code, application)


def _cell(name: str, layout: Field, value: Value, order: str) -> bytes:
    """One value of a single message as the bytes of its field."""
    if layout.base is BASE_TYPES["string"]:
        return str(value).encode() + b"\0"
    if isinstance(value, bytes):
        return value
    elements = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    numbers = np.array([_number(name, layout, element) for element in elements], dtype=np.float64)
    return _raw(name, layout, numbers).astype(order + layout.base.letters).tobytes()


def _number(name: str, layout: Field, element: object) -> float:
    if isinstance(element, datetime):
        if element.tzinfo is None:
            raise InvalidInput("The FIT field {name} wants an instant with its time zone.", name=name)
        return element.timestamp()
    if isinstance(element, str):
        if element not in layout.names:
            raise InvalidInput("The FIT field {name} does not know {word}.", name=name, word=element)
        return float(layout.names[element])
    if isinstance(element, (int, float, np.number)):
        return float(element)
    raise InvalidInput("The FIT field {name} cannot hold {value}.", name=name, value=repr(element))


def _raw(name: str, layout: Field, physical: Column) -> NDArray[np.number]:
    """Physical values as raw ones, NaN becoming the base type's "nothing"."""
    base = layout.base
    scaled = (physical + layout.offset) * layout.scale
    absent = np.isnan(scaled)
    if base.floating:
        floats = scaled.astype(base.letters)
        floats.view(f"u{base.size}")[absent] = 256**base.size - 1  # the one NaN that FIT calls invalid
        return floats
    scaled = np.rint(scaled)
    if (~absent & ((scaled < base.low) | (scaled > base.high))).any():
        raise InvalidInput("The FIT field {name} cannot hold values that large or small.", name=name)
    scaled[absent] = base.invalid
    return scaled.astype(base.letters)
