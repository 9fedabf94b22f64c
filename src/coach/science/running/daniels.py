"""Daniels and Gilbert's oxygen cost and time-to-exhaustion curves (Oxygen Power, 1979): VDOT and what follows.

Speeds inside are metres per minute, oxygen ml/kg/min, durations seconds unless a name says minutes.
"""

from __future__ import annotations

from math import exp, sqrt

_STEPS = 60
_SLOWEST_MPM, _FASTEST_MPM = 20.0, 600.0


def oxygen_cost(speed_m_min: float) -> float:
    """Oxygen uptake in ml/kg/min of running at a speed in metres per minute."""
    return -4.60 + 0.182258 * speed_m_min + 0.000104 * speed_m_min * speed_m_min


def sustainable_fraction(seconds: float) -> float:
    """The share of VO2max (1.0 is 100 %, more in short races) that can be held for a duration."""
    minutes = seconds / 60
    return 0.8 + 0.1894393 * exp(-0.012778 * minutes) + 0.2989558 * exp(-0.1932605 * minutes)


def vdot(distance_m: float, seconds: float) -> float:
    """VDOT (an effective VO2max, ml/kg/min) of a race: 5 km in 20:00 gives 49.8. Raises ValueError unless positive."""
    if distance_m <= 0 or seconds <= 0:
        raise ValueError("a race has a positive distance and a positive time")
    return oxygen_cost(distance_m / seconds * 60) / sustainable_fraction(seconds)


def speed_at(oxygen: float) -> float:
    """Metres per minute at an oxygen uptake in ml/kg/min: inverse of oxygen_cost. At VDOT it is the speed at VO2max."""
    root = sqrt(0.182258 * 0.182258 + 4 * 0.000104 * (max(oxygen, 0.0) + 4.60))
    return (root - 0.182258) / (2 * 0.000104)


def race_seconds(of_vdot: float, distance_m: float) -> float:
    """Seconds over metres for a VDOT: inverse of vdot, by bisection. Raises ValueError unless both are positive."""
    if distance_m <= 0 or of_vdot <= 0:
        raise ValueError("a race time needs a positive distance and a positive VDOT")
    fast, slow = distance_m / _FASTEST_MPM * 60, distance_m / _SLOWEST_MPM * 60
    for _ in range(_STEPS):
        middle = (fast + slow) / 2
        if vdot(distance_m, middle) > of_vdot:
            fast = middle
        else:
            slow = middle
    return (fast + slow) / 2
