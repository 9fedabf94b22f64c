"""Illness and injury: no running, then easy running, and nothing caught up. Coaching conventions, no diagnosis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from coach.domain.adaptation import Cause
from coach.domain.goals import Injury, InjuryState
from coach.domain.language import mark
from coach.domain.plans import Notice, Session, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning.adaptation.causes_missed import days_lost
from coach.science.planning.adaptation.differences import Reason
from coach.science.planning.adaptation.drafting import Draft, Remake
from coach.science.planning.adaptation.holding import held
from coach.science.planning.adaptation.judging import Case
from coach.science.planning.adaptation.reshaping import eased, shortened, without_work
from coach.science.planning.returning.injuries import precautions, refuse_unsafe

SHORT_ILLNESS_DAYS = 2
FREE_DAYS_SHORT, FREE_DAYS = 1, 2
"""Days without symptoms before the first run: one after a cold of two days, two otherwise."""

STILL_ILL_DAYS = 3
MOST_EASY_DAYS = 7
HELD_FROM_DAYS, REMADE_FROM_DAYS, LONG_REST_DAYS = 5, 14, 28
HELD_WEEKS = 3
FIRST_RUN_S, LONG_KEPT = 30 * 60.0, 0.7
RACE_SOON_DAYS = 7
PAUSE_DAYS = 7
RECOVERING_DAYS = 14
RACE_AFTER_BONE_DAYS, RACE_AFTER_INJURY_DAYS = 84, 28
"""A race nearer than that after an injury is told to be too soon."""

_REST = mark("No running while you are ill, and until {hours} hours after the last symptom.")
_EASY = mark("First days back: easy only. Hard sessions return after as many days as you lost, up to a week.")
_LOST = mark("{days} days without training: the next weeks grow from what you really ran, nothing is caught up.")
_PAUSE = mark("No running while it hurts.")
_WAITS_FOR_A_WORD = mark("The plan waits: once you are cleared, say so and the rest of it is laid anew.")
_WAITS_FOR_THE_BONE = mark("The plan waits: once walking and hopping are painless, say so and the rest is laid anew.")
_CAREFUL = mark("The first two weeks back from an injury are easy running only.")


def ill(case: Case, draft: Draft, cause: Cause) -> Draft:
    """The draft after an illness from ``cause.since`` to ``cause.until`` (None: still ill)."""
    since = cause.since or case.today
    if cause.until is None:
        back = max(case.today, since) + timedelta(days=STILL_ILL_DAYS)
        message = mark("Still ill: the next three days are free. Say when it is over, or say it again if it lasts.")
        draft = draft.saying(Notice("still_ill", message))
        free = FREE_DAYS
    else:
        short = (cause.until - since).days < SHORT_ILLNESS_DAYS
        free = FREE_DAYS_SHORT if short else FREE_DAYS
        back = cause.until + timedelta(days=free + 1)
    rest = Notice("illness_rest", _REST, {"hours": str(24 * free)})
    draft = _back_from(case, draft, since, back, rest, Notice("illness_easy", _EASY))
    race = case.plan.race_day
    if race is not None and since <= race <= back + timedelta(days=RACE_SOON_DAYS):
        message = mark(
            "The race is close to the illness. Do not start with a fever, or with symptoms below the neck; after that, "
            "start easier than planned or choose another race."
        )
        draft = draft.saying(Notice("race_after_illness", message))
    message = mark("Chest pain, a racing heart at rest or a fever over 38 °C: see a physician before you run again.")
    return draft.saying(Notice("illness_care", message))


def injured(case: Case, draft: Draft, cause: Cause) -> Draft:
    """The draft after an injury: a pause while it hurts, easy running while it heals, nothing for an old one.

    A bone that hurts, or a high-risk one that nobody cleared, pauses the plan to its end.
    """
    injury = cause.injury
    if injury is None:
        return draft
    others = tuple(each for each in draft.plan.goal.injuries if each.site is not injury.site)
    goal = replace(draft.plan.goal, injuries=(*others, injury))
    try:
        refuse_unsafe(goal)
    except InvalidInput as refusal:
        return _paused(case, draft, cause, injury, Notice("injury_pause", refusal.message))
    since = cause.since or case.today
    draft = replace(draft, plan=replace(draft.plan, goal=goal))
    for notice in precautions(goal):
        draft = draft.saying(notice)
    if injury.state is InjuryState.PAST:
        return draft.saying(Notice("nothing_changes", mark("It has healed: the plan stays as it is.")))
    left = 0 if case.plan.race_day is None else (case.plan.race_day - case.today).days
    if 0 < left < (RACE_AFTER_BONE_DAYS if injury.site.bone else RACE_AFTER_INJURY_DAYS):
        message = mark(
            "The race is {days} days away, too soon after this injury: tell a later day for it, or let it go."
        )
        draft = draft.saying(Notice("race_too_soon", message, {"days": str(left)}))
    rested = days_lost(case, case.today, since)
    if rested >= REMADE_FROM_DAYS or not any(case.ahead(each) and each.kind.run for each in draft.plan.sessions):
        return _remade(case, draft, case.today, max(rested, REMADE_FROM_DAYS), Notice("careful", _CAREFUL))
    return _easy_until(
        case, draft, case.today, case.today + timedelta(days=RECOVERING_DAYS), Notice("careful", _CAREFUL)
    )


def _paused(case: Case, draft: Draft, cause: Cause, injury: Injury, told: Notice) -> Draft:
    """No run while it hurts; to the end of the plan where it is a bone, until the athlete says that it has changed."""
    draft = draft.saying(told)
    pause = Notice("injury_rest", _PAUSE)
    others = tuple(each for each in draft.plan.goal.injuries if each.site is not injury.site)
    if injury.site.bone:
        gone = {each.key: None for each in draft.plan.sessions if each.key and case.ahead(each)}
        message = _WAITS_FOR_A_WORD if injury.site.high_risk_bone and not injury.cleared else _WAITS_FOR_THE_BONE
        paused = draft.changing(gone, Reason(pause, "clearance")).saying(Notice("plan_waits", message))
        return replace(paused, plan=replace(paused.plan, goal=replace(paused.plan.goal, injuries=(*others, injury))))
    since = cause.since or case.today
    last = cause.until or max(case.today, since) + timedelta(days=PAUSE_DAYS - 1)
    healing = replace(injury, state=InjuryState.RECOVERING)
    draft = replace(draft, plan=replace(draft.plan, goal=replace(draft.plan.goal, injuries=(*others, healing))))
    message = mark("The runs after {day} stand only if it no longer hurts by then; if it still does, say it again.")
    draft = draft.saying(Notice("pause_ends", message, {"day": last.isoformat()}))
    return _back_from(case, draft, since, last + timedelta(days=1), pause, Notice("careful", _CAREFUL), careful=True)


def _back_from(
    case: Case, draft: Draft, since: date, back: date, rest: Notice, easy: Notice, *, careful: bool = False
) -> Draft:
    """Free days from ``since`` to the day before ``back``, easy days after it, and the weeks after held or remade."""
    gone = {
        session.key: None
        for session in draft.plan.sessions
        if session.key and since <= session.day < back and case.ahead(session) and session.kind is not SessionKind.RACE
    }
    draft = draft.changing(gone, Reason(rest)).saying(rest).saying(easy)
    lost = days_lost(case, back, since)
    if lost >= REMADE_FROM_DAYS:
        return _remade(case, draft, back, lost, easy)
    easy_days = RECOVERING_DAYS if careful else min(lost, MOST_EASY_DAYS)
    draft = _easy_until(case, draft, back, back + timedelta(days=easy_days), easy)
    if lost < HELD_FROM_DAYS:
        return draft
    fact = Notice("days_lost", _LOST, {"days": str(lost)})
    monday = max(case.monday, back - timedelta(days=back.weekday()))
    return held(case, draft, monday, fact, weeks=HELD_WEEKS).saying(fact)


def _easy_until(case: Case, draft: Draft, first: date, end: date, easy: Notice) -> Draft:
    """Easy running only from ``first`` to the day before ``end``; the first run is half an hour at most."""
    vma = draft.plan.vma_kmh
    new: dict[str, Session | None] = {}
    runs = [each for each in draft.plan.sessions if each.kind.run and first <= each.day < end and case.ahead(each)]
    for index, session in enumerate(runs):
        if session.key is None or session.kind is SessionKind.RACE:
            continue
        calm = without_work(session, vma)
        if session.kind is SessionKind.LONG:
            calm = shortened(calm, vma, session.duration_s * LONG_KEPT)
        if index == 0:
            calm = eased(calm, vma, FIRST_RUN_S) if calm.duration_s > FIRST_RUN_S else calm
        if calm != session:
            new[session.key] = calm
    return draft.changing(new, Reason(easy))


def _remade(case: Case, draft: Draft, back: date, lost: int, easy: Notice) -> Draft:
    """The rest of the plan laid anew from the first Monday on or after ``back``; what is left before it is easy."""
    monday = _next_monday(max(back, case.monday + timedelta(days=1)))
    reason = Reason(Notice("days_lost", _LOST, {"days": str(lost)}))
    draft = _easy_until(case, draft, back, monday, easy)
    if monday > back:
        draft = held(case, draft, monday - timedelta(days=7), reason.notice, weeks=1, days_off=lost)
    easy_weeks = 2 if lost >= LONG_REST_DAYS else 1
    return draft.remaking(Remake(monday, draft.plan.goal, reason, easy_weeks, lost)).saying(reason.notice)


def _next_monday(day: date) -> date:
    """The first Monday on or after ``day``."""
    return day + timedelta(days=-day.weekday() % 7)
