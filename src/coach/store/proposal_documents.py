"""Causes and changes as JSON values and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from coach.domain.adaptation import Cause, CauseKind, Change, ChangeKind
from coach.domain.goals import Injury, InjurySite, InjuryState
from coach.domain.plans import Notice, Session
from coach.store.plan_documents import Values, session_document, session_of


def cause_document(cause: Cause) -> Values:
    """A cause as JSON values."""
    return {
        "kind": cause.kind.value,
        "since": _iso(cause.since),
        "until": _iso(cause.until),
        "can_run": cause.can_run,
        "vma_kmh": cause.vma_kmh,
        "race_day": _iso(cause.race_day),
        "days": None if cause.days is None else list(cause.days),
        "minutes": None if cause.minutes is None else list(cause.minutes),
        "long_day": cause.long_day,
        "injury": None if cause.injury is None else asdict(cause.injury),
        "keys": list(cause.keys),
    }


def cause_of(kept: Values) -> Cause:
    """The cause that was kept so."""
    injury = kept["injury"]
    return Cause(
        kind=CauseKind(kept["kind"]),
        since=_day(kept["since"]),
        until=_day(kept["until"]),
        can_run=kept["can_run"],
        vma_kmh=kept["vma_kmh"],
        race_day=_day(kept["race_day"]),
        days=None if kept["days"] is None else tuple(kept["days"]),
        minutes=None if kept["minutes"] is None else tuple(kept["minutes"]),
        long_day=kept["long_day"],
        injury=None
        if injury is None
        else Injury(InjurySite(injury["site"]), InjuryState(injury["state"]), injury["cleared"]),
        keys=tuple(kept["keys"]),
    )


def change_document(change: Change) -> Values:
    """A change as JSON values."""
    return {
        "kind": change.kind.value,
        "before": _session(change.before),
        "after": _session(change.after),
        "reason": asdict(change.reason),
        "rule_id": change.rule_id,
    }


def change_of(kept: Values) -> Change:
    """The change that was kept so."""
    return Change(
        kind=ChangeKind(kept["kind"]),
        before=None if kept["before"] is None else session_of(kept["before"]),
        after=None if kept["after"] is None else session_of(kept["after"]),
        reason=Notice(**kept["reason"]),
        rule_id=kept["rule_id"],
    )


def _session(session: Session | None) -> Values | None:
    return None if session is None else session_document(session)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(kept: Any) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
