"""Best efforts: the fastest stretch of each usual distance, on the clock, pauses counted."""

from __future__ import annotations

import numpy as np

from coach.domain.activities import BestEffort
from coach.science.recordings import Column

MILE_M = 1609.344
HALF_MARATHON_M = 21097.5
MARATHON_M = 42195.0

EFFORT_DISTANCES_M = (400.0, 1000.0, MILE_M, 5000.0, 10_000.0, HALF_MARATHON_M, MARATHON_M)

WORLD_RECORDS_S = {
    400.0: 43.03,
    1000.0: 131.96,
    MILE_M: 223.13,
    5000.0: 755.36,
    10_000.0: 1571.0,
    HALF_MARATHON_M: 3402.0,
    MARATHON_M: 7235.0,
}
"""Fastest times ever run, in seconds, track or road (World Athletics, men, 2025): a faster stretch was not run.

400 m van Niekerk 2016, 1 km Ngeny 1999, mile El Guerrouj 1999, 5 km and 10 km Cheptegei 2020 (10 km: his 26:11.00),
half marathon Kiplimo 2025, marathon Kiptum 2023.
"""

FASTEST_SPLIT_MPS = 12.42
"""20 m of Bolt's 100 m in 2009."""
HUNDRED_METRES_S = 9.58

_NUDGE_M = 1e-7


def fastest(time: Column, along: Column, distance_m: float) -> BestEffort | None:
    """The fastest stretch of ``distance_m`` metres, or None when the activity is shorter.

    Seconds and metres, shapes (n,), time strictly increasing, distance never decreasing. Exact for a speed that is
    constant between samples: the fastest stretch then starts or ends on a sample, and both are tried.
    """
    if len(time) < 2 or along[-1] - along[0] < distance_m:
        return None
    # Standing still repeats a distance: a hair is added per sample so that each instant has its own.
    metres = along + _NUDGE_M * np.arange(len(along))
    first_end = int(np.searchsorted(metres, metres[0] + distance_m))
    last_start = int(np.searchsorted(metres, metres[-1] - distance_m, side="right"))
    starts = time[:last_start]
    from_start = np.interp(metres[:last_start] + distance_m, metres, time) - starts
    ends = time[first_end:]
    to_end = ends - np.interp(metres[first_end:] - distance_m, metres, time)
    best: list[tuple[float, float]] = []
    if len(from_start):
        row = int(np.argmin(from_start))
        best.append((float(from_start[row]), float(starts[row])))
    if len(to_end):
        row = int(np.argmin(to_end))
        best.append((float(to_end[row]), float(ends[row] - to_end[row])))
    elapsed, start = min(best)
    return BestEffort(distance_m, elapsed, start)


def best_efforts(time: Column, along: Column) -> tuple[tuple[BestEffort, ...], int]:
    """Best efforts over EFFORT_DISTANCES_M, and how many were faster than anybody has ever run.

    Seconds since the start (increasing) and metres since it (never decreasing), shapes (n,), n at least 2.

    Where any stretch from 1 km on beats the world record the whole recording is no run (a ride, or a lying
    distance) and no effort is kept; an impossible 400 m alone loses only itself.
    """
    found = [effort for effort in (fastest(time, along, distance) for distance in EFFORT_DISTANCES_M) if effort]
    impossible = {effort.distance_m for effort in found if effort.elapsed_s < WORLD_RECORDS_S[effort.distance_m]}
    if any(distance > 400.0 for distance in impossible):
        return (), len(impossible)
    return tuple(effort for effort in found if effort.distance_m not in impossible), len(impossible)


def record_speed(seconds: Column) -> Column:
    """The highest mean speed anybody has run for so many seconds, m/s, same shape.

    Between the records a straight line over the logarithm of time, which lies above any curve through them; beyond the
    marathon its speed.
    """
    times = [1.0, HUNDRED_METRES_S, *WORLD_RECORDS_S.values()]
    speeds = [FASTEST_SPLIT_MPS] * 2 + [metres / time for metres, time in WORLD_RECORDS_S.items()]
    return np.asarray(np.interp(np.log(seconds), np.log(times), speeds), dtype=np.float64)


def beyond_records(distance_m: float | None, seconds: float) -> bool:
    """Whether nobody has ever run so far in so short a time; False where one of the two is not known."""
    if distance_m is None or seconds <= 0:
        return False
    return distance_m / seconds > float(record_speed(np.array([seconds]))[0])
