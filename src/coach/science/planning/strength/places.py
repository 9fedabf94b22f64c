"""Where in its week a strength session may go when the runs around it have moved."""

from __future__ import annotations

from datetime import date, timedelta

from coach.domain.plans import Plan, Session, SessionKind
from coach.science.planning.adaptation.reshaping import last_day
from coach.science.planning.rules import RULE


def other_day(plan: Plan, session: Session, today: date) -> date | None:
    """The nearest day of its week, from ``today`` on, where a strength session disturbs no run; None without any.

    Not the day before a hard run, nor the day of a long run or race, nor too near another strength session, and within
    the minutes of the day.
    """
    monday = session.day - timedelta(days=session.day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    free = [day for day in days if day >= today and day != session.day and day <= last_day(plan)]
    return next((day for day in sorted(free, key=lambda day: abs(day - session.day)) if _may(plan, session, day)), None)


def _may(plan: Plan, session: Session, day: date) -> bool:
    there = [each for each in plan.sessions if each.day == day and each is not session]
    next_day = [each for each in plan.sessions if each.day == day + timedelta(days=1)]
    heavy = any(each.kind in (SessionKind.LONG, SessionKind.RACE) for each in there)
    before_hard = any(each.kind.hard for each in next_day)
    apart = RULE["strength_apart"].number
    others = [each for each in plan.sessions if each.kind is session.kind and each is not session]
    near = any(abs((each.day - day).days) < apart for each in others)
    limits = dict(zip(plan.goal.days, plan.goal.minutes or (None,) * len(plan.goal.days), strict=True))
    limit = limits.get(day.weekday())
    fits = limit is None or session.duration_s + sum(each.duration_s for each in there) <= limit * 60
    return fits and not (heavy or before_hard or near)
