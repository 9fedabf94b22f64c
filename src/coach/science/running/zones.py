"""The one system of five training zones, in shares of VMA: as speeds, and as heart rates at the same effort."""

from __future__ import annotations

from itertools import pairwise

from coach.domain.fitness import Zone
from coach.domain.training import Thresholds
from coach.science.running.limits import HEART_RATE_BPM

ZONE_SHARES = ((0.0, 62.0), (62.0, 75.0), (75.0, 83.0), (83.0, 91.0), (91.0, 100.0))
"""Per cent of VMA at the ends of zones 1 to 5: easiest jog, easy, steady, threshold, hard."""

OWN_LINE_SLOPES = (0.45, 0.95)
"""Shares of HRmax gained per share of VMA between which a runner's own line is believed; Swain's is 0.64."""

BELIEVED_MPS = (0.5, 12.5)
"""VMA outside which there are no zones: nobody has it."""

_EDGES = tuple(low for low, _ in ZONE_SHARES[1:])


def share_of_max(vma_share: float) -> float:
    """Per cent of the maximal heart rate at a per cent of VMA: 0.64 x share + 37 (Swain, 1994), 100 at most."""
    return min(0.64 * vma_share + 37.0, 100.0)


def pace_zones(thresholds: Thresholds) -> tuple[Zone, ...]:
    """Zones 1 to 5 in m/s of grade-adjusted speed, the first open below and the last above; () without a VMA."""
    vma = thresholds.vma_mps
    if vma is None or not BELIEVED_MPS[0] <= vma <= BELIEVED_MPS[1]:
        return ()
    return _zones(tuple(share * vma / 100 for share in _EDGES))


def heart_zones(thresholds: Thresholds) -> tuple[Zone, ...]:
    """Zones 1 to 5 in beats per minute at the edges of the pace zones; () without a maximal heart rate.

    Along the runner's own line to the VMA (HRmax): from the mean of their steady runs where these are known, from the
    threshold (its speed, LTHR) otherwise, each where the line is one that people have (OWN_LINE_SLOPES); without one
    along Swain's (1994).
    """
    highest = thresholds.max_hr
    if highest is None or not HEART_RATE_BPM[0] <= highest <= HEART_RATE_BPM[1]:
        return ()
    vma = thresholds.vma_mps
    steady = own_slope(highest, vma, thresholds.steady_hr, thresholds.steady_mps)
    slope = steady or own_slope(highest, vma, thresholds.threshold_hr, thresholds.threshold_mps)
    if slope is None:
        return _zones(tuple(share_of_max(share) * highest / 100 for share in _EDGES))
    return _zones(tuple(highest * (1 - slope * (1 - share / 100)) for share in _EDGES))


def own_slope(highest: float | None, vma: float | None, at: float | None, speed: float | None) -> float | None:
    """Share of HRmax gained per share of VMA, from a heart rate at a speed to the VMA; None where unknown or odd.

    HRmax ``highest`` and heart rate ``at`` in bpm, ``vma`` and ``speed`` in m/s.
    """
    if not (highest and at and speed and vma) or speed >= vma:
        return None
    slope = (1 - at / highest) / (1 - speed / vma)
    return slope if OWN_LINE_SLOPES[0] <= slope <= OWN_LINE_SLOPES[1] else None


def _zones(edges: tuple[float, ...]) -> tuple[Zone, ...]:
    ends = (None, *edges, None)
    return tuple(Zone(number, low, high) for number, (low, high) in enumerate(pairwise(ends), start=1))
