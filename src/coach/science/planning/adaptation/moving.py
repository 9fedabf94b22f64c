"""A session put on another day by the athlete: judged by the rules in words before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coach.domain.language import mark
from coach.domain.plans import Notice, Plan, Session, SessionKind
from coach.science.planning.adaptation.judging import Case, broken
from coach.science.planning.adaptation.reshaping import last_day, moved, with_sessions
from coach.science.planning.rules import Violation

NEAREST_DAYS = 7
"""How far another possible day is looked for."""


@dataclass(frozen=True, slots=True)
class MoveVerdict:
    """Whether a session may go to ``to_day``, and why not. ``plan`` is the plan with it there, None when it may not.

    ``against`` are the reasons it may not, ``told`` what is only worth knowing. ``nearest`` is the nearest day it may
    go to instead, None when there is none within a week or it may go. ``needs_word`` says that nothing but the days the
    athlete gave speaks against it.
    """

    session: Session
    to_day: date
    plan: Plan | None
    against: tuple[Notice, ...] = ()
    told: tuple[Notice, ...] = ()
    nearest: date | None = None
    needs_word: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it may be moved so."""
        return self.plan is not None


def judged_move(case: Case, session: Session, to_day: date, *, anyway: bool = False) -> MoveVerdict:
    """What the rules say of ``session`` on ``to_day``. ``anyway`` allows a day the athlete did not give.

    Sessions lived, races and days that are past or taken do not move; no hard rule is ever broken.
    """
    against = _fixed(case, session, to_day)
    if against:
        return MoveVerdict(session, to_day, None, against)
    known = _broken_now(case, hard=True)
    against, given = _against(case, session, to_day, known), _given(case, session, to_day)
    if not against and (given or anyway):
        tried = _with_move(case, session, to_day)
        soft = _broken_now(case, hard=False)
        told = [one.notice for one in broken(case, tried, hard=False) if _mark(one) not in soft]
        return MoveVerdict(session, to_day, tried, told=tuple(told))
    if not given:
        message = mark("{day} is not one of your running days; say so if you want it there all the same.")
        word = Notice("day_not_given", message, {"day": to_day.isoformat()})
        against = (*against, word)
    only_word = not given and len(against) == 1
    nearest = _nearest(case, session, to_day, known)
    return MoveVerdict(session, to_day, None, against, nearest=nearest, needs_word=only_word)


def _fixed(case: Case, session: Session, to_day: date) -> tuple[Notice, ...]:
    """What speaks against any move of this session, or to this day, whatever the rules."""
    plan = case.plan
    if not case.ahead(session):
        return (Notice("session_over", mark("This session is over or done: only sessions to come can be moved.")),)
    if session.kind is SessionKind.RACE:
        return (
            Notice("race_fixed", mark("A race is moved by telling its new day, so that the weeks before it follow.")),
        )
    if to_day == session.day:
        return (Notice("same_day", mark("The session is already on that day.")),)
    if to_day < case.today:
        return (Notice("day_past", mark("{day} is past; choose a day to come."), {"day": to_day.isoformat()}),)
    if not plan.start <= to_day <= last_day(plan):
        values = {"first": plan.start.isoformat(), "last": last_day(plan).isoformat()}
        return (Notice("day_outside", mark("The plan goes from {first} to {last}; choose a day inside it."), values),)
    return ()


def _against(
    case: Case, session: Session, to_day: date, known: frozenset[tuple[str, int, float]]
) -> tuple[Notice, ...]:
    """The hard rules a move would break that the plan does not break without it, in words."""
    taken = [each for each in case.plan.sessions if each.day == to_day and each.kind.run and session.kind.run]
    if any(each.kind is SessionKind.RACE for each in taken):
        return (Notice("race_there", mark("A race is on {day}."), {"day": to_day.isoformat()}),)
    found = broken(case, _with_move(case, session, to_day))
    return tuple(one.notice for one in found if one.rule.rule_id != "days" and _mark(one) not in known)


def _given(case: Case, session: Session, to_day: date) -> bool:
    """Whether the athlete runs on that weekday; what is not run may go anywhere."""
    return not session.kind.run or to_day.weekday() in case.plan.goal.days


def _with_move(case: Case, session: Session, to_day: date) -> Plan:
    """The plan with the session on ``to_day``; an easy run that stands there changes places with it."""
    plan = case.plan
    there = [each for each in plan.sessions if each.day == to_day and each.kind.run and session.kind.run]
    changing = there[0] if len(there) == 1 and there[0].kind is not SessionKind.RACE and case.ahead(there[0]) else None
    sessions = []
    for each in plan.sessions:
        if each is session:
            sessions.append(moved(each, to_day))
        elif each is changing:
            sessions.append(moved(each, session.day))
        else:
            sessions.append(each)
    return with_sessions(plan, sessions)


def _nearest(case: Case, session: Session, to_day: date, known: frozenset[tuple[str, int, float]]) -> date | None:
    """The nearest day to ``to_day`` that is given and breaks nothing; the later of two as near."""
    offsets = sorted((n for n in range(-NEAREST_DAYS, NEAREST_DAYS + 1) if n), key=lambda n: (abs(n), -n))
    for offset in offsets:
        day = to_day + timedelta(days=offset)
        if day == session.day or _fixed(case, session, day) or not _given(case, session, day):
            continue
        if not _against(case, session, day, known):
            return day
    return None


def _broken_now(case: Case, *, hard: bool) -> frozenset[tuple[str, int, float]]:
    """What the plan breaks without any move: life did that, not the move."""
    return frozenset(_mark(one) for one in broken(case, case.plan, hard=hard))


def _mark(violation: Violation) -> tuple[str, int, float]:
    """What tells a breach from a worse one of the same rule and week."""
    return violation.rule.rule_id, violation.week, round(violation.found, 2)
