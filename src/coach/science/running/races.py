"""Race times: what a runner's performances say about other distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, hypot, log, sqrt

from coach.domain.fitness import Estimate
from coach.domain.language import mark
from coach.domain.races import RacePrediction
from coach.science.running.efforts import HALF_MARATHON_M, MARATHON_M
from coach.science.running.endurance import seconds_at
from coach.science.running.evidence import Performance
from coach.science.running.vma import ENVELOPE, Z_80

RACE_DISTANCES_M = (5000.0, 10_000.0, HALF_MARATHON_M, MARATHON_M)

RIEGEL_EXPONENT = 1.06
EXPONENT = 1.08
MARATHON_EXPONENT = 1.13
EXPONENT_PER_KM_A_WEEK = -0.0010
USUAL_WEEKLY_KM = 33.0
EXPONENT_SD = 0.03
RACE_SD, TRAINING_SD = 0.035, 0.05
DAY_SD = 0.04
ALL_OUT_VALIDITY = 3
RACE_ENVELOPE = 0.88

_FROM_RACES = mark("Your own curve through your best performances, drawn towards that of most runners")
_FROM_VMA = mark("From the VMA, by the curve of most runners")


def riegel(distance_m: float, seconds: float, over_m: float, exponent: float = RIEGEL_EXPONENT) -> float:
    """Time over another distance: T2 = T1 (D2 / D1)^1.06 (Riegel, 1981). Metres, seconds."""
    return float(seconds * (over_m / distance_m) ** exponent)


@dataclass(frozen=True, slots=True)
class _Point:
    """A performance on logarithmic axes: place on the population's curve, log of seconds, standard deviation."""

    place: float
    length: float
    log_s: float
    sd: float


def predictions(
    shown: Sequence[Performance], vma: Estimate | None, *, weekly_km: float | None, lost: float = 0.0
) -> tuple[RacePrediction, ...]:
    """Times over 5 km, 10 km, half marathon and marathon with 80 % intervals; () when nothing is known.

    The curve is T ~ D^1.08 up to the half marathon and D^1.13 beyond it, steeper for few weekly kilometres: rounded
    medians among 1,443 surveyed runners (data of Vickers and Vertosick, 2016), where Riegel's 1.06 is 10 minutes too
    fast over the marathon for half of them. The runner's own departure from it is a normal prior of SD 0.03 on the
    exponent, updated by performances near the runner's upper envelope. Where these were not all out, or are none,
    10 km at the VMA stands in. ``lost`` is the share of speed lost since by resting.
    """
    if vma is None:
        return ()
    points = _points(shown, weekly_km, lost) if vma.validity >= ALL_OUT_VALIDITY else []
    method = _FROM_RACES
    if not points:
        doubt = (vma.high - vma.low) / (2 * Z_80 * vma.value)
        points = [_Point(_place(10_000.0, weekly_km), log(10_000.0), log(seconds_at(vma.value, 10_000.0)), doubt)]
        method = _FROM_VMA
    return tuple(_predicted(distance_m, points, weekly_km, method) for distance_m in RACE_DISTANCES_M)


def _points(shown: Sequence[Performance], weekly_km: float | None, lost: float) -> list[_Point]:
    """The best performance of each class of distance near the envelope: the others were not all out.

    A race counts from further below, but the less the further: it may have been a bad day, or a weak distance.
    """
    if not shown:
        return []
    top = max(performance.vma_kmh for performance in shown)
    best: dict[int, Performance] = {}
    for performance in shown:
        held = best.get(key := round(2 * log(performance.distance_m)))
        if held is None or performance.vma_kmh > held.vma_kmh:
            best[key] = performance
    return [
        _Point(
            _place(performance.distance_m, weekly_km),
            log(performance.distance_m),
            log(performance.seconds / (1 - lost)),
            hypot(RACE_SD, 1 - performance.vma_kmh / top) if performance.run.race else TRAINING_SD,
        )
        for performance in best.values()
        if performance.vma_kmh >= (RACE_ENVELOPE if performance.run.race else ENVELOPE) * top
    ]


def _place(distance_m: float, weekly_km: float | None) -> float:
    """Log of seconds on the population's curve, up to a constant of the runner."""
    volume = USUAL_WEEKLY_KM if weekly_km is None else min(max(weekly_km, 10.0), 80.0)
    beyond = MARATHON_EXPONENT + EXPONENT_PER_KM_A_WEEK * (volume - USUAL_WEEKLY_KM)
    short, long = min(distance_m, HALF_MARATHON_M), max(distance_m, HALF_MARATHON_M)
    return EXPONENT * log(short) + beyond * log(long / HALF_MARATHON_M)


def _predicted(distance_m: float, points: Sequence[_Point], weekly_km: float | None, method: str) -> RacePrediction:
    """Normal linear model in two unknowns: the runner's constant (flat prior) and exponent (prior SD EXPONENT_SD)."""
    weights = [1 / point.sd**2 for point in points]
    total = sum(weights)
    centre = sum(weight * point.length for weight, point in zip(weights, points, strict=True)) / total
    constant = sum(w * (point.log_s - point.place) for w, point in zip(weights, points, strict=True)) / total
    spread = sum(w * (point.length - centre) ** 2 for w, point in zip(weights, points, strict=True))
    lean = sum(
        w * (point.length - centre) * (point.log_s - point.place) for w, point in zip(weights, points, strict=True)
    )
    precision = spread + 1 / EXPONENT_SD**2
    reach = log(distance_m) - centre
    middle = _place(distance_m, weekly_km) + constant + lean / precision * reach
    sd = sqrt(1 / total + reach * reach / precision + DAY_SD * DAY_SD)
    return RacePrediction(distance_m, exp(middle), exp(middle - Z_80 * sd), exp(middle + Z_80 * sd), method)
