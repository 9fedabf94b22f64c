"""Files as they came in, byte for byte, kept under their SHA-256."""

from __future__ import annotations

import errno
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from coach.domain.problems import NotFound, Unavailable
from coach.store import home
from coach.store.tables import t_activity_source, t_original

LARGEST_ID = 2**63 - 1
PRIVATE = 0o600
"""An original is for its owner alone, whatever the process's umask."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the blob store: its SHA-256 (32 bytes), where it lies and its size in bytes."""

    sha256: bytes
    path: Path
    size: int


def keep_bytes(data: bytes) -> Kept:
    """Put ``data`` into the blob store; a second time costs a look. A file cut by a power loss is written again.

    Raises:
        Unavailable: the disk is full or cannot be written.
    """
    digest = hashlib.sha256(data).digest()
    place = path_of(digest)
    if not _is_whole(place, len(data)):
        with _disk_problems():
            draft = _draft(place)
            try:
                draft.touch(mode=PRIVATE)
                draft.write_bytes(data)
                draft.replace(place)
            finally:
                draft.unlink(missing_ok=True)
    return Kept(digest, place, len(data))


def keep_file(path: Path) -> Kept:
    """Move the file at ``path`` (on its way in, in the spool folder) into the blob store.

    Raises:
        Unavailable: the disk is full or cannot be written.
    """
    digest, size = fingerprint(path)
    place = path_of(digest)
    with _disk_problems():
        if _is_whole(place, size):
            path.unlink()
        else:
            place.parent.mkdir(mode=0o700, exist_ok=True)
            path.chmod(PRIVATE)
            path.replace(place)
    return Kept(digest, place, size)


def fingerprint(path: Path) -> tuple[bytes, int]:
    """SHA-256 and size of a file, read in pieces."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    return digest, path.stat().st_size


def path_of(sha256: bytes) -> Path:
    """Where a file with this SHA-256 lies, whether or not it is there."""
    name = sha256.hex()
    return home.originals_folder() / name[:2] / name


def drafts() -> Iterator[Path]:
    """Files that are being written, or whose writer was killed at it."""
    return home.originals_folder().glob("??/.*")


def read(sha256: bytes) -> bytes:
    """The bytes of a kept file.

    Raises:
        NotFound: the blob store does not have it (a copied database without its files).
    """
    try:
        return path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise NotFound("The original file is no longer in the data folder.") from None


def known(connection: Connection, athlete_id: str, digests: Iterable[bytes]) -> set[bytes]:
    """Which of ``digests`` the athlete has already brought in and that were read."""
    asked = list(digests)
    if not asked:
        return set()
    rows = connection.execute(
        select(t_original.c.sha256).where(t_original.c.athlete_id == athlete_id, t_original.c.sha256.in_(asked))
    )
    return {bytes(row.sha256) for row in rows}


def record(
    connection: Connection,
    athlete_id: str,
    *,
    sha256: bytes,
    name: str,
    size: int,
    format: str,
    content: str,
    provenance: str,
    reader_version: int,
) -> int | None:
    """Write the row of an original; None when the athlete already had it."""
    statement = (
        insert(t_original)
        .values(
            athlete_id=athlete_id,
            sha256=sha256,
            name=name,
            size=size,
            format=format,
            content=content,
            provenance=provenance,
            reader_version=reader_version,
        )
        .on_conflict_do_nothing(constraint="original_once_per_athlete")
        .returning(t_original.c.id)
    )
    return connection.execute(statement).scalar_one_or_none()


def of_source(connection: Connection, athlete_id: str, source_id: str) -> tuple[str, bytes]:
    """Name and SHA-256 of the original behind an activity's source.

    Raises:
        NotFound: no such source among the athlete's.
    """
    if not 0 < int(source_id) <= LARGEST_ID:
        raise NotFound("There is no such file.")
    row = connection.execute(
        select(t_original.c.name, t_original.c.sha256)
        .join(t_activity_source, t_activity_source.c.original_id == t_original.c.id)
        .where(t_original.c.athlete_id == athlete_id, t_activity_source.c.id == int(source_id))
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such file.")
    return row.name, bytes(row.sha256)


def all_of(connection: Connection, athlete_id: str) -> list[tuple[str, bytes]]:
    """Name and SHA-256 of every original of the athlete, in the order they came."""
    rows = connection.execute(
        select(t_original.c.name, t_original.c.sha256)
        .where(t_original.c.athlete_id == athlete_id)
        .order_by(t_original.c.id)
    )
    return [(row.name, bytes(row.sha256)) for row in rows]


@dataclass(frozen=True, slots=True)
class Outdated:
    """An original that an earlier reader measured."""

    original_id: int
    athlete_id: str
    sha256: bytes
    name: str
    format: str | None


def outdated(connection: Connection, reader_version: int, limit: int) -> list[Outdated]:
    """Up to ``limit`` originals last read by a reader before ``reader_version``, in the order they came."""
    columns = t_original.c
    rows = connection.execute(
        select(columns.id, columns.athlete_id, columns.sha256, columns.name, columns.format)
        .where(columns.reader_version < reader_version)
        .order_by(columns.id)
        .limit(limit)
    )
    return [Outdated(row.id, str(row.athlete_id), bytes(row.sha256), row.name, row.format) for row in rows]


def any_outdated(connection: Connection, athlete_id: str, reader_version: int) -> bool:
    """Whether any of the athlete's originals was last read by a reader before ``reader_version``."""
    columns = t_original.c
    found = select(columns.id).where(columns.athlete_id == athlete_id, columns.reader_version < reader_version)
    return connection.execute(select(found.exists())).scalar_one()


def read_by(connection: Connection, original_id: int, reader_version: int) -> None:
    """Note which reader looked at an original last."""
    connection.execute(update(t_original).where(t_original.c.id == original_id).values(reader_version=reader_version))


def _is_whole(place: Path, size: int) -> bool:
    try:
        return place.stat().st_size == size
    except FileNotFoundError:
        return False


def _draft(place: Path) -> Path:
    place.parent.mkdir(mode=0o700, exist_ok=True)
    return place.with_name(f".{place.name}.{uuid.uuid4().hex}")


@contextmanager
def _disk_problems() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unavailable(
                "The disk of {folder} is full. Nothing was lost: free some space and import again.", folder=home.home()
            ) from error
        if isinstance(error, PermissionError):
            raise Unavailable(
                "The data folder {folder} cannot be written. Check its owner, or set COACH_HOME.", folder=home.home()
            ) from error
        raise
