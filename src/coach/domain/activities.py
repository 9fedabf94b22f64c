"""An activity: what was recorded, what was measured, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from coach.domain.intensity import Analysis
from coach.domain.sports import Sport


class SplitKind(StrEnum):
    """How an activity is cut into pieces."""

    LAP = "lap"
    KILOMETRE = "kilometre"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Split:
    """A piece of an activity. Seconds from the start, metres, beats per minute; None is unknown."""

    kind: SplitKind
    start_s: float
    elapsed_s: float
    distance_m: float | None = None
    moving_s: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_cadence: float | None = None
    avg_power: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None


@dataclass(frozen=True, slots=True)
class StrengthSet:
    """A set of a strength session as a watch or machine wrote it. Kilograms, seconds."""

    start_s: float
    duration_s: float | None
    repetitions: int | None
    weight_kg: float | None
    category: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class Device:
    """What recorded the activity, as far as the file says."""

    manufacturer: str | None = None
    product: str | None = None
    serial: str | None = None
    software: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What the file itself claims about the whole activity; None where it claims nothing.

    Seconds, metres, beats per minute, steps per minute (both feet) or revolutions per minute, watts, kilocalories.
    ``perceived_effort`` is the athlete's own rating on the watch, 0 to 10 (CR-10).
    """

    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_cadence: float | None = None
    avg_power: float | None = None
    calories_kcal: float | None = None
    perceived_effort: float | None = None


@dataclass(frozen=True, slots=True)
class BestEffort:
    """The fastest stretch of a given length inside an activity. Metres, seconds, seconds from the start."""

    distance_m: float
    elapsed_s: float
    start_s: float


@dataclass(frozen=True, slots=True)
class Correction:
    """Something the cleaning changed, so the athlete can see it and object.

    ``code`` names the rule ("gps_spike", "clock_backwards", ...), ``count`` how many samples it touched.
    """

    code: str
    count: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """What we measured on the cleaned samples, not what the file claims. None is unknown, never zero.

    Seconds, metres, metres per second, beats per minute, steps per minute (both feet) or rpm, watts.
    """

    elapsed_s: float
    timer_s: float
    moving_s: float
    distance_m: float | None = None
    avg_speed_mps: float | None = None
    max_speed_mps: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_cadence: float | None = None
    avg_power: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    calories_kcal: float | None = None
    best_efforts: tuple[BestEffort, ...] = ()
    kilometres: tuple[Split, ...] = ()
    corrections: tuple[Correction, ...] = ()
    track: str | None = None
    """Simplified track as an encoded polyline (Google's algorithm, 5 decimals), None without GPS."""
    analysis: Analysis = Analysis()


@dataclass(frozen=True, slots=True)
class Source:
    """One file an activity came from. Two sources on one activity mean two files told the same story."""

    source_id: str
    file_name: str
    format: str
    sha256: str
    part: int
    primary: bool
    device: Device
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One line of the athlete's list: all a list, a plan or a weekly sum needs, without samples."""

    activity_id: str
    sport: Sport
    name: str
    started_at: datetime
    local_start: datetime
    elapsed_s: float
    moving_s: float
    distance_m: float | None
    avg_hr: float | None
    ascent_m: float | None
    track: str | None = None
    sources: int = 1
    race: bool = False

    @property
    def local_date(self) -> date:
        """The athlete's own calendar date of the start."""
        return self.local_start.date()


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity whole, except its samples (asked for separately, they are the heavy part).

    ``rated`` is the athlete's own rating given here, 0 to 10; None when they gave none.
    """

    row: ActivityRow
    measures: Measures
    totals: Totals
    laps: tuple[Split, ...] = ()
    sets: tuple[StrengthSet, ...] = ()
    sources: tuple[Source, ...] = ()
    warnings: tuple[str, ...] = ()
    columns: tuple[str, ...] = field(default=())
    rated: float | None = None

    @property
    def perceived_effort(self) -> float | None:
        """How hard it felt, 0 to 10: as rated here, else as rated on the watch."""
        return self.totals.perceived_effort if self.rated is None else self.rated
