"""The plan engine: a goal and a fitness snapshot in, a whole plan out, always the same for the same question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import Phase, Plan, Session, SessionKind, Week
from coach.science.planning.calendar import Calendar, frame
from coach.science.planning.kit import kit_for
from coach.science.planning.last_days import last_sessions
from coach.science.planning.mending import mended
from coach.science.planning.notices import notices
from coach.science.planning.outlook import Outlook, outlook
from coach.science.planning.runner import Runner, runner_of
from coach.science.planning.sessions import FIVE_MINUTES, SHORTEST_S, long_run, race
from coach.science.planning.taper import LAST_WEEK, SHORTEST_TAPERED_PLAN, taper_weeks
from coach.science.planning.volume import WeekTarget, present_target, week_targets
from coach.science.planning.week import FEWEST_LONG_SHARE, LAST_DAYS, LONG_SHARE, Frame, Past, tapered, week_sessions

ENGINE = 3
"""Counts what the engine answers differently: part of every plan's fingerprint."""

RAMP = 1.28
SMALL_TWO_WEEKS_M = 20_000.0
_SOFTER = 0.93
_MOST_OF_TWO = 0.56
"""No week takes more than this of what two weeks may hold, so that the next one is not starved."""

_LIGHT_CEILING = 0.88
_MOST_TRIES = 14


def make_plan(goal: Goal, fitness: Fitness, *, today: date, athlete_age: int | None = None) -> Plan:
    """A periodised plan from next Monday (or today's) to the race that breaks no hard rule of ``rules``.

    Pure and deterministic. ``athlete_age`` in years; from 50 a lighter week comes every third. Raises InvalidInput,
    naming the field, when no plan can be made of what was asked.
    """
    calendar = frame(goal, today)
    runner = runner_of(goal, fitness, athlete_age)
    hope = outlook(goal, runner, fitness, calendar.weeks)
    kit = kit_for(goal, runner, hope)
    made = Frame(kit, calendar, _novice_weeks(runner, calendar.weeks))
    weeks = _finished(made, *_weeks(goal, runner, made, _settled(goal, runner, made, hope)), runner.weekly_m)
    plan = Plan(
        goal=goal,
        start=calendar.start,
        race_day=calendar.race_day,
        level=runner.level,
        vma_kmh=runner.vma_kmh,
        predicted_s=hope.predicted_s if hope else None,
        goal_s=hope.goal_s if hope else None,
        weeks=weeks,
        age=athlete_age,
    )
    plan = mended(plan, kit, fitness)
    return replace(plan, notices=notices(plan, runner, hope, calendar, today))


def _settled(goal: Goal, runner: Runner, made: Frame, hope: Outlook | None) -> dict[date, float]:
    """Seconds of each long run as today's race pace would have it, by day: no target makes them longer or shorter."""
    if hope is None or hope.goal_s == hope.predicted_s:
        return {}
    today = replace(made, kit=kit_for(goal, runner, replace(hope, goal_s=hope.predicted_s)))
    weeks, _ = _weeks(goal, runner, today, {})
    sessions = (session for week in weeks for session in week.sessions)
    return {session.day: session.duration_s for session in sessions if session.kind is SessionKind.LONG}


def _weeks(goal: Goal, runner: Runner, made: Frame, settled: dict[date, float]) -> tuple[list[Week], Past]:
    """Every week of the plan without its last seven days, and what is then run."""
    calendar = made.calendar
    tapering = taper_weeks(goal.kind, calendar)
    before = _with_first_test(made, week_targets(goal.kind, runner, len(calendar.days), calendar.weeks - tapering))
    past = Past([(calendar.start - timedelta(days=1), runner.longest_m)])
    past_weeks = [*runner.past_weeks_m]
    weeks: list[Week] = []
    for index in range(calendar.weeks):
        target = before[index] if index < len(before) else _taper_target(goal, runner, calendar, index, weeks)
        ceiling = _week_ceiling_m(past_weeks) if index else _first_ceiling_m(past_weeks)
        if target.recovery and weeks:
            ceiling = min(ceiling, weeks[-1].distance_m * _LIGHT_CEILING)
        if index >= len(before):
            ceiling = min(ceiling, _taper_ceiling_m(made, index, weeks))
        long_s = settled.get(calendar.monday(index) + timedelta(days=calendar.long_day))
        sessions = _fitting(made, index, target, past, ceiling, long_s)
        past = past.after(sessions)
        past_weeks.append(sum(session.distance_m for session in sessions))
        weeks.append(Week(index + 1, calendar.monday(index), target.phase, target.recovery, sessions))
    return weeks, past


def _with_first_test(made: Frame, targets: tuple[WeekTarget, ...]) -> tuple[WeekTarget, ...]:
    """Speed is measured at the start too, in the second week or the first with a hard session."""
    at = max(1, made.novice_weeks)
    if made.kit.kind is not GoalKind.SPEED or at + 3 > len(targets):
        return targets
    return (*targets[:at], replace(targets[at], test=True), *targets[at + 1 :])


def _taper_target(goal: Goal, runner: Runner, calendar: Calendar, index: int, weeks: list[Week]) -> WeekTarget:
    """The target of a week of the taper, lowered from the biggest week before it."""
    built = [week for week in weeks if week.phase is not Phase.TAPER]
    peak = present_target(goal.kind, runner)
    if built:
        biggest = max(built, key=lambda week: week.duration_s)
        longest_s = max(session.duration_s for session in biggest.sessions)
        peak = replace(peak, volume_s=biggest.duration_s, long_s=longest_s)
    to_monday = calendar.days_to_race(calendar.monday(index))
    phase = Phase.RACE if index == calendar.weeks - 1 else Phase.TAPER
    return tapered(goal.kind, peak, phase, to_monday - 3, to_monday - calendar.long_day)


