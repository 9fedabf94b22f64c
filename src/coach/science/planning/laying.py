"""Week after week: each is laid under the ceilings that what was run before it sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import Phase, Session, SessionKind, Week
from coach.science.planning.frames import LAST_DAYS, Frame, Past
from coach.science.planning.kit import kit_for
from coach.science.planning.last_days import last_sessions
from coach.science.planning.outlook import Outlook
from coach.science.planning.race_sessions import race
from coach.science.planning.runner import Runner
from coach.science.planning.sessions import FIVE_MINUTES, SHORTEST_S, easy_run, five_minutes, long_run, well_named
from coach.science.planning.taper import SHORTEST_TAPERED_PLAN, last_week_share, taper_weeks
from coach.science.planning.tune_ups import races_in
from coach.science.planning.volume import WeekTarget, present_target, settling, week_targets
from coach.science.planning.week import FEWEST_LONG_SHARE, LONG_SHARE, tapered, week_sessions

RAMP = 1.28
SMALL_TWO_WEEKS_M = 20_000.0
_SOFTER, _SOFTEST = 0.96, 0.7
_MOST_OF_TWO = 0.52
"""No week takes more than this of what two weeks may hold, so that the next one is not starved."""

_LIGHT_CEILING = 0.88
_LEAST_OF_PEAK = 0.3
_MOST_TRIES = 14
QUALITY = (SessionKind.TEMPO, SessionKind.INTERVALS)


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the laying starts: the weeks that stand, the runs a next one is measured by, and the volumes before it.

    ``histories`` are metres of week after week, oldest first; a week keeps under what each of them allows.
    ``calm`` is how many of the first weeks laid are held back, without hard sessions.
    """

    weeks: tuple[Week, ...]
    past: Past
    histories: tuple[tuple[float, ...], ...]
    calm: int = 0


def from_the_start(runner: Runner, start: date) -> Begun:
    """Nothing stands yet: the runner's present is all there is."""
    past = Past(runner.remembered(start))
    return Begun((), past, (runner.past_weeks_m,))


def laid(goal: Goal, runner: Runner, made: Frame, hope: Outlook | None, begun: Begun) -> tuple[Week, ...]:
    """Every week to the end of the calendar: those that stand, then the others, the race in the last."""
    weeks, past = _weeks(goal, runner, made, _settled(goal, runner, made, hope, begun), begun)
    finished = _finished(made, weeks, past, runner.weekly_m, len(begun.weeks))
    return tuple(week if week.number <= len(begun.weeks) else _well_named(week) for week in finished)


def _well_named(week: Week) -> Week:
    """A week whose long run is its longest; a shorter one is called an easy run."""
    longest_s = max((session.duration_s for session in _trainings(week)), default=0.0)
    return replace(week, sessions=tuple(well_named(session, longest_s) for session in week.sessions))


def _settled(goal: Goal, runner: Runner, made: Frame, hope: Outlook | None, begun: Begun) -> dict[date, float]:
    """Seconds of each long run as today's race pace would have it, by day: no target makes them longer or shorter."""
    if hope is None or hope.goal_s == hope.predicted_s:
        return {}
    today = replace(made, kit=kit_for(goal, runner, replace(hope, goal_s=hope.predicted_s)))
    weeks, _ = _weeks(goal, runner, today, {}, begun)
    sessions = (session for week in weeks[len(begun.weeks) :] for session in week.sessions)
    return {session.day: session.duration_s for session in sessions if session.kind is SessionKind.LONG}


