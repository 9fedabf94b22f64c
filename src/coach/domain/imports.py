"""Imports: files on their way in, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    """Where an import run stands."""

    RECEIVING = "receiving"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """What became of one file. A file may hold several activities: the most telling state wins."""

    QUEUED = "queued"
    NEW = "new"
    DUPLICATE = "duplicate"
    MERGED = "merged"
    SKIPPED = "skipped"
    """Read well, but holds no activity (settings, monitoring, a workout): kept, not an error."""
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One file of a run. ``reason`` (a message id, filled by ``reason_values``) says why it was set aside."""

    item_id: int
    name: str
    state: ItemState
    reason_code: str | None
    reason: str | None
    reason_values: dict[str, object]
    activity_ids: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class ImportRun:
    """A run and its counts. ``eta_s`` is None until a rate is known or when finished."""

    run_id: str
    label: str
    source: str
    state: RunState
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    files: int
    done: int
    new: int
    duplicates: int
    merged: int
    skipped: int
    quarantined: int
    files_per_s: float | None = None
    eta_s: float | None = None

    @property
    def finished(self) -> bool:
        """Nothing more will happen to this run by itself."""
        return self.state in (RunState.DONE, RunState.FAILED, RunState.CANCELLED)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a run's log: ``level`` is info, warning or error, ``message`` a message id that ``values`` fill."""

    line_id: int
    at: datetime
    level: str
    message: str
    values: dict[str, object]
    file_name: str | None = None
