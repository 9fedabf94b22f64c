"""After weeks that were missed: the next ones held to what was really run, never piled up."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from coach.domain.fitness import Fitness
from coach.domain.language import mark
from coach.domain.plans import Notice, Plan, Session, SessionKind, Week
from coach.science.planning.adaptation.differences import Reason
from coach.science.planning.adaptation.drafting import Draft
from coach.science.planning.adaptation.judging import Case
from coach.science.planning.adaptation.reshaping import eased, shortened, to_five_minutes
from coach.science.planning.returning.breaks import VOLUME_KEPT, VOLUME_KEPT_LATER
from coach.science.planning.rules import RULE

GROWTH = 1.08
"""A held week grows at most so much on the one before it: a coach's convention."""

SMALL_WEEK_M, SMALL_RUN_M, TINY_RUN_M = 10_000.0, 10_000.0, 5_000.0
LONG_GROWTH = 1.1
BREAK_DAYS = 14
LONGEST_SEEN = timedelta(days=24)
_SEEN_WEEKS, _USUAL_WEEKS, _LEFT_WEEKS, _REMEMBERED_WEEKS = 3, 10, 4, 5
_SHORTEST_USEFUL_S = 20 * 60.0
_EASE_BELOW = 0.6
"""A week held under this share of its plan has no hard session."""


def held(case: Case, draft: Draft, first_monday: date, fact: Notice, *, weeks: int = 2, days_off: int = 0) -> Draft:
    """The draft with ``weeks`` weeks from ``first_monday`` held; then the plan goes on, as far as the rules let it.

    No week is above what is run now (``present_m``), growing 8 % a week from there, and no long run above 10 % more
    than the longest run of the last thirty days (Frandsen et al. 2025).
    """
    cap = max(SMALL_WEEK_M, present_m(case, days_off))
    longest = max(SMALL_RUN_M, case.longest_m() * LONG_GROWTH)
    for week in draft.plan.weeks:
        if not first_monday <= week.monday < first_monday + timedelta(weeks=weeks):
            continue
        runs = [each for each in week.sessions if each.kind.run and each.kind is not SessionKind.RACE]
        planned = sum(session.distance_m for session in runs)
        too_long = any(session.distance_m > longest for session in runs)
        if planned > cap or too_long:
            draft = _held_week(case, draft, week, cap, longest, fact)
        cap, longest = cap * GROWTH, longest * LONG_GROWTH
    return draft


def not_above(case: Case, draft: Draft, week: Week, fact: Notice) -> Draft:
    """The draft with ``week``, laid anew, not above the same week of the plan before: nothing is piled up.

    Where the VMA has risen since, the same minutes are so many more metres. A week without running bounds nothing.
    """
    was = next((_volume_m(old) for old in case.plan.weeks if old.monday == week.monday), 0.0)
    was *= max(1.0, draft.plan.vma_kmh / case.plan.vma_kmh)
    if was <= 0 or _volume_m(week) <= was:
        return draft
    return _held_week(case, draft, week, was, math.inf, fact)


def present_m(case: Case, days_off: int = 0) -> float:
    """Metres of a week that may be run now: the best of the last three times seven days.

    After two weeks off and more, the share of the usual week that the time off leaves (``breaks.VOLUME_KEPT``).
    """
    if days_off >= BREAK_DAYS:
        return _usual_m(case) * _kept(days_off)
    ends = [case.today - timedelta(days=1 + 7 * back) for back in range(_SEEN_WEEKS)]
    weeks = [case.run_m(end - timedelta(days=6), end) for end in ends]
    before = [week.distance_m for week in case.fitness.weeks[-_SEEN_WEEKS:]]
    return max([*weeks, *before])


