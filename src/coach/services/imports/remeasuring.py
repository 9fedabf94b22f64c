"""Reading originals again: when the reader has learned more, and when a merge is undone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from coach.domain.activities import Source
from coach.domain.athletes import Athlete
from coach.domain.problems import NotFound, Unreadable
from coach.services import fitness, training
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
    Cut short at any instant, it goes on where it was at the next call: an activity is weighed with its measures, the
    fitness follows with the athlete's last original. What other work left without a load is weighed in the end.
    ``tell`` hears how many are done.
    """
    done = 0
    while True:
        with transaction() as connection:
            old = originals.outdated(connection, READER_VERSION, 1)
            if not old:
                break
            _measure_again(connection, old[0])
            if not originals.any_outdated(connection, old[0].athlete_id, READER_VERSION):
                fitness.refresh(connection, old[0].athlete_id, clock())
        done += 1
        if tell is not None:
            tell(done)
    catch_up(clock)
    return done


def catch_up(clock: Clock) -> int:
    """Refresh the athletes whose loads an import or a rating that was cut short left behind; how many."""
    with transaction() as connection:
        left_behind = training.behind(connection)
    for athlete_id in left_behind:
        # An account may be taken away meanwhile.
        with suppress(NotFound), transaction() as connection:
            fitness.refresh(connection, athlete_id, clock())
    return len(left_behind)


def _measure_again(connection: Connection, old: Outdated) -> None:
    recorded.alone(connection, old.athlete_id)
    originals.read_by(connection, old.original_id, READER_VERSION)
    athlete = athletes.get(connection, old.athlete_id)
    try:
        digest = _digest(connection, old.athlete_id, old.sha256, old.name, old.format)
    except (NotFound, Unreadable):
        return
    saving.keep_days(connection, old.athlete_id, athlete.time_zone, old.original_id, digest)
    shown = [
        (digest.activities[part], activity_id)
        for part, activity_id in recorded.shown_from(connection, old.original_id)
        if part < len(digest.activities)
    ]
    for read, activity_id in shown:
        recorded.measure_again(connection, activity_id, saving.on_athletes_clock(read, athlete.time_zone))
    training.weigh_again(connection, old.athlete_id, [activity_id for _, activity_id in shown])


def _digest(connection: Connection, athlete_id: str, sha256: bytes, name: str, format: str | None) -> Digest:
    said = imports.hints(connection, athlete_id, sha256)
    hints = said or ({"summary": True} if format == "summary" else None)
    return reading.digest(originals.read(sha256), name, hints)
