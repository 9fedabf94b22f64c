"""A month of a plan as squares."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coach.domain.plans import Plan, Session, SessionKind
from coach.web.plans.pages import Followed


@dataclass(frozen=True, slots=True)
class SquareSession:
    """A session in a square, and whether it was done."""

    session: Session
    done: bool


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A square of the month."""

    day: date
    inside: bool
    today: bool
    sessions: tuple[SquareSession, ...]


def month_view(plan: Plan, followed: Followed, first: date, today: date) -> dict[str, object]:
    """The squares of a month, week by week, and its neighbours inside the plan."""
    by_day: dict[date, list[Session]] = {}
    for session in plan.sessions:
        if session.kind is not SessionKind.REST:
            by_day.setdefault(session.day, []).append(session)
    squares = [
        [_square(day, first, today, by_day.get(day, ()), followed) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    last = _last(plan)
    before, after = _shifted(first, -1), _shifted(first, 1)
    inside = (day for day in by_day if (day.year, day.month) == (first.year, first.month))
    return {
        "first": first,
        "today": today,
        "squares": squares,
        "before": before if before >= plan.start.replace(day=1) else None,
        "after": after if after <= last else None,
        "sums": _sums(session for day in inside for session in by_day[day]),
    }


def asked_month(text: str, plan: Plan, today: date) -> date:
    """First day of the month asked for (``2026-12``), or of today's; kept inside the plan."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = min(today, plan.end)
    return min(max(asked, plan.start), _last(plan)).replace(day=1)


def _last(plan: Plan) -> date:
    return plan.weeks[-1].sunday if plan.weeks else plan.end


def _square(day: date, first: date, today: date, sessions: Iterable[Session], followed: Followed) -> MonthDay:
    shown = tuple(SquareSession(session, _fulfilled(session, followed)) for session in sessions)
    return MonthDay(day, day.month == first.month, day == today, shown)


def _fulfilled(session: Session, followed: Followed) -> bool:
    met = followed.get(session.session_id or "")
    return met is not None and met.verdict.fulfilled


def _shifted(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _sums(sessions: Iterable[Session]) -> dict[str, float]:
    listed = list(sessions)
    return {
        "sessions": len(listed),
        "distance_m": sum(session.distance_m for session in listed),
        "duration_s": sum(session.duration_s for session in listed),
    }
