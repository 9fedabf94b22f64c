"""Fit the race model: ``python scripts/fit_races.py [--out FILE]`` reads the survey from COACH_SHARED (or ../shared).

The data are Vickers and Vertosick's (2016) training runners, times adjusted for difficulty as in their study. The
coefficients are generalised least squares with each race weighted by how far it lies from its runner's curve; the
parameters of the spread are found by a pattern search on the error of predicting each race from the runner's others.
Nothing in it is random. NumPy only, half a minute.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from coach.science.running.race_curve import Evidence, at_places, band_columns, curves, prior_covariance
from coach.science.running.race_model import (
    BENT,
    FACTS,
    FEATURES,
    Array,
    Band,
    Model,
    Noise,
    Runners,
    bow,
    features,
    place,
    ramp,
    runners,
)

KM_A_MILE = 1.609344
DISTANCES_M = {"k5": 5000.0, "m5": 8045.0, "k10": 10_000.0, "m10": 16_090.0, "mh": 21_097.5, "mf": 42_195.0}
PLACES = place(list(DISTANCES_M.values()))
VOLUMES = [FACTS.index("weekly_km"), FACTS.index("max_weekly_km")]
RIDGE = 1.0
ROUNDS = 8
FOLDS = 5

# Noise.fast and Noise.tail are chosen, not searched: a faster race is taken at its word a little further than the
# survey's slips of the pen would have it, and no race, however strange, is left wholly aside.
START = Model(
    level=(7.95, *(0.0 for _ in FEATURES)),
    slope=(0.09, *(0.0 for _ in BENT)),
    fade=(0.05, *(0.0 for _ in BENT)),
    bend=0.0,
    own=0.06,
    wander=0.08,
    reach=8.0,
    noise=Noise(sd=0.025, per_volume=-1.0, slow=0.7, fast=1.3, tail=0.12),
    bound=1.25,
    feature_means=tuple(0.0 for _ in FEATURES),
    feature_covariance=tuple(tuple(float(i == j) for j in range(len(FEATURES))) for i in range(len(FEATURES))),
    band=Band(scale=(0.0,) * 6, low=(-1.28, -1.28), high=(1.28, 1.28), mean_shift=(0.0, 0.0), unknown_volume=0.0),
)


@dataclass(frozen=True)
class Survey:
    """n runners: facts (n, 7) in the order of FACTS, log of seconds over the six distances (n, 6), NaN not run."""

    facts: Array
    log_s: Array

    def of(self, rows: Array) -> Survey:
        """Some of the runners."""
        return Survey(self.facts[rows], self.log_s[rows])

    @property
    def who(self) -> Runners:
        """The runners as the model sees them; the survey has no gaps in its facts."""
        told = features(self.facts)
        return Runners(told, np.zeros((len(told), len(FEATURES), len(FEATURES))))


def read(path: Path) -> Survey:
    """The survey's runners; kilometres, seconds, years."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def number(row: dict[str, str], name: str) -> float:
        return float(row[name]) if row[name] else np.nan

    names = ("typical", "max", "age", "female", "bmi", "sprint", "tempo")
    facts = np.array([[number(row, name) for name in names] for row in rows])
    facts[:, :2] *= KM_A_MILE
    times = np.array([[number(row, f"{name}_ti_adj") for name in DISTANCES_M] for row in rows])
    return Survey(facts, np.log(times))


