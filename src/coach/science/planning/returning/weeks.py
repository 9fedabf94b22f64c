"""The way back to running after a break or an injury: walk-runs where needed, then easy runs, then a little speed.

Volume starts from the share of the usual week that the break left and never grows past that week. Runs are on days
apart while walking is part of them. What comes when is a coaching convention, after Liem et al. (2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from coach.domain.athletes import Level
from coach.domain.goals import Goal
from coach.domain.plans import Phase, Session, SessionKind, Week
from coach.science.planning.calendar import Calendar, apart, spread
from coach.science.planning.frames import TINY_RUN_M, Past
from coach.science.planning.intensity import LONG, metres_per_second
from coach.science.planning.kit import Kit
from coach.science.planning.laying import Begun, run_m
from coach.science.planning.returning.breaks import Break
from coach.science.planning.returning.injuries import LATE_SPRINTS, sites
from coach.science.planning.returning.walk_run import MOST_RUNS, Stage, days_apart, stage_of, walk_run
from coach.science.planning.runner import Runner
from coach.science.planning.sessions import FIVE_MINUTES, MINUTE, SHORTEST_S, easy_run, five_minutes, hard_run, long_run
from coach.science.planning.volume import LONGEST_BLOCK, LONGEST_MASTERS_BLOCK, light_weeks
from coach.science.planning.workouts import WORKOUTS

RETURN_MOST_RUNS, SHORT_BREAK_MOST_RUNS = 4, 5
"""Runs a week after the walk-runs; after a break of up to four weeks without an injury."""

SHORT_BREAK_WEEKS = 4
APART_WEEKS = 4
"""Weeks after the walk-runs in which what heals still gets a day off after each run, a bone always, else where the days
allow it."""

EASY_WEEKS = ((2, 1), (4, 2), (13, 4))
EASY_WEEKS_LATER = 6
"""Weeks without any speed at the start, after up to so many weeks off, and later."""

EASY_AFTER_WALKS, EASY_AFTER_BONE = 2, 4
"""Weeks without speed after the last walk-run; after a bone injury."""

HARD_AFTER_STRIDES = 2
"""Weeks from the first strides to the first fartlek."""

FIRST_RUN_S = 30 * MINUTE
GROWTH, LIGHT = 1.10, 0.75
LONG_SHARE = {1: 1.0, 2: 0.55, 3: 0.38, 4: 0.32, 5: 0.29}
MOST_LONG_SHARE = {3: 0.58, 4: 0.48, 5: 0.43}
LONGEST_S, LONGEST_UNHURT_S = 90 * MINUTE, 120 * MINUTE
"""The longest run of a return; up to the second, and never longer than before the break, where nothing heals."""

LONG_FROM_S = 40 * MINUTE
_SHORTEST_RUN_S, _LONGEST_EASY_S = 20 * MINUTE, 70 * MINUTE
_RAMP, _SMALL_TWO_WEEKS_M, _MOST_OF_TWO = 1.28, 20_000.0, 0.53
_LIGHT_CEILING = 0.88
_MORE_THAN_CEILING = 1.3
"""No more time than this over a ceiling is tried: minutes and days may leave some of it unused."""

_MOST_TRIES = 24


@dataclass(frozen=True, slots=True)
class _Course:
    """What every week of the way back is laid from.

    ``usual_s`` are the seconds of a usual week before the break, ``longest_s`` those of the longest run aimed at.
    """

    calendar: Calendar
    kit: Kit
    pause: Break
    usual_s: float
    longest_s: float
    walk_days: tuple[int, ...]
    walk_weeks: int
    strides_from: int
    hard_from: int

    def days(self, index: int, weekdays: tuple[int, ...]) -> list[date]:
        """The dates of weekdays in week ``index``, up to the last day of the plan."""
        monday = self.calendar.monday(index)
        dates = (monday + timedelta(days=weekday) for weekday in sorted(weekdays))
        return [day for day in dates if day <= self.calendar.last_day]


def return_weeks(
    goal: Goal,
    runner: Runner,
    calendar: Calendar,
    kit: Kit,
    pause: Break,
    begun: Begun,
    left: Sequence[Stage],
    *,
    opening: bool = False,
) -> tuple[Week, ...]:
    """Every week of a return, Monday to Sunday, for a runner as ``after_break`` leaves them; those begun stay.

    ``left`` are the walk-runs still to be done. With ``opening`` it ends with the first week after them. Keeps the
    athlete's days and minutes, the bounds of single runs and of two weeks, and a lighter week at least every fourth
    (every third from 50 on).
    """
    light = lighter_weeks(calendar.weeks, runner)
    weeks, past = [*begun.weeks], begun.past
    light = [lighter or len(weeks) <= index < len(weeks) + begun.calm for index, lighter in enumerate(light)]
    course = _course(goal, calendar, kit, pause, walking_weeks(calendar, len(left), light, len(weeks)))
    wanted_s = FIRST_RUN_S * len(course.walk_days) if left else max(runner.weekly_s, 2 * _SHORTEST_RUN_S)
    histories = [[*history] for history in begun.histories]
    last = min(calendar.weeks, course.walk_weeks + 1) if opening else calendar.weeks
    for index in range(len(weeks), last):
        ceiling_m = min(_ceiling_m(volumes, first=index == len(begun.weeks)) for volumes in histories)
        if light[index] and weeks:
            ceiling_m = min(ceiling_m, run_m(weeks[-1].sessions) * _LIGHT_CEILING)
        if left:
            due = _done_last(weeks, left) if light[index] else left
            sessions = _walk_week(course, index, due, past, ceiling_m)
            left = left if light[index] else left[len(sessions) :]
        else:
            volume_s = wanted_s * (LIGHT if light[index] else 1)
            sessions = _running_week(course, index, volume_s, past, ceiling_m, lighter=light[index])
            wanted_s = wanted_s if light[index] else min(wanted_s * GROWTH, max(course.usual_s, wanted_s))
        past = past.after(sessions)
        for volumes in histories:
            volumes.append(run_m(sessions))
        phase = Phase.BASE if index < course.strides_from else Phase.BUILD
        weeks.append(Week(index + 1, calendar.monday(index), phase, light[index], sessions))
    return tuple(weeks)


def lighter_weeks(weeks: int, runner: Runner) -> list[bool]:
    """Which of so many weeks are lighter for this runner."""
    return light_weeks(weeks, LONGEST_MASTERS_BLOCK if runner.masters else LONGEST_BLOCK)


def easy_weeks(pause: Break) -> int:
    """Weeks without any speed after a break of that length."""
    return next((weeks for most, weeks in EASY_WEEKS if pause.weeks <= most), EASY_WEEKS_LATER)


def walking_weeks(calendar: Calendar, left: int, light: list[bool], begun: int = 0) -> int:
    """Weeks of the plan, lighter ones included, until the last walk-run is done; 0 where none is left."""
    runs = len(_walk_days(calendar))
    for index in range(begun, len(light) if left > 0 else 0):
        left -= 0 if light[index] else runs
        if left <= 0:
            return index + 1
    return len(light) if left > 0 else 0


def _course(goal: Goal, calendar: Calendar, kit: Kit, pause: Break, walked: int) -> _Course:
    quiet = easy_weeks(pause)
    if walked:
        quiet = max(quiet, walked + (EASY_AFTER_BONE if pause.bone else EASY_AFTER_WALKS))
    if kit.level is Level.BEGINNER:
        quiet = max(quiet, 3, calendar.weeks // 4)
    late = HARD_AFTER_STRIDES if sites(goal) & LATE_SPRINTS else 0
    usual_s = pause.weekly_m / kit.easy_mps
    strides_from = quiet + late
    unhurt_s = 0.0 if pause.injured else min(pause.longest_m / kit.easy_mps, LONGEST_UNHURT_S)
    return _Course(
        calendar=calendar,
        kit=kit,
        pause=pause,
        usual_s=usual_s,
        longest_s=max(LONGEST_S, unhurt_s),
        walk_days=_walk_days(calendar),
        walk_weeks=walked,
        strides_from=strides_from,
        hard_from=strides_from + HARD_AFTER_STRIDES,
    )


def _walk_days(calendar: Calendar) -> tuple[int, ...]:
    """Days apart for the walk-runs, one of which at least lies in the plan's last week."""
    return days_apart(calendar.days, MOST_RUNS, calendar.long_day, calendar.last_day.weekday())


