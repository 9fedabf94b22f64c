"""A made-up runner: what the body can do, so that every simulated number has a known cause."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

FIVE_K_M = 5000.0
TEN_K_M = 10000.0
HALF_M = 21097.5
MARATHON_M = 42195.0

_SECONDS_AT_VMA = 420.0
_FLAT_COST = 3.6


@dataclass(frozen=True, slots=True)
class Runner:
    """A runner. VMA in km/h on the last day of the history, beats/min, kg, degrees.

    ``gain_kmh`` is how much VMA grew over the history. ``endurance`` is the percentage of VMA lost per
    unit of natural logarithm of time beyond seven minutes (4 very enduring, 8 hardly).
    """

    vma_kmh: float = 15.0
    gain_kmh: float = 1.4
    max_hr: int = 189
    resting_hr: int = 49
    weight_kg: float = 68.0
    endurance: float = 5.8
    latitude: float = 45.7772
    longitude: float = 4.8554
    altitude_m: float = 220.0
    hilliness: float = 1.0
    time_zone: str = "Europe/Paris"


def sustainable_share(runner: Runner, seconds: float) -> float:
    """The share of VMA the runner can hold for ``seconds``.

    Source: Péronnet and Thibault (1989), J. Appl. Physiol. 67: the fraction of maximal aerobic power that
    can be sustained falls with the logarithm of time beyond seven minutes. Shorter efforts rise a little above 1.
    """
    return 1.0 - runner.endurance / 100 * math.log(seconds / _SECONDS_AT_VMA)


def race_seconds(runner: Runner, vma_kmh: float, distance_m: float) -> float:
    """The time an even, well-run race over ``distance_m`` takes the runner with that VMA, in seconds."""
    seconds = distance_m / (vma_kmh / 3.6)
    for _ in range(40):  # a contraction: a dozen turns settle it to the microsecond
        seconds = distance_m / (vma_kmh / 3.6 * sustainable_share(runner, seconds))
    return seconds


def running_cost(grade: Column) -> Column:
    """Energy cost of running in J/(kg m) on a gradient (rise over run, held within ±0.45).

    Source: Minetti et al. (2002), J. Appl. Physiol. 93.
    """
    i = np.clip(grade, -0.45, 0.45)
    return 155.4 * i**5 - 30.4 * i**4 - 43.3 * i**3 + 46.3 * i**2 + 19.5 * i + 3.6


def hill_factor(grade: Column) -> Column:
    """How a gradient changes the speed of a runner who keeps most of the effort constant (1 on the flat)."""
    return np.clip((_FLAT_COST / running_cost(grade)) ** 0.75, 0.4, 1.2)


def effort_share(speed_mps: Column, grade: Column, vma_kmh: float) -> Column:
    """Flat speed of the same energy cost as a share of VMA (Minetti et al., 2002)."""
    return speed_mps * running_cost(grade) / _FLAT_COST / (vma_kmh / 3.6)


def steady_heart_rate(runner: Runner, share: Column, vma_kmh: float) -> Column:
    """Heart rate an effort settles at, beats/min.

    Sources: VO2 = 3.5 x speed in km/h (Léger and Mercier, 1984); the share of heart rate reserve equals the share
    of VO2 reserve (Swain and Leutholtz, 1997).
    """
    reserve = np.clip((share * vma_kmh - 1) / (vma_kmh - 1), 0.05, 1.0)
    return runner.resting_hr + reserve * (runner.max_hr - runner.resting_hr)


def vma_by_day(runner: Runner, first_day: date, missed: NDArray[np.bool_]) -> Column:
    """True VMA in km/h on each day of a history, shape (days,), ending at the runner's own VMA.

    It grows ever more slowly, swings 0.2 km/h with the season, and sinks in missed weeks (about 0.5 km/h for two
    weeks without training, as detraining studies see: Mujika and Padilla, 2000), to come back in some six weeks.
    """
    days = missed.shape[0]
    progress = np.linspace(0.0, 1.0, days)
    growth = runner.gain_kmh * (1 - np.exp(-2 * progress)) / (1 - math.exp(-2))
    season = 0.2 * np.cos(2 * np.pi * (first_day.timetuple().tm_yday + np.arange(days) - 280) / 365.25)
    loss = np.zeros(days)
    lost = 0.0
    for day in range(days):
        lost = lost * math.exp(-1 / 21) + (0.045 if missed[day] else 0.0)
        loss[day] = lost
    curve: Column = growth + season - loss
    return curve + (runner.vma_kmh - float(curve[-1]))
