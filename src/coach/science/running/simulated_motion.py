"""The truth of a simulated activity: where the runner is each second, how hard it is, and what the heart does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.domain.sports import Sport
from coach.science.running.simulated_runner import Runner, effort_share, hill_factor, steady_heart_rate
from coach.science.running.simulated_sensors import lagging, wandering
from coach.science.running.simulated_sessions import Workout
from coach.science.running.simulated_terrain import Course, Terrain

Column = NDArray[np.float64]

_RIDE_MPS = 27 / 3.6
_DRIFT_STARTS_S = 900.0


@dataclass(frozen=True, slots=True)
class Motion:
    """Second by second truth, every column of shape (n,) including the standing seconds.

    Metres east and north of home (None indoors), metres of altitude, metres run, m/s, share of VMA; ``standing``
    marks stillness; ``turns`` are the seconds at which one stretch gives way to the next, the end included.
    """

    east: Column | None
    north: Column | None
    altitude: Column
    distance: Column
    speed: Column
    share: Column
    standing: NDArray[np.bool_]
    stops: tuple[tuple[int, int], ...]
    turns: tuple[int, ...]

    @property
    def seconds(self) -> int:
        """Elapsed seconds from the first sample to the last."""
        return len(self.distance) - 1


def move(
    workout: Workout, terrain: Terrain, vma_kmh: float, stops: Sequence[tuple[int, int]], rng: np.random.Generator
) -> Motion:
    """Runs (or rides) the workout. ``stops`` are (moving second, seconds of standing), in order."""
    lengths = np.array([max(1, round(stretch.seconds)) for stretch in workout.stretches])
    shares = np.array([stretch.share for stretch in workout.stretches])
    wanted = shares * vma_kmh / 3.6
    riding = workout.sport is Sport.RIDE
    if riding:
        wanted = np.full_like(shares, _RIDE_MPS)
    flat = np.repeat(wanted, lengths) * (1 + wandering(rng, int(lengths.sum()), 0.02, 40))
    speed = _exact(flat, workout, lengths)
    for _ in range(2 if workout.course else 0):
        grade = _grade(workout.course, terrain, speed)
        factor = np.clip(np.exp(-11 * grade), 0.35, 1.7) if riding else hill_factor(grade)
        speed = _exact(flat * factor, workout, lengths)
    distance = _from_speed(speed)
    altitude, grade = np.zeros_like(distance), np.zeros_like(speed)
    if workout.course:
        altitude, grade = _height(workout.course, terrain, distance), _grade(workout.course, terrain, speed)
    share = np.clip(0.56 + 3 * grade, 0.25, 0.95) if riding else effort_share(speed, grade, vma_kmh)
    return _with_stops(workout, distance, altitude, speed, share, stops, np.cumsum(lengths))


def heart(runner: Runner, motion: Motion, vma_kmh: float, drift_per_hour: float, rng: np.random.Generator) -> Column:
    """True heart rate each second, beats/min: it lags the effort and drifts upwards with time.

    The lag is a first-order response (about 28 s up, 45 s down: Bunc et al., 1988); the drift starts after a quarter of
    an hour, as cardiovascular drift does (Coyle and González-Alonso, 2001).
    """
    n = motion.distance.shape[0]
    settled = steady_heart_rate(runner, np.where(motion.standing, 0.2, motion.share), vma_kmh)
    beats = lagging(settled, runner.resting_hr + 25.0, 28, 45)
    hours = np.clip(np.arange(n) - _DRIFT_STARTS_S, 0, None) / 3600
    lively: Column = beats * (1 + drift_per_hour * hours) + wandering(rng, n, 1.2, 60)
    return np.clip(lively, runner.resting_hr, runner.max_hr)


def climbed(altitude: Column) -> tuple[float, float]:
    """Metres up and metres down along a smooth true altitude."""
    steps = np.diff(altitude)
    return float(steps[steps > 0].sum()), float(-steps[steps < 0].sum())


def _exact(speed: Column, workout: Workout, lengths: NDArray[np.int_]) -> Column:
    """Scales the stretches measured by the ground so that they are as long as they say."""
    exact = speed.copy()
    begin = 0
    for stretch, seconds in zip(workout.stretches, lengths.tolist(), strict=True):
        part = exact[begin : begin + seconds]
        if stretch.metres is not None:
            part *= stretch.metres / part.sum()
        begin += seconds
    return exact


def _from_speed(speed: Column) -> Column:
    return np.concatenate([[0.0], np.cumsum(speed)])


def _height(course: Course | None, terrain: Terrain, distance: Column) -> Column:
    if course is None:
        return np.zeros_like(distance)
    return terrain.altitude(*course.place(distance))


def _grade(course: Course | None, terrain: Terrain, speed: Column) -> Column:
    """Rise over run of each second."""
    height = _height(course, terrain, _from_speed(speed))
    return np.clip(np.diff(height) / np.maximum(speed, 0.3), -0.3, 0.3)


def _with_stops(
    workout: Workout,
    distance: Column,
    altitude: Column,
    speed: Column,
    share: Column,
    stops: Sequence[tuple[int, int]],
    turns: NDArray[np.int_],
) -> Motion:
    """Stretches the moving seconds by the standing ones."""
    held = np.ones(distance.shape[0], dtype=np.int64)
    for second, waited in stops:
        held[second] += waited
    rows = np.repeat(np.arange(distance.shape[0]), held)
    begins = np.cumsum(held) - held
    standing = np.concatenate([[False], rows[1:] == rows[:-1]])
    lasting = np.append(speed, speed[-1])[rows]
    east, north = workout.course.place(distance) if workout.course else (None, None)
    return Motion(
        east=None if east is None else east[rows],
        north=None if north is None else north[rows],
        altitude=altitude[rows],
        distance=distance[rows],
        speed=np.where(standing, 0.0, lasting),
        share=np.append(share, share[-1])[rows],
        standing=standing,
        stops=tuple((int(begins[second]), int(begins[second]) + waited) for second, waited in stops),
        turns=tuple(int(begins[turn]) for turn in turns),
    )
