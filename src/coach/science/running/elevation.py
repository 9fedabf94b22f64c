"""Ascent and descent that noise does not climb: hysteresis on the altitude."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.science.recordings import Column
from coach.science.running.positions import smoothed

SMOOTHING_S = 5.0
SMOOTHING_ROWS = 5
BAROMETER_M = 2.0
RECEIVER_M = 10.0
NOISE_GAIN = 12.0
KNOWN_LEAST = 10
KNOWN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Climb:
    """Metres climbed and descended before each sample, shapes (n,), never decreasing; their ends are the totals."""

    ascent: Column
    descent: Column


@dataclass(frozen=True, slots=True)
class Relief:
    """The altitude one can trust: smoothed over five seconds, metres, shape (n,), no NaN.

    A change under ``threshold`` metres is noise: from 2 m (a barometer) to 10 m (a satellite receiver).
    """

    heights: Column
    threshold: float


def climb(time: Column, altitude: Column | None) -> Climb | None:
    """Climb along an altitude column in metres, shape (n,), NaN where unknown; None when half of it is unknown.

    ``time`` in seconds, shape (n,). A change counts once it exceeds the relief's threshold; then it counts whole.
    """
    found = relief(time, altitude)
    return hysteresis(found.heights, found.threshold) if found else None


def relief(time: Column, altitude: Column | None) -> Relief | None:
    """The relief along an altitude column in metres, shape (n,), NaN where unknown; None when half of it is unknown.

    ``time`` in seconds, shape (n,). The threshold follows the noise between neighbouring samples.
    """
    if altitude is None:
        return None
    known = ~np.isnan(altitude)
    count = int(np.count_nonzero(known))
    if count < KNOWN_LEAST or count < KNOWN_SHARE * len(altitude):
        return None
    heights = (
        altitude
        if count == len(altitude)
        else np.interp(np.arange(len(altitude)), np.flatnonzero(known), altitude[known])
    )
    threshold = relief_threshold(time, heights)
    rows = int(SMOOTHING_S * (len(time) - 1) / (time[-1] - time[0]))
    return Relief(smoothed(heights, min(rows, SMOOTHING_ROWS)), threshold)


def relief_threshold(time: Column, heights: Column) -> float:
    """Metres under which a change of the heights is noise: from 2 m (a barometer) to 10 m (a satellite receiver).

    ``time`` in seconds and ``heights`` in metres without NaN, shapes (n,).
    """
    return min(BAROMETER_M + NOISE_GAIN * _noise(time, heights), RECEIVER_M)


def _noise(time: Column, heights: Column) -> float:
    """Standard deviation of white noise in metres: how far samples stand from the line between their neighbours.

    A slope has none, however unevenly it was sampled. By the mean absolute value, robust to the steps of a coarse
    read-out.
    """
    if len(heights) < 3:
        return 0.0
    share = (time[1:-1] - time[:-2]) / (time[2:] - time[:-2])
    away = np.abs(heights[1:-1] - heights[:-2] - share * (heights[2:] - heights[:-2]))
    spread = np.sqrt(1 + share * share + (1 - share) * (1 - share))
    return float((np.minimum(away, 5.0) / spread).mean() * 1.2533)


def hysteresis(heights: Column, threshold: float) -> Climb:
    """Climb counting only changes of at least ``threshold`` metres between turning points, shapes (n,).

    The height is followed by a band of that width which moves only when pushed at an edge; each turn of the band hides
    ``threshold`` metres, which are given back along the rise or fall that follows it.
    """
    band = _play(heights, threshold / 2)
    steps = np.diff(band)
    moves = np.flatnonzero(steps)
    if not len(moves):
        still = np.zeros(len(heights))
        return Climb(still, still)
    signs = np.sign(steps[moves])
    runs = np.concatenate(([0], np.flatnonzero(np.diff(signs)) + 1))
    sums = np.add.reduceat(np.abs(steps[moves]), runs)
    hidden = np.full(len(runs), threshold)
    hidden[0] = threshold / 2
    sizes = np.diff(np.concatenate((runs, [len(moves)])))
    scaled = np.zeros(len(steps))
    scaled[moves] = steps[moves] * np.repeat((sums + hidden) / sums, sizes)
    up = np.concatenate(([0.0], np.cumsum(np.maximum(scaled, 0.0))))
    down = np.concatenate(([0.0], np.cumsum(np.maximum(-scaled, 0.0))))
    return Climb(up, down)


def _play(heights: Column, half: float) -> Column:
    """The play (backlash) operator y[i] = clip(y[i - 1], x[i] - half, x[i] + half) with y[0] = x[0].

    A chain of clips is itself one clip, so the chain is composed by doubling (Hillis and Steele, 1986) instead of
    walking it sample by sample.
    """
    low, high = heights - half, heights + half
    low[0] = high[0] = heights[0]
    reach = 1
    while reach < len(heights):
        lower = np.clip(low[:-reach], low[reach:], high[reach:])
        upper = np.clip(high[:-reach], low[reach:], high[reach:])
        low = np.concatenate((low[:reach], lower))
        high = np.concatenate((high[:reach], upper))
        reach *= 2
    return low
