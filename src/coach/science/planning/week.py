"""One week: which days are run, and what stands on each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coach.domain.athletes import Level
from coach.domain.plans import GoalKind, Phase, Session, SessionKind
from coach.science.planning.calendar import Calendar, apart, spread
from coach.science.planning.sessions import MINUTE, SHORTEST_S, Kit, easy_run, five_minutes, hard_run, long_run
from coach.science.planning.taper import taper_share
from coach.science.planning.volume import WeekTarget
from coach.science.planning.workouts import choices, most_work_s

WORK_SHARE = 0.2
"""Share of the week's time that is work: 80 % easy leaves room for rounding above the 75 % of the rule."""

LONG_SHARE = {2: 0.68, 3: 0.57, 4: 0.47, 5: 0.42}
FEWEST_LONG_SHARE = 0.37
"""The long run's share of the week by number of runs, a little under the rule's 60 / 50 / 45 / 40 %."""

SMALL_RUN_M = 10_000.0
TINY_RUN_M = 3_000.0
SPIKE = 1.10
SMALL_SPIKE = 1.25
MEMORY_DAYS = 30
LAST_DAYS = 7
_LONGEST_EASY_S = 90 * MINUTE
_USUAL_RUN_S = 25 * MINUTE


@dataclass(frozen=True, slots=True)
class Frame:
    """What every week of a plan is made from."""

    kit: Kit
    calendar: Calendar
    novice_weeks: int
    """Weeks at the start without any hard session."""


def longest_allowed_m(past: Iterable[tuple[date, float]], day: date) -> float:
    """Metres a run may measure on ``day``: 10 % over the longest of the last 30 days, more while runs are small."""
    longest = max((metres for on, metres in past if 0 < (day - on).days <= MEMORY_DAYS), default=0.0)
    small = min(SMALL_RUN_M, longest * SMALL_SPIKE)
    return max(TINY_RUN_M, small, longest * SPIKE)


