"""Who the plan is for: what is known of the runner, and what is assumed where nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.goals import Goal, GoalKind
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.science.planning.intensity import EASY, metres_per_second
from coach.science.running.vma import measured

ASSUMED_VMA_KMH = {Level.BEGINNER: 11.0, Level.INTERMEDIATE: 14.0, Level.ADVANCED: 16.5}
"""VMA taken for a declared level when nothing was measured: a coach's prior, not a finding."""

ASSUMED_RUN_MIN = {
    Level.BEGINNER: {"5k": 30, "10k": 32, "half": 36, "marathon": 42, "ultra": 45},
    Level.INTERMEDIATE: {"5k": 42, "10k": 45, "half": 48, "marathon": 52, "ultra": 55},
    Level.ADVANCED: {"5k": 55, "10k": 58, "half": 60, "marathon": 62, "ultra": 65},
}
"""Mean minutes of a present run, taken for a declared level without history."""

ASSUMED_LONGEST_MIN = {
    Level.BEGINNER: {"5k": 35, "10k": 45, "half": 55, "marathon": 65, "ultra": 80},
    Level.INTERMEDIATE: {"5k": 60, "10k": 65, "half": 75, "marathon": 80, "ultra": 95},
    Level.ADVANCED: {"5k": 75, "10k": 80, "half": 90, "marathon": 100, "ultra": 110},
}
"""Minutes of the longest present run, taken for a declared level without history."""

_FULL_RUNS = {2: 2.0, 3: 3.0, 4: 4.0, 5: 4.8, 6: 5.4, 7: 6.0}
"""Weekly volume in mean runs: a sixth and seventh day are shorter ones."""

SMALL_WEEK_M = 10_000.0
"""Below 10 km a week no ratio means anything: a returning runner may start from there."""

NEAR_DAYS = 14
"""Runs whose latest lies further before a plan say how the athlete runs, not what they ran in its last 30 days."""

SLOWEST_VMA_KMH, FASTEST_VMA_KMH = 6.0, 26.0
MASTERS_AGE, SENIOR_AGE = 50, 60
"""From the first a lighter week comes every third, from the second a week holds one hard session."""


@dataclass(frozen=True, slots=True)
class Runner:
    """The runner a plan is made for. km/h, metres; ``past_weeks_m`` are the last six weeks, oldest first.

    ``last_run`` may be known of a runner without any history recent enough to count.
    """

    level: Level
    vma_kmh: float
    vma_measured: bool
    vma_declared: bool
    weekly_m: float
    longest_m: float
    past_weeks_m: tuple[float, ...]
    has_history: bool
    last_run: date | None
    masters: bool
    senior: bool = False
    recent_runs: tuple[tuple[date, float], ...] = ()

    def remembered(self, start: date) -> list[tuple[date, float]]:
        """Day and metres of what a plan that begins on ``start`` is measured by: no run longer than ``longest_m``."""
        return remembered_runs(self.recent_runs, start, self.longest_m)

    @property
    def easy_mps(self) -> float:
        """Easy speed in m/s."""
        return metres_per_second(self.vma_kmh, EASY.middle)

    @property
    def weekly_s(self) -> float:
        """The present week, in seconds of easy running."""
        return self.weekly_m / self.easy_mps


def runner_of(goal: Goal, fitness: Fitness, age: int | None) -> Runner:
    """The runner behind a fitness snapshot; the observed level wins over the declared one where there is history.

    Raises InvalidInput for a VMA no runner has.
    """
    has_history = _has_run(fitness)
    level = fitness.level if has_history else goal.level or fitness.level
    vma = _vma_kmh(goal, fitness, level)
    if not SLOWEST_VMA_KMH <= vma <= FASTEST_VMA_KMH:
        raise InvalidInput(
            mark("A VMA of {vma} km/h cannot be right: give one from {least} to {most} km/h."),
            field="vma",
            vma=f"{vma:.1f}",
            least=f"{SLOWEST_VMA_KMH:.0f}",
            most=f"{FASTEST_VMA_KMH:.0f}",
        )
    weekly_m, longest_m, past = present_volume(level, vma, goal, fitness)
    return Runner(
        level=level,
        vma_kmh=vma,
        vma_measured=measured(fitness.vma),
        vma_declared=goal.vma_kmh is not None and not measured(fitness.vma),
        weekly_m=weekly_m,
        longest_m=longest_m,
        past_weeks_m=past,
        has_history=has_history,
        last_run=fitness.last_run,
        masters=age is not None and age >= MASTERS_AGE,
        senior=age is not None and age >= SENIOR_AGE,
        recent_runs=fitness.recent_runs if has_history else (),
    )


def _vma_kmh(goal: Goal, fitness: Fitness, level: Level) -> float:
    """What runs have shown, else what the athlete declares, else what is usual for the level."""
    if fitness.vma is not None and (measured(fitness.vma) or goal.vma_kmh is None):
        return fitness.vma.value
    return ASSUMED_VMA_KMH[level] if goal.vma_kmh is None else goal.vma_kmh


def present_volume(
    level: Level, vma_kmh: float, goal: Goal, fitness: Fitness
) -> tuple[float, float, tuple[float, ...]]:
    """Metres of a present week, of the longest recent run, and of each of the last six weeks.

    From the history where there is one, otherwise what the level is assumed to run. The athlete is taken to go
    on as now until the plan starts.
    """
    easy_mps = metres_per_second(vma_kmh, EASY.middle)
    past = tuple(week.distance_m for week in fitness.weeks[-6:])
    if _has_run(fitness):
        longest = max([fitness.longest_recent_m, *(week.longest_m for week in fitness.weeks[-4:])])
        recent = fitness.recent_weekly_m or 0.0
        return max(recent, SMALL_WEEK_M), longest, (recent,) * (6 - len(past)) + past
    weekly = assumed_week_s(level, goal.kind, len(goal.days)) * easy_mps
    return weekly, ASSUMED_LONGEST_MIN[level][goal.kind.model] * 60 * easy_mps, (weekly,) * 6


def remembered_runs(recent: tuple[tuple[date, float], ...], start: date, longest_m: float) -> list[tuple[date, float]]:
    """The runs of the 30 days before a plan, as far as their days are known; otherwise the longest on its eve.

    Whoever begins later goes on as now until then, so the longest stands on the eve as well.
    """
    eve = start - timedelta(days=1)
    if not recent or not 0 <= (eve - recent[-1][0]).days <= NEAR_DAYS:
        return [(eve, longest_m)]
    return [(day, min(metres, longest_m)) for day, metres in recent]


def _has_run(fitness: Fitness) -> bool:
    """Whether anything is known of the athlete's running, be it long ago or that there was none."""
    return fitness.runs_counted > 0 or bool(fitness.weeks)


def assumed_week_s(level: Level, kind: GoalKind, days: int) -> float:
    """Seconds a week taken for a level without history."""
    runs = _FULL_RUNS.get(days, 2.0)
    if level is Level.BEGINNER:
        runs = min(runs, 4.0)
    return ASSUMED_RUN_MIN[level][kind.model] * 60 * runs
