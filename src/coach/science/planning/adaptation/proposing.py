"""What life asks of a plan: causes in, one proposal out. The smallest change that keeps the rules, told in words.

Missed volume is never piled up, the past never changes, and nothing is rewritten: a proposal waits for the athlete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from coach.domain.adaptation import Cause, CauseKind, Lived, Proposal, Verdict
from coach.domain.fitness import Estimate, Fitness
from coach.domain.language import mark
from coach.domain.plans import Notice, Origin, Plan, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning.adaptation.causes_calendar import available, away, race_moved
from coach.science.planning.adaptation.causes_health import ill, injured
from coach.science.planning.adaptation.causes_missed import days_without_run, missed
from coach.science.planning.adaptation.causes_test import tested
from coach.science.planning.adaptation.differences import Reason, differences
from coach.science.planning.adaptation.drafting import Draft, Remake
from coach.science.planning.adaptation.holding import held, not_above, rested
from coach.science.planning.adaptation.judging import Case, broken
from coach.science.planning.adaptation.reshaping import repaced, with_sessions
from coach.science.planning.adaptation.settling import settled
from coach.science.planning.continuing import remade, told_of_race
from coach.science.running.vma import BY_LEVEL

_ANSWERS: dict[CauseKind, Callable[[Case, Draft, Cause], Draft]] = {
    CauseKind.RACE_MOVED: race_moved,
    CauseKind.AVAILABILITY: available,
    CauseKind.TEST: tested,
    CauseKind.MISSED: missed,
    CauseKind.TRAVEL: away,
    CauseKind.ILLNESS: ill,
    CauseKind.INJURY: injured,
}
"""What answers each cause, in the order they are answered: what is certain first, health last, so that it wins."""

LONGEST_AGO = timedelta(days=366)
"""An illness may have begun before the plan, or last beyond it, but not by years."""

FEW_ROUNDS, FAR_BREAKS = 15, 4
"""A change that takes more mending, or whose runs and weeks are too much so often, is none: the rest is laid anew."""

_WINDOWS = (CauseKind.TRAVEL, CauseKind.ILLNESS, CauseKind.INJURY)
_RULE = mark("The rules of the plan ask for it.")


def propose(
    plan: Plan,
    lived: Lived,
    causes: Iterable[Cause],
    fitness: Fitness,
    today: date,
    athlete_age: int | None = None,
) -> Proposal:
    """The change that ``causes`` ask of ``plan`` on ``today``, or none, told why.

    ``lived`` is what became of the plan so far and ``fitness`` what the athlete shows now. The proposed plan breaks no
    hard rule from today on as lived, and holds every session of the past as it was; a missed key session alone may
    leave its day for one ahead. Raises InvalidInput when a cause cannot be, or nothing safe can be proposed.
    """
    order = list(_ANSWERS)
    causes = tuple(sorted(dict.fromkeys(causes), key=lambda cause: order.index(cause.kind)))
    if not causes:
        raise InvalidInput(mark("Say what happened."), field="causes")
    if plan.end < today:
        raise InvalidInput(mark("This plan is over; make a new one."), field="plan")
    case = Case(plan, lived, fitness, today, athlete_age)
    for cause in causes:
        _check_days(plan, cause)
    draft = _answered(case, Draft(plan), causes)
    if _gone_again(case, draft):
        draft = _answered(case, Draft(plan, catches_up=False), causes)
    if draft.plan == plan:
        return Proposal(plan.plan_id or "", causes, (), plan, draft.told)
    proposed = replace(draft.plan, origin=Origin.ADAPTED, plan_id=None)
    changes = differences(plan, proposed, draft.reasons, draft.otherwise or Reason(Notice("rules", _RULE)))
    if any(cause.kind is not CauseKind.TEST for cause in causes):
        draft = _soft(case, draft)
    told = draft.told
    return Proposal(plan.plan_id or "", causes, changes, replace(proposed, changed_for=told), told)


def _check_days(plan: Plan, cause: Cause) -> None:
    """Refuse days that no cause of this plan can have."""
    if cause.since is not None and cause.until is not None and cause.until < cause.since:
        raise InvalidInput(mark("The last day must not come before the first."), field="until")
    if cause.since is not None and not plan.start - LONGEST_AGO <= cause.since <= plan.end:
        message = mark("{day} lies outside this plan, which goes from {first} to {last}.")
        days = {"day": cause.since.isoformat(), "first": plan.start.isoformat(), "last": plan.end.isoformat()}
        raise InvalidInput(message, field="since", **days)
    if cause.until is not None and cause.until > plan.end + LONGEST_AGO:
        raise InvalidInput(mark("The last day lies too far behind the end of the plan."), field="until")


def _answered(case: Case, draft: Draft, causes: tuple[Cause, ...]) -> Draft:
    """The draft with every cause answered, one after the other, and settled."""
    before = draft.plan
    for cause in causes:
        draft = _remade(case, _ANSWERS[cause.kind](case, draft, cause))
        if cause.kind is CauseKind.RACE_MOVED and draft.plan != before:
            for notice in told_of_race(draft.plan, before, case.fitness, today=case.today, athlete_age=case.age):
                draft = draft.saying(notice)
    return draft if draft.plan == before else _safe(case, draft, causes)


def _gone_again(case: Case, draft: Draft) -> bool:
    """Whether a missed session that found another day did not stay what it was there."""
    if all(notice.code != "key_session_moved" for notice in draft.told):
        return False
    kinds = {session.key: session.kind for session in draft.plan.sessions}
    missed = [one.session for one in case.life.fulfilments if one.verdict is Verdict.MISSED]
    return any(session.key in draft.reasons and kinds.get(session.key) is not session.kind for session in missed)


def _safe(case: Case, draft: Draft, causes: tuple[Cause, ...]) -> Draft:
    """The draft settled; where that takes too much mending, its rest laid anew from what was really run first.

    Days without running are told again to the plan laid anew.
    """
    found = broken(case, draft.plan)
    far = sum(one.rule.rule_id in ("single_run", "two_weeks") for one in found) >= FAR_BREAKS
    try:
        return settled(case, draft, rounds=0 if far else FEW_ROUNDS)
    except InvalidInput:
        off = max(days_without_run(case) or 0, 0)
        fact = Notice("far_from_plan", mark("What was run is far from the plan: the rest is laid anew from it."))
        monday = case.monday + timedelta(days=7)
        wish = Remake(
            monday, draft.plan.goal, Reason(fact), 1 if off >= 14 else 0, max(off, 14) if case.recorded else 0
        )
        draft = _remade(case, held(case, draft, case.monday, fact, weeks=1).remaking(wish)).saying(fact)
        for cause in causes:
            if cause.kind in _WINDOWS:
                draft = _remade(case, _ANSWERS[cause.kind](case, draft, cause))
        return settled(case, draft)


def _remade(case: Case, draft: Draft) -> Draft:
    """The draft with its rest laid anew, where a cause asked for that; held where nothing can be laid anew."""
    wish = draft.remake
    if wish is None:
        return draft
    draft = replace(draft, remake=None)
    moved = wish.goal.race_day != draft.plan.goal.race_day
    if draft.plan.end < wish.first_monday and not moved:
        return draft
    try:
        made = remade(
            draft.plan,
            replace(wish.goal, vma_kmh=draft.plan.vma_kmh),
            _at_pace(rested(case, draft.plan, wish.first_monday, wish.days_off), draft.plan),
            first_monday=wish.first_monday,
            today=case.today,
            athlete_age=case.age,
            first_easy_weeks=wish.easy_weeks,
        )
    except InvalidInput:
        if moved:
            raise
        weeks = len(draft.plan.weeks)
        return held(case, draft, wish.first_monday, wish.reason.notice, weeks=weeks, days_off=wish.days_off)
    made = replace(made, goal=replace(made.goal, vma_kmh=wish.goal.vma_kmh))
    laid = replace(draft, plan=_keyed(_paced(case, draft.plan, made)), otherwise=wish.reason)
    asked, now = case.plan.goal, wish.goal
    if (asked.days, asked.minutes, asked.race_day) != (now.days, now.minutes, now.race_day):
        return laid
    for week in laid.plan.weeks:
        if week.monday >= wish.first_monday:
            laid = not_above(case, laid, week, wish.reason.notice)
    return laid


def _at_pace(fitness: Fitness, plan: Plan) -> Fitness:
    """The fitness at the plan's own VMA: paces change for a test, and not because days were lost."""
    assumed = Estimate(plan.vma_kmh, plan.vma_kmh, plan.vma_kmh, BY_LEVEL, "", 0)
    return replace(fitness, vma=replace(fitness.vma or assumed, value=plan.vma_kmh))


