"""Time off running: how long it was, what was run before, and what of it is honestly left.

Shares of volume are a coaching convention. VMA lost: 7 % after 12 days, 14 % after 8 weeks and 16 % after 12 in seven
trained athletes (Coyle et al. 1984), up to 20 % later (Mujika & Padilla 2000); who was less trained has less to lose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness, WeeklyVolume
from coach.domain.goals import Goal, GoalKind
from coach.science.planning.returning.injuries import recovering, recovering_bone
from coach.science.planning.returning.walk_run import STAGES, Stage
from coach.science.planning.runner import SLOWEST_VMA_KMH, SMALL_WEEK_M, Runner, present_volume
from coach.science.running.levels import AFTER_A_BREAK

ASSUMED_WEEKS_OFF = 8
"""Weeks taken for a return whose break nobody told and no run shows."""

VOLUME_KEPT = ((1, 0.9), (2, 0.8), (4, 0.7), (13, 0.5), (26, 0.35))
VOLUME_KEPT_LATER = 0.25
"""Share of the usual volume to start again with, up to so many weeks off, and later."""

VMA_LOST = ((0.0, 0.0), (12 / 7, 0.07), (8.0, 0.14), (12.0, 0.16), (26.0, 0.20))
"""Weeks off and the share of VMA lost by them, joined by straight lines."""

LEVEL_LOST_WEEKS = {Level.ADVANCED: 12, Level.INTERMEDIATE: 26}
LONG_BREAK_WEEKS = 13
"""After three months walking comes before running, injury or not."""

MEMORY_DAYS = 30
"""A run longer ago than this allows no run today."""

SHORTEST_LONGEST_M = 3_500.0
"""What a first run may always build on: runs of up to 5 km are free."""

WINDOW, SEEN_BEFORE = 4, 16
_DOWN = {Level.ADVANCED: Level.INTERMEDIATE, Level.INTERMEDIATE: Level.BEGINNER}


@dataclass(frozen=True, slots=True)
class Break:
    """Time off. Weeks; metres of a usual week and of the longest run before it.

    ``level`` is the one before it; ``assumed`` says that its length was neither told nor seen, ``resumed`` that runs
    were seen in each of the last two weeks.
    """

    weeks: int
    weekly_m: float
    longest_m: float
    level: Level
    assumed: bool = False
    bone: bool = False
    injured: bool = False
    resumed: bool = False

    @property
    def volume_kept(self) -> float:
        """Share of the usual volume to start again with."""
        return next((share for most, share in VOLUME_KEPT if self.weeks <= most), VOLUME_KEPT_LATER)

    @property
    def first_stage(self) -> int:
        """The walk-run stage to start from; the number of stages where running goes on without walking."""
        novice = self.level is Level.BEGINNER
        if self.resumed:
            return 3 if self.bone else len(STAGES)
        if self.bone:
            return 0
        if self.injured:
            return 3 if self.weeks < 4 else 1 - novice
        if self.weeks >= LONG_BREAK_WEEKS:
            return 0 if novice else 2
        return 2 if novice and self.weeks >= 6 else len(STAGES)

    @property
    def walks(self) -> bool:
        """Whether the way back begins with walk-runs."""
        return self.first_stage < len(STAGES)

    @property
    def protocol(self) -> tuple[Stage, ...]:
        """The walk-runs of the way back, one after the other; empty where running goes on without walking."""
        return tuple(stage for stage in STAGES[self.first_stage :] for _ in range(self.visits))

    @property
    def visits(self) -> int:
        """How many times each stage is done before the next."""
        return 3 if self.bone or self.level is Level.BEGINNER else 2

    @property
    def vma_lost(self) -> float:
        """Share of VMA lost, half of it for who was little trained."""
        share = VMA_LOST[-1][1]
        for (before, lost), (after, more) in pairwise(VMA_LOST):
            if before <= self.weeks < after:
                share = lost + (more - lost) * (self.weeks - before) / (after - before)
        return share / 2 if self.level is Level.BEGINNER else share


def break_of(goal: Goal, runner: Runner, fitness: Fitness, start: date) -> Break | None:
    """The time off that a plan from ``start`` comes after; None for who has none to come back from."""
    returning = goal.kind is GoalKind.RETURN
    if not (returning or goal.weeks_off or recovering(goal)):
        return None
    weeks, assumed = _weeks_off(goal, fitness, start)
    before = _before(fitness, weeks)
    seen = _usual_m(before)
    return Break(
        weeks=weeks,
        weekly_m=max(runner.weekly_m, seen),
        longest_m=max([runner.longest_m, *(week.longest_m for week in before[-SEEN_BEFORE:])]),
        level=runner.level,
        assumed=assumed and returning,
        bone=recovering_bone(goal),
        injured=recovering(goal),
        resumed=not goal.weeks_off and _ran_lately(fitness),
    )


def after_break(runner: Runner, goal: Goal, fitness: Fitness, pause: Break) -> Runner:
    """The runner as the break left them: level, VMA, present week and longest run.

    The week they start again from is a share of the usual one; the weeks off hold no running, so the bounds of single
    runs and of two weeks may ask for less. Who has run again for two weeks is taken as they run.
    """
    level = runner.level
    if pause.weeks >= LEVEL_LOST_WEEKS.get(level, 10_000) and fitness.level_reason != AFTER_A_BREAK:
        level = _DOWN[level]
    vma = runner.vma_kmh
    if not pause.resumed:
        vma = max(SLOWEST_VMA_KMH, round(vma * (1 - pause.vma_lost), 1))
    weekly_m, longest_m, past_weeks_m = present_volume(level, vma, goal, fitness)
    if not runner.has_history:
        idle = min(pause.weeks, len(past_weeks_m))
        past_weeks_m = past_weeks_m[idle:] + (0.0,) * idle
        longest_m = 0.0 if pause.weeks * 7 >= MEMORY_DAYS else longest_m
    if not pause.resumed:
        weekly_m = max(pause.weekly_m * pause.volume_kept, SMALL_WEEK_M)
        longest_m = min(longest_m, pause.longest_m * pause.volume_kept)
    return replace(
        runner,
        level=level,
        vma_kmh=vma,
        weekly_m=weekly_m,
        longest_m=max(longest_m, SHORTEST_LONGEST_M),
        past_weeks_m=past_weeks_m,
    )


def slowed(fitness: Fitness, before: Runner, after: Runner) -> Fitness:
    """The fitness with its race times as long as the VMA lost makes them: a goal pace must fit the runner of today."""
    if after.vma_kmh >= before.vma_kmh:
        return fitness
    longer = before.vma_kmh / after.vma_kmh
    times = (
        replace(one, seconds=one.seconds * longer, low_s=one.low_s * longer, high_s=one.high_s * longer)
        for one in fitness.predictions
    )
    return replace(fitness, predictions=tuple(times))


def _weeks_off(goal: Goal, fitness: Fitness, start: date) -> tuple[int, bool]:
    """Whole weeks off, and whether they had to be assumed."""
    if goal.weeks_off is not None:
        return goal.weeks_off, False
    if fitness.last_run is not None:
        return max(0, (start - fitness.last_run).days // 7), False
    return (ASSUMED_WEEKS_OFF if goal.kind is GoalKind.RETURN else 0), True


def _before(fitness: Fitness, weeks: int) -> tuple[WeeklyVolume, ...]:
    """The weeks of a year before the break."""
    year = fitness.weeks[-52:]
    return year[: max(0, len(year) - weeks)]


def _usual_m(weeks: tuple[WeeklyVolume, ...]) -> float:
    """Metres of a usual week: the mean of the best four weeks in a row of the last sixteen; 0 without four."""
    recent = weeks[-SEEN_BEFORE:]
    windows = [recent[at : at + WINDOW] for at in range(len(recent) - WINDOW + 1)]
    return max((sum(week.distance_m for week in window) / WINDOW for window in windows), default=0.0)


def _ran_lately(fitness: Fitness) -> bool:
    """Whether runs were seen in each of the last two weeks."""
    return len(fitness.weeks) > 1 and all(week.distance_m > 0 for week in fitness.weeks[-2:])
