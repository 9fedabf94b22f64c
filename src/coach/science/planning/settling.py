"""The last word of the rules on a changed plan: sessions to come are made lighter until none is broken as lived."""

from __future__ import annotations

from datetime import timedelta

from coach.domain.language import mark
from coach.domain.plans import Plan, Session, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning.differences import Reason
from coach.science.planning.drafting import Draft
from coach.science.planning.judging import Case, broken
from coach.science.planning.reshaping import FIVE_MINUTES, SHORTEST_S, eased, shortened, without_work
from coach.science.planning.rules import Unit, Violation
from coach.science.planning.verdicts import work_s

MOST_ROUNDS = 80
_LAST_DAYS = 7
_MOST_AT_ONCE = 0.6
_TOO_CLOSE = ("spacing", "after_tune_ups", "masters_rest", "novice_start", "novice_hard", "return_is_gentle")
_TOO_QUICK = ("easy_time", "easy_by_level", "fastest_by_level", "easy_stays_easy", "pyramid")
_TOO_MUCH = ("two_weeks", "taper_falls", "rising", "last_days", "masters_lighter")


def settled(case: Case, draft: Draft) -> Draft:
    """The draft without a hard violation from today on; each mend tells its rule.

    Raises InvalidInput when what is left cannot be made safe.
    """
    for _ in range(MOST_ROUNDS):
        found = broken(case, draft.plan)
        if not found:
            return draft
        mended = next((better for one in found if (better := _mended(case, draft, one)) is not None), None)
        if mended is None:
            break
        draft = mended
    message = mark("No safe change was found that keeps this plan: make a new plan for the time that is left.")
    raise InvalidInput(message, field="causes")


def _mended(case: Case, draft: Draft, violation: Violation) -> Draft | None:
    """The draft with one session lighter for the sake of a rule; None where nothing ahead can be."""
    rule = violation.rule.rule_id
    reason = Reason(violation.notice, rule)
    runs = _runs_ahead(case, draft.plan, violation)
    if not runs:
        return None
    vma = draft.plan.vma_kmh
    if rule == "days":
        lost = [each for each in runs if each.day.weekday() not in draft.plan.goal.days]
        return _with(draft, lost[0], None, reason) if lost else None
    if rule in _TOO_CLOSE:
        hard = [each for each in runs if each.kind.hard]
        return _with(draft, hard[0], eased(hard[0], vma), reason) if hard else None
    if rule in _TOO_QUICK:
        hardest = max(runs, key=work_s)
        return _with(draft, hardest, without_work(hardest, vma), reason) if work_s(hardest) else None
    longest = max(runs, key=lambda each: each.distance_m)
    if rule in _TOO_MUCH and len(runs) > 2:
        easy = [each for each in runs if each.kind is SessionKind.EASY]
        longest = max(easy or runs, key=lambda each: each.distance_m)
    return _with(draft, longest, _lighter(longest, vma, _over_s(longest, violation)), reason)


def _lighter(session: Session, vma_kmh: float, over_s: float) -> Session | None:
    """About ``over_s`` seconds less, five minutes at least; nothing once the run is too short to be one."""
    most = max(session.duration_s - max(over_s, FIVE_MINUTES), session.duration_s * _MOST_AT_ONCE)
    seconds = min(FIVE_MINUTES * -(-most // FIVE_MINUTES), session.duration_s - FIVE_MINUTES)
    seconds = FIVE_MINUTES * (seconds // FIVE_MINUTES)
    if seconds < SHORTEST_S + FIVE_MINUTES:
        return None
    lighter = shortened(session, vma_kmh, seconds)
    return lighter if lighter.duration_s < session.duration_s else None


def _over_s(session: Session, violation: Violation) -> float:
    """Seconds of a run that a rule finds too much, 0 where it counts in something else."""
    over = violation.found - violation.allowed
    if violation.rule.unit is Unit.METRES and session.distance_m:
        return over * session.duration_s / session.distance_m
    return over if violation.rule.unit is Unit.SECONDS else 0.0


def _runs_ahead(case: Case, plan: Plan, violation: Violation) -> list[Session]:
    """Training runs that can still be changed where the rule is broken: its week, else the whole plan."""
    runs = [
        each
        for each in plan.sessions
        if each.kind.run and each.kind is not SessionKind.RACE and each.key is not None and case.ahead(each)
    ]
    if violation.rule.rule_id == "last_days" and plan.race_day is not None:
        first = plan.race_day - timedelta(days=_LAST_DAYS)
        return [each for each in runs if first <= each.day < plan.race_day]
    if violation.week == 0:
        return runs
    week = plan.weeks[violation.week - 1]
    near = [each for each in runs if violation.day is not None and abs((each.day - violation.day).days) <= 2]
    near.sort(key=lambda each: abs((each.day - (violation.day or each.day)).days))
    if violation.rule.rule_id in _TOO_CLOSE:
        return near or [each for each in runs if week.monday <= each.day <= week.sunday]
    there = [each for each in near if each.day == violation.day]
    inside = [each for each in runs if week.monday <= each.day <= week.sunday]
    before = [each for each in runs if week.monday - timedelta(days=7) <= each.day < week.monday]
    return there or inside or before


def _with(draft: Draft, session: Session, lighter: Session | None, reason: Reason) -> Draft:
    return draft.changing({session.key or "": lighter}, reason)
