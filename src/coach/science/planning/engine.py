"""The plan engine: a goal and a fitness snapshot in, a whole plan out, always the same for the same question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.goals import Goal
from coach.domain.plans import Plan
from coach.science.planning.calendar import frame
from coach.science.planning.frames import Frame
from coach.science.planning.kit import kit_for
from coach.science.planning.laying import from_the_start, laid
from coach.science.planning.mending import mended
from coach.science.planning.notices import notices
from coach.science.planning.outlook import outlook
from coach.science.planning.readiness import check_ready
from coach.science.planning.returning.breaks import after_break, break_of, slowed
from coach.science.planning.returning.injuries import precautions, refuse_unsafe
from coach.science.planning.returning.notices import return_notices, with_return
from coach.science.planning.returning.way_back import spared, weeks_back
from coach.science.planning.runner import Runner, runner_of
from coach.science.planning.strength.cross_training import with_cross_training
from coach.science.planning.strength.placing import with_strength
from coach.science.planning.strength.wishes import check_wishes
from coach.science.planning.tune_ups import check_tune_ups, tune_up_races

ENGINE = 14
"""Counts what the engine answers differently: part of every plan's fingerprint."""

LONGEST_WALKERS_RUN_S = 45 * 60.0


def make_plan(goal: Goal, fitness: Fitness, *, today: date, athlete_age: int | None = None) -> Plan:
    """A periodised plan from next Monday (or today's) to the race that breaks no hard rule of ``rules``.

    Pure and deterministic. ``athlete_age`` in years; from 50 a lighter week comes every third. Raises InvalidInput,
    naming the field, when no plan can be made of what was asked.
    """
    check_wishes(goal)
    refuse_unsafe(goal)
    calendar = spared(goal, frame(goal, today))
    check_tune_ups(goal, calendar)
    before = runner_of(goal, fitness, athlete_age)
    pause = break_of(goal, before, fitness, calendar.start)
    runner = before if pause is None else after_break(before, goal, fitness, pause)
    hope = outlook(goal, runner, slowed(fitness, before, runner), calendar.weeks)
    kit = kit_for(goal, runner, hope)
    races = tune_up_races(goal, kit, runner, fitness)
    made = Frame(kit, calendar, novice_weeks(runner, calendar.weeks), walks=walks_first(runner), races=races)
    begun = from_the_start(runner, calendar.start)
    if pause is None:
        weeks = laid(goal, runner, made, hope, begun)
    else:
        weeks = weeks_back(goal, runner, made, hope, begun, pause, pause.protocol)
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
    check_ready(plan, runner, calendar)
    told = notices(plan, runner, hope, calendar, today)
    if pause is not None:
        told = with_return(told, return_notices(plan, before, runner, pause))
    return with_cross_training(with_strength(replace(plan, notices=(*precautions(goal), *told))))


def walks_first(runner: Runner) -> bool:
    """Whether a beginner's first weeks hold planned walking: who has not run for more than 45 minutes lately."""
    return runner.level is Level.BEGINNER and runner.longest_m / runner.easy_mps <= LONGEST_WALKERS_RUN_S


def novice_weeks(runner: Runner, weeks: int) -> int:
    """Weeks without hard sessions for a beginner: a quarter of the plan, three at least when there is time."""
    if runner.level is not Level.BEGINNER:
        return 0
    return min(max(3, weeks // 4), max(weeks - 3, 1))
