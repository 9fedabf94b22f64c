"""How a break or a healing injury changes a plan: fewer days, walk-runs at its start, no hard session too soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from coach.domain.fitness import Fitness
from coach.domain.goals import Goal, GoalKind
from coach.domain.language import mark
from coach.domain.plans import Plan, Week
from coach.domain.problems import InvalidInput
from coach.science.planning.calendar import FEWEST_DAYS, Calendar, calendar_of, spread
from coach.science.planning.frames import Frame
from coach.science.planning.laying import Begun, laid, run_m
from coach.science.planning.outlook import Outlook
from coach.science.planning.returning.breaks import Break
from coach.science.planning.returning.injuries import LATE_WEEKS, recovering, recovering_bone, spared_groups
from coach.science.planning.returning.walk_run import MOST_RUNS, STAGES, Stage, days_apart, stage_of
from coach.science.planning.returning.weeks import (
    EASY_AFTER_BONE,
    EASY_AFTER_WALKS,
    easy_weeks,
    lighter_weeks,
    return_weeks,
    walking_weeks,
)
from coach.science.planning.runner import Runner
from coach.science.planning.taper import taper_weeks

FEWEST_RUNS_SPARED = 3


def spared(goal: Goal, calendar: Calendar) -> Calendar:
    """The calendar with the days an injury leaves for running.

    A healing bone gets a day off after each run; with another injury, days asked for other sports replace running
    days, of which three stay. Raises InvalidInput where a bone heals and no two days are apart.
    """
    last = calendar.last_day.weekday() if calendar.race_day is None else 6
    days: tuple[int, ...] = calendar.days
    if recovering_bone(goal):
        days = days_apart(calendar.days, MOST_RUNS, calendar.long_day, last)
        if len(days) < FEWEST_DAYS:
            message = mark("A healing bone needs a day without running after each run: choose days further apart.")
            raise InvalidInput(message, field="days")
    elif recovering(goal) and goal.cross_training and len(days) > FEWEST_RUNS_SPARED:
        first = calendar.long_day if calendar.long_day <= last else min(days)
        days = spread((first,), days, max(FEWEST_RUNS_SPARED, len(days) - goal.cross_training))
    if len(days) == len(calendar.days):
        return calendar
    limits = dict(zip(goal.days, goal.minutes or (None,) * len(goal.days), strict=True))
    fewer = replace(
        goal,
        days=days,
        minutes=None if goal.minutes is None else tuple(limits[day] for day in days),
        long_day=calendar.long_day if calendar.long_day in days else None,
    )
    return calendar_of(fewer, calendar.start, calendar.weeks, calendar.last_day)


def weeks_back(
    goal: Goal,
    runner: Runner,
    made: Frame,
    hope: Outlook | None,
    begun: Begun,
    pause: Break,
    left: Sequence[Stage],
) -> tuple[Week, ...]:
    """Every week of a plan that comes after a break; ``left`` are the walk-runs still to be done.

    A return is walked and run to its end, and so is a wish without a race too short for more; another goal goes on with
    its own training after the walk-runs. Raises InvalidInput when the race comes too soon for that.
    """
    calendar = made.calendar
    if goal.kind is GoalKind.RETURN or (
        left and not goal.kind.races and _too_short(goal, runner, calendar, begun, left)
    ):
        return return_weeks(goal, runner, calendar, made.kit, pause, begun, left)
    if not left:
        quiet = max(1 if pause.resumed else easy_weeks(pause), LATE_WEEKS if spared_groups(goal) else 0)
        return laid(goal, runner, replace(made, calm=range(max(made.calm.stop, quiet))), hope, begun)
    _check_room(goal, runner, calendar, begun, left)
    opened = return_weeks(goal, runner, calendar, made.kit, pause, begun, left, opening=True)
    new = opened[len(begun.weeks) :]
    past = begun.past
    for week in new:
        past = past.after(week.sessions)
    volumes = tuple(run_m(week.sessions) for week in new)
    histories = tuple((*history, *volumes) for history in begun.histories)
    runner = replace(
        runner,
        weekly_m=max(volumes[-2:]),
        longest_m=max(session.distance_m for week in new for session in week.sessions),
    )
    gentle = pause.bone or bool(spared_groups(goal))
    calm = range(len(opened) + (EASY_AFTER_BONE if gentle else EASY_AFTER_WALKS))
    return laid(goal, runner, replace(made, calm=calm), hope, Begun(opened, past, histories))


def walks_left(pause: Break, plan: Plan, begun: Sequence[Week], fitness: Fitness) -> tuple[Stage, ...]:
    """The walk-runs a plan half lived still asks for, from the stage it has reached on.

    Each week of it in which nothing was run, up to the last complete one, takes a stage back.
    """
    ahead = _stages(plan.weeks[len(begun) :])
    if not ahead:
        return ()
    reached, missed = STAGES.index(ahead[0]), _weeks_missed(plan, fitness)
    if missed:
        return tuple(stage for stage in STAGES[max(0, reached - missed) :] for _ in range(pause.visits))
    visits = max(1, pause.visits - _stages(begun).count(ahead[0]))
    return (ahead[0],) * visits + tuple(stage for stage in STAGES[reached + 1 :] for _ in range(pause.visits))


def _weeks_missed(plan: Plan, fitness: Fitness) -> int:
    """The last weeks since the plan began in which nothing was run, one after the other."""
    lived = [week for week in fitness.weeks if week.monday >= plan.start]
    return sum(1 for _ in takewhile(lambda week: week.distance_m == 0, reversed(lived)))


def _stages(weeks: Sequence[Week]) -> list[Stage]:
    """The stages of the walk-runs of weeks, lighter weeks apart, which only repeat what is due."""
    usual = (session for week in weeks if not week.recovery for session in week.sessions)
    return [stage for stage in map(stage_of, usual) if stage is not None]


def _check_room(goal: Goal, runner: Runner, calendar: Calendar, begun: Begun, left: Sequence[Stage]) -> None:
    """Refuse a race, or a race on the way, that comes before running is running again."""
    if _too_short(goal, runner, calendar, begun, left):
        longer = _a_week_longer(calendar)
        while _too_short(goal, runner, longer, begun, left):
            longer = _a_week_longer(longer)
        message = mark(
            "After your break walk-runs come first, so this race needs at least {needed} weeks and has {weeks}. Make a "
            "return plan now, or choose a race on or after {day}."
        )
        field = "race_day" if goal.race_day else "weeks"
        day = longer.last_day.isoformat()
        raise InvalidInput(message, field=field, needed=longer.weeks, weeks=calendar.weeks, day=day)
    free_from = calendar.monday(_walked(runner, calendar, begun, left) + 1)
    first = calendar.monday(len(begun.weeks))
    if any(first <= tune_up.day < free_from for tune_up in goal.tune_ups):
        message = mark("A race on the way comes too soon after your break: from {day} on it can be run.")
        raise InvalidInput(message, field="tune_ups", day=free_from.isoformat())


def _walked(runner: Runner, calendar: Calendar, begun: Begun, left: Sequence[Stage]) -> int:
    """Weeks of the plan until its first one of running without walks is over."""
    return 1 + walking_weeks(calendar, len(left), lighter_weeks(calendar.weeks, runner), len(begun.weeks))


def _too_short(goal: Goal, runner: Runner, calendar: Calendar, begun: Begun, left: Sequence[Stage]) -> bool:
    """Whether walk-runs, a week of training at least and the taper do not fit."""
    return calendar.weeks < _walked(runner, calendar, begun, left) + 1 + taper_weeks(goal.kind, calendar)


def _a_week_longer(calendar: Calendar) -> Calendar:
    week = timedelta(days=7)
    race_day = None if calendar.race_day is None else calendar.race_day + week
    return replace(calendar, weeks=calendar.weeks + 1, race_day=race_day, last_day=calendar.last_day + week)
