"""Published formulas of race times, each named as the field knows it. Metres and seconds."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from coach.domain.races import Baseline, RaceResult
from coach.science.running.daniels import race_seconds, vdot
from coach.science.running.efforts import MARATHON_M

RIEGEL_EXPONENT = 1.06
MILE_M = 1609.344
TANDA_WEEKLY_KM = (30.0, 150.0)
"""Volumes near Tanda's runners; beyond them the formula says nothing."""


def riegel(distance_m: float, seconds: float, over_m: float, exponent: float = RIEGEL_EXPONENT) -> float:
    """Time over another distance: T2 = T1 (D2 / D1)^1.06 (Riegel, 1981). Metres, seconds."""
    return float(seconds * (over_m / distance_m) ** exponent)


def daniels_gilbert(distance_m: float, seconds: float, over_m: float) -> float:
    """Time over another distance at the same VDOT (Daniels and Gilbert, 1979). Metres, seconds."""
    return race_seconds(vdot(distance_m, seconds), over_m)


def cameron(distance_m: float, seconds: float, over_m: float) -> float:
    """Time over another distance by Cameron's (1998) curve of records, meant for 800 m to 50 km. Metres, seconds."""
    return float(seconds * over_m / distance_m * _cameron_factor(distance_m) / _cameron_factor(over_m))


def _cameron_factor(distance_m: float) -> float:
    miles = distance_m / MILE_M
    return float(13.49681 - 0.048865 * miles + 2.438936 / miles**0.7905)


def tanda(weekly_km: float, seconds_per_km: float) -> float:
    """Marathon time in seconds from mean weekly kilometres and mean training pace over eight weeks (Tanda, 2011).

    Pace (s/km) = 17.1 + 140 exp(-0.0053 km a week) + 0.55 training pace.
    """
    pace = 17.1 + 140.0 * exp(-0.0053 * weekly_km) + 0.55 * seconds_per_km
    return pace * MARATHON_M / 1000.0


def baselines(distance_m: float, races: Sequence[RaceResult]) -> tuple[Baseline, ...]:
    """What the formulas of one race say, each from the race nearest to the distance; () without one.

    Tanda's needs the pace of training, which a race does not tell: it stands by itself.
    """
    raced = [race for race in races if race.race]
    if not raced:
        return ()
    nearest = min(
        raced,
        key=lambda race: (
            abs(race.distance_m / distance_m - 1.0)
            if race.distance_m > distance_m
            else distance_m / race.distance_m - 1.0
        ),
    )
    told = (nearest.distance_m, nearest.seconds, distance_m)
    return (
        Baseline("Riegel", riegel(*told)),
        Baseline("Daniels-Gilbert", daniels_gilbert(*told)),
        Baseline("Cameron", cameron(*told)),
    )
