"""What the race model is measured against, refitted on the training part of each fold. Arrays of survey runners."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from coach.science.running.race_formulas import cameron, daniels_gilbert, riegel
from coach.science.running.race_model import Array
from scripts.fit_races import DISTANCES_M, PLACES, Survey

METRES = np.array(list(DISTANCES_M.values()))
KM_A_MILE = 1.609344
STUDY_EXPONENT, USUAL_EXPONENT = 1.07, 1.08
STRENGTHS = (0.1, 1.0, 3.0, 10.0, 30.0, 100.0)

Predict = Callable[[Survey, Survey, int], Array]


def known(survey: Survey, target: int) -> tuple[Array, Array, Array]:
    """Of each runner's other races: the column nearest to the target, the farthest, and how many there are."""
    ran = ~np.isnan(survey.log_s)
    ran[:, target] = False
    gap = np.abs(PLACES - PLACES[target])
    nearest = np.argmin(np.where(ran, gap, np.inf), axis=1)
    farthest = np.argmax(np.where(ran, gap, -np.inf), axis=1)
    return nearest, farthest, ran.sum(axis=1)


def _log(survey: Survey, columns: Array) -> Array:
    return survey.log_s[np.arange(len(columns)), columns]


def by_formula(formula: Callable[[float, float, float], float]) -> Predict:
    """A published formula of one race, from the nearest one: nothing is fitted."""

    def predict(_: Survey, test: Survey, target: int) -> Array:
        nearest = known(test, target)[0]
        pairs = zip(METRES[nearest], np.exp(_log(test, nearest)), strict=True)
        return np.array([formula(float(metres), float(seconds), float(METRES[target])) for metres, seconds in pairs])

    return predict


def _squares(columns: Array, wanted: Array, strength: float = 0.0) -> tuple[Array, Array, Array]:
    middle, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    ridge = strength * np.eye(columns.shape[1] + 1)
    ridge[0, 0] = 0.0
    whole = np.concatenate([np.ones((len(columns), 1)), (columns - middle) / spread], axis=1)
    return np.linalg.solve(whole.T @ whole + ridge, whole.T @ wanted), middle, spread


def _line(told: tuple[Array, Array, Array], columns: Array) -> Array:
    return told[0][0] + (columns - told[1]) / told[2] @ told[0][1:]


def _study_columns(survey: Survey, target: int) -> tuple[Array, Array, Array, Array]:
    nearest, farthest, count = known(survey, target)
    over = METRES[target]
    riegel_speed = over / np.exp(_log(survey, nearest) + STUDY_EXPONENT * (PLACES[target] - PLACES[nearest]))
    apart = np.where(count > 1, PLACES[nearest] - PLACES[farthest], 1.0)
    exponent = (_log(survey, nearest) - _log(survey, farthest)) / apart
    tens_of_miles = survey.facts[:, 0] / KM_A_MILE / 10.0
    return riegel_speed, exponent, tens_of_miles, count > 1


def study_one(train: Survey, test: Survey, target: int) -> Array:
    """Vickers and Vertosick's model of one race: speed = a + b Riegel's speed (exponent 1.07) + c weekly miles / 10."""
    speed, _, miles, _ = _study_columns(train, target)
    told = _squares(np.stack([speed, miles], axis=1), METRES[target] / np.exp(train.log_s[:, target]))
    speed, _, miles, _ = _study_columns(test, target)
    return METRES[target] / _line(told, np.stack([speed, miles], axis=1))


def study(train: Survey, test: Survey, target: int) -> Array:
    """Their model of two races where there are two (exponent = a + b personal exponent + c miles / 10), else of one."""
    seconds = study_one(train, test, target)
    nearest = known(train, target)[0]
    _, exponent, miles, two = _study_columns(train, target)
    reach = PLACES[target] - PLACES[nearest]
    wanted = (train.log_s[:, target] - _log(train, nearest)) / reach
    told = _squares(np.stack([exponent, miles], axis=1)[two], wanted[two])
    nearest = known(test, target)[0]
    _, exponent, miles, two = _study_columns(test, target)
    reach = PLACES[target] - PLACES[nearest]
    by_two = np.exp(_log(test, nearest) + _line(told, np.stack([exponent, miles], axis=1)) * reach)
    return np.where(two, by_two, seconds)


def _ridge_columns(survey: Survey, target: int, logs: bool) -> Array:
    nearest, farthest, count = known(survey, target)
    reach = PLACES[target] - PLACES[nearest]
    log_s = _log(survey, nearest) + USUAL_EXPONENT * reach
    apart = np.where(count > 1, PLACES[nearest] - PLACES[farthest], 1.0)
    slope = np.where(count > 1, (_log(survey, nearest) - _log(survey, farthest)) / apart - USUAL_EXPONENT, 0.0)
    volume = np.log(survey.facts[:, :2] + 8.0) if logs else survey.facts[:, :2]
    dummies = (nearest[:, None] == np.arange(len(METRES))).astype(float)
    first = log_s if logs else np.exp(log_s) / 60.0
    return np.concatenate([first[:, None], (slope * reach)[:, None], dummies, volume, survey.facts[:, 2:]], axis=1)


def ridge(logs: bool) -> Predict:
    """Ridge on races and all allowed fields, in minutes or in logs; its strength by five folds of the training part."""

    def columns(train: Survey, test: Survey, target: int) -> tuple[Array, Array, Array]:
        wanted = train.log_s[:, target] if logs else np.exp(train.log_s[:, target]) / 60.0
        return _ridge_columns(train, target, logs), wanted, _ridge_columns(test, target, logs)

    def seconds(told: Array) -> Array:
        return np.exp(told) if logs else told * 60.0

    def predict(train: Survey, test: Survey, target: int) -> Array:
        here, wanted, there = columns(train, test, target)
        part = np.arange(len(here)) % 5
        errors = []
        for strength in STRENGTHS:
            told = np.zeros(len(here))
            for fold in range(5):
                out = part == fold
                told[out] = _line(_squares(here[~out], wanted[~out], strength), here[out])
            errors.append(float(np.mean((seconds(told) - seconds(wanted)) ** 2)))
        return seconds(_line(_squares(here, wanted, STRENGTHS[int(np.argmin(errors))]), there))

    return predict


FITTED: dict[str, Predict] = {
    "study, one race": study_one,
    "study, one or two": study,
    "ridge, minutes": ridge(logs=False),
    "ridge, logs": ridge(logs=True),
}
PUBLISHED: dict[str, Predict] = {
    "Riegel": by_formula(riegel),
    "Daniels-Gilbert": by_formula(daniels_gilbert),
    "Cameron": by_formula(cameron),
}


def power_law(survey: Survey, target: int) -> Array:
    """Seconds by the straight line on logs through a runner's two other races."""
    nearest, farthest, _ = known(survey, target)
    slope = (_log(survey, nearest) - _log(survey, farthest)) / (PLACES[nearest] - PLACES[farthest])
    return np.exp(_log(survey, nearest) + slope * (PLACES[target] - PLACES[nearest]))


def critical_speed(survey: Survey, target: int) -> Array:
    """Seconds by d = CS t + D' through a runner's two other races."""
    nearest, farthest, _ = known(survey, target)
    one, other = np.exp(_log(survey, nearest)), np.exp(_log(survey, farthest))
    speed = (METRES[nearest] - METRES[farthest]) / (one - other)
    return (METRES[target] - METRES[nearest]) / speed + one
