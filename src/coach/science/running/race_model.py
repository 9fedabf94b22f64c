"""The fitted population of runners: coefficients, and how they depend on distance and on what is known of a runner.

Axes are logarithmic: a place is the natural log of the distance over 10 km, a time the natural log of seconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.domain.athletes import Sex
from coach.domain.races import RunnerFacts

Array = npt.NDArray[np.float64]

FACTS = ("weekly_km", "max_weekly_km", "age", "female", "bmi", "speed_work", "tempo_work")
FEATURES = ("female", "age", "age_beyond", "bmi", "volume", "volume_squared", "peak", "speed_work", "tempo_work")
TOLD_BY = (3, 2, 2, 4, 0, 0, 1, 5, 6)
"""For each feature, the fact that tells it."""

BENT = tuple(FEATURES.index(name) for name in ("female", "volume", "peak"))
"""The features that change the curve's slope, not its level alone."""

SURVEYED = ((0.0, 160.0), (0.0, 200.0), (18.0, 75.0), (0.0, 1.0), (17.0, 40.0), (0.0, 1.0), (0.0, 1.0))
"""Facts beyond what the survey holds count as its edge: effects are not extrapolated."""

TEN_KM = 10_000.0
SHORTEST, HALF, MARATHON = (float(np.log(metres / TEN_KM)) for metres in (5000.0, 21_097.5, 42_195.0))

ULTRA_SLOPE = 0.05
"""What the exponent grows by beyond the marathon, where the survey ends: assumed, and the interval widens."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What one race day adds to the log of the time: ``sd``, less for those who run much (``per_volume``, log).

    Beyond ``slow`` or ``fast`` standard deviations a race pulls hardly more (pseudo-Huber), ``tail`` is the standard
    deviation of what pull is left.
    """

    sd: float
    per_volume: float
    slow: float
    fast: float
    tail: float


@dataclass(frozen=True, slots=True)
class Band:
    """From model to 80 % interval: log of the scale by ``race_curve.band_columns``, and quantiles of the errors.

    Pairs hold up to the half marathon and at the marathon. ``mean_shift`` leads from the middle to the mean;
    ``unknown_volume`` is what it takes beside at the marathon where nobody told the weekly kilometres: those who race
    one run more than the survey's usual runner.
    """

    scale: tuple[float, ...]
    low: tuple[float, float]
    high: tuple[float, float]
    mean_shift: tuple[float, float]
    unknown_volume: float


@dataclass(frozen=True, slots=True)
class Model:
    """The population's curve, what it owes to the facts, and how runners depart from it.

    ``level`` has a constant and one coefficient a feature; ``slope`` (per log of distance) and ``fade`` (beyond the
    half marathon) a constant and one each of ``BENT``; ``bend`` curves 5 km to half marathon. A runner's departure is
    ``own`` (standard deviation, the same at every distance) and a
    wandering one of standard deviation ``wander`` that forgets itself over ``reach`` of log distance. Whoever would be
    more than ``bound`` standard deviations slower than the facts say is believed half as readily.
    """

    level: tuple[float, ...]
    slope: tuple[float, ...]
    fade: tuple[float, ...]
    bend: float
    own: float
    wander: float
    reach: float
    noise: Noise
    bound: float
    feature_means: tuple[float, ...]
    feature_covariance: tuple[tuple[float, ...], ...]
    band: Band

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Model:
        """The model out of its JSON."""
        values = dict(told)
        for name in ("level", "slope", "fade", "feature_means"):
            values[name] = tuple(values[name])
        values["feature_covariance"] = tuple(tuple(row) for row in values["feature_covariance"])
        values["noise"] = Noise(**values["noise"])
        band: dict[str, Any] = dict(values["band"])
        for name in ("scale", "low", "high", "mean_shift"):
            band[name] = tuple(band[name])
        values["band"] = Band(**band)
        return cls(**values)


@cache
def fitted() -> Model:
    """The model that ships with the coach; ``docs/science/race-prediction.md`` is its card."""
    text = resources.files("coach.science.running").joinpath("race_model.json").read_text(encoding="utf-8")
    told = json.loads(text)
    return Model.of(told["model"])


def place(distance_m: npt.ArrayLike) -> Array:
    """Natural log of a distance in metres over 10 km, same shape."""
    return np.asarray(np.log(np.asarray(distance_m, dtype=float) / TEN_KM))


