"""How hard an activity was, made ready for its page."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain import units
from coach.domain.activities import Activity
from coach.domain.athletes import Language
from coach.domain.intensity import Analysis, Curve, Quantity
from coach.domain.language import mark
from coach.domain.sports import SportFamily
from coach.domain.training import ActivityLoad
from coach.services import charts_intensity
from coach.services.charts_style import Spec
from coach.web.requests import spoken

TOLD_S = (5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)
"""Durations of the table behind the curve."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the page: the metric it is, its name (a marked sentence), its value or why there is none."""

    metric: str
    name: str
    value: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """Seconds in a zone, None where they are unknown."""

    number: int
    heart_s: float | None
    pace_s: float | None


def shown(activity: Activity, weighed: ActivityLoad | None) -> dict[str, object]:
    """What the page says of the intensity, and what can be drawn."""
    heart_s, pace_s = (weighed.heart_zone_s, weighed.pace_zone_s) if weighed else ((), ())
    return {
        "weighed": weighed,
        "intensity": _lines(activity, spoken()),
        "felt": activity.rated if activity.rated is not None else activity.totals.perceived_effort,
        "zone_lines": _zone_lines(heart_s, pace_s),
        "held": held_spec(activity, 300) is not None,
        "held_lines": _held_lines(activity.measures.analysis, spoken()),
    }


def held_spec(activity: Activity, width: int) -> Spec | None:
    """The chart of what was held for how long."""
    return charts_intensity.activity_curve_spec(
        activity.measures.analysis, sport=activity.row.sport, language=spoken(), width=width
    )


def _lines(activity: Activity, language: Language) -> tuple[Line, ...]:
    """Each figure that is known; for runs and rides also why one is not."""
    told, family = activity.measures.analysis, activity.row.sport.family
    run, ride = family is SportFamily.RUN, family is SportFamily.RIDE
    graded, weighted, watts = told.graded_speed_mps, told.normalized_speed_mps, told.normalized_power_w
    lost, metres = told.decoupling, told.efficiency
    share = units.percent(language, None if lost is None else 100 * lost, 1)
    lines = [
        (run, "graded_speed", mark("Grade-adjusted pace"), graded, units.pace_of_speed(language, graded)),
        (False, "normalized_speed", mark("Normalized pace"), weighted, units.pace_of_speed(language, weighted)),
        (run, "efficiency", mark("Metres per heart beat"), metres, units.per_beat(language, metres)),
        (run or ride, "decoupling", mark("Lost in the second half"), lost, share),
        (False, "normalized_power", mark("Normalized power"), watts, units.power(language, watts)),
    ]
    reasons = told.not_measurable or {}
    fields = {"graded_speed": "graded_speed_mps"}
    found = []
    for explained, metric, name, value, text in lines:
        if value is not None:
            found.append(Line(metric, name, text))
        elif explained and (why := reasons.get(fields.get(metric, metric))):
            found.append(Line(metric, name, "", why))
    return tuple(found)


def _zone_lines(heart_s: tuple[float, ...], pace_s: tuple[float, ...]) -> tuple[ZoneLine, ...]:
    if not sum(heart_s) + sum(pace_s) > 0:
        return ()
    return tuple(
        ZoneLine(zone + 1, heart_s[zone] if heart_s else None, pace_s[zone] if pace_s else None) for zone in range(5)
    )


def _held_lines(told: Analysis, language: Language) -> list[tuple[int, str, str, str]]:
    """Seconds with the pace, heart rate and power held for so long, empty where unknown."""
    speed, heart, power = (
        _values(told.curve(quantity)) for quantity in (Quantity.SPEED, Quantity.HEART_RATE, Quantity.POWER)
    )
    return [
        (
            seconds,
            units.pace_of_speed(language, speed[seconds]) if seconds in speed else "",
            units.heart_rate(language, heart[seconds]) if seconds in heart else "",
            units.power(language, power[seconds]) if seconds in power else "",
        )
        for seconds in TOLD_S
        if seconds in speed or seconds in heart or seconds in power
    ]


def _values(curve: Curve | None) -> dict[int, float]:
    return dict(zip(curve.durations_s, curve.values, strict=True)) if curve else {}
