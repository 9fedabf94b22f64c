"""Distributions: how many seconds were spent at each step of a quantity."""

from __future__ import annotations

import numpy as np

from coach.domain.intensity import Distribution, Quantity, lowest
from coach.science.recordings import Column

STEPS = {
    Quantity.SPEED: (0.0, 0.05),
    Quantity.GRADED_SPEED: (0.0, 0.05),
    Quantity.HEART_RATE: (30.0, 1.0),
    Quantity.POWER: (0.0, 10.0),
}
"""Where each distribution begins and how wide its steps are: m/s, beats/min, watts."""

MOST_STEPS = 2000
DECIMALS = 1


def distribution(quantity: Quantity, values: Column, seconds: Column) -> Distribution | None:
    """The seconds spent at each step; None when nothing is known.

    ``values`` in the quantity's unit, NaN where unknown, and the ``seconds`` each stands for, shapes (n,). Seconds are
    kept to a tenth and end with the last step that was reached. What lies below the first step is counted in it.
    Heart rates are counted at the nearest whole beat.
    """
    counted = ~np.isnan(values) & (seconds > 0)
    if not counted.any():
        return None
    first, step = STEPS[quantity]
    # A hair is added so that a value written on an edge (4.15 m/s) stays on its side of it.
    rows = np.clip((values[counted] - lowest(quantity, first, step)) / step + 1e-6, 0, MOST_STEPS - 1).astype(np.intp)
    spent = np.round(np.bincount(rows, seconds[counted]), DECIMALS)
    reached = np.flatnonzero(spent)
    if not len(reached):
        return None
    return Distribution(quantity, first, step, tuple(spent[: reached[-1] + 1].tolist()))


def quantile(values: Column, seconds: Column, share: float) -> float | None:
    """The value under which ``share`` (0 to 1) of the seconds were spent; None when nothing is known.

    ``values`` (NaN is unknown) and the ``seconds`` at each, shapes (n,).
    """
    counted = ~np.isnan(values) & (seconds > 0)
    if not counted.any():
        return None
    order = np.argsort(values[counted])
    spent = np.cumsum(seconds[counted][order])
    row = int(np.searchsorted(spent, share * spent[-1]))
    return float(values[counted][order[min(row, len(order) - 1)]])
