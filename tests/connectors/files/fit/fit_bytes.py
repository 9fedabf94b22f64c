"""Builds FIT bytes by hand, wrong ones too, so that tests know every value by construction."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

ENUM, SINT8, UINT8, SINT16, UINT16, SINT32, UINT32, STRING = 0x00, 0x01, 0x02, 0x83, 0x84, 0x85, 0x86, 0x07
FLOAT32, FLOAT64, UINT8Z, UINT16Z, UINT32Z, BYTE = 0x88, 0x89, 0x0A, 0x8B, 0x8C, 0x0D
SINT64, UINT64, UINT64Z = 0x8E, 0x8F, 0x90

CODES = {
    ENUM: "B", SINT8: "b", UINT8: "B", SINT16: "h", UINT16: "H", SINT32: "i", UINT32: "I", FLOAT32: "f", FLOAT64: "d",
    UINT8Z: "B", UINT16Z: "H", UINT32Z: "I", BYTE: "B", SINT64: "q", UINT64: "Q", UINT64Z: "Q",
}  # fmt: skip
INVALID = {
    ENUM: 0xFF, SINT8: 0x7F, UINT8: 0xFF, SINT16: 0x7FFF, UINT16: 0xFFFF, SINT32: 0x7FFFFFFF, UINT32: 0xFFFFFFFF,
    UINT8Z: 0, UINT16Z: 0, UINT32Z: 0, SINT64: 0x7FFFFFFFFFFFFFFF, UINT64: 0xFFFFFFFFFFFFFFFF, UINT64Z: 0,
}  # fmt: skip

NOW = 1_000_000_000
"""A moment in seconds since the FIT epoch (September 2021)."""


@dataclass
class FitBytes:
    """A FIT file under construction. ``define`` then ``message``; ``done`` closes it with header and checksum."""

    big_endian: bool = False
    body: bytearray = field(default_factory=bytearray)
    layouts: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def define(self, local, number, fields, developer=()):
        """``fields`` are (number, base type[, bytes]); ``developer`` (number, developer index, base type[, bytes])."""
        native = [(f[0], _size(f[1:]), f[1]) for f in fields]
        extra = [(f[0], _size(f[2:]), f[1]) for f in developer]
        self.body += bytes([0x40 | (0x20 if extra else 0) | local, 0, int(self.big_endian)])
        self.body += struct.pack(self.order + "H", number) + bytes([len(native)])
        self.body += b"".join(bytes(f) for f in native)
        if extra:
            self.body += bytes([len(extra)]) + b"".join(bytes(f) for f in extra)
        self.layouts[local] = [(f[1], f[2]) for f in native] + [
            (e[1], f[2]) for e, f in zip(extra, developer, strict=True)
        ]
        return self

    def message(self, local, *values, header=None):
        """A data message; a value is a number, a list of numbers, or bytes taken as they are."""
        self.body += bytes([local if header is None else header])
        for value, (size, base) in zip(values, self.layouts[local], strict=True):
            self.body += self._packed(value, size, base)
        return self

    def compressed(self, local, seconds, *values):
        """A data message whose header carries the low five bits of its time."""
        return self.message(local, *values, header=0x80 | local << 5 | (seconds & 0x1F))

    def done(self, *, header_size=14, header_sum=True, declared=None, checksum=None):
        """The whole file; ``declared`` and ``checksum`` replace the true data size and checksum."""
        size = len(self.body) if declared is None else declared
        header = struct.pack("<BBHI4s", header_size, 0x20, 2178, size, b".FIT")
        if header_size == 14:
            header += struct.pack("<H", crc(header) if header_sum else 0)
        whole = header + bytes(self.body)
        return whole + struct.pack("<H", crc(whole) if checksum is None else checksum)

    @property
    def order(self):
        """Byte order for struct."""
        return ">" if self.big_endian else "<"

    def _packed(self, value, size, base):
        if isinstance(value, bytes):
            return value.ljust(size, b"\0")[:size]
        values = value if isinstance(value, list) else [value]
        return struct.pack(f"{self.order}{len(values)}{CODES[base]}", *values)


def crc(data: bytes) -> int:
    """FIT's 16-bit checksum, bit by bit (CRC-16/ARC)."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value


def activity(**keywords) -> FitBytes:
    """A file that begins as every activity does: a file_id created at ``NOW``."""
    fit = FitBytes(**keywords)
    fit.define(15, 0, [(0, ENUM), (1, UINT16), (4, UINT32)])
    return fit.message(15, 4, 1, NOW)


def _size(kind):
    return kind[1] if len(kind) > 1 else struct.calcsize("<" + CODES[kind[0]])
