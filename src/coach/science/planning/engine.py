"""The plan engine: a goal and a fitness snapshot in, a whole plan out, always the same for the same question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.goals import Goal
from coach.domain.plans import Plan
from coach.science.planning.calendar import frame
from coach.science.planning.kit import kit_for
from coach.science.planning.laying import from_the_start, laid
from coach.science.planning.mending import mended
from coach.science.planning.notices import notices
from coach.science.planning.outlook import outlook
from coach.science.planning.runner import Runner, runner_of
from coach.science.planning.week import Frame

ENGINE = 3
"""Counts what the engine answers differently: part of every plan's fingerprint."""


def make_plan(goal: Goal, fitness: Fitness, *, today: date, athlete_age: int | None = None) -> Plan:
    """A periodised plan from next Monday (or today's) to the race that breaks no hard rule of ``rules``.

    Pure and deterministic. ``athlete_age`` in years; from 50 a lighter week comes every third. Raises InvalidInput,
    naming the field, when no plan can be made of what was asked.
    """
    calendar = frame(goal, today)
    runner = runner_of(goal, fitness, athlete_age)
    hope = outlook(goal, runner, fitness, calendar.weeks)
    kit = kit_for(goal, runner, hope)
    made = Frame(kit, calendar, novice_weeks(runner, calendar.weeks))
    weeks = laid(goal, runner, made, hope, from_the_start(runner, calendar.start))
    plan = Plan(
        goal=goal,
        start=calendar.start,
        race_day=calendar.race_day,
        level=runner.level,
        vma_kmh=runner.vma_kmh,
        predicted_s=hope.predicted_s if hope else None,
        goal_s=hope.goal_s if hope else None,
        weeks=weeks,
        age=athlete_age,
    )
    plan = mended(plan, kit, fitness)
    return replace(plan, notices=notices(plan, runner, hope, calendar, today))


def novice_weeks(runner: Runner, weeks: int) -> int:
    """Weeks without hard sessions for a beginner: a quarter of the plan, three at least when there is time."""
    if runner.level is not Level.BEGINNER:
        return 0
    return min(max(3, weeks // 4), max(weeks - 3, 1))
