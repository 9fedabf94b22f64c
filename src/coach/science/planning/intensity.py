"""How hard: shares of VMA turned into paces, heart-rate zones and perceived effort.

VMA (vVO2max) is in km/h, shares are in per cent of VMA, paces in seconds per kilometre.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from coach.domain.plans import Step, StepKind, Target
from coach.science.running import daniels
from coach.science.running.paces import TRAINING_SHARES, pace_at


@dataclass(frozen=True, slots=True)
class Effort:
    """A band of intensity in per cent of VMA."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The share used to derive distances from durations and back."""
        return (self.low + self.high) / 2


def _usual(name: str) -> Effort:
    """A training intensity of the house, in per cent."""
    low, high = TRAINING_SHARES[name]
    return Effort(round(low * 100, 1), round(high * 100, 1))


RECOVERY = _usual("recovery")
EASY = _usual("easy")
LONG = _usual("long")
STEADY = Effort(74, 79)
THRESHOLD = _usual("threshold")
LONG_VMA = _usual("vma_long")
VMA = Effort(97, 101)
SHORT_VMA = _usual("vma_short")
STRIDES = Effort(100, 110)
UPHILL = Effort(75, 85)
"""Speed uphill, for distances only: the effort is near VMA (RPE 8), and a pace would mislead."""

BY_FEEL = Target(hr_zone=5, rpe=8.0)
LONG_BY_FEEL = Target(hr_zone=4, rpe=7.0)
"""Uphill for less than a minute and a half, and for longer."""

_ZONES = ((62, 1, 2.0), (75, 2, 3.0), (83, 3, 5.0), (91, 4, 7.0))


@lru_cache(maxsize=512)
def race_seconds(vma_kmh: float, distance_m: float) -> float:
    """Seconds over a distance for a VMA in km/h, by the curve of Daniels & Gilbert (1979)."""
    return daniels.race_seconds(daniels.oxygen_cost(vma_kmh * 1000 / 60), distance_m)


def metres_per_second(vma_kmh: float, share: float) -> float:
    """Speed in m/s at a share of VMA in per cent."""
    return vma_kmh / 3.6 * share / 100


def seconds_per_km(vma_kmh: float, share: float) -> float:
    """Pace in whole seconds per kilometre at a share of VMA in per cent."""
    return float(round(pace_at(vma_kmh, share / 100)))


def goal_effort(race_m: float, goal_s: float, vma_kmh: float) -> Effort:
    """Race pace as a band of one per cent either side, in per cent of VMA."""
    share = race_m / goal_s * 3.6 / vma_kmh * 100
    return Effort(round(share * 0.99, 1), round(share * 1.01, 1))


@lru_cache(maxsize=4096)
def target(vma_kmh: float, effort: Effort, *, rpe: float | None = None) -> Target:
    """The four ways of saying how hard: pace range, % VMA, heart-rate zone (1-5) and RPE (0-10)."""
    zone, usual_rpe = next(((zone, felt) for below, zone, felt in _ZONES if effort.middle < below), (5, 8.5))
    return Target(
        pace_fast_s=seconds_per_km(vma_kmh, effort.high),
        pace_slow_s=seconds_per_km(vma_kmh, effort.low),
        vma_low=effort.low,
        vma_high=effort.high,
        hr_zone=zone,
        rpe=usual_rpe if rpe is None else rpe,
    )


@lru_cache(maxsize=8192)
def by_effort(step: Step) -> Step:
    """The same step without a pace, where the ground makes one meaningless: share of VMA, zone and RPE stay."""
    inner = tuple(by_effort(part) for part in step.steps)
    return replace(step, target=replace(step.target, pace_fast_s=None, pace_slow_s=None), steps=inner)


@lru_cache(maxsize=8192)
def timed(
    kind: StepKind, seconds: float, vma_kmh: float, effort: Effort, *, rpe: float | None = None, why: str = ""
) -> Step:
    """A step asked in seconds; its metres follow from the middle of the band. ``why`` is a message id."""
    metres = round(seconds * metres_per_second(vma_kmh, effort.middle), 1)
    return Step(kind, float(seconds), metres, target(vma_kmh, effort, rpe=rpe), why=why)


@lru_cache(maxsize=4096)
def measured(kind: StepKind, metres: float, vma_kmh: float, effort: Effort, *, why: str = "") -> Step:
    """A step asked in metres; its seconds follow from the middle of the band. ``why`` is a message id."""
    seconds = float(round(metres / metres_per_second(vma_kmh, effort.middle)))
    return Step(kind, seconds, float(metres), target(vma_kmh, effort), by_distance=True, why=why)
