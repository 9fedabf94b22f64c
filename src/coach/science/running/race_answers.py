"""Many questions at once: what the curve answers for runners, distances and evidence stacked in arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.science.running.race_curve import at_places, band_columns, between_half_and_marathon, curves
from coach.science.running.race_evidence import Piece, stacked
from coach.science.running.race_model import MARATHON, SHORTEST, Array, Model, place, runners

AT_ONCE = 4096
ULTRA_SD, SHORT_SD = 0.08, 0.03
"""Doubt added per log of distance beyond the marathon and under 5 km, where the survey ends; assumptions."""

WIDEST_SD = 0.35


@dataclass(frozen=True, slots=True)
class Ask:
    """A distance in metres, facts (7,) with NaN for the unknown, and the races that speak."""

    distance_m: float
    facts: Array
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Seconds (n,) with the ends of their 80 % intervals, and the expected features (n, 9) of each runner."""

    seconds: Array
    low_s: Array
    high_s: Array
    features: Array


def answers(model: Model, asks: Sequence[Ask]) -> Answers:
    """The answers in the order of the questions. Questions with as many races are solved together."""
    width = np.array([len(ask.pieces) for ask in asks], dtype=int)
    seconds, low_s, high_s = (np.zeros(len(asks)) for _ in range(3))
    told = np.zeros((len(asks), len(model.feature_means)))
    for count in np.unique(width):
        rows = np.flatnonzero(width == count)
        for begin in range(0, len(rows), AT_ONCE):
            part = rows[begin : begin + AT_ONCE]
            found = _solved(model, [asks[row] for row in part])
            seconds[part], low_s[part], high_s[part] = found.seconds, found.low_s, found.high_s
            told[part] = found.features
    return Answers(seconds, low_s, high_s, told)


def _solved(model: Model, asks: Sequence[Ask]) -> Answers:
    who = runners(model, np.array([ask.facts for ask in asks]))
    at = place([ask.distance_m for ask in asks])
    drawn = curves(model, who, stacked([ask.pieces for ask in asks]))
    middle = at_places(drawn.log_s, at)
    outside = (ULTRA_SD * np.maximum(at - MARATHON, 0.0)) ** 2 + (SHORT_SD * np.maximum(SHORTEST - at, 0.0)) ** 2
    sd = np.sqrt(at_places(drawn.variance, at) + drawn.day_variance)
    sd = sd * np.exp(band_columns(model, who, drawn, at) @ np.asarray(model.band.scale))
    sd = np.minimum(np.sqrt(sd**2 + outside), WIDEST_SD)
    low, high = (between_half_and_marathon(ends, at) for ends in (model.band.low, model.band.high))
    return Answers(np.exp(middle), np.exp(middle + low * sd), np.exp(middle + high * sd), who.features)
