"""Objects of a huge JSON array, one at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator

from coach.connectors.files.inflate import MB
from coach.domain.problems import TooLarge, Unreadable

_LONGEST_OBJECT = 4 * MB
_BETWEEN = " \t\r\n,"
_DEEPEST = 200


def objects(pieces: Iterable[bytes], key: str, limit: int) -> Iterator[dict[str, object]]:
    """The objects of every array stored under ``key`` in a UTF-8 document, in constant memory.

    A damaged or cut document ends the iteration with Unreadable after the objects before the damage; TooLarge
    beyond ``limit`` bytes or for an absurdly long object.
    """
    decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
    opening = re.compile(rf'"{re.escape(key)}"\s*:\s*\[')
    decoder = json.JSONDecoder()
    waiting, total, inside, found_any = "", 0, False, False
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise TooLarge("This file is larger than {limit} MB.", limit=limit // MB)
        waiting += decode(piece)
        while True:
            if not inside:
                start = opening.search(waiting)
                if start is None:
                    waiting = waiting[-1024:]
                    break
                waiting, inside, found_any = waiting[start.end() :], True, True
            waiting = waiting.lstrip(_BETWEEN)
            if not waiting:
                break
            if waiting[0] == "]":
                waiting, inside = waiting[1:], False
                continue
            parsed = _first_object(decoder, waiting)
            if parsed is None:
                break
            found, end = parsed
            waiting = waiting[end:]
            if isinstance(found, dict):
                yield found
        if len(waiting) > _LONGEST_OBJECT:
            raise TooLarge("One element of this file is far too long.")
    if inside or not found_any:
        raise Unreadable("This list of activities is damaged; what stands before the damage was read.")


def _first_object(decoder: json.JSONDecoder, text: str) -> tuple[object, int] | None:
    """The value ``text`` starts with and its length; None while it is incomplete."""
    if text.count("[", 0, 4 * _DEEPEST) + text.count("{", 0, 4 * _DEEPEST) > 2 * _DEEPEST:
        raise Unreadable("This list of activities is damaged; what stands before the damage was read.")
    try:
        return decoder.raw_decode(text)
    except ValueError:
        return None
    except RecursionError as error:
        raise Unreadable("This list of activities is damaged; what stands before the damage was read.") from error
