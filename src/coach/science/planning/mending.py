"""The last word of the rules: what rounding to five minutes left too much is made lighter until no hard rule breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from coach.domain.fitness import Fitness
from coach.domain.language import mark
from coach.domain.plans import Plan, Session, SessionKind, Week
from coach.domain.problems import InvalidInput
from coach.science.planning.kit import Kit
from coach.science.planning.rules import HARD, Violation, violations
from coach.science.planning.sessions import FIVE_MINUTES, SHORTEST_S, easy_run, long_run
from coach.science.planning.week import LAST_DAYS, work_seconds

_MOST_ROUNDS = 60

Mend = Callable[[Plan, Kit, Violation, date], Plan]


def mended(plan: Plan, kit: Kit, fitness: Fitness, *, since: date = date.min) -> Plan:
    """The plan without hard violations: runs are shortened, made easy or left out, one at a time.

    Weeks from before ``since`` stand as they are and are not judged.
    Raises InvalidInput rather than keep one.
    """
    for _ in range(_MOST_ROUNDS):
        found = violations(plan, fitness, rules=HARD)
        broken = next((one for one in found if _is_open(plan, one, since)), None)
        if broken is None:
            return plan
        if broken.week == 0:
            break
        plan = _MENDS.get(broken.rule.rule_id, _shorten_longest)(plan, kit, broken, since)
    raise InvalidInput(mark("No safe plan fits these days and minutes; give more room or more weeks."), field="days")


def _is_open(plan: Plan, found: Violation, since: date) -> bool:
    """Whether what was found is of the whole plan or of a week that may still be changed."""
    return found.week == 0 or plan.weeks[found.week - 1].monday >= since


def _shorten_longest(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """Five minutes off the longest run of the week."""
    longest = max(_trainings(plan, broken.week), key=lambda session: session.distance_m)
    return _with(plan, longest, _shorter(kit, longest))


def _leave_one_out(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The week without its shortest easy run; its only run is shortened instead."""
    runs = _trainings(plan, broken.week)
    if len(runs) < 2:
        return _shorten_longest(plan, kit, broken, since)
    return _with(plan, _least(runs), None)


def _calm(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The week's hardest session made an easy run of its length."""
    hardest = max(_trainings(plan, broken.week), key=work_seconds)
    seconds = FIVE_MINUTES * max(2, hardest.duration_s // FIVE_MINUTES)
    calm = long_run if hardest.kind is SessionKind.LONG else easy_run
    return _with(plan, hardest, calm(kit, hardest.day, seconds))


def _rest_or_run(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """Less in the last seven days when they are too full; less before them when they are too empty."""
    before = [run for week in plan.weeks for run in _trainings(plan, week.number) if (plan.end - run.day).days > 0]
    last = [run for run in before if (plan.end - run.day).days <= LAST_DAYS and run.day >= since]
    too_full = broken.found < broken.allowed
    if too_full and len(last) > 1:
        return _with(plan, _least(last), None)
    if too_full and last:
        return _with(plan, last[0], _shorter(kit, last[0]))
    recent = [run for run in before if LAST_DAYS < (plan.end - run.day).days <= 5 * LAST_DAYS and run.day >= since]
    if not recent:
        return plan
    longest = max(recent, key=lambda session: session.distance_m)
    return _with(plan, longest, _shorter(kit, longest))


def _least(runs: list[Session]) -> Session:
    return min(runs, key=lambda session: (session.kind is not SessionKind.EASY, session.distance_m))


def _shorter(kit: Kit, session: Session) -> Session:
    """The run five minutes shorter, easy all along."""
    seconds = max(SHORTEST_S / 2, FIVE_MINUTES * (session.duration_s // FIVE_MINUTES - 1))
    made = long_run if session.kind is SessionKind.LONG else easy_run
    return made(kit, session.day, seconds)


def _trainings(plan: Plan, number: int) -> list[Session]:
    """The runs of a week that are no race."""
    sessions = plan.weeks[number - 1].sessions
    return [session for session in sessions if session.kind.run and session.kind is not SessionKind.RACE]


def _with(plan: Plan, old: Session, new: Session | None) -> Plan:
    """The plan with one session replaced, or left out when ``new`` is None."""

    def changed(week: Week) -> Week:
        if not any(session is old for session in week.sessions):
            return week
        sessions = (new if session is old else session for session in week.sessions)
        return replace(week, sessions=tuple(session for session in sessions if session is not None))

    return replace(plan, weeks=tuple(changed(week) for week in plan.weeks))


_MENDS: dict[str, Mend] = {
    "two_weeks": _leave_one_out,
    "taper_falls": _leave_one_out,
    "rising": _leave_one_out,
    "easy_time": _calm,
    "last_days": _rest_or_run,
}