def _ceiling_m(volumes: list[float], *, first: bool) -> float:
    """Metres a week may hold so that no two weeks ramp above the best two of the six before, nor will in a fortnight.

    Weeks before a break leave the six one by one: what they allowed must not be spent as if they stayed.
    """
    ahead = max(_SMALL_TWO_WEEKS_M, _best_two(volumes[-5:]), 2.8 * volumes[-1]) * _RAMP / 2
    soon = _best_two(volumes[-6:]) * _RAMP * _MOST_OF_TWO
    if first:
        return min(ahead, max(soon, _SMALL_TWO_WEEKS_M * _RAMP / 2))
    now = max(_best_two(volumes[-7:-1]), _SMALL_TWO_WEEKS_M) * _RAMP - volumes[-1]
    return min(now, max(soon, _SMALL_TWO_WEEKS_M * _RAMP * _MOST_OF_TWO), ahead)


def _best_two(volumes: list[float]) -> float:
    return max((one + other for one, other in pairwise(volumes)), default=0.0)


def _done_last(weeks: Sequence[Week], left: Sequence[Stage]) -> tuple[Stage, ...]:
    """What a lighter week repeats: the stage done last, the first one due where none is."""
    done = (stage_of(session) for week in weeks[-1:] for session in reversed(week.sessions))
    return (next((stage for stage in done if stage is not None), left[0]),) * MOST_RUNS


