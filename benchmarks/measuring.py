"""Promise: cleaning and measuring a one-hour run (3,600 samples, 12 columns) costs at most 4 ms of processor time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

import numpy as np

from coach.domain.activities import BestEffort
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Recording, Samples
from coach.science.running.evidence import RunEvidence
from coach.science.running.fitness import fitness
from coach.science.running.measures import measure

GOAL_MS = 4.0
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


def main() -> dict[str, float]:
    hour, ultra = run_of(3600), run_of(20_000)
    gpx, runs = without_distance(hour), history()
    measure(hour)
    return {
        "one_hour_ms": round(milliseconds(lambda: measure(hour), 40), 2),
        "one_hour_positions_only_ms": round(milliseconds(lambda: measure(gpx), 40), 2),
        "samples_20000_ms": round(milliseconds(lambda: measure(ultra), 8), 2),
        "fitness_2000_runs_ms": round(milliseconds(lambda: fitness(runs, today=date(2026, 11, 20)), 5), 2),
        "goal_one_hour_ms": GOAL_MS,
    }


if __name__ == "__main__":
    print(main())
