"""Finding the thread again behind a damaged stretch of a FIT file."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from coach.connectors.files.fit.layout import TIMESTAMP, Definition

_SEARCHED_BYTES = 4_096
_CHAIN = 8
_DATED = 3
_DAY_S = 86_400


def resumption(
    data: bytes, after: int, end: int, definitions: Sequence[Definition | None], recent: Sequence[int]
) -> int | None:
    """Offset behind ``after`` where sound messages begin again, None where none do.

    ``definitions`` tells what each of the 256 header bytes means, ``recent`` holds timestamps read shortly before the
    damage. Messages are believed when eight in a row are of known kinds and at least three of them carry times that
    do not step back and lie within a day of ``recent``: noise does not pass for that.
    """
    if not recent:
        return None
    around = int(median(recent))
    for start in range(after, min(after + _SEARCHED_BYTES, end)):
        if definitions[data[start]] is not None and _is_sound(data, start, end, definitions, around):
            return start
    return None


def timestamp_at(data: bytes, at: int, definition: Definition) -> int | None:
    """The timestamp (seconds since the FIT epoch) of the message at ``at``, None where its kind has none."""
    field = definition.fields.get(TIMESTAMP)
    if field is None or field.size != 4:
        return None
    first = at + 1 + field.start
    return int.from_bytes(data[first : first + 4], "big" if definition.big_endian else "little")


def _is_sound(data: bytes, at: int, end: int, definitions: Sequence[Definition | None], around: int) -> bool:
    dated, last = 0, around - _DAY_S
    for _ in range(_CHAIN):
        definition = definitions[data[at]] if at < end else None
        if definition is None or at + definition.size > end:
            return False
        stamp = timestamp_at(data, at, definition)
        if stamp is not None:
            if not last <= stamp <= around + _DAY_S:
                return False
            dated, last = dated + 1, stamp
        at += definition.size
    return dated >= _DATED
