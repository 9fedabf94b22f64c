"""Other endurance sports beside running: easy minutes without impact, on days without a run first.

Cross-training keeps oxygen uptake where it is like running and costs the legs no impact; it never asks for a day that
should be free. How much of it fits is a coaching convention.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations

from coach.domain.athletes import Level
from coach.domain.language import mark
from coach.domain.plans import Notice, Phase, Plan, Session, SessionKind, Step, StepKind, Target, Week
from coach.science.planning.clocks import clock
from coach.science.planning.returning.injuries import recovering
from coach.science.planning.strength.sharing import Days

MINUTE = 60.0
MOST_CROSS = 3
LENGTH_S = {Level.BEGINNER: 30 * MINUTE, Level.INTERMEDIATE: 40 * MINUTE, Level.ADVANCED: 45 * MINUTE}
MOST_LENGTH_S = {Level.BEGINNER: 50 * MINUTE, Level.INTERMEDIATE: 75 * MINUTE, Level.ADVANCED: 90 * MINUTE}
"""Seconds of a session at first, and what two steps of five minutes in three usual weeks may make of it."""

LIGHT_LENGTH_S = 30 * MINUTE
FIRMER_FROM_WEEK = 4
FIRMER_FROM_S = 50 * MINUTE
"""From that week on, one session of that length or more holds firmer minutes, easy still; not for beginners."""

SHORTEST_S = 20 * MINUTE
MOST_SESSIONS = {Level.BEGINNER: 6, Level.INTERMEDIATE: 8, Level.ADVANCED: 10}
"""Sessions of any kind a week up to which other sports are added."""

LONGEST_RUN_BESIDE_S = 45 * MINUTE
"""An easy run up to this long may share its day with another sport, except for beginners."""

LAST_CROSS_DAYS = 3
"""No other sport in the last days before a race."""

_EASY = Target(hr_zone=2, rpe=3.0)
_FIRM = Target(hr_zone=2, rpe=4.0)
_FIRMER, _FIRM_WHY = mark("A firmer gear"), mark("A little more muscle and rhythm, breathing still calm.")
_EASY_GEAR = mark("Light gear")
_NAME = mark("Bike, swim or elliptical")
_WHY = mark("Endurance without impact.")


def with_cross_training(plan: Plan, *, since: date | None = None) -> Plan:
    """The plan with the other sports asked for, in the weeks from ``since`` on; what does not fit is told."""
    if not plan.goal.cross_training:
        return plan
    days = Days.of(plan, SessionKind.CROSS, since)
    weeks = []
    for week in plan.weeks:
        if since is None or week.monday >= since:
            kept = [session for session in week.sessions if session.kind is not SessionKind.CROSS]
            added = _week(plan, days, week, len(kept))
            week = replace(week, sessions=tuple(sorted((*kept, *added), key=lambda session: session.day)))
        weeks.append(week)
    made = replace(plan, weeks=tuple(weeks))
    return replace(made, notices=(*made.notices, *_told(made, since)))


def _week(plan: Plan, days: Days, week: Week, others: int) -> list[Session]:
    """The week's sessions of other sports: as many as are wanted and fit, days without a run first."""
    wanted = min(_wanted(plan, week), max(0, MOST_SESSIONS[plan.level] - others))
    open_days = [day for day in days.of_week(week) if _allowed(plan, days, day)]
    for count in range(min(wanted, len(open_days)), 0, -1):
        sets = [chosen for chosen in combinations(open_days, count) if days.leaves_a_day(week, chosen)]
        if sets:
            chosen = min(sets, key=lambda chosen: (sum(_price(days, day) for day in chosen), _crowding(chosen), chosen))
            lengths = [_length_s(plan, week, days, day) for day in chosen]
            firm = _firm(plan, week, lengths)
            return [
                _session(plan, day, length, firm=number == firm)
                for number, (day, length) in enumerate(zip(chosen, lengths, strict=True))
            ]
    return []


def _wanted(plan: Plan, week: Week) -> int:
    wanted = min(plan.goal.cross_training, MOST_CROSS)
    if week.phase is Phase.RACE:
        return 0
    return min(wanted, 1) if week.phase is Phase.TAPER else wanted


