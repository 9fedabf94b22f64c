"""A plan half lived is made anew from a Monday on: what stands before stays, the rest is for the runner of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from coach.domain.fitness import Fitness
from coach.domain.goals import Goal
from coach.domain.language import mark
from coach.domain.plans import Notice, Phase, Plan, Session, SessionKind, Week
from coach.domain.problems import InvalidInput
from coach.science.planning.calendar import MOST_WEEKS, Calendar, calendar_of
from coach.science.planning.engine import novice_weeks, walks_first
from coach.science.planning.frames import Frame, Past
from coach.science.planning.kit import kit_for
from coach.science.planning.laying import Begun, laid, run_m
from coach.science.planning.mending import mended
from coach.science.planning.notices import notices
from coach.science.planning.outlook import outlook
from coach.science.planning.readiness import about_readiness, check_minutes, check_ready
from coach.science.planning.returning.breaks import Break, break_of
from coach.science.planning.returning.injuries import precautions, refuse_unsafe
from coach.science.planning.returning.notices import walking
from coach.science.planning.returning.way_back import spared, walks_left, weeks_back
from coach.science.planning.runner import SMALL_WEEK_M, Runner, runner_of
from coach.science.planning.strength.cross_training import with_cross_training
from coach.science.planning.strength.placing import with_strength
from coach.science.planning.strength.wishes import check_wishes
from coach.science.planning.taper import taper_weeks
from coach.science.planning.tune_ups import check_tune_ups, tune_up_races

_RECENT_WEEKS = 4


def remade(
    plan: Plan,
    goal: Goal,
    fitness: Fitness,
    *,
    first_monday: date,
    today: date,
    athlete_age: int | None = None,
    first_easy_weeks: int = 0,
) -> Plan:
    """The plan with the weeks before ``first_monday`` as given and the others made anew to its end.

    ``goal`` may ask for another race day, other days or minutes than the plan's own; ``fitness`` is what the runner
    shows now, the weeks really run included. ``first_easy_weeks`` weeks hold back: three quarters of the present
    volume and nothing hard, as after an illness. Sessions that stay keep their ``key``. Notices are made anew; series,
    version and origin are the given plan's. Raises InvalidInput when nothing safe can be made of what is left.
    """
    kept = tuple(week for week in plan.weeks if week.monday < first_monday)
    if first_monday > (goal.race_day or plan.end) and goal.race_day in (None, plan.race_day):
        return plan
    check_wishes(goal)
    refuse_unsafe(goal)
    calendar = spared(goal, _calendar(plan, goal, first_monday))
    runner = _runner(plan, goal, fitness, athlete_age, kept)
    hope = outlook(goal, runner, fitness, calendar.weeks - len(kept))
    kit = kit_for(goal, runner, hope)
    calm = range(len(kept), len(kept) + first_easy_weeks)
    ahead = tuple(tune_up for tune_up in goal.tune_ups if tune_up.day >= first_monday)
    check_tune_ups(replace(goal, tune_ups=ahead), calendar)
    races = tune_up_races(goal, kit, runner, fitness)
    frame = Frame(kit, calendar, novice_weeks(runner, calendar.weeks), calm, walks_first(runner), races)
    standing = _standing(goal, calendar, kept)
    begun = _begun(plan, runner, fitness, standing, today, first_easy_weeks)
    pause = _break(plan, goal, runner, fitness)
    if pause is None:
        weeks = laid(goal, runner, frame, hope, begun)
    else:
        weeks = weeks_back(goal, runner, frame, hope, begun, pause, walks_left(pause, plan, kept, fitness))
    made = replace(
        plan,
        goal=goal if goal.weeks is None else replace(goal, weeks=calendar.weeks),
        race_day=calendar.race_day,
        vma_kmh=runner.vma_kmh,
        predicted_s=hope.predicted_s if hope else None,
        goal_s=hope.goal_s if hope else None,
        weeks=weeks,
        age=athlete_age,
        notices=(),
    )
    made = mended(made, kit, fitness, since=first_monday)
    if goal.minutes != plan.goal.minutes:
        check_minutes(made, calendar)
    made = with_cross_training(with_strength(made, since=first_monday), since=first_monday)
    made = replace(made, weeks=(*made.weeks[: len(kept)], *_with_keys(plan, made.weeks[len(kept) :])))
    told = (
        *precautions(goal),
        *walking(made, first_monday),
        *notices(made, runner, hope, calendar, today),
        *made.notices,
    )
    return replace(made, notices=told)


def told_of_race(
    made: Plan, before: Plan, fitness: Fitness, *, today: date, athlete_age: int | None = None
) -> tuple[Notice, ...]:
    """What is to be said of a race moved from where it stands in ``before`` to where it stands in ``made``.

    A new plan is measured the same way: by the weeks that are left and the runs they hold. Raises InvalidInput when the
    race comes nearer than anybody could be brought to it, naming what can be done instead.
    """
    over = [week for week in made.weeks if week.sunday < today]
    runner = _runner(before, made.goal, fitness, athlete_age, over)
    calendar = calendar_of(made.goal, made.start, len(made.weeks), made.race_day or made.end)
    ahead = replace(made, weeks=made.weeks[len(over) :])
    if made.race_day is not None and before.race_day is not None and made.race_day < before.race_day:
        check_ready(ahead, runner, replace(calendar, weeks=len(ahead.weeks)))
    few = [notice for notice in made.notices if notice.code == "few_weeks"]
    return tuple(notice for notice in (*few, *about_readiness(made, calendar)) if notice not in before.notices)


def _break(plan: Plan, goal: Goal, runner: Runner, fitness: Fitness) -> Break | None:
    """The time off that the plan came after; the plan's own biggest week is a usual one where no history tells more."""
    pause = break_of(goal, runner, fitness, plan.start)
    if pause is None:
        return None
    planned = max((run_m(week.sessions) for week in plan.weeks), default=0.0)
    return replace(pause, weekly_m=max(pause.weekly_m, planned))


