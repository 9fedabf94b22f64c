"""How figures are said: the names of measures, and sentences with their numbers written as runners write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from coach.domain import units
from coach.domain.analytics import Measure, Sentence
from coach.domain.athletes import Language
from coach.domain.language import date_words, mark, say
from coach.domain.races import Influence

NAMES = {
    Measure.ACTIVITIES: mark("Activities"),
    Measure.RUNS: mark("Runs"),
    Measure.DISTANCE: mark("Distance run"),
    Measure.MOVING: mark("Running time"),
    Measure.LOAD: mark("Training load"),
    Measure.PACE: mark("Time per kilometre"),
    Measure.SPEED_P95: mark("Speed of the fast stretches"),
    Measure.EFFICIENCY: mark("Efficiency (metres per heart beat)"),
    Measure.SLEEP: mark("Sleep"),
    Measure.EASY: mark("Share of easy running"),
}

UNITS = {
    Measure.ACTIVITIES: "count",
    Measure.RUNS: "count",
    Measure.DISTANCE: "m",
    Measure.MOVING: "s",
    Measure.LOAD: "points",
    Measure.PACE: "s/km",
    Measure.SPEED_P95: "m/s",
    Measure.EFFICIENCY: "m/beat",
    Measure.SLEEP: "s",
    Measure.EASY: "share",
}
"""The unit of each measure, as machines read it."""

NO_ACTIVITY = Sentence(mark("No activity is known yet: import some and come back."))
NO_LOAD = Sentence(mark("No load is known: it needs a heart rate, a pace on foot or your own rating of the effort."))
NO_FITNESS = Sentence(mark("Your fitness was not computed yet: it will be with the next import."))


def said(language: Language, sentence: Sentence) -> str:
    """A sentence in ``language``, its numbers in the units of their names."""
    return _filled(language, sentence.text, sentence.values)


def influence_text(language: Language, influence: Influence) -> str:
    """An influence on a prediction, likewise."""
    return _filled(language, influence.what, influence.values)


def _filled(language: Language, text: str, values: Mapping[str, float | str]) -> str:
    return say(language, text, **{name: _value(language, name, value) for name, value in values.items()})


def _value(language: Language, name: str, value: float | str) -> str:
    if isinstance(value, str):
        return date_words(language, date.fromisoformat(value)) if name == "day" else say(language, value)
    return _WRITTEN.get(name, units.number)(language, value)


def _per_cent(language: Language, share: float | None) -> str:
    return units.percent(language, None if share is None else 100 * share)


def _two_places(language: Language, value: float | None) -> str:
    return units.number(language, value, 2)


def _one_place(language: Language, value: float | None) -> str:
    return units.number(language, value, 1)


_WRITTEN: dict[str, Callable[[Language, float | None], str]] = {
    "share": _per_cent,
    "low_share": _per_cent,
    "high_share": _per_cent,
    "rho": _two_places,
    "low": _two_places,
    "high": _two_places,
    "change": _one_place,
    "change_low": _one_place,
    "change_high": _one_place,
    "metres": units.distance,
    "duration": units.duration,
    "fast": units.clock,
    "slow": units.clock,
    "time": units.clock,
    "before": units.duration,
    "after": units.duration,
    "kmh": _one_place,
    "bmi": _one_place,
}
"""How a value is written by its name; any other name is a whole number."""
