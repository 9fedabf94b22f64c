"""Slopes and what they cost: metres run, told as metres on the flat."""

from __future__ import annotations

import numpy as np

from coach.science.recordings import Column
from coach.science.running.elevation import Relief

STEEPEST = 0.45
FLAT_COST = 3.6
SHORTEST_M = 0.01
"""No slope can be told of less than a centimetre."""

GRID_M = 5.0
MOST_GRID = 50_000
REACH_PER_THRESHOLD = 10.0


def running_cost(grade: Column) -> Column:
    """Energy cost of running in J/(kg m) on a gradient (rise over run, held within ±0.45), same shape.

    Source: Minetti et al. (2002), J. Appl. Physiol. 93, measured on a treadmill. Steep descents cost trained legs
    less than they slow a runner down on real ground: there the grade-adjusted speed is an under-estimate.
    """
    i = np.clip(grade, -STEEPEST, STEEPEST)
    return np.asarray(((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + FLAT_COST, dtype=np.float64)


def graded_along(along: Column, relief: Relief) -> Column:
    """Metres on the flat for the same cost before each sample, shape (n,), never decreasing.

    ``along`` is metres since the start, never decreasing, shape (n,). A slope is that of the straight line through
    the heights 20 m behind and ahead (a barometer), up to 100 m where the altitude is a satellite receiver's: ten
    times the threshold under which a change is noise. What the altitude does while nobody advances is not a slope.
    """
    length = float(along[-1] - along[0])
    if length <= SHORTEST_M:
        return np.asarray(along - along[0], dtype=np.float64)
    count = int(min(max(length / GRID_M, 2), MOST_GRID))
    metres = np.linspace(along[0], along[-1], count + 1)
    heights = np.interp(metres, *_advancing(along, relief.heights))
    step = length / count
    slopes = _slopes(heights, step, max(2, round(REACH_PER_THRESHOLD * relief.threshold / step)))
    ratio = running_cost(slopes) / FLAT_COST
    graded = np.concatenate(([0.0], np.cumsum((ratio[1:] + ratio[:-1]) / 2 * step)))
    return np.asarray(np.interp(along, metres, graded), dtype=np.float64)


def _advancing(along: Column, heights: Column) -> tuple[Column, Column]:
    """Distances, each once, and their heights without the changes that came while standing."""
    steps = np.diff(along)
    goes = steps > 0
    rises = np.cumsum(np.diff(heights)[goes])
    return (
        np.concatenate((along[:1], along[1:][goes])),
        np.concatenate(([0.0], rises)),
    )


def _slopes(heights: Column, step: float, reach: int) -> Column:
    """Slope of the least-squares line through ``reach`` heights on each side, ``step`` metres apart, same shape.

    Beyond its ends the profile is turned about them, so that a slope goes on.
    """
    reach = min(reach, len(heights) - 1)
    before = 2 * heights[0] - heights[reach:0:-1]
    after = 2 * heights[-1] - heights[-2 : -reach - 2 : -1]
    offsets = np.arange(-reach, reach + 1, dtype=np.float64)
    weights = offsets / (step * float(offsets @ offsets))
    return np.convolve(np.concatenate((before, heights, after)), weights[::-1], mode="valid")
