"""The last word of the rules: what rounding to five minutes left too much is made lighter until no hard rule breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from coach.domain.fitness import Fitness
from coach.domain.language import mark
from coach.domain.plans import Phase, Plan, Session, SessionKind, StepKind, Week
from coach.domain.problems import InvalidInput
from coach.science.planning.frames import LAST_DAYS, work_seconds
from coach.science.planning.kit import Kit
from coach.science.planning.rules import RULES, Violation, violations
from coach.science.planning.sessions import (
    FIVE_MINUTES,
    SHORTEST_S,
    easy_run,
    five_minutes,
    hard_run,
    long_run,
    well_named,
)
from coach.science.planning.workouts import TEST, WORKOUTS

_MOST_ROUNDS = 60
_SHORTEST_KEPT_S = 1200.0
_TOP_ZONE = 5
_NEAR_DAYS = 3
_LONGEST_CALM_S = 3600.0
_QUALITY = (SessionKind.TEMPO, SessionKind.INTERVALS)

_ALSO = ("fastest_by_level", "taper_intensity", "novice_hard", "return_is_gentle", "bone_days", "long_is_longest")
KEPT = tuple(rule for rule in RULES if rule.hard or rule.rule_id in _ALSO)
"""The rules a plan leaves this house with: all hard ones, and soft ones that can be kept by taking a little away."""

Mend = Callable[[Plan, Kit, Violation, date], Plan]


def mended(plan: Plan, kit: Kit, fitness: Fitness, *, since: date | None = None) -> Plan:
    """The plan without hard violations: runs are shortened, made easy or left out, one at a time.

    Weeks from before ``since`` stand as they are and are not judged.
    Raises InvalidInput rather than keep one.
    """
    given_up: set[str] = set()
    opened = since or date.min
    for _ in range(_MOST_ROUNDS):
        found = violations(plan, fitness, since=since, rules=KEPT)
        broken = next((one for one in found if _is_open(plan, one, opened) and one.rule.rule_id not in given_up), None)
        if broken is None:
            return plan
        changed = _mend(plan, kit, broken, opened)
        if changed is plan and broken.hard:
            break
        if changed is plan:
            given_up.add(broken.rule.rule_id)
        plan = changed
    raise InvalidInput(mark("No safe plan fits these days and minutes; give more room or more weeks."), field="days")


def _mend(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The plan with a little less of what breaks the rule; the plan itself where nothing can be taken away."""
    mend = _MENDS.get(broken.rule.rule_id, _shorten_longest)
    elsewhere = mend in (_rest_or_run, _calm_one, _slow_one, _quicken)
    if not elsewhere and (broken.week == 0 or not _trainings(plan, broken.week)):
        return plan
    return mend(plan, kit, broken, since)


def _is_open(plan: Plan, found: Violation, since: date) -> bool:
    """Whether what was found is of the whole plan or of a week that may still be changed."""
    return found.week == 0 or plan.weeks[found.week - 1].monday >= since


