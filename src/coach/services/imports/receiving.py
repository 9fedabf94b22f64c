"""Import runs as people see them: begun, fed, watched, retried."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from coach.domain.imports import ImportItem, ImportRun, ItemState, LogLine, RunState
from coach.domain.language import mark
from coach.domain.problems import Conflict
from coach.services import fitness
from coach.services.imports import naming
from coach.store import audit, imports, jobs, originals

TASK = "imports.work"
"""Name of the worker's task; the door ``worker`` gives it its body."""


def open_run(connection: Connection, athlete_id: str, *, label: str, source: str) -> str:
    """Begin a run that files will be received into; its id. ``source`` is "upload", "cli", "watch" or "demo"."""
    run_id = imports.new_run(connection, athlete_id, label=label, source=source, state=RunState.RECEIVING)
    audit.note(connection, athlete_id, "import.open", run_id, source=source)
    return run_id


def receive(connection: Connection, athlete_id: str, run_id: str, name: str, path: Path) -> None:
    """Take in one file (moved out of the spool folder): an activity file or an archive of them.

    Every file becomes a container first; the worker opens it, finds one activity file or thousands,
    and replaces it by its members.

    Raises:
        Conflict: the run is no longer open to files.
        NotFound: no such run among the athlete's.
        Unavailable: the disk is full.
    """
    # Held, so that the worker does not finish the run between this look and the commit.
    run = imports.of_athlete(connection, athlete_id, run_id, hold=True)
    if run.state not in (RunState.RECEIVING, RunState.QUEUED, RunState.RUNNING):
        raise Conflict(mark("This import is finished. Start a new one to add files."))
    kept = originals.keep_file(path)
    name = naming.shown(name)
    row = {"name": name, "sha256": kept.sha256, "size": kept.size, "container": True}
    if not imports.add_items(connection, run_id, [row]):
        imports.add_items(connection, run_id, [row | {"name": f"{name} ({kept.sha256.hex()[:8]})"}])


def submit(connection: Connection, athlete_id: str, run_id: str, now: datetime) -> None:
    """Say that all files are there: the worker may begin. Queued in the caller's transaction.

    A finished run with nothing left to read stays finished.

    Raises:
        Conflict: the athlete stopped the run.
        NotFound: no such run among the athlete's.
    """
    run = imports.of_athlete(connection, athlete_id, run_id, hold=True)
    if run.state == RunState.CANCELLED:
        raise Conflict(mark("This import was stopped. Start a new one to add files."))
    if run.finished_at is None or _left(connection, run_id):
        _hand_to_worker(connection, run_id)


def _left(connection: Connection, run_id: str) -> int:
    return imports.counts(connection, [run_id])[run_id].get("queued", 0)


def _hand_to_worker(connection: Connection, run_id: str) -> None:
    imports.set_state(connection, run_id, RunState.QUEUED, finished_at=None)
    jobs.defer(connection, TASK, queue="imports", run_id=run_id)


def progress(connection: Connection, athlete_id: str, run_id: str, now: datetime) -> ImportRun:
    """Where the run stands. Raises NotFound when it is not the athlete's."""
    row = imports.of_athlete(connection, athlete_id, run_id)
    return imports.as_run(row, imports.counts(connection, [run_id])[run_id], now)


def runs(connection: Connection, athlete_id: str, now: datetime, limit: int = 20) -> tuple[ImportRun, ...]:
    """The athlete's runs, newest first."""
    rows = imports.runs(connection, athlete_id, limit)
    by_run = imports.counts(connection, [str(row.id) for row in rows])
    return tuple(imports.as_run(row, by_run[str(row.id)], now) for row in rows)


def items(
    connection: Connection,
    athlete_id: str,
    run_id: str,
    *,
    states: Collection[ItemState] | None = None,
    limit: int = 200,
    after: int = 0,
) -> tuple[ImportItem, ...]:
    """Files of the run, the last finished first. Raises NotFound when the run is not the athlete's."""
    imports.of_athlete(connection, athlete_id, run_id)
    return imports.items(connection, run_id, states, limit, after)


def log(
    connection: Connection, athlete_id: str, run_id: str, *, after: int = 0, limit: int = 500
) -> tuple[LogLine, ...]:
    """The run's log from line ``after`` on. Raises NotFound when the run is not the athlete's."""
    imports.of_athlete(connection, athlete_id, run_id)
    return imports.log(connection, run_id, after, limit)


def retry(connection: Connection, athlete_id: str, run_id: str, now: datetime) -> int:
    """Read again what was set aside or left over (originals were kept); how many were set aside. Raises NotFound."""
    imports.of_athlete(connection, athlete_id, run_id, hold=True)
    many = imports.requeue(connection, run_id)
    if _left(connection, run_id):
        imports.forget_attempts(connection, run_id)
        _hand_to_worker(connection, run_id)
        imports.write_log(connection, run_id, "info", mark("{count} files are read again."), count=many)
    return many


def cancel(connection: Connection, athlete_id: str, run_id: str, now: datetime) -> None:
    """Stop a run; what was imported stays, and fitness follows it. Raises NotFound when it is not the athlete's."""
    run = imports.of_athlete(connection, athlete_id, run_id, hold=True)
    if run.finished_at is None:
        imports.set_state(connection, run_id, RunState.CANCELLED, finished_at=now)
        imports.write_log(connection, run_id, "warning", mark("Stopped by the athlete. What was read stays."))
        if run.started_at is not None:
            # The process that read it may be dead; one that is alive does it again when it stops.
            fitness.refresh(connection, athlete_id, now)