def shared_races() -> Path:
    root = Path(os.environ.get("COACH_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    return root / "data" / "races" / "runners_train.csv"


def shown(model: Model, log_s: Array, without: Array | None = None) -> Evidence:
    """Races as evidence, but for one of each runner (a column number) where ``without`` is given."""
    ran = ~np.isnan(log_s)
    if without is not None:
        ran[np.arange(len(ran)), without] = False
    width = max(int(ran.sum(axis=1).max()), 1)
    order = np.argsort(~ran, axis=1, kind="stable")[:, :width]
    rows = np.arange(len(ran))[:, None]
    counts = ran[rows, order]
    return Evidence(
        at=PLACES[order],
        log_s=np.where(counts, log_s[rows, order], 0.0),
        extra=np.zeros(order.shape),
        slow_weight=np.ones(order.shape),
        slow_extra=np.zeros(order.shape),
        fast_knee=np.full(order.shape, model.noise.fast),
        fast_sd=np.zeros(order.shape),
        counts=counts,
    )


def design(who: Runners, at: Array) -> Array:
    """Columns of the least squares (n, k, p): level, slope, fade, bend."""
    told = np.concatenate([np.ones((len(who.features), 1)), who.features], axis=1)
    bent = told[:, [0, *(1 + index for index in BENT)]]
    whole = np.broadcast_to(told[:, None, :], (*at.shape, told.shape[1]))
    return np.concatenate(
        [whole, bent[:, None, :] * at[..., None], bent[:, None, :] * ramp(at)[..., None], bow(at)[..., None]], axis=2
    )


def with_coefficients(model: Model, told: Array) -> Model:
    levels, bent = 1 + len(FEATURES), 1 + len(BENT)
    level, slope, fade = np.split(told[:-1], [levels, levels + bent])
    return replace(
        model, level=tuple(level.tolist()), slope=tuple(slope.tolist()), fade=tuple(fade.tolist()), bend=float(told[-1])
    )


def coefficients(model: Model, survey: Survey, rounds: int = ROUNDS) -> Model:
    """The model with its coefficients fitted: each race weighted by its distance from its runner's curve."""
    who, races = survey.who, shown(model, survey.log_s)
    columns = design(who, races.at)
    free = [0, 1 + len(FEATURES), 2 + len(FEATURES) + len(BENT), columns.shape[2] - 1]
    ridge = np.full(columns.shape[2], RIDGE)
    ridge[free] = 1e-6
    target = races.log_s - races.at
    identity = np.eye(races.at.shape[1])
    between = prior_covariance(model, who, races.at)
    for _ in range(rounds):
        weights = races.counts * curves(model, who, races).weights
        # (K + 1/w)^-1 = w (1 + K w)^-1, which bears the races that are not there.
        precision = weights[:, :, None] * np.linalg.inv(identity + between * weights[:, None, :])
        crossed = np.einsum("nkp,nkl->npl", columns, precision, optimize=True)
        whole = np.einsum("npl,nlq->pq", crossed, columns, optimize=True) + np.diag(ridge)
        told = np.linalg.solve(whole, np.einsum("npl,nl->p", crossed, target, optimize=True))
        model = with_coefficients(model, told)
    return model


@dataclass(frozen=True)
class LeftOut:
    """Each race predicted from its runner's others: logs, and the model's own spread."""

    row: Array
    column: Array
    log_s: Array
    mean: Array
    sd: Array
    band: Array


def left_out(model: Model, survey: Survey, columns: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> LeftOut:
    """Every race over the columns given, predicted from all other races of its runner."""
    ran = ~np.isnan(survey.log_s)
    several = ran.sum(axis=1) > 1
    rows, cols = np.nonzero(ran & several[:, None] & np.isin(np.arange(6), columns)[None, :])
    part = survey.of(rows)
    who = runners(model, part.facts)
    drawn = curves(model, who, shown(model, part.log_s, cols))
    at = PLACES[cols]
    return LeftOut(
        row=rows,
        column=cols,
        log_s=part.log_s[np.arange(len(rows)), cols],
        mean=at_places(drawn.log_s, at),
        sd=np.sqrt(at_places(drawn.variance, at) + drawn.day_variance),
        band=band_columns(model, who, drawn, at),
    )


def error(model: Model, survey: Survey) -> float:
    """Mean squared relative error over all races left out, each distance's mean error taken away."""
    found = left_out(model, survey)
    total = 0.0
    for marathon in (False, True):
        here = (found.column == 5) == marathon
        ratio = np.exp(found.mean[here] - found.log_s[here])
        ratio = np.exp(found.mean[here] - found.log_s[here]) / ratio.mean()
        total += float(((ratio - 1.0) ** 2).sum())
    return total / len(found.row)


KNOBS: dict[str, tuple[Callable[[Model], float], Callable[[Model, float], Model], float, float]] = {
    "own": (lambda m: m.own, lambda m, v: replace(m, own=v), 0.04, 0.25),
    "wander": (lambda m: m.wander, lambda m, v: replace(m, wander=v), 0.005, 0.10),
    "reach": (lambda m: m.reach, lambda m, v: replace(m, reach=v), 1.0, 10.0),
    "sd": (lambda m: m.noise.sd, lambda m, v: replace(m, noise=replace(m.noise, sd=v)), 0.015, 0.08),
    "per_volume": (
        lambda m: -m.noise.per_volume,
        lambda m, v: replace(m, noise=replace(m.noise, per_volume=-v)),
        0.05,
        2.0,
    ),
    "slow": (lambda m: m.noise.slow, lambda m, v: replace(m, noise=replace(m.noise, slow=v)), 0.2, 4.0),
    "bound": (lambda m: m.bound, lambda m, v: replace(m, bound=v), 0.5, 4.0),
}


def searched(model: Model, survey: Survey, sweeps: int = 2, step: float = 1.3) -> Model:
    """The model with its spread parameters found by a pattern search on log axes."""
    best = error(coefficients(model, survey), survey)
    for _ in range(sweeps):
        for get, put, low, high in KNOBS.values():
            for factor in (step, 1 / step):
                while True:
                    value = float(np.clip(get(model) * factor, low, high))
                    trial = put(model, value)
                    now = error(coefficients(trial, survey), survey)
                    if now >= best * (1 - 1e-4):
                        break
                    best, model = now, trial
        step = step**0.5
    return coefficients(model, survey)


def with_features(model: Model, survey: Survey) -> Model:
    """The model with what to expect of a fact nobody told: means and covariance of the survey's features."""
    told = features(survey.facts)
    covariance = np.cov(told, rowvar=False)
    return replace(
        model,
        feature_means=tuple(told.mean(axis=0).tolist()),
        feature_covariance=tuple(tuple(row) for row in covariance.tolist()),
    )


def with_mean(model: Model, survey: Survey) -> Model:
    """The model shifted from the middle of the likely times to their mean, the marathon's apart."""

    def shift(found: LeftOut, marathon: bool) -> float:
        rows = (found.column == 5) == marathon
        return float(np.log(np.exp(found.log_s[rows]).mean() / np.exp(found.mean[rows]).mean()))

    found = left_out(model, survey)
    model = replace(model, band=replace(model.band, mean_shift=(shift(found, False), shift(found, True))))
    untold = survey.facts.copy()
    untold[:, VOLUMES] = np.nan
    found = left_out(model, Survey(untold, survey.log_s))
    return replace(model, band=replace(model.band, unknown_volume=shift(found, True)))


def with_band(model: Model, survey: Survey) -> Model:
    """The model with its 80 % interval: the scale of the errors of races left out, and their quantiles.

    The errors are those on runners the coefficients were not fitted to, by five folds.
    """
    off, sd, columns, marathons = [], [], [], []
    for fold in range(FOLDS):
        inside = np.arange(len(survey.facts)) % FOLDS != fold
        part, rest = survey.of(inside), survey.of(~inside)
        drawn = with_mean(coefficients(replace(model, band=START.band), part), part)
        found = left_out(drawn, rest)
        off.append(found.log_s - found.mean)
        sd.append(found.sd)
        columns.append(found.band)
        marathons.append(found.column == 5)
    band = interval(*(np.concatenate(each) for each in (off, sd, columns, marathons)))
    return replace(
        model, band=replace(band, mean_shift=model.band.mean_shift, unknown_volume=model.band.unknown_volume)
    )


def interval(off: Array, sd: Array, columns: Array, marathon: Array) -> Band:
    """The scale of errors (n,) beside the model's own spread, log-linear in the columns, by Laplace's likelihood."""
    scale = np.zeros(columns.shape[1])
    inner = columns.T @ columns + 1e-6 * np.eye(columns.shape[1])
    for _ in range(80):
        ratio = np.abs(off) / (sd * np.exp(columns @ scale))
        scale = scale - 0.7 * np.linalg.solve(inner, columns.T @ (1.0 - ratio))
    ratio = off / (sd * np.exp(columns @ scale))
    low, high = (
        (float(np.quantile(ratio[~marathon], share)), float(np.quantile(ratio[marathon], share)))
        for share in (0.1, 0.9)
    )
    return Band(scale=tuple(scale.tolist()), low=low, high=high, mean_shift=(0.0, 0.0), unknown_volume=0.0)


def finished(model: Model, survey: Survey) -> Model:
    """Features, mean and interval of a model whose coefficients are fitted."""
    return with_band(with_mean(with_features(model, survey), survey), survey)


def fit(survey: Survey) -> Model:
    """The whole of it: what ships is this on all runners, what is reported is this on four fifths of them."""
    return finished(searched(START, survey), survey)


def rounded(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list | tuple) else value


def main() -> None:
    here = Path(__file__).resolve().parents[1]
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=here / "src/coach/science/running/race_model.json")
    out = asked.parse_args().out
    survey = read(shared_races())
    model = fit(survey)
    about = {
        "data": "Vickers and Vertosick 2016, 1,443 runners, times adjusted for difficulty",
        "fitted_by": "scripts/fit_races.py",
        "runners": len(survey.facts),
        "races": int((~np.isnan(survey.log_s)).sum()),
    }
    out.write_text(json.dumps({"about": about, "model": rounded(asdict(model))}, indent=1) + "\n", encoding="utf-8")
    print(f"{out.name}: {out.stat().st_size} bytes, error {error(model, survey):.6f}")


if __name__ == "__main__":
    main()
