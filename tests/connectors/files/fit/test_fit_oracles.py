"""Our values are those of fitdecode and garmin-fit-sdk on every real file.

The large files are thinned first (all definitions, the first and last messages of each kind), because both oracles are
slow; those with beats of a strap stay whole, for beats are averaged over neighbours. Where the oracles disagree with
each other, or stop early, the reason stands in the test.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import warnings
from collections import defaultdict
from pathlib import Path

import fitdecode
import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream

from coach.connectors.files.fit import FitFile, decode, read
from coach.connectors.files.fit.columns import record_columns
from coach.connectors.files.fit.heart_rate import merged_heart_rate, stored_beats
from coach.connectors.files.fit.layout import EPOCH_S
from coach.domain.activities import SplitKind
from tests.connectors.files.fit.thinning import thinned

pytestmark = pytest.mark.shared

RECORD, HR, SESSION, LAP, LENGTH, HRV = 20, 132, 18, 19, 101, 78
SEMICIRCLES = 180 / 2**31
WITHOUT_GARMIN = {
    "antfs-dump.63.fit": "garmin-fit-sdk has no compressed timestamps",
    "compressed-speed-distance.fit": "garmin-fit-sdk has no compressed timestamps",
}
GOES_ON_AFTER_DAMAGE = {"strava-android-app-201.10-b1218918.fit": 472}
"""A byte is missing: both oracles stop there, we find the thread again. Records up to there must agree."""

REPEATED_TIMES = {"activity_poolswim_with_hr.fit": 12}
"""Records that repeat a time: garmin-fit-sdk gives the second one the last value of the strap, we give it the mean
of the same second. At most so many records differ, by a beat."""


@pytest.fixture(scope="module")
def files(shared_data: Path) -> dict[str, bytes]:
    found: dict[bytes, tuple[str, bytes]] = {}
    for path in sorted((shared_data / "fit").rglob("*")):
        if path.suffix.lower() == ".fit":
            data = path.read_bytes()
            found.setdefault(hashlib.sha256(data).digest(), (path.name, data))
    return {name: data if HR in _kinds(data) else thinned(data, 300, 40) for name, data in found.values()}


def fitdecode_messages(data: bytes) -> list[dict[int, list[fitdecode.FitDataMessage]]]:
    """Data messages by kind for each section, up to the first damage."""
    sections: list[dict[int, list[fitdecode.FitDataMessage]]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with fitdecode.FitReader(
                data, check_crc=fitdecode.CrcCheck.DISABLED, error_handling=fitdecode.ErrorHandling.IGNORE
            ) as reader:
                for frame in reader:
                    if frame.frame_type == fitdecode.FIT_FRAME_HEADER:
                        sections.append(defaultdict(list))
                    elif frame.frame_type == fitdecode.FIT_FRAME_DATA:
                        sections[-1][frame.global_mesg_num].append(frame)
        except fitdecode.FitError:
            pass
    return sections


def same(ours, theirs) -> bool:
    if isinstance(theirs, tuple):
        ours = np.atleast_1d(ours)
        return len(ours) >= len(theirs) and all(map(same, ours.tolist(), theirs))
    ours = float(np.atleast_1d(ours)[0])
    if theirs is None or (isinstance(theirs, float) and not math.isfinite(theirs)):
        return math.isnan(ours)
    # fitdecode leaves invalid elements inside an array as they are.
    return ours == theirs or (math.isnan(ours) and theirs in (0xFF, 0xFFFF, 0xFFFFFFFF))


def disagreements(file: FitFile, data: bytes, name: str) -> list[str]:
    found = []
    for section, theirs in zip(file.sections, fitdecode_messages(data), strict=False):
        for number, frames in theirs.items():
            ours = section.messages[number]
            frames = frames[: GOES_ON_AFTER_DAMAGE.get(name)]
            if name not in GOES_ON_AFTER_DAMAGE and len(ours) != len(frames):
                found.append(f"{number}: {len(ours)} messages, not {len(frames)}")
                continue
            columns: dict[object, np.ndarray | None] = {}
            for place, frame in enumerate(frames):
                for field in frame.fields:
                    if field.parent_field is not None or isinstance(field.raw_value, (str, bytes)):
                        continue
                    key, description = field.def_num, None
                    if field.field_def is not None and field.field_def.is_dev:
                        key = (field.field.dev_data_index, field.def_num)
                        description = section.developer_fields[key]
                    if field.field_def is None and key != 253:
                        continue
                    if field.base_type is not None and field.base_type.name == "string":
                        continue
                    if key not in columns:
                        columns[key] = ours.column(key, description)
                    column = columns[key]
                    if column is None or not same(column[place], field.raw_value):
                        found.append(f"{number}.{key}[{place}]: {field.raw_value}")
    return found


def test_every_raw_value_of_every_message_is_that_of_fitdecode(files):
    wrong = {name: disagreements(decode(data), data, name)[:5] for name, data in files.items()}
    assert {name: found for name, found in wrong.items() if found} == {}


def garmin_messages(data: bytes) -> dict[str, list[dict]]:
    messages, _ = Decoder(Stream.from_byte_array(bytearray(data))).read(
        convert_datetimes_to_dates=False, convert_types_to_strings=False
    )
    return messages


GARMIN_NAMES = {
    "latitude": "position_lat",
    "longitude": "position_long",
    "altitude": "enhanced_altitude",
    "distance": "distance",
    "speed": "enhanced_speed",
    "heart_rate": "heart_rate",
    "power": "power",
    "temperature": "temperature",
    "vertical_oscillation": "vertical_oscillation",
    "stance_time": "stance_time",
    "step_length": "step_length",
}


def native_columns(file: FitFile) -> dict[str, np.ndarray]:
    """Our columns of all records, without what developer fields replace."""
    strap = stored_beats(list(file.messages(HR)))
    gathered: dict[str, list[np.ndarray]] = defaultdict(list)
    for section in file.sections:
        records = section.messages.get(RECORD)
        if records is None:
            continue
        columns, _ = record_columns(dataclasses.replace(section, developer_fields={}), records)
        times = records.column(253)
        if len(strap[0]):
            merged = merged_heart_rate(strap, times)
            columns["heart_rate"] = np.where(np.isnan(merged), columns.get("heart_rate", np.nan), merged)
        for name in GARMIN_NAMES:
            gathered[name].append(columns.get(name, np.full(len(records), np.nan)))
    return {name: np.concatenate(pieces) for name, pieces in gathered.items()}


def test_every_record_in_its_units_is_that_of_garmin(files):
    wrong = {}
    for name, data in files.items():
        theirs = garmin_messages(data).get("record_mesgs", [])[: GOES_ON_AFTER_DAMAGE.get(name)]
        if name in WITHOUT_GARMIN:
            assert theirs == [], WITHOUT_GARMIN[name]
            continue
        for column, values in native_columns(decode(data)).items():
            factor = SEMICIRCLES if column in ("latitude", "longitude") else 1.0
            expected = np.array([_number(row.get(GARMIN_NAMES[column])) * factor for row in theirs])
            ours = values[: len(expected)]
            off = ~((np.isnan(ours) & np.isnan(expected)) | (np.abs(ours - expected) < 1e-6))
            if column == "heart_rate" and name in REPEATED_TIMES:
                assert np.abs(ours - expected)[off].max(initial=0) <= 1
                assert off.sum() <= REPEATED_TIMES[name]
            elif off.any() or len(ours) != len(theirs):
                wrong[name, column] = (int(off.sum()), len(ours), len(theirs))
    assert wrong == {}


def _number(value) -> float:
    return math.nan if value is None or isinstance(value, list) else float(value)


def test_sessions_and_laps_are_those_of_garmin(files):
    compared = 0
    for name, data in files.items():
        theirs = garmin_messages(data)
        reading = read(data)
        if name in WITHOUT_GARMIN or not reading.recordings or not theirs.get("session_mesgs"):
            continue
        sessions = sorted(theirs["session_mesgs"], key=lambda row: row["start_time"])
        assert len(reading.recordings) == len(sessions), name
        for recording, row in zip(reading.recordings, sessions, strict=True):
            totals = recording.totals
            ours = (
                totals.elapsed_s,
                totals.timer_s,
                totals.distance_m,
                totals.ascent_m,
                totals.descent_m,
                totals.avg_hr,
            )
            assert ours == _values(row, "total_elapsed_time", "total_timer_time", "total_distance", "total_ascent",
                                   "total_descent", "avg_heart_rate"), name  # fmt: skip
        laps = sorted(
            (
                round(recording.started_at.timestamp() - EPOCH_S + lap.start_s, 3),
                lap.elapsed_s,
                lap.distance_m,
                lap.avg_hr,
            )
            for recording in reading.recordings
            for lap in recording.laps
            if lap.kind is SplitKind.LAP
        )
        expected = sorted(
            (float(row["start_time"]), *_values(row, "total_elapsed_time", "total_distance", "avg_heart_rate"))
            for row in theirs.get("lap_mesgs", [])
        )
        assert [lap[0] for lap in laps] == [lap[0] for lap in expected], name
        assert [lap[1:] for lap in laps] == [lap[1:] for lap in expected], name
        compared += 1
    assert compared >= 25


def _values(row: dict, *names: str) -> tuple:
    return tuple(row.get(name) for name in names)


def test_beat_intervals_are_those_of_garmin(files):
    compared = 0
    for name, data in files.items():
        rows = garmin_messages(data).get("hrv_mesgs") if HRV in _kinds(data) else None
        if rows:
            expected = [beat for row in rows for beat in _listed(row["time"]) if beat is not None]
            ours = [beat for recording in read(data).recordings for beat in recording.rr_intervals.tolist()]
            assert ours == pytest.approx(expected), name
            compared += 1
    assert compared >= 4


def _kinds(data: bytes) -> set[int]:
    return {kind for section in decode(data).sections for kind in section.messages}


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]
