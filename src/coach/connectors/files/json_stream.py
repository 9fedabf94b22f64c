"""Objects of a huge JSON array, one at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator

from coach.connectors.files.inflate import MB
from coach.domain.language import mark
from coach.domain.problems import TooLarge, Unreadable

DAMAGED = mark("This list of activities is damaged; what stands before the damage was read.")

_LONGEST_OBJECT = 4 * MB
_BETWEEN = re.compile(r"[\s,]*")
_KEPT_OF_OTHER_TEXT = 1_024


def objects(pieces: Iterable[bytes], key: str | None, limit: int) -> Iterator[dict[str, object]]:
    """The objects of every array stored under ``key`` in a UTF-8 document, in constant memory; None is any array.

    A damaged or cut document ends the iteration with Unreadable after the objects before the damage; TooLarge
    beyond ``limit`` bytes or for an absurdly long object.
    """
    decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
    scan = _Scan(key)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise TooLarge("This file is larger than {limit} MB.", limit=limit // MB)
        yield from scan.objects(decode(piece))
    if scan.inside or not scan.found_any:
        raise Unreadable(DAMAGED)


class _Scan:
    """Text that came but is not used up, and whether it stands inside an array of the key."""

    def __init__(self, key: str | None) -> None:
        self.inside = False
        self.found_any = False
        self._opening = re.compile(r"\[" if key is None else rf'"{re.escape(key)}"\s*:\s*\[')
        self._waiting = ""
        self._decoder = json.JSONDecoder()

    def objects(self, more: str) -> Iterator[dict[str, object]]:
        """Objects that are complete with ``more`` text."""
        text, at = self._waiting + more, 0
        while True:
            if not self.inside:
                start = self._opening.search(text, at)
                if start is None:
                    at = max(at, len(text) - _KEPT_OF_OTHER_TEXT)
                    break
                at, self.inside, self.found_any = start.end(), True, True
            between = _BETWEEN.match(text, at)
            at = between.end() if between else at
            if text.startswith("]", at):
                at, self.inside = at + 1, False
                continue
            parsed = self._value(text, at)
            if parsed is None:
                break
            found, at = parsed
            if isinstance(found, dict):
                yield found
        self._waiting = text[at:]
        if len(self._waiting) > _LONGEST_OBJECT:
            raise TooLarge("One element of this file is far too long.")

    def _value(self, text: str, at: int) -> tuple[object, int] | None:
        """The value at ``at`` and where it ends; None while it is incomplete."""
        try:
            return self._decoder.raw_decode(text, at)
        except ValueError:
            return None
        except RecursionError as error:
            raise Unreadable(DAMAGED) from error
