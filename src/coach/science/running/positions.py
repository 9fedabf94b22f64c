"""Positions on the globe: lengths of steps, impossible jumps, smoothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coach.science.recordings import Column

EARTH_RADIUS_M = 6_371_008.8
SPIKE_SAMPLES = 30
SPIKE_ROUNDS = 3
SPIKE_SHARE = 0.2

Mask = NDArray[np.bool_]


def step_lengths(latitude: Column, longitude: Column) -> Column:
    """Metres between consecutive positions, shape (n - 1,), by the haversine formula (Sinnott, 1984).

    Degrees in (WGS 84 on the mean sphere, within 0.5 % of the ellipsoid), NaN where either end is NaN.
    """
    lat = np.radians(latitude)
    half_north = np.sin(np.diff(lat) / 2)
    half_east = np.sin(np.radians(np.diff(longitude)) / 2)
    cosine = np.cos(lat)
    root = half_north * half_north + cosine[:-1] * cosine[1:] * half_east * half_east
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(root, 1.0))), dtype=np.float64)


def readable(latitude: Column, longitude: Column) -> Mask:
    """Which rows hold a position on the globe, shape (n,). (0, 0) is a receiver without a fix, not the Atlantic."""
    on_globe = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    return np.asarray(on_globe & ((latitude != 0) | (longitude != 0)), dtype=np.bool_)


def spikes(time: Column, latitude: Column, longitude: Column, fastest: float) -> Mask:
    """Which positions are spikes, shape (n,): short stretches one can only reach and leave faster than ``fastest``.

    Seconds, degrees without NaN, metres per second. A stretch of up to SPIKE_SAMPLES samples between two
    impossible steps is a spike; when that would throw away more than a fifth of the track nothing is a spike
    (the sport is mislabelled, or the receiver is that bad, and the distance is bounded step by step instead).
    """
    kept = np.arange(len(time))
    for _ in range(SPIKE_ROUNDS):
        steps = step_lengths(latitude[kept], longitude[kept])
        breaks = np.flatnonzero(steps > fastest * np.diff(time[kept]) + 5.0)
        if not len(breaks):
            break
        bounds = np.concatenate(([0], breaks + 1, [len(kept)]))
        sizes = np.diff(bounds)
        short = (sizes <= SPIKE_SAMPLES) & (sizes < sizes.max())
        kept = kept[~np.repeat(short, sizes)]
    found = np.ones(len(time), dtype=bool)
    found[kept] = False
    return found if found.sum() <= SPIKE_SHARE * len(time) else np.zeros(len(time), dtype=bool)


def smoothed(values: Column, half_width: int) -> Column:
    """Centred moving mean over 2 x ``half_width`` + 1 rows, shape (n,), narrower towards both ends so they stay put.

    Without NaN.
    """
    count = len(values)
    if count < 3:
        return values
    sums = np.concatenate(([0.0], np.cumsum(values - values[0])))
    rows = np.arange(count)
    reach = np.minimum(half_width, np.minimum(rows, count - 1 - rows))
    return np.asarray((sums[rows + reach + 1] - sums[rows - reach]) / (2 * reach + 1) + values[0], dtype=np.float64)
