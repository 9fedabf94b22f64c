"""Numbers a device writes with few bits and lets roll over, put back together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


def rolled_out(values: Column, whole: NDArray[np.bool_], bits: int) -> Column:
    """Whole numbers from a mix of whole ones and their low ``bits``, in the order they were written.

    ``values`` and ``whole`` have shape (n,), no NaN; every value that is not whole lies ahead of the one before
    it by less than 2**bits. NaN before the first whole number. Source: FIT protocol, "compressed timestamp header".
    """
    if not len(values):
        return values
    mask = (1 << bits) - 1
    low = values.astype(np.int64) & mask
    steps = np.zeros(len(values), dtype=np.int64)
    steps[1:] = (low[1:] - low[:-1]) & mask
    steps[whole] = 0
    elapsed = np.cumsum(steps)
    last_whole = np.maximum.accumulate(np.where(whole, np.arange(len(values)), -1))
    times = values[last_whole] + (elapsed - elapsed[last_whole])
    times[last_whole < 0] = np.nan
    return times


def accumulated(values: Column, bits: int) -> Column:
    """A counter of ``bits`` bits counted on through its roll-overs; NaN stays NaN and is stepped over.

    Shape (n,). Source: FIT protocol, "accumulated fields".
    """
    known = ~np.isnan(values)
    total = np.full(len(values), np.nan)
    counted = values[known]
    if len(counted):
        whole = np.zeros(len(counted), dtype=bool)
        whole[0] = True
        total[known] = rolled_out(counted, whole, bits)
    return total