def ramp(at: Array) -> Array:
    """0 up to the half marathon, 1 at the marathon, a straight line beyond: where the fade of the marathon is."""
    width, start = 0.08, HALF + 0.2
    top = width * np.logaddexp(0.0, (MARATHON - start) / width)
    return np.asarray(width * np.logaddexp(0.0, (at - start) / width) / top)


def bow(at: Array) -> Array:
    """A parabola between 5 km and the half marathon, its tangents beyond."""
    inside = np.clip(at, SHORTEST, HALF)
    return np.asarray(inside**2 + 2 * inside * (at - inside))


def basis(model: Model, at: Array) -> Array:
    """What a constant and each feature add to the log of the time at places of any shape: (..., 1 + features)."""
    bent = [0, *(1 + index for index in BENT)]
    rows = np.broadcast_to(np.asarray(model.level), (*at.shape, len(model.level))).copy()
    rows[..., bent] += np.asarray(model.slope) * at[..., None] + np.asarray(model.fade) * ramp(at)[..., None]
    rows[..., 0] += model.bend * bow(at) + ULTRA_SLOPE * np.maximum(at - MARATHON, 0.0)
    return rows


def facts_array(facts: RunnerFacts) -> Array:
    """The facts in the order of FACTS; NaN is unknown."""
    female = None if facts.sex is None else facts.sex is Sex.FEMALE
    told = (
        *(facts.weekly_km, facts.max_weekly_km, facts.age, female, facts.bmi),
        *(facts.speed_work, facts.tempo_work),
    )
    return np.array([np.nan if value is None else float(value) for value in told])


USUAL_WEEK_OF_GREATEST = 0.75
"""The typical week as a share of the greatest one, where only the latter is told: the survey's median."""


def volume_of(km: Array) -> Array:
    """Weekly kilometres on a logarithmic axis that bears zero; 45 km is 0."""
    return np.asarray(np.log((km + 8.0) / 53.0))


def features(facts: Array) -> Array:
    """Facts (n, 7) as features (n, 9); NaN stays where the fact is unknown."""
    lows, highs = np.array(SURVEYED).T
    week, peak, age, female, bmi, speed, tempo = np.clip(facts, lows, highs).T
    week = np.where(np.isnan(week), USUAL_WEEK_OF_GREATEST * peak, week)
    volume = volume_of(week)
    years = (age - 36.0) / 10.0
    return np.stack(
        [
            *(female, years, np.maximum(years, 0.0) ** 2, (bmi - 23.0) / 3.0),
            *(volume, volume**2, volume_of(np.maximum(peak, 0.5 * week)) - volume, speed, tempo),
        ],
        axis=1,
    )


@dataclass(frozen=True, slots=True)
class Runners:
    """Runners as the model sees them: features (n, 9), the unknown at their expectation, and how unsure that is."""

    features: Array
    doubt: Array
    """(n, 9, 9) covariance of the features given what is known."""

    def of(self, rows: npt.NDArray[np.intp]) -> Runners:
        """Some of the runners."""
        return Runners(self.features[rows], self.doubt[rows])


def runners(model: Model, facts: Array) -> Runners:
    """Facts (n, 7), NaN unknown: each unknown feature at its mean given the known ones (normal approximation)."""
    known_features = features(facts)
    count = len(FEATURES)
    mean, covariance = np.asarray(model.feature_means), np.asarray(model.feature_covariance)
    filled, doubt = known_features.copy(), np.zeros((len(facts), count, count))
    unknown = np.isnan(known_features)
    for pattern in np.unique(unknown, axis=0):
        if not pattern.any():
            continue
        rows = np.flatnonzero((unknown == pattern).all(axis=1))
        hidden, seen = np.flatnonzero(pattern), np.flatnonzero(~pattern)
        cross = covariance[np.ix_(hidden, seen)]
        gain = np.linalg.solve(covariance[np.ix_(seen, seen)] + 1e-9 * np.eye(len(seen)), cross.T).T
        off = known_features[np.ix_(rows, seen)] - mean[seen]
        filled[np.ix_(rows, hidden)] = mean[hidden] + off @ gain.T
        left = covariance[np.ix_(hidden, hidden)] - gain @ cross.T
        doubt[np.ix_(rows, hidden, hidden)] = left
    return Runners(filled, doubt)
