"""What a proposal's card shows, and which proposal waits on a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from coach.domain.adaptation import Cause, CauseKind, Decision, Proposal
from coach.domain.fitness import Fitness
from coach.domain.plans import Plan
from coach.services import plan_change_words, plans
from coach.services.plan_change_words import ChangedWeek
from coach.web import clock
from coach.web.requests import spoken

SOFT = "soft_rule"
"""The code of a notice that tells a soft rule the plan would no longer keep."""

LINES_AT_ONCE = 6
"""Changes of a long proposal shown before the rest is unfolded."""


def proposal_view(found: Proposal) -> dict[str, object]:
    """A proposal made ready for its card."""
    language = spoken()
    weeks = tuple(_said_once(week) for week in plan_change_words.changed_weeks(language, found))
    shown = _first(weeks)
    return {
        "proposal": found,
        "causes": [
            plan_change_words.cause_text(language, cause) for cause in found.causes if not _told_again(found, cause)
        ],
        "told": [notice for notice in found.told if notice.code != SOFT],
        "soft": [notice for notice in found.told if notice.code == SOFT],
        "changed": weeks[:shown],
        "further": weeks[shown:],
        "further_count": sum(len(week.lines) for week in weeks[shown:]),
        "stale": found.decision is Decision.STALE,
    }


def _told_again(found: Proposal, cause: Cause) -> bool:
    """What is told of a moved race or a test says what happened by itself."""
    return bool(found.told) and cause.kind in (CauseKind.RACE_MOVED, CauseKind.TEST)


def _first(weeks: tuple[ChangedWeek, ...]) -> int:
    """How many weeks are shown at once: as many as hold about so many changes, at least one."""
    lines = 0
    for index, week in enumerate(weeks):
        if lines >= LINES_AT_ONCE:
            return index
        lines += len(week.lines)
    return len(weeks)


def _said_once(week: ChangedWeek) -> ChangedWeek:
    """A reason that several changes in a row share is said beneath the last of them."""
    following = (*week.lines[1:], None)
    lines = [
        replace(line, reason="", rule="") if after and (after.reason, after.rule) == (line.reason, line.rule) else line
        for line, after in zip(week.lines, following, strict=True)
    ]
    return replace(week, lines=tuple(lines))


def waiting_on(connection: Connection, athlete_id: str, plan: Plan, today: date, known: Fitness) -> Proposal | None:
    """The change that waits on this very version of a plan; of the plan under way what its runs tell is looked at.

    One without changes says, while it is news, why nothing needs to change. ``known`` is today's fitness.
    """
    if plan.plan_id == _under_way(connection, athlete_id):
        return plans.review(connection, athlete_id, today, clock.now(), known=known)
    return next((each for each in plans.waiting(connection, athlete_id) if each.plan_id == plan.plan_id), None)


def _under_way(connection: Connection, athlete_id: str) -> str | None:
    """The id of the newest plan that was not put away."""
    return next((line.plan_id for line in plans.listing(connection, athlete_id) if not line.archived), None)


def keys_of(proposal: Proposal | None) -> frozenset[str]:
    """The keys of the sessions a proposal would change."""
    sides = [side for change in (proposal.changes if proposal else ()) for side in (change.before, change.after)]
    return frozenset(side.key for side in sides if side is not None and side.key is not None)
