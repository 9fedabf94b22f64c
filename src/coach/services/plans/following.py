"""What was done of a plan: which run fulfilled which session."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from coach.domain.activities import ActivityRow
from coach.domain.plans import Plan, Session
from coach.domain.sports import SportFamily
from coach.store import activities


def done(connection: Connection, athlete_id: str, plan: Plan) -> dict[str, ActivityRow]:
    """Which run fulfilled which session: by session id, the run of that day closest to it in duration.

    A first, simple matching by day; each run counts once.
    """
    last = plan.start + timedelta(days=7 * len(plan.weeks) - 1)
    rows = activities.between(connection, athlete_id, plan.start, last)
    runs = [row for row in rows if row.sport.family is SportFamily.RUN]
    matched: dict[str, ActivityRow] = {}
    for session in plan.sessions:
        if not session.kind.run or session.session_id is None:
            continue
        same_day = [run for run in runs if run.local_date == session.day]
        if same_day:
            best = min(same_day, key=lambda run: _distance(session, run))
            matched[session.session_id] = best
            runs.remove(best)
    return matched


def _distance(session: Session, run: ActivityRow) -> float:
    return abs(run.moving_s - session.duration_s)
