"""Plans: made from what the athlete really did, kept by version, put away but never lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from coach.domain.activities import ActivityRow
from coach.domain.plans import Goal, Plan, Session, SessionKind
from coach.domain.sports import SportFamily
from coach.science.planning import days_for, make_plan
from coach.services import fitness
from coach.store import activities, athletes, audit, plans
from coach.store.plans import PlanLine

__all__ = ["PlanLine", "archive", "create", "days_for", "done", "get", "latest", "listing", "restore"]


SAME_WISH = timedelta(minutes=1)


def create(connection: Connection, athlete_id: str, goal: Goal, today: date) -> Plan:
    """Make a plan for the athlete from their history and keep it.

    A form sent twice is one wish: the same goal within a minute gives the plan already made.

    Raises:
        InvalidInput: the goal cannot be planned as asked; the sentence says what to change.
        NotFound: no such athlete.
    """
    athlete = athletes.get(connection, athlete_id)
    plans.alone(connection, athlete_id)
    just_made = plans.same_goal(connection, athlete_id, goal, within=SAME_WISH)
    if just_made is not None:
        return plans.get(connection, athlete_id, just_made)
    known = fitness.current(connection, athlete_id, today, declared=goal.level)
    plan = make_plan(goal, known, today=today, athlete_age=athlete.age_on(today))
    plan_id = plans.save(connection, athlete_id, plan)
    audit.note(connection, athlete_id, "plan.create", plan_id)
    return plans.get(connection, athlete_id, plan_id)


def get(connection: Connection, athlete_id: str, plan_id: str) -> Plan:
    """A plan whole. Raises NotFound when it is not the athlete's."""
    return plans.get(connection, athlete_id, plan_id)


def latest(connection: Connection, athlete_id: str) -> Plan | None:
    """The newest plan that was not put away, None when there is none."""
    plan_id = plans.latest(connection, athlete_id)
    return None if plan_id is None else plans.get(connection, athlete_id, plan_id)


def listing(connection: Connection, athlete_id: str) -> tuple[PlanLine, ...]:
    """The athlete's plans, newest first."""
    return plans.listing(connection, athlete_id)


def archive(connection: Connection, athlete_id: str, plan_id: str, now: datetime) -> None:
    """Put a plan away; ``restore`` brings it back. Raises NotFound when it is not the athlete's."""
    plans.set_archived(connection, athlete_id, plan_id, now)
    audit.note(connection, athlete_id, "plan.archive", plan_id)


def restore(connection: Connection, athlete_id: str, plan_id: str) -> None:
    """Bring a plan back. Raises NotFound when it is not the athlete's."""
    plans.set_archived(connection, athlete_id, plan_id, None)
    audit.note(connection, athlete_id, "plan.restore", plan_id)


def done(connection: Connection, athlete_id: str, plan: Plan) -> dict[str, ActivityRow]:
    """Which run fulfilled which session: by session id, the run of that day closest to it in duration.

    A first, simple matching by day; each run counts once.
    """
    last = plan.start + timedelta(days=7 * len(plan.weeks) - 1)
    rows = activities.between(connection, athlete_id, plan.start, last)
    runs = [row for row in rows if row.sport.family is SportFamily.RUN]
    matched: dict[str, ActivityRow] = {}
    for session in plan.sessions:
        if session.kind in (SessionKind.REST, SessionKind.STRENGTH) or session.session_id is None:
            continue
        same_day = [run for run in runs if run.local_date == session.day]
        if same_day:
            best = min(same_day, key=lambda run: _distance(session, run))
            matched[session.session_id] = best
            runs.remove(best)
    return matched


def _distance(session: Session, run: ActivityRow) -> float:
    return abs(run.moving_s - session.duration_s)
