"""Zip files and folders alike: named entries whose bytes come in pieces, within limits."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from coach.connectors.files import formats, zip_entries
from coach.connectors.files.inflate import MB, PIECE, Budget, Inflation, Limits, bounded, refuse_bomb
from coach.connectors.files.zip_entries import DEFLATED, STORED, ZipEntry
from coach.domain.language import mark
from coach.domain.problems import Problem, TooLarge, Unavailable, Unreadable, UnsafeContent

DISK_FULL = mark("The disk is full.")
DISK_REFUSES = mark("The disk cannot be written to.")

_CLUTTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file inside a container. ``problem`` says why it may not be read, None when it may."""

    name: str
    size: int
    problem: Problem | None
    source: ZipEntry | Path

    @property
    def suffix(self) -> str:
        """The lower-case ending of the name, with its dot."""
        return formats.ending(self.name)


class Container(Protocol):
    """Something that holds files: a folder, or a zip file opened anywhere."""

    name: str

    @property
    def cut(self) -> bool:
        """Whether the container's end is missing."""

    def entries(self) -> Iterator[Entry]:
        """Its files, directories and clutter of operating systems left out."""

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of one file; raises Bomb beyond the limits of the whole, Problem when it may not be read."""

    def read(self, entry: Entry) -> bytes:
        """One file whole; raises TooLarge above ``limits.member_bytes``."""


class ZipContainer:
    """A zip file, open for reading in binary. Entries are read in place; nothing is written by their names."""

    def __init__(self, file: BinaryIO, name: str, limits: Limits, budget: Budget | None = None) -> None:
        file.seek(0, 2)
        self.name = name
        self._file = file
        self._limits = limits
        self._budget = budget or Budget(limits, file.tell())
        self._counted = False
        self.cut = zip_entries.entries(file) is None

    @property
    def budget(self) -> Budget:
        """What the walk has used so far; nested archives share it."""
        return self._budget

    def entries(self) -> Iterator[Entry]:
        """Its files, from the directory or by scanning when that is lost."""
        listed = zip_entries.entries(self._file)
        counted, self._counted = self._counted, True
        for found in zip_entries.found_by_scanning(self._file) if listed is None else listed:
            if not counted:
                self._budget.count_entry()
            name = found.name.replace("\\", "/")
            if not name.endswith("/") and not _is_clutter(name):
                yield Entry(name, found.size, _refusal(found, name), found)

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """The unpacked bytes of one file."""
        if entry.problem is not None:
            raise entry.problem
        for piece in self._unpacked(entry, Inflation()):
            self._budget.count_bytes(len(piece))
            yield piece

    def _unpacked(self, entry: Entry, inflation: Inflation) -> Iterator[bytes]:
        source = cast(ZipEntry, entry.source)
        packed = zip_entries.packed_pieces(self._file, source)
        if source.method == STORED:
            for piece in packed:
                inflation.packed += len(piece)
                inflation.expanded += len(piece)
                yield piece
            return
        for piece in inflation.pieces(packed):
            refuse_bomb(inflation, self._limits)
            yield piece

    def read(self, entry: Entry) -> bytes:
        """One file whole; a damaged one as far as it can be unpacked."""
        if entry.problem is not None:
            raise entry.problem
        if entry.size > self._limits.member_bytes:
            raise TooLarge("This file is larger than {limit} MB.", limit=self._limits.member_bytes // MB)
        inflation = Inflation()
        return bounded(self._unpacked(entry, inflation), inflation, self._limits, self._budget)


def _refusal(entry: ZipEntry, name: str) -> Problem | None:
    if name.startswith("/") or ".." in name.split("/") or name[1:3] == ":/" or "\0" in name:
        return UnsafeContent("This entry's name points outside its archive.")
    if entry.link:
        return UnsafeContent("This entry is a link, not a file.")
    if entry.encrypted:
        return Unreadable("This file is protected by a password.")
    if entry.method not in (STORED, DEFLATED):
        return Unreadable("This file is packed in a way that is not supported.")
    return None


def _is_clutter(name: str) -> bool:
    parts = name.lower().split("/")
    return any(part in _CLUTTER for part in parts) or parts[-1].startswith("._")


class FolderContainer:
    """A folder and all below it, in order of names; links are not followed."""

    cut = False

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name = path.name
        self._path = path
        self._limits = limits

    def entries(self) -> Iterator[Entry]:
        """Its files, sorted."""
        return self._below(self._path)

    def _below(self, folder: Path) -> Iterator[Entry]:
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            yield Entry(self._named(folder), 0, unreadable_file(error), folder)
            return
        for path in paths:
            if path.is_symlink() or _is_clutter(path.name):
                continue
            if path.is_dir():
                yield from self._below(path)
            elif path.is_file():
                yield Entry(self._named(path), path.stat().st_size, None, path)

    def _named(self, path: Path) -> str:
        return path.relative_to(self._path).as_posix()

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of one file."""
        if entry.problem is not None:
            raise entry.problem
        return file_pieces(cast(Path, entry.source))

    def read(self, entry: Entry) -> bytes:
        """One file whole."""
        if entry.problem is not None:
            raise entry.problem
        return read_file(cast(Path, entry.source), self._limits)


def file_pieces(path: Path) -> Iterator[bytes]:
    """A file of the disk in pieces; raises Unreadable when it cannot be opened."""
    try:
        with path.open("rb") as file:
            while piece := file.read(16 * PIECE):
                yield piece
    except OSError as error:
        raise unreadable_file(error) from error


def read_file(path: Path, limits: Limits) -> bytes:
    """A file of the disk whole; raises TooLarge above ``limits.member_bytes``, Unreadable when it cannot be opened."""
    try:
        if path.stat().st_size > limits.member_bytes:
            raise TooLarge("This file is larger than {limit} MB.", limit=limits.member_bytes // MB)
        return path.read_bytes()
    except OSError as error:
        raise unreadable_file(error) from error


def unreadable_file(error: OSError) -> Problem:
    """The problem behind a file that the system would not give."""
    if isinstance(error, FileNotFoundError):
        return Unreadable("This file does not exist.")
    if isinstance(error, PermissionError):
        return Unreadable("This file may not be read: its permissions forbid it.")
    return Unreadable("This file could not be read.")


def head(container: Container, entry: Entry, size: int) -> bytes:
    """The first ``size`` bytes of an entry (fewer when it is shorter)."""
    kept = b""
    for piece in container.pieces(entry):
        kept += piece
        if len(kept) >= size:
            break
    return kept[:size]


def spooled(pieces: Iterable[bytes], spool: Path | None, limits: Limits) -> BinaryIO:
    """The pieces in an anonymous temporary file, in memory as long as it is small. Raises TooLarge, Unavailable."""
    file = tempfile.SpooledTemporaryFile(limits.spool_above, dir=str(spool) if spool else None)  # noqa: SIM115 - the caller closes it
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > limits.nested_bytes:
                raise TooLarge("This file is larger than {limit} MB.", limit=limits.nested_bytes // MB)
            file.write(piece)
    except OSError as error:
        file.close()
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise Unavailable(DISK_FULL if full else DISK_REFUSES) from error
    except Problem:
        file.close()
        raise
    return cast(BinaryIO, file)