def week_sessions(
    frame: Frame, index: int, target: WeekTarget, past: Iterable[tuple[date, float]]
) -> tuple[Session, ...]:
    """The sessions of week ``index``, up to eight days before the race, on the athlete's days.

    ``past`` are the runs before this week (day, metres).
    """
    calendar = frame.calendar
    monday = calendar.monday(index)
    allowed_m = longest_allowed_m(past, monday)
    runs = max(2, min(len(calendar.days), int(target.volume_s // _USUAL_RUN_S)))
    hard_days = _hard_days(frame, index, target, runs)
    weekdays = spread((calendar.long_day, *hard_days), calendar.days, runs)
    long_s = _long_seconds(frame, target, runs, allowed_m)
    for _ in range(12):
        week = _laid(frame, index, target, weekdays, hard_days, long_s, allowed_m)
        share = LONG_SHARE.get(runs, FEWEST_LONG_SHARE)
        if long_s <= SHORTEST_S or week[calendar.long_day].distance_m <= share * sum(
            session.distance_m for session in week.values()
        ):
            break
        long_s = five_minutes(long_s - 5 * MINUTE)
    return tuple(session for _, session in sorted(week.items()) if calendar.days_to_race(session.day) > LAST_DAYS)


def _laid(
    frame: Frame,
    index: int,
    target: WeekTarget,
    weekdays: tuple[int, ...],
    hard_days: tuple[int, ...],
    long_s: float,
    allowed_m: float,
) -> dict[int, Session]:
    """A whole week around a long run of ``long_s`` seconds, by weekday."""
    kit, calendar = frame.kit, frame.calendar
    monday = calendar.monday(index)
    rest_s = target.volume_s - long_s
    mean_s = rest_s / (len(weekdays) - 1)
    ceiling_s = min(allowed_m / kit.easy_mps * 0.92, max(long_s * 0.95, 35 * MINUTE))
    week: dict[int, Session] = {}
    work_left = target.volume_s * WORK_SHARE
    for slot, weekday in enumerate(hard_days):
        room = min(calendar.limit_s(weekday), ceiling_s, max(mean_s * 1.15, 40 * MINUTE))
        day = monday + timedelta(days=weekday)
        session = _hard_session(frame, index, target, day, _slot(slot, hard_days, index), room, work_left / (2 - slot))
        if session is not None:
            week[weekday] = session
            work_left -= work_seconds(session)
    long_work = _long_work_seconds(frame, index, target, work_left)
    novice = index < frame.novice_weeks
    long_day = monday + timedelta(days=calendar.long_day)
    week[calendar.long_day] = _long_within(kit, long_day, long_s, long_work, allowed_m, novice=novice)
    easy_days = [weekday for weekday in weekdays if weekday not in week]
    left_s = target.volume_s - sum(session.duration_s for session in week.values())
    for weekday, share in _easy_shares(easy_days, calendar.long_day):
        seconds = min(
            max(left_s * share, 20 * MINUTE),
            calendar.limit_s(weekday),
            max(ceiling_s * 0.9, SHORTEST_S),
            _LONGEST_EASY_S,
        )
        strides = _strides(frame, index, target, weekday, hard_days)
        week[weekday] = easy_run(
            kit, monday + timedelta(days=weekday), five_minutes(seconds), strides=strides, walk_breaks=novice
        )
    return week


def work_seconds(session: Session) -> float:
    """Seconds of a session spent harder than easy: its repeats, recoveries excluded; a race counts whole."""
    if session.kind is SessionKind.RACE:
        return session.duration_s
    total = 0.0
    for step in session.steps:
        if step.kind.value == "repeat":
            total += step.times * (step.steps[0].duration_s if step.steps else step.duration_s)
    return total


def _hard_days(frame: Frame, index: int, target: WeekTarget, runs: int) -> tuple[int, ...]:
    """Weekdays of the hard sessions of a week, the long run apart."""
    wanted = 2 if runs >= 4 and frame.kit.level is not Level.BEGINNER else 1
    if target.recovery or (runs == 2 and target.phase is Phase.BASE):
        wanted = min(wanted, 1)
    if index < frame.novice_weeks or (target.recovery and frame.kit.level is Level.BEGINNER):
        wanted = 0
    days = frame.calendar.quality_days
    return days[:wanted] if wanted != 1 or len(days) < 2 else days[:1]


def _slot(slot: int, hard_days: tuple[int, ...], index: int) -> int:
    """The faster session first; a week with one hard session takes the two kinds in turn."""
    return slot if len(hard_days) > 1 else index % 2


def _hard_session(
    frame: Frame, index: int, target: WeekTarget, day: date, slot: int, room_s: float, budget_s: float
) -> Session | None:
    """The hard session whose turn it is, or the next one that fits the room and the budget of work."""
    kit = frame.kit
    keen = (0.65 if target.recovery else 0.7 + 0.3 * target.progress) * (0.7 if target.phase is Phase.TAPER else 1)
    for workout in choices(kit.kind, target.phase, kit.level, slot, index // (1 if slot else 1)):
        work_s = min(most_work_s(workout, kit.kind, kit.level) * keen, budget_s)
        session = hard_run(kit, day, workout, work_s=work_s, room_s=room_s)
        if session is not None:
            return session
    return None


def _long_seconds(frame: Frame, target: WeekTarget, runs: int, allowed_m: float) -> float:
    """Seconds of the long run before its share of the week is checked."""
    share = LONG_SHARE.get(runs, FEWEST_LONG_SHARE)
    calendar = frame.calendar
    return five_minutes(
        min(
            target.long_s,
            calendar.limit_s(calendar.long_day),
            allowed_m / frame.kit.easy_mps,
            max(target.volume_s * share, 20 * MINUTE),
        )
    )


def _long_work_seconds(frame: Frame, index: int, target: WeekTarget, budget_s: float) -> float:
    """Seconds of goal pace or steady running inside the long run: every other loading week of the second half."""
    late = target.progress > 0.5 and target.phase in (Phase.BUILD, Phase.SPECIFIC)
    if not late or target.recovery or index % 2:
        return 0.0
    most = {GoalKind.MARATHON: 60, GoalKind.HALF_MARATHON: 45}.get(frame.kit.kind, 20) * MINUTE
    return min(budget_s, most * (0.5 + 0.5 * target.progress))


def _long_within(kit: Kit, day: date, seconds: float, work_s: float, allowed_m: float, *, novice: bool) -> Session:
    """The long run, shortened until its metres are allowed (goal pace makes it longer than easy running)."""
    session = long_run(kit, day, seconds, work_s=work_s, walk_breaks=novice)
    while session.distance_m > allowed_m and seconds > SHORTEST_S:
        seconds -= 5 * MINUTE
        session = long_run(kit, day, seconds, work_s=work_s, walk_breaks=novice)
    return session


def _easy_shares(weekdays: list[int], long_day: int) -> list[tuple[int, float]]:
    """How the easy time is shared: less next to the long run, more in midweek."""
    weights = {day: 0.85 if apart(day, long_day) == 1 else 1.15 for day in weekdays}
    total = sum(weights.values())
    return [(day, weight / total) for day, weight in weights.items()]


def _strides(frame: Frame, index: int, target: WeekTarget, weekday: int, hard_days: tuple[int, ...]) -> int:
    """Strides close one easy run a week, on a day that touches neither long run nor hard session if possible."""
    if target.recovery or index == 0:
        return 0
    calendar = frame.calendar
    easy = [day for day in calendar.days if day not in hard_days and day != calendar.long_day]
    chosen = min(easy, key=lambda day: (apart(day, calendar.long_day) == 1 and (day - calendar.long_day) % 7 == 1, day))
    return (4 if frame.kit.level is Level.BEGINNER else 6) if weekday == chosen else 0


def tapered(kind: GoalKind, peak: WeekTarget, phase: Phase, days_to_race: int) -> WeekTarget:
    """The target of a taper week whose middle is ``days_to_race`` days before the race."""
    share = taper_share(kind, days_to_race)
    return WeekTarget(phase, False, peak.volume_s * share, peak.long_s * share * 0.95, 1.0)
