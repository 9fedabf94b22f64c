"""A plan built by hand, so that what is drawn and printed can be checked against known sums."""

from __future__ import annotations

from datetime import date, timedelta

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import Notice, Phase, Plan, Session, SessionKind, Step, StepKind, Target, Week

MONDAY = date(2026, 11, 23)
EASY = Target(pace_fast_s=343, pace_slow_s=396, vma_low=65, vma_high=75, hr_zone=2, rpe=3)
QUICK = Target(pace_fast_s=260, pace_slow_s=265, vma_low=97, vma_high=99, hr_zone=5, rpe=8.5)


def easy(day: date, minutes: int) -> Session:
    step = Step(StepKind.STEADY, minutes * 60.0, minutes * 60 / 0.37, EASY)
    return Session(day, SessionKind.EASY, "Easy, {minutes} min", "To recover.", (step,), {"minutes": str(minutes)})


def intervals(day: date, times: int) -> Session:
    work = Step(StepKind.REPEAT, 262.0, 1000.0, QUICK, by_distance=True)
    jog = Step(StepKind.RECOVERY, 120.0, 300.0, Target(rpe=2.0))
    steps = (
        Step(StepKind.WARM_UP, 1200.0, 3240.0, EASY),
        Step(StepKind.REPEAT, 382.0, 1300.0, Target(), times=times, steps=(work, jog)),
        Step(StepKind.COOL_DOWN, 600.0, 1620.0, EASY),
    )
    return Session(day, SessionKind.INTERVALS, "{times} × 1 km", "A bigger engine.", steps, {"times": str(times)})


def race(day: date) -> Session:
    step = Step(StepKind.STEADY, 13500.0, 42195.0, Target(pace_fast_s=318, pace_slow_s=322), by_distance=True)
    return Session(day, SessionKind.RACE, "Marathon", "Run your own race.", (step,))


def week(number: int, weeks: int, sessions_a_week: int) -> Week:
    monday = MONDAY + timedelta(weeks=number - 1)
    offsets = (1, 3, 5, 6, 0, 2, 4)[: sessions_a_week - 1]
    sessions = [intervals(monday + timedelta(days=offsets[0]), 4)]
    sessions += [easy(monday + timedelta(days=offset), 40 + 2 * number) for offset in sorted(offsets[1:])]
    last = monday + timedelta(days=6 if 6 not in offsets else 2)
    sessions.append(race(monday + timedelta(days=6)) if number == weeks else easy(last, 60))
    phase = Phase.RACE if number == weeks else Phase.TAPER if number == weeks - 1 else Phase.BASE
    in_order = tuple(sorted(sessions, key=lambda session: session.day))
    return Week(number, monday, phase, recovery=number % 4 == 3, sessions=in_order)


def hand_made_plan(weeks: int = 16, sessions_a_week: int = 4, *, notices: tuple[Notice, ...] = ()) -> Plan:
    """A marathon plan of ``weeks`` from Monday 23 November 2026, the race on the last Sunday."""
    return Plan(
        goal=Goal(GoalKind.MARATHON, (1, 3, 5, 6), weeks=weeks),
        start=MONDAY,
        race_day=MONDAY + timedelta(weeks=weeks, days=-1),
        level=Level.INTERMEDIATE,
        vma_kmh=14.0,
        predicted_s=13800.0,
        goal_s=13500.0,
        weeks=tuple(week(number, weeks, sessions_a_week) for number in range(1, weeks + 1)),
        notices=notices,
    )
