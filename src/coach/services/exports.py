"""Everything an athlete brought and what was made of it, as one zip archive that any tool can read."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import Enum
from errno import EISDIR
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from coach.domain.activities import ActivityRow
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.store import activities, athletes, audit, feeds, originals, plans, proposals

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Written:
    """What went into the archive."""

    activities: int
    originals: int
    plans: int
    missing_originals: int
    path: str


def write(connection: Connection, athlete_id: str, path: Path, now: datetime, *, replace: bool = False) -> Written:
    """Write the archive: profile, activities (JSON and CSV), plans with their versions, and the originals.

    The file appears whole or not at all.

    Raises:
        InvalidInput: the file exists (and ``replace`` is not said) or cannot be written.
        NotFound: no such athlete.
    """
    draft = path.parent / f".{path.name}.{os.getpid()}"
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if os.path.lexists(path) and not replace:
            raise InvalidInput(mark("{path} exists already. Choose another name, or say --force."), path=path)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            written = _fill(archive, connection, athlete_id, path)
        draft.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InvalidInput(mark("{path} cannot be written: {reason}."), path=path, reason=reason) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    audit.note(connection, athlete_id, "data.export", at=now.isoformat())
    return written


def _fill(archive: zipfile.ZipFile, connection: Connection, athlete_id: str, path: Path) -> Written:
    archive.writestr("profile.json", _json(asdict(athletes.get(connection, athlete_id))))
    rows = _all_rows(connection, athlete_id)
    archive.writestr("activities.csv", _csv(rows))
    with archive.open("activities.jsonl", "w") as lines:
        for row in rows:
            whole = asdict(activities.detail(connection, athlete_id, row.activity_id))
            lines.write(_json(whole, indent=None).encode() + b"\n")
    versions = plans.every_version(connection, athlete_id)
    made = [asdict(plans.get(connection, athlete_id, plan_id)) for plan_id in versions]
    archive.writestr("plans.json", _json(made))
    archive.writestr("plan_proposals.json", _json([asdict(one) for one in proposals.history(connection, athlete_id)]))
    archive.writestr("calendar_feed.json", _json(_feed(connection, athlete_id)))
    kept, missing = _add_originals(archive, connection, athlete_id)
    series = {plan["series"] for plan in made}
    return Written(len(rows), kept, len(series), missing, str(path))


def _feed(connection: Connection, athlete_id: str) -> dict[str, Any] | None:
    """When the private calendar address was made and last read; the address itself is kept nowhere."""
    feed = feeds.state(connection, athlete_id)
    return None if feed is None else asdict(feed)


def _all_rows(connection: Connection, athlete_id: str) -> list[ActivityRow]:
    rows: list[ActivityRow] = []
    cursor: str | None = None
    while True:
        page = activities.listing(connection, athlete_id, activities.Filter(), cursor, _PAGE)
        rows.extend(page.rows)
        cursor = page.cursor
        if cursor is None:
            return rows


def _add_originals(archive: zipfile.ZipFile, connection: Connection, athlete_id: str) -> tuple[int, int]:
    kept, missing = 0, 0
    for name, sha256 in originals.all_of(connection, athlete_id):
        place = originals.path_of(sha256)
        if not place.exists():
            missing += 1
            continue
        # The name is a stranger's: only its last part is used, behind the hash that makes it unique.
        safe = name.replace("\\", "/").rpartition("/")[2] or "original"
        archive.write(place, f"originals/{sha256.hex()[:12]}-{safe}")
        kept += 1
    return kept, missing


def _csv(rows: list[ActivityRow]) -> str:
    text = io.StringIO()
    names = [field.name for field in fields(ActivityRow) if field.name != "track"]
    table = csv.writer(text)
    table.writerow(names)
    table.writerows([[_spreadsheet_safe(getattr(row, name)) for name in names] for row in rows])
    return text.getvalue()


def _spreadsheet_safe(value: Any) -> Any:
    """A name beginning like a formula is written as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _json(value: Any, *, indent: int | None = 2) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no place in an export")
