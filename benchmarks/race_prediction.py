"""Promise: race times from one or two earlier races, better than the study's own models refitted in each fold.

Five folds over the survey's training runners, over several seeds. The model is fitted whole on the other folds, its
search included, and asked through the code that ships; COACH_BENCH_SEEDS says how many seeds (1 unless said).
"""

from __future__ import annotations

import os

import numpy as np

from benchmarks._race_baselines import FITTED, PUBLISHED, Predict, critical_speed, known, power_law
from coach.domain.races import RaceResult
from coach.science.running.race_answers import Answers, Ask, answers
from coach.science.running.race_evidence import pieces
from coach.science.running.race_model import Array, Model
from scripts.fit_races import DISTANCES_M, START, Survey, coefficients, finished, fit, read, shared_races

METRES = np.array(list(DISTANCES_M.values()))
NAMES = {5: "marathon", 4: "half", 2: "10k", 0: "5k"}
FOLDS = 5
BOOTSTRAPS = 10_000
GOAL = 0.9
SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)


def folds(survey: Survey, seed: int) -> Array:
    """A fold for each runner, marathoners and others shuffled apart."""
    random = np.random.default_rng(seed)
    fold = np.zeros(len(survey.facts), dtype=int)
    marathoner = ~np.isnan(survey.log_s[:, 5])
    for group in (np.flatnonzero(marathoner), np.flatnonzero(~marathoner)):
        fold[random.permutation(group)] = np.arange(len(group)) % FOLDS
    return fold


def asked(model: Model, survey: Survey, target: int) -> Answers:
    """The model's answers for runners who all ran the target, from their other races."""
    asks = []
    for facts, log_s in zip(survey.facts, survey.log_s, strict=True):
        others = [n for n in np.flatnonzero(~np.isnan(log_s)).tolist() if n != target]
        races = [RaceResult(float(METRES[n]), float(np.exp(log_s[n]))) for n in others]
        asks.append(Ask(float(METRES[target]), facts, pieces(races, model.noise)))
    return answers(model, asks)


class Scores:
    """Predictions of every runner who ran a target, one column a seed."""

    def __init__(self, survey: Survey, target: int, seeds: int) -> None:
        self.target = target
        self.rows = np.flatnonzero(~np.isnan(survey.log_s[:, target]) & ((~np.isnan(survey.log_s)).sum(axis=1) > 1))
        self.part = survey.of(self.rows)
        self.real = np.exp(self.part.log_s[:, target])
        self.told = {name: np.zeros((len(self.rows), seeds)) for name in ("model", "low", "high", *FITTED, *PUBLISHED)}

    def fill(self, seed: int, test: Array, train: Survey, model: Model) -> None:
        """Ask every predictor for the runners ``test`` (positions among the rows)."""
        here = self.part.of(test)
        found = asked(model, here, self.target)
        for name, values in (("model", found.seconds), ("low", found.low_s), ("high", found.high_s)):
            self.told[name][test, seed] = values
        ran = train.of(np.flatnonzero(~np.isnan(train.log_s[:, self.target])))
        ran = ran.of(np.flatnonzero((~np.isnan(ran.log_s)).sum(axis=1) > 1))
        predictors: dict[str, Predict] = FITTED | PUBLISHED
        for name, predict in predictors.items():
            self.told[name][test, seed] = predict(ran, here, self.target)

    def squared(self, name: str) -> Array:
        """Squared error of each runner in min^2, mean over seeds."""
        return np.mean(((self.told[name] - self.real[:, None]) / 60.0) ** 2, axis=1)

    @property
    def best(self) -> str:
        """The fitted baseline with the least squared error."""
        return min(FITTED, key=lambda name: float(self.squared(name).mean()))

    def bootstrap(self) -> tuple[float, float]:
        """95 % interval of the difference of MSE, model less best baseline, runners drawn again."""
        gap = self.squared("model") - self.squared(self.best)
        drawn = np.random.default_rng(0).integers(0, len(gap), (BOOTSTRAPS, len(gap)))
        low, high = np.quantile(gap[drawn].mean(axis=1), [0.025, 0.975])
        return float(low), float(high)

    def covered(self, rows: Array) -> float:
        """The share of real times within the intervals, over seeds."""
        low, high = self.told["low"][rows], self.told["high"][rows]
        return float(np.mean((low <= self.real[rows, None]) & (self.real[rows, None] <= high)))

    def thirds(self, by: Array) -> list[float]:
        """Coverage within each third of a quantity, rising."""
        order = np.argsort(by, kind="stable")
        return [round(100 * self.covered(part), 1) for part in np.array_split(order, 3)]

    def line(self, name: str) -> str:
        """A predictor's errors in minutes and percent."""
        off = (self.told[name] - self.real[:, None]) / 60.0
        share = 100 * np.abs(off) * 60 / self.real[:, None]
        several = known(self.part, self.target)[2] > 1
        squared = self.squared(name)
        return (
            f"  {name:<18} MSE {squared.mean():7.2f} (one {squared[~several].mean():7.2f},"
            f" two {squared[several].mean():7.2f})  MAE {np.abs(off).mean():6.2f}"
            f"  MAPE {share.mean():5.2f}  bias {off.mean():+6.2f}"
        )

    def show(self) -> None:
        """Print everything of this target."""
        several = int((known(self.part, self.target)[2] > 1).sum())
        print(f"{NAMES[self.target]}: {len(self.rows)} runners, {several} with two earlier races")
        for name in ("model", *FITTED, *PUBLISHED):
            print(self.line(name))
        low, high = self.bootstrap()
        gap = float(self.squared("model").mean() / self.squared(self.best).mean() - 1)
        print(f"  against {self.best}: {100 * gap:+.1f} %, MSE difference 95 % {low:.2f} to {high:.2f}")
        middle = self.told["model"].mean(axis=1)
        print(
            f"  interval covers {100 * self.covered(np.arange(len(self.rows))):.1f} %; thirds of predicted time "
            f"{self.thirds(middle)}, of real time {self.thirds(self.real)},"
            f" of volume {self.thirds(self.part.facts[:, 0])}; half-width {self.half_width():.2f} %"
        )

    def half_width(self) -> float:
        """Mean half-width of the intervals in percent of the time."""
        return float(50 * np.mean((self.told["high"] - self.told["low"]) / self.told["model"]))


