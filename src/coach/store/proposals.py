"""Proposals to change a plan: rows in, ``Proposal`` out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from coach.domain.adaptation import Cause, Decision, Proposal
from coach.domain.language import mark
from coach.domain.problems import NotFound
from coach.store.engine import AnyRow
from coach.store.identifiers import identifier
from coach.store.plan_documents import notices_of, plan_document, plan_of
from coach.store.proposal_documents import cause_document, cause_of, change_document, change_of
from coach.store.tables import t_plan, t_plan_proposal

_rows = t_plan_proposal.c


def save(connection: Connection, athlete_id: str, proposal: Proposal, now: datetime) -> str:
    """Keep a proposal that waits; its id."""
    values = {
        "athlete_id": athlete_id,
        "plan_id": identifier(proposal.plan_id),
        "causes": [cause_document(cause) for cause in proposal.causes],
        "changes": {
            "lines": [change_document(change) for change in proposal.changes],
            "told": [asdict(notice) for notice in proposal.told],
        },
        "proposed": plan_document(proposal.proposed),
        "created_at": now,
    }
    return str(connection.execute(insert(t_plan_proposal).values(values).returning(_rows.id)).scalar_one())


def get(connection: Connection, athlete_id: str, proposal_id: str) -> Proposal:
    """A proposal whole.

    Raises:
        NotFound: no such proposal among the athlete's.
    """
    query = select(t_plan_proposal).where(_rows.id == identifier(proposal_id), _rows.athlete_id == athlete_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(mark("There is no such proposal."))
    return _proposal(row)


def waiting(connection: Connection, athlete_id: str, series: str | None = None) -> tuple[Proposal, ...]:
    """Proposals that wait for a word, newest first; of one plan only with ``series``, of no plan put away."""
    query = _of(athlete_id).where(_rows.decision.is_(None), t_plan.c.archived_at.is_(None))
    if series is not None:
        query = query.where(t_plan.c.series == identifier(series))
    return tuple(_proposal(row) for row in connection.execute(query.order_by(_rows.created_at.desc(), _rows.id)))


def causes_answered(connection: Connection, athlete_id: str, series: str) -> tuple[Cause, ...]:
    """Every cause the athlete accepted or refused a proposal for, in any version of a plan."""
    decided = [Decision.ACCEPTED.value, Decision.REFUSED.value]
    query = (
        select(_rows.causes)
        .join(t_plan, t_plan.c.id == _rows.plan_id)
        .where(_rows.athlete_id == athlete_id, t_plan.c.series == identifier(series), _rows.decision.in_(decided))
    )
    return tuple(cause_of(cause) for causes in connection.execute(query).scalars() for cause in causes)


def decide(
    connection: Connection,
    athlete_id: str,
    proposal_id: str,
    decision: Decision,
    now: datetime,
    *,
    version_id: str | None = None,
) -> None:
    """Note what became of a proposal, and the version an accepted one became."""
    values: dict[str, object] = {"decision": decision.value, "decided_at": now}
    if version_id is not None:
        values["version_id"] = identifier(version_id)
    connection.execute(
        update(t_plan_proposal)
        .where(_rows.id == identifier(proposal_id), _rows.athlete_id == athlete_id)
        .values(values)
    )


def outdate(connection: Connection, athlete_id: str, series: str, now: datetime) -> None:
    """Proposals that wait on a plan are stale: it has changed otherwise."""
    versions = select(t_plan.c.id).where(t_plan.c.series == identifier(series), t_plan.c.athlete_id == athlete_id)
    connection.execute(
        update(t_plan_proposal)
        .where(_rows.athlete_id == athlete_id, _rows.decision.is_(None), _rows.plan_id.in_(versions))
        .values(decision=Decision.STALE.value, decided_at=now)
    )


def ids(connection: Connection, athlete_id: str) -> tuple[str, ...]:
    """The ids of every proposal the athlete was ever made, newest first."""
    query = select(_rows.id).where(_rows.athlete_id == athlete_id).order_by(_rows.created_at.desc(), _rows.id)
    return tuple(str(found) for found in connection.execute(query).scalars())


def history(connection: Connection, athlete_id: str) -> tuple[Proposal, ...]:
    """Every proposal the athlete was ever made, oldest first."""
    query = select(t_plan_proposal).where(_rows.athlete_id == athlete_id).order_by(_rows.created_at, _rows.id)
    return tuple(_proposal(row) for row in connection.execute(query))


def _of(athlete_id: str) -> Select[tuple[object, ...]]:
    mine: ColumnElement[bool] = _rows.athlete_id == athlete_id
    return select(t_plan_proposal).join(t_plan, t_plan.c.id == _rows.plan_id).where(mine)


def _proposal(row: AnyRow) -> Proposal:
    return Proposal(
        plan_id=str(row.plan_id),
        causes=tuple(cause_of(cause) for cause in row.causes),
        changes=tuple(change_of(change) for change in row.changes["lines"]),
        proposed=plan_of(row.proposed),
        told=notices_of(row.changes["told"]),
        proposal_id=str(row.id),
        created_at=row.created_at,
        decision=None if row.decision is None else Decision(row.decision),
        decided_at=row.decided_at,
        version_id=None if row.version_id is None else str(row.version_id),
    )
