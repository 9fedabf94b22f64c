"""Reading originals again: when the reader has learned more, and when a merge is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from coach.domain.activities import Source
from coach.domain.athletes import Athlete
from coach.domain.problems import NotFound, Unreadable
from coach.services import fitness
from coach.services.imports import reading, saving
from coach.services.imports.reading import READER_VERSION, Digest
from coach.store import athletes, imports, originals, recorded
from coach.store.engine import transaction
from coach.store.originals import Outdated
from coach.store.recorded import Prepared

TASK = "imports.remeasure"
Clock = Callable[[], datetime]


def measured_anew(connection: Connection, athlete: Athlete, source: Source) -> Prepared:
    """What today's reader makes of one source of an activity.

    Raises:
        NotFound: the original's bytes are gone.
        Unreadable: it cannot be read any more.
    """
    digest = _digest(connection, athlete.athlete_id, bytes.fromhex(source.sha256), source.file_name, source.format)
    return saving.on_athletes_clock(digest.activities[source.part], athlete.time_zone)


def remeasure(clock: Clock, tell: Callable[[int], None] | None = None) -> int:
    """Measure anew what an earlier reader measured, one original a transaction, and each athlete's fitness; how many.

    Names, ratings, merges and deletions stay. An original that is gone or can no longer be read keeps its measures.
    Cut short, it goes on where it was at the next call. ``tell`` hears how many are done.
    """
    touched: set[str] = set()
    done = 0
    while True:
        with transaction() as connection:
            old = originals.outdated(connection, READER_VERSION, 1)
            if not old:
                break
            _measure_again(connection, old[0])
        touched.add(old[0].athlete_id)
        done += 1
        if tell is not None:
            tell(done)
    for athlete_id in sorted(touched):
        with transaction() as connection:
            fitness.refresh(connection, athlete_id, clock())
    return done


def _measure_again(connection: Connection, old: Outdated) -> None:
    recorded.alone(connection, old.athlete_id)
    originals.read_by(connection, old.original_id, READER_VERSION)
    athlete = athletes.get(connection, old.athlete_id)
    try:
        digest = _digest(connection, old.athlete_id, old.sha256, old.name, old.format)
    except (NotFound, Unreadable):
        return
    saving.keep_days(connection, old.athlete_id, athlete.time_zone, old.original_id, digest)
    for part, activity_id in recorded.shown_from(connection, old.original_id):
        if part < len(digest.activities):
            prepared = saving.on_athletes_clock(digest.activities[part], athlete.time_zone)
            recorded.measure_again(connection, activity_id, prepared)


def _digest(connection: Connection, athlete_id: str, sha256: bytes, name: str, format: str | None) -> Digest:
    said = imports.hints(connection, athlete_id, sha256)
    hints = said or ({"summary": True} if format == "summary" else None)
    return reading.digest(originals.read(sha256), name, hints)
