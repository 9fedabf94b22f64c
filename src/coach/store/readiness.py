"""Is the database fit for use: recent enough, pgvector at hand, migrated."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from coach.domain.language import mark
from coach.domain.problems import Unavailable
from coach.store import engine, home

OLDEST = 15
_MIGRATIONS = Path(__file__).resolve().parent.parent / "web" / "schema" / "migrations"
_OTHERS = ("django", "procrastinate")


def check_server() -> None:
    """Reach the database and look at what it offers.

    Raises:
        Unavailable: unreachable, too old, or without pgvector; the sentence says how to get it.
    """
    missing = what_is_missing()
    if missing is not None:
        raise missing


def what_is_missing() -> Unavailable | None:
    """The first thing the database lacks, None when it lacks nothing."""
    try:
        with engine.engine().connect() as connection:
            number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
            vector = connection.execute(text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")).scalar()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        return Unavailable(
            mark("The database does not answer ({reason}). Check DATABASE_URL, or unset it to use the embedded one."),
            reason=reason,
        )
    major = number // 10000
    if major < OLDEST:
        return Unavailable(
            mark("PostgreSQL {found} is too old: {needed} or later is needed."), found=major, needed=OLDEST
        )
    if vector is None:
        return Unavailable(
            mark(
                "PostgreSQL {found} lacks the pgvector extension. Install it on the server (Debian and Ubuntu: "
                "postgresql-{found}-pgvector), or unset DATABASE_URL to use the embedded database, which has it."
            ),
            found=major,
        )
    return None


def migrated() -> bool:
    """True when this data folder remembers bringing this database to the present schema, and the schema is there."""
    if not _note().exists() or _note().read_text() != _fingerprint():
        return False
    with engine.engine().connect() as connection:
        return connection.execute(text("SELECT to_regclass('plan_session')")).scalar() is not None


def note_migrated() -> None:
    """Remember that the database is at the present schema, so that the next start need not ask Django."""
    _note().write_text(_fingerprint())


def _note() -> Path:
    return home.home() / "migrated"


def _fingerprint() -> str:
    ours = sorted(path.name for path in _MIGRATIONS.glob("0*.py"))
    theirs = [f"{name}=={version(name)}" for name in _OTHERS]
    return hashlib.sha256("\n".join([engine.address(), *ours, *theirs]).encode()).hexdigest()
