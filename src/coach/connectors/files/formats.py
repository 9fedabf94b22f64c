"""Which format a file has, and the one entry that reads any of them."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from enum import StrEnum

from coach.connectors.files.inflate import gunzip
from coach.domain.language import mark
from coach.domain.problems import Unreadable
from coach.science.recordings import Reading

HEAD_BYTES = 4_096
GZ_CUT = mark("The compressed file is damaged: what could be unpacked was kept.")

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,40}:)?(\w{1,40})")


class Format(StrEnum):
    """Formats the import knows; the last two hold others."""

    FIT = "fit"
    GPX = "gpx"
    TCX = "tcx"
    GZ = "gz"
    ZIP = "zip"


_ROOTS = {b"gpx": Format.GPX, b"TrainingCenterDatabase": Format.TCX}
_ENDINGS = {f".{known.value}": known for known in Format}


def sniff(head: bytes, name: str) -> Format | None:
    """The format that the first bytes show (``HEAD_BYTES`` are enough); the name decides only when they show none.

    So a text renamed ``.fit`` is FIT, and its reader says what is wrong with it. None when neither knows.
    """
    return by_content(head) or _ENDINGS.get(ending(name))


def ending(name: str) -> str:
    """The lower-case ending of a path's last part, with its dot; "" when it has none."""
    stem, dot, last = name.lower().rpartition("/")[2].rpartition(".")
    return dot + last if stem else ""


def by_content(head: bytes) -> Format | None:
    """The format the first bytes show, None when they show none of ours."""
    if head[8:12] == b".FIT":
        return Format.FIT
    if head.startswith(b"\x1f\x8b"):
        return Format.GZ
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Format.ZIP
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    if not head.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"<"):
        return None
    root = _ROOT.search(_COMMENT.sub(b"", head))
    return _ROOTS.get(root[1]) if root else None


def read(data: bytes, name: str) -> Reading:
    """All recordings of one file, gzip-compressed or not.

    Raises Unreadable when nothing can be kept, with TooLarge and UnsafeContent for hostile content.
    """
    if not data:
        raise Unreadable("This file is empty.")
    found = sniff(data[:HEAD_BYTES], name)
    if found is Format.GZ:
        unpacked, whole = gunzip(data)
        reading = _read(unpacked, _without_gz(name), sniff(unpacked[:HEAD_BYTES], _without_gz(name)))
        return reading if whole else replace(reading, warnings=(*reading.warnings, GZ_CUT))
    return _read(data, name, found)


def _without_gz(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _read(data: bytes, name: str, found: Format | None) -> Reading:
    if not data:
        raise Unreadable("This file is empty.")
    if found is Format.FIT:
        from coach.connectors.files import fit

        return fit.read(data)
    if found is Format.GPX:
        from coach.connectors.files import gpx

        return gpx.read(data)
    if found is Format.TCX:
        from coach.connectors.files import tcx

        return tcx.read(data)
    if found is Format.ZIP:
        raise Unreadable("This is an archive, not an activity file.")
    raise Unreadable("This is not a FIT, GPX or TCX file.")
