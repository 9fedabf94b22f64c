"""Race times: what a runner's races, training and facts say about any distance from 1 km to 100 km."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from coach.domain.athletes import Sex
from coach.domain.fitness import Estimate
from coach.domain.language import mark
from coach.domain.races import RaceDay, RacePrediction, RaceResult, RunnerFacts
from coach.science.running.efforts import HALF_MARATHON_M, MARATHON_M
from coach.science.running.endurance import seconds_at
from coach.science.running.evidence import Performance
from coach.science.running.race_answers import Answers, Ask, answers
from coach.science.running.race_day import check_day, climb_factor, heat_factor
from coach.science.running.race_evidence import (
    MEASURED_KNEE,
    MEASURED_SD,
    Piece,
    check_distance,
    check_facts,
    check_race,
    pieces,
)
from coach.science.running.race_formulas import baselines, riegel
from coach.science.running.race_model import Model, facts_array, fitted, place
from coach.science.running.race_reasons import RACEABLE_M, Variant, because, narrowed_by, of_day, variants, wishes
from coach.science.running.vma import Z_80

__all__ = ["RACE_DISTANCES_M", "Question", "predict", "predict_many", "predictions", "riegel"]

RACE_DISTANCES_M = (5000.0, 10_000.0, HALF_MARATHON_M, MARATHON_M)
TEN_KM_M = 10_000.0
UNKNOWN, ANY_DAY = RunnerFacts(), RaceDay()
FAR, VERY_FAR = 3.0, 6.0
WIDE = 0.12
CONTRADICTING = 0.08

_FROM_RACES = mark("Your own curve through your best performances, drawn towards that of most runners")
_FROM_VMA = mark("From the VMA, by the curve of most runners")
_FROM_FACTS = mark("From your training and yourself alone, by the curve of most runners")
_FROM_NOTHING = mark("The usual runner's time: nothing is known of you")

NO_DATA_BEYOND = mark("Beyond the marathon the model has no data: its interval is wider there.")
NO_DATA_UNDER = mark("Under 5 km the model has no data: its interval is wider there.")
CONTRADICTION = mark("Your races do not tell the same story: the better ones count for more.")
NO_RACE = mark("No race is known: one would tell far more than training and age.")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of ``predict_many``: a distance in metres and what is known; see ``predict``."""

    distance_m: float
    races: tuple[RaceResult, ...] = ()
    facts: RunnerFacts = UNKNOWN
    vma: Estimate | None = None
    day: RaceDay = ANY_DAY


def predict(
    distance_m: float,
    races: Sequence[RaceResult],
    facts: RunnerFacts,
    *,
    vma: Estimate | None = None,
    day: RaceDay | None = None,
) -> RacePrediction:
    """The time over a distance (1 km to 100 km, metres) with an 80 % interval, its reasons and what would narrow it.

    ``vma`` in km/h counts where no race is known. Raises InvalidInput where an input cannot be.
    ``docs/science/race-prediction.md`` is the card of the model, its data and its limits.
    """
    return predict_many([Question(distance_m, tuple(races), facts, vma, day or ANY_DAY)])[0]


def check(question: Question) -> None:
    """Raises InvalidInput where an input cannot be; the sentence says which."""
    check_distance(question.distance_m)
    for race in question.races:
        check_race(race)
    check_facts(question.facts)
    check_day(question.distance_m, question.day)


def predict_many(questions: Sequence[Question], *, reasons: bool = True) -> list[RacePrediction]:
    """Many predictions at once, in the order of the questions; without reasons some ten times as fast.

    Raises InvalidInput at the first bad question.
    """
    for question in questions:
        check(question)
    model = fitted()
    asks = [_ask(model, question) for question in questions]
    found = answers(model, asks)
    asked = _beside(model, questions, asks, found) if reasons else [[] for _ in asks]
    beside = answers(model, [variant.ask for each in asked for variant in each])
    told, begin = [], 0
    for row, question in enumerate(questions):
        end = begin + len(asked[row])
        told.append(_told(question, asks[row], _part(found, row, row + 1), asked[row], _part(beside, begin, end)))
        begin = end
    return told


def _beside(model: Model, questions: Sequence[Question], asks: Sequence[Ask], found: Answers) -> list[list[Variant]]:
    """What is asked beside each question: it without each input, and with what one could come to know."""
    raced = answers(model, [Ask(metres, ask.facts, ask.pieces) for ask in asks for metres in RACEABLE_M])
    over = raced.seconds.reshape(len(asks), len(RACEABLE_M)).tolist()
    asked = []
    for question, ask, expected, seconds in zip(questions, asks, found.features, over, strict=True):
        expected_s = dict(zip(RACEABLE_M, seconds, strict=True))
        kmh = question.vma.value if question.vma else None
        asked.append([*variants(ask, kmh), *wishes(ask, expected, expected_s.__getitem__)])
    return asked