def _walk_week(course: _Course, index: int, due: Sequence[Stage], past: Past, ceiling_m: float) -> tuple[Session, ...]:
    """A week of walk-runs on days apart, shorter until the week is under its ceiling."""
    days = course.days(index, course.walk_days)
    stages = [*due[: len(days)]]
    most_s = FIRST_RUN_S
    for _ in range(_MOST_TRIES):
        sessions = _walked(course, days, stages, past, most_s)
        if run_m(sessions) <= ceiling_m:
            break
        most_s -= FIVE_MINUTES
        if most_s < SHORTEST_S:
            days = days[:-1] if len(days) > 1 else days
    return sessions


def _walked(course: _Course, days: list[date], stages: list[Stage], past: Past, most_s: float) -> tuple[Session, ...]:
    """Walk-runs of these stages, then easy half hours on the days left."""
    sessions = []
    for number, day in enumerate(days):
        room_s = min(most_s, course.calendar.limit_s(day.weekday()))
        allowed_m = max(TINY_RUN_M, past.longest_allowed_m(day, course.kit.easy_mps))
        session = _walk_or_run(course, day, stages[number] if number < len(stages) else None, room_s)
        while session.distance_m > allowed_m and room_s > SHORTEST_S:
            room_s -= FIVE_MINUTES
            session = _walk_or_run(course, day, stages[number] if number < len(stages) else None, room_s)
        sessions.append(session)
    return tuple(sessions)


def _walk_or_run(course: _Course, day: date, stage: Stage | None, room_s: float) -> Session:
    if stage is None:
        return easy_run(course.kit, day, five_minutes(room_s))
    return walk_run(course.kit.vma_kmh, day, stage, room_s)