def _weeks(
    goal: Goal, runner: Runner, made: Frame, settled: dict[date, float], begun: Begun
) -> tuple[list[Week], Past]:
    """Every week of the plan without its last seven days, and what is then run."""
    calendar = made.calendar
    done = len(begun.weeks)
    loading = calendar.weeks - taper_weeks(goal.kind, calendar)
    targets = week_targets(goal.kind, runner, len(calendar.days), loading, done=done, calm=begun.calm)
    targets = _with_first_test(made, targets, done)
    past, weeks = begun.past, [*begun.weeks]
    histories = [[*history] for history in begun.histories]
    for index in range(done, calendar.weeks):
        target = (
            targets[index - done] if index < done + len(targets) else _taper_target(goal, runner, made, index, weeks)
        )
        ceiling = _ceiling_m(made, index, target, weeks, histories, first=index == done)
        usual = _before_a_race_on_the_way(made, index, weeks)
        if usual:
            ceiling = min(ceiling, sum(run_m(week.sessions) for week in usual) / len(usual))
            target = settling(target, sum(_run_s(week) for week in usual) / len(usual))
        long_s = settled.get(calendar.monday(index) + timedelta(days=calendar.long_day))
        sessions = _fitting(made, index, target, past, ceiling, long_s)
        sessions = _raced(made, calendar.monday(index), sessions)
        past = past.after(sessions)
        for history in histories:
            history.append(run_m(sessions))
        weeks.append(Week(index + 1, calendar.monday(index), target.phase, target.recovery, sessions))
    return weeks, past


def _before_a_race_on_the_way(made: Frame, index: int, weeks: list[Week]) -> list[Week]:
    """The two weeks before the one of a race on the way where week ``index`` follows it: it is no bigger than those."""
    if index < 2 or not races_in(made.races, made.calendar.monday(index - 1)):
        return []
    return [week for week in weeks[max(0, index - 3) : index - 1] if run_m(week.sessions) > 0]