def _part(whole: Answers, begin: int, end: int) -> Answers:
    return Answers(whole.seconds[begin:end], whole.low_s[begin:end], whole.high_s[begin:end], whole.features[begin:end])


def _ask(model: Model, question: Question) -> Ask:
    known = pieces(question.races, model.noise)
    if question.vma is not None and not any(race.race for race in question.races):
        known = (*known, _piece_of(question.vma))
    return Ask(question.distance_m, facts_array(question.facts), known)


def _piece_of(vma: Estimate) -> Piece:
    """The VMA as 10 km at it, with its own doubt."""
    seconds = seconds_at(vma.value, TEN_KM_M)
    doubt = (vma.high - vma.low) / (2 * Z_80 * vma.value)
    race, at = RaceResult(TEN_KM_M, seconds), float(place(TEN_KM_M))
    return Piece(race, at, log(seconds), doubt**2, 1.0, doubt**2, MEASURED_KNEE, MEASURED_SD)


def _told(question: Question, ask: Ask, found: Answers, asked: list[Variant], beside: Answers) -> RacePrediction:
    seconds, low_s, high_s = float(found.seconds[0]), float(found.low_s[0]), float(found.high_s[0])
    climbing = climb_factor(question.distance_m, question.day)
    slower = climbing * heat_factor(seconds * climbing, question.day)
    day = of_day(question.day, seconds, climbing, slower)
    reasons = because(asked, seconds, beside, slower=slower, day=day)
    narrowing = narrowed_by(asked, (high_s - low_s) / 2, beside, slower=slower)
    return RacePrediction(
        distance_m=question.distance_m,
        seconds=seconds * slower,
        low_s=low_s * slower,
        high_s=high_s * slower,
        method=_method(question),
        because=reasons,
        narrowed_by=narrowing,
        baselines=baselines(question.distance_m, question.races),
        validity=_validity(question, (high_s - low_s) / 2 / seconds),
        warnings=_warnings(question, ask),
    )


def _method(question: Question) -> str:
    if question.races:
        return _FROM_RACES
    if question.vma is not None:
        return _FROM_VMA
    return _FROM_NOTHING if question.facts == UNKNOWN else _FROM_FACTS


def _validity(question: Question, half_width: float) -> int:
    """From 0 (nothing known) to 5 (two races, one of them near)."""
    raced = [race for race in question.races if race.race]
    if not raced:
        return 2 if question.races or question.vma else int(question.facts != UNKNOWN)
    reach = min(max(r.distance_m / question.distance_m, question.distance_m / r.distance_m) for r in raced)
    known = 4 if reach <= FAR else 3 if reach <= VERY_FAR else 2
    known += len(raced) > 1 and reach <= FAR
    known -= half_width > WIDE
    return max(known - (question.distance_m > 1.05 * MARATHON_M), 1)


def _warnings(question: Question, ask: Ask) -> tuple[str, ...]:
    told = []
    if question.distance_m > 1.05 * MARATHON_M:
        told.append(NO_DATA_BEYOND)
    if question.distance_m < 0.95 * min(RACE_DISTANCES_M):
        told.append(NO_DATA_UNDER)
    if not question.races and question.vma is None:
        told.append(NO_RACE)
    if _contradict(ask):
        told.append(CONTRADICTION)
    return tuple(told)


def _contradict(ask: Ask) -> bool:
    """Whether a shorter race was run at a slower pace, clearly, than a longer one."""
    raced = sorted((piece for piece in ask.pieces if piece.race.race), key=lambda piece: piece.at)
    paces = np.array([piece.log_s - piece.at for piece in raced])
    return bool(len(paces) and np.max(np.maximum.accumulate(paces) - paces) > CONTRADICTING)


def predictions(
    shown: Sequence[Performance],
    vma: Estimate | None,
    *,
    weekly_km: float | None,
    max_weekly_km: float | None = None,
    age: float | None = None,
    sex: Sex | None = None,
    bmi: float | None = None,
    lost: float = 0.0,
    over: Sequence[float] = RACE_DISTANCES_M,
    day: RaceDay = ANY_DAY,
) -> tuple[RacePrediction, ...]:
    """Times ``over`` distances (metres) out of an athlete's training; () when nothing is known.

    Stretches of activities flagged as races are races, all others can only make a prediction faster; the VMA (km/h)
    stands in where there is no race. ``lost`` is the share of speed lost since by resting; other units as RunnerFacts.
    """
    if vma is None:
        return ()
    races = tuple(
        RaceResult(each.distance_m, each.seconds / (1 - lost), race=each.run.race, measured=True)
        for each in sorted(shown, key=lambda each: (not each.run.race, -each.vma_kmh))
    )
    facts = RunnerFacts(weekly_km, max_weekly_km, age, sex, bmi)
    return tuple(predict_many([Question(metres, races, facts, vma, day) for metres in over]))
