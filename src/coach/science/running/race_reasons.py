"""Why a prediction is what it is: each input left out in turn; and what would narrow it, were it known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from coach.domain.language import mark
from coach.domain.races import Influence, RaceDay, RaceResult
from coach.science.running.efforts import HALF_MARATHON_M
from coach.science.running.race_answers import Answers, Ask
from coach.science.running.race_evidence import MEASURED_KNEE, SAME_DISTANCE, Piece
from coach.science.running.race_model import FACTS, FEATURES, Array, place

WORTH_SAYING_S = 0.5
NARROWS = 0.02
MOST_NARROWING = 3

RACED = mark("{metres} in {time}")
RACED_AGO = mark("{metres} in {time}, {days} days ago")
TRAINED = mark("{metres} in {time} in training, taken as the least you can do")
BY_VMA = mark("A VMA of {kmh} km/h")
_WEEK, _PEAK = mark("{km} km in a typical week"), mark("{km} km in your greatest week")
_AGE, _BMI = mark("{years} years of age"), mark("A BMI of {bmi}")
_WOMAN, _MAN = mark("The times of women"), mark("The times of men")
_SPEED, _NO_SPEED = mark("Intervals most weeks"), mark("No intervals most weeks")
_TEMPO, _NO_TEMPO = mark("Tempo runs most weeks"), mark("No tempo runs most weeks")

_CLIMB = mark("{ascent} m of climb on the course")
_HEAT = mark("{degrees} °C on the day")

NARROWED_BY_RACE = mark("A race over {metres} now: ± {after} instead of ± {before}")
_NARROWED_BY_FACT = {
    "weekly_km": mark("Your weekly kilometres: ± {after} instead of ± {before}"),
    "max_weekly_km": mark("Your greatest week: ± {after} instead of ± {before}"),
    "age": mark("Your age: ± {after} instead of ± {before}"),
    "female": mark("Your sex: ± {after} instead of ± {before}"),
    "bmi": mark("Your weight and height: ± {after} instead of ± {before}"),
}
RACEABLE_M = (5000.0, 10_000.0, HALF_MARATHON_M)


@dataclass(frozen=True, slots=True)
class Variant:
    """A question asked beside the one that matters, and what its answer says of an input."""

    ask: Ask
    reason: Influence
    narrows: bool


def variants(ask: Ask, vma_kmh: float | None) -> Iterator[Variant]:
    """The same question with each input left out, then with each thing known that could be."""
    for index, piece in enumerate(ask.pieces):
        without = (*ask.pieces[:index], *ask.pieces[index + 1 :])
        yield Variant(Ask(ask.distance_m, ask.facts, without), _of_piece(piece, vma_kmh), narrows=False)
    for index in np.flatnonzero(~np.isnan(ask.facts)).tolist():
        facts = ask.facts.copy()
        facts[index] = np.nan
        yield Variant(
            Ask(ask.distance_m, facts, ask.pieces), _of_fact(FACTS[index], float(ask.facts[index])), narrows=False
        )


def wishes(ask: Ask, expected: Array, expected_s: Callable[[float], float]) -> Iterator[Variant]:
    """The question with one thing more known, as it is expected to be: a race now, a fact.

    ``expected`` are the runner's expected features (9,); ``expected_s`` gives the time expected over a distance.
    """
    for metres in RACEABLE_M:
        fresh = any(
            piece.race.race and piece.extra == 0 and abs(piece.race.distance_m / metres - 1) <= SAME_DISTANCE
            for piece in ask.pieces
        )
        if metres > ask.distance_m * (1 + SAME_DISTANCE) or fresh:
            continue
        seconds = expected_s(metres)
        race = Piece(RaceResult(metres, seconds, 0), float(place(metres)), log(seconds), 0.0, 1.0, 0.0, MEASURED_KNEE)
        yield Variant(
            Ask(ask.distance_m, ask.facts, (*ask.pieces, race)),
            Influence(NARROWED_BY_RACE, {"metres": metres}),
            narrows=True,
        )
    for name, sentence in _NARROWED_BY_FACT.items():
        index = FACTS.index(name)
        if not np.isnan(ask.facts[index]):
            continue
        facts = ask.facts.copy()
        facts[index] = _usual(name, expected)
        yield Variant(Ask(ask.distance_m, facts, ask.pieces), Influence(sentence, {}), narrows=True)


def _usual(name: str, expected: Array) -> float:
    """A fact as its feature would have it."""
    told = dict(zip(FEATURES, expected.tolist(), strict=True))
    week = 53.0 * float(np.exp(told["volume"])) - 8.0
    return float(
        {
            "weekly_km": week,
            "max_weekly_km": (week + 8.0) * float(np.exp(told["peak"])) - 8.0,
            "age": 36.0 + 10.0 * told["age"],
            "female": told["female"],
            "bmi": 23.0 + 3.0 * told["bmi"],
        }[name]
    )


def _of_piece(piece: Piece, vma_kmh: float | None) -> Influence:
    race = piece.race
    told: dict[str, float | str] = {"metres": race.distance_m, "time": race.seconds}
    if race.days_ago is None and vma_kmh is not None and piece.extra > 0 and piece.slow_weight == 1.0:
        return Influence(BY_VMA, {"kmh": vma_kmh})
    if not race.race:
        return Influence(TRAINED, told)
    if race.days_ago:
        return Influence(RACED_AGO, told | {"days": float(race.days_ago)})
    return Influence(RACED, told)


def _of_fact(name: str, value: float) -> Influence:
    said: dict[str, tuple[str, dict[str, float | str]]] = {
        "weekly_km": (_WEEK, {"km": value}),
        "max_weekly_km": (_PEAK, {"km": value}),
        "age": (_AGE, {"years": value}),
        "female": (_WOMAN if value else _MAN, {}),
        "bmi": (_BMI, {"bmi": value}),
        "speed_work": (_SPEED if value else _NO_SPEED, {}),
        "tempo_work": (_TEMPO if value else _NO_TEMPO, {}),
    }
    return Influence(*said[name])


def of_day(day: RaceDay, seconds: float, climbing: float, slower: float) -> tuple[Influence, ...]:
    """What the course and the heat add to ``seconds``: ``climbing`` is the factor of the climb, ``slower`` of both."""
    told = []
    if climbing > 1 and day.ascent_m:
        told.append(Influence(_CLIMB, {"ascent": day.ascent_m}, seconds * (climbing - 1)))
    if slower > climbing and day.temperature_c is not None:
        told.append(Influence(_HEAT, {"degrees": day.temperature_c}, seconds * (slower - climbing)))
    return tuple(told)


def because(
    asked: list[Variant], seconds: float, found: Answers, *, slower: float = 1.0, day: tuple[Influence, ...] = ()
) -> tuple[Influence, ...]:
    """The inputs that moved the time, the weightiest first; ``found`` answers the variants in their order.

    Times are those of a flat, cool course: ``slower`` is how many times longer the day's takes, for ``day``'s reasons.
    """
    told = list(day)
    for variant, without in zip(asked, found.seconds, strict=True):
        moved = (seconds - float(without)) * slower
        if not variant.narrows and abs(moved) >= WORTH_SAYING_S:
            told.append(Influence(variant.reason.what, variant.reason.values, moved))
    return tuple(sorted(told, key=lambda each: -abs(each.seconds or 0.0)))


def narrowed_by(asked: list[Variant], half_s: float, found: Answers, *, slower: float = 1.0) -> tuple[Influence, ...]:
    """What would narrow the interval most: half its width now and then, in seconds of a day ``slower`` than flat."""
    told = []
    for variant, low, high in zip(asked, found.low_s, found.high_s, strict=True):
        after = float(high - low) / 2
        if variant.narrows and after < half_s * (1 - NARROWS):
            values = variant.reason.values | {"before": half_s * slower, "after": after * slower}
            told.append(Influence(variant.reason.what, values, (after - half_s) * slower))
    return tuple(sorted(told, key=lambda each: each.seconds or 0.0)[:MOST_NARROWING])
