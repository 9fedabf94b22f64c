"""Unpacking with limits: nothing grows beyond what an activity file may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from isal import isal_zlib
from isal.igzip_lib import IsalError

from coach.domain.problems import TooLarge, Unreadable

MB = 2**20
PIECE = 2**16

_DAMAGE = cast(type[Exception], IsalError)
_RAW = -15
_GZIP = 31


class Bomb(TooLarge):
    """An archive over a limit of the whole (entries, expanded bytes, ratio): reading it stops."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Hard limits, in bytes and counts. ``ratio`` is expanded to packed and counts above ``ratio_floor`` bytes."""

    entries: int = 100_000
    total_bytes: int = 32 * 1024 * MB
    member_bytes: int = 128 * MB
    nested_bytes: int = 4 * 1024 * MB
    ratio: int = 100
    ratio_floor: int = 4 * MB
    depth: int = 2
    spool_above: int = 8 * MB


DEFAULT = Limits()


@dataclass(slots=True)
class Budget:
    """What one walk through an archive has used so far."""

    limits: Limits
    archive_bytes: int
    entries: int = 0
    expanded: int = 0

    def count_entry(self) -> None:
        """Raises Bomb beyond the allowed number of entries."""
        self.entries += 1
        if self.entries > self.limits.entries:
            raise Bomb("This archive holds more than {limit} files.", limit=self.limits.entries)

    def count_bytes(self, size: int) -> None:
        """Raises Bomb when the archive as a whole expands too far."""
        self.expanded += size
        floor = max(self.archive_bytes * self.limits.ratio, 2 * self.limits.member_bytes)
        if self.expanded > min(self.limits.total_bytes, floor):
            raise Bomb("This archive expands to far more than its own size; it was stopped.")


@dataclass(slots=True)
class Inflation:
    """One deflate stream being unpacked: ``packed`` and ``expanded`` bytes so far, ``whole`` once it ended properly."""

    wbits: int = _RAW
    packed: int = 0
    expanded: int = 0
    whole: bool = False
    damaged: bool = False
    rest: bytes = b""

    def pieces(self, source: Iterable[bytes]) -> Iterator[bytes]:
        """Unpacked pieces of at most ``PIECE`` × 16 bytes; a damaged or cut stream ends early, without an error."""
        stream = isal_zlib.decompressobj(wbits=self.wbits)
        for packed in source:
            self.packed += len(packed)
            waiting = packed
            while waiting or stream.unconsumed_tail:
                try:
                    piece = stream.decompress(waiting or stream.unconsumed_tail, PIECE * 16)
                except _DAMAGE:
                    self.damaged = True
                    return
                waiting = stream.unconsumed_tail
                self.expanded += len(piece)
                if piece:
                    yield piece
                if stream.eof:
                    self.whole, self.rest = True, stream.unused_data
                    return
                if not piece and not waiting:
                    break


def bounded(pieces: Iterable[bytes], inflation: Inflation, limits: Limits, budget: Budget | None = None) -> bytes:
    """All pieces as one, unless they break a limit (TooLarge)."""
    kept: list[bytes] = []
    for piece in pieces:
        kept.append(piece)
        if inflation.expanded > limits.member_bytes:
            raise TooLarge("This file is larger than {limit} MB.", limit=limits.member_bytes // MB)
        refuse_bomb(inflation, limits)
        if budget is not None:
            budget.count_bytes(len(piece))
    return b"".join(kept)


def refuse_bomb(inflation: Inflation, limits: Limits) -> None:
    """Raises Bomb when the stream expands more than any honest file."""
    packed = max(inflation.packed, 1)
    if inflation.expanded > limits.ratio_floor and inflation.expanded > limits.ratio * packed:
        raise Bomb("This content expands more than {ratio} times; it was refused.", ratio=limits.ratio)


def gunzip(data: bytes, limits: Limits = DEFAULT) -> tuple[bytes, bool]:
    """The bytes inside a gzip file and whether it was whole; further members are appended.

    Raises TooLarge (Bomb) beyond the limits, Unreadable when nothing can be unpacked.
    """
    found: list[bytes] = []
    rest, total = data, 0
    while rest.startswith(b"\x1f\x8b"):
        inflation = Inflation(_GZIP)
        step = range(0, len(rest), PIECE)
        found.append(bounded(inflation.pieces(rest[at : at + PIECE] for at in step), inflation, limits))
        total += len(found[-1])
        if total > limits.member_bytes:
            raise TooLarge("This file is larger than {limit} MB.", limit=limits.member_bytes // MB)
        if not inflation.whole:
            if not total:
                raise Unreadable("This compressed file is damaged from its beginning: nothing can be kept.")
            return b"".join(found), False
        rest = rest[inflation.packed - len(inflation.rest) :]
    return b"".join(found), True
