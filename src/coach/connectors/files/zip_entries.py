"""The entries of a zip file, one at a time, from its directory or, when that is lost, from the files themselves.

The standard library's reader keeps the whole directory in memory and gives up on a cut archive; this one does neither.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from coach.connectors.files.inflate import PIECE, Inflation

STORED, DEFLATED = 0, 8

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END_64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR_64 = struct.Struct("<4sIQI")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_FULL = 0xFFFFFFFF
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_LINK, _KIND = 0o120000, 0o170000
_SEARCHED_AT_START = 2**20
_MOST_IN_VAIN = 20
"""Streams that break off may be run through in vain for this many times the archive's length, then scanning stops."""


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One entry; its local header stands at ``offset``. ``packed`` is None when only its data tell."""

    name: str
    method: int
    packed: int | None
    size: int
    offset: int
    encrypted: bool
    link: bool


def entries(file: BinaryIO) -> Iterator[ZipEntry] | None:
    """Entries as the directory lists them; None when the archive has no usable directory."""
    file.seek(0, 2)
    length = file.tell()
    place = _directory(file, length)
    if place is None:
        return None
    start, size, shift = place
    return _listed(file, start, size, shift)


def _directory(file: BinaryIO, length: int) -> tuple[int, int, int] | None:
    """Offset and size of the directory, and how far bytes before the archive shift every offset."""
    tail = min(length, 65_536 + _END.size)
    file.seek(length - tail)
    last = file.read(tail)
    at = last.rfind(_END_SIGN)
    if at < 0 or len(last) - at < _END.size:
        return None
    _, _, _, _, _, size, start, _ = _END.unpack_from(last, at)
    end = length - tail + at
    if _FULL in (size, start):
        size, start, end = _large_directory(file, end) or (size, start, end)
    shift = end - size - start
    if shift < 0 or size > length:
        return None
    file.seek(start + shift)
    if size and file.read(4) != _CENTRAL_SIGN:
        return None
    return start + shift, size, shift


def _large_directory(file: BinaryIO, end: int) -> tuple[int, int, int] | None:
    if end < _LOCATOR_64.size:
        return None
    file.seek(end - _LOCATOR_64.size)
    sign, _, at, _ = _LOCATOR_64.unpack(file.read(_LOCATOR_64.size))
    if sign != b"PK\x06\x07" or at >= end:
        return None
    file.seek(at)
    record = file.read(_END_64.size)
    if len(record) < _END_64.size or record[:4] != b"PK\x06\x06":
        return None
    *_, size, start = _END_64.unpack(record)
    return size, start, at


def _listed(file: BinaryIO, start: int, size: int, shift: int) -> Iterator[ZipEntry]:
    at, end = start, start + size
    while at + _CENTRAL.size <= end:
        file.seek(at)
        header = file.read(_CENTRAL.size)
        if len(header) < _CENTRAL.size or header[:4] != _CENTRAL_SIGN:
            return
        fields = _CENTRAL.unpack(header)
        flags, method = fields[3], fields[4]
        packed, expanded = fields[8], fields[9]
        name_size, extra_size, comment_size = fields[10:13]
        outside, offset = fields[15], fields[16]
        name, extra = file.read(name_size), file.read(extra_size)
        expanded, packed, offset = _large_sizes(extra, expanded, packed, offset)
        yield ZipEntry(
            name=_name(name, flags),
            method=method,
            packed=packed,
            size=expanded,
            offset=offset + shift,
            encrypted=bool(flags & _ENCRYPTED),
            link=(outside >> 16) & _KIND == _LINK,
        )
        at += _CENTRAL.size + name_size + extra_size + comment_size


def _large_sizes(extra: bytes, *values: int) -> tuple[int, ...]:
    """The values, those that were full replaced by the zip64 field's in their order."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            field = extra[at + 4 : at + 4 + size]
            large = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            return tuple(next(large, value) if value == _FULL else value for value in values)
        at += 4 + size
    return values


def _name(name: bytes, flags: int) -> str:
    """UTF-8 where the flag says so or the bytes are; otherwise code page 437, in which every byte is a letter."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8", "replace") if flags & _UTF8 else name.decode("cp437")


def found_by_scanning(file: BinaryIO) -> Iterator[ZipEntry]:
    """Entries of an archive without a directory, by their local headers; encrypted or unknown ones included.

    After an entry of unknown packed size the caller reads its data first: scanning goes on from where its
    stream ended.
    """
    length = file.seek(0, 2)
    at = _next_header(file, 0, within=_SEARCHED_AT_START)
    unpacked_in_vain = 0
    while at is not None and unpacked_in_vain <= _MOST_IN_VAIN * length:
        file.seek(at)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            return
        _, _, flags, method, _, _, _, packed, expanded, name_size, extra_size = _LOCAL.unpack(header)
        name, extra = file.read(name_size), file.read(extra_size)
        if len(name) < name_size:
            return
        expanded, packed = _large_sizes(extra, expanded, packed)
        known = packed if packed or not flags & _SIZES_FOLLOW else None
        entry = ZipEntry(_name(name, flags), method, known, expanded, at, bool(flags & _ENCRYPTED), link=False)
        yield entry
        data_at = at + _LOCAL.size + name_size + extra_size
        if known is None:
            stream = _stream(file, entry)
            known = stream.packed - len(stream.rest) if stream.whole else 0
            unpacked_in_vain += 0 if stream.whole else stream.expanded
        at = _next_header(file, data_at + known)


def _stream(file: BinaryIO, entry: ZipEntry) -> Inflation:
    """The entry's stream, run through to learn where it ends."""
    inflation = Inflation()
    if entry.method == DEFLATED and not entry.encrypted:
        for _ in inflation.pieces(packed_pieces(file, entry)):
            pass
    return inflation


def _next_header(file: BinaryIO, at: int, within: int | None = None) -> int | None:
    """Where the next local header stands at or after ``at`` (at most ``within`` bytes after)."""
    overlap = b""
    last = None if within is None else at + within
    file.seek(at)
    while block := file.read(PIECE):
        if last is not None and at > last:
            return None
        found = (overlap + block).find(_LOCAL_SIGN)
        if found >= 0:
            return at - len(overlap) + found
        at += len(block)
        overlap = block[-3:]
    return None


def packed_pieces(file: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    """The entry's packed bytes in pieces, nothing when its local header is not where it should be."""
    file.seek(entry.offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or header[:4] != _LOCAL_SIGN:
        return
    name_size, extra_size = _LOCAL.unpack(header)[9:11]
    at = entry.offset + _LOCAL.size + name_size + extra_size
    left = entry.packed
    while left is None or left > 0:
        file.seek(at)
        piece = file.read(PIECE if left is None else min(PIECE, left))
        if not piece:
            return
        at += len(piece)
        left = None if left is None else left - len(piece)
        yield piece