def _paced(case: Case, before: Plan, made: Plan) -> Plan:
    """The plan laid anew, what stands of the week in progress at the paces of its VMA."""
    if before.vma_kmh == made.vma_kmh:
        return made
    kept = {session.key for session in before.sessions if session.key is not None and case.ahead(session)}
    old = {session.key: session for session in before.sessions}
    sessions = [
        repaced(session, before.vma_kmh, made.vma_kmh)
        if session.key in kept and session == old[session.key] and session.kind is not SessionKind.RACE
        else session
        for session in made.sessions
    ]
    return with_sessions(made, sessions)


def _keyed(plan: Plan) -> Plan:
    """The plan with a key on every session, so that the rules can point at each; new ones are told by their order."""
    used = {session.key for session in plan.sessions}
    names = (f"new-{number}" for number in count(1))
    sessions = [
        session if session.key is not None else replace(session, key=next(name for name in names if name not in used))
        for session in plan.sessions
    ]
    return with_sessions(plan, sessions)


def _soft(case: Case, draft: Draft) -> Draft:
    """The draft with the soft rules told that it breaks and the plan before did not, each by its first week."""
    if all(session.kind is SessionKind.RACE for session in draft.plan.sessions):
        return draft
    known = {(one.rule.rule_id, one.week) for one in broken(case, case.plan, hard=False)}
    told: dict[str, Notice] = {}
    for one in broken(case, draft.plan, hard=False):
        if (one.rule.rule_id, one.week) not in known:
            told.setdefault(one.rule.rule_id, replace(one.notice, code="soft_rule"))
    for notice in told.values():
        draft = draft.saying(notice)
    return draft