def _allowed(plan: Plan, days: Days, day: date) -> bool:
    if days.race_within(day, LAST_CROSS_DAYS) or day in days.hard or days.left_s(day) < SHORTEST_S:
        return False
    if day not in days.run:
        return True
    run_s = sum(session.duration_s for session in days.on(day) if session.kind.run)
    return plan.level is not Level.BEGINNER and run_s <= LONGEST_RUN_BESIDE_S and len(days.on(day)) == 1


def _price(days: Days, day: date) -> int:
    """Free days first, then days of strength alone, then easy runs."""
    if day in days.run:
        return 3
    return 1 if days.on(day) else 0


def _crowding(chosen: tuple[date, ...]) -> int:
    return sum((other - one).days == 1 for one, other in combinations(chosen, 2))


def _length_s(plan: Plan, week: Week, days: Days, day: date) -> float:
    """Seconds of a session of that day: longer from week to week, short in lighter weeks and beside a run."""
    first, most = LENGTH_S[plan.level], MOST_LENGTH_S[plan.level]
    done = sum(not before.recovery for before in plan.weeks[: week.number - 1])
    length = min(first + 5 * MINUTE * (2 * done // 3), most)
    if day in days.run:
        length = first
    if week.recovery or week.phase is Phase.TAPER:
        length = LIGHT_LENGTH_S
    return 5 * MINUTE * int(min(length, days.left_s(day)) // (5 * MINUTE))


def _firm(plan: Plan, week: Week, lengths: list[float]) -> int | None:
    """Which of the week's sessions holds firmer minutes, the longest where one may."""
    usual = week.number >= FIRMER_FROM_WEEK and not week.recovery and week.phase is not Phase.TAPER
    if not usual or plan.level is Level.BEGINNER or recovering(plan.goal) or max(lengths) < FIRMER_FROM_S:
        return None
    return lengths.index(max(lengths))


def _session(plan: Plan, day: date, length: float, *, firm: bool) -> Session:
    purpose = mark("Bike, swim or elliptical, your choice, easy enough to talk: endurance without the impact of a run.")
    if recovering(plan.goal):
        purpose = mark(
            "Bike, swim or elliptical, whichever is painless, easy enough to talk: it keeps your endurance while what "
            "heals is spared."
        )
    title = mark("Cross-training, easy, {duration}")
    if firm:
        title = mark("Cross-training, easy, {duration}, with 4 × 5 min firmer")
    steps = _with_firmer(length) if firm else (_easy(length),)
    return Session(day, SessionKind.CROSS, title, purpose, steps, {"duration": clock(length)})


def _easy(seconds: float) -> Step:
    return Step(StepKind.STEADY, seconds, 0.0, _EASY, why=_WHY, name=_NAME)


def _with_firmer(seconds: float) -> tuple[Step, ...]:
    """Easy minutes, four times five firmer ones with two light ones after each, easy minutes again."""
    firm = Step(StepKind.STEADY, 5 * MINUTE, 0.0, _FIRM, why=_FIRM_WHY, name=_FIRMER)
    light = Step(StepKind.RECOVERY, 2 * MINUTE, 0.0, _EASY, why=_WHY, name=_EASY_GEAR)
    block = Step(StepKind.STEADY, 7 * MINUTE, 0.0, _FIRM, times=4, steps=(firm, light))
    after = 10 * MINUTE
    return (_easy(seconds - block.total_s - after), block, _easy(after))


def _told(plan: Plan, since: date | None) -> list[Notice]:
    """How many sessions were left out and why."""
    usual = [week for week in plan.weeks if week.phase not in (Phase.TAPER, Phase.RACE)]
    usual = [week for week in usual if since is None or week.monday >= since]
    counts = Counter(sum(s.kind is SessionKind.CROSS for s in week.sessions) for week in usual)
    given = max(counts, key=lambda count: (counts[count], count)) if counts else 0
    if not usual or given >= plan.goal.cross_training:
        return []
    message = mark(
        "Of the {asked} sessions of other sports a week you asked for, {given} fit: hard and long days are for "
        "running, inside your minutes, and one day of the week stays free."
    )
    return [Notice("cross_left_out", message, {"asked": str(plan.goal.cross_training), "given": str(given)})]
