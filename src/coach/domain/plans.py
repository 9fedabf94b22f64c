"""Plans: weeks from Monday, sessions on days, steps inside sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from coach.domain.athletes import Level
from coach.domain.goals import Goal


class Phase(StrEnum):
    """What a week is for."""

    BASE = "base"
    BUILD = "build"
    SPECIFIC = "specific"
    TAPER = "taper"
    RACE = "race"


class SessionKind(StrEnum):
    """Kinds of sessions; colours and icons hang on these words everywhere."""

    EASY = "easy"
    LONG = "long"
    TEMPO = "tempo"
    INTERVALS = "intervals"
    RACE = "race"
    STRENGTH = "strength"
    CROSS = "cross"
    REST = "rest"

    @property
    def hard(self) -> bool:
        """Hard sessions want an easy or free day on each side."""
        return self in (SessionKind.LONG, SessionKind.TEMPO, SessionKind.INTERVALS, SessionKind.RACE)

    @property
    def run(self) -> bool:
        """Whether it is run: strength, other sports and rest are outside every volume."""
        return self not in (SessionKind.STRENGTH, SessionKind.CROSS, SessionKind.REST)


class StepKind(StrEnum):
    """The part a step plays inside a session."""

    WARM_UP = "warm_up"
    STEADY = "steady"
    REPEAT = "repeat"
    RECOVERY = "recovery"
    WALK = "walk"
    EXERCISE = "exercise"
    COOL_DOWN = "cool_down"


@dataclass(frozen=True, slots=True)
class Target:
    """How hard a step is. Pace in seconds per km (fast end first), share of VMA in %, HR zone 1-5, RPE 0-10."""

    pace_fast_s: float | None = None
    pace_slow_s: float | None = None
    vma_low: float | None = None
    vma_high: float | None = None
    hr_zone: int | None = None
    rpe: float | None = None


@dataclass(frozen=True)
class Step:
    """A step, or a block repeated ``times`` when ``steps`` is not empty. Seconds and metres are of one pass.

    ``by_distance`` tells what the athlete is asked to cover: metres when true, seconds otherwise; the
    other one is derived from the target so that sums exist in both. ``why`` says why the step is there and ``name``
    what an exercise is called (message ids, or empty); ``reps`` are the repetitions of an exercise.
    """

    kind: StepKind
    duration_s: float
    distance_m: float
    target: Target
    by_distance: bool = False
    times: int = 1
    steps: tuple[Step, ...] = ()
    why: str = ""
    name: str = ""
    reps: int | None = None

    @cached_property
    def total_s(self) -> float:
        """Seconds over all repeats."""
        inner = sum(step.total_s for step in self.steps) if self.steps else self.duration_s
        return inner * self.times

    @cached_property
    def total_m(self) -> float:
        """Metres over all repeats."""
        inner = sum(step.total_m for step in self.steps) if self.steps else self.distance_m
        return inner * self.times


@dataclass(frozen=True)
class Session:
    """A planned session on a day. ``title`` and ``purpose`` are message ids with ``values`` to fill them.

    ``session_id`` is of one version of a plan; ``key`` names the same session in every version, wherever it moved.
    """

    day: date
    kind: SessionKind
    title: str
    purpose: str
    steps: tuple[Step, ...]
    values: dict[str, str] = field(default_factory=dict)
    session_id: str | None = None
    key: str | None = None

    @cached_property
    def duration_s(self) -> float:
        """Seconds of the whole session: the sum of its steps."""
        return sum(step.total_s for step in self.steps)

    @cached_property
    def distance_m(self) -> float:
        """Metres of the whole session: the sum of its steps."""
        return sum(step.total_m for step in self.steps)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from ``monday``. ``number`` counts from 1."""

    number: int
    monday: date
    phase: Phase
    recovery: bool
    sessions: tuple[Session, ...]

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)

    @property
    def duration_s(self) -> float:
        """Seconds planned in the week."""
        return sum(session.duration_s for session in self.sessions)

    @property
    def running_s(self) -> float:
        """Seconds of running planned in the week, the race included: strength and other sports left out."""
        return sum(session.duration_s for session in self.sessions if session.kind.run)

    @property
    def distance_m(self) -> float:
        """Metres planned in the week, the race included."""
        return sum(session.distance_m for session in self.sessions)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the athlete must be told about the plan: a message id, its values, and why (source)."""

    code: str
    message: str
    values: dict[str, str] = field(default_factory=dict)


class Origin(StrEnum):
    """How a version of a plan came to be."""

    CREATED = "created"
    ADAPTED = "adapted"
    EDITED = "edited"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. ``start`` is the Monday of week 1; sums are properties, so they cannot disagree.

    ``race_day``, ``predicted_s`` and ``goal_s`` are None where there is no race. A plan is never rewritten: a change is
    a new version in the same ``series``, with its ``origin`` and the reason told (``changed_for``).
    """

    goal: Goal
    start: date
    race_day: date | None
    level: Level
    vma_kmh: float
    predicted_s: float | None
    goal_s: float | None
    weeks: tuple[Week, ...]
    notices: tuple[Notice, ...] = ()
    age: int | None = None
    plan_id: str | None = None
    series: str | None = None
    version: int = 1
    origin: Origin = Origin.CREATED
    changed_for: tuple[Notice, ...] = ()
    created_at: datetime | None = None

    @property
    def end(self) -> date:
        """The last day: race day, or the Sunday of the last week."""
        return self.race_day or self.start + timedelta(days=7 * len(self.weeks) - 1)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Every session in calendar order."""
        return tuple(session for week in self.weeks for session in week.sessions)

    @property
    def distance_m(self) -> float:
        """Metres of the whole plan."""
        return sum(week.distance_m for week in self.weeks)

    @property
    def duration_s(self) -> float:
        """Seconds of the whole plan."""
        return sum(week.duration_s for week in self.weeks)
