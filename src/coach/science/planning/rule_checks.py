"""One check for each rule: what breaks it, where, and by how much.

Each takes the plan, the fitness it stands on and the rule's number, and yields breaches. None trusts the engine:
they read the plan only, so a plan changed by a person or a model is judged the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from coach.domain.fitness import Fitness
from coach.domain.goals import GoalKind
from coach.domain.plans import Phase, Plan, Session, SessionKind, Step, StepKind, Week
from coach.science.planning.runner import present_volume
from coach.science.planning.taper import SHORTEST_TAPERED_PLAN

SMALL_RUN_M, TINY_RUN_M = 10_000.0, 5_000.0
SMALL_TWO_WEEKS_M = 20_000.0
MOST_LONG_SHARE = {3: 0.60, 4: 0.50, 5: 0.45}
MOST_LONG_SHARE_BEYOND = 0.40
MOST_CUT = 0.65
_SMALL_CUT_M = 10_000.0
_LONG_ENOUGH_S = {GoalKind.HALF_MARATHON: 90 * 60.0, GoalKind.MARATHON: 135 * 60.0}
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Breach:
    """Where a rule is broken: number of the week (0 is the whole plan), what was found, what is allowed."""

    week: int
    found: float
    allowed: float


Breaches = Iterator[Breach]


def race_elsewhere(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Races other than one on race day, and anything planned after it."""
    allowed = {tune_up.day for tune_up in plan.goal.tune_ups}
    races = [session.day for session in plan.sessions if session.kind is SessionKind.RACE]
    races = [day for day in races if day not in allowed or day == plan.race_day]
    wanted = [] if plan.race_day is None else [plan.race_day]
    if races != wanted or any(session.day > plan.end for session in plan.sessions):
        yield Breach(0, len(races), len(wanted))
    if plan.weeks and not plan.weeks[-1].monday <= plan.end <= plan.weeks[-1].sunday:
        yield Breach(len(plan.weeks), len(races), len(wanted))


