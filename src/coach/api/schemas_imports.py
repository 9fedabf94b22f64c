"""Imports as JSON."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from coach.domain import imports
from coach.domain.athletes import Language
from coach.domain.imports import ItemState, RunState
from coach.domain.language import say


class ImportBody(BaseModel):
    """An import and where it stands."""

    id: UUID
    label: str
    source: str = Field(description="upload, api, cli, watch or demo", examples=["api"])
    state: RunState
    finished: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    files: int = Field(description="Files known so far; an archive not opened yet counts as one")
    done: int = Field(description="Files with an outcome")
    new: int = Field(description="Activities that were not here before")
    duplicates: int = Field(description="Activities that were here already")
    merged: int = Field(description="Told an activity that was there already")
    skipped: int = Field(description="Read well, but no activity in it")
    quarantined: int = Field(description="Set aside with a reason; the file is kept")
    files_per_s: float | None = Field(description="Files per second so far")
    eta_s: float | None = Field(description="Seconds left, when they can be told")

    @classmethod
    def of(cls, run: imports.ImportRun) -> ImportBody:
        """A run and its counts."""
        return cls(
            id=UUID(run.run_id),
            label=run.label,
            source=run.source,
            state=run.state,
            finished=run.finished,
            created_at=run.created_at,
            started_at=run.started_at,
            finished_at=run.finished_at,
            files=run.files,
            done=run.done,
            new=run.new,
            duplicates=run.duplicates,
            merged=run.merged,
            skipped=run.skipped,
            quarantined=run.quarantined,
            files_per_s=run.files_per_s,
            eta_s=run.eta_s,
        )


class ImportItemBody(BaseModel):
    """One file of an import and what became of it."""

    id: int = Field(description="Number of the file in its import")
    name: str
    state: ItemState
    size_bytes: int = Field(description="Bytes of the file")
    reason_code: str | None = Field(description="Why it was set aside, for machines")
    reason: str | None = Field(description="Why it was set aside, in the language asked for")
    activity_ids: list[UUID]

    @classmethod
    def of(cls, item: imports.ImportItem, language: Language) -> ImportItemBody:
        """An item, its reason said in ``language``."""
        return cls(
            id=item.item_id,
            name=item.name,
            state=item.state,
            size_bytes=item.size,
            reason_code=item.reason_code,
            reason=None if item.reason is None else say(language, item.reason, **item.reason_values),
            activity_ids=[UUID(each) for each in item.activity_ids],
        )


class ImportItems(BaseModel):
    """Files of an import, the last finished first."""

    items: list[ImportItemBody]


class LogLineBody(BaseModel):
    """A line of an import's log."""

    id: int = Field(description="Number of the line; they only grow")
    at: datetime
    level: str = Field(description="info, warning or error", examples=["info"])
    message: str = Field(description="In the language asked for")
    file_name: str | None

    @classmethod
    def of(cls, line: imports.LogLine, language: Language) -> LogLineBody:
        """A line, said in ``language``."""
        return cls(
            id=line.line_id,
            at=line.at,
            level=line.level,
            message=say(language, line.message, **line.values),
            file_name=line.file_name,
        )


class ImportLog(BaseModel):
    """Lines of an import's log, in order."""

    lines: list[LogLineBody]


class Retried(BaseModel):
    """How many files are read again."""

    files: int = Field(description="Files that are read again")
