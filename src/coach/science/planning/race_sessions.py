"""Races as sessions: the race of the plan, and the ones on the way to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.domain.goals import GoalKind, Terrain
from coach.domain.language import mark
from coach.domain.plans import Session, SessionKind, StepKind
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


def race(kit: Kit, day: date) -> Session:
    """The race itself, at goal pace over its exact distance. Raises ValueError for a goal without one."""
    if kit.race_m is None or kit.goal is None or kit.goal_s is None:
        raise ValueError("A goal without a race has none to write.")
    step = measured(StepKind.STEADY, kit.race_m, kit.vma_kmh, kit.goal, why=whys.RACE)
    exact = replace(step, duration_s=kit.goal_s)
    purpose = mark("Start at goal pace, not faster; the second half decides.")
    if kit.kind is GoalKind.ULTRA:
        purpose = mark("Start slower than feels right, walk the steep climbs, eat and drink from the first hour.")
    elif kit.terrain is Terrain.TRAIL:
        purpose = mark("By effort, not by the watch: easy in the first third, walk what is steep, race the last third.")
    if kit.terrain is Terrain.TRAIL:
        exact = by_effort(exact)
    values = {"time": race_clock(kit.goal_s), "km": f"{kit.race_m / 1000:g}"}
    return Session(day, SessionKind.RACE, _TITLES[kit.kind], purpose, (exact,), values)
