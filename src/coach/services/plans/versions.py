"""Versions of a plan: every change is a new one, and any old one can be taken up again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from coach.domain.fitness import Fitness
from coach.domain.language import mark
from coach.domain.plans import Notice, Origin, Plan
from coach.domain.problems import Conflict, InvalidInput
from coach.science.planning.adaptation.judging import Case, broken
from coach.science.planning.adaptation.reshaping import with_sessions
from coach.services import fitness
from coach.services.plans import following
from coach.store import athletes, audit, plans, proposals
from coach.store import fitness as snapshots
from coach.store.plans import VersionLine


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest version of a plan, and all that is known to judge a change of it by."""

    plan: Plan
    case: Case


def versions(connection: Connection, athlete_id: str, plan_id: str) -> tuple[VersionLine, ...]:
    """Every version of the plan that ``plan_id`` is a version of, newest first.

    Raises:
        NotFound: no such plan among the athlete's.
    """
    plan = plans.get(connection, athlete_id, plan_id)
    return plans.versions(connection, athlete_id, plan.series or "")


def restore_version(
    connection: Connection, athlete_id: str, plan_id: str, now: datetime, *, today: date | None = None
) -> Plan:
    """Make an old version the plan again, as a new version; the newest one when ``plan_id`` is that already.

    Days that are past stay as they are in the plan now. ``today`` is the athlete's date, told by ``now`` unless given.

    Raises:
        NotFound: no such plan among the athlete's.
        InvalidInput: the old version is over, or would now break a hard rule; the sentence says which.
    """
    plans.alone(connection, athlete_id)
    old = plans.get(connection, athlete_id, plan_id)
    day = today or athlete_date(connection, athlete_id, now)
    standing = standing_to_judge(connection, athlete_id, plan_id, day)
    if standing.plan.plan_id == old.plan_id:
        return standing.plan
    if old.end < day:
        raise InvalidInput(mark("That version ended before today; it cannot be taken up again."), field="plan")
    joined = joined_to_past(standing.case, replace(old, age=standing.plan.age))
    check_rules(standing.case, joined)
    message = mark("Version {version} is taken up again.")
    why = Notice("restored", message, {"version": str(old.version)})
    return new_version(connection, athlete_id, standing.plan, joined, Origin.RESTORED, (why,), now)


def standing_of(
    connection: Connection, athlete_id: str, plan_id: str, today: date, *, known: Fitness | None = None
) -> Standing:
    """The newest version of the plan ``plan_id`` belongs to, with what was done of it and the fitness of today.

    The fitness is ``known`` where it is at hand.

    Raises:
        NotFound: no such plan among the athlete's.
    """
    plan = newest(connection, athlete_id, plan_id)
    seen = known or fitness.current(connection, athlete_id, today, declared=plan.level)
    return _standing(connection, athlete_id, plan, seen, today)


def standing_to_judge(connection: Connection, athlete_id: str, plan_id: str, today: date) -> Standing:
    """The same where only the rules are asked: they look at the weeks before the plan, which a kept snapshot tells.

    Raises:
        NotFound: no such plan among the athlete's.
    """
    plan = newest(connection, athlete_id, plan_id)
    kept = snapshots.latest(connection, athlete_id)
    if kept is None or kept.on < plan.start:
        kept = fitness.current(connection, athlete_id, today, declared=plan.level)
    return _standing(connection, athlete_id, plan, kept, today)


def newest(connection: Connection, athlete_id: str, plan_id: str) -> Plan:
    """The newest version of the plan that ``plan_id`` is a version of. Raises NotFound when it is not the athlete's."""
    asked = plans.get(connection, athlete_id, plan_id)
    last = plans.newest(connection, athlete_id, asked.series or "")
    return asked if last == asked.plan_id else plans.get(connection, athlete_id, last)


def _standing(connection: Connection, athlete_id: str, plan: Plan, known: Fitness, today: date) -> Standing:
    life = following.lived(connection, athlete_id, plan, today)
    age = athletes.get(connection, athlete_id).age_on(today)
    return Standing(plan, Case(plan, life, known, today, plan.age if age is None else age))


def joined_to_past(case: Case, plan: Plan) -> Plan:
    """``plan`` from today on, behind what is over or done of the case's plan.

    A session that is missed now and ahead in ``plan`` goes ahead; one that is ahead now and was past in ``plan`` is
    back in its place.
    """
    ahead = [session for session in plan.sessions if case.ahead(session)]
    taken = {session.key for session in ahead}
    over = [session for session in case.plan.sessions if not case.ahead(session) and session.key not in taken]
    placed = taken | {session.key for session in over}
    known = {session.key for session in case.plan.sessions}
    back = [
        session
        for session in plan.sessions
        if session.day < case.today and session.key in known and session.key not in placed
    ]
    last = plan.weeks[-1].sunday
    return with_sessions(plan, [session for session in (*over, *back, *ahead) if session.day <= last])


def check_rules(case: Case, plan: Plan) -> None:
    """Raise InvalidInput (field ``plan``), naming the rule, when a plan would break a hard one from today on."""
    found = next(iter(broken(case, plan)), None)
    if found is not None:
        raise InvalidInput(found.notice.message, field="plan", **found.notice.values)


def check_in_use(connection: Connection, athlete_id: str, plan: Plan) -> None:
    """Raise Conflict where the plan was put away: nothing is changed of it, nor proposed."""
    if plans.is_archived(connection, athlete_id, plan.plan_id or ""):
        raise Conflict(mark("This plan is put away; bring it back before you change it."))


def new_version(
    connection: Connection,
    athlete_id: str,
    before: Plan,
    plan: Plan,
    origin: Origin,
    why: tuple[Notice, ...],
    now: datetime,
) -> Plan:
    """Keep ``plan`` as the version after ``before``; what waited on the plan is stale.

    Raises:
        Conflict: the plan was put away.
    """
    check_in_use(connection, athlete_id, before)
    proposals.outdate(connection, athlete_id, before.series or "", now)
    kept = replace(
        with_keys(plan),
        plan_id=None,
        series=before.series,
        version=before.version + 1,
        origin=origin,
        changed_for=why,
    )
    plan_id = plans.save(connection, athlete_id, kept)
    audit.note(connection, athlete_id, f"plan.{origin.value}", plan_id, version=kept.version)
    return plans.get(connection, athlete_id, plan_id)


def with_keys(plan: Plan) -> Plan:
    """The plan with a key of the store on every session that has none."""
    sessions = (session if _is_key(session.key) else replace(session, key=str(uuid4())) for session in plan.sessions)
    return with_sessions(plan, list(sessions))


def athlete_date(connection: Connection, athlete_id: str, now: datetime) -> date:
    """The date of ``now`` where the athlete is."""
    zone = ZoneInfo(athletes.get(connection, athlete_id).time_zone)
    return now.astimezone(zone).date()


def _is_key(key: str | None) -> bool:
    if key is None:
        return False
    try:
        UUID(key)
    except ValueError:
        return False
    return True
