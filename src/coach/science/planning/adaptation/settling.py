"""The last word of the rules on a changed plan: sessions to come are made lighter until none is broken as lived."""

from __future__ import annotations

from datetime import timedelta

from coach.domain.language import mark
from coach.domain.plans import Plan, Session, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning.adaptation.differences import Reason
from coach.science.planning.adaptation.drafting import Draft
from coach.science.planning.adaptation.judging import Case, breaches, lived_plan
from coach.science.planning.adaptation.reshaping import FIVE_MINUTES, SHORTEST_S, eased, moved, shortened, without_work
from coach.science.planning.adaptation.verdicts import work_s
from coach.science.planning.rules import HARD, Unit, Violation
from coach.science.planning.strength.places import other_day

MOST_ROUNDS = 60
_LAST_DAYS = 7
_MOST_AT_ONCE = 0.6
_A_LITTLE_LIGHTER = 0.89
_TOO_CLOSE = (
    "spacing",
    "after_tune_ups",
    "masters_rest",
    "novice_start",
    "novice_hard",
    "senior_hard",
    "return_is_gentle",
)
_TOO_QUICK = ("easy_time", "easy_by_level", "fastest_by_level", "easy_stays_easy", "pyramid")
_TOO_MUCH = ("two_weeks", "taper_falls", "rising", "last_days", "masters_lighter")
_BESIDE_RUNS = ("strength_before_hard", "strength_before_races", "strength_heavy", "strength_apart", "strength_a_week")
_BY_THE_DAY = ("days", "minutes", "long_time", "one_a_day", *_BESIDE_RUNS)
"""Rules whose breaches have nothing to do with each other: all are mended at once, before any other."""

_IN_ORDER = tuple(sorted(HARD, key=lambda rule: rule.rule_id not in _BY_THE_DAY))


def settled(case: Case, draft: Draft, *, rounds: int = MOST_ROUNDS) -> Draft:
    """The draft without a hard violation from today on; each mend tells its rule.

    Raises InvalidInput when what is left cannot be made safe in so many rounds.
    """
    for _ in range(rounds + 1):
        before, clean = draft, True
        for one in breaches(case, before.plan, _IN_ORDER):
            clean = False
            by_the_day = one.rule.rule_id in _BY_THE_DAY
            if draft is not before and not by_the_day:
                break
            draft = _mended(case, draft, one) or draft
            if draft is not before and not by_the_day:
                break
        if clean:
            return draft
        if draft is before:
            break
    message = mark("No safe change was found that keeps this plan: make a new plan for the time that is left.")
    raise InvalidInput(message, field="causes")


def _mended(case: Case, draft: Draft, violation: Violation) -> Draft | None:
    """The draft with one session lighter for the sake of a rule; None where nothing ahead can be."""
    rule = violation.rule.rule_id
    reason = Reason(violation.notice, rule)
    if rule in _BESIDE_RUNS or rule == "free_day":
        return _other_place(case, draft, violation, reason)
    runs = _runs_ahead(case, draft.plan, violation)
    if rule == "minutes" and (not runs or runs[0].duration_s <= SHORTEST_S + FIVE_MINUTES):
        return _without_the_other(case, draft, violation, reason)
    if not runs:
        return None
    vma = draft.plan.vma_kmh
    if rule in ("days", "one_a_day"):
        lost = [each for each in runs if rule == "one_a_day" or each.day.weekday() not in draft.plan.goal.days]
        return _with(draft, min(lost, key=lambda each: each.distance_m), None, reason) if lost else None
    if rule in _TOO_CLOSE or rule == "bone_days":
        hard = [each for each in runs if each.kind.hard]
        if rule == "bone_days":
            return _with(draft, runs[0], None, reason)
        return _with(draft, hard[0], eased(hard[0], vma), reason) if hard else None
    if rule in _TOO_QUICK:
        hardest = max(runs, key=work_s)
        return _with(draft, hardest, without_work(hardest, vma), reason) if work_s(hardest) else None
    over_m = _over_m(case, draft.plan, violation)
    if rule in _TOO_MUCH and len(runs) > 1:
        return _lighter_runs(draft, runs, over_m, reason)
    longest = max(runs, key=lambda each: each.distance_m)
    over_s = over_m * longest.duration_s / longest.distance_m if longest.distance_m else 0.0
    if violation.rule.unit is Unit.SECONDS:
        over_s = violation.found - violation.allowed
    return _with(draft, longest, _lighter(longest, vma, over_s), reason)


