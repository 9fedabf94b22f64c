"""Writing activities: a recording with its measures becomes rows; a merge moves a source; nothing is half-written."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, cast, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import JSONB

from coach.domain.activities import Device, Measures, Split, StrengthSet, Totals
from coach.domain.matching import START_TOLERANCE, Outline, same_activity
from coach.domain.problems import NotFound
from coach.domain.sports import Sport, SportFamily
from coach.store import analysis
from coach.store.identifiers import identifier
from coach.store.tables import (
    t_activity,
    t_activity_analysis,
    t_activity_effort,
    t_activity_load,
    t_activity_samples,
    t_activity_set,
    t_activity_source,
    t_activity_split,
)

_IN_COLUMNS = ("elapsed_s", "timer_s", "moving_s", "distance_m", "avg_hr", "max_hr", "ascent_m", "descent_m", "track")
_IN_TABLES = ("best_efforts", "kilometres", "corrections", "analysis")
_PARTS = (
    *(t_activity_samples, t_activity_split, t_activity_effort, t_activity_set),
    *(t_activity_analysis, t_activity_load),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A recording read, cleaned, measured and packed: all that is left is to write it.

    ``block`` is None when there are no samples. ``richness`` orders sources of one activity: more
    samples of more columns tell more. ``utc_offset_s`` is None when the file does not know.
    """

    sport: Sport
    name: str
    race: bool
    started_at: datetime
    utc_offset_s: int | None
    measures: Measures
    totals: Totals
    laps: tuple[Split, ...]
    sets: tuple[StrengthSet, ...]
    device: Device
    warnings: tuple[str, ...]
    block: bytes | None
    count: int
    columns: tuple[str, ...]
    richness: float

    @property
    def ended_at(self) -> datetime:
        """Start plus elapsed time."""
        return self.started_at + timedelta(seconds=self.measures.elapsed_s)

    @property
    def outline(self) -> Outline:
        """What is compared with other recordings."""
        return Outline(self.sport.family, self.started_at, self.ended_at, self.measures.distance_m)


def alone(connection: Connection, athlete_id: str) -> None:
    """Wait until no other transaction writes this athlete's activities; freed at commit or rollback."""
    connection.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"athlete:{athlete_id}"}
    )


def find_same(connection: Connection, athlete_id: str, outline: Outline) -> str | None:
    """The id of an activity that tells the same story, the closest start first; None if there is none."""
    columns = t_activity.c
    rows = connection.execute(
        select(columns.id, columns.family, columns.started_at, columns.ended_at, columns.distance_m)
        .where(
            columns.athlete_id == athlete_id,
            columns.deleted_at.is_(None),
            columns.started_at.between(outline.started_at - START_TOLERANCE, outline.started_at + START_TOLERANCE),
        )
        .order_by(func.abs(func.extract("epoch", columns.started_at - outline.started_at)))
    )
    for row in rows:
        if same_activity(outline, Outline(SportFamily(row.family), row.started_at, row.ended_at, row.distance_m)):
            return str(row.id)
    return None


def save_new(connection: Connection, athlete_id: str, original_id: int, part: int, prepared: Prepared) -> str:
    """Write a new activity with its first source; its id."""
    activity_id = str(uuid.uuid4())
    connection.execute(
        insert(t_activity).values(id=activity_id, athlete_id=athlete_id, name=prepared.name, **_values(prepared))
    )
    _write_parts(connection, activity_id, prepared)
    _add_source(connection, activity_id, original_id, part, prepared, main=True)
    return activity_id


def add_source(connection: Connection, activity_id: str, original_id: int, part: int, prepared: Prepared) -> None:
    """Merge: one more source for an activity; a richer one becomes the one that is shown.

    One race makes it a race, and what only one of them knows is how hard it felt.
    """
    best, race = connection.execute(
        select(func.max(t_activity_source.c.richness), t_activity.c.race)
        .join(t_activity, t_activity.c.id == t_activity_source.c.activity_id)
        .where(t_activity.c.id == activity_id)
        .group_by(t_activity.c.race)
    ).one()
    richer = prepared.richness > best
    if richer:
        show(connection, activity_id, _rated_before(connection, activity_id, prepared))
    else:
        _rate_if_unrated(connection, activity_id, prepared.totals)
    if race or prepared.race:
        connection.execute(update(t_activity).where(t_activity.c.id == activity_id).values(race=True))
    _add_source(connection, activity_id, original_id, part, prepared, main=richer)


