"""Promise: the 80 % interval of the VMA holds the truth of at least 80 % of made-up runners, whatever they hand in.

Each runner's VMA, endurance index (6 +- 1.2), heart, age and hills are drawn; sixteen weeks are simulated to the
last sample, measured, and judged as if races were named, unnamed or absent, with and without a heart rate. A
simulated runner has no bad days, so coverage above 80 % is wanted here; half-widths are told beside it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import numpy as np

from coach.domain.intensity import Quantity
from coach.domain.sports import SportFamily
from coach.science.running.evidence import RunEvidence
from coach.science.running.fitness import fitness
from coach.science.running.measures import measure
from coach.science.running.simulation import Runner, SessionType, simulate_history

LAST_DAY = date(2026, 11, 15)
RUNNERS = int(os.environ.get("BENCH_RUNNERS", "30"))
SEED = 77
EASY = (SessionType.EASY, SessionType.LONG, SessionType.TREADMILL)

Session = tuple[SessionType, RunEvidence]


def drawn(number: int) -> tuple[Runner, int]:
    """A runner and their age in years."""
    rng = np.random.default_rng([SEED, number])
    age = int(rng.integers(22, 62))
    vma = float(np.clip(rng.normal(14.5, 2.2), 9.5, 20))
    highest = int(np.clip(round(208 - 0.7 * age + rng.normal(0, 9)), 160, 210))
    runner = Runner(
        vma_kmh=vma,
        gain_kmh=float(rng.uniform(0, 1.5)),
        max_hr=highest,
        resting_hr=int(np.clip(rng.normal(54, 7), 38, 72)),
        endurance=float(np.clip(rng.normal(6, 1.2), 3.5, 9)),
        hilliness=float(rng.uniform(0.3, 1.6)),
    )
    return runner, age


def history(runner: Runner, seed: int) -> tuple[list[Session], float]:
    """Sixteen weeks of runs as evidence, and the true VMA of the last of them."""
    runs: list[Session] = []
    truth = runner.vma_kmh
    for number, activity in enumerate(simulate_history(runner, last_day=LAST_DAY, weeks=16, seed=seed)):
        if activity.truth.session in (SessionType.RIDE, SessionType.STRENGTH):
            continue
        measures = measure(activity.recording)[1]
        truth = activity.truth.vma_kmh
        evidence = RunEvidence(
            activity_id=str(number),
            on=activity.day,
            family=SportFamily.RUN,
            distance_m=measures.distance_m,
            moving_s=measures.moving_s,
            elapsed_s=measures.elapsed_s,
            avg_hr=measures.avg_hr,
            max_hr=measures.max_hr,
            best_efforts=measures.best_efforts,
            race=activity.truth.race_m is not None,
            graded_speed_mps=measures.analysis.graded_speed_mps,
            curves=measures.analysis.curves,
        )
        runs.append((activity.truth.session, evidence))
    return runs, truth


def heartless(run: RunEvidence) -> RunEvidence:
    """The run without a heart rate."""
    curves = tuple(curve for curve in run.curves if curve.quantity is not Quantity.HEART_RATE)
    return replace(run, avg_hr=None, max_hr=None, curves=curves)


def histories(sessions: list[Session]) -> dict[str, list[RunEvidence]]:
    """The same weeks as different athletes would hand them in."""
    runs = [run for _, run in sessions]
    training = [run for run in runs if not run.race]
    easy = [run for session, run in sessions if session in EASY]
    return {
        "races": runs,
        "races_without_heart": [heartless(run) for run in runs],
        "races_unnamed": [replace(run, race=False) for run in runs],
        "training_only": training,
        "training_without_heart": [heartless(run) for run in training],
        "easy_only": easy,
        "easy_without_heart": [heartless(run) for run in easy],
    }


def main() -> dict[str, object]:
    held: dict[str, list[tuple[float, bool, float]]] = {}
    for number in range(RUNNERS):
        runner, age = drawn(number)
        sessions, truth = history(runner, 1000 + number)
        for name, runs in histories(sessions).items():
            vma = fitness(runs, today=LAST_DAY, age=age).vma
            if vma is not None:
                inside = vma.low <= truth <= vma.high
                held.setdefault(name, []).append((vma.value / truth - 1, inside, (vma.high - vma.low) / 2 / vma.value))
    figures: dict[str, object] = {"runners": RUNNERS}
    for name, told in held.items():
        error, inside, half = (np.array(column) for column in zip(*told, strict=True))
        figures[f"{name}: inside, bias, sd, half-width %"] = (
            f"{100 * inside.mean():.0f}  {100 * error.mean():+.1f}  {100 * error.std():.1f}  {100 * half.mean():.1f}"
        )
    return figures


if __name__ == "__main__":
    print(main())
