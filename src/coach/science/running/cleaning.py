"""Cleaning: what a sensor cannot have seen is set aside, and every correction is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from coach.domain.activities import Correction
from coach.domain.language import mark
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Column, Recording, Samples
from coach.science.running import limits as bounds
from coach.science.running.altitude_steps import without_steps
from coach.science.running.cadence_lock import locked_on_cadence
from coach.science.running.clock import LONGEST_CLOCK_S, Clock, repair_clock
from coach.science.running.distance import DistanceSource, Track, distance_along
from coach.science.running.heart_dropouts import dry_strap, held_value, lost_contact
from coach.science.running.limits import Limits, limits_of
from coach.science.running.pauses import Pauses, device_pauses, silent_pauses
from coach.science.running.positions import readable, spikes

HEART_RATE_SPIKE_BPM = 25.0
ALTITUDE_SPIKE_M = 20.0
SPIKE_WINDOW = 7
FIRST_YEAR, LAST_YEAR = 1900, 2200

_ZERO_IS_ABSENT = frozenset({"heart_rate", "cadence", "power"})

_RANGE_TEXTS = {
    "heart_rate": mark("Heart rates no heart has were removed."),
    "altitude": mark("Altitudes no ground has were removed."),
    "speed": mark("Speeds nobody reaches in this sport were removed."),
    "cadence": mark("Cadences no legs reach were removed."),
    "power": mark("Powers no legs reach were removed."),
    "temperature": mark("Temperatures nobody trains in were removed."),
}
_SOURCE_TEXTS = {
    DistanceSource.POSITIONS: mark("The distance was measured from the positions."),
    DistanceSource.SPEED: mark("The distance was measured from the speed."),
}
_RUNNING = frozenset({SportFamily.RUN})
_UNDER_WAY = frozenset({SportFamily.RUN, SportFamily.RIDE, SportFamily.WALK})
_MADE_UP = {
    "cadence_lock": (locked_on_cadence, mark("Heart rates that were the cadence were removed."), _RUNNING),
    "heart_rate_flat": (held_value, mark("A heart rate that stood still for minutes was removed."), _UNDER_WAY),
    "heart_rate_dry_strap": (dry_strap, mark("Heart rates too high at the start were removed."), _RUNNING),
    "heart_rate_dropout": (lost_contact, mark("Heart rates without contact to the skin were removed."), _RUNNING),
}
"""Each rule with what it says and the sports it judges, in the order they are asked."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A recording one can measure.

    ``samples`` has a strictly increasing time and NaN where a value was refused; its ``distance`` column is the
    distance chosen (metres, never decreasing, no NaN), absent when nothing tells it. ``pauses`` are seconds since
    the start, in order, apart from each other. ``started_at`` (aware) is the recording's, moved where its clock was
    wrong. Each change is one Correction whose ``detail`` is a message id.
    """

    sport: Sport
    started_at: datetime
    samples: Samples
    pauses: Pauses
    corrections: tuple[Correction, ...]


def clean(recording: Recording) -> Cleaned:
    """Clean a recording: clock, ranges, spikes, distance, pauses. Never raises, whatever the samples hold."""
    limits = limits_of(recording.sport.family)
    clock = repair_clock(recording.samples.time, recording.totals.elapsed_s)
    corrections = list(clock.corrections)
    time, columns, extra = _in_order(recording.samples, clock)
    columns = {name: column for name, column in columns.items() if _tells(name, column)}
    corrections += _out_of_range(columns, recording.sport.family, limits)
    corrections += _positions(columns, time, limits)
    corrections += _jumps(columns)
    corrections += _steps(columns, time, limits)
    columns = {name: column for name, column in columns.items() if _tells(name, column)}
    samples = Samples(time, columns, extra)
    track = distance_along(samples, recording.totals, limits)
    corrections += _distance(columns, track)
    corrections += _made_up_beats(columns, time, recording.sport.family)
    pauses = device_pauses(recording.pauses, clock, time)
    if not pauses and track is not None:
        pauses = silent_pauses(time, track.along, limits, recording.totals.timer_s)
    return Cleaned(recording.sport, _start(recording.started_at, clock), samples, pauses, tuple(corrections))


def _start(recorded: datetime, clock: Clock) -> datetime:
    """The start by the repaired clock; the recorded one where that would leave the years of watches."""
    shift_s = 0.0 if clock.recorded is clock.time else clock.shift_s
    if abs(shift_s) > LONGEST_CLOCK_S or not FIRST_YEAR < recorded.year < LAST_YEAR:
        return recorded
    return recorded + timedelta(seconds=shift_s)


def _in_order(samples: Samples, clock: Clock) -> tuple[Column, dict[str, Column], dict[str, Column]]:
    """Time and columns by the repaired clock, infinities gone, samples of one instant merged."""
    untouched = clock.recorded is clock.time and len(clock.rows) == len(samples)
    last = ~clock.repeats

    def arranged(column: Column) -> Column:
        # Always a copy: the recording's own arrays stay as the device wrote them.
        values = np.array(column, dtype=np.float64) if untouched else column[clock.rows].astype(np.float64)
        if clock.repeats.any():
            values = _merged(values, clock)[last]
        values[np.isinf(values)] = np.nan
        return values

    columns = {name: arranged(column) for name, column in samples.columns.items()}
    extra = {name: arranged(column) for name, column in samples.extra.items()}
    return clock.time[last], columns, extra


def _tells(name: str, column: Column) -> bool:
    """Whether a column holds anything: a sensor that was not there is written as nothing, or as zeros."""
    if np.isnan(column).all():
        return False
    return name not in _ZERO_IS_ABSENT or bool(np.any(column > 0))


def _merged(values: Column, clock: Clock) -> Column:
    """Each instant's last row takes what only its earlier rows knew (up to three of them)."""
    before = np.flatnonzero(clock.repeats)
    for _ in range(3):
        after = values[before + 1]
        values[before + 1] = np.where(np.isnan(after), values[before], after)
    return values