def show(connection: Connection, activity_id: str, prepared: Prepared) -> None:
    """Replace what an activity shows (measures, samples, splits) by ``prepared``; the athlete's own name stays."""
    connection.execute(update(t_activity).where(t_activity.c.id == activity_id).values(**_values(prepared)))
    if prepared.name:
        connection.execute(
            update(t_activity).where(t_activity.c.id == activity_id, t_activity.c.name == "").values(name=prepared.name)
        )
    for table in _PARTS:
        connection.execute(delete(table).where(table.c.activity_id == activity_id))
    connection.execute(
        update(t_activity_source).where(t_activity_source.c.activity_id == activity_id).values(main=False)
    )
    _write_parts(connection, activity_id, prepared)


def shown_from(connection: Connection, original_id: int) -> list[tuple[int, str]]:
    """Part and activity of every activity that shows what this original tells."""
    columns = t_activity_source.c
    rows = connection.execute(
        select(columns.part, columns.activity_id).where(columns.original_id == original_id, columns.main)
    )
    return [(row.part, str(row.activity_id)) for row in rows]


def measure_again(connection: Connection, activity_id: str, prepared: Prepared) -> None:
    """Replace an activity's measures by those of the same source read anew; what the athlete said of it stays."""
    main = t_activity_source.c.activity_id == activity_id, t_activity_source.c.main
    source_id = connection.execute(select(t_activity_source.c.id).where(*main)).scalar_one()
    race = connection.execute(select(t_activity.c.race).where(t_activity.c.id == activity_id)).scalar_one()
    rated = _rated_before(connection, activity_id, prepared)
    show(connection, activity_id, replace(rated, race=race))
    connection.execute(
        update(t_activity_source)
        .where(t_activity_source.c.id == source_id)
        .values(main=True, richness=prepared.richness)
    )


def move_source(connection: Connection, source_id: int, activity_id: str, *, main: bool, separated: bool) -> None:
    """Hang a source under another activity (undoing a merge) or make it the main one."""
    connection.execute(
        update(t_activity_source)
        .where(t_activity_source.c.id == source_id)
        .values(activity_id=activity_id, main=main, separated=separated)
    )


def save_separated(connection: Connection, athlete_id: str, source_id: int, prepared: Prepared) -> str:
    """Undo a merge: the source becomes an activity of its own; the new activity's id."""
    activity_id = str(uuid.uuid4())
    connection.execute(
        insert(t_activity).values(id=activity_id, athlete_id=athlete_id, name=prepared.name, **_values(prepared))
    )
    _write_parts(connection, activity_id, prepared)
    move_source(connection, source_id, activity_id, main=True, separated=True)
    return activity_id


def rename(connection: Connection, athlete_id: str, activity_id: str, name: str) -> None:
    """Give an activity the athlete's own name.

    Raises:
        NotFound: no such activity among the athlete's.
    """
    _change(connection, athlete_id, activity_id, name=name)


def set_perceived_effort(connection: Connection, athlete_id: str, activity_id: str, effort: float | None) -> None:
    """Keep the athlete's own rating of an activity, 0 to 10; None takes it away.

    Raises:
        NotFound: no such activity among the athlete's.
    """
    _change(connection, athlete_id, activity_id, perceived_effort=effort)


def set_race(connection: Connection, athlete_id: str, activity_id: str, race: bool) -> None:
    """Keep whether an activity was a race.

    Raises:
        NotFound: no such activity among the athlete's.
    """
    _change(connection, athlete_id, activity_id, race=race)


def set_deleted(connection: Connection, athlete_id: str, activity_id: str, at: datetime | None) -> None:
    """Take an activity out of sight (``at``), or bring it back (None). Its files stay.

    Raises:
        NotFound: no such activity among the athlete's.
    """
    _change(connection, athlete_id, activity_id, deleted_at=at)


