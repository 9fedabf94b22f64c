"""What a window of training adds up to: weeks, days, comparisons, zones, and what the numbers do not say.

None is unknown, never zero. ``unknown`` of a result gives, for each name that is None or empty, the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from coach.domain.fitness import BestMark, Estimate, Zone
from coach.domain.races import RacePrediction
from coach.domain.sports import Sport
from coach.domain.training import TrainingDay

Values = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something said: ``text`` is a marked sentence, ``values`` fill its places, ``source`` is cited.

    Numbers are SI and said with the unit of their name; text values are marked sentences themselves.
    """

    text: str
    values: Values = field(default_factory=dict)
    source: str | None = None


Reasons = dict[str, Sentence]
"""Why something is None, by its name."""


@dataclass(frozen=True, slots=True)
class Window:
    """Calendar weeks, Monday first, the running one last. ``last`` is the athlete's today."""

    first: date
    last: date
    weeks: int

    @classmethod
    def ending(cls, today: date, weeks: int) -> Window:
        """The running week and the ``weeks - 1`` before it."""
        monday = today - timedelta(days=today.weekday())
        return cls(monday - timedelta(weeks=weeks - 1), today, weeks)

    @property
    def before(self) -> Window:
        """The same weekdays as many weeks earlier: as long, so that a running week is not held against a whole one."""
        back = timedelta(weeks=self.weeks)
        return Window(self.first - back, self.last - back, self.weeks)

    @property
    def days(self) -> int:
        """Days from first to last, both counted."""
        return (self.last - self.first).days + 1

    @property
    def running_monday(self) -> date:
        """Monday of the week of ``last``."""
        return self.last - timedelta(days=self.last.weekday())


@dataclass(frozen=True, slots=True)
class Totals:
    """A stretch of days added up. Distance, time, pace, speed, efficiency and zones are those of running.

    ``activities``, ``load`` (points) and ``unmeasured`` (activities whose load nothing tells) are of every sport.
    ``speed_p95_mps`` is the 95th percentile over runs of the speed each exceeded 5 % of its time under way.
    ``efficiency_m_per_beat`` is grade-adjusted, runs weighted by their time. Zone seconds are of zones 1 to
    5, () where unknown; ``sleep_s`` the mean of the nights known. Before the first activity all is None.
    """

    activities: int | None = None
    runs: int | None = None
    distance_m: float | None = None
    moving_s: float | None = None
    load: float | None = None
    unmeasured: int | None = None
    pace_s_per_km: float | None = None
    speed_p95_mps: float | None = None
    efficiency_m_per_beat: float | None = None
    heart_zone_s: tuple[float, ...] = ()
    pace_zone_s: tuple[float, ...] = ()
    sleep_s: float | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week; ``partial`` is the running one."""

    monday: date
    partial: bool
    totals: Totals


@dataclass(frozen=True, slots=True)
class RollingDay:
    """A day and the days behind it. ``load`` in points of every sport, ``distance_m`` metres run.

    Means are over the last 7 and 28 days, the day itself included and days of rest counted as zero. ``stability`` is
    the rolling mean of load divided by its rolling population standard deviation: over 7 days it is Foster's monotony
    (1998). ``cumulative_load`` counts from the window's first day. None where the history is shorter than the days
    asked for, where the load of no activity is known, and, for stability, where nothing varied.
    """

    on: date
    load: float | None
    distance_m: float | None
    load_7d: float | None
    load_28d: float | None
    distance_7d_m: float | None
    distance_28d_m: float | None
    stability_7d: float | None
    stability_28d: float | None
    cumulative_load: float | None


class Measure(StrEnum):
    """What is compared and held against each other."""

    ACTIVITIES = "activities"
    RUNS = "runs"
    DISTANCE = "distance_m"
    MOVING = "moving_s"
    LOAD = "load"
    PACE = "pace_s_per_km"
    SPEED_P95 = "speed_p95_mps"
    EFFICIENCY = "efficiency_m_per_beat"
    SLEEP = "sleep_s"
    EASY = "easy_share"


@dataclass(frozen=True, slots=True)
class Change:
    """A measure now and in the window before. ``percent`` is None where before is zero."""

    measure: Measure
    now: float | None
    before: float | None
    reason: Sentence | None = None

    @property
    def difference(self) -> float | None:
        """Now minus before, in the measure's unit."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def percent(self) -> float | None:
        """The difference in per cent of before."""
        difference = self.difference
        return 100 * difference / self.before if difference is not None and self.before else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A window beside the one before."""

    window: Window
    before: Window
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The window's fastest effort over a distance. ``all_time``: nothing faster is known; None where not asked."""

    mark: BestMark
    all_time: bool | None = None


