"""The demo athlete: two believable years of our own making, imported like anybody's files."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from coach.domain.athletes import Sex
from coach.domain.language import mark
from coach.services import athletes, samples
from coach.services.imports import receiving
from coach.store import erasure, home, imports, jobs

MAIL_DOMAIN = "example.invalid"
"""Demo accounts have an address under this domain, which can belong to nobody (RFC 2606)."""
KEPT_FOR = timedelta(days=1)
TASK = "demo.fill"
"""Name of the worker's task that writes the files and hands them to the import."""


def begin(connection: Connection, athlete_id: str, today: date) -> str:
    """Open a run that the worker fills with two years of made-up training; the run's id."""
    run_id = receiving.open_run(connection, athlete_id, label="demo", source="demo")
    athletes.update(
        connection,
        athlete_id,
        {"birth_date": date(today.year - 38, 5, 17), "sex": Sex.FEMALE, "weight_kg": 58},
        today=today,
    )
    imports.write_log(connection, run_id, "info", mark("Two years of training are being made up."))
    jobs.defer(
        connection,
        TASK,
        queue="imports",
        run_id=run_id,
        last_day=_yesterday(today).isoformat(),
    )
    return run_id


def write(folder: Path, today: date) -> list[Path]:
    """Write the demo athlete's FIT files into ``folder``, the last one dated yesterday at the latest."""
    return samples.write_history(folder, last_day=_yesterday(today))


def archive(last_day: date) -> Path:
    """The demo history as a zip archive in the spool folder, ready to be received."""
    spool = home.spool_folder()
    with tempfile.TemporaryDirectory(dir=spool) as folder:
        files = samples.write_history(Path(folder), last_day=last_day)
        with tempfile.NamedTemporaryFile(dir=spool, suffix=".zip", delete=False) as packed:
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as zipped:
                for file in files:
                    zipped.write(file, file.name)
            return Path(packed.name)


def fill(connection: Connection, run_id: str, packed: Path, now: datetime) -> None:
    """Hand the archive to the run and let the import begin; in one transaction."""
    athlete_id = imports.owner(connection, run_id)
    receiving.receive(connection, athlete_id, run_id, "demo.zip", packed)
    receiving.submit(connection, athlete_id, run_id, now)


def forget_old(connection: Connection, now: datetime) -> int:
    """Remove demo accounts older than a day and all that belongs to them; how many.

    Their files stay in the blob store: demo histories of one day are the same files, and others may have them.
    """
    return erasure.accounts_under(connection, MAIL_DOMAIN, now - KEPT_FOR)


def _yesterday(today: date) -> date:
    return today - timedelta(days=1)
