"""Steps of the altitude: a barometer set anew, a tunnel left, a map instead of a sensor. Nobody climbed them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coach.science.recordings import Column
from coach.science.running.elevation import relief_threshold

BESIDE = 10
LASTING = 0.5

Rows = NDArray[np.intp]


def without_steps(time: Column, altitude: Column, vertical: float) -> tuple[Column, int]:
    """The altitude in metres without its steps, shape (n,), and how many there were.

    ``time`` in seconds and ``altitude`` (NaN unknown), shapes (n,); ``vertical`` is the speed in m/s nobody reaches.
    A step is faster than that from sample to sample, and it stays: the median heights of ten samples on each side lie
    apart by it, within a half, and by more than noise does. What follows a step is moved by it; the level at which
    most samples were stays as it was told.
    """
    rows = np.flatnonzero(~np.isnan(altitude))
    if len(rows) < 2 * BESIDE:
        return altitude, 0
    at, heights = time[rows], altitude[rows]
    sudden = np.abs(np.diff(heights)) > vertical * np.diff(at)
    if not sudden.any():
        return altitude, 0
    firsts, lasts = _stretches(sudden)
    risen = _risen(at, heights, firsts, lasts)
    told = heights[lasts] - heights[firsts]
    least = np.maximum(relief_threshold(at, heights), vertical * (at[lasts] - at[firsts]))
    stays = (np.abs(risen) > least) & (np.abs(risen - told) <= LASTING * np.abs(told))
    if not stays.any():
        return altitude, 0
    offsets = np.zeros(len(heights))
    offsets[lasts[stays]] = risen[stays]
    moved = np.cumsum(offsets)
    even = altitude.copy()
    even[rows] = heights - moved + np.sort(moved)[len(moved) // 2]
    between = _within(firsts[stays], lasts[stays], len(heights))
    even[rows[between]] = np.nan
    return even, int(np.count_nonzero(stays))


def _stretches(sudden: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """Rows before and after each stretch of sudden changes in a row, shapes (k,)."""
    edges = np.diff(np.concatenate(([0], sudden.astype(np.int8), [0])))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _risen(at: Column, heights: Column, firsts: Rows, lasts: Rows) -> Column:
    """Metres between the heights before and after each stretch, less what the ground beside it rises, shape (k,)."""
    beside = np.arange(BESIDE)
    before = np.maximum(firsts[:, None] - beside, 0)
    after = np.minimum(lasts[:, None] + beside, len(heights) - 1)
    rates = np.diff(heights) / np.diff(at)
    steps = np.concatenate((firsts[:, None] - 1 - beside[:-1], lasts[:, None] + beside[:-1]), axis=1)
    recorded = (steps >= 0) & (steps < len(rates))
    ground = np.median(np.where(recorded, rates[np.where(recorded, steps, 0)], 0.0), axis=1)
    middles = np.median(at[after], axis=1) - np.median(at[before], axis=1)
    return np.asarray(
        np.median(heights[after], axis=1) - np.median(heights[before], axis=1) - ground * middles, dtype=np.float64
    )


def _within(firsts: Rows, lasts: Rows, count: int) -> Rows:
    """Rows inside the stretches, neither before nor after them."""
    inside = np.zeros(count + 1, dtype=np.int8)
    np.add.at(inside, firsts + 1, 1)
    np.add.at(inside, lasts, -1)
    return np.flatnonzero(np.cumsum(inside[:count]) > 0)
