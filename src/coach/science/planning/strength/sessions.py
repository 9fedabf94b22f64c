"""One strength session: foundations first, then heavy, then a little of it kept while the race comes near.

Loads of 80 % of the maximum and more, alone or with jumps, improve running economy (Llanos-Lagos et al. 2024; Eihara
et al. 2022: more than jumps alone; Blagrove et al. 2018 review them). Two or three sets near, not at, the
last possible repetition are enough for strength (Pelland et al. 2024). Long rests serve heavy sets; whole sessions stay
at 30 to 45 minutes, a coaching convention.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import ceil

from coach.domain.goals import InjurySite
from coach.domain.language import mark
from coach.domain.plans import Session, SessionKind, Step, StepKind, Target
from coach.science.planning.clocks import clock
from coach.science.planning.strength.exercises import EXERCISES, Exercise, for_sites

MINUTE = 60.0
LONGEST_S, SHORTEST_S = 45 * MINUTE, 25 * MINUTE
"""A session lasts at most the first; where minutes are short it may shrink to the second."""

FIVE_MINUTES = 300.0
_WARM_UP_S = FIVE_MINUTES
_REP_S, _SWITCH_S = 4.0, 10.0


class Focus(StrEnum):
    """What a strength session is for."""

    FOUNDATION = "foundation"
    HEAVY = "heavy"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Dose:
    """Sets, repetitions, perceived effort (0-10) and seconds of rest of the main exercises; sets of the small ones."""

    sets: int
    reps: int
    rpe: float
    rest_s: float
    small_sets: int


DOSES = {
    Focus.FOUNDATION: Dose(3, 10, 6.5, 75, 2),
    Focus.HEAVY: Dose(3, 5, 8.0, 110, 2),
    Focus.KEEP: Dose(2, 5, 6.0, 90, 1),
}
_SMALL_REPS, _SMALL_RPE, _SMALL_REST_S = 10, 6.0, 30.0
_HOPS = Dose(3, 15, 6.0, 45, 0)

_MAIN = (("split_squat", "deadlift", "calf_raise"), ("step_up", "hip_thrust", "soleus_raise"))
_SMALL = (("side_plank", "press_up"), ("plank", "row"))
"""Two sessions take turns; a third of the week is the first again."""

_TITLES = {
    Focus.FOUNDATION: mark("Strength: foundations, {duration}"),
    Focus.HEAVY: mark("Strength: heavy, {duration}"),
    Focus.KEEP: mark("Strength: a little, kept, {duration}"),
}
_PURPOSES = {
    Focus.FOUNDATION: mark(
        "Clean movements first: stop each set with three or four good repetitions left. Add weight when the last set "
        "felt easy twice."
    ),
    Focus.HEAVY: mark(
        "Few repetitions, heavy for you, two good ones left at the end, long rests: what makes running cheaper without "
        "adding bulk."
    ),
    Focus.KEEP: mark("Half the sets, nothing near your limit: strength stays, legs are fresh for the race."),
}
_WARM_UP = mark("Warm up: joints, easy squats, a few light repetitions")
_WARM_WHY = mark("Warm muscles and joints move better.")


def strength_session(
    day: date,
    focus: Focus,
    turn: int,
    *,
    sites: frozenset[InjurySite] = frozenset(),
    early: bool = False,
    light: bool = False,
    jumps: bool = False,
    most_s: float = LONGEST_S,
) -> Session | None:
    """The session of ``turn`` (they alternate) of at most ``most_s`` seconds; None where even a short one does not fit.

    ``sites`` are healing; ``early`` says that they only begin to be loaded. A ``light`` one has a set less of each;
    with ``jumps`` small hops come first.
    """
    steps = _steps(focus, turn % 2, sites, early, light, jumps, min(most_s, LONGEST_S))
    if steps is None:
        return None
    values = {"duration": clock(sum(step.total_s for step in steps))}
    return Session(day, SessionKind.STRENGTH, _TITLES[focus], _PURPOSES[focus], steps, values)


@lru_cache(maxsize=512)
def _steps(
    focus: Focus, turn: int, sites: frozenset[InjurySite], early: bool, light: bool, jumps: bool, most_s: float
) -> tuple[Step, ...] | None:
    dose = DOSES[focus]
    mains = _once(for_sites(code, sites, early=early) for code in _MAIN[turn])
    smalls = _once(for_sites(code, sites, early=early) for code in _SMALL[turn])
    hops = for_sites("hops", sites, early=early)
    less = 1 if light and focus is not Focus.KEEP else 0
    steps = [_main(exercise, focus, dose, dose.sets - less) for exercise in mains]
    if jumps and hops is EXERCISES["hops"]:
        steps.insert(0, _set(hops, hops.name, _HOPS.sets - less, _HOPS.reps, _HOPS.rpe, _HOPS.rest_s))
    elif hops is not EXERCISES["hops"]:
        smalls = (*smalls, hops)
    small = [
        _set(exercise, exercise.name, dose.small_sets, _SMALL_REPS, _SMALL_RPE, _SMALL_REST_S) for exercise in smalls
    ]
    warm = Step(StepKind.WARM_UP, _WARM_UP_S, 0.0, Target(rpe=3.0), why=_WARM_WHY, name=_WARM_UP)
    return _fitted((warm, *steps, *small), most_s)


def _main(exercise: Exercise, focus: Focus, dose: Dose, sets: int) -> Step:
    name = exercise.heavy if focus is Focus.HEAVY else exercise.name
    return _set(exercise, name, sets, dose.reps, dose.rpe, dose.rest_s)


def _set(exercise: Exercise, name: str, sets: int, reps: int, rpe: float, rest_s: float) -> Step:
    """The sets of an exercise; the seconds of one hold its work on each side and the rest that makes whole minutes."""
    work_s = exercise.hold_s or reps * _REP_S
    seconds = exercise.sides * work_s + (exercise.sides - 1) * _SWITCH_S + rest_s
    sets = max(1, sets)
    seconds = MINUTE * ceil(sets * seconds / MINUTE) / sets
    return Step(
        StepKind.EXERCISE,
        seconds,
        0.0,
        Target(rpe=rpe),
        times=sets,
        why=exercise.why,
        name=name,
        reps=1 if exercise.hold_s else reps,
    )


def _fitted(steps: tuple[Step, ...], most_s: float) -> tuple[Step, ...] | None:
    """The steps without the last ones that do not fit, the warm-up longer until they fill five minutes more.

    None when less than a warm-up and two exercises would stay.
    """
    while sum(step.total_s for step in steps) > most_s:
        steps = steps[:-1]
        if len(steps) < 3:
            return None
    total_s = sum(step.total_s for step in steps)
    spare_s = min(-total_s % FIVE_MINUTES, most_s - total_s)
    warm = replace(steps[0], duration_s=steps[0].duration_s + spare_s)
    return (warm, *steps[1:])


def _once(exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
    return tuple({exercise.code: exercise for exercise in exercises}.values())