def _change(connection: Connection, athlete_id: str, activity_id: str, **values: Any) -> None:
    done = connection.execute(
        update(t_activity)
        .where(t_activity.c.id == identifier(activity_id), t_activity.c.athlete_id == athlete_id)
        .values(**values)
    )
    if done.rowcount == 0:
        raise NotFound("There is no such activity.")


def _rated_before(connection: Connection, activity_id: str, prepared: Prepared) -> Prepared:
    """``prepared`` with the rating the activity's files gave so far, where it has none itself."""
    if prepared.totals.perceived_effort is not None:
        return prepared
    totals = connection.execute(select(t_activity.c.totals).where(t_activity.c.id == activity_id)).scalar_one()
    return replace(prepared, totals=replace(prepared.totals, perceived_effort=totals.get("perceived_effort")))


def _rate_if_unrated(connection: Connection, activity_id: str, told: Totals) -> None:
    if told.perceived_effort is None:
        return
    totals = t_activity.c.totals
    connection.execute(
        update(t_activity)
        .where(t_activity.c.id == activity_id, totals["perceived_effort"].astext.is_(None))
        .values(totals=totals.op("||")(cast({"perceived_effort": told.perceived_effort}, JSONB)))
    )


def _values(prepared: Prepared) -> dict[str, Any]:
    elsewhere = {*_IN_COLUMNS, *_IN_TABLES}
    measures = {field.name: getattr(prepared.measures, field.name) for field in fields(prepared.measures)}
    columns = {name: measures[name] for name in _IN_COLUMNS}
    kept = {name: value for name, value in measures.items() if name not in elsewhere}
    offset = prepared.utc_offset_s or 0
    return {
        "sport": prepared.sport.value,
        "family": prepared.sport.family.value,
        "race": prepared.race,
        "started_at": prepared.started_at,
        "ended_at": prepared.ended_at,
        "utc_offset_s": offset,
        "local_date": local_date(prepared.started_at, offset),
        "measures": kept | {"corrections": [asdict(each) for each in prepared.measures.corrections]},
        "totals": asdict(prepared.totals),
        "warnings": list(prepared.warnings),
        **columns,
    }


def local_date(started_at: datetime, utc_offset_s: int) -> date:
    """The calendar date on the athlete's clock."""
    return (started_at + timedelta(seconds=utc_offset_s)).date()


def _write_parts(connection: Connection, activity_id: str, prepared: Prepared) -> None:
    if prepared.block is not None:
        connection.execute(
            insert(t_activity_samples).values(
                activity_id=activity_id, count=prepared.count, columns=list(prepared.columns), block=prepared.block
            )
        )
    _insert_many(connection, t_activity_split, activity_id, _numbered(prepared.laps + prepared.measures.kilometres))
    _insert_many(connection, t_activity_effort, activity_id, [asdict(each) for each in prepared.measures.best_efforts])
    _insert_many(connection, t_activity_set, activity_id, _numbered(prepared.sets))
    analysis.write(connection, activity_id, prepared.measures.analysis)


def _numbered(pieces: Sequence[Split | StrengthSet]) -> list[dict[str, Any]]:
    rows = []
    counts: dict[str, int] = {}
    for piece in pieces:
        row = {field.name: getattr(piece, field.name) for field in fields(piece)}
        kind = str(row.get("kind", ""))
        counts[kind] = counts.get(kind, 0) + 1
        rows.append(row | {"position": counts[kind]})
    return rows


def _insert_many(connection: Connection, table: Any, activity_id: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [row | {"activity_id": activity_id} for row in rows])


def _add_source(
    connection: Connection, activity_id: str, original_id: int, part: int, prepared: Prepared, *, main: bool
) -> None:
    connection.execute(
        insert(t_activity_source).values(
            activity_id=activity_id,
            original_id=original_id,
            part=part,
            main=main,
            richness=prepared.richness,
            device=asdict(prepared.device),
        )
    )
