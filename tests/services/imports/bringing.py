"""Bringing files in, and looking at what became of them, as every test of the import does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import func, select, text

from coach.domain.activities import Activity, ActivityRow
from coach.domain.imports import ImportItem, ImportRun, LogLine
from coach.science.recordings import Recording
from coach.science.running.simulation import Runner, SessionType, Watch, simulate_session
from coach.services import activities, imports
from coach.services.sample_files import fit_file
from coach.store.engine import transaction
from coach.store.tables import t_activity, t_activity_source, t_original
from tests.cast import Member

START = datetime(2026, 5, 3, 7, 0, tzinfo=UTC)


def clock() -> datetime:
    """The present: rates and times left are measured with it."""
    return datetime.now(UTC)


def short_run(seed: int, started_at: datetime = START, minutes: float = 10) -> Recording:
    """An easy run of some minutes without faults."""
    return simulate_session(
        Runner(),
        SessionType.EASY,
        minutes,
        started_at=started_at,
        vma_kmh=14.0,
        watch=Watch(faults=frozenset({"no_auto_pause"})),
        seed=1,
        rng=np.random.default_rng([seed, 600]),
        stops=(),
    ).recording


def write_runs(folder: Path, many: int, *, minutes: float = 3) -> list[bytes]:
    """Distinct runs, a day apart, as FIT files of the folder; their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(many):
        data = fit_file(short_run(number, START + timedelta(days=number), minutes))
        (folder / f"run-{number:03d}.fit").write_bytes(data)
        written.append(data)
    return written


def garmin_export(folder, entries):
    """An unpacked Garmin export that tells of ``entries`` (its own units) and holds no file yet."""
    fitness = folder / "DI_CONNECT" / "DI-Connect-Fitness"
    fitness.mkdir(parents=True)
    said = [{"summarizedActivitiesExport": entries}]
    (fitness / "ann_0_summarizedActivities.json").write_text(json.dumps(said))
    return fitness


def garmin_entry(number, started_at, minutes=10, metres=2000, name="Running"):
    """A summary as Garmin writes it: milliseconds, centimetres."""
    return {
        "activityId": 9_000_000 + number,
        "name": name,
        "activityType": "running",
        "eventTypeId": 9,
        "manualActivity": True,
        "beginTimestamp": int(started_at.timestamp() * 1000),
        "duration": minutes * 60_000,
        "distance": metres * 100,
    }


def bring(member: Member, *paths: Path) -> ImportRun:
    """Import the paths for somebody, as the command line does."""
    return imports.import_paths(member.athlete_id, paths, clock, source="cli")


def upload(member: Member, files: Sequence[tuple[str, bytes]], spool: Path) -> str:
    """Receive files as the web does and hand them to the worker; the run's id."""
    with transaction() as connection:
        run_id = imports.open_run(connection, member.athlete_id, label="upload", source="upload")
        for number, (name, data) in enumerate(files):
            arrived = spool / f"upload-{run_id}-{number}"
            arrived.write_bytes(data)
            imports.receive(connection, member.athlete_id, run_id, name, arrived)
        imports.submit(connection, member.athlete_id, run_id, clock())
    return run_id


def rows(member: Member) -> tuple[ActivityRow, ...]:
    """The athlete's activities, newest first."""
    with transaction() as connection:
        return activities.listing(connection, member.athlete_id, limit=200).rows


def detail(member: Member, activity_id: str) -> Activity:
    """One of the athlete's activities whole."""
    with transaction() as connection:
        return activities.detail(connection, member.athlete_id, activity_id)


def items(member: Member, run: ImportRun) -> dict[str, ImportItem]:
    """The run's files by name."""
    with transaction() as connection:
        found = imports.items(connection, member.athlete_id, run.run_id, limit=10_000)
    return {item.name: item for item in found}


def log(member: Member, run: ImportRun) -> tuple[LogLine, ...]:
    """The run's log."""
    with transaction() as connection:
        return imports.log(connection, member.athlete_id, run.run_id, limit=10_000)


def counted(member: Member) -> dict[str, int]:
    """Activities, sources and originals of somebody."""
    mine = t_activity.c.athlete_id == member.athlete_id
    with transaction() as connection:
        many = connection.execute(select(func.count()).select_from(t_activity).where(mine)).scalar_one()
        sources = connection.execute(
            select(func.count())
            .select_from(t_activity_source)
            .join(t_activity, t_activity.c.id == t_activity_source.c.activity_id)
            .where(mine)
        ).scalar_one()
        originals = connection.execute(
            select(func.count()).select_from(t_original).where(t_original.c.athlete_id == member.athlete_id)
        ).scalar_one()
    return {"activities": many, "sources": sources, "originals": originals}


def left_hanging() -> dict[str, int]:
    """Rows that belong to nothing or lack what belongs to them, over all athletes who brought a file: all zero, always.

    Tests of loads write activities by hand, for athletes who brought none.
    """
    queries = {
        "activities without a source": (
            "SELECT count(*) FROM activity a "
            "WHERE NOT EXISTS (SELECT FROM activity_source s WHERE s.activity_id = a.id) "
            "AND EXISTS (SELECT FROM original o WHERE o.athlete_id = a.athlete_id)"
        ),
        "activities without one main source": (
            "SELECT count(*) FROM activity a "
            "WHERE (SELECT count(*) FROM activity_source s WHERE s.activity_id = a.id AND s.main) <> 1 "
            "AND EXISTS (SELECT FROM original o WHERE o.athlete_id = a.athlete_id)"
        ),
        "originals that became nothing": (
            "SELECT count(*) FROM original o "
            "WHERE NOT EXISTS (SELECT FROM activity_source s WHERE s.original_id = o.id) "
            "AND NOT EXISTS (SELECT FROM import_item i WHERE i.sha256 = o.sha256 "
            "AND (i.state = 'skipped' OR i.reason_code = 'wellness'))"
        ),
        "items that lead nowhere": (
            "SELECT count(*) FROM import_item i, jsonb_array_elements_text(i.activity_ids) named "
            "WHERE NOT EXISTS (SELECT FROM activity a WHERE a.id = named::uuid)"
        ),
    }
    with transaction() as connection:
        return {name: connection.execute(text(query)).scalar_one() for name, query in queries.items()}


NOTHING_HANGS = {
    "activities without a source": 0,
    "activities without one main source": 0,
    "originals that became nothing": 0,
    "items that lead nowhere": 0,
}
