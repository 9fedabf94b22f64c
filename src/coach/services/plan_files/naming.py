"""Names of files and of sessions: plain letters for disks, short ones for watches, one identity in every version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coach.domain.athletes import Language
from coach.domain.plans import Plan, Session, SessionKind
from coach.services.plan_words import session_title

_OURS = UUID("5d0c7a52-6a0e-4f6b-9a53-0f1ed7a5c1e4")
"""The name space of sessions that were never kept and so have no key."""
_LONGEST_NAME = 48
_BREAKING = re.compile(r"[^\S\u00a0\u202f]+")
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029, *range(0xD800, 0xE000)))
"""Control characters, separators of lines, halves of letters."""


def plan_name(plan: Plan) -> str:
    """The name of a plan's file without its ending: ``coach-marathon-2027-03-14``; no word of a person is in it."""
    return f"coach-{plan.goal.kind.value}-{plan.end.isoformat()}"


def session_file_name(session: Session, language: Language, taken: set[str], ending: str) -> str:
    """Day and title in plain letters, different from all names ``taken`` so far, to which it is added."""
    title = plain_letters(session_title(language, session))[:_LONGEST_NAME].strip("-") or session.kind.value
    stem = f"{session.day.isoformat()}-{title}"
    name, number = f"{stem}{ending}", 2
    while name in taken:
        name, number = f"{stem}-{number}{ending}", number + 1
    taken.add(name)
    return name


def plain_letters(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens: ``6 × 1000 m à 97 %`` becomes ``6-x-1000-m-a-97``."""
    bare = unicodedata.normalize("NFKD", text.replace("×", "x")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def one_line(text: str) -> str:
    """The text without line breaks and control characters, plain single spaces between its words."""
    return " ".join(one_line_for_print(text).split())


def one_line_for_print(text: str) -> str:
    """The same, the spaces that never break kept."""
    return _BREAKING.sub(" ", text).translate(_CONTROL).strip(" ")


def cut(text: str, longest: int) -> str:
    """At most ``longest`` characters on one line, cut between words where that leaves at least half of it."""
    line = one_line(text)
    if len(line) <= longest:
        return line
    short = line[:longest]
    at = short.rfind(" ")
    return (short[:at] if at >= longest // 2 else short).rstrip(" ,;:–-·")


def cut_bytes(text: str, longest: int) -> str:
    """At most ``longest`` bytes of UTF-8 on one line, never half a letter."""
    return one_line(text).encode()[:longest].decode(errors="ignore").rstrip()


def planned(plan: Plan) -> Iterator[tuple[Session, UUID]]:
    """Every session but rest, in calendar order, with the identity it has in every version of the plan.

    It is the session's key; a plan that was never kept derives one from what it says, so that the same plan made twice
    gives the same files.
    """
    seen: dict[str, int] = {}
    for session in plan.sessions:
        if session.kind is SessionKind.REST:
            continue
        said = f"{plan.series or plan.goal.kind.value}/{session.day.isoformat()}/{session.kind.value}"
        seen[said] = seen.get(said, 0) + 1
        yield session, key_of(session) or uuid5(_OURS, f"{said}/{seen[said]}")


def key_of(session: Session) -> UUID | None:
    """The session's key as a UUID, None where it was never kept."""
    if session.key is None:
        return None
    try:
        return UUID(session.key)
    except ValueError:
        return uuid5(_OURS, session.key)


def zipped(files: dict[str, bytes], made: datetime) -> bytes:
    """Files in one archive, all dated ``made``: same files, same bytes."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = ZipInfo(name, made.timetuple()[:6])
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