def rested(case: Case, plan: Plan, first_monday: date, days_off: int) -> Fitness:
    """The fitness that the rest of a plan is laid anew from: after a break, the present is a share of the usual.

    The longest run is that of the thirty days before the first long run to come, what stands planned until then (in
    ``plan``) included, 5 km at least.
    """
    fitness = case.fitness
    if days_off < BREAK_DAYS or not fitness.weeks:
        return fitness
    weekly_m = min(_usual_m(case) * _kept(days_off), _most_after(fitness))
    ahead = [each for each in plan.sessions if case.today <= each.day < first_monday and each.kind.run]
    planned = [each.distance_m for each in ahead if each.kind is not SessionKind.RACE]
    longest_m = max([TINY_RUN_M, case.longest_m(since=first_monday - LONGEST_SEEN), *planned])
    share = [min(1.0, weekly_m / week.distance_m) if week.distance_m else 0.0 for week in fitness.weeks[-_LEFT_WEEKS:]]
    recent = tuple(
        replace(
            week,
            distance_m=weekly_m,
            moving_s=week.moving_s * part if part else weekly_m / 2.7,
            longest_m=min(longest_m, weekly_m),
            runs=max(week.runs, 1),
        )
        for week, part in zip(fitness.weeks[-_LEFT_WEEKS:], share, strict=True)
    )
    return replace(fitness, weeks=(*fitness.weeks[:-_LEFT_WEEKS], *recent), longest_recent_m=longest_m, recent_runs=())


def _most_after(fitness: Fitness) -> float:
    """Metres of the weeks that the rule of two weeks lets follow what was run in the last five."""
    recent = [week.distance_m for week in fitness.weeks[-_REMEMBERED_WEEKS:]]
    best = max((one + other for one, other in pairwise([*recent, 0.0])), default=0.0)
    growth, always_m = RULE["two_weeks"].numbers
    return max(best * (1 + growth), always_m) / 2


def _usual_m(case: Case) -> float:
    """Metres of a usual week: the mean of the best three of the last ten."""
    best = sorted((week.distance_m for week in case.fitness.weeks[-_USUAL_WEEKS:]), reverse=True)[:_SEEN_WEEKS]
    return sum(best) / len(best) if best else 0.0


def _kept(days_off: int) -> float:
    """Share of the usual volume to start again with after so many days off."""
    return next((share for most, share in VOLUME_KEPT if days_off <= 7 * most), VOLUME_KEPT_LATER)


def _volume_m(week: Week) -> float:
    return sum(each.distance_m for each in week.sessions if each.kind.run and each.kind is not SessionKind.RACE)


def _held_week(case: Case, draft: Draft, week: Week, cap: float, longest: float, fact: Notice) -> Draft:
    """One week under ``cap`` metres, its runs under ``longest``: easy running is cut first, hard sessions when it is
    not enough."""
    vma = draft.plan.vma_kmh
    runs = [each for each in week.sessions if each.kind.run and each.kind is not SessionKind.RACE]
    planned = sum(session.distance_m for session in runs)
    hard_m = sum(session.distance_m for session in runs if _quick(session))
    keeps_work = cap >= _EASE_BELOW * planned and hard_m < cap
    share = min(1.0, (cap - hard_m) / max(planned - hard_m, 1.0)) if keeps_work else min(1.0, cap / planned)
    new: dict[str, Session | None] = {}
    long_ones: dict[str, Session | None] = {}
    for session in runs:
        if session.key is None or not case.ahead(session) or (_quick(session) and keeps_work):
            continue
        most_s = min(session.duration_s * share, session.duration_s * longest / session.distance_m)
        if most_s >= session.duration_s - 1:
            continue
        seconds = to_five_minutes(most_s)
        too_long = session.distance_m > longest and longest / session.distance_m < share
        cut = eased(session, vma, seconds) if _quick(session) else shortened(session, vma, seconds)
        useless = most_s < min(_SHORTEST_USEFUL_S, session.duration_s) and session.kind is not SessionKind.LONG
        (long_ones if too_long else new)[session.key] = None if useless else cut
    message = mark("No run is more than 10 % longer than the longest of the last 30 days, {longest} km.")
    values = {"longest": f"{case.longest_m() / 1000:.1f}"}
    bounded = Reason(Notice("long_run_bounded", message, values), "single_run_soft")
    return draft.changing(new, Reason(fact)).changing(long_ones, bounded)


def _quick(session: Session) -> bool:
    return session.kind in (SessionKind.TEMPO, SessionKind.INTERVALS)
