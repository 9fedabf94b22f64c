"""Strength beside running: which days hold it, how often, and how heavy it may be so near a race.

Concurrent training: strength and running in one session cost trained legs strength, in two sessions hardly any, and a
day apart is better than six hours (Petré et al. 2021; Schumann et al. 2022; Robineau et al. 2016). Heavy legs run worse
the next day: none on the eve of a hard or long run. Sessions stay as often in lighter weeks, with fewer sets (what 246
athletes do: Rogerson et al. 2024). Which day is best, and when to stop before a race, are coaching conventions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, InjuryState
from coach.domain.language import mark
from coach.domain.plans import Notice, Phase, Plan, Session, SessionKind, Week
from coach.science.planning.returning.injuries import sites
from coach.science.planning.strength.sessions import LONGEST_S, SHORTEST_S, Focus, strength_session
from coach.science.planning.strength.sharing import Days

MOST_STRENGTH = 3
TAPER_STRENGTH = 1
"""Sessions a week at most, and in a week of the taper; none in the week of the race."""

LAST_STRENGTH_DAYS, LAST_HEAVY_DAYS = 7, 10
"""No strength in the last days before the race, nothing heavy in these."""

TUNE_UP_DAYS = 2
"""No strength so many days before a race on the way, nor the day after it."""

APART_DAYS = 2
"""From one strength session to the next."""

RUN_FIRST_HOURS = 6
"""Hours between a run and strength on the same day, the run first."""

FOUNDATION_WEEKS = {Level.BEGINNER: 6, Level.INTERMEDIATE: 4, Level.ADVANCED: 3}
"""Weeks of foundations before anything heavy."""

ADULT_AGE, SENIOR_AGE = 18, 60
"""Nothing heavy before the first without somebody who watches; from the second on one heavy session a week, the others
are foundations, and hard runs have their day to themselves where another is free."""

EARLY_WEEKS = 3
"""Weeks in which what heals is loaded without moving, where the site asks for it."""

JUMPS_FROM_WEEKS = 3
"""Weeks of heavy sessions before small hops come."""


@dataclass(frozen=True, slots=True)
class _Course:
    plan: Plan
    days: Days
    foundation: int
    gentle: bool
    jumps: bool
    senior: bool = False


def with_strength(plan: Plan, *, since: date | None = None) -> Plan:
    """The plan with the strength sessions asked for, in the weeks from ``since`` on; what does not fit is told.

    Never on the eve of a hard or long run or a race, never on the day of the long run, two days apart, inside the day's
    minutes, with one day of the week left wholly free where the runs leave one.
    """
    if not plan.goal.strength:
        return plan
    recovers = any(injury.state is InjuryState.RECOVERING for injury in plan.goal.injuries)
    course = _Course(
        plan=plan,
        days=Days.of(plan, SessionKind.STRENGTH, since),
        foundation=max(FOUNDATION_WEEKS[plan.level], 6 if recovers or plan.goal.kind is GoalKind.RETURN else 0),
        gentle=recovers or (plan.age is not None and plan.age < ADULT_AGE),
        jumps=plan.level is not Level.BEGINNER and not recovers,
        senior=plan.age is not None and plan.age >= SENIOR_AGE,
    )
    weeks, last, turn = [], None, 0
    for week in plan.weeks:
        if since is not None and week.monday < since:
            held = [session for session in week.sessions if session.kind is SessionKind.STRENGTH]
        else:
            held = _week(course, week, last, turn)
            kept = (session for session in week.sessions if session.kind is not SessionKind.STRENGTH)
            week = replace(week, sessions=_in_order((*kept, *held)))
        turn += len(held)
        last = held[-1].day if held else last
        weeks.append(week)
    made = replace(plan, weeks=tuple(weeks))
    return replace(made, notices=(*made.notices, *_told(made, since)))


def _week(course: _Course, week: Week, last: date | None, turn: int) -> list[Session]:
    """The week's strength sessions, as many as are wanted and fit, on its best days."""
    wanted = _wanted(course.plan, week)
    open_days = [day for day in course.days.of_week(week) if _allowed(course, week, day, last)]
    for count in range(min(wanted, len(open_days)), 0, -1):
        sets = [chosen for chosen in combinations(open_days, count) if _fits(course, week, chosen)]
        for chosen in sorted(sets, key=lambda chosen: (_cost(course, chosen), chosen)):
            made = [_session(course, week, day, turn + number, second=number > 0) for number, day in enumerate(chosen)]
            held = [session for session in made if session is not None]
            if len(held) == count:
                return held
    return []


