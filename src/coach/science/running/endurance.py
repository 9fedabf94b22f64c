"""How much of the VMA lasts how long: from a race to the VMA, and back.

Two published curves are averaged because they err on opposite sides for ordinary runners: Daniels and Gilbert
(1979), drawn from elite runners, makes the VMA too low; Péronnet and Thibault (1989) with a usual index makes it high.
"""

from __future__ import annotations

from math import log

from coach.science.running.daniels import oxygen_cost, speed_at, sustainable_fraction, vdot

ENDURANCE_INDEX = 0.06
"""Loss of the share of VMA per natural log of the time; -4 % to -9 % in Péronnet and Thibault."""

VMA_LASTS_S = 420.0
"""How long VMA itself can be held: seven minutes in Péronnet and Thibault, four to eight in the field."""

_STEPS = 60
_SLOWEST_KMH, _FASTEST_KMH = 2.0, 40.0


def vma_of(distance_m: float, seconds: float) -> float:
    """VMA in km/h of somebody who could just run a distance in a time: 10 km in 45:00 gives 14.7.

    A stretch run below one's best gives too low a VMA, never too high. Raises ValueError unless both are positive.
    """
    by_daniels = speed_at(vdot(distance_m, seconds)) * 0.06
    speed = distance_m / seconds * 3.6
    share_daniels = speed / by_daniels
    share_thibault = 1 - ENDURANCE_INDEX * log(seconds / VMA_LASTS_S)
    return 2 * speed / (share_daniels + share_thibault)


def seconds_at(vma_kmh: float, distance_m: float) -> float:
    """Time over a distance at a VMA in km/h: inverse of vma_of, by bisection. Raises ValueError unless positive."""
    if vma_kmh <= 0 or distance_m <= 0:
        raise ValueError("a race time needs a positive VMA and a positive distance")
    fast, slow = distance_m / _FASTEST_KMH * 3.6, distance_m / _SLOWEST_KMH * 3.6
    for _ in range(_STEPS):
        middle = (fast + slow) / 2
        if vma_of(distance_m, middle) > vma_kmh:
            fast = middle
        else:
            slow = middle
    return (fast + slow) / 2


def share_lasting(vma_kmh: float, seconds: float) -> float:
    """The share of a VMA in km/h (1.0 is 100 %) that lasts a time: mean of the two curves, as vma_of reads them."""
    oxygen = oxygen_cost(vma_kmh / 0.06)
    by_daniels = speed_at(oxygen * sustainable_fraction(seconds)) * 0.06 / vma_kmh
    return (by_daniels + 1 - ENDURANCE_INDEX * log(seconds / VMA_LASTS_S)) / 2
