"""Training load: how much each activity and each day weighed, and what has piled up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coach.domain.sports import SportFamily


class LoadMethod(StrEnum):
    """What a load was computed from, the most telling first. One hour at threshold is 100 whatever the method."""

    POWER = "power"
    HEART_RATE = "heart_rate"
    PACE = "pace"
    PERCEIVED = "perceived"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What an athlete's loads and zones are measured against; None is unknown.

    Beats per minute; ``threshold_mps`` is the grade-adjusted speed held for about an hour, ``vma_mps`` the maximal
    aerobic speed, ``threshold_w`` the power held for about an hour; ``steady_hr`` is the mean heart rate of steady runs
    whose mean grade-adjusted speed is ``steady_mps``.
    """

    female: bool = False
    max_hr: float | None = None
    resting_hr: float | None = None
    threshold_hr: float | None = None
    threshold_mps: float | None = None
    vma_mps: float | None = None
    threshold_w: float | None = None
    steady_hr: float | None = None
    steady_mps: float | None = None


@dataclass(frozen=True, slots=True)
class ActivityLoad:
    """What an activity weighed. ``load`` is in points (100 is one hour at threshold), None where nothing tells it.

    ``trimp`` is Banister's; ``session_rpe`` is effort (0-10) times minutes (Foster). Zone seconds are of zones 1 to
    5, () where the zones or the quantity are unknown.
    """

    activity_id: str
    on: date
    family: SportFamily
    load: float | None
    method: LoadMethod | None
    trimp: float | None = None
    session_rpe: float | None = None
    heart_zone_s: tuple[float, ...] = ()
    pace_zone_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """A day's load and what has piled up by its end. ``ctl`` and ``atl`` are points a day (42 and 7 days).

    ``tsb`` is the form with which the day began: yesterday's CTL minus yesterday's ATL.
    """

    on: date
    load: float
    ctl: float
    atl: float
    tsb: float


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """A calendar week, Monday first. ``load`` in points, None before the history begins; ``monotony`` and ``strain``
    after Foster (1998), None where they are not defined (a week without variation, without load or not known whole);
    ``unmeasured`` activities had no load.
    """

    monday: date
    load: float | None
    monotony: float | None
    strain: float | None
    unmeasured: int = 0
