"""Strength sessions of the made-up runner: sets, rests, and a heart that follows them."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from coach.domain.activities import StrengthSet, Totals
from coach.domain.sports import Sport
from coach.science.recordings import Recording, Samples
from coach.science.running.simulated_recording import NEW_WATCH
from coach.science.running.simulated_runner import Runner
from coach.science.running.simulated_sensors import lagging, wandering

EXERCISES = (("squat", 60.0), ("deadlift", 70.0), ("lunge", 24.0), ("calf_raise", 40.0), ("row", 35.0))
"""What the runner lifts and the usual kilograms."""

_SETS_EACH = 3


def strength_session(
    runner: Runner, minutes: float, started_at: datetime, utc_offset_s: int, rng: np.random.Generator
) -> Recording:
    """A session of sets with rests between them. ``started_at`` is aware, UTC."""
    exercises = EXERCISES[: max(1, min(len(EXERCISES), round(minutes / 9)))]
    sets: list[StrengthSet] = []
    at = 60.0
    for category, usual_kg in exercises:
        weight = round(usual_kg * float(rng.uniform(0.9, 1.1)) / 2.5) * 2.5
        for _ in range(_SETS_EACH):
            work, rest = float(rng.integers(30, 50)), float(rng.integers(70, 120))
            sets.append(StrengthSet(at, work, int(rng.integers(6, 13)), weight, category, active=True))
            sets.append(StrengthSet(at + work, rest, None, None, None, active=False))
            at += work + rest
    n = int(at) + 1
    busy = np.zeros(n)
    for one in sets:
        if one.active:
            busy[int(one.start_s) : int(one.start_s + (one.duration_s or 0))] = 1.0
    wanted = runner.resting_hr + 32 + busy * 62
    beats = np.rint(lagging(wanted, runner.resting_hr + 25.0, 18, 40) + wandering(rng, n, 1.5, 20))
    return Recording(
        sport=Sport.STRENGTH,
        started_at=started_at,
        samples=Samples(np.arange(n, dtype=np.float64), {"heart_rate": beats, "temperature": np.full(n, 21.0)}),
        totals=Totals(
            elapsed_s=float(n - 1),
            timer_s=float(n - 1),
            avg_hr=float(beats.mean()),
            max_hr=float(beats.max()),
            calories_kcal=float(round(minutes * 5)),
        ),
        name="Strength",
        utc_offset_s=utc_offset_s,
        sets=tuple(sets),
        device=NEW_WATCH,
    )
