"""Races on the way to the race: which are refused and what is offered instead, and the days around those that stand.

All numbers are coaching conventions: a race is paid for with an easy day before it and easy days after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from coach.domain.fitness import Fitness
from coach.domain.goals import Goal, GoalKind, TuneUp
from coach.domain.language import mark
from coach.domain.plans import Session, SessionKind, StepKind
from coach.domain.problems import InvalidInput
from coach.science.planning import whys
from coach.science.planning.calendar import Calendar
from coach.science.planning.clocks import race_clock
from coach.science.planning.intensity import goal_effort, measured
from coach.science.planning.kit import Kit
from coach.science.planning.outlook import seconds_over
from coach.science.planning.race_sessions import raced
from coach.science.planning.runner import Runner

SHORTEST_M = 1_000.0
MOST_OF_RACE, ALWAYS_M = 0.6, 10_000.0
"""A race on the way is at most this share of the race, 10 km whatever the race; of a wish the race it trains like."""

HALF_M, MIDDLE_M = 21_000.0, 15_000.0
EASY_BEFORE, SHARP_DAYS = 2, 6
DAYS_BETWEEN, DAYS_AFTER_HALF = 6, 13


def days_before_race(metres: float) -> int:
    """Fewest days between a race on the way and the race: 8, from 15 km on 10, from a half marathon on 14."""
    if metres >= HALF_M:
        return 14
    return 10 if metres >= MIDDLE_M else 8


def easy_after(metres: float) -> int:
    """Days without anything hard after a race: two, three from 10 km on, four after a half marathon."""
    if metres >= HALF_M:
        return 4
    return 3 if metres >= ALWAYS_M else 2


def check_tune_ups(goal: Goal, calendar: Calendar) -> None:
    """Refuse races on the way that are unsafe or fall outside the plan, naming the nearest that would do.

    Raises InvalidInput on ``tune_ups``.
    """
    in_order = sorted(goal.tune_ups, key=lambda tune_up: tune_up.day)
    if in_order and goal.kind is GoalKind.RETURN:
        _refuse(mark("The way back to running holds no race: come back first, then plan one."))
    for tune_up in in_order:
        _check_distance(goal, tune_up)
        _check_day(calendar, tune_up)
    for one, other in pairwise(in_order):
        if one.day == other.day:
            _refuse(mark("Two races on {day}: keep one of them."), day=one.day.isoformat())
        rest = DAYS_AFTER_HALF if one.distance_m >= HALF_M else DAYS_BETWEEN
        if (other.day - one.day).days <= rest:
            _refuse(
                mark(
                    "The race of {day} comes too soon after the one of {before}: on or after {first}, or leave one out."
                ),
                day=other.day.isoformat(),
                before=one.day.isoformat(),
                first=(one.day + timedelta(days=rest + 1)).isoformat(),
            )


def _check_distance(goal: Goal, tune_up: TuneUp) -> None:
    share = MOST_OF_RACE if goal.kind.races else 1.0
    most = max(ALWAYS_M, share * goal.kind.distance_m)
    if tune_up.distance_m < SHORTEST_M:
        _refuse(mark("A race on the way is 1 km or longer."))
    if tune_up.distance_m > most:
        _refuse(
            mark("A race of {km} km takes too much out of you before this goal: at most {most} km."),
            km=f"{tune_up.distance_m / 1000:.3g}",
            most=f"{int(most / 1000)}",
        )


def _check_day(calendar: Calendar, tune_up: TuneUp) -> None:
    day = tune_up.day
    if not calendar.start <= day <= calendar.last_day or day == calendar.race_day:
        _refuse(
            mark("The race of {day} is outside the plan, which goes from {start} to the day before {end}."),
            day=day.isoformat(),
            start=calendar.start.isoformat(),
            end=calendar.last_day.isoformat(),
        )
    left, wanted = calendar.days_to_race(day), days_before_race(tune_up.distance_m)
    if calendar.race_day is not None and left < wanted:
        _refuse(
            mark(
                "{km} km only {left} days before your race would cost you the race: "
                "on or before {last}, or run an easy session instead."
            ),
            km=f"{tune_up.distance_m / 1000:.3g}",
            left=left,
            last=(calendar.race_day - timedelta(days=wanted)).isoformat(),
        )


def _refuse(message: str, **values: object) -> None:
    raise InvalidInput(message, field="tune_ups", **values)


def tune_up_races(goal: Goal, kit: Kit, runner: Runner, fitness: Fitness) -> tuple[Session, ...]:
    """The races on the way as sessions, in order: over their exact distance at today's predicted time."""
    in_order = sorted(goal.tune_ups, key=lambda tune_up: tune_up.day)
    return tuple(_race(kit, tune_up, seconds_over(tune_up.distance_m, runner, fitness)) for tune_up in in_order)


def _race(kit: Kit, tune_up: TuneUp, seconds: float) -> Session:
    effort = goal_effort(tune_up.distance_m, seconds, kit.vma_kmh)
    step = measured(StepKind.STEADY, tune_up.distance_m, kit.vma_kmh, effort, why=whys.RACE)
    return Session(
        tune_up.day,
        SessionKind.RACE,
        mark("Race on the way: {km} km"),
        mark("A rehearsal: start steadily, finish strong, try shoes and breakfast. Its time says where you stand."),
        (raced(replace(step, duration_s=float(round(seconds)))),),
        {"time": race_clock(seconds), "km": f"{tune_up.distance_m / 1000:.3g}"},
    )


def no_hard_day(races: Sequence[Session], day: date) -> bool:
    """Whether a race close by leaves no room for a hard session on ``day``."""
    return any(-EASY_BEFORE <= (day - race.day).days <= easy_after(race.distance_m) for race in races)


def sharpens(races: Sequence[Session], day: date) -> bool:
    """Whether a hard session on ``day`` is the last before a race on the way: it keeps the feeling and costs little."""
    return any(0 < (race.day - day).days <= SHARP_DAYS for race in races)


def races_in(races: Sequence[Session], monday: date) -> tuple[Session, ...]:
    """The races of the week that begins on ``monday``."""
    return tuple(race for race in races if 0 <= (race.day - monday).days < 7)
