"""Goals and plans: weeks from Monday, sessions on days, steps inside sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from coach.domain.athletes import Level


class GoalKind(StrEnum):
    """What the athlete wants."""

    FIVE_K = "5k"
    TEN_K = "10k"
    HALF_MARATHON = "half"
    MARATHON = "marathon"

    @property
    def distance_m(self) -> float:
        """Race distance in metres."""
        return {"5k": 5000.0, "10k": 10000.0, "half": 21097.5, "marathon": 42195.0}[self.value]


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
    REST = "rest"

    @property
    def hard(self) -> bool:
        """Hard sessions want an easy or free day on each side."""
        return self in (SessionKind.LONG, SessionKind.TEMPO, SessionKind.INTERVALS, SessionKind.RACE)


class StepKind(StrEnum):
    """The part a step plays inside a session."""

    WARM_UP = "warm_up"
    STEADY = "steady"
    REPEAT = "repeat"
    RECOVERY = "recovery"
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


@dataclass(frozen=True, slots=True)
class Step:
    """A step, or a block repeated ``times`` when ``steps`` is not empty. Seconds and metres are of one pass.

    ``by_distance`` tells what the athlete is asked to cover: metres when true, seconds otherwise; the
    other one is derived from the target so that sums exist in both.
    """

    kind: StepKind
    duration_s: float
    distance_m: float
    target: Target
    by_distance: bool = False
    times: int = 1
    steps: tuple[Step, ...] = ()

    @property
    def total_s(self) -> float:
        """Seconds over all repeats."""
        inner = sum(step.total_s for step in self.steps) if self.steps else self.duration_s
        return inner * self.times

    @property
    def total_m(self) -> float:
        """Metres over all repeats."""
        inner = sum(step.total_m for step in self.steps) if self.steps else self.distance_m
        return inner * self.times


@dataclass(frozen=True, slots=True)
class Session:
    """A planned session on a day. ``title`` and ``purpose`` are message ids with ``values`` to fill them."""

    day: date
    kind: SessionKind
    title: str
    purpose: str
    steps: tuple[Step, ...]
    values: dict[str, str] = field(default_factory=dict)
    session_id: str | None = None

    @property
    def duration_s(self) -> float:
        """Seconds of the whole session: the sum of its steps."""
        return sum(step.total_s for step in self.steps)

    @property
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
    def distance_m(self) -> float:
        """Metres planned in the week, the race included."""
        return sum(session.distance_m for session in self.sessions)


@dataclass(frozen=True, slots=True)
class Goal:
    """What was asked. Either ``race_day`` or ``weeks`` is given; weekdays count Monday as 0.

    ``days`` are the weekdays the athlete can train on, ``minutes`` the most on each of them (None: no limit given).
    """

    kind: GoalKind
    days: tuple[int, ...]
    race_day: date | None = None
    weeks: int | None = None
    target_s: float | None = None
    level: Level | None = None
    long_day: int | None = None
    minutes: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the athlete must be told about the plan: a message id, its values, and why (source)."""

    code: str
    message: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. ``start`` is the Monday of week 1; sums are properties, so they cannot disagree."""

    goal: Goal
    start: date
    race_day: date
    level: Level
    vma_kmh: float
    predicted_s: float
    goal_s: float
    weeks: tuple[Week, ...]
    notices: tuple[Notice, ...] = ()
    plan_id: str | None = None
    version: int = 1
    created_at: datetime | None = None

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
