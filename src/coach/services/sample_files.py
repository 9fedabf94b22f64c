"""Recordings as FIT files, message by message in the order a watch writes them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files.fit.write import Batch, DeveloperField, Message, Value, encode
from coach.domain.activities import Split, Totals
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Recording

Column = NDArray[np.float64]

_APPLICATION = bytes.fromhex("c0ac41a05a3b4f0e8d1c2b3a49586776")
_SPORTS = {
    Sport.RUN: ("running", "generic"),
    Sport.TRAIL_RUN: ("running", "trail"),
    Sport.TRACK_RUN: ("running", "track"),
    Sport.TREADMILL_RUN: ("running", "treadmill"),
    Sport.RIDE: ("cycling", "road"),
    Sport.STRENGTH: ("training", "strength_training"),
}
_RECORD_FIELDS = {
    "latitude": "position_lat",
    "longitude": "position_long",
    "distance": "distance",
    "heart_rate": "heart_rate",
    "power": "power",
    "temperature": "temperature",
    "vertical_oscillation": "vertical_oscillation",
    "stance_time": "stance_time",
    "step_length": "step_length",
}
_EXTRA_UNITS = {"leg_spring_stiffness": "kN/m"}
_BEATS_A_MESSAGE = 5


def fit_file(recording: Recording) -> bytes:
    """The recording as the bytes of a FIT file.

    Newer watches ("Sample Watch 2") write the enhanced fields, the others the plain ones; steps are written as
    strides, as FIT does for foot sports. Raises InvalidInput for a sport samples are not made of.
    """
    return encode(_messages(recording))


def _messages(recording: Recording) -> Iterator[Message | Batch]:
    start = recording.started_at
    product = recording.device.product or "Sample Watch"
    serial = int(recording.device.serial or zlib.crc32(product.encode()))
    maker: dict[str, Value] = {"manufacturer": "development", "product": serial % 65535, "serial_number": serial}
    yield Message("file_id", {"type": "activity", **maker, "time_created": start, "product_name": product})
    yield Message(
        "device_info",
        {
            "timestamp": start,
            "device_index": 0,
            **maker,
            "software_version": float(recording.device.software or 1),
            "source_type": "local",
            "product_name": product,
        },
    )
    developer = _developer_fields(recording)
    if developer:
        yield Message("developer_data_id", {"application_id": _APPLICATION, "developer_data_index": 0})
        for field in developer.values():
            yield field.described()
    yield _timer(start, "start")
    yield from _records_and_events(recording, developer)
    for one in recording.sets:
        yield Message(
            "set",
            {
                "timestamp": _at(recording, one.start_s + (one.duration_s or 0)),
                "start_time": _at(recording, one.start_s),
                "duration": one.duration_s,
                "repetitions": one.repetitions,
                "weight": one.weight_kg,
                "category": one.category,
                "set_type": "active" if one.active else "rest",
            },
        )
    if recording.rr_intervals is not None:
        yield from _beats(recording.rr_intervals)
    yield from _closing(recording)


def _records_and_events(recording: Recording, developer: dict[str, DeveloperField]) -> Iterator[Message | Batch]:
    """Records in the order they were written, cut where the timer stopped and where laps ended."""
    time = recording.samples.time
    happenings: list[tuple[float, int, Message]] = []
    for begin, end in recording.pauses:
        happenings.append((begin, 1, _timer(_at(recording, begin), "stop")))
        happenings.append((end, 2, _timer(_at(recording, end), "start")))
    for number, lap in enumerate(recording.laps):
        happenings.append((lap.start_s + lap.elapsed_s, 0, _lap(recording, lap, number)))
    monotonic = np.maximum.accumulate(time)
    written = 0
    for second, _, message in sorted(happenings, key=lambda happening: happening[:2]):
        until = int(np.searchsorted(monotonic, second, side="right"))
        if until > written:
            yield _batch(recording, developer, slice(written, until))
            written = until
        yield message
    if written < len(time):
        yield _batch(recording, developer, slice(written, len(time)))


def _batch(recording: Recording, developer: dict[str, DeveloperField], rows: slice) -> Batch:
    samples = recording.samples
    columns: dict[str, Column] = {"timestamp": recording.started_at.timestamp() + samples.time[rows]}
    for name, field in _RECORD_FIELDS.items():
        if name in samples.columns:
            columns[field] = samples.columns[name][rows]
    better = "enhanced_" if recording.device.product == "Sample Watch 2" else ""
    for name in ("speed", "altitude"):
        if name in samples.columns:
            columns[better + name] = samples.columns[name][rows]
    if "cadence" in samples.columns:
        cycles = samples.columns["cadence"][rows] / _steps_a_cycle(recording)
        columns["cadence"] = np.floor(cycles)
        columns["fractional_cadence"] = cycles - np.floor(cycles)
    return Batch("record", columns, {field: samples.extra[name][rows] for name, field in developer.items()})


def _developer_fields(recording: Recording) -> dict[str, DeveloperField]:
    return {
        name: DeveloperField(0, number, name, "float32", _EXTRA_UNITS.get(name, ""))
        for number, name in enumerate(recording.samples.extra)
    }


def _timer(at: datetime, what: str) -> Message:
    return Message("event", {"timestamp": at, "event": "timer", "event_type": what, "event_group": 0})


def _lap(recording: Recording, lap: Split, number: int) -> Message:
    start = _at(recording, lap.start_s)
    totals = Totals(
        elapsed_s=lap.elapsed_s,
        timer_s=lap.moving_s if lap.moving_s is not None else lap.elapsed_s,
        distance_m=lap.distance_m,
        ascent_m=lap.ascent_m,
        descent_m=lap.descent_m,
        avg_hr=lap.avg_hr,
        max_hr=lap.max_hr,
        avg_cadence=lap.avg_cadence,
        avg_power=lap.avg_power,
    )
    values = _summary(recording, totals, start, start + timedelta(seconds=lap.elapsed_s))
    values |= {"message_index": number, "event": "lap", "event_type": "stop"}
    values["lap_trigger"] = "session_end" if number == len(recording.laps) - 1 else "manual"
    return Message("lap", values)


def _summary(recording: Recording, totals: Totals, start: datetime, end: datetime) -> dict[str, Value]:
    """The fields a lap and a session have in common."""
    sport, sub_sport = _SPORTS[recording.sport]
    speed = totals.distance_m / totals.timer_s if totals.distance_m and totals.timer_s else None
    better = "enhanced_" if recording.device.product == "Sample Watch 2" else ""
    cadence = totals.avg_cadence / _steps_a_cycle(recording) if totals.avg_cadence is not None else None
    return {
        "timestamp": end,
        "start_time": start,
        "sport": sport,
        "sub_sport": sub_sport,
        "total_elapsed_time": totals.elapsed_s,
        "total_timer_time": totals.timer_s,
        "total_distance": totals.distance_m,
        "total_ascent": totals.ascent_m,
        "total_descent": totals.descent_m,
        "total_calories": totals.calories_kcal,
        "avg_heart_rate": totals.avg_hr,
        "max_heart_rate": totals.max_hr,
        "avg_cadence": cadence,
        "avg_power": totals.avg_power,
        f"{better}avg_speed": speed,
    }


def _closing(recording: Recording) -> Iterator[Message]:
    end = _at(recording, recording.totals.elapsed_s or 0.0)
    yield _timer(end, "stop_all")
    values = _summary(recording, recording.totals, recording.started_at, end)
    values |= {"message_index": 0, "event": "session", "event_type": "stop", "trigger": "activity_end"}
    values |= {"first_lap_index": 0, "num_laps": len(recording.laps), "sport_profile_name": recording.name}
    yield Message("session", values)
    yield Message(
        "activity",
        {
            "timestamp": end,
            "total_timer_time": recording.totals.timer_s,
            "num_sessions": 1,
            "type": "manual",
            "event": "activity",
            "event_type": "stop",
            "local_timestamp": end + timedelta(seconds=recording.utc_offset_s or 0),
        },
    )


def _beats(intervals: Column) -> Iterator[Message | Batch]:
    for begin in range(0, len(intervals), _BEATS_A_MESSAGE):
        group = intervals[begin : begin + _BEATS_A_MESSAGE].tolist()
        yield Message("hrv", {"time": group + [float("nan")] * (_BEATS_A_MESSAGE - len(group))})


def _at(recording: Recording, second: float) -> datetime:
    return recording.started_at + timedelta(seconds=second)


def _steps_a_cycle(recording: Recording) -> int:
    return 2 if recording.sport.family is SportFamily.RUN else 1
