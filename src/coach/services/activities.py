"""Activities as the athlete handles them: listed, opened, renamed, deleted and brought back, separated."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from coach.domain.activities import Activity
from coach.domain.effort import HARDEST, STEP
from coach.domain.language import mark
from coach.domain.problems import Conflict, InvalidInput, NotFound
from coach.science.recordings import Samples
from coach.services import fitness, training
from coach.services.imports.remeasuring import measured_anew
from coach.store import activities, athletes, audit, originals, recorded
from coach.store.activities import Filter, Page

__all__ = [
    *("Filter", "Page", "delete", "detail", "listing", "mark_race", "original"),
    *("rate", "rename", "resolved", "restore", "samples", "separate"),
]

LONGEST_NAME = 120


def listing(
    connection: Connection, athlete_id: str, *, filter: Filter = Filter(), cursor: str | None = None, limit: int = 20
) -> Page:
    """A page of the athlete's activities, newest first.

    Raises:
        InvalidInput: the cursor is not one we gave, or the limit is not 1 to 200.
    """
    if not 1 <= limit <= 200:
        raise InvalidInput(mark("A page holds 1 to 200 activities."), field="limit")
    return activities.listing(connection, athlete_id, filter, cursor, limit)


def detail(connection: Connection, athlete_id: str, activity_id: str) -> Activity:
    """An activity whole, without samples. Raises NotFound when it is not the athlete's."""
    return activities.detail(connection, athlete_id, activity_id)


def resolved(connection: Connection, athlete_id: str, beginning: str) -> str:
    """The whole id of the one activity whose id begins so.

    Raises:
        InvalidInput: several do.
        NotFound: none does.
    """
    found = activities.ids_beginning(connection, athlete_id, beginning.lower())
    if not found:
        raise NotFound(mark("There is nothing with the id {text}."), text=beginning)
    if len(found) > 1:
        raise InvalidInput(mark("Several activities have an id that begins with {text}."), text=beginning)
    return found[0]


def samples(connection: Connection, athlete_id: str, activity_id: str) -> Samples:
    """The cleaned samples of an activity. Raises NotFound when it is not the athlete's."""
    return activities.samples(connection, athlete_id, activity_id)


def rename(connection: Connection, athlete_id: str, activity_id: str, name: str) -> None:
    """Give an activity a name; an empty one goes back to the sport's.

    Raises:
        InvalidInput: the name is too long.
        NotFound: no such activity among the athlete's.
    """
    if len(name) > LONGEST_NAME:
        raise InvalidInput(mark("A name has at most {longest} characters."), field="name", longest=LONGEST_NAME)
    recorded.rename(connection, athlete_id, activity_id, name.strip())


def rate(connection: Connection, athlete_id: str, activity_id: str, effort: float | None) -> None:
    """Say how hard an activity felt, 0 to 10 in halves; None goes back to what the watch was told, if anything.

    The loads of the day and of those after it follow.

    Raises:
        InvalidInput: this is no such rating.
        NotFound: no such activity among the athlete's.
    """
    if effort is not None and not (0 <= effort <= HARDEST and effort % STEP == 0):
        raise InvalidInput(mark("Effort goes from 0 to 10, halves allowed."), field="perceived_effort")
    recorded.alone(connection, athlete_id)
    recorded.set_perceived_effort(connection, athlete_id, activity_id, effort)
    training.refresh(connection, athlete_id)


def mark_race(connection: Connection, athlete_id: str, activity_id: str, race: bool, now: datetime) -> None:
    """Say whether an activity was a race: its time then speaks with all its weight. Fitness and predictions follow.

    Raises:
        NotFound: no such activity among the athlete's.
    """
    recorded.alone(connection, athlete_id)
    recorded.set_race(connection, athlete_id, activity_id, race)
    fitness.refresh(connection, athlete_id, now)


def delete(connection: Connection, athlete_id: str, activity_id: str, now: datetime) -> None:
    """Take an activity away; ``restore`` brings it back. Raises NotFound when it is not the athlete's."""
    recorded.alone(connection, athlete_id)
    recorded.set_deleted(connection, athlete_id, activity_id, now)
    fitness.refresh(connection, athlete_id, now)
    audit.note(connection, athlete_id, "activity.delete", activity_id)


def restore(connection: Connection, athlete_id: str, activity_id: str, now: datetime) -> None:
    """Undo a deletion. Raises NotFound when it is not the athlete's."""
    recorded.alone(connection, athlete_id)
    recorded.set_deleted(connection, athlete_id, activity_id, None)
    fitness.refresh(connection, athlete_id, now)
    audit.note(connection, athlete_id, "activity.restore", activity_id)


def original(connection: Connection, athlete_id: str, source_id: str) -> tuple[str, Path]:
    """Name and place of the file behind a source, byte for byte as it came. Raises NotFound."""
    name, sha256 = originals.of_source(connection, athlete_id, source_id)
    path = originals.path_of(sha256)
    if not path.exists():
        raise NotFound(mark("The original file is no longer in the data folder."))
    return name, path


def separate(connection: Connection, athlete_id: str, activity_id: str, source_id: str, now: datetime) -> str:
    """Undo a merge: the source becomes an activity of its own again; the new activity's id.

    Both activities are measured anew from their originals. What the athlete said stays with the activity: its name, its
    rating, and that it was a race, or none, where the files said otherwise.

    Raises:
        Conflict: the activity has one source only.
        NotFound: no such activity or source among the athlete's.
    """
    recorded.alone(connection, athlete_id)
    activity = activities.detail(connection, athlete_id, activity_id)
    leaving = [source for source in activity.sources if source.source_id == source_id]
    staying = [source for source in activity.sources if source.source_id != source_id]
    if not leaving:
        raise NotFound(mark("There is no such file."))
    if not staying:
        raise Conflict(mark("This activity comes from one file only: there is nothing to separate."))
    athlete = athletes.get(connection, athlete_id)
    gone = measured_anew(connection, athlete, leaving[0])
    parted = recorded.save_separated(connection, athlete_id, int(source_id), gone)
    if leaving[0].primary:
        read = [(measured_anew(connection, athlete, source), source) for source in staying]
        richest, shown = max(read, key=lambda one: one[0].richness)
        told = any(one.race for one, _ in read)
        said = activity.row.race is not (told or gone.race)
        recorded.show(connection, activity_id, replace(richest, race=activity.row.race if said else told))
        recorded.move_source(connection, int(shown.source_id), activity_id, main=True, separated=False)
    fitness.refresh(connection, athlete_id, now)
    audit.note(connection, athlete_id, "activity.separate", activity_id, source=source_id, parted=parted)
    return parted