def _running_week(
    course: _Course, index: int, volume_s: float, past: Past, ceiling_m: float, *, lighter: bool
) -> tuple[Session, ...]:
    """A week of easy runs, one of them longer, made smaller five minutes at a time until it is under its ceiling."""
    most_s = max(ceiling_m / course.kit.easy_mps, 2 * SHORTEST_S) * _MORE_THAN_CEILING
    volume_s = min(volume_s, FIVE_MINUTES * (most_s // FIVE_MINUTES + 1))
    sessions = _balanced(course, _run_days(course, index, volume_s, past, lighter=lighter))
    while run_m(sessions) > ceiling_m and volume_s > 2 * SHORTEST_S:
        volume_s -= FIVE_MINUTES
        sessions = _balanced(course, _run_days(course, index, volume_s, past, lighter=lighter))
    while len(sessions) > 1 and run_m(sessions) > ceiling_m:
        sessions = sessions[:-1]
    return sessions


def _run_days(course: _Course, index: int, volume_s: float, past: Past, *, lighter: bool) -> list[Session]:
    calendar, kit = course.calendar, course.kit
    days = course.days(index, _weekdays(course, index, volume_s, lighter=lighter))
    long_day, long_s = _long_day(course, days, volume_s, past)
    others = [day for day in days if day != long_day]
    seconds = dict(zip(others, _shared(volume_s - long_s, len(others)), strict=True))
    calm = lighter or index < course.strides_from
    hard_day = None if lighter or index < course.hard_from else _hard_day(course, others)
    stride_day = None if calm else next((day for day in others if day != hard_day), None)
    sessions = []
    for day in days:
        if day == long_day:
            sessions.append(long_run(kit, day, long_s))
            continue
        allowed_m = past.longest_allowed_m(day, kit.easy_mps)
        room_s = five_minutes(min(seconds[day], calendar.limit_s(day.weekday()), allowed_m / kit.easy_mps))
        tried = (
            _fartlek(course, index, day, room_s, volume_s) if day == hard_day else None,
            easy_run(kit, day, room_s, strides=4) if day == stride_day else None,
        )
        fitting = (session for session in tried if session is not None and session.distance_m <= allowed_m)
        sessions.append(next(fitting, None) or easy_run(kit, day, room_s))
    return sessions


def _long_day(course: _Course, days: list[date], volume_s: float, past: Past) -> tuple[date | None, float]:
    """The day of the week's longer run and its seconds; None while no run is longer than the others."""
    day = next((day for day in days if day.weekday() == course.calendar.long_day), None)
    if day is None or len(days) < 2:
        return None, 0.0
    allowed_s = past.longest_allowed_m(day, course.kit.easy_mps) / metres_per_second(course.kit.vma_kmh, LONG.middle)
    wanted_s = _rounded(min(volume_s * LONG_SHARE.get(len(days), 0.29), course.longest_s))
    seconds = five_minutes(min(wanted_s, course.calendar.limit_s(day.weekday()), allowed_s))
    others_s = min((volume_s - seconds) / (len(days) - 1), _LONGEST_EASY_S)
    return (day, seconds) if seconds >= max(LONG_FROM_S, others_s + FIVE_MINUTES) else (None, 0.0)


def _shared(total_s: float, runs: int) -> list[float]:
    """Seconds of each of ``runs`` runs, whole five minutes from twenty on, which together come nearest the total."""
    if not runs:
        return []
    each_s = min(max(five_minutes(total_s / runs), _SHORTEST_RUN_S), _LONGEST_EASY_S)
    longer = int((total_s - each_s * runs + FIVE_MINUTES / 2) // FIVE_MINUTES)
    return [each_s + FIVE_MINUTES * (number < longer and each_s < _LONGEST_EASY_S) for number in range(runs)]


def _rounded(seconds: float) -> float:
    """To the nearest five minutes."""
    return five_minutes(seconds + FIVE_MINUTES / 2 - 1)


def _weekdays(course: _Course, index: int, volume_s: float, *, lighter: bool) -> tuple[int, ...]:
    """The days run: as many as the volume fills, no more in a lighter week; days apart while something heals."""
    pause, calendar = course.pause, course.calendar
    if pause.bone and index < course.walk_weeks + APART_WEEKS:
        return course.walk_days
    short = pause.weeks <= SHORT_BREAK_WEEKS and not pause.injured
    most = SHORT_BREAK_MOST_RUNS if short else RETURN_MOST_RUNS
    gently = pause.injured and index < course.walk_weeks + APART_WEEKS
    if gently and len(course.walk_days) >= min(MOST_RUNS, len(calendar.days)):
        return course.walk_days
    most = min(most, MOST_RUNS) if gently else most
    usual_s = volume_s / LIGHT / GROWTH if lighter else volume_s
    count = max(2, min(most, len(calendar.days), int(usual_s // (_SHORTEST_RUN_S + FIVE_MINUTES))))
    in_time = [day for day in calendar.days if calendar.monday(index) + timedelta(days=day) <= calendar.last_day]
    first = calendar.long_day if calendar.long_day in in_time else in_time[0]
    return spread((first,), in_time, count)


def _hard_day(course: _Course, days: list[date]) -> date | None:
    """The day of the week's fartlek: one that is two days from the long run at least."""
    wanted = [day for day in days if day.weekday() in course.calendar.quality_days]
    wanted = [day for day in wanted if apart(day.weekday(), course.calendar.long_day) >= 2]
    return wanted[0] if wanted and len(days) > 2 else None


def _fartlek(course: _Course, index: int, day: date, seconds: float, volume_s: float) -> Session | None:
    """A few quicker minutes by feel inside a run of that length; None where they do not fit."""
    work_s = min(8 * MINUTE, 0.12 * volume_s)
    since = index - course.hard_from
    workout = "long_fartlek" if since >= 2 and since % 2 else "fartlek"
    return hard_run(course.kit, day, WORKOUTS[workout], work_s=work_s, room_s=seconds, wanted_s=seconds)


def _balanced(course: _Course, sessions: list[Session]) -> tuple[Session, ...]:
    """The week with its longest run shortened while it is too large a share of three runs and more."""
    share = MOST_LONG_SHARE.get(len(sessions), 0.38)
    while len(sessions) > 2:
        longest = max(sessions, key=lambda session: session.distance_m)
        small = longest.duration_s < SHORTEST_S + FIVE_MINUTES
        if small or longest.distance_m <= share * run_m(sessions):
            break
        make = long_run if longest.kind is SessionKind.LONG else easy_run
        shorter = make(course.kit, longest.day, five_minutes(longest.duration_s - FIVE_MINUTES))
        sessions = [shorter if session is longest else session for session in sessions]
    return tuple(sessions)
