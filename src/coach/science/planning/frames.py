"""What every week of a plan is made from, and what was run before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from coach.domain.plans import Session, SessionKind, StepKind
from coach.science.planning.calendar import Calendar
from coach.science.planning.kit import Kit

SMALL_RUN_M = 10_000.0
TINY_RUN_M, TINY_RUN_S = 5_000.0, 1860.0
SPIKE = 1.10
SMALL_SPIKE = 1.29
MEMORY_DAYS = 30
LAST_DAYS = 7
RECENT_WORK = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """What every week of a plan is made from.

    ``novice_weeks`` at the start have no hard session, nor has a week whose index is in ``calm``.
    ``walks``: walking breaks are planned in the novice weeks. ``races`` are those on the way to the race.
    """

    kit: Kit
    calendar: Calendar
    novice_weeks: int
    calm: range = range(0)
    walks: bool = False
    races: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """What was run before a week: (day, metres) of each run, and the latest hard sessions."""

    runs: list[tuple[date, float]]
    work: tuple[str, ...] = field(default=())

    def after(self, sessions: Iterable[Session]) -> Past:
        """The past once these sessions are run."""
        sessions = list(sessions)
        work = tuple(work_name(session) for session in sessions if session.kind.hard)
        runs = [*self.runs, *((session.day, session.distance_m) for session in sessions)]
        return Past(runs, (*self.work, *work)[-RECENT_WORK:])

    def longest_allowed_m(self, day: date, easy_mps: float) -> float:
        """Metres a run may measure on ``day``: 10 % over the longest of 30 days, more while runs are small.

        Half an hour of easy running, and no more than 5 km of it, is always allowed.
        """
        longest = max((metres for on, metres in self.runs if 0 < (day - on).days <= MEMORY_DAYS), default=0.0)
        small = min(SMALL_RUN_M, longest * SMALL_SPIKE)
        return max(min(TINY_RUN_M, TINY_RUN_S * easy_mps + 1), small, longest * SPIKE)


def work_seconds(session: Session) -> float:
    """Seconds of a session harder than easy: its repeats without their recoveries; a race counts whole."""
    if session.kind is SessionKind.RACE:
        return session.duration_s
    repeats = (step for step in session.steps if step.kind is StepKind.REPEAT)
    return sum(step.times * (step.steps[0].duration_s if step.steps else step.duration_s) for step in repeats)


def work_name(session: Session) -> str:
    """What tells one hard session from another, the number of repeats apart."""
    return f"{session.title} {session.values.get('length', '')}"
