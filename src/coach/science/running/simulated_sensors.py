"""Made-up sensors: what a watch makes of the truth, with the faults real watches have."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Watch:
    """How well an activity is recorded. Metres, share, seconds; ``faults`` names what goes wrong.

    Faults: "gps_spikes", "hr_dropouts", "cadence_lock", "altitude_drift", "smart_recording", "clock_jump",
    "no_gps", "no_auto_pause". ``dynamics`` adds running dynamics, power and a developer field.
    """

    gps_error_m: float = 2.5
    distance_error: float = 0.004
    dynamics: bool = True
    chest_strap: bool = False
    faults: frozenset[str] = field(default_factory=frozenset)


def wandering(rng: np.random.Generator, n: int, size: float, memory_s: float) -> Column:
    """Noise that remembers: a first-order autoregression of standard deviation ``size``, shape (n,)."""
    keep = float(np.exp(-1 / memory_s))
    pushes = rng.normal(0, size * np.sqrt(1 - keep * keep), n)
    pushes[0] = rng.normal(0, size)
    return np.fromiter(accumulate(pushes.tolist(), lambda before, push: keep * before + push), np.float64, n)


def smoothed(values: Column, seconds: int) -> Column:
    """A centred running mean over an odd number of seconds, shape (n,)."""
    padded = np.pad(values, seconds // 2, mode="edge")
    return np.convolve(padded, np.full(seconds, 1 / seconds), mode="valid")


def position_error(rng: np.random.Generator, n: int, size_m: float) -> Column:
    """How far off a fix is along one axis, metres: it wanders for half a minute and moves smoothly, as filtered GPS."""
    return smoothed(wandering(rng, n, size_m * 1.15, 30), 15) + rng.normal(0, 0.08, n)


def lagging(target: Column, start: float, rise_s: float, fall_s: float) -> Column:
    """A first-order response to ``target`` sampled each second, quicker up than down, shape (n,)."""

    def follow(now: float, wanted: float) -> float:
        return now + (wanted - now) / (rise_s if wanted > now else fall_s)

    values = accumulate(target.tolist(), follow, initial=start)
    next(values)
    return np.fromiter(values, np.float64, target.shape[0])


def random_stretches(rng: np.random.Generator, n: int, count: int, shortest: int, longest: int) -> Mask:
    """A mask with ``count`` stretches of random place and length (seconds), shape (n,)."""
    mask = np.zeros(n, dtype=bool)
    for _ in range(count):
        begin = int(rng.integers(0, max(1, n - longest)))
        mask[begin : begin + int(rng.integers(shortest, longest + 1))] = True
    return mask


def gps_spikes(rng: np.random.Generator, east: Column, north: Column) -> int:
    """Throws single fixes 80 to 400 m off, in place; returns how many samples were thrown."""
    n = east.shape[0]
    thrown = random_stretches(rng, n, int(rng.integers(2, 6)), 1, 3)
    thrown[:10] = False
    bearing, away = rng.uniform(0, 2 * np.pi, n), rng.uniform(80, 400, n)
    east[thrown] += (away * np.cos(bearing))[thrown]
    north[thrown] += (away * np.sin(bearing))[thrown]
    return int(thrown.sum())


def heart_rate_seen(rng: np.random.Generator, beats: Column, steps: Column, watch: Watch) -> Column:
    """Heart rate as recorded: whole beats, optical noise, drop-outs and locking onto the cadence where asked."""
    n = beats.shape[0]
    seen = beats + wandering(rng, n, 0.6 if watch.chest_strap else 1.3, 8)
    if "cadence_lock" in watch.faults:
        locked = random_stretches(rng, n, 1, 240, 600)
        seen = np.where(locked & (steps > 0), steps + rng.normal(0, 1, n), seen)
    seen = np.rint(np.clip(seen, 30, 230))
    if "hr_dropouts" in watch.faults:
        seen[random_stretches(rng, n, int(rng.integers(2, 7)), 5, 60)] = np.nan
    return seen


def speed_seen(rng: np.random.Generator, speed: Column) -> Column:
    """Speed as a watch smooths it over five seconds, m/s, never negative."""
    rough = smoothed(speed, 5) + rng.normal(0, 0.06, speed.shape[0])
    seen: Column = np.where(speed > 0, np.clip(rough, 0.0, None), 0.0)
    return seen


def smart_recording(rng: np.random.Generator, n: int) -> Mask:
    """Which seconds a watch that saves memory writes: one to seven apart, first and last always."""
    kept = np.zeros(n, dtype=bool)
    at = np.cumsum(rng.integers(1, 8, n))
    kept[at[at < n]] = True
    kept[0] = kept[-1] = True
    return kept


def beats_between(rng: np.random.Generator, beats: Column) -> Column:
    """Intervals between heart beats in seconds over the whole activity, about as many as there were beats."""
    times = np.arange(beats.shape[0], dtype=np.float64)
    counted = np.cumsum(beats / 60)
    instants = np.interp(np.arange(1.0, counted[-1]), counted, times)
    intervals = np.diff(instants)
    felt: Column = np.clip(intervals + rng.normal(0, 0.012, intervals.shape[0]), 0.25, 2.0)
    return felt
