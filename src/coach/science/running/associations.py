"""How two series go together, and how one changes with time: rank correlation and a straight line, with their doubt."""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, isfinite, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_PAIRS = 8
"""With fewer, nearly any coefficient is compatible with chance."""

Z_80 = 1.2815515655446004
"""Nine tenths of a normal distribution lie below: 80 % lie between minus and plus this many standard deviations."""

Z_98 = 2.3263478740408408
"""Likewise for 98 %: of ten unrelated pairs, one looks linked in one case of five, not two in every case."""

_LEAST_SPREAD = 1e-12
"""A spread below this share of the largest value is rounding."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A number with an 80 % interval from ``pairs`` pairs.

    ``surely_low`` to ``surely_high`` is the 98 % interval, which decides whether it is ``clear``.
    """

    value: float
    low: float
    high: float
    pairs: int
    surely_low: float
    surely_high: float

    @property
    def clear(self) -> bool:
        """Whether the 98 % interval leaves zero out."""
        return self.surely_low > 0 or self.surely_high < 0


def known_pairs(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The pairs of which both are finite. Any units, shapes (n,); shapes (m,), m <= n."""
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    both = np.isfinite(one) & np.isfinite(other)
    return one[both], other[both]


def spearman(first: ArrayLike, second: ArrayLike) -> Coefficient | None:
    """Spearman's rank correlation of the known pairs, ties at their mean rank; any units, shapes (n,).

    The interval is Fisher's with the standard error of Bonett and Wright (2000), sqrt((1 + r^2/2) / (n - 3)); it takes
    the pairs for independent. A perfect order is taken half-way to the next one possible, 12 / (n^3 - n) below 1.
    None with fewer than LEAST_PAIRS pairs or where one series does not vary.
    """
    one, other = known_pairs(first, second)
    pairs = len(one)
    if pairs < LEAST_PAIRS or not (_varies(one) and _varies(other)):
        return None
    rho = float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])
    most = 1 - 6 / (pairs**3 - pairs)
    centre = atanh(min(max(rho, -most), most))
    error = sqrt((1 + rho * rho / 2) / (pairs - 3))
    rho = min(max(rho, -1.0), 1.0)
    (low, high), (surely_low, surely_high) = (
        (min(tanh(centre - z * error), rho), max(tanh(centre + z * error), rho)) for z in (Z_80, Z_98)
    )
    return Coefficient(rho, low, high, pairs, surely_low, surely_high)


def slope(x: ArrayLike, y: ArrayLike) -> Coefficient | None:
    """Change of ``y`` for one unit of ``x`` along the least-squares line, its interval from Student's t (n - 2).

    Shapes (n,). None with fewer than LEAST_PAIRS pairs or where ``x`` does not vary.
    """
    one, other = known_pairs(x, y)
    pairs = len(one)
    if pairs < LEAST_PAIRS or not _varies(one):
        return None
    reach = one - one.mean()
    spread = float(reach @ reach)
    if spread <= 0:
        return None
    steepness = float(reach @ (other - other.mean())) / spread
    left = other - other.mean() - steepness * reach
    error = sqrt(float(left @ left) / (pairs - 2) / spread)
    half, whole = (_student(pairs - 2, z) * error for z in (Z_80, Z_98))
    if not (isfinite(steepness) and isfinite(whole)):
        return None
    return Coefficient(steepness, steepness - half, steepness + half, pairs, steepness - whole, steepness + whole)


def _varies(values: NDArray[np.float64]) -> bool:
    return bool(np.ptp(values) > _LEAST_SPREAD * np.abs(values).max())


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1, equals at the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: NDArray[np.float64] = (last - (counts - 1) / 2)[inverse]
    return means


def _student(freedom: int, z: float) -> float:
    """Student's t where the normal has ``z``: Cornish and Fisher's expansion, from six degrees of freedom on.

    Within 0.1 % at Z_80 and 1.2 % at Z_98.
    """
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2
