"""What every session of a plan needs to know of its runner and its race."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind, Terrain
from coach.science.planning.intensity import EASY, Effort, goal_effort, metres_per_second
from coach.science.planning.outlook import Outlook
from coach.science.planning.returning.injuries import spared_groups
from coach.science.planning.runner import Runner


@dataclass(frozen=True, slots=True)
class Kit:
    """Goal, level, VMA in km/h, and the race: metres, goal time in seconds and goal pace, None where there is none."""

    kind: GoalKind
    level: Level
    vma_kmh: float
    goal_s: float | None
    goal: Effort | None
    race_m: float | None = None
    terrain: Terrain = Terrain.ROAD
    spared: frozenset[str] = frozenset()
    """Groups of workouts left out while something heals."""

    senior: bool = False
    """From 60 on: one hard session a week, and strides or a quick end of the long run, not both."""

    @property
    def easy_mps(self) -> float:
        """Easy speed in m/s."""
        return metres_per_second(self.vma_kmh, EASY.middle)


def kit_for(goal: Goal, runner: Runner, hope: Outlook | None) -> Kit:
    """The kit of a plan; ``hope`` is None for a goal without a race."""
    pace, goal_s = None, None
    if hope is not None and goal.race_m is not None:
        goal_s = hope.goal_s
        pace = goal_effort(goal.race_m, hope.goal_s, runner.vma_kmh)
    return Kit(
        kind=goal.kind,
        level=runner.level,
        vma_kmh=runner.vma_kmh,
        goal_s=goal_s,
        goal=pace,
        race_m=goal.race_m,
        terrain=goal.terrain,
        spared=spared_groups(goal),
        senior=runner.senior,
    )
