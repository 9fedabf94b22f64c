"""Races and efforts as the curve takes them: believable ones, the best of each distance, with their age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, isfinite, log

import numpy as np

from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.races import RaceResult, RunnerFacts
from coach.science.running.race_curve import Evidence
from coach.science.running.race_model import Noise, place

SHORTEST_M, LONGEST_M = 1000.0, 100_000.0
SHORTEST_RACE_M, LONGEST_RACE_M = 800.0, 200_000.0
SLOWEST_S_PER_M = 1.8
"""Thirty minutes a kilometre: slower is no run."""

BEYOND_RECORDS = 0.97
RECORDS = (
    *((800.0, 100.91), (1000.0, 131.96), (1609.344, 223.13), (3000.0, 437.55), (5000.0, 755.36), (10_000.0, 1571.0)),
    *((21_097.5, 3402.0), (42_195.0, 7235.0), (100_000.0, 21_935.0), (200_000.0, 51_000.0)),
)
"""Near the fastest a human has run, metres and seconds (World Athletics lists, 2025; the last rounded)."""

SAME_DISTANCE = 0.02
SEASON_DAYS = 120
MOST_RACES = 12
AGEING_SD = 0.04
"""What a year adds to the doubt of a race, in log of the time; an assumption, the survey has no dates."""

MEASURED_SD, MEASURED_KNEE = 0.012, 3.0
"""How surely whoever ran a distance before a device can run it: standard deviation, and up to how many of them."""


def fastest_s(distance_m: float) -> float:
    """Seconds nobody has run a distance in: 3 % under the records, a straight line on logs between them."""
    places = [log(metres) for metres, _ in RECORDS]
    times = [log(seconds) for _, seconds in RECORDS]
    return BEYOND_RECORDS * exp(float(np.interp(log(distance_m), places, times)))


def check_distance(distance_m: float) -> None:
    """Raises InvalidInput where no time is predicted over a distance."""
    if not isfinite(distance_m) or not SHORTEST_M <= distance_m <= LONGEST_M:
        raise InvalidInput(mark("Times are predicted from 1 km to 100 km."), field="distance")


def check_race(race: RaceResult) -> None:
    """Raises InvalidInput where a race cannot have been run like that."""
    if not isfinite(race.distance_m) or not SHORTEST_RACE_M <= race.distance_m <= LONGEST_RACE_M:
        raise InvalidInput(mark("A race to predict from is 800 m to 200 km long."), field="races")
    if not isfinite(race.seconds) or race.seconds <= 0:
        raise InvalidInput(mark("A race needs a time above zero."), field="races")
    if race.seconds < fastest_s(race.distance_m):
        raise InvalidInput(
            mark("{km} km in {time} is faster than any human: check the distance and the time."),
            field="races",
            km=f"{race.distance_m / 1000:.5g}",
            time=_clock(race.seconds),
        )
    if race.seconds > SLOWEST_S_PER_M * race.distance_m:
        raise InvalidInput(
            mark("{km} km in {time} is slower than a walk: check the distance and the time."),
            field="races",
            km=f"{race.distance_m / 1000:.5g}",
            time=_clock(race.seconds),
        )
    if race.days_ago is not None and race.days_ago < 0:
        raise InvalidInput(mark("A race to predict from lies in the past."), field="races")


_BELIEVABLE = {
    "weekly_km": (0.0, 400.0, mark("Weekly kilometres are 0 to 400.")),
    "max_weekly_km": (0.0, 600.0, mark("The greatest week is 0 to 600 km.")),
    "age": (5.0, 110.0, mark("An age is 5 to 110 years.")),
    "bmi": (10.0, 70.0, mark("A BMI is 10 to 70 kg/m2.")),
}


def check_facts(facts: RunnerFacts) -> None:
    """Raises InvalidInput where a fact cannot be."""
    for name, (low, high, sentence) in _BELIEVABLE.items():
        value = getattr(facts, name)
        if value is not None and not (isfinite(value) and low <= value <= high):
            raise InvalidInput(sentence, field=name)


def _clock(seconds: float) -> str:
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A race as it counts, in the terms of ``race_curve.Evidence``."""

    race: RaceResult
    at: float
    log_s: float
    extra: float
    slow_weight: float
    slow_extra: float
    fast_knee: float
    fast_sd: float = 0.0


def pieces(races: Sequence[RaceResult], noise: Noise) -> tuple[Piece, ...]:
    """The races as they speak, the most telling dozen. Efforts in training only speak for the faster.

    So does a race that a better one over the same distance has outdone: it still proves what it proves, and is held
    against nobody. What outdid it is not held against the runner more than it was, however fresh. Hence a fresh best
    can only make predictions faster.
    """
    kept: list[Piece] = []
    for race in sorted(races, key=lambda each: (each.seconds / each.distance_m, each.days_ago or 0)):
        piece = _piece(race, noise)
        above = next((index for index, each in enumerate(kept) if _outdone(race, each)), None)
        if race.race and above is not None:
            better = kept[above]
            kept[above] = replace(better, slow_extra=max(better.slow_extra, piece.extra))
            piece = replace(piece, slow_weight=0.0)
        kept.append(piece)
    kept.sort(key=lambda each: (not each.race.race, each.slow_weight == 0, each.extra, each.log_s - 1.06 * each.at))
    return tuple(kept[:MOST_RACES])


def _piece(race: RaceResult, noise: Noise) -> Piece:
    sure = race.measured or not race.race
    knee, fast_sd = (MEASURED_KNEE, MEASURED_SD) if sure else (noise.fast, 0.0)
    slow_weight = 1.0 if race.race else 0.0
    at, extra = float(place(race.distance_m)), _extra(race)
    return Piece(race, at, log(race.seconds), extra, slow_weight, extra, knee, fast_sd)


def _outdone(race: RaceResult, piece: Piece) -> bool:
    """Whether a piece, no slower, outdoes a race: a race over the same distance, as fresh within a season."""
    better = piece.race
    same = abs(better.distance_m / race.distance_m - 1.0) <= SAME_DISTANCE
    return same and piece.slow_weight > 0 and (better.days_ago or 0) <= (race.days_ago or 0) + SEASON_DAYS


def _extra(race: RaceResult) -> float:
    years = (race.days_ago or 0) / 365.25
    return float(AGEING_SD**2 * years)


def stacked(spoken: Sequence[Sequence[Piece]]) -> Evidence:
    """The pieces of n runners as arrays (n, k), k that of the runner with most."""
    width = max((len(each) for each in spoken), default=0)
    blank = np.zeros((len(spoken), width))
    at, log_s, extra, slow, slow_extra, knee, sure = (blank.copy() for _ in range(7))
    counts = np.zeros((len(spoken), width), dtype=bool)
    for row, each in enumerate(spoken):
        for column, piece in enumerate(each):
            at[row, column], log_s[row, column] = piece.at, piece.log_s
            extra[row, column], slow[row, column] = piece.extra, piece.slow_weight
            slow_extra[row, column] = piece.slow_extra
            knee[row, column], sure[row, column], counts[row, column] = piece.fast_knee, piece.fast_sd, True
    return Evidence(at, log_s, extra, slow, slow_extra, np.where(counts, knee, 1.0), sure, counts)
