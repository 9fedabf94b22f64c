"""FIT bytes to recordings: `read`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files.fit import sessions as sessions_
from coach.connectors.files.fit import splits
from coach.connectors.files.fit.accumulation import Column
from coach.connectors.files.fit.columns import RECORD, record_columns
from coach.connectors.files.fit.decoding import FitSection, decode
from coach.connectors.files.fit.devices import device_of
from coach.connectors.files.fit.heart_rate import merged_heart_rate, stored_beats
from coach.connectors.files.fit.layout import POWER_ON_LIMIT, TIMESTAMP
from coach.connectors.files.fit.messages import Messages, Value
from coach.connectors.files.fit.scan import TOO_MANY
from coach.connectors.files.fit.sessions import Session, number, whole
from coach.connectors.files.fit.sports import counts_one_foot, sport_of
from coach.connectors.files.fit.wellness import wellness_of
from coach.domain.activities import Device
from coach.domain.language import mark
from coach.domain.sports import Sport
from coach.domain.wellness import WellnessNote
from coach.science.recordings import Reading, Recording, Samples

_T = TypeVar("_T")

_FILE_ID, _SPORT, _DEVICE_INFO, _WORKOUT, _ACTIVITY, _FILE_CREATOR, _HR = 0, 12, 23, 26, 34, 49, 132

_CONTENTS = {
    1: "device", 2: "settings", 3: "settings", 4: "activity", 5: "workout", 6: "course", 7: "schedule", 9: "weight",
    10: "totals", 11: "goals", 14: "blood_pressure", 15: "monitoring", 20: "activity_summary", 28: "monitoring",
    32: "monitoring", 34: "segment", 35: "segment", 49: "sleep", 68: "hrv_status",
}  # fmt: skip
_NO_ACTIVITY = (
    *("settings", "workout", "course", "schedule", "segment", "monitoring", "weight", "totals", "goals"),
    *("sleep", "hrv_status"),
)

_BOTH_FEET_FROM = 120.0
"""No one keeps 120 strides a minute of one foot as a median: such a file already counts both feet."""

_IN_PARTS_FROM = 0.3

CLOCK_NOT_SET = mark("The clock of the device was not set: times count from the creation of the file.")
NO_TIMES = mark("The file tells no times: one sample a second was assumed.")
TIMES_MISSING = mark("Some samples had no time: they took the time of the one before.")


@dataclass(frozen=True, slots=True)
class _Records:
    """All record messages of a section. ``times`` are seconds since the FIT epoch, shape (n,)."""

    times: Column
    offsets: NDArray[np.int64]
    columns: dict[str, Column]
    extra: dict[str, Column]


@dataclass(frozen=True, slots=True)
class _Story:
    """What a section says beside its records, with all clocks put right."""

    sessions: list[Session]
    laps: list[dict[int, Value]]
    lengths: list[dict[int, Value]]
    sets: list[dict[int, Value]]
    pauses: list[tuple[float, float]]
    sport: tuple[int | None, int | None]
    created: float | None
    utc_offset_s: int | None
    name: str | None
    device: Device


@dataclass(slots=True)
class _Pieces:
    """What belongs to one session beside its records."""

    laps: list[dict[int, Value]] = field(default_factory=list)
    lengths: list[dict[int, Value]] = field(default_factory=list)
    sets: list[dict[int, Value]] = field(default_factory=list)
    pauses: list[tuple[float, float]] = field(default_factory=list)
    beats: Column | None = None


def read(data: bytes) -> Reading:
    """Recordings of a FIT file, one per session; none for files that hold no activity (see ``Reading.content``).

    What it tells of days besides training (``Reading.wellness``) is read from files of any kind.

    Raises Unreadable (or TooLarge) where not one message can be read; any other damage becomes a warning and
    everything before it is kept. Source: FIT protocol and profile (Garmin, FIT SDK 21).
    """
    file = decode(data)
    warnings = list(file.warnings)
    strap = stored_beats(list(file.messages(_HR)))
    recordings: list[Recording] = []
    wellness: list[WellnessNote] = []
    contents: list[str] = []
    for section in file.sections:
        content = _content(section)
        contents.append(content)
        wellness.extend(wellness_of(section, warnings))
        if content == "activity":
            recordings.extend(_recordings(section, strap, warnings))
    content = "activity" if "activity" in contents else contents[0]
    return Reading("fit", content, tuple(recordings), tuple(dict.fromkeys(warnings)), tuple(wellness))


def _content(section: FitSection) -> str:
    declared = whole(_first_row(section, _FILE_ID, {0}), 0)
    content = "unknown" if declared is None else _CONTENTS.get(declared, "unknown")
    has_activity = RECORD in section.messages or splits.SESSION in section.messages
    return "activity" if content not in _NO_ACTIVITY and has_activity else content


def _recordings(section: FitSection, strap: tuple[Column, Column], warnings: list[str]) -> list[Recording]:
    file_id = _first_row(section, _FILE_ID, {0, 1, 2, 3, 4, 8})
    records, guessed = _records(section, strap, number(file_id, 4))
    story, shift = _story(section, file_id, records.times)
    if _overflows(section):
        warnings.append(TOO_MANY)
    if guessed:
        warnings.append(NO_TIMES if guessed == len(records.times) else TIMES_MISSING)
    if shift:
        records = replace(records, times=records.times + shift)
        warnings.append(CLOCK_NOT_SET)
    records, bounds = _by_session(records, story.sessions)
    pieces = _pieces(section, story, records, bounds)
    recordings = (_recording(story, records, index, bounds, pieces[index]) for index in range(len(story.sessions)))
    return [recording for recording in recordings if recording is not None]


def _by_session(records: _Records, sessions: list[Session]) -> tuple[_Records, NDArray[np.intp]]:
    """Records with those of a session side by side; session k has rows ``bounds[k]`` to ``bounds[k + 1]``."""
    owner = sessions_.owners(sessions, records.times)
    if len(owner) and (owner[1:] < owner[:-1]).any():
        order = np.argsort(owner, kind="stable")
        owner = owner[order]
        records = _Records(
            times=records.times[order],
            offsets=records.offsets[order],
            columns={name: column[order] for name, column in records.columns.items()},
            extra={name: column[order] for name, column in records.extra.items()},
        )
    return records, np.searchsorted(owner, np.arange(len(sessions) + 1))


def _pieces(section: FitSection, story: _Story, records: _Records, bounds: NDArray[np.intp]) -> list[_Pieces]:
    """Laps, lengths, sets, pauses and beats handed to the session they belong to."""
    pieces = [_Pieces() for _ in story.sessions]
    starts = [number(row, splits.SET_START) or number(row, splits.SET_STAMP) or np.nan for row in story.sets]
    for index, lap in _handed_out(story, story.laps, [splits.moment_of(row, 7) for row in story.laps]):
        pieces[index].laps.append(lap)
    for index, length in _handed_out(story, story.lengths, [splits.moment_of(row, 3) for row in story.lengths]):
        pieces[index].lengths.append(length)
    for index, done in _handed_out(story, story.sets, starts):
        pieces[index].sets.append(done)
    for index, pause in _handed_out(story, story.pauses, [start for start, _ in story.pauses]):
        pieces[index].pauses.append(pause)
    hrv = section.messages.get(splits.HRV)
    if hrv is not None:
        beats, offsets = splits.beat_intervals(hrv)
        by_offset = np.argsort(records.offsets, kind="stable")
        before = np.maximum(np.searchsorted(records.offsets[by_offset], offsets) - 1, 0)
        rows = by_offset[before] if len(by_offset) else np.zeros(len(beats), dtype=np.intp)
        owner = np.clip(np.searchsorted(bounds, rows, side="right") - 1, 0, len(pieces) - 1)
        for index in np.unique(owner).tolist():
            pieces[index].beats = beats[owner == index]
    return pieces


def _handed_out(story: _Story, things: list[_T], moments: list[float]) -> Iterator[tuple[int, _T]]:
    """(session index, thing) by the moment of each; one without a time goes to the first session."""
    owner = sessions_.owners(story.sessions, np.nan_to_num(np.array(moments, dtype=np.float64)))
    return zip(owner.tolist(), things, strict=True)


def _records(section: FitSection, strap: tuple[Column, Column], created: float | None) -> tuple[_Records, int]:
    messages = section.messages.get(RECORD)
    if messages is None:
        return _Records(np.empty(0), np.empty(0, dtype=np.int64), {}, {}), 0
    times, guessed = sessions_.complete_times(messages.column(TIMESTAMP), len(messages), created)
    columns, extra = record_columns(section, messages)
    if len(strap[0]):
        # Watches chain the beats a strap stored under water as files of their own behind the activity.
        merged = merged_heart_rate(strap, times)
        own = columns.get("heart_rate")
        columns["heart_rate"] = merged if own is None else np.where(np.isnan(merged), own, merged)
    return _coalesced(_Records(times, messages.offsets, columns, extra)), guessed


def _coalesced(records: _Records) -> _Records:
    """Records of the same moment as one, where a device writes each moment in parts (position, then distance)."""
    same = np.concatenate([[False], np.diff(records.times) == 0])
    if np.count_nonzero(same) < len(same) * _IN_PARTS_FROM:
        return records
    written = np.zeros(len(same), dtype=np.int64)
    for bit, column in enumerate([*records.columns.values(), *records.extra.values()][:62]):
        written |= (~np.isnan(column)).astype(np.int64) << bit
    joins = np.flatnonzero(same & ((written & np.roll(written, 1)) == 0))
    # Only pairs are joined: of a run of joinable records every second one joins the one before it.
    begins_run = np.concatenate([[True], np.diff(joins) != 1])
    place = np.arange(len(joins)) - np.maximum.accumulate(np.where(begins_run, np.arange(len(joins)), 0))
    first = np.ones(len(same), dtype=bool)
    first[joins[place % 2 == 0]] = False
    starts = np.flatnonzero(first)
    return _Records(
        times=records.times[starts],
        offsets=records.offsets[starts],
        columns={name: np.fmax.reduceat(column, starts) for name, column in records.columns.items()},
        extra={name: np.fmax.reduceat(column, starts) for name, column in records.extra.items()},
    )


def _story(section: FitSection, file_id: dict[int, Value], times: Column) -> tuple[_Story, float]:
    created = number(file_id, 4)
    rows = _rows(section, splits.SESSION, splits.SESSION_FIELDS)[: splits.MAX_SESSIONS]
    shift = sessions_.clock_shift(times, rows, created)
    rows = sessions_.shifted(rows, (splits.START_TIME, TIMESTAMP), shift)
    laps = _rows(section, splits.LAP, splits.LAP_FIELDS)
    lengths = _rows(section, splits.LENGTH, splits.LENGTH_FIELDS)
    sets = _rows(section, splits.STRENGTH_SET, splits.SET_FIELDS)
    events = _rows(section, splits.EVENT, splits.EVENT_FIELDS)
    story = _Story(
        sessions=sessions_.sessions_of(rows),
        laps=sessions_.shifted(laps, (splits.START_TIME, TIMESTAMP), shift),
        lengths=sessions_.shifted(lengths, (splits.START_TIME, TIMESTAMP), shift),
        sets=sessions_.shifted(sets, (splits.SET_START, splits.SET_STAMP), shift),
        pauses=splits.pauses_of(sessions_.shifted(events, (TIMESTAMP,), shift)),
        sport=_sport_beside_sessions(section, laps),
        created=created,
        utc_offset_s=_utc_offset(_first_row(section, _ACTIVITY, {5, TIMESTAMP})),
        name=_text(_first_row(section, _WORKOUT, {8}).get(8)),
        device=device_of(
            file_id, section.messages.get(_DEVICE_INFO), section.messages.get(_FILE_CREATOR), splits.ROW_LIMIT
        ),
    )
    return story, shift


def _recording(
    story: _Story, records: _Records, index: int, bounds: NDArray[np.intp], pieces: _Pieces
) -> Recording | None:
    session = story.sessions[index]
    chosen = slice(int(bounds[index]), int(bounds[index + 1]))
    times = records.times[chosen]
    started = sessions_.start_of(session, times, story.created)
    if started is None or (not len(times) and not session.row):
        return None
    sport = _sport(session, story.sport)
    pool_m = number(session.row, 44, 100.0)
    laps = [splits.lap_of(sport, row, started) for row in pieces.laps]
    lengths = [splits.length_of(row, pool_m, started) for row in pieces.lengths]
    return Recording(
        sport=sport,
        started_at=datetime.fromtimestamp(sessions_.unix_seconds(started), UTC),
        samples=_samples(records, chosen, times - started, sport),
        totals=splits.totals_of(sport, session.row),
        name=story.name,
        utc_offset_s=story.utc_offset_s,
        laps=(*laps, *lengths),
        sets=tuple(splits.set_of(row, started) for row in pieces.sets),
        pauses=tuple((start - started, end - started) for start, end in pieces.pauses),
        device=story.device,
        rr_intervals=pieces.beats,
    )


def _samples(records: _Records, chosen: slice, time: Column, sport: Sport) -> Samples:
    columns = _written(records.columns, chosen)
    cadence = columns.get("cadence")
    if cadence is not None and counts_one_foot(sport):
        moving = cadence[cadence > 0]
        if not len(moving) or np.median(moving) < _BOTH_FEET_FROM:
            columns["cadence"] = cadence * 2
    return Samples(time, columns, _written(records.extra, chosen))


def _written(columns: dict[str, Column], chosen: slice) -> dict[str, Column]:
    """The chosen rows of each column that has a value among them."""
    kept = {name: column[chosen] for name, column in columns.items()}
    return {name: column for name, column in kept.items() if not np.isnan(column).all()}


def _sport(session: Session, beside: tuple[int | None, int | None]) -> Sport:
    own = whole(session.row, 5), whole(session.row, 6)
    return sport_of(*(beside if own[0] is None else own))


def _sport_beside_sessions(section: FitSection, laps: list[dict[int, Value]]) -> tuple[int | None, int | None]:
    row = _first_row(section, _SPORT, {0, 1})
    if 0 in row:
        return whole(row, 0), whole(row, 1)
    return next(((whole(lap, 25), whole(lap, 39)) for lap in laps if 25 in lap), (None, None))


def _utc_offset(activity: dict[int, Value]) -> int | None:
    """Seconds the local clock is ahead of UTC, to the quarter of an hour; None where it makes no sense."""
    local, stamp = number(activity, 5), number(activity, TIMESTAMP)
    if local is None or stamp is None or local < POWER_ON_LIMIT:
        return None
    offset = round((local - stamp) / 900) * 900
    return offset if abs(offset) <= 15 * 3600 else None


def _rows(section: FitSection, kind: int, fields: set[int]) -> list[dict[int, Value]]:
    messages = section.messages.get(kind)
    return [] if messages is None else messages.table(fields, limit=splits.ROW_LIMIT)


def _overflows(section: FitSection) -> bool:
    """Whether a kind has more lines than are turned into objects."""
    limits = {splits.SESSION: splits.MAX_SESSIONS, splits.LAP: splits.ROW_LIMIT, splits.LENGTH: splits.ROW_LIMIT}
    return any(len(section.messages[kind]) > most for kind, most in limits.items() if kind in section.messages)


def _first_row(section: FitSection, kind: int, fields: set[int]) -> dict[int, Value]:
    messages: Messages | None = section.messages.get(kind)
    if messages is None:
        return {}
    return next((row for row in messages.table(fields, limit=8) if row), {})


def _text(value: Value | None) -> str | None:
    return value if isinstance(value, str) else None
