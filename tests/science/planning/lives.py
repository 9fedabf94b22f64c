"""Lives beside plans: activities that follow one, miss some of it, or are something else altogether."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import count

from coach.domain.activities import ActivityRow
from coach.domain.plans import Plan, Session
from coach.domain.sports import Sport

_ids = count(1)


def activity(
    day: date, minutes: float, *, sport: Sport = Sport.RUN, km: float | None = None, hour: int = 7
) -> ActivityRow:
    """An activity of so many moving minutes; a run without ``km`` is at 10 km/h."""
    start = datetime.combine(day, time(hour))
    return ActivityRow(
        activity_id=f"run-{next(_ids)}",
        sport=sport,
        name="",
        started_at=start.replace(tzinfo=UTC),
        local_start=start,
        elapsed_s=minutes * 60,
        moving_s=minutes * 60,
        distance_m=minutes / 6 * 1000 if km is None else km * 1000,
        avg_hr=None,
        ascent_m=None,
    )


def as_planned(session: Session) -> ActivityRow:
    """The activity that does a run exactly."""
    return activity(session.day, session.duration_s / 60, km=session.distance_m / 1000)


def done_until(
    plan: Plan, today: date, *, skip: Callable[[Session], bool] = lambda session: False
) -> list[ActivityRow]:
    """Every run of the plan before ``today`` as planned, except those to ``skip``."""
    return [
        as_planned(session)
        for session in plan.sessions
        if session.kind.run and session.day < today and not skip(session)
    ]


def keyed(plan: Plan) -> Plan:
    """The plan as the store gives it back: every session with a key."""
    numbers = count(1)
    weeks = tuple(
        replace(week, sessions=tuple(replace(s, key=s.key or f"k{next(numbers)}") for s in week.sessions))
        for week in plan.weeks
    )
    return replace(plan, weeks=weeks, plan_id="plan", series="series")
