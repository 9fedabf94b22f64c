"""Distance along the activity: the device's own when it is sane, otherwise from positions or speed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coach.domain.activities import Totals
from coach.science.recordings import Column, Samples
from coach.science.running.limits import SMART_RECORDING_GAP_S, Limits
from coach.science.running.positions import smoothed, step_lengths

SMOOTHING_ROWS = 2
COVERED_SHARE = 0.8
AGREEMENT = (0.7, 1.4)
TOTAL_AGREEMENT = 0.05
LARGEST_OFFSET_M = 50.0


class DistanceSource(StrEnum):
    """Where the distance comes from."""

    DEVICE = "device"
    POSITIONS = "positions"
    SPEED = "speed"


@dataclass(frozen=True, slots=True)
class Track:
    """Metres since the start at every sample, shape (n,), never decreasing, no NaN; their source; steps refused."""

    along: Column
    source: DistanceSource
    refused: int


def distance_along(samples: Samples, totals: Totals, limits: Limits) -> Track | None:
    """The distance along a recording whose clock is in order, or None when nothing tells it.

    The device's column wins unless it misses a fifth of the time, or disagrees with the positions without the
    file's total on its side.
    """
    if len(samples) < 2:
        return None
    device = _from_device(samples, limits)
    positions = _from_positions(samples, limits)
    if device and (positions is None or _device_is_sane(device, positions, totals)):
        return device
    return positions or device or _from_speed(samples)


def _device_is_sane(device: Track, positions: Track, totals: Totals) -> bool:
    by_device, by_positions = float(device.along[-1]), float(positions.along[-1])
    if by_positions <= 0 or AGREEMENT[0] <= by_device / by_positions <= AGREEMENT[1]:
        return True
    claimed = totals.distance_m
    return claimed is not None and abs(by_device - claimed) <= TOTAL_AGREEMENT * max(claimed, 1.0)


def _covers(time: Column, known: Column) -> bool:
    return len(known) >= 2 and float(known[-1] - known[0]) >= COVERED_SHARE * float(time[-1] - time[0])


def _from_device(samples: Samples, limits: Limits) -> Track | None:
    column = samples.get("distance")
    if column is None:
        return None
    known = np.isfinite(column)
    time, metres = samples.time, column
    if not known.all():
        time, metres = time[known], column[known]
    if not _covers(samples.time, time):
        return None
    time, metres = _without_frozen(time, metres, limits)
    steps = np.diff(metres)
    refused = (steps < 0) | (steps > limits.fastest * np.diff(time) + 5.0)
    first = float(metres[0]) if 0 <= metres[0] <= LARGEST_OFFSET_M else 0.0
    along = first + np.concatenate(([0.0], np.cumsum(np.where(refused, 0.0, steps))))
    if along[-1] <= 0:
        return None
    if len(time) < len(samples):
        along = np.interp(samples.time, time, along)
    return Track(along, DistanceSource.DEVICE, int(refused.sum()))


def _without_frozen(time: Column, metres: Column, limits: Limits) -> tuple[Column, Column]:
    """The rows without those a device wrote while it had lost its way and that a later jump makes up for.

    The jump is then spread over the time it took, unless even that is too fast to be true.
    """
    steps = np.diff(metres)
    jumps = np.flatnonzero(steps > limits.fastest * np.diff(time) + 5.0)
    if not len(jumps):
        return time, metres
    rows = np.arange(len(metres))
    froze = np.maximum.accumulate(np.where(np.concatenate(([True], steps != 0)), rows, 0))
    first = froze[jumps]
    made_up = steps[jumps] <= limits.fastest * (time[jumps + 1] - time[first])
    edges = np.zeros(len(metres) + 1, dtype=np.intp)
    np.add.at(edges, first[made_up] + 1, 1)
    np.add.at(edges, jumps[made_up] + 1, -1)
    kept = np.cumsum(edges)[:-1] <= 0
    return time[kept], metres[kept]


def _from_positions(samples: Samples, limits: Limits) -> Track | None:
    latitude, longitude = samples.get("latitude"), samples.get("longitude")
    if latitude is None or longitude is None:
        return None
    known = np.isfinite(latitude)
    time = samples.time[known]
    if len(time) < 2:
        return None
    latitude, longitude = latitude[known], longitude[known]
    seconds = np.diff(time)
    if float(np.median(seconds)) <= 2.0 and float(np.ptp(longitude)) < 180:
        latitude, longitude = smoothed(latitude, SMOOTHING_ROWS), smoothed(longitude, SMOOTHING_ROWS)
    steps = step_lengths(latitude, longitude)
    too_fast = steps > limits.fastest * seconds + 5.0
    standing = (steps < limits.moving / 2 * seconds) & (seconds <= SMART_RECORDING_GAP_S)
    along = np.concatenate(([0.0], np.cumsum(np.where(too_fast | standing, 0.0, steps))))
    if along[-1] <= 0:
        return None
    if len(time) < len(samples):
        along = np.interp(samples.time, time, along)
    return Track(along, DistanceSource.POSITIONS, int(too_fast.sum()))


def _from_speed(samples: Samples) -> Track | None:
    speed = samples.get("speed")
    if speed is None:
        return None
    known = np.isfinite(speed)
    time, speed = samples.time[known], speed[known]
    if not _covers(samples.time, time):
        return None
    seconds = np.diff(time)
    steps = np.where(seconds <= SMART_RECORDING_GAP_S, (speed[1:] + speed[:-1]) / 2 * seconds, 0.0)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    if along[-1] <= 0:
        return None
    return Track(np.interp(samples.time, time, along), DistanceSource.SPEED, 0)
