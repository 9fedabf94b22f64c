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
class Nearest:
    """The nearest day a session may go to: ``needs_word`` where it is not one of the days the athlete gave.

    ``swapped`` is the run that would change places with it, None on a free day.
    """

    day: date
    needs_word: bool = False
    swapped: Session | None = None


@dataclass(frozen=True, slots=True)
class MoveVerdict:
    """Whether a session may go to ``to_day``, and why not. ``plan`` is the plan with it there, None when it may not.

    ``swapped`` is the run that stands there, as it would be on the session's own day: the two change places.
    ``against`` are the reasons it may not, ``told`` what is only worth knowing. ``needs_word`` says that nothing but
    the days the athlete gave speaks against it. ``nearest`` is where it may go instead, None when nothing is possible
    within a week or it may go.
    """

    session: Session
    to_day: date
    plan: Plan | None
    against: tuple[Notice, ...] = ()
    told: tuple[Notice, ...] = ()
    nearest: Nearest | None = None
    needs_word: bool = False
    swapped: Session | None = None

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
    swapped = _swapped(case, session, to_day)
    if not against and (given or anyway):
        tried = _with_move(case, session, to_day)
        soft = _broken_now(case, hard=False)
        told = [one.notice for one in broken(case, tried, hard=False) if _mark(one) not in soft]
        return MoveVerdict(session, to_day, tried, told=tuple(told), swapped=swapped)
    if not given:
        message = mark("{day} is not one of your running days; say so if you want it there all the same.")
        word = Notice("day_not_given", message, {"day": to_day.isoformat()})
        against = (*against, word)
    only_word = not given and len(against) == 1
    nearest = _nearest(case, session, to_day, known)
    return MoveVerdict(session, to_day, None, against, nearest=nearest, needs_word=only_word, swapped=swapped)


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
    if any(each.kind is SessionKind.RACE for each in _runs_on(case, session, to_day)):
        return (Notice("race_there", mark("A race is on {day}."), {"day": to_day.isoformat()}),)
    found = broken(case, _with_move(case, session, to_day))
    return tuple(one.notice for one in found if one.rule.rule_id != "days" and _mark(one) not in known)


def _given(case: Case, session: Session, to_day: date) -> bool:
    """Whether the athlete runs on that weekday; what is not run may go anywhere."""
    return not session.kind.run or to_day.weekday() in case.plan.goal.days


def _changing(case: Case, session: Session, to_day: date) -> Session | None:
    """The run that stands on ``to_day`` and would change places with the session."""
    there = _runs_on(case, session, to_day)
    alone = there[0] if len(there) == 1 else None
    return None if alone is None or alone.kind is SessionKind.RACE or not case.ahead(alone) else alone


def _swapped(case: Case, session: Session, to_day: date) -> Session | None:
    """That run as it is on the session's own day."""
    changing = _changing(case, session, to_day)
    return None if changing is None else moved(changing, session.day)


def _runs_on(case: Case, session: Session, day: date) -> list[Session]:
    """The runs a run would meet on ``day``; what is not run meets none."""
    return [each for each in case.plan.sessions if each.day == day and each.kind.run and session.kind.run]


def _with_move(case: Case, session: Session, to_day: date) -> Plan:
    """The plan with the session on ``to_day``; the run that stands there changes places with it."""
    changing = _changing(case, session, to_day)
    sessions = []
    for each in case.plan.sessions:
        if each is session:
            sessions.append(moved(each, to_day))
        elif each is changing:
            sessions.append(moved(each, session.day))
        else:
            sessions.append(each)
    return with_sessions(case.plan, sessions)


def _nearest(case: Case, session: Session, to_day: date, known: frozenset[tuple[str, int, float]]) -> Nearest | None:
    """The nearest free day to ``to_day`` that breaks nothing, a given one first; else the nearest where two change.

    The later of two as near.
    """
    offsets = sorted((n for n in range(-NEAREST_DAYS, NEAREST_DAYS + 1) if n), key=lambda n: (abs(n), -n))
    days = [day for n in offsets if (day := to_day + timedelta(days=n)) != session.day]
    days = [day for day in days if not _fixed(case, session, day)]
    free = [day for day in days if not _runs_on(case, session, day)]
    given = [day for day in free if _given(case, session, day)]
    others = [day for day in free if day not in given]
    taken = [day for day in days if day not in free and _given(case, session, day)]
    for day in (*given, *others, *taken):
        if not _against(case, session, day, known):
            return Nearest(day, needs_word=day in others, swapped=_swapped(case, session, day))
    return None


def _broken_now(case: Case, *, hard: bool) -> frozenset[tuple[str, int, float]]:
    """What the plan breaks without any move: life did that, not the move."""
    return frozenset(_mark(one) for one in broken(case, case.plan, hard=hard))


def _mark(violation: Violation) -> tuple[str, int, float]:
    """What tells a breach from a worse one of the same rule and week."""
    return violation.rule.rule_id, violation.week, round(violation.found, 2)
