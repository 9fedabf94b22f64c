"""Promise: a one-hour run (3,600 samples, 12 columns) is cleaned and measured whole in 15 ms, 20,000 samples in 60 ms.

Beside it, the four mean-maximal curves alone: ours, the rolling mean of each duration with NumPy as notebooks have it,
and the loop over samples of small tools. All three find the same values.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

import numpy as np

from coach.domain.activities import BestEffort
from coach.domain.intensity import Analysis, Quantity
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Recording, Samples
from coach.science.running.curves import DURATIONS_S, SHORTEST_S, Held, mean_maximal, sampled
from coach.science.running.evidence import RunEvidence
from coach.science.running.fitness import fitness
from coach.science.running.measures import measure

GOAL_ONE_HOUR_MS = 15.0
GOAL_20000_MS = 60.0
GOAL_KB = 4.0
RUNS = 2000


def run_of(samples: int) -> Recording:
    """A hilly run of a sample a second with all twelve columns, the noise of a real watch in each."""
    random = np.random.default_rng(samples)
    time_s = np.arange(samples, dtype=float)
    speed = 3.2 + 0.3 * np.sin(time_s / 240) + random.normal(0, 0.08, samples)
    metres = np.cumsum(speed)
    east, north = (900 * wave(metres / 900) + random.normal(0, 0.5, samples) for wave in (np.cos, np.sin))
    columns = {
        "latitude": 45.75 + north / 111_195,
        "longitude": 4.85 + east / 77_600,
        "altitude": np.round((220 + 35 * np.sin(metres / 700) + random.normal(0, 0.15, samples)) * 5) / 5,
        "distance": np.round(metres, 2),
        "speed": np.round(speed, 3),
        "heart_rate": np.round(148 + 12 * np.sin(time_s / 300) + random.normal(0, 1, samples)),
        "cadence": np.round(172 + random.normal(0, 2, samples)),
        "power": np.round(265 + random.normal(0, 15, samples)),
        "temperature": np.full(samples, 14.0),
        "vertical_oscillation": 82 + random.normal(0, 2, samples),
        "stance_time": 246 + random.normal(0, 4, samples),
        "step_length": 1110 + random.normal(0, 20, samples),
    }
    columns["heart_rate"][samples // 2] = 0.0
    return Recording(Sport.RUN, datetime(2026, 9, 6, 7, tzinfo=UTC), Samples(time_s, columns))


def without_distance(recording: Recording) -> Recording:
    """The same run as a GPX file knows it: positions and sensors only."""
    told = {name: column for name, column in recording.samples.columns.items() if name not in ("distance", "speed")}
    return replace(recording, samples=Samples(recording.samples.time, told))


def history() -> list[RunEvidence]:
    """Two thousand easy runs with their best efforts."""
    efforts = tuple(BestEffort(metres, metres * 0.31, 0.0) for metres in (400.0, 1000.0, 1609.344, 5000.0, 10_000.0))
    today = date(2026, 11, 20)
    return [
        RunEvidence(str(n), today - timedelta(days=n), SportFamily.RUN, 10_500, 3400, 3450, 145, 168, efforts)
        for n in range(RUNS)
    ]


def milliseconds(act: Callable[[], object], times: int) -> float:
    """Median over five rounds of the processor time of one act, in ms."""
    rounds = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(times):
            act()
        rounds.append((time.process_time() - begun) / times * 1000)
    return median(rounds)


def signals(recording: Recording) -> dict[Quantity, np.ndarray]:
    """What the four curves are made of: a value a second (the grade-adjusted speed is taken to be the speed)."""
    columns = recording.samples.columns
    speed = np.append(0.0, np.diff(columns["distance"]))
    beats = np.where(columns["heart_rate"] > 0, columns["heart_rate"], 148.0)
    return {
        Quantity.SPEED: speed,
        Quantity.GRADED_SPEED: speed,
        Quantity.HEART_RATE: beats,
        Quantity.POWER: columns["power"],
    }


def durations(quantity: Quantity, seconds: float) -> list[int]:
    return [duration for duration in DURATIONS_S if SHORTEST_S[quantity] <= duration <= seconds]


def ours(at: np.ndarray, told: dict[Quantity, np.ndarray]) -> dict[Quantity, list[float]]:
    held: list[Held] = [
        sampled(quantity, at, values, longest_s=15.0, silence_is_zero=True) for quantity, values in told.items()
    ]
    return {curve.quantity: list(curve.values) for curve in mean_maximal(at, held)}


def rolling(at: np.ndarray, told: dict[Quantity, np.ndarray]) -> dict[Quantity, list[float]]:
    return {
        quantity: [
            float(np.convolve(values[1:], np.full(length, 1 / length), mode="valid").max())
            for length in durations(quantity, at[-1])
        ]
        for quantity, values in told.items()
    }


def looped(at: np.ndarray, told: dict[Quantity, np.ndarray]) -> dict[Quantity, list[float]]:
    return {
        quantity: [_best_window(values[1:].tolist(), length) for length in durations(quantity, at[-1])]
        for quantity, values in told.items()
    }


def _best_window(values: list[float], length: int) -> float:
    window: deque[float] = deque()
    total = best = 0.0
    for value in values:
        window.append(value)
        total += value
        if len(window) > length:
            total -= window.popleft()
        if len(window) == length:
            best = max(best, total)
    return best / length


def curves_compared(recording: Recording) -> dict[str, float]:
    """Milliseconds and ratios of the four curves made three ways, and how far the values are apart at most.

    A curve of ours never rises with the duration; the others' are held to that before they are compared.
    """
    at, told = recording.samples.time, signals(recording)
    mine = ours(at, told)
    apart = max(
        float(np.abs(np.array(mine[quantity]) - np.maximum.accumulate(np.array(values)[::-1])[::-1]).max())
        for other in (rolling, looped)
        for quantity, values in other(at, told).items()
    )
    spent = milliseconds(lambda: ours(at, told), 20)
    plain, loop = milliseconds(lambda: rolling(at, told), 2), milliseconds(lambda: looped(at, told), 1)
    return {
        "curves_ms": round(spent, 2),
        "curves_rolling_ms": round(plain, 2),
        "curves_loop_ms": round(loop, 1),
        "times_faster_than_rolling": round(plain / spent, 1),
        "times_faster_than_loop": round(loop / spent, 1),
        "values_apart_at_most": round(apart, 4),
    }


def kept_kb(analysis: Analysis) -> float:
    """Size of what is kept of an analysis, in kB of JSON."""
    parts = [asdict(each) for each in (*analysis.curves, *analysis.distributions)]
    return len(json.dumps(parts)) / 1000


def main() -> dict[str, float]:
    hour, ultra = run_of(3600), run_of(20_000)
    gpx, runs = without_distance(hour), history()
    analysis = measure(hour)[1].analysis
    return {
        "one_hour_ms": round(milliseconds(lambda: measure(hour), 40), 2),
        "one_hour_positions_only_ms": round(milliseconds(lambda: measure(gpx), 40), 2),
        "samples_20000_ms": round(milliseconds(lambda: measure(ultra), 8), 2),
        "fitness_2000_runs_ms": round(milliseconds(lambda: fitness(runs, today=date(2026, 11, 20)), 5), 2),
        "goal_one_hour_ms": GOAL_ONE_HOUR_MS,
        "goal_20000_ms": GOAL_20000_MS,
        "kept_kb": round(kept_kb(analysis), 2),
        "goal_kept_kb": GOAL_KB,
        **curves_compared(hour),
    }


if __name__ == "__main__":
    print(main())