def _wanted(plan: Plan, week: Week) -> int:
    wanted = min(plan.goal.strength, MOST_STRENGTH)
    if week.phase is Phase.RACE:
        return 0
    return min(wanted, TAPER_STRENGTH) if week.phase is Phase.TAPER else wanted


def _allowed(course: _Course, week: Week, day: date, last: date | None) -> bool:
    """Whether legs may be loaded on that day at all."""
    days, plan = course.days, course.plan
    if last is not None and (day - last).days < APART_DAYS:
        return False
    if plan.race_day is not None and 0 <= (plan.race_day - day).days <= LAST_STRENGTH_DAYS:
        return False
    if days.race_within(day, TUNE_UP_DAYS) or day - timedelta(days=1) in days.raced:
        return False
    if day + timedelta(days=1) in days.hard or day in days.long:
        return False
    return days.left_s(day) >= SHORTEST_S


def _fits(course: _Course, week: Week, chosen: tuple[date, ...]) -> bool:
    spaced = all((other - one).days >= APART_DAYS for one, other in combinations(chosen, 2))
    return spaced and course.days.leaves_a_day(week, chosen)


def _cost(course: _Course, chosen: tuple[date, ...]) -> int:
    """Lower is better: free days while there are several, hard days after the run, easy days; recovery days last."""
    return sum(_price(course, day) for day in chosen)


def _price(course: _Course, day: date) -> int:
    days = course.days
    if course.senior and day in days.hard:
        return 5
    after_hard = 2 if day - timedelta(days=1) in days.hard else 0
    if day not in days.run:
        return after_hard + (0 if day.weekday() in course.plan.goal.days else 1)
    return 1 if day in days.hard else 2 + after_hard


def _session(course: _Course, week: Week, day: date, turn: int, *, second: bool) -> Session | None:
    plan, number = course.plan, week.number
    left = None if plan.race_day is None else (plan.race_day - day).days
    focus = Focus.HEAVY
    if left is not None and (left <= LAST_HEAVY_DAYS or week.phase in (Phase.TAPER, Phase.RACE)):
        focus = Focus.KEEP
    elif course.gentle or number <= course.foundation or (course.senior and second):
        focus = Focus.FOUNDATION
    return strength_session(
        day,
        focus,
        turn,
        sites=sites(plan.goal),
        early=number <= EARLY_WEEKS,
        light=week.recovery or number == 1,
        jumps=course.jumps and focus is Focus.HEAVY and number > course.foundation + JUMPS_FROM_WEEKS,
        most_s=min(course.days.left_s(day), LONGEST_S),
    )


def _told(plan: Plan, since: date | None) -> list[Notice]:
    """How strength goes with the runs, and how many sessions were left out and why."""
    asked = min(plan.goal.strength, MOST_STRENGTH)
    usual = [week for week in plan.weeks if week.phase not in (Phase.TAPER, Phase.RACE)]
    usual = [week for week in usual if since is None or week.monday >= since]
    counts = Counter(sum(s.kind is SessionKind.STRENGTH for s in week.sessions) for week in usual)
    given = max(counts, key=lambda count: (counts[count], count)) if counts else 0
    told = []
    if given:
        message = mark(
            "Strength on a day you run: run first and leave {hours} hours if you can. One session a week is kept in "
            "the taper, nothing heavy in the last {heavy} days before the race, nothing at all in the last {last}."
        )
        if plan.race_day is None:
            message = mark("Strength on a day you run: run first and leave {hours} hours if you can.")
        values = {"hours": str(RUN_FIRST_HOURS), "heavy": str(LAST_HEAVY_DAYS), "last": str(LAST_STRENGTH_DAYS)}
        told.append(Notice("strength", message, values))
    if given < asked and usual:
        message = mark(
            "Of the {asked} strength sessions a week you asked for, {given} fit: two days apart, never the day before "
            "a hard or long run, inside your minutes, and one day of the week stays free."
        )
        told.append(Notice("strength_left_out", message, {"asked": str(plan.goal.strength), "given": str(given)}))
    return told


def _in_order(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """By day, the run before what else the day holds."""
    return tuple(sorted(sessions, key=lambda session: (session.day, not session.kind.run, session.kind.value)))
