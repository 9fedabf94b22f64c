"""Race times to expect, how far to trust them, and what training they suggest."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from coach.domain.analytics import Confidence, Outlook, Predictions, Sentence
from coach.domain.fitness import Fitness
from coach.domain.language import mark
from coach.domain.races import RacePrediction
from coach.science.running.efforts import HALF_MARATHON_M, MARATHON_M
from coach.services import fitness
from coach.store import analytics
from coach.store import fitness as snapshots

FRESH = timedelta(days=7)
"""An older snapshot is not shown: without new runs it would still promise the times of back then."""

HIGH_VALIDITY, HIGH_WIDTH = 4, 0.05
FAIR_VALIDITY, FAIR_WIDTH = 2, 0.09
"""Least validity, and largest half-width as a share of the time, to be called so."""

NEAR = 0.02
"""A distance within 2 % of a race's is that race."""

VOLUME, TAPER, SPREAD = "Fokkema et al., 2020", "Bosquet et al., 2007", "Rosenblat et al., 2025"
MARATHON_KM, MARATHON_MUCH_KM, MARATHON_LONG_KM = 40.0, 65.0, 25.0
HALF_KM, HALF_LONG_KM = 32.0, 21.0

NOTHING_TOLD = Sentence(mark("Nothing tells how fast you are yet: one hard run of 1 km or more would."))

_HIGH = mark("This rests on a lot: four race days in five should end between {fast} and {slow}.")
_FAIR = mark("A fair guess: four race days in five should end between {fast} and {slow}.")
_LOW = mark("A rough guess: between {fast} and {slow} in four cases of five, if what is known of you is typical.")
_MARATHON_LITTLE = mark(
    "You run about {metres} a week. In one study, marathon runners under 40 km a week took about 6 min longer than "
    "those who ran 40 to 65, and volume was not tied to injury. More weeks at a little more is the first thing to try."
)
_MARATHON_MIDDLE = mark(
    "You run about {metres} a week. In one study, marathon runners over 65 km a week took about 14 min less than "
    "those who ran 40 to 65, though those who can run that much differ in more than that."
)
_MARATHON_MUCH = mark(
    "You run about {metres} a week, as the fastest group of one study of marathon runners did (over 65 km): volume is "
    "not what is missing."
)
_MARATHON_LONG = mark(
    "Your longest run of the last 30 days was {metres}. In one study, marathon runners whose longest was under 25 km "
    "took about 13 min longer."
)
_HALF_LITTLE = mark(
    "You run about {metres} a week. In one study, half-marathon runners over 32 km a week took about 4 min less, and "
    "volume was not tied to injury."
)
_HALF_LONG = mark(
    "Your longest run of the last 30 days was {metres}. In one study, half-marathon runners who had run over 21 km in "
    "training took about 4 min less."
)
_SPREAD = mark(
    "In trials no way of spreading easy and hard running won on average: mostly easy with a hard session or two a "
    "week, kept up for months, is a sound frame."
)
_TAPER = mark(
    "Runners who cut their distance by 41 to 60 % over the last two weeks, and kept the speed and the number of runs, "
    "raced better in trials."
)


def predictions(connection: Connection, athlete_id: str, today: date) -> Predictions:
    """Outlooks from the fitness kept within the last week, or computed anew where it is older."""
    known = snapshots.latest(connection, athlete_id)
    if known is None and analytics.known_since(connection, athlete_id, today) is None:
        return Predictions(None, None, (), {"outlooks": NOTHING_TOLD})
    if known is None or not today - FRESH <= known.on <= today:
        known = fitness.current(connection, athlete_id, today)
    unknown = {} if known.predictions else {"outlooks": NOTHING_TOLD}
    return Predictions(known.on, known.recent_weekly_m, outlooks(known), unknown)


def outlooks(known: Fitness) -> tuple[Outlook, ...]:
    """Each prediction of the snapshot with its confidence and advice."""
    return tuple(
        Outlook(prediction, trust := confidence(prediction), _said(prediction, trust), advice(prediction, known))
        for prediction in known.predictions
    )


def confidence(prediction: RacePrediction) -> Confidence:
    """How far to trust it: what it rests on, and how wide its interval is."""
    width = (prediction.high_s - prediction.low_s) / 2 / prediction.seconds
    if prediction.validity >= HIGH_VALIDITY and width <= HIGH_WIDTH:
        return Confidence.HIGH
    if prediction.validity >= FAIR_VALIDITY and width <= FAIR_WIDTH:
        return Confidence.FAIR
    return Confidence.LOW


def _said(prediction: RacePrediction, trust: Confidence) -> Sentence:
    text = {Confidence.HIGH: _HIGH, Confidence.FAIR: _FAIR, Confidence.LOW: _LOW}[trust]
    return Sentence(text, {"fast": prediction.low_s, "slow": prediction.high_s})


def advice(prediction: RacePrediction, known: Fitness) -> tuple[Sentence, ...]:
    """What studies of other runners suggest for this distance, given what this one does."""
    if _is(prediction, MARATHON_M):
        return (*_marathon(known), Sentence(_TAPER, {}, TAPER))
    if _is(prediction, HALF_MARATHON_M):
        return (*_half(known), Sentence(_TAPER, {}, TAPER))
    return (Sentence(_SPREAD, {}, SPREAD),)


def _marathon(known: Fitness) -> tuple[Sentence, ...]:
    found = []
    if (weekly_m := known.recent_weekly_m) is not None:
        weekly_km = weekly_m / 1000
        middle = _MARATHON_MIDDLE if weekly_km <= MARATHON_MUCH_KM else _MARATHON_MUCH
        text = _MARATHON_LITTLE if weekly_km < MARATHON_KM else middle
        found.append(Sentence(text, {"metres": weekly_m}, VOLUME))
    if 0 < known.longest_recent_m < 1000 * MARATHON_LONG_KM:
        found.append(Sentence(_MARATHON_LONG, {"metres": known.longest_recent_m}, VOLUME))
    return tuple(found)


def _half(known: Fitness) -> tuple[Sentence, ...]:
    found = []
    if (weekly_m := known.recent_weekly_m) is not None and weekly_m <= 1000 * HALF_KM:
        found.append(Sentence(_HALF_LITTLE, {"metres": weekly_m}, VOLUME))
    if 0 < known.longest_recent_m <= 1000 * HALF_LONG_KM:
        found.append(Sentence(_HALF_LONG, {"metres": known.longest_recent_m}, VOLUME))
    return tuple(found)


def _is(prediction: RacePrediction, distance_m: float) -> bool:
    return abs(prediction.distance_m / distance_m - 1) <= NEAR
