"""Runners for the tests of plans: fitness snapshots made by hand. Thousands at a time come from ``athletes``."""

from __future__ import annotations

from datetime import date, timedelta

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Fitness, WeeklyVolume
from coach.domain.goals import Goal, GoalKind
from coach.domain.races import RacePrediction
from coach.science.planning import make_plan
from coach.science.planning.calendar import days_for

TODAY = date(2026, 11, 20)


def fitness(
    vma: float | None = None,
    level: Level = Level.INTERMEDIATE,
    *,
    weekly_km: tuple[float, ...] = (),
    longest_km: float = 0.0,
    predictions: tuple[RacePrediction, ...] = (),
    on: date = TODAY,
) -> Fitness:
    """A snapshot: VMA in km/h, kilometres of the last weeks (oldest first) and of the longest recent run."""
    first = on - timedelta(days=on.weekday() + 7 * len(weekly_km))
    weeks = tuple(
        WeeklyVolume(first + timedelta(days=7 * index), km * 1000, km * 360, 4, min(longest_km, km) * 1000, 0)
        for index, km in enumerate(weekly_km)
    )
    return Fitness(
        on=on,
        vma=Estimate(vma, vma - 0.5, vma + 0.5, "test", "test", 4) if vma else None,
        vo2max=None,
        level=level,
        level_reason="",
        max_hr=None,
        resting_hr=None,
        weeks=weeks,
        predictions=predictions,
        longest_recent_m=longest_km * 1000,
    )


def plan_for(kind: GoalKind, weeks: int, days: int, snapshot: Fitness, **more: object):
    """A plan asked by number of weeks and days, on TODAY unless told."""
    goal = Goal(kind, days_for(days), weeks=weeks, **more)
    return make_plan(goal, snapshot, today=snapshot.on)