def _shorten_longest(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """Five minutes off the longest run of the week."""
    longest = max(_trainings(plan, broken.week), key=lambda session: session.distance_m)
    return _with(plan, longest, _shorter(kit, longest))


def _leave_one_out(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The week's longest easy run five minutes shorter or, where that is too little, its shortest one left out.

    An only run is shortened.
    """
    runs = _trainings(plan, broken.week)
    if len(runs) < 2:
        return _shorten_longest(plan, kit, broken, since)
    easy = [run for run in runs if run.kind is SessionKind.EASY and run.duration_s > _SHORTEST_KEPT_S]
    if easy and broken.found - broken.allowed <= kit.easy_mps * FIVE_MINUTES * len(easy):
        longest = max(easy, key=lambda run: run.duration_s)
        return _with(plan, longest, _shorter(kit, longest))
    return _with(plan, _least(runs), None)


def _leave_early_out(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The week without its shortest easy run before the last seven days, which have a measure of their own."""
    runs = [run for run in _trainings(plan, broken.week) if (plan.end - run.day).days > LAST_DAYS]
    easy = [run for run in runs if run.kind is SessionKind.EASY]
    if not easy or len(_trainings(plan, broken.week)) < 2:
        return _leave_one_out(plan, kit, broken, since)
    longest = max(easy, key=lambda run: run.duration_s)
    if longest.duration_s > _SHORTEST_KEPT_S and broken.found - broken.allowed <= kit.easy_mps * FIVE_MINUTES:
        return _with(plan, longest, _shorter(kit, longest))
    return _with(plan, _least(easy), None)


def _calm(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The week's hardest session made an easy run of its length."""
    hardest = max(_trainings(plan, broken.week), key=work_seconds)
    seconds = FIVE_MINUTES * max(2, hardest.duration_s // FIVE_MINUTES)
    calm = long_run if hardest.kind is SessionKind.LONG else easy_run
    return _with(plan, hardest, calm(kit, hardest.day, seconds))


def _calm_one(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """One hard session of the plan made easy: the one with most work, goal pace apart."""
    hard = _hard_sessions(plan, since)
    if not hard:
        return plan
    hardest = max(hard, key=lambda run: (run.kind is SessionKind.INTERVALS, work_seconds(run)))
    return _with(plan, hardest, easy_run(kit, hardest.day, five_minutes(hardest.duration_s)))


def _slow_one(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The session with most running near VMA made one at threshold, or an easy run where there is no room for it.

    Where none is left strides give way.
    """
    near = [run for run in _hard_sessions(plan, since) if _fast_seconds(run) > 0]
    if not near:
        return _without_strides(plan, kit, since)
    fastest = max(near, key=_fast_seconds)
    work_s, room_s = work_seconds(fastest), fastest.duration_s
    for code in ("threshold_8", "threshold_5"):
        slower = hard_run(kit, fastest.day, WORKOUTS[code], work_s=work_s, room_s=room_s, wanted_s=room_s)
        if slower is not None and slower.distance_m <= fastest.distance_m * 1.02:
            return _with(plan, fastest, slower)
    return _with(plan, fastest, easy_run(kit, fastest.day, five_minutes(fastest.duration_s)))


def _without_strides(plan: Plan, kit: Kit, since: date) -> Plan:
    """The plan without its first strides, those of the taper apart."""
    weeks = [week for week in plan.weeks if week.phase not in (Phase.TAPER, Phase.RACE)]
    runs = [run for week in weeks for run in _trainings(plan, week.number) if run.day >= since]
    striding = [run for run in runs if run.kind is SessionKind.EASY and work_seconds(run) > 0]
    if not striding:
        return plan
    first = striding[0]
    return _with(plan, first, easy_run(kit, first.day, first.duration_s))


def _fast_seconds(session: Session) -> float:
    """Seconds of its repeats near VMA: zone 5."""
    return sum(
        step.times * part.duration_s
        for step in session.steps
        for part in (step.steps or (step,))
        if part.kind is StepKind.REPEAT and part.target.hr_zone == _TOP_ZONE
    )


def _hard_sessions(plan: Plan, since: date) -> list[Session]:
    """The hard sessions that may still be changed, tests apart."""
    runs = [run for week in plan.weeks for run in _trainings(plan, week.number)]
    title = WORKOUTS[TEST].title
    return [run for run in runs if run.kind in _QUALITY and run.day >= since and run.title != title]


def _calm_day(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The hard session of the day that breaks the rule made easy; where that is a race, the hard one before it."""
    hard = [run for week in plan.weeks for run in _trainings(plan, week.number) if run.kind.hard and run.day >= since]
    near = [run for run in hard if broken.day is not None and 0 <= (broken.day - run.day).days <= _NEAR_DAYS]
    if not near:
        return _calm(plan, kit, broken, since)
    latest = max(near, key=lambda run: run.day)
    return _with(plan, latest, easy_run(kit, latest.day, five_minutes(min(latest.duration_s, _LONGEST_CALM_S))))


def _name_easy(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The week's long run called an easy run where it is not the longest, and run as one."""
    runs = _trainings(plan, broken.week)
    long_runs = [run for run in runs if run.kind is SessionKind.LONG]
    if not long_runs:
        return plan
    named = well_named(long_runs[0], max(run.duration_s for run in runs))
    if named is long_runs[0]:
        named = easy_run(kit, named.day, five_minutes(named.duration_s))
    return _with(plan, long_runs[0], named)


def _apart(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """The run of the day that breaks the rule left out; beside a race the one before it."""
    day = broken.day
    near = [run for run in _trainings(plan, broken.week) if day is None or abs((run.day - day).days) <= 1]
    if not near:
        return _leave_one_out(plan, kit, broken, since)
    return _with(plan, min(near, key=lambda run: (run.day != day, run.distance_m)), None)


def _quicken(plan: Plan, kit: Kit, broken: Violation, since: date) -> Plan:
    """Strides in the longest easy run of the taper."""
    tapered = [week for week in plan.weeks if week.phase in (Phase.TAPER, Phase.RACE)]
    easy = [run for week in tapered for run in _trainings(plan, week.number) if run.kind is SessionKind.EASY]
    easy = [run for run in easy if run.day >= since]
    if not easy:
        return plan
    longest = max(easy, key=lambda run: run.duration_s)
    quick = easy_run(kit, longest.day, longest.duration_s, strides=4)
    return _with(plan, longest, quick) if work_seconds(quick) else plan


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
    "taper_falls": _leave_early_out,
    "rising": _leave_one_out,
    "easy_time": _calm,
    "spacing": _calm_day,
    "after_tune_ups": _calm_day,
    "masters_rest": _calm_day,
    "novice_start": _calm_day,
    "novice_hard": _calm,
    "senior_hard": _calm,
    "return_is_gentle": _calm,
    "fastest_by_level": _slow_one,
    "easy_by_level": _calm_one,
    "taper_intensity": _quicken,
    "bone_days": _apart,
    "long_is_longest": _name_easy,
    "last_days": _rest_or_run,
}