def _fitting(
    made: Frame, index: int, target: WeekTarget, past: Past, ceiling_m: float, settled_s: float | None
) -> tuple[Session, ...]:
    """The sessions of a week, made smaller until the week is under its ceiling."""
    sessions = week_sessions(made, index, target, past, settled_s)
    for _ in range(_MOST_TRIES):
        if sum(session.distance_m for session in sessions) <= ceiling_m:
            break
        target = replace(target, volume_s=target.volume_s * _SOFTER, long_s=target.long_s * (1 + _SOFTER) / 2)
        sessions = week_sessions(made, index, target, past, settled_s)
    return _fewer(sessions, ceiling_m)


def _fewer(sessions: tuple[Session, ...], ceiling_m: float) -> tuple[Session, ...]:
    """The week without its shortest easy runs while it is above its ceiling; one run always stays."""
    kept = list(sessions)
    while len(kept) > 1 and sum(session.distance_m for session in kept) > ceiling_m:
        kept.remove(min(kept, key=lambda session: (session.kind is not SessionKind.EASY, session.distance_m)))
    return tuple(kept)


def _week_ceiling_m(past_weeks: list[float]) -> float:
    """Metres a week may hold after these weeks, so that no two weeks ramp above the best two of the six before."""
    pair = past_weeks[-7:-1]
    best = max((one + other for one, other in pairwise(pair)), default=0.0)
    two_weeks = max(best, SMALL_TWO_WEEKS_M) * RAMP
    return min(two_weeks - past_weeks[-1], two_weeks * _MOST_OF_TWO)


def _taper_ceiling_m(made: Frame, index: int, weeks: list[Week]) -> float:
    """Metres of a week of taper: less than the week before, and room left for its share of the last seven days."""
    calendar = made.calendar
    if not weeks or calendar.race_day is None:
        return float("inf")
    left = [calendar.days_to_race(calendar.monday(index) + timedelta(days=day)) for day in calendar.days]
    last = sum(0 < days <= LAST_DAYS for days in left)
    all_last = sum((calendar.race_day - timedelta(days=days)).weekday() in calendar.days for days in range(1, 8))
    peak = max(week.distance_m for week in weeks[-4:])
    return weeks[-1].distance_m * 0.98 - 1.2 * LAST_WEEK * peak * last / max(all_last, 1)


def _first_ceiling_m(past_weeks: list[float]) -> float:
    """Metres of the first week: half of what two weeks may hold, whatever the last week before was."""
    best = max((one + other for one, other in pairwise(past_weeks)), default=0.0)
    return max(best, SMALL_TWO_WEEKS_M) * RAMP / 2


def _finished(made: Frame, weeks: list[Week], past: Past, present_m: float) -> tuple[Week, ...]:
    """The weeks with the last seven days and the race in them."""
    calendar = made.calendar
    if calendar.race_day is None:
        return tuple(weeks)
    extra = (
        *last_sessions(made, past, _peak_m(made, weeks, present_m), _usual_runs(weeks)),
        race(made.kit, calendar.race_day),
    )
    finished = []
    for week in weeks:
        own = [session for session in extra if week.monday <= session.day <= week.sunday]
        sessions = sorted((*week.sessions, *own), key=lambda session: session.day)
        finished.append(_balanced(made, replace(week, sessions=tuple(sessions))))
    return tuple(finished)


def _balanced(made: Frame, week: Week) -> Week:
    """A week of the last ones, its long run shortened while it is too large a share of what is left around it."""
    runs = [session for session in week.sessions if session.kind is not SessionKind.RACE]
    if week.phase not in (Phase.TAPER, Phase.RACE) or len(runs) < 3:
        return week
    longest = max(runs, key=lambda session: session.distance_m)
    others = sum(session.distance_m for session in runs) - longest.distance_m
    share = LONG_SHARE.get(len(runs), FEWEST_LONG_SHARE)
    shorter = longest
    while longest.kind is SessionKind.LONG and shorter.distance_m > share / (1 - share) * others:
        if shorter.duration_s <= SHORTEST_S:
            break
        shorter = long_run(made.kit, longest.day, shorter.duration_s - FIVE_MINUTES)
    return replace(week, sessions=tuple(shorter if session is longest else session for session in week.sessions))


def _peak_m(made: Frame, weeks: list[Week], present_m: float) -> float:
    """Metres of the biggest of the four seven-day blocks before the last, of the present week too in short plans."""
    sessions = [session for week in weeks for session in week.sessions]
    blocks = [0.0] * 5
    for session in sessions:
        block = (made.calendar.days_to_race(session.day) - 1) // LAST_DAYS
        if block < len(blocks):
            blocks[block] += session.distance_m
    return max(blocks[1:]) if len(weeks) >= SHORTEST_TAPERED_PLAN else max(*blocks[1:], present_m)


def _usual_runs(weeks: list[Week]) -> int:
    return max((len(week.sessions) for week in weeks[-5:]), default=2)


def _novice_weeks(runner: Runner, weeks: int) -> int:
    """Weeks without hard sessions for a beginner: a quarter of the plan, three at least when there is time."""
    if runner.level is not Level.BEGINNER:
        return 0
    return min(max(3, weeks // 4), max(weeks - 3, 1))
