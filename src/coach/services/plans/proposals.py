"""Changes are proposals: thought of, kept while they wait, accepted into a new version, or refused for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from coach.domain.adaptation import Cause, CauseKind, Decision, Proposal, Verdict
from coach.domain.fitness import Fitness
from coach.domain.language import mark
from coach.domain.plans import Origin, Plan
from coach.domain.problems import Conflict, InvalidInput
from coach.science.planning.adaptation.causes_test import SMALLEST_SHIFT
from coach.science.planning.adaptation.judging import Case, broken
from coach.science.planning.adaptation.proposing import propose as thought
from coach.science.planning.adaptation.reshaping import with_sessions
from coach.services import fitness
from coach.services.plans.versions import (
    Standing,
    check_in_use,
    joined_to_past,
    new_version,
    standing_of,
    standing_to_judge,
)
from coach.store import audit, plans
from coach.store import proposals as kept

LOOKED_BACK = timedelta(days=14)
"""Missed sessions further back are no news."""

SAID_FOR = timedelta(days=3)
"""For so long after a missed session it is said that nothing changes."""

SAME_VMA = 0.02
"""A VMA this near one that was answered is the same finding."""

_OVERTAKEN = mark("What was run since makes this change break a rule. Tell again what happened for a new proposal.")
_DERIVED = (CauseKind.MISSED, CauseKind.TEST)
_DECIDED = {
    Decision.ACCEPTED: mark("This proposal was accepted already."),
    Decision.REFUSED: mark("This proposal was refused already; tell what happened again for a new one."),
    Decision.STALE: mark("The plan has changed since this was proposed; ask for a new proposal."),
}


def propose(
    connection: Connection, athlete_id: str, plan_id: str, causes: Iterable[Cause], today: date, now: datetime
) -> Proposal:
    """What ``causes`` ask of the newest version of the plan. Kept while it waits, in place of what waited before.

    A proposal without changes is not kept and has no id: ``told`` says why nothing changes. A cause MISSED without keys
    means everything missed in the last 14 days.

    Raises:
        NotFound: no such plan among the athlete's.
        InvalidInput: a cause cannot be, or nothing safe can be proposed; the sentence says what to do.
        Conflict: the plan was put away.
    """
    plans.alone(connection, athlete_id)
    standing = standing_of(connection, athlete_id, plan_id, today)
    check_in_use(connection, athlete_id, standing.plan)
    asked = tuple(_with_missed_keys(standing.case, cause) for cause in causes)
    return _kept(connection, athlete_id, _thought(standing, asked), now)


def review(
    connection: Connection, athlete_id: str, today: date, now: datetime, *, known: Fitness | None = None
) -> Proposal | None:
    """Look at the newest plan by itself: sessions missed, or a VMA that moved by more than its doubt.

    Says the same twice for the same finding, and nothing of what the athlete has answered. What they told of by
    themselves waits untouched. ``known`` is today's fitness where it is at hand. None when there is nothing to say.
    """
    plan_id = plans.latest(connection, athlete_id)
    if plan_id is None:
        return None
    plans.alone(connection, athlete_id)
    plan = plans.get(connection, athlete_id, plan_id)
    waiting = next(iter(kept.waiting(connection, athlete_id, plan.series)), None)
    told_by_athlete = waiting is not None and _told(waiting) and _still_ahead(waiting, today)
    if told_by_athlete or not plan.start <= today <= plan.end:
        return waiting
    standing = standing_of(connection, athlete_id, plan_id, today, known=known)
    causes = _findings(connection, athlete_id, standing)
    found = _worth_saying(standing.case, _proposal_for(standing, causes))
    if waiting is not None and found is not None and _same(waiting, found):
        return waiting
    if waiting is not None and waiting.proposal_id is not None:
        kept.decide(connection, athlete_id, waiting.proposal_id, Decision.STALE, now)
    return None if found is None else _kept(connection, athlete_id, found, now)


def waiting(connection: Connection, athlete_id: str, plan_id: str | None = None) -> tuple[Proposal, ...]:
    """Proposals that wait for the athlete's word, newest first; of one plan with ``plan_id``.

    Raises:
        NotFound: no such plan among the athlete's.
    """
    series = None if plan_id is None else plans.get(connection, athlete_id, plan_id).series
    return kept.waiting(connection, athlete_id, series)


def proposal_ids(connection: Connection, athlete_id: str) -> tuple[str, ...]:
    """The ids of every proposal ever made to the athlete, decided or not, newest first."""
    return kept.ids(connection, athlete_id)


def proposal(connection: Connection, athlete_id: str, proposal_id: str) -> Proposal:
    """A proposal, decided or not. Raises NotFound when it is not the athlete's."""
    return kept.get(connection, athlete_id, proposal_id)


