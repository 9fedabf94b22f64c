"""What changes from one version of a plan to another, session by session, each with the reason behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.domain.adaptation import Change, ChangeKind
from coach.domain.plans import Notice, Plan, Session
from coach.science.planning.adaptation.verdicts import work_s


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a session changes: the fact in words, and the rule that asks for it, if one does."""

    notice: Notice
    rule_id: str | None = None


def differences(old: Plan, new: Plan, reasons: Mapping[str, Reason], otherwise: Reason) -> tuple[Change, ...]:
    """Every session that is not as it was, in calendar order. ``reasons`` go by key, ``otherwise`` for the rest.

    Sessions are the same by key; what is left on one day of the old plan and came on the same day of the new one is a
    replacement. A session that only has another id is not changed.
    """
    pairs = _pairs(old, new)
    changes = []
    for before, after in pairs:
        kind = kind_of(before, after)
        if kind is None:
            continue
        reason = next((reasons[key] for key in _keys(before, after) if key in reasons), otherwise)
        changes.append(Change(kind, before, after, reason.notice, reason.rule_id))
    return tuple(sorted(changes, key=lambda change: change.day))


def kind_of(before: Session | None, after: Session | None) -> ChangeKind | None:
    """What happened to a session; None when nothing did."""
    if before is None or after is None:
        return ChangeKind.REMOVED if after is None else ChangeKind.ADDED
    if before.day != after.day:
        return ChangeKind.MOVED
    if before.kind is not after.kind:
        if before.kind.hard == after.kind.hard:
            return ChangeKind.REPLACED
        return ChangeKind.EASED if before.kind.hard else ChangeKind.HARDENED
    if replace(before, session_id=None, key=None, purpose="") == replace(after, session_id=None, key=None, purpose=""):
        return None
    shift = after.duration_s - before.duration_s
    if _same_shape(before, after):
        return ChangeKind.PACED
    if abs(shift) >= 60:
        return ChangeKind.SHORTENED if shift < 0 else ChangeKind.LENGTHENED
    if work_s(after) < work_s(before):
        return ChangeKind.EASED
    return ChangeKind.REPLACED


def _same_shape(before: Session, after: Session) -> bool:
    """Whether the athlete is asked to cover the same, at other paces."""

    def shape(session: Session) -> list[tuple[object, ...]]:
        steps = [part for step in session.steps for part in (step, *step.steps)]
        return [
            (step.kind, step.times, len(step.steps), None)
            if step.steps
            else (step.kind, step.times, step.by_distance, step.distance_m if step.by_distance else step.duration_s)
            for step in steps
        ]

    return shape(before) == shape(after)


def _pairs(old: Plan, new: Plan) -> list[tuple[Session | None, Session | None]]:
    """Sessions side by side: by key, then by day and kind, then by day; what is left over stands alone."""
    after = {session.key: session for session in new.sessions if session.key is not None}
    pairs: list[tuple[Session | None, Session | None]] = []
    gone: list[Session] = []
    for session in old.sessions:
        if session.key is not None and session.key in after:
            pairs.append((session, after.pop(session.key)))
        else:
            gone.append(session)
    come = [*after.values(), *(session for session in new.sessions if session.key is None)]
    for same_kind in (True, False):
        for session in list(gone):
            twin = next((each for each in come if _twins(session, each, same_kind=same_kind)), None)
            if twin is not None:
                pairs.append((session, twin))
                gone.remove(session)
                come.remove(twin)
    return [*pairs, *((session, None) for session in gone), *((None, session) for session in come)]


def _twins(one: Session, other: Session, *, same_kind: bool) -> bool:
    if one.day != other.day or one.kind.run != other.kind.run:
        return False
    return one.kind is other.kind or not same_kind


def _keys(before: Session | None, after: Session | None) -> list[str]:
    return [session.key for session in (after, before) if session is not None and session.key is not None]
