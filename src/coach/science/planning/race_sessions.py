"""Races as sessions: the race of the plan, and the ones on the way to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.domain.goals import SHORTEST_ULTRA_M, GoalKind, Terrain
from coach.domain.language import mark
from coach.domain.plans import Session, SessionKind, Step, StepKind
from coach.science.planning import whys
from coach.science.planning.clocks import race_clock
from coach.science.planning.intensity import by_effort, measured
from coach.science.planning.kit import Kit

_TITLES = {
    GoalKind.FIVE_K: mark("Race: 5 km"),
    GoalKind.TEN_K: mark("Race: 10 km"),
    GoalKind.HALF_MARATHON: mark("Race: half marathon"),
    GoalKind.MARATHON: mark("Race: marathon"),
    GoalKind.ULTRA: mark("Race: ultra, {km} km"),
}

_RACE_RPE = ((45 * 60.0, 9.5), (80 * 60.0, 9.0), (150 * 60.0, 8.5))
LONGER_RPE, MARATHON_RPE, ULTRA_RPE = 8.0, 7.0, 6.0
"""Effort of races up to so many seconds, of longer ones, and that a marathon and an ultra begin with."""


def race(kit: Kit, day: date) -> Session:
    """The race itself, at goal pace over its exact distance. Raises ValueError for a goal without one."""
    if kit.race_m is None or kit.goal is None or kit.goal_s is None:
        raise ValueError("A goal without a race has none to write.")
    step = measured(StepKind.STEADY, kit.race_m, kit.vma_kmh, kit.goal, why=whys.RACE)
    exact = raced(replace(step, duration_s=kit.goal_s))
    purpose = mark("Start at goal pace, not faster; the second half decides.")
    if kit.kind is GoalKind.MARATHON:
        purpose = mark(
            "Start at goal pace, not faster: an effort of 7 out of 10 that rises to 9 without going faster; "
            "the last 10 km decide."
        )
    if kit.kind is GoalKind.ULTRA:
        purpose = mark("Start slower than feels right, walk the steep climbs, eat and drink from the first hour.")
    elif kit.terrain is Terrain.TRAIL:
        purpose = mark("By effort, not by the watch: easy in the first third, walk what is steep, race the last third.")
    if kit.terrain is Terrain.TRAIL:
        exact = by_effort(exact)
    values = {"time": race_clock(kit.goal_s), "km": f"{kit.race_m / 1000:g}"}
    return Session(day, SessionKind.RACE, _TITLES[kit.kind], purpose, (exact,), values)


def raced(step: Step) -> Step:
    """The step of a race with the effort its length allows: the longer, the easier it must begin."""
    return replace(step, target=replace(step.target, rpe=race_rpe(step.distance_m, step.duration_s)))


def race_rpe(metres: float, seconds: float) -> float:
    """Perceived effort (0-10) to race at: a marathon's and an ultra's rise from there. Coaching convention."""
    if metres >= SHORTEST_ULTRA_M - 1_000:
        return ULTRA_RPE if metres > SHORTEST_ULTRA_M else MARATHON_RPE
    return next((felt for most_s, felt in _RACE_RPE if seconds <= most_s), LONGER_RPE)