def accept(connection: Connection, athlete_id: str, proposal_id: str, now: datetime, today: date) -> Plan:
    """Take a proposal: a new version of the plan, from today on as proposed, the days before as they are.

    Raises:
        NotFound: no such proposal among the athlete's.
        Conflict: it was decided already, or the plan has a newer version.
        InvalidInput: what was run since it was proposed makes it break a hard rule.
    """
    plans.alone(connection, athlete_id)
    found = kept.get(connection, athlete_id, proposal_id)
    _check_undecided(found)
    standing = standing_to_judge(connection, athlete_id, found.plan_id, today)
    if standing.plan.plan_id != found.plan_id:
        raise Conflict(_DECIDED[Decision.STALE])
    joined = joined_to_past(standing.case, replace(found.proposed, age=standing.plan.age))
    if broken(standing.case, joined):
        raise InvalidInput(_OVERTAKEN, field="plan")
    # Decided first: what else waits on the plan becomes stale with the new version.
    kept.decide(connection, athlete_id, proposal_id, Decision.ACCEPTED, now)
    plan = new_version(connection, athlete_id, standing.plan, joined, Origin.ADAPTED, found.told, now)
    kept.decide(connection, athlete_id, proposal_id, Decision.ACCEPTED, now, version_id=plan.plan_id)
    return plan


def refuse(connection: Connection, athlete_id: str, proposal_id: str, now: datetime) -> None:
    """Leave the plan as it is; the same finding is not proposed again.

    Raises:
        NotFound: no such proposal among the athlete's.
        Conflict: it was decided already.
    """
    plans.alone(connection, athlete_id)
    _check_undecided(kept.get(connection, athlete_id, proposal_id))
    kept.decide(connection, athlete_id, proposal_id, Decision.REFUSED, now)
    audit.note(connection, athlete_id, "plan.refuse", proposal_id)


def _check_undecided(found: Proposal) -> None:
    if found.decision is not None:
        raise Conflict(_DECIDED[found.decision])


def _thought(standing: Standing, causes: tuple[Cause, ...]) -> Proposal:
    case = standing.case
    return thought(standing.plan, case.life, causes, case.fitness, case.today, case.age)


def _proposal_for(standing: Standing, causes: tuple[Cause, ...]) -> Proposal | None:
    """What findings ask for; None without any, or where nothing safe can be proposed of our own accord."""
    if not causes:
        return None
    try:
        return _thought(standing, causes)
    except InvalidInput:
        return None


def _worth_saying(case: Case, found: Proposal | None) -> Proposal | None:
    """That nothing changes is said while it is news, and no longer."""
    if found is None or found.changes:
        return found
    news = case.today - SAID_FOR
    fresh = {each.key for each in case.plan.sessions if each.day >= news}
    return found if any(key in fresh for cause in found.causes for key in cause.keys) else None


def _kept(connection: Connection, athlete_id: str, found: Proposal, now: datetime) -> Proposal:
    """The proposal with its id, kept in place of what waited before; as it is when it changes nothing."""
    if not found.changes:
        return found
    found = _keyed(found)
    series = plans.get(connection, athlete_id, found.plan_id).series or ""
    kept.outdate(connection, athlete_id, series, now)
    return kept.get(connection, athlete_id, kept.save(connection, athlete_id, found, now))