def _lighter_runs(draft: Draft, runs: list[Session], over_m: float, reason: Reason) -> Draft:
    """Several runs lighter by ``over_m`` metres together: what is easy first, each by the same share."""
    easy = [each for each in runs if each.kind in (SessionKind.EASY, SessionKind.LONG)]
    if sum(each.distance_m for each in easy) < 2 * over_m or not easy:
        easy = runs
    whole = sum(each.distance_m for each in easy)
    share = min(1.0, over_m / whole) if whole else 0.0
    new: dict[str, Session | None] = {}
    left = over_m
    for session in sorted(easy, key=lambda each: -each.distance_m):
        lighter = _lighter(session, draft.plan.vma_kmh, session.duration_s * share)
        new[session.key or ""] = lighter
        left -= session.distance_m - (lighter.distance_m if lighter is not None else 0.0)
        if left <= 0:
            break
    return draft.changing(new, reason)


def _other_place(case: Case, draft: Draft, violation: Violation, reason: Reason) -> Draft | None:
    """A strength session (or another sport, for a free day) on a day where it disturbs no run, or left out."""
    plan = draft.plan
    week = plan.weeks[violation.week - 1]
    others = [each for each in week.sessions if not each.kind.run and each.key is not None and case.ahead(each)]
    there = [each for each in others if each.day == violation.day] or others
    if not there:
        return None
    found = there[-1]
    day = None if violation.rule.rule_id in ("free_day", "strength_a_week") else other_day(plan, found, case.today)
    return draft.changing({found.key or "": None if day is None else moved(found, day)}, reason)


def _without_the_other(case: Case, draft: Draft, violation: Violation, reason: Reason) -> Draft | None:
    """The day without what is done beside its run: the minutes are too few for both."""
    others = [
        each.key
        for each in draft.plan.sessions
        if each.day == violation.day and not each.kind.run and each.key is not None and case.ahead(each)
    ]
    return draft.changing({others[0]: None}, reason) if others else None


def _lighter(session: Session, vma_kmh: float, over_s: float) -> Session | None:
    """About ``over_s`` seconds less, five minutes at least; nothing once the run is too short to be one."""
    most = max(session.duration_s - max(over_s, FIVE_MINUTES), session.duration_s * _MOST_AT_ONCE)
    seconds = min(FIVE_MINUTES * -(-most // FIVE_MINUTES), session.duration_s - FIVE_MINUTES)
    seconds = FIVE_MINUTES * (seconds // FIVE_MINUTES)
    if seconds < SHORTEST_S + FIVE_MINUTES:
        return None
    lighter = shortened(session, vma_kmh, seconds)
    return lighter if lighter.duration_s < session.duration_s else None


def _over_m(case: Case, plan: Plan, violation: Violation) -> float:
    """Metres that a rule finds too much, 0 where that cannot be told."""
    if violation.rule.rule_id in ("masters_lighter", "rising") and violation.week > 1:
        before, week = (lived_plan(case, plan).weeks[violation.week - back] for back in (2, 1))
        share = _A_LITTLE_LIGHTER if violation.rule.rule_id == "masters_lighter" else 1.0
        return max(0.0, _volume_m(week.sessions) - share * _volume_m(before.sessions))
    return violation.found - violation.allowed if violation.rule.unit is Unit.METRES else 0.0


def _volume_m(sessions: tuple[Session, ...]) -> float:
    return sum(each.distance_m for each in sessions if each.kind.run and each.kind is not SessionKind.RACE)


def _runs_ahead(case: Case, plan: Plan, violation: Violation) -> list[Session]:
    """Training runs that can still be changed where the rule is broken: its day, its week, else the whole plan."""
    runs = [
        each
        for each in plan.sessions
        if each.kind.run and each.kind is not SessionKind.RACE and each.key is not None and case.ahead(each)
    ]
    rule = violation.rule.rule_id
    if rule == "last_days" and plan.race_day is not None:
        first = plan.race_day - timedelta(days=_LAST_DAYS)
        return [each for each in runs if first <= each.day < plan.race_day]
    if violation.week == 0:
        return runs
    week = plan.weeks[violation.week - 1]
    near = [each for each in runs if violation.day is not None and abs((each.day - violation.day).days) <= 2]
    near.sort(key=lambda each: abs((each.day - (violation.day or each.day)).days))
    inside = [each for each in runs if week.monday <= each.day <= week.sunday]
    if rule in _TOO_CLOSE:
        return near or inside
    there = [each for each in near if each.day == violation.day]
    if rule in _BY_THE_DAY:
        return there
    before = [each for each in runs if week.monday - timedelta(days=7) <= each.day < week.monday]
    return there or inside or before


def _with(draft: Draft, session: Session, lighter: Session | None, reason: Reason) -> Draft:
    return draft.changing({session.key or "": lighter}, reason)
