"""Cuts real FIT files down to some messages of each kind, so that slow readers can check every file quickly."""

from __future__ import annotations

import struct

from tests.connectors.files.fit.fit_bytes import crc

HEART_RATE_OF_STRAPS = 132
"""Never thinned: each message counts on from the one before it."""


def thinned(data: bytes, first: int, last: int) -> bytes:
    """The same sections with all definitions, and of each kind its first and last messages; unchanged when damaged."""
    sections, at = [], 0
    while at < len(data):
        if data[at + 8 : at + 12] != b".FIT":
            return data
        begin, size = at + data[at], struct.unpack_from("<I", data, at + 4)[0]
        pieces = _pieces(data, begin, begin + size)
        if pieces is None:
            return data
        sections.append(_section(data[at:begin], pieces, first, last))
        at = begin + size + 2
    return b"".join(sections)


def _section(header: bytes, pieces: list[tuple[int | None, bytes]], first: int, last: int) -> bytes:
    counts: dict[int | None, int] = {}
    for kind, _ in pieces:
        counts[kind] = counts.get(kind, 0) + 1
    seen: dict[int | None, int] = {}
    body = bytearray()
    for kind, piece in pieces:
        place = seen[kind] = seen.get(kind, -1) + 1
        if kind in (None, HEART_RATE_OF_STRAPS) or place < first or place >= counts[kind] - last:
            body += piece
    whole = header[:4] + struct.pack("<I", len(body)) + header[8:12]
    if len(header) == 14:
        whole += struct.pack("<H", crc(whole))
    whole += bytes(body)
    return whole + struct.pack("<H", crc(whole))


def _pieces(data: bytes, at: int, end: int) -> list[tuple[int | None, bytes]] | None:
    """(kind or None for definitions, bytes) of each message; None when they do not end where the header says."""
    sizes: dict[int, tuple[int, int]] = {}
    pieces: list[tuple[int | None, bytes]] = []
    while at < end <= len(data) - 2:
        header = data[at]
        local = header >> 5 & 3 if header & 0x80 else header & 15
        if header & 0xC0 == 0x40:
            number = struct.unpack_from(">H" if data[at + 2] else "<H", data, at + 3)[0]
            stop = at + 6 + 3 * data[at + 5]
            size = 1 + sum(data[at + 7 : stop : 3])
            if header & 0x20:
                size += sum(data[stop + 2 : stop + 1 + 3 * data[stop] : 3])
                stop += 1 + 3 * data[stop]
            sizes[local] = (number, size)
            pieces.append((None, data[at:stop]))
            at = stop
        elif local in sizes:
            number, size = sizes[local]
            pieces.append((number, data[at : at + size]))
            at += size
        else:
            return None
    return pieces if at == end else None
