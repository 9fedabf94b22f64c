"""The tables of the Parquet export: every column with its type, its unit and what it is.

The unit stands in the name and, with a sentence, in the field's metadata (``unit``, ``about``).
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

VERSION = b"1"
"""Goes up when a column changes its meaning or goes away."""

_SECONDS, _METRES, _SPEED, _BEATS, _WATTS, _POINTS = "s", "m", "m/s", "beats/min", "W", "points"
_PER_MINUTE = "steps/min (both feet) or rev/min"
_MOMENT = pa.timestamp("us", tz="UTC")
_LOCAL = pa.timestamp("us")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``source`` is its name in the store where that differs."""

    name: str
    kind: pa.DataType
    unit: str = ""
    about: str = ""
    source: str = ""

    @property
    def field(self) -> pa.Field:
        """The column as Parquet keeps it."""
        return pa.field(self.name, self.kind, metadata={"unit": self.unit, "about": self.about})


def schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    """The columns as one schema."""
    return pa.schema([column.field for column in columns], metadata={"coach.export": VERSION})


def _number(name: str, unit: str, about: str = "", source: str = "") -> Column:
    return Column(name, pa.float64(), unit, about, source)


_ID = Column("activity_id", pa.string(), about="the same in every table")
_ZONES = tuple(
    _number(f"{quantity}_zone_{number}_s", _SECONDS, f"time in {words} zone {number}")
    for quantity, words in (("heart", "heart-rate"), ("pace", "pace"))
    for number in range(1, 6)
)

ACTIVITIES = (
    _ID,
    Column("sport", pa.string()),
    Column("family", pa.string(), about="sports whose speeds may be compared"),
    Column("name", pa.string(), about="as the file or the athlete named it"),
    Column("race", pa.bool_()),
    Column("started_at", _MOMENT, "UTC"),
    Column("local_start", _LOCAL, about="the athlete's clock at the start, without zone"),
    Column("utc_offset_s", pa.int32(), _SECONDS, "local_start minus started_at"),
    Column("local_date", pa.date32(), about="the athlete's date of the start"),
    _number("elapsed_s", _SECONDS, "first to last sample"),
    _number("timer_s", _SECONDS, "without the pauses of the device's timer"),
    _number("moving_s", _SECONDS, "under way"),
    _number("distance_m", _METRES),
    _number("avg_speed_mps", _SPEED, "distance over moving time"),
    _number("max_speed_mps", _SPEED),
    _number("avg_hr_bpm", _BEATS, "mean by time", "avg_hr"),
    _number("max_hr_bpm", _BEATS, "", "max_hr"),
    _number("avg_cadence_per_min", _PER_MINUTE, "standing left out", "avg_cadence"),
    _number("avg_power_w", _WATTS, "", "avg_power"),
    _number("ascent_m", _METRES),
    _number("descent_m", _METRES),
    _number("calories_kcal", "kcal", "the device's own"),
    _number("graded_speed_mps", _SPEED, "mean grade-adjusted speed under way"),
    _number("normalized_speed_mps", _SPEED, "grade-adjusted, weighted towards the hard stretches"),
    _number("normalized_power_w", _WATTS, "weighted towards the hard stretches"),
    _number("speed_p95_mps", _SPEED, "exceeded 5 % of the time under way"),
    _number("efficiency_m_per_beat", "m/beat", "grade-adjusted", "efficiency"),
    _number("decoupling_ratio", "1", "share of the efficiency the second half lost; 0.05 is 5 %", "decoupling"),
    _number("load_points", _POINTS, "100 is one hour at threshold", "load"),
    Column("load_method", pa.string(), about="what the load was computed from", source="method"),
    _number("trimp", "1", "Banister's"),
    _number("session_rpe", "1", "perceived effort times minutes (Foster)"),
    *_ZONES,
    _number("perceived_effort", "0-10", "CR-10, the athlete's own"),
    Column("samples", pa.int32(), "1", "rows of this activity in samples/"),
    Column("track", pa.string(), about="simplified track as an encoded polyline of 5 decimals"),
    Column("corrections", pa.list_(pa.string()), about="codes of what the cleaning changed"),
    Column("not_measurable", pa.string(), about="JSON: which analysis is unknown, and why"),
)

