"""What a proposal's card shows, and which proposal waits on a plan."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coach.domain.adaptation import Decision, Proposal
from coach.domain.plans import Plan
from coach.services import plan_change_words, plans
from coach.web import clock
from coach.web.requests import spoken


def proposal_view(found: Proposal) -> dict[str, object]:
    """A proposal made ready for its card."""
    language = spoken()
    return {
        "proposal": found,
        "causes": [plan_change_words.cause_text(language, cause) for cause in found.causes],
        "changed": plan_change_words.changed_weeks(language, found),
        "stale": found.decision is Decision.STALE,
    }


def waiting_on(connection: Connection, athlete_id: str, plan: Plan, today: date) -> Proposal | None:
    """The change that waits on this very version of a plan; of the plan under way what its runs tell is looked at.

    One without changes says, while it is news, why nothing needs to change.
    """
    under_way = plans.latest(connection, athlete_id)
    if under_way is not None and under_way.plan_id == plan.plan_id:
        return plans.review(connection, athlete_id, today, clock.now())
    return next((each for each in plans.waiting(connection, athlete_id) if each.plan_id == plan.plan_id), None)


def keys_of(proposal: Proposal | None) -> frozenset[str]:
    """The keys of the sessions a proposal would change."""
    sides = [side for change in (proposal.changes if proposal else ()) for side in (change.before, change.after)]
    return frozenset(side.key for side in sides if side is not None and side.key is not None)
