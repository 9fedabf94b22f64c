"""A streaming walk through zip files, zips inside zips, gzip members and folders: one file in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coach.connectors.files import formats
from coach.connectors.files.containers import Container, Entry, ZipContainer, head, spooled, unreadable_file
from coach.connectors.files.formats import Format
from coach.connectors.files.found import Passed, Refused
from coach.connectors.files.inflate import DEFAULT, Bomb, Limits, gunzip
from coach.domain.language import mark
from coach.domain.problems import TooLarge, Unreadable

ARCHIVE_CUT = mark("The end of this archive is missing: the files before the damage were read.")
ARCHIVE_LOST = mark("This archive is damaged: nothing in it can be read.")

_NEVER = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".avi", ".m4v", ".mp3"),
        *(".csv", ".json", ".pdf", ".html", ".htm", ".md", ".rtf", ".doc", ".docx", ".xls", ".xlsx"),
        *(".ics", ".vcf", ".css", ".js", ".kml", ".kmz"),
    )
)


@dataclass(frozen=True, slots=True)
class Member:
    """An activity file of an archive: its path inside and its original bytes, gzip taken off."""

    name: str
    data: bytes
    format: Format
    warnings: tuple[str, ...] = ()


Walk = Iterator[Member | Refused | Passed]


def members(path: Path, limits: Limits = DEFAULT, *, spool: Path | None = None) -> Walk:
    """Activity files of the zip file at ``path``, nested zips included, as they come.

    A file that may not or cannot be read is ``Refused`` and the walk goes on; files of other kinds are
    ``Passed``. Raises TooLarge (Bomb) when the archive as a whole breaks a limit, Unreadable when it cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable_file(error) from error
    with file:
        yield from members_of(ZipContainer(file, path.name, limits), limits, spool)


def members_of(container: Container, limits: Limits, spool: Path | None, depth: int = 1) -> Walk:
    """Activity files of an open container; ``depth`` counts the zips around it."""
    seen = False
    for entry in container.entries():
        seen = True
        yield from member(container, entry, limits, spool, depth)
    if container.cut:
        yield Refused(container.name, Unreadable(ARCHIVE_CUT if seen else ARCHIVE_LOST))


def member(container: Container, entry: Entry, limits: Limits, spool: Path | None, depth: int = 1) -> Walk:
    """What one entry holds: an activity file, the members of a nested zip, or nothing of interest."""
    if entry.suffix in _NEVER:
        yield Passed(entry.name)
        return
    try:
        found = formats.sniff(head(container, entry, formats.HEAD_BYTES), entry.name)
        if found is Format.ZIP:
            yield from _nested(container, entry, limits, spool, depth)
        elif found is None:
            yield Passed(entry.name)
        else:
            yield _unpacked(entry.name, container.read(entry), found, limits)
    except Bomb:
        raise
    except Unreadable as problem:
        yield Refused(entry.name, problem)


def _nested(container: Container, entry: Entry, limits: Limits, spool: Path | None, depth: int) -> Walk:
    if depth > limits.depth:
        raise TooLarge("This archive lies more than {limit} archives deep.", limit=limits.depth)
    with spooled(container.pieces(entry), spool, limits) as file:
        budget = container.budget if isinstance(container, ZipContainer) else None
        inner = ZipContainer(file, entry.name, limits, budget)
        for found in members_of(inner, limits, spool, depth + 1):
            yield _inside(entry.name, found)


def _inside(name: str, found: Member | Refused | Passed) -> Member | Refused | Passed:
    if isinstance(found, Member):
        return Member(f"{name}/{found.name}", found.data, found.format, found.warnings)
    if isinstance(found, Refused):
        return found if found.name == name else Refused(f"{name}/{found.name}", found.problem)
    return Passed(f"{name}/{found.name}")


def _unpacked(name: str, data: bytes, found: Format, limits: Limits) -> Member | Refused | Passed:
    """The member with its gzip taken off; a refused one when only a bomb was inside."""
    if found is not Format.GZ:
        return Member(name, data, found)
    try:
        inner, whole = gunzip(data, limits)
    except Unreadable as problem:
        return Refused(name, problem)
    inner_name = name[:-3] if name.lower().endswith(".gz") else name
    kind = formats.sniff(inner[: formats.HEAD_BYTES], inner_name)
    if kind is None or kind in (Format.ZIP, Format.GZ):
        return Passed(name)
    return Member(name, inner, kind, () if whole else (formats.GZ_CUT,))
