"""What nobody came back for: uploads broken off half-way, and what they left in the spool folder."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from coach.domain.language import mark
from coach.services.imports import receiving
from coach.store import home, imports, originals

FORGOTTEN_AFTER = timedelta(hours=1)
LEFTOVER_AFTER = timedelta(days=1)


def finish_forgotten(connection: Connection, now: datetime) -> int:
    """Submit runs whose sender went away before saying that all files were there; how many. What came is read."""
    forgotten = imports.receiving_since(connection, now - FORGOTTEN_AFTER)
    for run_id, athlete_id in forgotten:
        message = mark("The upload was broken off. What had arrived is read.")
        imports.write_log(connection, run_id, "warning", message)
        receiving.submit(connection, athlete_id, run_id, now)
    return len(forgotten)


def sweep_spool(now: datetime) -> int:
    """Remove files that broken uploads, and writers killed at it, left more than a day ago; how many."""
    removed = 0
    for path in (*home.spool_folder().iterdir(), *originals.drafts()):
        if path.is_file() and now.timestamp() - path.stat().st_mtime > LEFTOVER_AFTER.total_seconds():
            path.unlink(missing_ok=True)
            removed += 1
    return removed
