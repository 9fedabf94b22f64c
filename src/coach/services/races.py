"""Race predictions in words: why they are so, and what would narrow them."""

from __future__ import annotations

from collections.abc import Callable

from coach.domain import units
from coach.domain.athletes import Language
from coach.domain.language import mark, say
from coach.domain.races import Influence, RacePrediction

FASTER, SLOWER = mark("{reason}: {moved} faster"), mark("{reason}: {moved} slower")


def _one_place(language: Language, value: float | None) -> str:
    return units.number(language, value, 1, trim=True)


WRITTEN: dict[str, Callable[[Language, float | None], str]] = {
    "metres": units.distance,
    "time": units.clock,
    "before": units.clock,
    "after": units.clock,
    "kmh": _one_place,
    "bmi": _one_place,
}
"""How a value of a race's reasons is written, by its name; any other is a whole number."""


def reason_text(language: Language, reason: Influence) -> str:
    """An input as a sentence: ``Half marathon in 1:38:00``."""
    values = {
        name: say(language, value) if isinstance(value, str) else WRITTEN.get(name, units.number)(language, value)
        for name, value in reason.values.items()
    }
    return say(language, reason.what, **values)


def because_texts(language: Language, prediction: RacePrediction) -> list[str]:
    """The inputs that mattered, each with how much time it moved the prediction by; the weightiest first."""
    told = []
    for reason in prediction.because:
        sentence = reason_text(language, reason)
        if reason.seconds is not None:
            moved = units.duration(language, abs(reason.seconds))
            sentence = say(language, FASTER if reason.seconds < 0 else SLOWER, reason=sentence, moved=moved)
        told.append(sentence)
    return told


def narrowing_texts(language: Language, prediction: RacePrediction) -> list[str]:
    """What would narrow the interval, the most telling first."""
    return [reason_text(language, wish) for wish in prediction.narrowed_by]