def _out_of_range(columns: dict[str, Column], family: SportFamily, limits: Limits) -> list[Correction]:
    cadence = bounds.CADENCE_ON_FOOT_SPM if family in bounds.ON_FOOT else bounds.CADENCE_RPM
    ranges = {
        "heart_rate": bounds.HEART_RATE_BPM,
        "altitude": bounds.ALTITUDE_M,
        "speed": (0.0, limits.fastest),
        "cadence": cadence,
        "power": bounds.POWER_W,
        "temperature": bounds.TEMPERATURE_C,
        "distance": (0.0, 1e8),
    }
    found = []
    for name, (low, high) in ranges.items():
        column = columns.get(name)
        if column is None:
            continue
        outside = (column < low) | (column > high)
        count = int(np.count_nonzero(outside))
        if count:
            column[outside] = np.nan
            if name in _RANGE_TEXTS:
                found.append(Correction(f"{name}_range", count, _RANGE_TEXTS[name]))
    return found


def _positions(columns: dict[str, Column], time: Column, limits: Limits) -> list[Correction]:
    latitude, longitude = columns.get("latitude"), columns.get("longitude")
    if latitude is None or longitude is None:
        columns.pop("latitude", None)
        columns.pop("longitude", None)
        return []
    wrong = ~readable(latitude, longitude)
    written = ~(np.isnan(latitude) & np.isnan(longitude))
    unreadable = int(np.count_nonzero(wrong & written))
    latitude[wrong] = longitude[wrong] = np.nan
    known = np.flatnonzero(~wrong)
    spiked = (
        known[spikes(time[known], latitude[known], longitude[known], limits.fastest)] if len(known) > 2 else known[:0]
    )
    latitude[spiked] = longitude[spiked] = np.nan
    found = (
        ("position_unreadable", unreadable, mark("Positions outside the globe or without a fix were removed.")),
        ("gps_spike", len(spiked), mark("GPS positions one cannot reach at any speed of this sport were removed.")),
    )
    return [Correction(code, count, detail) for code, count, detail in found if count]


def _made_up_beats(columns: dict[str, Column], time: Column, family: SportFamily) -> list[Correction]:
    """Set aside, in place, the heart rates no heart had, judged by the cadence and by how the activity goes on."""
    beats, steps, along = (columns.get(name) for name in ("heart_rate", "cadence", "distance"))
    if beats is None:
        return []
    found = []
    for code, (judge, detail, families) in _MADE_UP.items():
        witness = steps if judge is locked_on_cadence else along
        if witness is None or family not in families:
            continue
        wrong = judge(time, beats, witness)
        if count := int(np.count_nonzero(wrong)):
            beats[wrong] = np.nan
            found.append(Correction(code, count, detail))
    return found


def _jumps(columns: dict[str, Column]) -> list[Correction]:
    rules = (
        ("heart_rate", HEART_RATE_SPIKE_BPM, mark("Sudden jumps of the heart rate were removed.")),
        ("altitude", ALTITUDE_SPIKE_M, mark("Sudden jumps of the altitude were removed.")),
    )
    found = []
    for name, height, detail in rules:
        column = columns.get(name)
        if column is not None and (count := _without_jumps(column, height)):
            found.append(Correction(f"{name}_spike", count, detail))
    return found


def _steps(columns: dict[str, Column], time: Column, limits: Limits) -> list[Correction]:
    """Even out, in the columns, steps of the altitude; where that leaves the earth it was no altitude."""
    altitude = columns.get("altitude")
    if altitude is None:
        return []
    even, count = without_steps(time, altitude, limits.vertical)
    if not count:
        return []
    low, high = bounds.ALTITUDE_M
    even[(even < low) | (even > high)] = np.nan
    columns["altitude"] = even
    return [Correction("altitude_step", count, mark("Steps of the altitude that nobody climbed were evened out."))]


def _without_jumps(column: Column, height: float) -> int:
    """Set to NaN, in place, what stands ``height`` away from the median of its neighbours; how many."""
    rows = np.flatnonzero(~np.isnan(column))
    values = column[rows]
    if len(values) < SPIKE_WINDOW or np.abs(np.diff(values)).max() <= height:
        return 0
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, SPIKE_WINDOW // 2, mode="edge"), SPIKE_WINDOW)
    spiked = rows[np.abs(values - np.median(windows, axis=1)) > height]
    column[spiked] = np.nan
    return len(spiked)


def _distance(columns: dict[str, Column], track: Track | None) -> list[Correction]:
    """Put the chosen distance in the columns and tell where it comes from."""
    if track is None:
        columns.pop("distance", None)
        return []
    written = "distance" in columns
    columns["distance"] = track.along
    found = []
    if track.refused:
        detail = mark("Jumps and falls of the distance were not counted.")
        found.append(Correction("distance_jump", track.refused, detail))
    if track.source in _SOURCE_TEXTS:
        code = "distance_replaced" if written else "distance_derived"
        found.append(Correction(code, len(track.along), _SOURCE_TEXTS[track.source]))
    return found
