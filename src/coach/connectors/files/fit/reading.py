"""FIT bytes to recordings: `read`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files.fit import sessions as sessions_
from coach.connectors.files.fit import splits
from coach.connectors.files.fit.accumulation import Column
from coach.connectors.files.fit.columns import RECORD, record_columns
from coach.connectors.files.fit.decoding import FitSection, decode
from coach.connectors.files.fit.devices import device_of
from coach.connectors.files.fit.heart_rate import merged_heart_rate
from coach.connectors.files.fit.layout import POWER_ON_LIMIT, TIMESTAMP
from coach.connectors.files.fit.messages import Messages, Value
from coach.connectors.files.fit.sessions import Session, number, whole
from coach.connectors.files.fit.sports import counts_one_foot, sport_of
from coach.domain.activities import Device, Split, StrengthSet
from coach.domain.language import mark
from coach.domain.sports import Sport
from coach.science.recordings import Reading, Recording, Samples

_FILE_ID, _SPORT, _DEVICE_INFO, _WORKOUT, _ACTIVITY, _FILE_CREATOR, _HR = 0, 12, 23, 26, 34, 49, 132

_CONTENTS = {
    1: "device", 2: "settings", 3: "settings", 4: "activity", 5: "workout", 6: "course", 7: "schedule", 9: "weight",
    10: "totals", 11: "goals", 14: "blood_pressure", 15: "monitoring", 20: "activity_summary", 28: "monitoring",
    32: "monitoring", 34: "segment", 35: "segment",
}  # fmt: skip
_NO_ACTIVITY = ("settings", "workout", "course", "schedule", "segment", "monitoring", "weight", "totals", "goals")

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


def read(data: bytes) -> Reading:
    """Recordings of a FIT file, one per session; none for files that hold no activity (see ``Reading.content``).

    Raises Unreadable (or TooLarge) where not one message can be read; any other damage becomes a warning and
    everything before it is kept. Source: FIT protocol and profile (Garmin, FIT SDK 21).
    """
    file = decode(data)
    warnings = list(file.warnings)
    straps = list(file.messages(_HR))
    recordings: list[Recording] = []
    contents: list[str] = []
    for section in file.sections:
        content = _content(section)
        contents.append(content)
        if content == "activity":
            recordings.extend(_recordings(section, straps, warnings))
    content = "activity" if "activity" in contents else contents[0]
    return Reading("fit", content, tuple(recordings), tuple(dict.fromkeys(warnings)))


def _content(section: FitSection) -> str:
    declared = whole(_first_row(section, _FILE_ID, {0}), 0)
    content = "unknown" if declared is None else _CONTENTS.get(declared, "unknown")
    has_activity = RECORD in section.messages or splits.SESSION in section.messages
    return "activity" if content not in _NO_ACTIVITY and has_activity else content


def _recordings(section: FitSection, straps: list[Messages], warnings: list[str]) -> list[Recording]:
    file_id = _first_row(section, _FILE_ID, {0, 1, 2, 3, 4, 8})
    records, guessed = _records(section, straps, number(file_id, 4))
    story, shift = _story(section, file_id, records.times)
    if guessed:
        warnings.append(NO_TIMES if guessed == len(records.times) else TIMES_MISSING)
    if shift:
        records = replace(records, times=records.times + shift)
        warnings.append(CLOCK_NOT_SET)
    owner = sessions_.owners(story.sessions, records.times)
    beats, beat_owner = _beats(section, records, owner)
    found = []
    for index in range(len(story.sessions)):
        recording = _recording(story, records, index, owner, beats[beat_owner == index])
        if recording is not None:
            found.append(recording)
    return found


def _records(section: FitSection, straps: list[Messages], created: float | None) -> tuple[_Records, int]:
    messages = section.messages.get(RECORD)
    if messages is None:
        return _Records(np.empty(0), np.empty(0, dtype=np.int64), {}, {}), 0
    times, guessed = sessions_.complete_times(messages.column(TIMESTAMP), len(messages), created)
    columns, extra = record_columns(section, messages)
    if straps:
        # Watches chain the beats a strap stored under water as files of their own behind the activity.
        merged = merged_heart_rate(straps, times)
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
    rows = _rows(section, splits.SESSION, splits.SESSION_FIELDS)
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
    story: _Story, records: _Records, index: int, owner: NDArray[np.intp], beats: Column
) -> Recording | None:
    session = story.sessions[index]
    chosen: slice | NDArray[np.bool_] = slice(None) if len(story.sessions) == 1 else owner == index
    times = records.times[chosen]
    started = sessions_.start_of(session, times, story.created)
    if started is None or (not len(times) and not session.row):
        return None
    sport = _sport(session, story.sport)
    samples = _samples(records, chosen, times - started, sport)
    pool_m = number(session.row, 44, 100.0)
    return Recording(
        sport=sport,
        started_at=datetime.fromtimestamp(sessions_.unix_seconds(started), UTC),
        samples=samples,
        totals=splits.totals_of(sport, session.row),
        name=story.name,
        utc_offset_s=story.utc_offset_s,
        laps=_laps(story, index, sport, started) + _lengths(story, index, pool_m, started),
        sets=_sets(story, index, started),
        pauses=_pauses(story, index, started),
        device=story.device,
        rr_intervals=beats if len(beats) else None,
    )


def _samples(records: _Records, chosen: slice | NDArray[np.bool_], time: Column, sport: Sport) -> Samples:
    columns = _written(records.columns, chosen)
    cadence = columns.get("cadence")
    if cadence is not None and counts_one_foot(sport):
        moving = cadence[cadence > 0]
        if not len(moving) or np.median(moving) < _BOTH_FEET_FROM:
            columns["cadence"] = cadence * 2
    return Samples(time, columns, _written(records.extra, chosen))


def _written(columns: dict[str, Column], chosen: slice | NDArray[np.bool_]) -> dict[str, Column]:
    """The chosen rows of each column that has a value among them."""
    kept = {name: column[chosen] for name, column in columns.items()}
    return {name: column for name, column in kept.items() if not np.isnan(column).all()}


def _laps(story: _Story, index: int, sport: Sport, started: float) -> tuple[Split, ...]:
    mine = _mine(story, index, [splits.moment_of(row, 7) for row in story.laps])
    return tuple(splits.lap_of(sport, story.laps[at], started) for at in mine)


def _lengths(story: _Story, index: int, pool_m: float | None, started: float) -> tuple[Split, ...]:
    mine = _mine(story, index, [splits.moment_of(row, 3) for row in story.lengths])
    return tuple(splits.length_of(story.lengths[at], pool_m, started) for at in mine)


def _sets(story: _Story, index: int, started: float) -> tuple[StrengthSet, ...]:
    moments = [number(row, splits.SET_START) or number(row, splits.SET_STAMP) or np.nan for row in story.sets]
    return tuple(splits.set_of(story.sets[at], started) for at in _mine(story, index, moments))


def _pauses(story: _Story, index: int, started: float) -> tuple[tuple[float, float], ...]:
    mine = _mine(story, index, [start for start, _ in story.pauses])
    return tuple((story.pauses[at][0] - started, story.pauses[at][1] - started) for at in mine)


def _mine(story: _Story, index: int, moments: list[float]) -> list[int]:
    """Which of these moments belong to session ``index``; one without a time goes to the first session."""
    if len(story.sessions) == 1:
        return list(range(len(moments)))
    owner = sessions_.owners(story.sessions, np.nan_to_num(np.array(moments, dtype=np.float64)))
    return np.flatnonzero(owner == index).tolist()


def _beats(section: FitSection, records: _Records, owner: NDArray[np.intp]) -> tuple[Column, NDArray[np.intp]]:
    hrv = section.messages.get(splits.HRV)
    if hrv is None:
        return np.empty(0), np.empty(0, dtype=np.intp)
    beats, offsets = splits.beat_intervals(hrv)
    if not len(owner):
        return beats, np.zeros(len(beats), dtype=np.intp)
    before = np.maximum(np.searchsorted(records.offsets, offsets) - 1, 0)
    return beats, owner[before]


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


def _first_row(section: FitSection, kind: int, fields: set[int]) -> dict[int, Value]:
    messages: Messages | None = section.messages.get(kind)
    if messages is None:
        return {}
    return next((row for row in messages.table(fields, limit=8) if row), {})


def _text(value: Value | None) -> str | None:
    return value if isinstance(value, str) else None
