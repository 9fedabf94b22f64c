"""Sessions that were missed. Missed volume is never piled up; one key session may find another day of its week."""

from __future__ import annotations

from datetime import date, timedelta

from coach.domain.adaptation import Cause, Verdict
from coach.domain.language import mark
from coach.domain.plans import Notice, Plan, Session, SessionKind
from coach.science.planning.adaptation.differences import Reason
from coach.science.planning.adaptation.drafting import Draft, Remake
from coach.science.planning.adaptation.holding import held
from coach.science.planning.adaptation.judging import Case, broken, lived_plan
from coach.science.planning.adaptation.reshaping import last_day, moved

LONG_GAP_DAYS = 14
"""After two weeks without a run the rest is remade from what is left: a coach's convention."""

USUAL_GAP_DAYS = 7
"""Up to so many days between two runs are no break."""

WEEK_SHARE = 0.5
"""Less than half of seven days' running is a missed week."""

NEAR_RACE_DAYS = 8
_MAKES_ROOM = mark("It makes room: the week holds no more than was planned.")
_KEY_KINDS = (SessionKind.LONG, SessionKind.INTERVALS, SessionKind.TEMPO)


def missed(case: Case, draft: Draft, cause: Cause) -> Draft:
    """The draft after sessions were missed (``cause.keys``)."""
    sessions = [session for session in case.plan.sessions if session.key in cause.keys and _was_missed(case, session)]
    runs = [session for session in sessions if session.kind.run]
    if not runs:
        return draft.saying(_nothing(mark("What was missed was not a run: nothing changes.")))
    if not case.recorded:
        return draft.saying(_nothing(mark("No run is recorded: what was missed is not made up for, the plan goes on.")))
    gap = days_without_run(case)
    if gap is not None and gap >= LONG_GAP_DAYS:
        return _after_long_gap(case, draft, gap)
    if missed_week(case):
        message = mark(
            "Less than half of the last seven days was run. Nothing is caught up: you go on from what you ran."
        )
        fact = Notice("week_missed", message)
        return held(case, draft, case.monday + timedelta(days=7), fact).saying(fact)
    keys = [session for session in runs if session.kind in _KEY_KINDS]
    if not keys:
        return draft.saying(_easy_words(len(runs)))
    chosen = min(keys, key=lambda session: _KEY_KINDS.index(session.kind))
    for session in keys:
        draft = _another_day(case, draft, session) if session is chosen else draft.saying(_let_go(session))
    return draft


def days_without_run(case: Case) -> int | None:
    """Days since the last run, today not counted; None when no run is known."""
    if not case.recorded:
        return None
    runs = [one.activity.local_date for one in case.life.fulfilments if one.activity and one.session.kind.run]
    runs += [row.local_date for row in case.life.beside]
    if case.fitness.last_run is not None:
        runs.append(case.fitness.last_run)
    runs += [
        week.monday + timedelta(days=6) for week in case.fitness.weeks if week.runs and week.monday < case.plan.start
    ]
    return (case.today - max(runs)).days - 1 if runs else None


def days_lost(case: Case, back: date, since: date) -> int:
    """Days without training from ``since`` to the day before ``back``; from the last run on where that is long before.

    A few days without a run before ``since`` are no break.
    """
    told, gap = (back - since).days, days_without_run(case) or 0
    unsaid = gap + (back - case.today).days
    return unsaid if gap >= LONG_GAP_DAYS and unsaid > told + USUAL_GAP_DAYS else told


def missed_week(case: Case) -> bool:
    """Whether less than half of the running due in the last seven days was done, two runs or more of it missed."""
    first, last = case.today - timedelta(days=7), case.today - timedelta(days=1)
    due = [one for one in case.life.fulfilments if first <= one.session.day <= last and one.session.kind.run]
    lost = [one for one in due if one.verdict is Verdict.MISSED]
    planned = sum(one.session.distance_m for one in due)
    return len(lost) >= 2 and case.run_m(first, last) < WEEK_SHARE * planned


def to_another_day(case: Case, draft: Draft, session: Session, days: list[date], reason: Reason) -> Draft | None:
    """The draft with ``session`` on the first of ``days`` where no rule breaks, in place of an easy run or of nothing.

    The week never holds more than was planned for it. None when no day will do.
    """
    for day in (day for day in days if day <= last_day(draft.plan)):
        there = [each for each in draft.plan.sessions if each.day == day and each.kind.run and each.key != session.key]
        if any(each.kind is not SessionKind.EASY or not case.ahead(each) for each in there):
            continue
        room: dict[str, Session | None] = {each.key: None for each in there if each.key}
        made = draft.changing(room, Reason(Notice("makes_room", _MAKES_ROOM)))
        made = made.changing({session.key or "": moved(session, day)}, reason)
        if not _fuller(case, made.plan, day) and not broken(case, made.plan):
            return made
    return None


def _another_day(case: Case, draft: Draft, session: Session) -> Draft:
    """A missed key session on another day of the week in progress, or let go."""
    sunday = case.monday + timedelta(days=6)
    race = case.plan.race_day
    near_race = race is not None and (race - case.today).days <= NEAR_RACE_DAYS
    if session.day < case.monday or near_race or not draft.catches_up:
        return draft.saying(_let_go(session))
    free = [case.today + timedelta(days=days) for days in range((sunday - case.today).days + 1)]
    days = [day for day in free if day.weekday() in draft.plan.goal.days]
    words = mark("The key session you missed finds another day this week; an easy run makes room where there was one.")
    reason = Reason(Notice("key_session_moved", words), "spacing")
    changed = to_another_day(case, draft, session, days, reason)
    if changed is None:
        message = mark(
            "No day left this week keeps an easy day on each side of it, so it is let go: nothing is piled up."
        )
        return draft.saying(Notice("key_session_let_go", message))
    return changed.saying(reason.notice)


def _fuller(case: Case, tried: Plan, day: date) -> bool:
    """Whether the week of ``day`` would hold more running than its plan."""
    index = (day - tried.start).days // 7
    planned = sum(each.distance_m for each in case.plan.weeks[index].sessions if each.kind.run)
    lived = lived_plan(case, tried).weeks[index]
    return sum(each.distance_m for each in lived.sessions if each.kind.run) > planned + 1


def _after_long_gap(case: Case, draft: Draft, gap: int) -> Draft:
    message = mark("{days} days without a run: the rest of the plan is laid anew from what you have really run.")
    reason = Reason(Notice("long_gap", message, {"days": str(gap)}))
    first = case.monday + timedelta(days=7)
    easy_weeks = 2 if gap >= 28 else 1
    draft = held(case, draft, case.monday, reason.notice, weeks=1, days_off=gap)
    return draft.remaking(Remake(first, draft.plan.goal, reason, easy_weeks, gap)).saying(reason.notice)


def _was_missed(case: Case, session: Session) -> bool:
    found = case.fulfilment(session.key)
    return found is not None and found.verdict is Verdict.MISSED


def _let_go(session: Session) -> Notice:
    if session.kind is SessionKind.LONG:
        return _nothing(mark("A missed long run is let go: the next one stays as it is, no longer."))
    return _nothing(mark("A missed hard session is let go: the next one comes on its day."))


def _easy_words(count: int) -> Notice:
    if count == 1:
        return _nothing(
            mark("One easy run was missed. Nothing changes: no plan hangs on one run, and it is not made up for.")
        )
    return _nothing(
        mark("Easy runs were missed. Nothing changes: they are not made up for, the next session is as planned.")
    )


def _nothing(message: str) -> Notice:
    return Notice("nothing_changes", message)