LAPS = (
    _ID,
    Column("kind", pa.string(), about="lap, kilometre or length (of a pool)"),
    Column("position", pa.int32(), about="1 is the first of its kind"),
    _number("start_s", _SECONDS, "since the activity's start"),
    _number("elapsed_s", _SECONDS),
    _number("moving_s", _SECONDS),
    _number("distance_m", _METRES),
    _number("avg_hr_bpm", _BEATS, "", "avg_hr"),
    _number("max_hr_bpm", _BEATS, "", "max_hr"),
    _number("avg_cadence_per_min", _PER_MINUTE, "", "avg_cadence"),
    _number("avg_power_w", _WATTS, "", "avg_power"),
    _number("ascent_m", _METRES),
    _number("descent_m", _METRES),
)

EFFORTS = (
    _ID,
    _number("distance_m", _METRES),
    _number("elapsed_s", _SECONDS, "fastest stretch of that length, by the clock"),
    _number("start_s", _SECONDS, "since the activity's start"),
)

SETS = (
    _ID,
    Column("position", pa.int32(), about="1 is the first"),
    _number("start_s", _SECONDS, "since the activity's start"),
    _number("duration_s", _SECONDS),
    Column("repetitions", pa.int32(), "1"),
    _number("weight_kg", "kg"),
    Column("category", pa.string(), about="the exercise as the device calls it"),
    Column("active", pa.bool_(), about="false for a rest"),
)

CURVES = (
    _ID,
    Column("quantity", pa.string(), about="speed and graded_speed in m/s, heart_rate in beats/min, power in W"),
    Column("durations_s", pa.list_(pa.int32()), _SECONDS),
    Column("values", pa.list_(pa.float64()), "that of the quantity", "highest mean held over each duration"),
)

DISTRIBUTIONS = (
    _ID,
    Column("quantity", pa.string(), about="speed and graded_speed in m/s, heart_rate in beats/min, power in W"),
    _number("first", "that of the quantity", "lower edge of the first step"),
    _number("step", "that of the quantity"),
    Column("seconds", pa.list_(pa.float64()), _SECONDS, "under way at each step"),
)

DAYS = (
    Column("on_date", pa.date32(), about="the athlete's date", source="on"),
    _number("load_points", _POINTS, "of the day, 0 on rest days; null before the first training", "load"),
    _number("ctl_points", "points/day", "fitness, 42 days, at the day's end", "ctl"),
    _number("atl_points", "points/day", "fatigue, 7 days, at the day's end", "atl"),
    _number("tsb_points", "points/day", "form the day began with: CTL minus ATL of the day before", "tsb"),
    _number("resting_hr_bpm", _BEATS, "", "resting_hr"),
    _number("sleep_s", _SECONDS),
    _number("hrv_ms", "ms", "rMSSD of the night"),
    _number("weight_kg", "kg"),
)

TABLES = {
    "activities": ACTIVITIES,
    "laps": LAPS,
    "efforts": EFFORTS,
    "sets": SETS,
    "curves": CURVES,
    "distributions": DISTRIBUTIONS,
    "days": DAYS,
}
"""Every table that is one file, by its name."""


def _sample(name: str, unit: str, source: str, about: str = "") -> Column:
    return Column(name, pa.float32(), unit, about, source)


SAMPLES = (
    _ID,
    _number("time_s", _SECONDS, "since the activity's start", "time"),
    _number("latitude_deg", "degrees", "WGS 84", "latitude"),
    _number("longitude_deg", "degrees", "WGS 84", "longitude"),
    _sample("altitude_m", _METRES, "altitude"),
    _number("distance_m", _METRES, "since the start, never decreasing", "distance"),
    _sample("speed_mps", _SPEED, "speed"),
    _sample("heart_rate_bpm", _BEATS, "heart_rate"),
    _sample("cadence_per_min", _PER_MINUTE, "cadence"),
    _sample("power_w", _WATTS, "power"),
    _sample("temperature_c", "degrees Celsius", "temperature"),
    _sample("vertical_oscillation_mm", "mm", "vertical_oscillation"),
    _sample("stance_time_ms", "ms", "stance_time"),
    _sample("step_length_mm", "mm", "step_length"),
)
"""Cleaned samples. Positions, time and distance are doubles, the rest singles: finer than any sensor."""

EXTRA = (
    _ID,
    _number("time_s", _SECONDS, "since the activity's start"),
    Column("field", pa.string(), about="a developer field by its own name"),
    _sample("value", "the field's own", "value"),
)
"""What other people's sensors wrote beside the usual columns, one row a value."""

YEARLY = {"samples": SAMPLES, "extra": EXTRA}
"""Tables of one file a year, each in a folder of its name."""
