"""Published plans as figures, and ours for the same runner: same distance, weeks, days and first week."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.goals import GoalKind
from coach.domain.plans import Plan, SessionKind
from tests.science.planning.runners import fitness, plan_for

KINDS = {GoalKind.HALF_MARATHON: "Half Marathon", GoalKind.MARATHON: "Marathon"}
FIGURES = ("weeks", "peak", "lr_peak", "tap3", "tap2", "lr_spike_max")
"""Weeks, km of the biggest week and of the longest run, how far the third-last and second-last weeks are below the
biggest, and the worst jump of a long run over those of the four weeks before."""


@dataclass(frozen=True)
class Published:
    """One published plan: its own figures by name, and the plan we give the same runner."""

    name: str
    theirs: dict[str, float]
    ours: Plan

    @property
    def ours_in_figures(self) -> dict[str, float]:
        """The same figures of our plan."""
        weeks = weekly_km(self.ours)
        peak = max(weeks)
        return {
            "weeks": len(weeks),
            "peak": peak,
            "lr_peak": longest_km(self.ours),
            "tap3": 1 - weeks[-3] / peak,
            "tap2": 1 - weeks[-2] / peak,
            "lr_spike_max": worst_jump(self.ours),
        }


def published(path: Path, kind: GoalKind) -> list[Published]:
    """Every published plan of a kind with ours beside it."""
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == KINDS[kind]]
    return [_beside(kind, row) for row in rows]


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """First quartile, median, third quartile."""
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high


def weekly_km(plan: Plan) -> list[float]:
    """Kilometres of training a week, the race left out."""
    return [sum(s.distance_m for s in week.sessions if s.kind is not SessionKind.RACE) / 1000 for week in plan.weeks]


def longest_km(plan: Plan) -> float:
    """Kilometres of the longest training run."""
    return max(s.distance_m for s in plan.sessions if s.kind is not SessionKind.RACE) / 1000


def worst_jump(plan: Plan) -> float:
    """How much longer a long run above 10 km is, at worst, than the four long runs before it."""
    known: list[float] = []
    worst = 0.0
    for session in plan.sessions:
        if session.kind is SessionKind.LONG:
            if known and session.distance_m > 10_000:
                worst = max(worst, session.distance_m / max(known[-4:]) - 1)
            known.append(session.distance_m)
    return worst


def _beside(kind: GoalKind, row: dict[str, str]) -> Published:
    theirs = {name: float(row[name]) for name in FIGURES}
    days = max(3, min(7, round(float(row["days"]))))
    ours = plan_for(kind, round(theirs["weeks"]), days, _runner(float(row["start"]), theirs["peak"]))
    return Published(row["id"], theirs, ours)


def _runner(start_km: float, peak_km: float) -> Fitness:
    """Who such a plan is written for: running its first week now, of the level its biggest week speaks of.

    Under 65 km a week at the peak beginner to intermediate, above 90 advanced (Knopp et al. 2024).
    """
    level, vma = (Level.INTERMEDIATE, 13.5) if peak_km < 65 else (Level.INTERMEDIATE, 15.0)
    if peak_km > 90:
        level, vma = Level.ADVANCED, 17.0
    return fitness(vma, level, weekly_km=(start_km,) * 6, longest_km=0.3 * start_km)
