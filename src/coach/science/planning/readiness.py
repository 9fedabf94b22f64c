"""Whether a race is one to get ready for in the time there is, and what would be the safer choice.

The longest training run is the measure: below 90 min for a half marathon and 2 h 15 for a marathon the distance itself
is the difficulty (Fokkema et al. 2020). Where it is refused and what is offered are coaching conventions.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

from coach.domain.goals import GoalKind
from coach.domain.language import mark
from coach.domain.plans import Notice, Plan, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning.calendar import ENOUGH_WEEKS, HOPELESS_WEEKS, LONG_RACES, MOST_WEEKS, Calendar
from coach.science.planning.clocks import clock
from coach.science.planning.runner import Runner
from coach.science.planning.week import LONG_SHARE

ENOUGH_LONG_S = {
    GoalKind.FIVE_K: 30 * 60.0,
    GoalKind.TEN_K: 50 * 60.0,
    GoalKind.HALF_MARATHON: 90 * 60.0,
    GoalKind.MARATHON: 135 * 60.0,
    GoalKind.ULTRA: 165 * 60.0,
}
"""Seconds of the longest run below which the distance itself will be the difficulty."""

ENOUGH_LONG_SHARE, MOST_NEEDED_S = 0.6, 170 * 60.0
"""Who is longer on the way needs longer runs: 60 % of the race time, to just under 3 h (coaching convention)."""

CLOSE_ENOUGH_S = 300.0
HOPELESS_SHARE, NEVER_SHARE = 1 / 3, 1 / 8
"""A race of which a third at most is ever run before it, in half of the usual weeks, is refused; of which an eighth at
most is, however many weeks there are."""

MINUTES_SHARE = 2 / 3
"""Minutes that leave less than this share of the long run a race wants are refused: no number of weeks mends them."""

OTHER_DAYS_S, MOST_OTHER_S = 30 * 60.0, 120 * 60.0
"""What the other days are asked to give at least, and at most."""

_LONG_RUN_GROWTH = 1.05
_KM = {GoalKind.FIVE_K: 5, GoalKind.TEN_K: 10, GoalKind.HALF_MARATHON: 21, GoalKind.MARATHON: 42}


def longest_s(plan: Plan) -> float:
    """Seconds of the longest training run."""
    runs = (s.duration_s for s in plan.sessions if s.kind.run and s.kind is not SessionKind.RACE)
    return max(runs, default=0.0)


def wanted_long_s(plan: Plan) -> float:
    """Seconds of the longest run a long race wants, 0 where nothing special is wanted."""
    if plan.goal.kind not in LONG_RACES or plan.goal_s is None:
        return 0.0
    return max(ENOUGH_LONG_S[plan.goal.kind], min(ENOUGH_LONG_SHARE * plan.goal_s, MOST_NEEDED_S))


def check_ready(plan: Plan, runner: Runner, calendar: Calendar) -> None:
    """Refuse a long race far beyond what was or can be run before it, naming what can be done. Raises InvalidInput."""
    check_minutes(plan, calendar)
    kind = plan.goal.kind
    if kind not in LONG_RACES or plan.goal_s is None:
        return
    hurried = calendar.weeks < ENOUGH_WEEKS[kind] * HOPELESS_WEEKS
    longest = max(longest_s(plan), runner.longest_m / runner.easy_mps)
    if longest >= plan.goal_s * (HOPELESS_SHARE if hurried else NEVER_SHARE):
        return
    values = {
        "weeks": calendar.weeks,
        "longest": clock(_to_five(longest)),
        "race": clock(_to_five(plan.goal_s)),
        "day": later_day(plan, longest).isoformat(),
    }
    field = "race_day" if plan.goal.race_day else "weeks"
    km = fitting_km(kind, longest)
    if km is None:
        message = mark(
            "{weeks} weeks can safely bring you to runs of {longest}; this race would take about {race}. "
            "No plan can promise that. Ask for a fitness plan now, and for this race on or after {day}."
        )
        raise InvalidInput(message, field=field, **values)
    message = mark(
        "{weeks} weeks can safely bring you to runs of {longest}; this race would take about {race}. "
        "No plan can promise that. Run {km} km on that day instead, or this race on or after {day}."
    )
    raise InvalidInput(message, field=field, km=km, **values)


def check_minutes(plan: Plan, calendar: Calendar) -> None:
    """Refuse a long race on minutes that leave no room for its long runs, naming what would do. Raises InvalidInput."""
    wanted, room = wanted_long_s(plan), _room_s(calendar)
    if plan.goal_s is None or room >= wanted * MINUTES_SHARE:
        return
    share = _long_share(calendar)
    long_s = 900.0 * math.ceil(wanted / 900)
    other_s = 300.0 * math.ceil(long_s * MINUTES_SHARE * (1 - share) / share / max(len(calendar.days) - 1, 1) / 300)
    values = {
        "room": clock(300.0 * (room // 300)),
        "race": clock(_to_five(plan.goal_s)),
        "long": f"{long_s / 60:.0f}",
        "other": f"{min(max(other_s, OTHER_DAYS_S), MOST_OTHER_S) / 60:.0f}",
    }
    km = fitting_km(plan.goal.kind, room)
    if km is None:
        message = mark(
            "Your minutes leave room for a long run of about {room}; this race would take about {race}. "
            "Give {long} minutes to the long-run day and {other} to the others, or ask for a fitness plan."
        )
        raise InvalidInput(message, field="minutes", **values)
    message = mark(
        "Your minutes leave room for a long run of about {room}; this race would take about {race}. "
        "Give {long} minutes to the long-run day and {other} to the others, or run {km} km instead."
    )
    raise InvalidInput(message, field="minutes", km=km, **values)


def _room_s(calendar: Calendar) -> float:
    """Seconds of the longest run the minutes allow: those of its day, and its share of what the others can hold."""
    others = sum(calendar.limit_s(day) for day in calendar.days if day != calendar.long_day)
    share = _long_share(calendar)
    return min(calendar.limit_s(calendar.long_day), others * share / (1 - share))


def _long_share(calendar: Calendar) -> float:
    return LONG_SHARE[len(calendar.days)]


def about_readiness(plan: Plan, calendar: Calendar) -> list[Notice]:
    """What is said of a long race whose plan cannot hold runs as long as it wants, with the safer choice."""
    longest, wanted = longest_s(plan), wanted_long_s(plan)
    if plan.goal_s is None or longest >= wanted - CLOSE_ENOUGH_S:
        return []
    values = {
        "longest": clock(_to_five(longest)),
        "wanted": clock(_to_five(wanted)),
        "race": clock(_to_five(plan.goal_s)),
    }
    message = mark(
        "The longest run of this plan is {longest}: all that your present volume, weeks, days and minutes allow. "
        "About {wanted} would be wanted to get ready for some {race} on the way. "
        "Start the race slowly, or choose a later or shorter one."
    )
    return [Notice("long_run_short", message, values), *_safer(plan, calendar, longest)]


def _safer(plan: Plan, calendar: Calendar, longest: float) -> list[Notice]:
    """The nearest race that fits, and when this one would; nothing where little is missing."""
    kind = plan.goal.kind
    if longest >= 0.75 * wanted_long_s(plan):
        return []
    km = fitting_km(kind, longest)
    limit_s = calendar.limit_s(calendar.long_day)
    if limit_s < longest + 600:
        message = mark("You give at most {limit} to one run. More time for the long run would help this plan most.")
        return [Notice("minutes_short", message, {"limit": clock(limit_s)})]
    day = later_day(plan, longest)
    if km is None or (day - plan.start).days > 7 * MOST_WEEKS:
        return []
    message = mark("Safer: {km} km on that day, or this distance on or after {day}.")
    return [Notice("safer_choice", message, {"km": str(km), "day": day.isoformat()})]


def fitting_km(kind: GoalKind, longest: float) -> int | None:
    """Kilometres of the longest shorter race that such a longest run (seconds) gets somebody ready for."""
    shorter = [one for one in _KM if one is not kind and _KM[one] < _KM.get(kind, 50)]
    fitting = [_KM[one] for one in shorter if ENOUGH_LONG_S[one] <= longest]
    return max(fitting, default=None)


def later_day(plan: Plan, longest: float) -> date:
    """A race day by which the long run can have grown to what is wanted, five per cent a week."""
    missing = math.log(max(wanted_long_s(plan) / max(longest, 900.0), 1.0)) / math.log(_LONG_RUN_GROWTH)
    return plan.end + timedelta(days=7 * math.ceil(missing))


def _to_five(seconds: float) -> float:
    return 300.0 * round(seconds / 300)