def _calendar(plan: Plan, goal: Goal, first_monday: date) -> Calendar:
    """The plan's own weeks, to its end or to the goal's new day."""
    end = goal.race_day or plan.end
    if not goal.kind.races and goal.race_day == plan.goal.race_day:
        end = min(end, plan.end)
    if end < first_monday:
        message = mark("{day} is too soon: what is left can be planned anew from {first} on.")
        raise InvalidInput(message, field="race_day", day=end.isoformat(), first=first_monday.isoformat())
    if goal.race_day is None and goal.weeks is not None and goal.weeks != plan.goal.weeks:
        end += timedelta(days=7 * (goal.weeks - len(plan.weeks)))
    weeks = (end - plan.start).days // 7 + 1
    left = (end - first_monday).days // 7 + 1
    if left > MOST_WEEKS:
        raise InvalidInput(
            mark("The race is {available} weeks away; a plan has at most 32. Also say how many weeks to plan."),
            field="race_day",
            available=left,
        )
    return calendar_of(goal, plan.start, weeks, end)


def _runner(plan: Plan, goal: Goal, fitness: Fitness, age: int | None, kept: Sequence[Week]) -> Runner:
    """The runner of today at the plan's level; without any history, one who ran what was planned."""
    runner = replace(runner_of(goal, fitness, age), level=plan.level)
    if runner.has_history:
        volumes = [week.distance_m for week in fitness.weeks[-_RECENT_WEEKS:]]
        return replace(runner, weekly_m=max(_present_m(volumes), SMALL_WEEK_M))
    runner = replace(runner, vma_kmh=plan.vma_kmh) if goal.vma_kmh == plan.goal.vma_kmh else runner
    recent = [run for week in kept[-_RECENT_WEEKS:] for run in _trainings(week)]
    if not recent:
        return runner
    present = _present_m([run_m(week.sessions) for week in kept[-_RECENT_WEEKS:]])
    return replace(runner, weekly_m=max(present, SMALL_WEEK_M), longest_m=max(run.distance_m for run in recent))


def _present_m(volumes: list[float]) -> float:
    """Metres of a present week: between the mean of the last four and that of the best two of them.

    One lighter or missed week is no new level; three are.
    """
    if not volumes:
        return 0.0
    best = sorted(volumes)[-2:]
    return (sum(volumes) / len(volumes) + sum(best) / len(best)) / 2


def _standing(goal: Goal, calendar: Calendar, kept: Sequence[Week]) -> tuple[Week, ...]:
    """The kept weeks, called taper where they are one before the day of the race as it is now, and only there."""
    first_taper = calendar.weeks - taper_weeks(goal.kind, calendar)
    named = []
    for index, week in enumerate(kept):
        tapers = week.phase in (Phase.TAPER, Phase.RACE)
        if index >= first_taper and not tapers:
            week = replace(week, phase=Phase.TAPER)
        elif index < first_taper and tapers:
            week = replace(week, phase=Phase.SPECIFIC)
        named.append(week)
    return tuple(named)


def _begun(plan: Plan, runner: Runner, fitness: Fitness, kept: tuple[Week, ...], today: date, calm: int) -> Begun:
    """What the next week is measured by: what was really run, then what stands planned until then."""
    planned = (*runner.past_weeks_m, *(run_m(week.sessions) for week in kept))
    this_monday = today - timedelta(days=today.weekday())
    ahead = [week for week in kept if week.monday >= this_monday]
    hard = tuple(session for week in kept for session in week.sessions)
    if not runner.has_history:
        past = Past([(plan.start - timedelta(days=1), runner.longest_m)]).after(hard)
        return Begun(kept, past, (planned,), calm)
    lived = (*runner.past_weeks_m, *(run_m(week.sessions) for week in ahead))
    runs = [(run.day, run.distance_m) for week in ahead for run in _trainings(week) if run.day >= today]
    past = Past([(today - timedelta(days=1), runner.longest_m), *runs], Past([]).after(hard).work)
    return Begun(kept, past, (lived, planned), calm)


def _trainings(week: Week) -> list[Session]:
    return [session for session in week.sessions if session.kind.run and session.kind is not SessionKind.RACE]


def _with_keys(plan: Plan, weeks: Sequence[Week]) -> tuple[Week, ...]:
    """The weeks, each session under the key of the one it continues: same kind, same day, else the same week."""
    old = {week.monday: list(week.sessions) for week in plan.weeks}
    return tuple(replace(week, sessions=_keyed(week.sessions, old.get(week.monday, []))) for week in weeks)


def _keyed(sessions: Sequence[Session], before: list[Session]) -> tuple[Session, ...]:
    left = [session for session in before if session.key is not None]
    keys: dict[int, str | None] = {}
    for same_day in (True, False):
        for at, session in enumerate(sessions):
            if at in keys:
                continue
            found = next(
                (one for one in left if one.kind is session.kind and (one.day == session.day or not same_day)), None
            )
            if found is not None:
                keys[at] = found.key
                left.remove(found)
    return tuple(replace(session, key=keys.get(at)) for at, session in enumerate(sessions))
