"""Paces from the VMA (maximal aerobic speed, vVO2max): the one place where km/h, shares and s/km meet."""

from __future__ import annotations

from dataclasses import dataclass


def pace_at(vma_kmh: float, share: float) -> float:
    """Seconds per kilometre at a ``share`` of the VMA (1.0 is 100 %). Raises ValueError unless both are positive."""
    if vma_kmh <= 0 or share <= 0:
        raise ValueError("a pace needs a positive VMA and a positive share of it")
    return 3600.0 / (vma_kmh * share)


def share_of(vma_kmh: float, pace_s_per_km: float) -> float:
    """The share of the VMA (1.0 is 100 %) that a pace in seconds per kilometre asks for; inverse of pace_at.

    Raises ValueError unless both are positive.
    """
    if vma_kmh <= 0 or pace_s_per_km <= 0:
        raise ValueError("a share needs a positive VMA and a positive pace")
    return 3600.0 / (vma_kmh * pace_s_per_km)


@dataclass(frozen=True, slots=True)
class PaceRange:
    """A training intensity: shares of the VMA, and the paces they mean in seconds per kilometre (fast end first)."""

    share_low: float
    share_high: float
    pace_fast_s: float
    pace_slow_s: float


TRAINING_SHARES = {
    "recovery": (0.55, 0.63),
    "easy": (0.60, 0.72),
    "long": (0.62, 0.74),
    "marathon": (0.75, 0.82),
    "threshold": (0.83, 0.88),
    "critical": (0.89, 0.93),
    "vma_long": (0.93, 0.98),
    "vma_short": (1.00, 1.06),
}
"""Shares of the VMA by training intensity.

French practice (Billat, 2001; Gacon) set beside Daniels' intensities expressed as speed: easy 59-74 % of
VO2max, marathon 75-84 %, threshold 83-88 %, interval 95-100 % (Daniels, 2014).
"""


def training_paces(vma_kmh: float) -> dict[str, PaceRange]:
    """The pace range of every intensity of TRAINING_SHARES for a VMA in km/h. Raises ValueError unless positive."""
    return {
        name: PaceRange(low, high, pace_at(vma_kmh, high), pace_at(vma_kmh, low))
        for name, (low, high) in TRAINING_SHARES.items()
    }
