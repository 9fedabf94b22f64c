"""Normalized speed and power: means weighted towards the hard stretches, as the body feels them."""

from __future__ import annotations

import numpy as np

from coach.science.recordings import Column

ROLLING_S = 30
LEAST_S = 60.0
MOST_INSTANTS = 200_000


def normalized(seconds: Column, amounts: Column) -> float | None:
    """Fourth root of the mean fourth power of 30 s running means; None under a minute.

    ``seconds`` that count and the ``amounts`` done in them (metres for a speed, joules for a power), a step between
    samples each, shapes (k,); steps that do not count have zero of both and are cut out of the clock. The means are
    taken each second and only over whole half minutes.

    Source: Coggan (2003) for power. For running the same is done with the grade-adjusted speed; Skiba (2006) weighs a
    running power so, over two minutes.
    """
    clock = np.concatenate(([0.0], np.cumsum(seconds)))
    if clock[-1] < LEAST_S:
        return None
    done = np.concatenate(([0.0], np.cumsum(amounts)))
    apart = max(1.0, np.ceil(clock[-1] / MOST_INSTANTS))
    ends = np.arange(ROLLING_S, clock[-1], apart)
    means = (np.interp(ends, clock, done) - np.interp(ends - ROLLING_S, clock, done)) / ROLLING_S
    squares = means * means
    return float((squares * squares).mean() ** 0.25)