def cross_validated(survey: Survey, seeds: int) -> dict[int, Scores]:
    scores = {target: Scores(survey, target, seeds) for target in NAMES}
    for seed in range(seeds):
        fold = folds(survey, seed)
        for out in range(FOLDS):
            train = survey.of(np.flatnonzero(fold != out))
            model = fit(train)
            for each in scores.values():
                each.fill(seed, np.flatnonzero(fold[each.rows] == out), train, model)
    return scores


def leave_one_distance_out(survey: Survey) -> dict[str, float]:
    """Mean absolute percentage error over all races of runners with three, each from the other two."""
    three = np.flatnonzero((~np.isnan(survey.log_s)).sum(axis=1) == 3)
    fold = folds(survey, 0)
    errors: dict[str, list[Array]] = {"model": [], "Riegel": [], "power_law": [], "critical_speed": []}
    for out in range(FOLDS):
        model = finished(coefficients(START, survey.of(np.flatnonzero(fold != out))), survey.of(fold != out))
        for target in range(len(METRES)):
            test = survey.of(three[(fold[three] == out) & ~np.isnan(survey.log_s[three, target])])
            if not len(test.facts):
                continue
            real = np.exp(test.log_s[:, target])
            told = {
                "model": asked(model, test, target).seconds,
                "Riegel": PUBLISHED["Riegel"](test, test, target),
                "power_law": power_law(test, target),
                "critical_speed": critical_speed(test, target),
            }
            for name, seconds in told.items():
                errors[name].append(100 * np.abs(seconds / real - 1))
    return {name: round(float(np.concatenate(each).mean()), 2) for name, each in errors.items()}


def learning_curve(survey: Survey) -> dict[float, float]:
    """Marathon MSE (min^2) by the share of the training part that is used; coefficients only, three seeds."""
    found = {}
    for share in SHARES:
        squared = []
        for seed in range(3):
            fold, random = folds(survey, seed), np.random.default_rng(seed)
            for out in range(FOLDS):
                rows = random.permutation(np.flatnonzero(fold != out))
                part = survey.of(rows[: int(share * len(rows))])
                model = finished(coefficients(START, part), part)
                test = survey.of((fold == out) & ~np.isnan(survey.log_s[:, 5]))
                off = (asked(model, test, 5).seconds - np.exp(test.log_s[:, 5])) / 60
                squared.append(off**2)
        found[share] = round(float(np.concatenate(squared).mean()), 1)
    return found


def noise_floor(scores: Scores) -> tuple[float, float]:
    """Marathon MSE with the 2 % worst runners away, and the share of the MSE they make."""
    squared = np.sort(scores.squared("model"))
    cut = round(0.98 * len(squared))
    return float(squared[:cut].mean()), float(squared[cut:].sum() / squared.sum())


def main() -> dict[str, object]:
    path = shared_races()
    if not path.exists():
        return {"skipped": "the survey is not here (set COACH_SHARED)"}
    survey = read(path)
    scores = cross_validated(survey, int(os.environ.get("COACH_BENCH_SEEDS", "1")))
    for each in scores.values():
        each.show()
    marathon = scores[5]
    apart = leave_one_distance_out(survey)
    print(f"leave one distance out, runners with three races, MAPE: {apart}")
    print(f"learning curve, marathon MSE: {learning_curve(survey)}")
    calm, share = noise_floor(marathon)
    print(f"the 2 % worst predicted make {100 * share:.0f} % of the marathon MSE; without them it is {calm:.0f}")
    model, best = (float(marathon.squared(name).mean()) for name in ("model", marathon.best))
    return {
        "marathon_mse_min2": round(model, 1),
        "best_baseline_mse_min2": round(best, 1),
        "ratio": round(model / best, 3),
        "ratio_goal": GOAL,
        "difference_95": [round(end, 1) for end in marathon.bootstrap()],
        "coverage_percent": round(100 * marathon.covered(np.arange(len(marathon.rows))), 1),
        "half_width_percent": round(marathon.half_width(), 2),
        "left_out_mape": apart,
    }


if __name__ == "__main__":
    print(main())
