"""How a race time to expect is said: with half its interval, as runners say it."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain.athletes import Language
from coach.domain.fitness import Fitness
from coach.domain.plans import Plan
from coach.domain.races import RacePrediction
from coach.domain.units import clock, duration
from coach.science.running import vma
from coach.services.plan_words import vma_assumed

SAME_RACE_M = 100.0
"""Distances this close are one race, however they are rounded."""

HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Promise:
    """A race time in seconds, None where no run speaks of one, with the ends of its interval where they are known."""

    seconds: float | None
    low_s: float | None = None
    high_s: float | None = None


def expected(language: Language, seconds: float | None, low_s: float | None, high_s: float | None) -> str:
    """A time with half its interval: ``3 h 42 ± 9`` (minutes) from an hour on, ``45:10 ± 1:20`` below."""
    if seconds is None or low_s is None or high_s is None:
        return duration(language, seconds)
    half = (high_s - low_s) / 2
    if seconds >= HOUR_S:
        return f"{duration(language, seconds)} ± {max(round(half / 60), 1)}"
    return f"{clock(language, seconds)} ± {clock(language, half)}"


def promised(plan: Plan, belief: Fitness) -> Promise:
    """What today's fitness promises over the plan's distance; else the plan's own forecast, where it was measured."""
    known = prediction_of(plan, belief)
    if known is None:
        return Promise(None if vma_assumed(plan) else plan.predicted_s)
    return Promise(known.seconds, known.low_s, known.high_s)


def prediction_of(plan: Plan, belief: Fitness) -> RacePrediction | None:
    """Today's prediction over the plan's distance; None where no run speaks of one."""
    metres = plan.goal.race_m
    if metres is None or not vma.measured(belief.vma):
        return None
    return next((race for race in belief.predictions if abs(race.distance_m - metres) < SAME_RACE_M), None)
