"""Splits: kilometres with all their measures, and the device's laps with their time under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coach.domain.activities import Split, SplitKind
from coach.domain.sports import SportFamily
from coach.science.recordings import Column, Samples
from coach.science.running.cleaning import Cleaned
from coach.science.running.elevation import Climb
from coach.science.running.motion import Motion, motion_of

KILOMETRE_M = 1000.0
SHORTEST_LAST_M = 50.0
MOST_SPLITS = 1000
LAP_MARGIN_S = 10.0


def kilometre_splits(samples: Samples, motion: Motion, climb: Climb | None) -> tuple[Split, ...]:
    """Splits of one kilometre, the last one shorter (when it has at least 50 m); () without a distance.

    Times and climbs of the splits sum to those of the whole.
    """
    along = samples.get("distance")
    if along is None:
        return ()
    metres = _bounds(along)
    if len(metres) < 2:
        return ()
    time = samples.time
    at = np.interp(metres, along + 1e-7 * np.arange(len(along)), time)
    at[0] = time[0]
    at[-1] = time[-1] if metres[-1] == along[-1] else at[-1]
    moving = _between(time, np.concatenate(([0.0], np.cumsum(motion.moving))), at)
    rows = np.searchsorted(time, at).astype(np.intp)
    rows[-1] += at[-1] >= time[-1]
    hr = samples.get("heart_rate")
    cadence = samples.get("cadence")
    columns: list[list[float | None]] = [
        _means(hr, motion.weights, rows),
        _highest(hr, rows),
        _means(None if cadence is None else np.where(cadence > 0, cadence, np.nan), motion.weights, rows),
        _means(samples.get("power"), motion.weights, rows),
        _between(time, climb.ascent, at).tolist() if climb else [None] * (len(at) - 1),
        _between(time, climb.descent, at).tolist() if climb else [None] * (len(at) - 1),
    ]
    return tuple(
        Split(SplitKind.KILOMETRE, start, elapsed, length, under_way, *values)
        for start, elapsed, length, under_way, *values in zip(
            at[:-1].tolist(), np.diff(at).tolist(), np.diff(metres).tolist(), moving.tolist(), *columns, strict=True
        )
    )


def measured_laps(cleaned: Cleaned, laps: Sequence[Split]) -> tuple[Split, ...]:
    """The device's laps with ``moving_s`` measured from the cleaned samples, as the kilometres have it.

    A distance the device did not write is measured too; all else stays the device's. Laps outside the samples (a
    clock that was repaired), and swims, whose samples come a length at a time, come back as they are.
    """
    time = cleaned.samples.time
    in_water = cleaned.sport.family is SportFamily.SWIM
    if in_water or len(time) < 2 or not any(_is_inside(time, lap) for lap in laps):
        return tuple(laps)
    running = np.concatenate(([0.0], np.cumsum(motion_of(cleaned).moving)))
    along = cleaned.samples.get("distance")
    return tuple(_measured(lap, time, running, along) if _is_inside(time, lap) else lap for lap in laps)


def _is_inside(time: Column, lap: Split) -> bool:
    end = lap.start_s + lap.elapsed_s
    whole = lap.kind is SplitKind.LAP and lap.elapsed_s > 0
    return bool(whole and lap.start_s >= time[0] - LAP_MARGIN_S and end <= time[-1] + LAP_MARGIN_S)


def _measured(lap: Split, time: Column, running: Column, along: Column | None) -> Split:
    at = np.array([lap.start_s, lap.start_s + lap.elapsed_s])
    moving_s = min(float(_between(time, running, at)[0]), lap.elapsed_s)
    distance_m = lap.distance_m
    if distance_m is None and along is not None:
        distance_m = float(_between(time, along, at)[0])
    return replace(lap, moving_s=moving_s, distance_m=distance_m)


def _bounds(along: Column) -> Column:
    """Metres at which splits begin and end, shape (splits + 1,)."""
    first, last = float(along[0]), float(along[-1])
    whole = int((last - first) // KILOMETRE_M)
    if whole > MOST_SPLITS or last - first < SHORTEST_LAST_M:
        return np.empty(0)
    bounds = first + KILOMETRE_M * np.arange(whole + 1)
    longer = last - bounds[-1] >= SHORTEST_LAST_M
    return np.concatenate((bounds, [last] if longer else []))


def _between(time: Column, running: Column, at: Column) -> Column:
    """What a running total gains between consecutive instants, shape (k - 1,)."""
    return np.diff(np.interp(at, time, running))


def _means(values: Column | None, weights: Column, rows: NDArray[np.intp]) -> list[float | None]:
    """Time-weighted mean of the samples of each split; None where it has none."""
    if values is None:
        return [None] * (len(rows) - 1)
    known = ~np.isnan(values)
    weight = np.where(known, weights, 0.0)
    total = np.concatenate(([0.0], np.cumsum(np.where(known, values, 0.0) * weight)))
    share = np.concatenate(([0.0], np.cumsum(weight)))
    sums, shares = np.diff(total[rows]), np.diff(share[rows])
    return [value / held if held > 0 else None for value, held in zip(sums.tolist(), shares.tolist(), strict=True)]


def _highest(values: Column | None, rows: NDArray[np.intp]) -> list[float | None]:
    if values is None:
        return [None] * (len(rows) - 1)
    filled = np.append(np.where(np.isnan(values), -np.inf, values), -np.inf)
    highest = np.maximum.reduceat(filled, np.minimum(rows, len(filled) - 1))[:-1]
    return [value if np.isfinite(value) else None for value in highest.tolist()]
