"""The race model against the survey it was fitted to: one quick fold of the benchmark, and that the file is its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.race_prediction import FOLDS, Scores, folds
from coach.science.running.race_model import fitted
from scripts.fit_races import START, Survey, coefficients, finished, read


@pytest.fixture(scope="module")
def survey(shared_data: Path) -> Survey:
    return read(shared_data / "races" / "runners_train.csv")


@pytest.fixture(scope="module")
def left_out(survey: Survey) -> dict[int, Scores]:
    """Marathon and half of all runners, each fold by a model of the others, its spread not searched anew."""
    scores = {target: Scores(survey, target, 1) for target in (5, 4)}
    fold = folds(survey, 0)
    for out in range(FOLDS):
        train = survey.of(np.flatnonzero(fold != out))
        model = finished(coefficients(START, train), train)
        for each in scores.values():
            each.fill(0, np.flatnonzero(fold[each.rows] == out), train, model)
    return scores


@pytest.mark.shared
@pytest.mark.nightly
@pytest.mark.parametrize("target", [5, 4])
def test_it_beats_the_best_baseline_by_a_tenth(left_out: dict[int, Scores], target: int) -> None:
    scores = left_out[target]
    assert scores.squared("model").mean() < 0.9 * scores.squared(scores.best).mean()
    assert scores.bootstrap()[1] < 0


@pytest.mark.shared
@pytest.mark.nightly
@pytest.mark.parametrize("target", [5, 4])
def test_it_leans_neither_way_and_its_intervals_hold_what_they_say(left_out: dict[int, Scores], target: int) -> None:
    scores = left_out[target]
    bias = (scores.told["model"][:, 0] - scores.real).mean() / 60
    assert abs(bias) < 1
    assert 0.76 <= scores.covered(np.arange(len(scores.rows))) <= 0.84
    assert scores.half_width() <= 7.5


@pytest.mark.shared
def test_what_ships_is_a_fit_of_the_survey(survey: Survey) -> None:
    """The search is not repeated here: given its spread, the coefficients come out as they ship."""
    shipped = fitted()
    again = coefficients(shipped, survey)
    assert np.allclose(again.level, shipped.level, atol=2e-3)
    assert np.allclose(again.fade, shipped.fade, atol=2e-3)


def test_the_coefficients_are_small_and_without_runners() -> None:
    path = Path(__file__).parents[3] / "src/coach/science/running/race_model.json"
    assert path.stat().st_size < 20_000
