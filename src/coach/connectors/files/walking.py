"""From whatever the athlete points at to the activity files in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coach.connectors.files import formats, garmin_export, strava_export
from coach.connectors.files.archive import Member, member, members_of
from coach.connectors.files.containers import Container, FolderContainer, ZipContainer, read_file, unreadable_file
from coach.connectors.files.formats import Format
from coach.connectors.files.found import Found, Passed, Refused, Walked
from coach.connectors.files.inflate import DEFAULT, Limits, gunzip
from coach.domain.problems import TooLarge, Unreadable, UnsafeContent


def walk(path: Path, *, spool: Path, name: str | None = None, limits: Limits = DEFAULT) -> Iterator[Walked]:
    """Activity files below ``path``: a file, a folder, a zip, a Garmin or a Strava export (zipped or unpacked).

    ``name`` is what the athlete calls the file when its place on disk says nothing (kept under a hash).
    ``spool`` is a folder for anonymous temporary files (archives inside archives). Nothing is raised for what
    is found: what cannot be read is ``Refused`` with its reason and the walk goes on. A file of an unknown
    kind is ``Passed`` inside a folder or archive, and ``Refused`` when ``path`` itself names it. Raises
    Unavailable when the spool cannot be written to.
    """
    if path.is_symlink() and not path.exists():
        yield Refused(path.name, Unreadable("This file does not exist."))
    elif path.is_dir():
        yield from _folder(path, spool, limits)
    else:
        yield from _file(path, name or path.name, spool, limits)


def _file(path: Path, name: str, spool: Path, limits: Limits) -> Iterator[Walked]:
    try:
        if not path.is_file():
            raise (UnsafeContent("This is not a file.") if path.exists() else FileNotFoundError(path))
        with path.open("rb") as file:
            start = file.read(formats.HEAD_BYTES)
            if formats.sniff(start, name) is Format.ZIP:
                yield from _guarded(ZipContainer(file, name, limits), spool, limits)
                return
        yield _single(path, name, start, limits)
    except OSError as error:
        yield Refused(name, unreadable_file(error))
    except Unreadable as problem:
        yield Refused(name, problem)


def _single(path: Path, name: str, start: bytes, limits: Limits) -> Found | Refused:
    if not start:
        raise Unreadable("This file is empty.")
    kind = formats.sniff(start, name)
    if kind is None:
        raise Unreadable("This is not a FIT, GPX or TCX file.")
    data = read_file(path, limits)
    if kind is not Format.GZ:
        return Found(name, data)
    inner, whole = gunzip(data, limits)
    if formats.sniff(inner[: formats.HEAD_BYTES], name.removesuffix(".gz")) in (None, Format.ZIP, Format.GZ):
        raise Unreadable("This is not a FIT, GPX or TCX file.")
    return Found(name, inner, warnings=() if whole else (formats.GZ_CUT,))


def _folder(path: Path, spool: Path, limits: Limits) -> Iterator[Walked]:
    """A folder is an unpacked export, or any files; a zip file in it is walked as if it were named itself."""
    folder = FolderContainer(path, limits)
    if garmin_export.recognised(folder) or strava_export.recognised(folder):
        yield from _guarded(folder, spool, limits)
        return
    for entry in folder.entries():
        if entry.suffix != ".zip":
            for found in member(folder, entry, limits, spool):
                yield _as_found(found)
            continue
        for walked in _file(path / entry.name, (path / entry.name).name, spool, limits):
            yield _below(entry.name, walked)


def _below(name: str, walked: Walked) -> Walked:
    if isinstance(walked, Found):
        return Found(f"{name}/{walked.name}", walked.data, walked.hints, walked.recording, walked.warnings)
    if isinstance(walked, Refused):
        inside = "/" in walked.name or walked.name != name.rpartition("/")[2]
        return Refused(f"{name}/{walked.name}" if inside else name, walked.problem)
    return Passed(f"{name}/{walked.name}")


def _guarded(container: Container, spool: Path, limits: Limits) -> Iterator[Walked]:
    """The container's files; a broken limit ends this container only."""
    try:
        if garmin_export.recognised(container):
            yield from garmin_export.walk(container, limits, spool)
        elif strava_export.recognised(container):
            yield from strava_export.walk(container, limits, spool)
        else:
            for found in members_of(container, limits, spool):
                yield _as_found(found)
    except TooLarge as problem:
        yield Refused(container.name, problem)


def _as_found(found: Member | Refused | Passed) -> Walked:
    return Found(found.name, found.data, warnings=found.warnings) if isinstance(found, Member) else found
