"""A real PostgreSQL for tests: one embedded server a run, migrated once, a private copy for each test process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import fasteners
import psycopg

from coach.store import server

TEMPLATE = "coach_template"


def run_folder() -> Path:
    """One folder for all processes of a test run, outside pytest's own (the server runs as another user)."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(tempfile.gettempdir()) / f"coach-tests-{run}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def private_database(folder: Path, worker: str) -> str:
    """The address of a migrated database nobody else uses."""
    with fasteners.InterProcessLock(folder / "lock"):
        url = server.embedded_url(folder / "postgresql")
        admin = url.replace(f"/{server.DATABASE}?", "/postgres?")
        with psycopg.connect(admin, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
                _make_template(connection, url)
            connection.execute(f'CREATE DATABASE "test_{worker}" TEMPLATE "{TEMPLATE}"')
    return url.replace(f"/{server.DATABASE}?", f"/test_{worker}?")


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the present schema, as an installation does."""
    environment = os.environ | {"DATABASE_URL": url}
    command = [sys.executable, "-m", "coach.web", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, capture_output=True, text=True)


def remove(folder: Path) -> None:
    """Take the run's folder away."""
    shutil.rmtree(folder, ignore_errors=True)


def _make_template(connection: psycopg.Connection, url: str) -> None:
    # A test database may lose everything when the power goes.
    connection.execute("ALTER SYSTEM SET fsync = off")
    connection.execute("SELECT pg_reload_conf()")
    connection.execute("CREATE DATABASE coach_making")
    migrate(url.replace(f"/{server.DATABASE}?", "/coach_making?"))
    connection.execute(f'ALTER DATABASE coach_making RENAME TO "{TEMPLATE}"')
