"""The athlete moves a session: what the rules say of it first, then a new version of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from coach.domain.language import mark
from coach.domain.plans import Notice, Origin, Plan, Session
from coach.domain.problems import InvalidInput, NotFound
from coach.science.planning.adaptation.moving import MoveVerdict, judged_move
from coach.services.plans.versions import new_version, standing_to_judge
from coach.store import plans


class NotMoved(InvalidInput):
    """A session that may not go where it was put; ``verdict`` holds every reason and the nearest possible day."""

    def __init__(self, verdict: MoveVerdict) -> None:
        reason = verdict.against[0]
        super().__init__(reason.message, field="to_day", **reason.values)
        self.verdict = verdict


def judge_move(
    connection: Connection,
    athlete_id: str,
    plan_id: str,
    key: str,
    to_day: date,
    today: date,
    *,
    anyway: bool = False,
) -> MoveVerdict:
    """What the rules say of moving the session ``key`` to ``to_day``; nothing is changed.

    ``anyway`` allows a weekday the athlete did not give, never what a hard rule forbids.

    Raises:
        NotFound: no such plan among the athlete's, or no such session in its newest version.
    """
    return judge_moves(connection, athlete_id, plan_id, key, (to_day,), today, anyway=anyway)[0]


def judge_moves(
    connection: Connection,
    athlete_id: str,
    plan_id: str,
    key: str,
    to_days: Iterable[date],
    today: date,
    *,
    anyway: bool = False,
) -> tuple[MoveVerdict, ...]:
    """The same for several days at once. Raises NotFound as ``judge_move`` does."""
    standing = standing_to_judge(connection, athlete_id, plan_id, today)
    session = _session(standing.plan, key)
    return tuple(judged_move(standing.case, session, day, anyway=anyway) for day in to_days)


def move(
    connection: Connection,
    athlete_id: str,
    plan_id: str,
    key: str,
    to_day: date,
    today: date,
    now: datetime,
    *,
    anyway: bool = False,
) -> Plan:
    """Move a session: a new version of the plan. ``versions.restore_version`` of the one before undoes it.

    Raises:
        NotFound: no such plan among the athlete's, or no such session in its newest version.
        NotMoved: the session may not go there; the sentence says why.
    """
    plans.alone(connection, athlete_id)
    standing = standing_to_judge(connection, athlete_id, plan_id, today)
    session = _session(standing.plan, key)
    verdict = judged_move(standing.case, session, to_day, anyway=anyway)
    if verdict.plan is None:
        raise NotMoved(verdict)
    code, message = "moved", mark("You moved a session from {before} to {after}.")
    if verdict.swapped is not None:
        code, message = "swapped", mark("You made the sessions of {before} and {after} change places.")
    why = Notice(code, message, {"before": session.day.isoformat(), "after": to_day.isoformat()})
    return new_version(connection, athlete_id, standing.plan, verdict.plan, Origin.EDITED, (why,), now)


def _session(plan: Plan, key: str) -> Session:
    found = next((session for session in plan.sessions if session.key == key), None)
    if found is None:
        raise NotFound(mark("There is no such session in this plan."))
    return found
