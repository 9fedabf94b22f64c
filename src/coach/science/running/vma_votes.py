"""What each method says of the VMA (maximal aerobic speed), in km/h, and how far it may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from math import exp, hypot, log, sqrt
from statistics import median

from coach.domain.fitness import Estimate
from coach.domain.language import mark
from coach.science.running.endurance import VMA_LASTS_S
from coach.science.running.evidence import HIGHEST_VMA_KMH, LOWEST_VMA_KMH, Performance, RunEvidence
from coach.science.running.hardness import (
    DENIED_BEYOND,
    HARD_WITHIN,
    SWAIN_SLOPE,
    TRAINING_RESERVE,
    TRAINING_SD,
    held_back,
    relative_sd,
    steady,
)
from coach.science.running.zones import OWN_LINE_SLOPES

SIX_MINUTES_S = 360.0
KILOMETRE_M = 1000.0
LONG_M = 1500.0
SHORT_M = 2000.0
HEARD_LEAD, UNHEARD_LEAD, DENIED_LEAD = 1.5, 1.04, 1.0
"""How far a short effort may lead the best of all other runs: its heart rate confirms it, is unknown, or denies it."""
ENVELOPE = 0.97
NEAR_BEST_SDS = 0.5

INDEX_SD = 0.0125
"""SD of the endurance index between runners: -4 % to -9 % in Péronnet and Thibault (1989) taken as four of them."""
CURVE_SD, DAY_SD = 0.018, 0.015
BOUND_SD, BOUND_ABOVE, BLIND_ABOVE = 0.03, 0.13, 0.35
"""Relative SD of a bound; how far the VMA may lie above it where the best effort stands out of the others, or not."""
STANDING_OUT, RUNS_TO_STAND_OUT = 1.12, 5
DRIFT_SD = 0.02
"""SD of the change of the VMA in 90 days."""
HEART_RATE_RUNS = 3
HEART_RATE_LEAST_S = 1200.0
HEART_RATE_SHARES = (65.0, 95.0)
SWAIN_SD, RESERVE_SD, OWN_LINE_SD = 0.12, 0.09, 0.035
OWN_LINE_RUNS, OWN_LINE_SPREAD_BPM, OWN_LINE_WORST_SD = 8, 15.0, 0.12

BY_RACES = mark("Races, by how long a share of the VMA lasts (Daniels and Gilbert 1979, Péronnet and Thibault 1989)")
BY_SIX_MINUTES = mark("Best six minutes (half-Cooper)")
BY_KILOMETRE = mark("Best kilometre")
BY_LONG_EFFORTS = mark(
    "Best efforts, by how long a share of the VMA lasts (Daniels and Gilbert 1979, Péronnet and Thibault 1989)"
)
BY_CRITICAL_SPEED = mark("Critical speed and D', at the speed that lasts seven minutes")
BY_SWAIN = mark("Heart rate of steady runs (Swain 1994)")
BY_RESERVE = mark("Heart rate reserve of steady runs (Swain and Leutholtz 1997)")
BY_OWN_LINE = mark("Your own line of heart rate over pace, drawn out to the maximal heart rate")
STEADY_RUNS = mark("Pace and heart rate of your runs of the last 90 days")


class Group(Enum):
    """Methods that lean on the same efforts and err together."""

    RACES = "races"
    EFFORTS = "efforts"
    HEART = "heart"


@dataclass(frozen=True, slots=True)
class Claim:
    """A method's VMA in km/h with its relative SD.

    With ``above`` it is a mere bound: the VMA is no lower, and may be higher by that share.
    """

    group: Group
    method: str
    value: float
    sd: float
    evidence: str
    above: float | None = None
    shown: tuple[Performance, ...] = ()

    @property
    def bound(self) -> bool:
        """Whether it only says that the VMA is no lower."""
        return self.above is not None


def races_claim(shown: Sequence[Performance], today: date) -> Claim | None:
    """Races of the last year: those near the best of them, by inverse variance; the newer count more."""
    raced = [(performance, _race_sd(performance, today)) for performance in _best_of_each(shown)]
    if not raced:
        return None
    best, best_sd = max(raced, key=lambda held: (held[0].vma_kmh * (1 - held[1]), held[0].run.on))
    kept = [
        (performance, sd)
        for performance, sd in raced
        if log(best.vma_kmh / performance.vma_kmh) <= NEAR_BEST_SDS * hypot(sd, best_sd)
    ]
    weights = [1 / sd**2 for _, sd in kept]
    value = exp(sum(w * log(p.vma_kmh) for w, (p, _) in zip(weights, kept, strict=True)) / sum(weights))
    # The days err apart, the curve errs in common: more races never know more than the curve.
    curve = min(curve_sd(performance.seconds) for performance, _ in kept)
    sd = hypot(sqrt(1 / sum(weights)), CURVE_SD, curve / 2)
    kept.sort(key=lambda held: held[1])
    named = tuple(performance for performance, _ in kept)
    return Claim(Group.RACES, BY_RACES, value, sd, _words(named), shown=named)


def effort_claims(
    shown: Sequence[Performance], runs: Sequence[RunEvidence], highest: Estimate | None, today: date
) -> tuple[Claim, ...]:
    """What the best six minutes, the best kilometre and longer efforts of training say.

    Each is a claim where the heart rate says that it was hard, raised by what was held back; otherwise a bound.
    """
    training = [performance for performance in shown if not performance.run.race]
    six = [found for run in runs if not run.race and (found := _six_minutes(run)) is not None]
    best_two = _best_two([*shown, *six])
    above = BOUND_ABOVE if _stands_out([each for each in training if each.distance_m >= SHORT_M]) else BLIND_ABOVE
    kilometres = [each for each in training if each.distance_m == KILOMETRE_M]
    longer = [each for each in training if each.distance_m >= LONG_M]
    claims = (
        _claim(BY_SIX_MINUTES, six, best_two, highest, today, above),
        _claim(BY_KILOMETRE, kilometres, best_two, highest, today, above),
        _claim(BY_LONG_EFFORTS, longer, best_two, highest, today, above),
    )
    return tuple(claim for claim in claims if claim is not None)


def critical_claim(speed: Estimate, d_prime: Estimate) -> Claim:
    """VMA as the speed that lasts seven minutes on the runner's hyperbola: CS + D' / 420 s."""
    value = 3.6 * (speed.value + d_prime.value / VMA_LASTS_S)
    return Claim(Group.EFFORTS, BY_CRITICAL_SPEED, value, hypot(relative_sd(speed), CURVE_SD), speed.evidence)


def steady_point(runs: Sequence[RunEvidence], highest: Estimate | None) -> tuple[float, float] | None:
    """Mean grade-adjusted speed (m/s) and mean heart rate of the steady runs; None under OWN_LINE_RUNS of them.

    These are the runs that vote on the VMA by their heart rate: from 20 min, at 65 to 95 % of HRmax.
    """
    points = [] if highest is None else _heart_points(runs, highest.value)
    if len(points) < OWN_LINE_RUNS:
        return None
    speeds, rates = zip(*points, strict=True)
    return sum(speeds) / len(points) / 3.6, sum(rates) / len(points)


def heart_claim(runs: Sequence[RunEvidence], highest: Estimate | None, resting: Estimate | None = None) -> Claim | None:
    """VMA from pace and heart rate of runs of at least 20 min at 65 to 95 % of HRmax.

    Where they spread over 15 bpm the runner's own line through them reaches the maximal heart rate at the VMA.
    Otherwise the median run: with a resting heart rate the share of its reserve is that of the oxygen's (Swain and
    Leutholtz, 1997; rest costs what 1 km/h does), without one % of VO2max = (% of HRmax - 37) / 0.64 (Swain, 1994).
    """
    points = [] if highest is None else _heart_points(runs, highest.value)
    if highest is None or len(points) < HEART_RATE_RUNS:
        return None
    own = _own_line(points, highest)
    if own is not None:
        return own
    if resting is not None and resting.value < 0.6 * highest.value:
        return _by_reserve(points, highest, resting)
    told = [speed / ((100 * rate / highest.value - 37) / 64) for speed, rate in points]
    share = median(rate for _, rate in points) / highest.value
    sd = hypot(SWAIN_SD, relative_sd(highest) * share / max(share - 0.37, 0.2))
    return _believable(Claim(Group.HEART, BY_SWAIN, median(told), sd, STEADY_RUNS))


def curve_sd(seconds: float) -> float:
    """Relative SD of the VMA read off an all-out effort of that time: runners differ in how long a share lasts."""
    return INDEX_SD * abs(log(seconds / VMA_LASTS_S))


def _heart_points(runs: Sequence[RunEvidence], highest: float) -> list[tuple[float, float]]:
    """Speed in km/h (grade-adjusted where known) and mean heart rate of the runs that count."""
    points = []
    for run in runs:
        speed = run.graded_speed_mps or (run.metres / run.moving_s if run.moving_s > 0 else 0.0)
        if run.avg_hr is None or run.moving_s < HEART_RATE_LEAST_S or speed <= 0:
            continue
        if HEART_RATE_SHARES[0] <= 100 * run.avg_hr / highest <= HEART_RATE_SHARES[1]:
            points.append((3.6 * speed, run.avg_hr))
    return points


def _own_line(points: Sequence[tuple[float, float]], highest: Estimate) -> Claim | None:
    rates = [rate for _, rate in points]
    if len(points) < OWN_LINE_RUNS or max(rates) - min(rates) < OWN_LINE_SPREAD_BPM:
        return None
    n = len(points)
    mean_speed, mean_rate = sum(speed for speed, _ in points) / n, sum(rates) / n
    spread = sum((speed - mean_speed) ** 2 for speed, _ in points)
    if spread <= 0:
        return None
    slope = sum((speed - mean_speed) * (rate - mean_rate) for speed, rate in points) / spread
    if slope <= 0:
        return None
    value = mean_speed + (highest.value - mean_rate) / slope
    if not OWN_LINE_SLOPES[0] <= slope * value / highest.value <= OWN_LINE_SLOPES[1]:
        return None
    squares = sum((rate - mean_rate - slope * (speed - mean_speed)) ** 2 for speed, rate in points)
    noise = squares / (n - 2)
    at_value = sqrt(noise * (1 / n + (value - mean_speed) ** 2 / spread)) / slope
    sd = hypot(OWN_LINE_SD, at_value / value, relative_sd(highest) * highest.value / (slope * value))
    if sd > OWN_LINE_WORST_SD:
        return None
    return _believable(Claim(Group.HEART, BY_OWN_LINE, value, sd, STEADY_RUNS))


def _by_reserve(points: Sequence[tuple[float, float]], highest: Estimate, resting: Estimate) -> Claim | None:
    reserve = highest.value - resting.value
    told = [(speed - 1) * reserve / (rate - resting.value) + 1 for speed, rate in points]
    sd = hypot(RESERVE_SD, relative_sd(highest) * highest.value / reserve)
    return _believable(Claim(Group.HEART, BY_RESERVE, median(told), sd, STEADY_RUNS))


def _believable(claim: Claim) -> Claim | None:
    return claim if LOWEST_VMA_KMH <= claim.value <= HIGHEST_VMA_KMH else None


def _six_minutes(run: RunEvidence) -> Performance | None:
    speed = run.flat_speed_held(SIX_MINUTES_S)
    if speed is None or not LOWEST_VMA_KMH <= 3.6 * speed <= HIGHEST_VMA_KMH:
        return None
    return Performance(speed * SIX_MINUTES_S, SIX_MINUTES_S, 3.6 * speed, run)


def _claim(
    method: str,
    shown: Sequence[Performance],
    best_two: Sequence[tuple[float, str]],
    highest: Estimate | None,
    today: date,
    above: float,
) -> Claim | None:
    """The best of the hard efforts; without any, the best of all as a bound."""
    believed = [_no_lie(performance, best_two, highest) for performance in shown]
    hard = [raised for performance in believed if (raised := _raised(performance, highest)) is not None]
    if hard:
        best = max(hard, key=lambda each: (each[0].vma_kmh, each[0].run.on))
        performance, reserve = best
        sd = hypot(CURVE_SD, curve_sd(performance.seconds), TRAINING_SD, reserve / 2, _age_sd(performance, today))
        if highest is not None:
            sd = hypot(sd, relative_sd(highest) / SWAIN_SLOPE)
        value = performance.vma_kmh * (1 + TRAINING_RESERVE)
        return Claim(Group.EFFORTS, method, value, sd, _words((performance,)), shown=(performance,))
    if not believed:
        return None
    best_of_all = _envelope(believed)
    value = sum(performance.vma_kmh for performance in best_of_all) / len(best_of_all)
    sd = hypot(BOUND_SD, _age_sd(best_of_all[0], today))
    return Claim(Group.EFFORTS, method, value, sd, _words(best_of_all), above=above, shown=tuple(best_of_all))


def _raised(performance: Performance, highest: Estimate | None) -> tuple[Performance, float] | None:
    """A hard effort raised by what was held back, and how much; None for one not known to be hard."""
    reserve = held_back(performance.run, performance.seconds, highest)
    if reserve is None or reserve > HARD_WITHIN or not steady(performance.run, performance.seconds):
        return None
    return replace(performance, vma_kmh=performance.vma_kmh / (1 - reserve)), reserve


def _no_lie(performance: Performance, best_two: Sequence[tuple[float, str]], highest: Estimate | None) -> Performance:
    """A short effort no other run comes near may be a lying distance: it leads by what the heart rate allows."""
    other = next((value for value, run in best_two if run != performance.run.activity_id), None)
    if performance.distance_m >= SHORT_M or other is None:
        return performance
    lead = _lead(held_back(performance.run, performance.seconds, highest))
    return replace(performance, vma_kmh=min(performance.vma_kmh, lead * other))


def _lead(reserve: float | None) -> float:
    if reserve is None:
        return UNHEARD_LEAD
    if reserve <= HARD_WITHIN:
        return HEARD_LEAD
    return DENIED_LEAD if reserve > DENIED_BEYOND else UNHEARD_LEAD


def _best_two(shown: Sequence[Performance]) -> list[tuple[float, str]]:
    """The best VMA of the two best runs, each with its run."""
    return sorted(((each.vma_kmh, each.run.activity_id) for each in _best_of_each(shown)), reverse=True)[:2]


def _best_of_each(shown: Sequence[Performance]) -> list[Performance]:
    """The best proof of each run."""
    best: dict[str, Performance] = {}
    for performance in shown:
        known = best.get(performance.run.activity_id)
        if known is None or performance.vma_kmh > known.vma_kmh:
            best[performance.run.activity_id] = performance
    return list(best.values())


def _envelope(shown: Sequence[Performance]) -> list[Performance]:
    """The performances within 3 % of the best proof of VMA, one per run and best first."""
    ranked = sorted(_best_of_each(shown), key=lambda each: (each.vma_kmh, each.run.on), reverse=True)
    return [each for each in ranked if each.vma_kmh >= ENVELOPE * ranked[0].vma_kmh]


def _stands_out(shown: Sequence[Performance]) -> bool:
    """Whether the best run proves clearly more than the usual run: then it was meant to be fast."""
    best = [performance.vma_kmh for performance in _best_of_each(shown)]
    return len(best) >= RUNS_TO_STAND_OUT and max(best) >= STANDING_OUT * median(best)


def _race_sd(performance: Performance, today: date) -> float:
    return hypot(curve_sd(performance.seconds), DAY_SD, _age_sd(performance, today))


def _age_sd(performance: Performance, today: date) -> float:
    return DRIFT_SD * (today - performance.run.on).days / 90


def _words(shown: Sequence[Performance]) -> str:
    return "; ".join(list(dict.fromkeys(performance.words for performance in shown))[:3])
