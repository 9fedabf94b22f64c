"""Opening what came in: one file, a folder, an archive, an account export. Each file inside becomes an item."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from coach.connectors.files import Found, Refused, Walked, walk
from coach.domain.imports import ItemState
from coach.domain.language import mark
from coach.domain.problems import Unreadable
from coach.services.imports import naming, summaries
from coach.store import home, imports, originals
from coach.store.engine import transaction

MOST_OPENINGS = 2
"""Times an archive may end the process that opens it."""

_UNFORESEEN = mark("Opening this archive failed in an unforeseen way.")
_BATCH = 50
_BATCH_BYTES = 16 * 1024 * 1024

Clock = Callable[[], datetime]
GoOn = Callable[[], bool]
"""Asked after each batch: False stops the opening (the athlete cancelled)."""


@dataclass(frozen=True, slots=True)
class Opened:
    """How many files were found and how many were passed over as something else (pictures, tables, ...)."""

    files: int
    passed: int


def may_be_opened(run_id: str, container: int, name: str, clock: Clock) -> bool:
    """Count an opening before it is made: one that ends its process twice is not tried again but set aside."""
    with transaction() as connection:
        if imports.count_attempt(connection, container) <= MOST_OPENINGS:
            return True
        problem = Unreadable(_UNFORESEEN)
        imports.finish_item(
            connection,
            container,
            ItemState.QUARANTINED,
            clock(),
            reason_code=problem.code,
            reason=problem.message,
        )
        imports.write_log(connection, run_id, "error", problem.message, name)
    return False


def open_path(
    run_id: str,
    athlete_id: str,
    path: Path,
    name: str,
    clock: Clock,
    go_on: GoOn,
    *,
    prefix: str,
    container: int | None,
) -> Opened:
    """Turn everything under ``path`` into items of the run, batch by batch, each batch in one transaction.

    ``name`` is what people call it; members are shown below ``prefix``, so that two archives never mix.
    Safe to repeat after an interruption: items that exist are left alone. ``container`` is the item
    that stands for ``path`` itself: it goes once everything in it is an item of its own, and stays, set
    aside with its reason, when it could not be opened to the end.
    Memory holds one batch at a time, whatever the length of the archive.

    Raises:
        Unavailable: the disk is full or the database gone.
    """
    files, passed = 0, 0
    found = walk(path, name=name, spool=home.spool_folder())
    try:
        for batch in _batches(found):
            rows = [row for row in (_row(each, name, prefix, clock()) for each in batch) if row is not None]
            passed += len(batch) - len(rows)
            files += _add(run_id, athlete_id, name, rows, clock(), container)
            if not go_on():
                return Opened(files, passed)
    except Unreadable as problem:
        _refuse_rest(run_id, name, problem, clock(), container)
        return Opened(files, passed)
    if container is not None:
        with transaction() as connection:
            imports.remove_item(connection, container)
    return Opened(files, passed)


def _batches(found: Iterator[Walked]) -> Iterator[list[Walked]]:
    """One file, so that readers get ready while the rest is opened, then many at a time, fewer when they are large."""
    yield from ([first] for first in islice(found, 1))
    batch: list[Walked] = []
    held = 0
    for each in found:
        batch.append(each)
        held += len(each.data) if isinstance(each, Found) else 0
        if len(batch) == _BATCH or held >= _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _row(found: Walked, name: str, prefix: str, now: datetime) -> dict[str, Any] | None:
    shown = naming.shown(f"{prefix}/{found.name}" if prefix and found.name != name else found.name)
    if isinstance(found, Refused):
        return {
            "name": shown,
            "state": ItemState.QUARANTINED.value,
            "reason_code": found.problem.code,
            "reason": found.problem.message,
            "reason_values": {key: naming.clean(str(value)) for key, value in found.problem.values.items()},
            "finished_at": now,
        }
    if not isinstance(found, Found):
        return None
    hints: dict[str, Any] = naming.clean_values(asdict(found.hints)) if found.hints is not None else {}
    data = found.data
    if found.recording is not None or found.wellness:
        data = summaries.written(found.recording) if found.recording else summaries.written_days(found.wellness)
        hints["summary"] = True
    if found.warnings:
        hints["warnings"] = list(found.warnings)
    return {"name": shown, "data": data, "size": len(data), "hints": hints or None}


def _add(
    run_id: str, athlete_id: str, name: str, rows: list[dict[str, Any]], now: datetime, container: int | None
) -> int:
    _keep(athlete_id, rows, now)
    refused = [row for row in rows if row.get("reason")]
    with transaction() as connection:
        for row in rows:
            if container is not None and row["name"] == name:
                _stand_for_itself(connection, container, row, now)
        there = imports.contents(connection, run_id, [row["name"] for row in rows])
        imports.add_items(connection, run_id, _distinct(rows, there))
        for row in refused:
            imports.write_log(connection, run_id, "error", row["reason"], row["name"], **row["reason_values"])
    return len(rows)


def _keep(athlete_id: str, rows: list[dict[str, Any]], now: datetime) -> None:
    """Put the bytes of ``rows`` away under their hash and mark those the athlete has brought in before."""
    files = [row for row in rows if "data" in row]
    for row in files:
        row["sha256"] = hashlib.sha256(row["data"]).digest()
    with transaction() as connection:
        known = originals.known(connection, athlete_id, [row["sha256"] for row in files])
    for row in files:
        data = row.pop("data")
        if row["sha256"] in known:
            row |= {"state": ItemState.DUPLICATE.value, "finished_at": now}
        else:
            originals.keep_bytes(data)


def _stand_for_itself(connection: Connection, container: int, row: dict[str, Any], now: datetime) -> None:
    """The container is an activity file, which takes its place, or cannot be opened (to the end): it is set aside."""
    if row.get("reason"):
        imports.finish_item(
            connection,
            container,
            ItemState.QUARANTINED,
            now,
            reason_code=row["reason_code"],
            reason=row["reason"],
            values=row["reason_values"],
        )
    else:
        imports.remove_item(connection, container)


def _distinct(rows: list[dict[str, Any]], there: Mapping[str, bytes | None]) -> list[dict[str, Any]]:
    """Files of one name (archives may hold them, exports name activities alike) are told apart by their hash."""
    seen = dict(there)
    distinct: dict[str, dict[str, Any]] = {}
    for row in rows:
        name, sha256 = row["name"], row.get("sha256")
        if sha256 is not None and seen.setdefault(name, sha256) != sha256:
            row["name"] = f"{name} ({sha256.hex()[:8]})"
        distinct.setdefault(row["name"], row)
    return list(distinct.values())


def _refuse_rest(run_id: str, name: str, problem: Unreadable, now: datetime, container: int | None) -> None:
    values = {key: naming.clean(str(value)) for key, value in problem.values.items()}
    with transaction() as connection:
        if container is not None:
            imports.finish_item(
                connection,
                container,
                ItemState.QUARANTINED,
                now,
                reason_code=problem.code,
                reason=problem.message,
                values=values,
            )
        else:
            row = {"name": name, "state": ItemState.QUARANTINED.value, "finished_at": now}
            reason = {"reason_code": problem.code, "reason": problem.message, "reason_values": values}
            imports.add_items(connection, run_id, [row | reason])
        imports.write_log(connection, run_id, "error", mark("Not opened to the end: {name}"), name, name=name)
        imports.write_log(connection, run_id, "error", problem.message, name, **values)
