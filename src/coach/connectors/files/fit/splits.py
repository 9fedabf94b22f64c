"""Laps, lengths, strength sets, pauses and beat intervals of a FIT file in the coach's words."""

from __future__ import annotations

import numpy as np

from coach.connectors.files.fit.accumulation import Column
from coach.connectors.files.fit.layout import MESSAGE_INDEX, TIMESTAMP
from coach.connectors.files.fit.messages import Messages, Value
from coach.connectors.files.fit.sessions import number, whole
from coach.connectors.files.fit.sports import counts_one_foot
from coach.domain.activities import Split, SplitKind, StrengthSet, Totals
from coach.domain.sports import Sport

SESSION, LAP, EVENT, HRV, LENGTH, STRENGTH_SET = 18, 19, 21, 78, 101, 225
ROW_LIMIT = 20_000
MAX_SESSIONS = 200

SESSION_FIELDS = {2, 5, 6, 7, 8, 9, 11, 16, 17, 18, 20, 22, 23, 44, 92, 193, TIMESTAMP}
LAP_FIELDS = {2, 7, 8, 9, 15, 16, 17, 19, 21, 22, 25, 39, 80, TIMESTAMP}
LENGTH_FIELDS = {2, 3, 4, 12, TIMESTAMP}
SET_FIELDS = {0, 3, 4, 5, 6, 7, MESSAGE_INDEX}
EVENT_FIELDS = {0, 1, TIMESTAMP}
START_TIME = 2
SET_START, SET_STAMP = 6, 254

_TIMER = 0
_STARTS, _STOPS = (0,), (1, 4, 8, 9)
_ACTIVE = 1
_CM, _MS = 100.0, 1000.0

_CATEGORIES = (
    "bench_press", "calf_raise", "cardio", "carry", "chop", "core", "crunch", "curl", "deadlift", "flye", "hip_raise",
    "hip_stability", "hip_swing", "hyperextension", "lateral_raise", "leg_curl", "leg_raise", "lunge", "olympic_lift",
    "plank", "plyo", "pull_up", "push_up", "row", "shoulder_press", "shoulder_stability", "shrug", "sit_up", "squat",
    "total_body", "triceps_extension", "warm_up", "run", "bike", "cardio_sensors", "move", "pose", "banded_exercises",
    "battle_rope", "elliptical", "floor_climb", "indoor_bike", "indoor_row", "ladder", "sandbag", "sled",
    "sledge_hammer", "stair_stepper", None, "suspension", "tire", None, "run_indoor", "bike_outdoor",
)  # fmt: skip
"""FIT profile, type `exercise_category`, by number."""


def cadence_of(sport: Sport, row: dict[int, Value], cadence: int, fraction: int) -> float | None:
    """Average cadence of a line: steps per minute of both feet for foot sports, else revolutions or strokes."""
    value = number(row, cadence)
    if value is None:
        return None
    value += number(row, fraction, 128.0) or 0.0
    return value * 2 if counts_one_foot(sport) else value


def totals_of(sport: Sport, row: dict[int, Value]) -> Totals:
    """What a session line claims about the whole activity."""
    return Totals(
        elapsed_s=number(row, 7, _MS),
        timer_s=number(row, 8, _MS),
        distance_m=number(row, 9, _CM),
        ascent_m=number(row, 22),
        descent_m=number(row, 23),
        avg_hr=number(row, 16),
        max_hr=number(row, 17),
        avg_cadence=cadence_of(sport, row, 18, 92),
        avg_power=number(row, 20),
        calories_kcal=number(row, 11),
        perceived_effort=_effort(row),
    )


def _effort(row: dict[int, Value]) -> float | None:
    """The athlete's rating on the watch, 0 to 10; the watch writes tenths, and 0 where nobody was asked."""
    rated = number(row, 193, 10.0)
    return rated if rated is not None and 0 < rated <= 10 else None


def lap_of(sport: Sport, row: dict[int, Value], started: float) -> Split:
    """A lap line as a split."""
    elapsed = number(row, 7, _MS) or 0.0
    return Split(
        kind=SplitKind.LAP,
        start_s=_begun(row, elapsed, started),
        elapsed_s=elapsed,
        distance_m=number(row, 9, _CM),
        moving_s=number(row, 8, _MS),
        avg_hr=number(row, 15),
        max_hr=number(row, 16),
        avg_cadence=cadence_of(sport, row, 17, 80),
        avg_power=number(row, 19),
        ascent_m=number(row, 21),
        descent_m=number(row, 22),
    )


def length_of(row: dict[int, Value], pool_m: float | None, started: float) -> Split:
    """A length of the pool as a split; a rest at the wall covers no distance."""
    elapsed = number(row, 3, _MS) or 0.0
    active = row.get(12, _ACTIVE) == _ACTIVE
    return Split(
        kind=SplitKind.LENGTH,
        start_s=_begun(row, elapsed, started),
        elapsed_s=elapsed,
        distance_m=pool_m if active else 0.0,
        moving_s=number(row, 4, _MS) if active else 0.0,
    )


def set_of(row: dict[int, Value], started: float) -> StrengthSet:
    """A set line of a strength session."""
    duration = number(row, 0, _MS)
    begun = number(row, SET_START)
    if begun is None:
        begun = (number(row, SET_STAMP) or started) - (duration or 0.0)
    return StrengthSet(
        start_s=begun - started,
        duration_s=duration,
        repetitions=whole(row, 3),
        weight_kg=number(row, 4, 16.0),
        category=_category(row.get(7)),
        active=row.get(5, _ACTIVE) == _ACTIVE,
    )


def moment_of(row: dict[int, Value], elapsed: int) -> float:
    """When a lap or length began, seconds since the FIT epoch, NaN where it does not say."""
    begun, stamp = number(row, START_TIME), number(row, TIMESTAMP)
    if begun is None and stamp is not None:
        begun = stamp - (number(row, elapsed, _MS) or 0.0)
    return np.nan if begun is None else begun


def pauses_of(events: list[dict[int, Value]]) -> list[tuple[float, float]]:
    """(start, end) of each stop of the timer that a start follows, seconds since the FIT epoch."""
    pauses: list[tuple[float, float]] = []
    stopped: float | None = None
    for row in events:
        at = number(row, TIMESTAMP)
        if row.get(0) != _TIMER or at is None:
            continue
        if row.get(1) in _STOPS and stopped is None:
            stopped = at
        elif row.get(1) in _STARTS and stopped is not None:
            if at > stopped:
                pauses.append((stopped, at))
            stopped = None
    return pauses


def beat_intervals(hrv: Messages) -> tuple[Column, Column]:
    """Seconds between beats, and for each the offset in the file of the message that held it; shape (n,) both."""
    intervals = hrv.scaled(0, _MS)
    if intervals is None:
        return np.empty(0), np.empty(0)
    intervals = intervals if intervals.ndim == 2 else intervals[:, None]
    known = ~np.isnan(intervals)
    offsets = np.broadcast_to(hrv.offsets[:, None], intervals.shape)
    return intervals[known], offsets[known].astype(np.float64)


def _begun(row: dict[int, Value], elapsed: float, started: float) -> float:
    begun, stamp = number(row, START_TIME), number(row, TIMESTAMP)
    if begun is None:
        begun = started if stamp is None else stamp - elapsed
    return begun - started


def _category(value: Value | None) -> str | None:
    codes = value if isinstance(value, tuple) else (value,)
    for code in codes:
        if isinstance(code, int) and code < len(_CATEGORIES):
            return _CATEGORIES[code]
    return None
