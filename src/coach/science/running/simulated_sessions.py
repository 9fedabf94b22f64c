"""What the made-up runner does in each kind of session: stretches of effort over a course."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coach.domain.sports import Sport
from coach.science.running.simulated_runner import Runner, race_seconds
from coach.science.running.simulated_terrain import (
    HILL_FOOT_M,
    HILL_REPEAT_M,
    Course,
    HillRepeats,
    Track,
    loop_of,
)


class SessionType(StrEnum):
    """Kinds of activities in a simulated history."""

    EASY = "easy"
    LONG = "long"
    TEMPO = "tempo"
    INTERVALS = "intervals"
    HILLS = "hills"
    TRACK = "track"
    TREADMILL = "treadmill"
    RACE = "race"
    RIDE = "ride"
    STRENGTH = "strength"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of constant effort: seconds, share of VMA, and the exact metres where the ground decides them."""

    seconds: float
    share: float
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class Workout:
    """A session ready to be simulated. ``manual_laps`` cuts laps at stretches, otherwise each kilometre."""

    sport: Sport
    stretches: tuple[Stretch, ...]
    course: Course | None
    manual_laps: bool
    name: str


FAVOURITE_LOOPS_M = (6000.0, 8400.0, 10500.0, 13000.0, 17500.0, 23000.0)
"""The runner's usual rounds, metres: history repeats itself on them."""

RIDE_LOOP_M = 48_000.0


def timed(minutes: float, share: float) -> Stretch:
    """A stretch by the clock."""
    return Stretch(minutes * 60, share)


def measured(metres: float, share: float, vma_kmh: float) -> Stretch:
    """A stretch by the ground: exactly those metres, at that share of VMA."""
    return Stretch(metres / (share * vma_kmh / 3.6), share, metres)


def workout_for(
    session: SessionType, size: float, runner: Runner, vma_kmh: float, rng: np.random.Generator, seed: int
) -> Workout:
    """The workout of a day. ``size`` is metres for races and minutes otherwise; ``seed`` chooses the country."""
    if session is SessionType.RACE:
        seconds = race_seconds(runner, vma_kmh, size)
        share = size / seconds / (vma_kmh / 3.6)
        return Workout(Sport.RUN, (Stretch(seconds, share, size),), loop_of(size, seed), False, _race_name(size))
    if session is SessionType.HILLS:
        repeats = round(size / 5)
        return Workout(Sport.RUN, _hills(repeats, vma_kmh), HillRepeats(repeats), True, "Hill repeats")
    if session is SessionType.TRACK:
        return Workout(Sport.TRACK_RUN, _track(size, vma_kmh), Track(), True, "Track 400s")
    if session is SessionType.RIDE:
        return Workout(Sport.RIDE, (timed(size, 0.62),), loop_of(RIDE_LOOP_M, seed), False, "Ride")
    stretches, name = _by_the_clock(session, size, vma_kmh, rng)
    if session is SessionType.TREADMILL:
        return Workout(Sport.TREADMILL_RUN, stretches, None, False, name)
    return Workout(Sport.RUN, stretches, _usual_loop(stretches, vma_kmh, seed), session in _LAPPED, name)


_LAPPED = (SessionType.TEMPO, SessionType.INTERVALS)


def _by_the_clock(
    session: SessionType, size: float, vma_kmh: float, rng: np.random.Generator
) -> tuple[tuple[Stretch, ...], str]:
    if session is SessionType.LONG:
        return (timed(size * 0.75, 0.67), timed(size * 0.25, 0.71)), "Long run"
    if session is SessionType.TEMPO:
        blocks = int(rng.integers(2, 4))
        block = [timed(size * 0.5 / blocks, 0.86), timed(2.5, 0.55)]
        return (timed(size * 0.28, 0.65), *(block * blocks), timed(size * 0.15, 0.62)), "Tempo run"
    if session is SessionType.INTERVALS:
        return _intervals(size, vma_kmh, rng), "Intervals"
    return (timed(size, float(rng.uniform(0.63, 0.69))),), "Easy run"


def _intervals(size: float, vma_kmh: float, rng: np.random.Generator) -> tuple[Stretch, ...]:
    warm_up, cool_down = timed(size * 0.3, 0.65), timed(size * 0.14, 0.6)
    menu = (
        [timed(0.5, 1.05), timed(0.5, 0.5)] * 18,
        [timed(3.0, 0.97), timed(2.0, 0.45)] * 5,
        [measured(1000, 0.93, vma_kmh), timed(2.0, 0.45)] * 5,
        [timed(1.0, 1.02), timed(1.0, 0.5)] * 10,
    )
    return (warm_up, *menu[int(rng.integers(0, len(menu)))], cool_down)


def _track(size: float, vma_kmh: float) -> tuple[Stretch, ...]:
    repeats = max(6, round(size / 5.5))
    block = [measured(400, 1.0, vma_kmh), measured(200, 0.42, vma_kmh)]
    return (measured(2000, 0.64, vma_kmh), *(block * repeats), measured(1200, 0.6, vma_kmh))


def _hills(repeats: int, vma_kmh: float) -> tuple[Stretch, ...]:
    block = [measured(HILL_REPEAT_M, 0.7, vma_kmh), measured(HILL_REPEAT_M, 0.55, vma_kmh)]
    return (measured(HILL_FOOT_M, 0.64, vma_kmh), *(block * repeats), measured(HILL_FOOT_M, 0.62, vma_kmh))


def _usual_loop(stretches: tuple[Stretch, ...], vma_kmh: float, seed: int) -> Course:
    """The favourite round nearest to the distance of the day."""
    metres = sum(stretch.seconds * stretch.share for stretch in stretches) * vma_kmh / 3.6
    return loop_of(min(FAVOURITE_LOOPS_M, key=lambda length: abs(length - metres)), seed)


def _race_name(metres: float) -> str:
    return {5000.0: "5 km race", 10000.0: "10 km race", 21097.5: "Half marathon"}.get(metres, "Marathon")
