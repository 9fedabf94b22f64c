"""Figures that can be asked: a dotted underline opens what one means, where it comes from, how far to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from coach.domain import units
from coach.domain.analytics import Sentence
from coach.domain.athletes import Language
from coach.domain.fitness import Estimate
from coach.domain.language import NARROW_NO_BREAK, citation_words, mark, say
from coach.domain.metrics import BY_ID
from coach.domain.races import RacePrediction
from coach.domain.training import LoadMethod
from coach.services import race_words, training_words
from coach.services.analytics import words as analytics_words
from coach.web.requests import spoken

register = template.Library()

UNIT_WORDS = {
    "points": mark("points, 100 for an hour at threshold"),
    "points/day": mark("points a day"),
    "share": "%",
    "ratio": mark("none, a ratio"),
    "m/beat": mark("metres per heart beat"),
    "s/km": mark("minutes per kilometre"),
    "m/s": mark("minutes per kilometre"),
    "count": mark("a count"),
    "s": mark("hours, minutes, seconds"),
}
"""Units as people say them; speeds of running are shown as paces."""

OWN_UNITS = {
    "distance": "km",
    "longest_run": "km",
    "weekly_distance": mark("kilometres a week"),
    "zone_edge": mark("% of VMA, beats per minute, minutes per kilometre"),
    "perceived_effort": mark("0 to 10"),
}
"""What these metrics are shown in, where machines are given another unit."""

OWN_NAMES = {
    "speed_p95": mark("Pace of the fast stretches"),
    "threshold_speed": mark("Threshold pace"),
    "graded_speed": mark("Grade-adjusted pace"),
    "normalized_speed": mark("Normalized pace"),
}
"""What metrics of speed are called where they are shown as paces."""


@register.inclusion_tag("design/metric.html", takes_context=True)
def metric(
    context: Any, name: str, shown: str, estimate: Estimate | None = None, validity: int | None = None
) -> dict[str, object]:
    """The figure ``shown``, which can be asked: the definition of the metric ``name``, the doubt of the ``estimate``.

    ``validity`` is that of this very figure, where it has one of its own without being an estimate.

    A page tells each metric once; later figures of the same metric open the first one's note. Works without JavaScript.
    """
    told = context["request"].__dict__.setdefault("metrics_told", set())
    first = name not in told
    told.add(name)
    asked = BY_ID[name]
    tongue = spoken()
    return {
        "name": name,
        "shown": shown,
        "first": first,
        "metric": asked,
        "called": say(tongue, OWN_NAMES.get(name, asked.name)),
        "citation": citation_words(tongue, asked.citation),
        "estimate": estimate,
        "unit": say(tongue, OWN_UNITS.get(name) or UNIT_WORDS.get(asked.unit, asked.unit)),
        "validity": next(
            each for each in (validity, estimate and estimate.validity, asked.validity) if each is not None
        ),
        "interval": _interval(tongue, asked.unit, estimate),
    }


def _interval(language: Language, unit: str, estimate: Estimate | None) -> str:
    if estimate is None:
        return ""
    low, high = estimate.low, estimate.high
    if unit == "m/s":
        return units.pace_range(language, 1000 / high, 1000 / low) if low > 0 else ""
    decimals = 1 if unit == "km/h" else 0
    ends = f"{units.number(language, low, decimals)}–{units.number(language, high, decimals)}"
    return f"{ends}{NARROW_NO_BREAK}{unit}"


@register.filter
def sentence(said: Sentence) -> str:
    """A sentence of the analytics, its figures as runners write them."""
    return analytics_words.said(spoken(), said)


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """A number with its sign."""
    return training_words.signed(spoken(), value, decimals)


@register.filter
def shared(value: float | None) -> str:
    """A share (0.27) in per cent with its sign: ``+27 %``."""
    return training_words.signed_percent(spoken(), None if value is None else 100 * value)


@register.filter
def percents(value: float | None) -> str:
    """A share (0.27) in per cent: ``27 %``."""
    return units.percent(spoken(), None if value is None else 100 * value)


@register.filter
def expected(race: RacePrediction | race_words.Promise) -> str:
    """A race time with half its interval: ``3 h 42 ± 9``."""
    return race_words.expected(spoken(), race.seconds, race.low_s, race.high_s)


@register.filter
def method_word(method: LoadMethod) -> str:
    """What a load was computed from, in words."""
    return say(spoken(), training_words.METHOD_WORDS[method])


@register.filter
def threshold_words(names: Sequence[str]) -> str:
    """Thresholds by their names as a phrase."""
    return training_words.thresholds_text(spoken(), names)


@register.filter
def away(value: float) -> float:
    """How far a number is from zero."""
    return abs(value)


@register.filter
def effort_words(effort: float) -> str:
    """How hard it felt: ``7/10``."""
    return f"{units.number(spoken(), effort, 1, trim=True)}/10"
