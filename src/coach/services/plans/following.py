"""What was done of a plan: which activity fulfilled which session, and each week's sums."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Fulfilment, Lived, WeekFollowed
from coach.domain.plans import Plan
from coach.science.planning.adaptation import matching
from coach.store import activities
from coach.store import followed as kept


def done(connection: Connection, athlete_id: str, plan: Plan) -> dict[str, ActivityRow]:
    """Which activity fulfilled which session, by session id; each activity counts once."""
    rows = activities.between(connection, athlete_id, *_days(plan))
    latest = max((row.local_date for row in rows), default=plan.start)
    return {
        one.session.session_id: one.activity
        for one in matching.lived(plan, rows, latest).fulfilments
        if one.activity is not None and one.session.session_id is not None
    }


def followed(connection: Connection, athlete_id: str, plan: Plan, today: date) -> tuple[Fulfilment, ...]:
    """What became of each session up to ``today``, in calendar order, with reasons in words."""
    return lived(connection, athlete_id, plan, today).fulfilments


def followed_weeks(connection: Connection, athlete_id: str, plan: Plan, today: date) -> tuple[WeekFollowed, ...]:
    """What was due and what was run in each week of the plan up to ``today``."""
    life = lived(connection, athlete_id, plan, today)
    return tuple(matching.week_followed(week, life, today) for week in plan.weeks)


def lived(connection: Connection, athlete_id: str, plan: Plan, today: date) -> Lived:
    """The plan beside what was really done of it up to ``today``."""
    rows = activities.between(connection, athlete_id, *_days(plan))
    zones = kept.pace_zones(connection, athlete_id, *_days(plan))
    return matching.lived(plan, rows, today, pace_zones=zones)


def _days(plan: Plan) -> tuple[date, date]:
    return plan.start - timedelta(days=matching.MOST_DAYS_APART), plan.start + timedelta(days=7 * len(plan.weeks) - 1)