def _raced(made: Frame, monday: date, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """The week with the races on the way that fall into it."""
    return tuple(sorted((*sessions, *races_in(made.races, monday)), key=lambda session: session.day))


def run_m(sessions: Sequence[Session]) -> float:
    """Metres run in training: races, strength and other sports are outside every volume."""
    return sum(s.distance_m for s in sessions if s.kind.run and s.kind is not SessionKind.RACE)


def _with_first_test(made: Frame, targets: tuple[WeekTarget, ...], done: int) -> tuple[WeekTarget, ...]:
    """Speed is measured at the start too, in the second week or the first with a hard session."""
    at = max(1, made.novice_weeks)
    if made.kit.kind is not GoalKind.SPEED or done or at + 3 > len(targets):
        return targets
    return (*targets[:at], replace(targets[at], test=True), *targets[at + 1 :])


def _ceiling_m(
    made: Frame, index: int, target: WeekTarget, weeks: list[Week], histories: list[list[float]], *, first: bool
) -> float:
    """Metres a week may hold: under every history, lighter where it is a lighter week, falling in the taper."""
    ceilings = [_week_ceiling_m(history) for history in histories] if index else []
    if first:
        ceilings += [_first_ceiling_m(history) for history in histories]
    if target.recovery and weeks:
        before = weeks[-2:] if first else weeks[-1:]
        ceilings.append(max(run_m(week.sessions) for week in before) * _LIGHT_CEILING)
    if target.phase in (Phase.TAPER, Phase.RACE):
        ceilings.append(_taper_ceiling_m(made, index, weeks))
    return min(ceilings)


def _taper_target(goal: Goal, runner: Runner, made: Frame, index: int, weeks: list[Week]) -> WeekTarget:
    """The target of a week of the taper, lowered from the biggest week before it."""
    calendar = made.calendar
    built = [week for week in weeks if week.phase is not Phase.TAPER and run_m(week.sessions) > 0]
    peak = present_target(goal.kind, runner)
    if built:
        biggest = max(built, key=_run_s)
        longest_s = max(session.duration_s for session in _trainings(biggest))
        peak = replace(peak, volume_s=_run_s(biggest), long_s=longest_s)
    to_monday = calendar.days_to_race(calendar.monday(index))
    phase = Phase.RACE if index == calendar.weeks - 1 else Phase.TAPER
    enough = calendar.weeks >= SHORTEST_TAPERED_PLAN
    return tapered(goal.kind, peak, phase, to_monday - 3, to_monday - calendar.long_day, built=enough)


def _trainings(week: Week) -> list[Session]:
    return [session for session in week.sessions if session.kind.run and session.kind is not SessionKind.RACE]


def _run_s(week: Week) -> float:
    return sum(session.duration_s for session in _trainings(week))


def _fitting(
    made: Frame, index: int, target: WeekTarget, past: Past, ceiling_m: float, settled_s: float | None
) -> tuple[Session, ...]:
    """The sessions of a week, made smaller until the week is under its ceiling."""
    sessions = week_sessions(made, index, target, past, settled_s)
    for _ in range(_MOST_TRIES):
        if not sessions or run_m(sessions) <= ceiling_m:
            break
        softer = min(_SOFTER, max(_SOFTEST, ceiling_m / run_m(sessions)))
        target = replace(target, volume_s=target.volume_s * softer, long_s=target.long_s * (1 + softer) / 2)
        sessions = week_sessions(made, index, target, past, settled_s)
    return _fewer(sessions, ceiling_m)


def _fewer(sessions: tuple[Session, ...], ceiling_m: float) -> tuple[Session, ...]:
    """The week without its shortest easy runs while it is above its ceiling; one run always stays."""
    kept = list(sessions)
    while len(kept) > 1 and run_m(kept) > ceiling_m:
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
    race_day = calendar.race_day
    left = [calendar.days_to_race(calendar.monday(index) + timedelta(days=day)) for day in calendar.days]
    last = sum(0 < days <= LAST_DAYS for days in left)
    all_last = sum((race_day - timedelta(days=days)).weekday() in calendar.days for days in range(1, 8))
    peak = max(run_m(week.sessions) for week in weeks[-4:])
    before = max(run_m(weeks[-1].sessions), peak * _LEAST_OF_PEAK)
    return before * 0.98 - 1.2 * last_week_share(calendar) * peak * last / max(all_last, 1)


def _first_ceiling_m(past_weeks: list[float]) -> float:
    """Metres of the first week: half of what two weeks may hold, whatever the last week before was."""
    best = max((one + other for one, other in pairwise(past_weeks)), default=0.0)
    return max(best, SMALL_TWO_WEEKS_M) * RAMP / 2


def _finished(made: Frame, weeks: list[Week], past: Past, present_m: float, done: int) -> tuple[Week, ...]:
    """The weeks with the last seven days and the race in them; those that stand stay as they are."""
    calendar = made.calendar
    if calendar.race_day is None:
        return tuple(weeks)
    extra = (
        *last_sessions(made, past, _peak_m(made, weeks, present_m), _usual_runs(weeks)),
        race(made.kit, calendar.race_day),
    )
    finished = weeks[:done]
    for week in weeks[done:]:
        own = [session for session in extra if week.monday <= session.day <= week.sunday]
        one_hard = made.kit.level is Level.BEGINNER or made.kit.senior
        if one_hard and any(session.kind in QUALITY for session in week.sessions):
            own = [_calmed(made, session) for session in own]
        sessions = sorted((*week.sessions, *own), key=lambda session: session.day)
        finished.append(_balanced(made, replace(week, sessions=tuple(sessions))))
    return tuple(finished)


def _calmed(made: Frame, session: Session) -> Session:
    """The same day run easily: one hard session a week is enough for a beginner."""
    if session.kind not in QUALITY:
        return session
    return easy_run(made.kit, session.day, five_minutes(session.duration_s))


def _balanced(made: Frame, week: Week) -> Week:
    """A week of the last ones, its long run shortened while it is too large a share of what is left around it."""
    runs = _trainings(week)
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
    blocks = [0.0] * 5
    for week in weeks:
        for session in _trainings(week):
            block = (made.calendar.days_to_race(session.day) - 1) // LAST_DAYS
            if 0 <= block < len(blocks):
                blocks[block] += session.distance_m
    return max(blocks[1:]) if len(weeks) >= SHORTEST_TAPERED_PLAN else max(*blocks[1:], present_m)


def _usual_runs(weeks: list[Week]) -> int:
    return max((len(_trainings(week)) for week in weeks[-5:]), default=2)