def _keyed(found: Proposal) -> Proposal:
    """The proposal with keys of the store on the sessions it adds."""
    known = {change.before.key for change in found.changes if change.before is not None}
    fresh = {
        change.after.key: str(uuid4())
        for change in found.changes
        if change.after is not None and change.after.key not in known and (change.after.key or "").startswith("new-")
    }
    sessions = [replace(each, key=fresh.get(each.key, each.key)) for each in found.proposed.sessions]
    changes = tuple(
        change
        if change.after is None
        else replace(change, after=replace(change.after, key=fresh.get(change.after.key, change.after.key)))
        for change in found.changes
    )
    return replace(found, changes=changes, proposed=with_sessions(found.proposed, sessions))


def _findings(connection: Connection, athlete_id: str, standing: Standing) -> tuple[Cause, ...]:
    """What the runs tell that the athlete has not answered yet."""
    answered = kept.causes_answered(connection, athlete_id, standing.plan.series or "")
    found = [_missed(standing.case, answered), _moved_vma(standing, answered)]
    return tuple(cause for cause in found if cause is not None)


def _missed(case: Case, answered: tuple[Cause, ...]) -> Cause | None:
    """Sessions missed of late; None while no run of these weeks is known, for then nothing tells that they were."""
    old = {key for cause in answered for key in cause.keys}
    keys = tuple(key for key in _missed_keys(case) if key not in old)
    ran = any(one.activity for one in case.life.fulfilments) or case.life.beside
    return Cause(CauseKind.MISSED, keys=keys) if keys and ran else None


def _missed_keys(case: Case) -> tuple[str, ...]:
    first = case.today - LOOKED_BACK
    return tuple(
        one.session.key
        for one in case.life.fulfilments
        if one.verdict is Verdict.MISSED and one.session.key is not None and one.session.day >= first
    )


def _with_missed_keys(case: Case, cause: Cause) -> Cause:
    if cause.kind is not CauseKind.MISSED or cause.keys:
        return cause
    keys = _missed_keys(case)
    if not keys:
        raise InvalidInput(mark("No session of the last two weeks was missed."), field="causes")
    return replace(cause, keys=keys)


def _moved_vma(standing: Standing, answered: tuple[Cause, ...]) -> Cause | None:
    """A measured VMA that the plan's lies outside the doubt of; None when it was answered already."""
    known, taken = standing.case.fitness, standing.plan.vma_kmh
    seen = known.vma
    if seen is None or not fitness.measured(known) or seen.low <= taken <= seen.high:
        return None
    if abs(seen.value / taken - 1) < SMALLEST_SHIFT:
        return None
    told = [cause.vma_kmh for cause in answered if cause.kind is CauseKind.TEST and cause.vma_kmh]
    if any(abs(seen.value / value - 1) < SAME_VMA for value in told):
        return None
    return Cause(CauseKind.TEST, vma_kmh=seen.value)


def _told(waiting: Proposal) -> bool:
    """Whether a proposal answers what the athlete told, and not what was found."""
    return any(cause.kind not in _DERIVED for cause in waiting.causes)


def _still_ahead(waiting: Proposal, today: date) -> bool:
    """Whether something of a proposal lies on a day to come."""
    sessions = (each for change in waiting.changes for each in (change.before, change.after))
    return any(each is not None and each.day >= today for each in sessions)


def _same(waiting: Proposal, found: Proposal) -> bool:
    """Whether a proposal that waits still says what would be said today."""
    return waiting.plan_id == found.plan_id and waiting.causes == found.causes and _asked(waiting) == _asked(found)


def _asked(one: Proposal) -> list[tuple[object, ...]]:
    """The changes of a proposal by what they ask, whatever keys new sessions have."""
    return [
        (
            change.kind,
            change.before and (change.before.key, change.before.day),
            change.after and (change.after.day, change.after.kind, round(change.after.duration_s)),
        )
        for change in one.changes
    ]
