"""What the coach believes about an athlete's fitness on a given day, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from coach.domain.athletes import Level
from coach.domain.races import RacePrediction


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its doubt: ``low`` to ``high`` is an 80 % interval, ``validity`` goes from 0 (unreliable) to 5."""

    value: float
    low: float
    high: float
    method: str
    evidence: str
    validity: int


@dataclass(frozen=True, slots=True)
class Vote:
    """What one method says of a quantity, and how much it counted in the fused estimate (``weight`` 0 to 1)."""

    method: str
    value: float
    low: float
    high: float
    weight: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Heart:
    """The heart's bounds in beats per minute, each with its doubt; None is unknown.

    ``threshold`` is the lactate-threshold heart rate (LTHR), held for about an hour. ``steady_bpm`` is the mean heart
    rate of the steady runs of the last 90 days and ``steady_mps`` their mean grade-adjusted speed, None with too few.
    """

    maximum: Estimate | None = None
    resting: Estimate | None = None
    threshold: Estimate | None = None
    steady_bpm: float | None = None
    steady_mps: float | None = None


@dataclass(frozen=True, slots=True)
class Endurance:
    """Speeds that last, with their doubt; None is unknown.

    ``critical_speed`` in m/s and ``d_prime`` in metres (hyperbola over 2-20 min), ``threshold`` the grade-adjusted
    speed of an hour in m/s.
    """

    critical_speed: Estimate | None = None
    d_prime: Estimate | None = None
    threshold: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A training zone, 1 to 5. ``low`` None is open below, ``high`` None open above; bpm or metres per second."""

    number: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Habits:
    """How the athlete has been training, as facts; None where the history is too short.

    ``consistency`` is the share of the last twelve weeks with at least two runs (0 to 1); ``progression`` the change of
    weekly metres, last four complete weeks against the four before (0.1 is 10 % more); ``spike`` how much longer the
    longest single run of the last seven days was than the longest of the 30 days before it (0.3 is 30 % longer);
    ``ramp`` the CTL gained over the last seven days, in points a day.
    """

    consistency: float | None = None
    progression: float | None = None
    spike: float | None = None
    ramp: float | None = None


@dataclass(frozen=True, slots=True)
class WeeklyVolume:
    """A calendar week of running, Monday first. Metres, seconds, count of runs, metres of the longest."""

    monday: date
    distance_m: float
    moving_s: float
    runs: int
    longest_m: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class BestMark:
    """The athlete's fastest effort over a distance, and the activity that holds it. Metres, seconds."""

    distance_m: float
    elapsed_s: float
    activity_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Fitness:
    """A fitness snapshot. ``vma`` in km/h (vVO2max), ``vo2max`` in ml/kg/min; None is unknown.

    ``weeks`` are complete calendar weeks before the snapshot's day, oldest first; ``level`` is the
    observed one where the history allows it, otherwise the declared one.
    """

    on: date
    vma: Estimate | None
    vo2max: Estimate | None
    level: Level
    level_reason: str
    max_hr: int | None
    resting_hr: int | None
    weeks: tuple[WeeklyVolume, ...] = ()
    bests: tuple[BestMark, ...] = ()
    predictions: tuple[RacePrediction, ...] = ()
    longest_recent_m: float = 0.0
    longest_recent_s: float = 0.0
    recent_runs: tuple[tuple[date, float], ...] = ()
    """Day and metres of the runs of the last 30 days that no later one outdid, oldest first; () where unknown."""
    runs_counted: int = 0
    last_run: date | None = None
    """Day of the latest run known, be it too old to tell anything; None without any."""
    vma_votes: tuple[Vote, ...] = ()
    heart: Heart = Heart()
    endurance: Endurance = Endurance()
    heart_zones: tuple[Zone, ...] = ()
    pace_zones: tuple[Zone, ...] = ()
    habits: Habits = Habits()
    not_measurable: dict[str, str] = field(default_factory=dict)
    """For what is None above, by name, the reason (a marked sentence) where one can be told."""

    @property
    def recent_weekly_m(self) -> float | None:
        """Mean metres per week over the last four complete weeks since the first run; None without any."""
        recent = self.weeks[-4:]
        return sum(week.distance_m for week in recent) / len(recent) if recent else None
