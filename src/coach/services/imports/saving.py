"""Writing one file: its original, its activities, what became of it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from coach.domain.imports import ItemState
from coach.domain.language import mark
from coach.domain.problems import Problem
from coach.services.imports import naming
from coach.services.imports.reading import READER_VERSION, Digest
from coach.store import imports, originals, recorded, wellness
from coach.store.recorded import Prepared


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read: all a worker process needs to know."""

    item_id: int
    run_id: str
    athlete_id: str
    time_zone: str
    provenance: str
    name: str
    sha256: bytes
    size: int
    hints: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task."""

    item_id: int
    name: str
    state: ItemState
    reason: str | None = None


def save(connection: Connection, task: Task, digest: Digest, now: datetime) -> Outcome:
    """Write everything one file brought, or nothing of it."""
    # A power cut may cost the last instants of an import, which resumes; waiting for the disk at each file is slow.
    connection.execute(text("SET LOCAL synchronous_commit = off"))
    recorded.alone(connection, task.athlete_id)
    original_id = originals.record(
        connection,
        task.athlete_id,
        sha256=task.sha256,
        name=task.name,
        size=task.size,
        format=digest.format,
        content=digest.content,
        provenance=task.provenance,
        reader_version=READER_VERSION,
    )
    if original_id is None:
        imports.finish_item(connection, task.item_id, ItemState.DUPLICATE, now)
        return Outcome(task.item_id, task.name, ItemState.DUPLICATE)
    for warning in digest.warnings:
        imports.write_log(connection, task.run_id, "warning", warning, task.name)
    days = keep_days(connection, task.athlete_id, task.time_zone, original_id, digest)
    if not digest.activities:
        return _days_only(connection, task, days, now) if days else _skip(connection, task, digest, now)
    activity_ids, states = _save_activities(connection, task, original_id, digest)
    state = ItemState.NEW if ItemState.NEW in states else ItemState.MERGED
    imports.finish_item(connection, task.item_id, state, now, activity_ids=activity_ids)
    return Outcome(task.item_id, task.name, state)


def quarantine(connection: Connection, task: Task, problem: Problem, now: datetime) -> Outcome:
    """Set a file aside with the reason; its bytes are kept so that it can be read again later."""
    code, reason = problem.code, problem.message
    values = {name: naming.clean(str(value)) for name, value in problem.values.items()}
    set_aside = imports.finish_item(
        connection, task.item_id, ItemState.QUARANTINED, now, reason_code=code, reason=reason, values=values
    )
    if set_aside:
        imports.write_log(connection, task.run_id, "error", reason, task.name, **values)
    return Outcome(task.item_id, task.name, ItemState.QUARANTINED, str(problem))


def keep_days(connection: Connection, athlete_id: str, time_zone: str, original_id: int, digest: Digest) -> int:
    """Write what a file tells of days, each on the athlete's calendar; how many days it tells of."""
    zone = ZoneInfo(time_zone)
    notes = [(note.on or note.told_at.astimezone(zone).date(), note) for note in digest.wellness if note.said]
    wellness.tell(connection, athlete_id, original_id, notes)
    return len({on for on, _ in notes})


def _days_only(connection: Connection, task: Task, days: int, now: datetime) -> Outcome:
    reason = mark("Sleep, resting heart rate, HRV or weight: days told of: {count}.")
    imports.finish_item(
        connection, task.item_id, ItemState.NEW, now, reason_code="wellness", reason=reason, values={"count": days}
    )
    return Outcome(task.item_id, task.name, ItemState.NEW)


def _skip(connection: Connection, task: Task, digest: Digest, now: datetime) -> Outcome:
    values: dict[str, str] = {}
    if digest.content == "activity":
        reason = mark("Nothing was recorded in this activity.")
    elif digest.content == "undated":
        reason = mark("Its dates are before 2000 or after 2099: the clock was not set.")
    else:
        reason, values = mark("Read well, but it holds no activity ({content})."), {"content": digest.content}
    imports.finish_item(
        connection, task.item_id, ItemState.SKIPPED, now, reason_code="no_activity", reason=reason, values=values
    )
    return Outcome(task.item_id, task.name, ItemState.SKIPPED, reason.format(**values))


def _save_activities(
    connection: Connection, task: Task, original_id: int, digest: Digest
) -> tuple[list[str], set[ItemState]]:
    activity_ids: list[str] = []
    states: set[ItemState] = set()
    for part, read in enumerate(digest.activities):
        prepared = on_athletes_clock(read, task.time_zone)
        same = recorded.find_same(connection, task.athlete_id, prepared.outline)
        if same is None:
            activity_ids.append(recorded.save_new(connection, task.athlete_id, original_id, part, prepared))
            states.add(ItemState.NEW)
        else:
            recorded.add_source(connection, same, original_id, part, prepared)
            activity_ids.append(same)
            states.add(ItemState.MERGED)
    return list(dict.fromkeys(activity_ids)), states


def on_athletes_clock(prepared: Prepared, time_zone: str) -> Prepared:
    """Files that do not know the local time get the athlete's zone, summer time included."""
    if prepared.utc_offset_s is not None:
        return prepared
    offset = prepared.started_at.astimezone(ZoneInfo(time_zone)).utcoffset()
    return replace(prepared, utc_offset_s=int(offset.total_seconds()) if offset else 0)
