"""A week being laid, and its hard sessions: on which days, and which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.domain.plans import Phase, Session
from coach.science.planning.calendar import apart
from coach.science.planning.frames import Frame, work_name
from coach.science.planning.sessions import MINUTE, WALK_S, hard_run
from coach.science.planning.tune_ups import no_hard_day, races_in, sharpens
from coach.science.planning.volume import WeekTarget
from coach.science.planning.workouts import TEST, WORKOUTS, Workout, before_a_race, choices, most_work_s

TURN_S, LONGER_TURN_S = 5 * MINUTE, 10 * MINUTE
"""A turn of running and its minute of walking, in the first novice weeks and in the later ones."""

_SHARP_S, _SHARP_WORK_S = 50 * MINUTE, 10 * MINUTE
"""The last hard session before a race on the way: short, and little of it."""

_ONE_HARD_DAY = (GoalKind.FITNESS, GoalKind.RETURN)
_LONG_RACES = (GoalKind.HALF_MARATHON, GoalKind.MARATHON, GoalKind.ULTRA)


@dataclass(frozen=True, slots=True)
class Draft:
    """A week being laid: its days and the bounds every session must keep."""

    frame: Frame
    index: int
    target: WeekTarget
    weekdays: tuple[int, ...]
    hard_days: tuple[int, ...]
    allowed_m: float
    recent: tuple[str, ...]
    settled: bool

    def day(self, weekday: int) -> date:
        """The date of a weekday of this week."""
        return self.frame.calendar.monday(self.index) + timedelta(days=weekday)

    @property
    def novice(self) -> bool:
        """Whether this week belongs to a beginner's first ones."""
        return self.index < self.frame.novice_weeks

    @property
    def doubles(self) -> bool:
        """Whether the day before the long run is a longer one too: trained ultra runners, in the specific weeks."""
        kit, target = self.frame.kit, self.target
        specific = target.phase is Phase.SPECIFIC and not target.recovery
        return specific and kit.kind is GoalKind.ULTRA and kit.level is Level.ADVANCED

    def run_s(self, seconds: float) -> float | None:
        """Seconds of running between walks of a minute in a run of ``seconds``; None where no walking is planned."""
        if not (self.novice and self.frame.walks):
            return None
        longer = 2 * self.index >= self.frame.novice_weeks and seconds >= LONGER_TURN_S
        return (LONGER_TURN_S if longer else TURN_S) - WALK_S


def hard_days(frame: Frame, index: int, target: WeekTarget, runs: int) -> tuple[int, ...]:
    """Weekdays of the hard sessions of a week, the long run apart.

    One is enough beside a long run at goal pace, in a lighter or first week, after a race, on three runs, for
    beginners, and from 60 on, as far from the long run as can be.
    """
    beginner = frame.kit.level is Level.BEGINNER
    if index in frame.calm or index < frame.novice_weeks or (beginner and target.recovery and not target.test):
        return ()
    goal_long = target.quick_long and runs_long_races(frame.kit.kind)
    first = index == 0 and frame.kit.level is not Level.ADVANCED
    gentle = frame.kit.kind in _ONE_HARD_DAY and frame.kit.level is not Level.ADVANCED
    monday = frame.calendar.monday(index)
    quality = tuple(day for day in _may_be_hard(frame) if not no_hard_day(frame.races, monday + timedelta(days=day)))
    if races_in(frame.races, monday):
        return () if beginner or frame.kit.senior else quality[:1]
    spared = frame.kit.senior or target.recovery or target.settling
    one = beginner or gentle or first or goal_long or spared or runs <= 3
    return quality[: 1 if one else 2]


def _may_be_hard(frame: Frame) -> tuple[int, ...]:
    """Weekdays for hard sessions, the best first; from 60 on the farther from the long run the better."""
    calendar = frame.calendar
    if not frame.kit.senior:
        return calendar.quality_days
    far = [day for day in calendar.days if apart(day, calendar.long_day) >= 2]
    return tuple(sorted(far, key=lambda day: -apart(day, calendar.long_day)))


def hard_session(
    draft: Draft, slot: int, room_s: float, wanted_s: float, budget_s: float, others: Iterable[Session]
) -> Session | None:
    """The hard session whose turn it is, or the next that fits; one not done lately where there is a choice."""
    kit, target = draft.frame.kit, draft.target
    test = (WORKOUTS[TEST],) if target.test and slot == 0 else ()
    keen = 0.65 if target.recovery else 0.7 + 0.3 * target.progress
    if target.phase is Phase.TAPER or target.settling:
        keen = 0.65
    if target.phase is not Phase.TAPER and len(draft.hard_days) == 1:
        short = target.phase is Phase.SPECIFIC and not runs_long_races(kit.kind)
        slot = 0 if target.quick_long or short else draft.index % 2
    day = draft.day(draft.hard_days[slot] if len(draft.hard_days) > 1 else draft.hard_days[0])
    workouts = (*test, *choices(kit.kind, target.phase, kit.level, slot, draft.index, kit.terrain))
    if sharpens(draft.frame.races, day):
        workouts = before_a_race(kit.terrain)
        room_s, wanted_s, budget_s = (min(room_s, _SHARP_S), min(wanted_s, _SHARP_S), min(budget_s, _SHARP_WORK_S))
    others = list(others)
    taken = {work_name(other) for other in others}
    fallback = None
    for workout in workouts:
        if workout.group in kit.spared or _climbs_again(workout, others):
            continue
        work_s = min(most_work_s(workout, kit.kind, kit.level) * (1 if workout.code == TEST else keen), budget_s)
        session = hard_run(kit, day, workout, work_s=work_s, room_s=room_s, wanted_s=wanted_s)
        if session is not None and work_name(session) not in taken.union(draft.recent):
            return session
        if session is not None and work_name(session) not in taken:
            fallback = fallback or session
    return fallback


def _climbs_again(workout: Workout, others: Iterable[Session]) -> bool:
    """Whether it would be the second session of hills in a week."""
    return workout.uphill and any(other.title == workout.title for other in others)


def runs_long_races(kind: GoalKind) -> bool:
    """Whether a goal trains like a half marathon or more."""
    return kind.model in _LONG_RACES
