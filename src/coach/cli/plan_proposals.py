"""A proposal on a terminal: what happened, each change with its before, after and reason, and how to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli import terminal
from coach.cli.terminal import word
from coach.domain.language import mark

if TYPE_CHECKING:
    from coach.domain.adaptation import Change, Proposal
    from coach.domain.plans import Session


def print_proposal(proposal: Proposal) -> None:
    """The proposal in words."""
    from coach.services.plan_change_words import cause_text, changed_weeks
    from coach.services.plan_words import notice_text

    tongue = terminal.language()
    lines = [cause_text(tongue, cause) for cause in proposal.causes]
    lines += [f"  {notice_text(tongue, notice)}" for notice in proposal.told]
    reason = ""
    for week in changed_weeks(tongue, proposal):
        if week.number:
            lines += ["", word(mark("Week {number}"), number=week.number)]
        for line in week.lines:
            shown = [f"  {sign} {text}" for sign, text in (("-", line.old), ("+", line.new)) if text]
            shown[-1] += f" ({line.word})"
            why = f"{line.reason} ({line.rule})" if line.rule else line.reason
            # The same reason stands behind a whole run of changes: it is said at the first.
            lines += [*shown, f"    {why}"] if why != reason else shown
            reason = why
    if proposal.proposal_id is not None and proposal.changes and proposal.decision is None:
        short = proposal.proposal_id[:8]
        message = mark("Nothing is changed yet. Take it: coach plan accept {id}. Leave it: coach plan refuse {id}.")
        lines += ["", word(message, id=short)]
    terminal.print_line("\n".join(lines))


def proposal_as_json(proposal: Proposal) -> dict[str, Any]:
    """The proposal for programs: ids, days, seconds and metres, reasons as sentences."""
    from coach.services.plan_change_words import cause_text
    from coach.services.plan_words import notice_text

    tongue = terminal.language()
    return {
        "proposal_id": proposal.proposal_id,
        "plan_id": proposal.plan_id,
        "decision": proposal.decision,
        "created_at": proposal.created_at,
        "causes": [{"kind": cause.kind, "text": cause_text(tongue, cause)} for cause in proposal.causes],
        "told": [notice_text(tongue, notice) for notice in proposal.told],
        "changes": [_change(change) for change in proposal.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    from coach.services.plan_words import notice_text

    return {
        "kind": change.kind,
        "before": _session(change.before),
        "after": _session(change.after),
        "reason": notice_text(terminal.language(), change.reason),
        "rule": change.rule_id,
    }


def _session(session: Session | None) -> dict[str, Any] | None:
    from coach.services.plan_words import session_title

    if session is None:
        return None
    return {
        "key": session.key,
        "day": session.day,
        "kind": session.kind,
        "title": session_title(terminal.language(), session),
        "duration_s": round(session.duration_s, 1),
        "distance_m": round(session.distance_m, 1),
    }
