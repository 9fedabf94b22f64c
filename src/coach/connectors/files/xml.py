"""XML of activity files, read once, quickly, and without trusting it.

pyexpat calls C functions for starts and texts, so Python runs only at the end of each element. What
could hurt (entities, depth, endless elements) is refused before or while parsing; what is merely
broken is kept up to the damage.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from coach.domain.language import mark
from coach.domain.problems import TooLarge, UnsafeContent

MAX_BYTES = 128 * 2**20
MAX_DEPTH = 64
MAX_NAMES = 1_000
CUT = mark("The file is damaged: everything before the damage was kept.")
REPAIRED = mark("The file held characters that XML forbids; they were repaired.")

_BLOCK = 64 * 2**10
_BLANKS = b" \t\r\n"
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENCODING = re.compile(rb"^<\?xml[^>]{0,200}encoding=[\"']([\w.-]{1,40})[\"']")

EndHandler = Callable[[str], None]
Attributes = dict[str, dict[str, str]]


def local(tag: str) -> str:
    """The element's name without its namespace prefix."""
    return tag.rpartition(":")[2]


def is_open(attributes: Attributes, name: str) -> bool:
    """Whether an element is open whose end handler takes its attributes away."""
    return any(local(tag) == name for tag in attributes)


def as_utf8(data: bytes) -> bytes:
    """The document without byte order mark, leading blanks and trailing NULs; UTF-16 becomes UTF-8.

    Strava's TCX files start with spaces, which no strict parser accepts. Raises TooLarge.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge("This file is larger than {limit} MB.", limit=MAX_BYTES // 2**20)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace").lstrip()
        data = re.sub(r"^<\?xml[^>]{0,200}\?>", "", text).encode()
    data = data.lstrip(_BLANKS).removeprefix(codecs.BOM_UTF8).lstrip(_BLANKS)
    zero = data.find(b"\0")
    return data if zero < 0 else data[:zero]


def refuse_endless_elements(data: bytes) -> None:
    """Raises UnsafeContent when 64 KB go by without any markup: no activity file has such an element."""
    for start in range(0, len(data) - _BLOCK, _BLOCK):
        if data.find(b"<", start, start + _BLOCK) < 0:
            raise UnsafeContent("One element of this file is far too long.")


def certainly_shallow(data: bytes) -> bool:
    """Whether counting tags proves that elements are never nested deeply.

    Counts over-estimate the depth (an empty element counts as open), and comments or sections could hide
    anything, so False only means that the depth has to be watched while parsing.
    """
    if b"<!" in data or data.count(b"<?") > 1:
        return False
    depth = 0
    for start in range(0, len(data), _BLOCK):
        end = start + _BLOCK
        depth += data.count(b"<", start, end) - 2 * data.count(b"</", start, end + 1)
        if depth > 2_000:
            return False
    return True


def parse(data: bytes, attributes: Attributes, texts: list[str], end: EndHandler) -> bool:
    """Parse ``data`` (from ``as_utf8``) in one go; False when it broke off before its end.

    ``attributes[tag]`` always holds the attributes of the latest element of that name, ``texts`` collects
    the texts as they come, and ``end(tag)`` is called when an element closes: its own text, if it has any, is
    the last of ``texts``, which ``end`` is expected to empty. Raises UnsafeContent for document type declarations
    and entities, deep nesting and endless elements.
    """
    refuse_endless_elements(data)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 2 * _BLOCK
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.CharacterDataHandler = texts.append
    if certainly_shallow(data):
        parser.StartElementHandler = attributes.__setitem__
        parser.EndElementHandler = end
    else:
        _watch_depth(parser, attributes, end)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, UnicodeError):
        return False
    return True


def _watch_depth(parser: expat.XMLParserType, attributes: Attributes, end: EndHandler) -> None:
    depth = 0

    def opened(tag: str, found: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise UnsafeContent("The elements of this file are nested too deeply.")
        attributes[tag] = found

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed


def refuse_too_many_names(attributes: Attributes) -> None:
    """Raises UnsafeContent when a file uses more element names than any format has."""
    if len(attributes) > MAX_NAMES:
        raise UnsafeContent("This file uses too many different element names.")


def repaired(data: bytes) -> bytes | None:
    """The document with broken bytes, control characters and bare ampersands made legal; None when it has none."""
    declared = _ENCODING.match(data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return None
    text = data.decode("utf-8", "replace")
    mended = _BARE_AMPERSAND.sub("&amp;", _FORBIDDEN.sub("\ufffd", text)).encode()
    return mended if mended != data else None


def _refuse_doctype(*_: object) -> NoReturn:
    raise UnsafeContent("This file declares entities or a document type, which activity files never do.")