def other_days(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Runs on days the athlete did not give, or two on one day."""
    for week in plan.weeks:
        days = [session.day for session in week.sessions]
        strange = sum(session.day.weekday() not in plan.goal.days for session in _trainings(week))
        if strange or len(set(days)) != len(days):
            yield Breach(week.number, strange, number)


def minutes(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Runs longer than the day's minutes."""
    if plan.goal.minutes is None:
        return
    limits = dict(zip(plan.goal.days, plan.goal.minutes, strict=False))
    for week in plan.weeks:
        for session in _trainings(week):
            limit = limits.get(session.day.weekday())
            if limit is not None and session.duration_s > limit * 60 + _TOLERANCE:
                yield Breach(week.number, session.duration_s, limit * 60)


def weeks(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Weeks missing, out of order, not from Monday, without a run, or with sessions of another week."""
    if plan.goal.weeks is not None and len(plan.weeks) != plan.goal.weeks:
        yield Breach(0, len(plan.weeks), plan.goal.weeks)
    for index, week in enumerate(plan.weeks):
        expected = plan.start + timedelta(days=7 * index)
        inside = all(week.monday <= session.day <= week.sunday for session in week.sessions)
        in_order = week.monday == expected and expected.weekday() == 0 and week.number == index + 1
        if not (inside and in_order and week.sessions):
            yield Breach(week.number, len(week.sessions), number)


def sums(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Steps without time or distance, and sessions whose written duration is not their steps' sum."""
    for week in plan.weeks:
        for session in week.sessions:
            parts = sum(_leaf_seconds(step) for step in session.steps)
            if not session.steps or parts <= 0 or abs(parts - session.duration_s) > 0.5:
                yield Breach(week.number, session.duration_s, parts)


def single_run(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Runs too much longer than the longest of the 30 days before; runs up to 5 km are always allowed."""
    yield from _spikes(plan, fitness, number, TINY_RUN_M)


def single_run_over_10_km(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """The same with the softer number, for runs above 10 km only."""
    yield from _spikes(plan, fitness, number, SMALL_RUN_M)


def two_weeks(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Two weeks in a row too far above the best two of the six before; two weeks up to 26 km are always allowed."""
    volumes = [*_present(plan, fitness)[2], *(_volume_m(week) for week in plan.weeks)]
    before_plan = len(volumes) - len(plan.weeks)
    for first in range(before_plan, len(volumes) - 1):
        best = max((one + other for one, other in pairwise(volumes[max(0, first - 6) : first])), default=0.0)
        allowed = max(best, SMALL_TWO_WEEKS_M) * (1 + number)
        found = volumes[first] + volumes[first + 1]
        if found > allowed + _TOLERANCE:
            yield Breach(first + 2 - before_plan, found, allowed)


def rising(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Too many weeks in a row each above the one before."""
    run = 0
    for before, week in pairwise(plan.weeks):
        run = run + 1 if _volume_m(week) > _volume_m(before) else 0
        if run > number:
            yield Breach(week.number, run, number)


def lighter(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Four weeks in a row, before the taper, none of which is at least a tenth below the one before it."""
    loaded = 1
    building = [week for week in plan.weeks if week.phase not in (Phase.TAPER, Phase.RACE)]
    for before, week in pairwise(building):
        loaded = 0 if _volume_m(week) <= 0.9 * _volume_m(before) else loaded + 1
        if loaded >= number:
            yield Breach(week.number, loaded, number)


def long_share(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Longest runs above the share their week's number of runs allows (weeks of three runs and more)."""
    for week in plan.weeks:
        runs = len(_trainings(week))
        allowed = MOST_LONG_SHARE.get(runs, MOST_LONG_SHARE_BEYOND)
        if runs >= 3 and _long_part(week) > allowed + _TOLERANCE:
            yield Breach(week.number, _long_part(week), allowed)


def long_part(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Longest runs above one share for every week of three runs and more."""
    for week in plan.weeks:
        if len(_trainings(week)) >= 3 and _long_part(week) > number + _TOLERANCE:
            yield Breach(week.number, _long_part(week), number)


def long_time(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Training runs that last too long."""
    for week in plan.weeks:
        for session in _trainings(week):
            if session.duration_s > number:
                yield Breach(week.number, session.duration_s, number)


def easy_time(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Weeks with too little easy running: repeats are work, everything else in training is easy."""
    for week in plan.weeks:
        whole = sum(session.duration_s for session in _trainings(week))
        work = sum(_work_seconds(step) for session in _trainings(week) for step in session.steps)
        if whole and 1 - work / whole < number - _TOLERANCE:
            yield Breach(week.number, 1 - work / whole, number)


def spacing(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Hard days that follow each other."""
    hard = [session.day for session in plan.sessions if session.kind.hard]
    for one, other in pairwise(sorted(hard)):
        if (other - one).days <= number:
            yield Breach(_week_of(plan, other), (other - one).days, number + 1)


def taper_length(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Tapers too short or too long, in days from the first tapered Monday to the race."""
    mondays = [week.monday for week in plan.weeks if week.phase in (Phase.TAPER, Phase.RACE)]
    if plan.race_day is None or len(plan.weeks) < SHORTEST_TAPERED_PLAN:
        return
    shortest, longest = (8, number) if plan.goal.kind in _LONG_ENOUGH_S else (5, 14)
    days = (plan.race_day - min(mondays)).days if mondays else 0
    if not shortest <= days <= longest:
        yield Breach(0, days, longest if days > longest else shortest)


def taper_falls(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Weeks of the taper that are not below the week before."""
    if len(plan.weeks) < SHORTEST_TAPERED_PLAN:
        return
    for before, week in pairwise(plan.weeks):
        if week.phase in (Phase.TAPER, Phase.RACE) and _volume_m(week) > _volume_m(before) + _TOLERANCE:
            yield Breach(week.number, _volume_m(week), _volume_m(before))


def last_days(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """A last week, race excluded, lowered too little or too much; peaks below 10 km are too small to judge."""
    if plan.race_day is None or len(plan.weeks) < SHORTEST_TAPERED_PLAN:
        return
    blocks = [0.0] * 5
    for week in plan.weeks:
        for session in _trainings(week):
            block = ((plan.race_day - session.day).days - 1) // 7
            if 0 <= block < len(blocks):
                blocks[block] += session.distance_m
    peak = max(blocks[1:])
    cut = 1 - blocks[0] / peak if peak else 0.0
    if peak > _SMALL_CUT_M and not number <= cut <= MOST_CUT:
        yield Breach(len(plan.weeks), cut, number if cut < number else MOST_CUT)


def long_enough(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Half and marathon plans without a run long enough for their distance."""
    needed = _LONG_ENOUGH_S.get(plan.goal.kind, 0.0)
    longest = max((session.duration_s for week in plan.weeks for session in _trainings(week)), default=0.0)
    if longest < needed:
        yield Breach(0, longest, needed)


def goal_pace(plan: Plan, fitness: Fitness, number: float) -> Breaches:
    """Plans of six weeks and more without work at goal pace before race week."""
    share = plan.goal.kind.distance_m / plan.goal_s * 3.6 / plan.vma_kmh * 100 if plan.goal_s else 0.0
    trained = [
        session
        for week in plan.weeks
        if week.phase is not Phase.RACE
        for session in _trainings(week)
        if any(_holds(step, share) for step in session.steps)
    ]
    if len(plan.weeks) >= 6 and len(trained) < number:
        yield Breach(0, len(trained), number)


def _spikes(plan: Plan, fitness: Fitness, number: float, floor_m: float) -> Breaches:
    """Training runs above the floor and more than ``number`` longer than the longest of the 30 days before."""
    runs: list[tuple[date, float]] = [(plan.start - timedelta(days=1), _present(plan, fitness)[1])]
    for week in plan.weeks:
        for session in sorted(_trainings(week), key=lambda training: training.day):
            longest = max((metres for day, metres in runs if 0 < (session.day - day).days <= 30), default=0.0)
            allowed = max(floor_m, longest * (1 + number))
            if session.distance_m > allowed + _TOLERANCE:
                yield Breach(week.number, session.distance_m, allowed)
            runs.append((session.day, session.distance_m))


def _present(plan: Plan, fitness: Fitness) -> tuple[float, float, tuple[float, ...]]:
    return present_volume(plan.level, plan.vma_kmh, plan.goal, fitness)


def _trainings(week: Week) -> list[Session]:
    return [session for session in week.sessions if session.kind is not SessionKind.RACE]


def _volume_m(week: Week) -> float:
    return sum(session.distance_m for session in _trainings(week))


def _long_part(week: Week) -> float:
    longest = max((session.distance_m for session in _trainings(week)), default=0.0)
    return longest / _volume_m(week) if longest else 0.0


def _week_of(plan: Plan, day: date) -> int:
    return (day - plan.start).days // 7 + 1


def _leaf_seconds(step: Step) -> float:
    inner = sum(_leaf_seconds(part) for part in step.steps) if step.steps else step.duration_s
    return inner * step.times


def _work_seconds(step: Step) -> float:
    if step.steps:
        return step.times * sum(_work_seconds(part) for part in step.steps)
    return step.times * step.duration_s if step.kind is StepKind.REPEAT else 0.0


def _holds(step: Step, share: float) -> bool:
    """Whether a repeat (or one inside it) is run at this share of VMA, within one per cent."""
    if step.steps:
        return any(_holds(part, share) for part in step.steps)
    low, high = step.target.vma_low, step.target.vma_high
    if step.kind is not StepKind.REPEAT or low is None or high is None:
        return False
    return abs((low + high) / 2 - share) <= 1.0