@dataclass(frozen=True, slots=True)
class Association:
    """How two weekly measures go together: Spearman's rank correlation over ``weeks`` complete weeks.

    ``low`` to ``high`` is an 80 % interval as if weeks were independent. None where too few weeks know both. A link is
    said to show only where a 98 % interval leaves zero out, for ten pairs are looked at.
    """

    first: Measure
    second: Measure
    weeks: int
    rho: float | None
    low: float | None
    high: float | None
    said: Sentence


@dataclass(frozen=True, slots=True)
class Slope:
    """A straight line through runs: change of the measure in 28 days with an 80 % interval, None for few runs."""

    measure: Measure
    runs: int
    per_28_days: float | None
    low: float | None
    high: float | None
    said: Sentence


@dataclass(frozen=True, slots=True)
class Trends:
    """What the weeks of a window show."""

    window: Window
    known_since: date | None
    weeks: tuple[Week, ...]
    days: tuple[RollingDay, ...]
    comparison: Comparison
    bests: tuple[Best, ...]
    associations: tuple[Association, ...]
    efficiency: Slope
    unknown: Reasons = field(default_factory=dict)


class ZoneKind(StrEnum):
    """What zones are measured in."""

    HEART_RATE = "heart_rate"
    PACE = "pace"


@dataclass(frozen=True, slots=True)
class ZoneTime:
    """Seconds of running in a zone, and their share (0 to 1) of the time whose zone is known."""

    zone: Zone
    seconds: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class ZoneWeek:
    """A week's seconds in zones 1 to 5 (() unknown) and the share (0 to 1) of zones 1 and 2."""

    monday: date
    partial: bool
    seconds: tuple[float, ...]
    easy_share: float | None


@dataclass(frozen=True, slots=True)
class ZoneUse:
    """The athlete's zones and how the running of a window spread over them.

    Bounds in bpm or, for pace, metres per second of grade-adjusted speed. ``known_s`` of ``running_s`` seconds have a
    zone; ``easy_share`` is that of zones 1 and 2 (0 to 1).
    """

    kind: ZoneKind
    times: tuple[ZoneTime, ...]
    known_s: float | None
    running_s: float | None
    easy_share: float | None
    weeks: tuple[ZoneWeek, ...] = ()
    unknown: Reasons = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Zones:
    """Both kinds of zones over a window, and what their use suggests."""

    window: Window
    heart: ZoneUse
    pace: ZoneUse
    advice: tuple[Sentence, ...]


class Confidence(StrEnum):
    """How much a prediction can be leaned on."""

    HIGH = "high"
    FAIR = "fair"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Outlook:
    """A race prediction with how far to trust it and what training it suggests."""

    prediction: RacePrediction
    confidence: Confidence
    said: Sentence
    advice: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """The athlete's outlooks from the fitness known on ``on``; None and () with the reason where nothing is known."""

    on: date | None
    recent_weekly_m: float | None
    outlooks: tuple[Outlook, ...]
    unknown: Reasons = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recent:
    """One of the last activities. Metres, seconds, points; ``local_start`` on the clock where it began."""

    activity_id: str
    sport: Sport
    name: str
    local_start: datetime
    distance_m: float | None
    moving_s: float
    load: float | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All a dashboard shows. ``series`` holds each day of the window; ``fitness_on`` the day of the snapshot."""

    window: Window
    known_since: date | None
    today: TrainingDay | None
    series: tuple[TrainingDay, ...]
    weeks: tuple[Week, ...]
    comparison: Comparison
    fitness_on: date | None
    vma: Estimate | None
    predictions: tuple[RacePrediction, ...]
    heart: ZoneUse
    pace: ZoneUse
    bests: tuple[Best, ...]
    recent: tuple[Recent, ...]
    unknown: Reasons = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One run on a trend: the day and its efficiency (grade-adjusted metres per beat)."""

    on: date
    efficiency: float
