"""A new VMA: the paces of the sessions to come follow it, within bounds."""

from __future__ import annotations

from dataclasses import replace

from coach.domain.adaptation import Cause
from coach.domain.language import mark
from coach.domain.plans import Notice, Plan, Session
from coach.domain.problems import InvalidInput
from coach.science.planning.adaptation.differences import Reason
from coach.science.planning.adaptation.drafting import Draft
from coach.science.planning.adaptation.judging import Case
from coach.science.planning.adaptation.reshaping import repaced
from coach.science.planning.runner import FASTEST_VMA_KMH, SLOWEST_VMA_KMH

SMALLEST_SHIFT = 0.015
"""A VMA that moves less than this is the same: no test is finer."""

MOST_UP, MOST_DOWN = 0.04, 0.08
"""Paces quicken by 4 % at most at a time and slow by 8 %: one good day is no proof. A coach's convention."""


def tested(case: Case, draft: Draft, cause: Cause) -> Draft:
    """The draft for a VMA of ``cause.vma_kmh`` km/h; goal pace stays where the athlete gave a target.

    Raises InvalidInput for a VMA nobody has.
    """
    plan, measured = draft.plan, cause.vma_kmh
    if measured is None or not SLOWEST_VMA_KMH <= measured <= FASTEST_VMA_KMH:
        raise InvalidInput(mark("A VMA lies between 6 and 26 km/h."), field="vma_kmh")
    shift = measured / plan.vma_kmh - 1
    values = {"old": f"{plan.vma_kmh:.1f}", "new": f"{measured:.1f}"}
    if abs(shift) < SMALLEST_SHIFT:
        message = mark("VMA {new} km/h against {old}: within what a test can tell, the paces stay.")
        return draft.saying(Notice("vma_same", message, values))
    vma = round(plan.vma_kmh * (1 + min(MOST_UP, max(-MOST_DOWN, shift))), 2)
    if abs(vma - measured) > 0.05:
        message = mark(
            "VMA {new} km/h against {old}: paces go to {used} km/h first; another run like it takes them on."
        )
        draft = draft.saying(Notice("vma_bounded", message, values | {"used": f"{vma:.1f}"}))
    told = mark("Your VMA is now taken as {used} km/h, not {old}: paces follow from your next session on.")
    fact = Notice("vma_moved", told, values | {"used": f"{vma:.1f}"})
    pace = _kept_pace(plan)
    new: dict[str, Session | None] = {}
    for session in plan.sessions:
        if session.key is not None and session.kind.run and case.ahead(session):
            again = repaced(session, plan.vma_kmh, vma, pace)
            if again != session:
                new[session.key] = again
    draft = draft.changing(new, Reason(fact)).saying(fact)
    return replace(draft, plan=_with_vma(draft.plan, vma))


def _kept_pace(plan: Plan) -> float | None:
    """Metres per second of a goal pace that does not follow the VMA: that of a target."""
    if plan.goal.target_s is None or plan.goal_s is None or plan.goal.race_m is None:
        return None
    return plan.goal.race_m / plan.goal_s


def _with_vma(plan: Plan, vma: float) -> Plan:
    """The plan for another VMA; its prediction moves in proportion, and so does a goal that was no target."""
    if plan.predicted_s is None or plan.goal_s is None:
        return replace(plan, vma_kmh=vma)
    ratio = plan.vma_kmh / vma
    goal_s = plan.goal_s if plan.goal.target_s is not None else float(round(plan.goal_s * ratio))
    return replace(plan, vma_kmh=vma, predicted_s=float(round(plan.predicted_s * ratio)), goal_s=goal_s)
