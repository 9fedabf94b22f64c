"""From the truth of a motion to the columns, laps and totals a watch writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from coach.domain.activities import Device, Split, SplitKind, Totals
from coach.domain.sports import Sport
from coach.science.recordings import Recording, Samples
from coach.science.running.simulated_motion import Motion, climbed
from coach.science.running.simulated_runner import Runner
from coach.science.running.simulated_sensors import (
    Watch,
    beats_between,
    gps_spikes,
    heart_rate_seen,
    position_error,
    smart_recording,
    smoothed,
    speed_seen,
    wandering,
)
from coach.science.running.simulated_sessions import Workout
from coach.science.running.simulated_terrain import degrees

Column = NDArray[np.float64]

OLD_WATCH = Device(manufacturer="development", product="Sample Watch 1", serial="1001", software="4.2")
NEW_WATCH = Device(manufacturer="development", product="Sample Watch 2", serial="2002", software="7.05")

CLOCK_JUMP_AT_S = 600.0
CLOCK_JUMP_S = 47.0

_LATER = datetime(2000, 1, 1, tzinfo=UTC)  # replaced by whoever knows when the activity took place


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the sensors say in every elapsed second, before the watch leaves any out."""

    columns: dict[str, Column]
    extra: dict[str, Column]
    paused: NDArray[np.bool_]


def recorded(
    runner: Runner,
    workout: Workout,
    motion: Motion,
    beats: Column,
    warmth: float,
    watch: Watch,
    rng: np.random.Generator,
) -> tuple[Recording, int]:
    """The recording (its start is a placeholder) and how many GPS fixes were thrown off."""
    columns, spikes = _positions(runner, motion, watch, rng)
    columns |= _movement(runner, workout.sport, motion, watch, rng)
    columns["heart_rate"] = heart_rate_seen(rng, beats, columns["cadence"], watch)
    n = motion.distance.shape[0]
    columns["temperature"] = np.rint(warmth + 6 * np.exp(-np.arange(n) / 400))  # a wrist is warm at first
    extra = {"leg_spring_stiffness": 9.8 + wandering(rng, n, 0.35, 30)} if "stance_time" in columns else {}
    seen = _Seen(columns, extra, _paused(motion, watch))
    recording = Recording(
        sport=workout.sport,
        started_at=_LATER,
        samples=_kept(seen, motion, watch, rng),
        totals=_totals(runner, workout.sport, motion, seen),
        name=workout.name,
        laps=_laps(workout, motion, seen),
        pauses=() if "no_auto_pause" in watch.faults else tuple((float(a), float(b)) for a, b in motion.stops),
        device=NEW_WATCH if watch.dynamics else OLD_WATCH,
        rr_intervals=beats_between(rng, beats) if watch.chest_strap else None,
    )
    return recording, spikes


def clock_set_back(recording: Recording) -> Recording:
    """The same recording by a watch whose clock a late satellite fix sets back in the middle of the run."""

    def told(second: float) -> float:
        return second - CLOCK_JUMP_S if second >= CLOCK_JUMP_AT_S else second

    time = recording.samples.time
    return replace(
        recording,
        samples=replace(recording.samples, time=np.where(time >= CLOCK_JUMP_AT_S, time - CLOCK_JUMP_S, time)),
        laps=tuple(replace(lap, start_s=told(lap.start_s)) for lap in recording.laps),
        pauses=tuple((told(begin), told(end)) for begin, end in recording.pauses),
    )


def _positions(runner: Runner, motion: Motion, watch: Watch, rng: np.random.Generator) -> tuple[dict[str, Column], int]:
    if motion.east is None or motion.north is None or "no_gps" in watch.faults:
        return {}, 0
    n = motion.distance.shape[0]
    east = motion.east + position_error(rng, n, watch.gps_error_m)
    north = motion.north + position_error(rng, n, watch.gps_error_m)
    spikes = gps_spikes(rng, east, north) if "gps_spikes" in watch.faults else 0
    latitude, longitude = degrees(runner, east, north)
    drift = smoothed(wandering(rng, n, 9.0 if "altitude_drift" in watch.faults else 1.0, 2400), 121)
    altitude = motion.altitude + drift + wandering(rng, n, 0.2, 20)
    return {"latitude": latitude, "longitude": longitude, "altitude": altitude}, spikes


def _movement(
    runner: Runner, sport: Sport, motion: Motion, watch: Watch, rng: np.random.Generator
) -> dict[str, Column]:
    """Distance, speed, cadence and, with a newer watch, power and running dynamics."""
    n = motion.distance.shape[0]
    still = motion.standing
    speed = motion.speed * (1 + watch.distance_error)
    columns = {"distance": motion.distance * (1 + watch.distance_error), "speed": speed_seen(rng, speed)}
    kmh = motion.speed * 3.6
    if sport is Sport.RIDE:
        columns["cadence"] = np.where(still, 0.0, np.rint(86 + wandering(rng, n, 4, 20)))
        effort = motion.share * 330 + wandering(rng, n, 22, 6)
        columns["power"] = np.where(still, 0.0, np.rint(np.clip(effort, 0, 900)))
        return columns
    cadence = np.where(still, 0.0, np.rint(148 + 1.9 * kmh + wandering(rng, n, 1.6, 15)))
    columns["cadence"] = cadence
    if watch.dynamics:
        effort = runner.weight_kg * 1.04 * motion.share * runner.vma_kmh / 3.6
        columns["power"] = np.where(still, 0.0, np.rint(np.clip(effort + wandering(rng, n, 6, 5), 0, 900)))
        columns["vertical_oscillation"] = np.where(still, np.nan, 92 + wandering(rng, n, 3, 20))
        columns["stance_time"] = np.where(still, np.nan, 300 - 5.2 * kmh + wandering(rng, n, 4, 10))
        columns["step_length"] = np.where(still, np.nan, motion.speed * 60000 / np.maximum(cadence, 100))
    return columns


def _paused(motion: Motion, watch: Watch) -> NDArray[np.bool_]:
    """Seconds the watch leaves out: strictly inside its automatic pauses."""
    paused = np.zeros(motion.distance.shape[0], dtype=bool)
    if "no_auto_pause" not in watch.faults:
        for begin, end in motion.stops:
            paused[begin + 1 : end] = True
    return paused


def _kept(seen: _Seen, motion: Motion, watch: Watch, rng: np.random.Generator) -> Samples:
    n = motion.distance.shape[0]
    kept = ~seen.paused
    if "smart_recording" in watch.faults:
        kept &= smart_recording(rng, n)
    return Samples(
        time=np.arange(n, dtype=np.float64)[kept],
        columns={name: values[kept] for name, values in seen.columns.items()},
        extra={name: values[kept] for name, values in seen.extra.items()},
    )


def _laps(workout: Workout, motion: Motion, seen: _Seen) -> tuple[Split, ...]:
    """Laps where stretches turn, or at each kilometre (five on a bicycle) of the watch's own distance."""
    distance = seen.columns["distance"]
    if workout.manual_laps:
        ends = list(motion.turns)
    else:
        every = 5000.0 if workout.sport is Sport.RIDE else 1000.0
        ends = np.searchsorted(distance, np.arange(every, distance[-1], every)).tolist()
        ends = [end for end in ends if end < motion.seconds] + [motion.seconds]
    begins = [0, *ends[:-1]]
    return tuple(_lap(begin, end, motion, seen) for begin, end in zip(begins, ends, strict=True) if end > begin)


def _lap(begin: int, end: int, motion: Motion, seen: _Seen) -> Split:
    part = slice(begin, end)
    distance, columns = seen.columns["distance"], seen.columns
    up, down = climbed(motion.altitude[begin : end + 1])
    outdoors = "altitude" in columns
    return Split(
        kind=SplitKind.LAP,
        start_s=float(begin),
        elapsed_s=float(end - begin),
        distance_m=float(distance[end] - distance[begin]),
        moving_s=_timer(begin, end, motion, seen),
        avg_hr=_mean(columns["heart_rate"][part]),
        max_hr=_top(columns["heart_rate"][part]),
        avg_cadence=_mean_above_zero(columns["cadence"][part]),
        avg_power=_mean(columns["power"][part]) if "power" in columns else None,
        ascent_m=up if outdoors else None,
        descent_m=down if outdoors else None,
    )


def _timer(begin: int, end: int, motion: Motion, seen: _Seen) -> float:
    """Seconds of [begin, end) the watch's timer ran."""
    if not seen.paused.any():
        return float(end - begin)
    stopped = sum(max(0, min(end, until) - max(begin, since)) for since, until in motion.stops)
    return float(end - begin - stopped)


def _totals(runner: Runner, sport: Sport, motion: Motion, seen: _Seen) -> Totals:
    columns = seen.columns
    up, down = climbed(motion.altitude)
    kilometres = float(columns["distance"][-1]) / 1000
    outdoors = "altitude" in columns
    return Totals(
        elapsed_s=float(motion.seconds),
        timer_s=_timer(0, motion.seconds, motion, seen),
        distance_m=kilometres * 1000,
        ascent_m=up if outdoors else None,
        descent_m=down if outdoors else None,
        avg_hr=_mean(columns["heart_rate"]),
        max_hr=_top(columns["heart_rate"]),
        avg_cadence=_mean_above_zero(columns["cadence"]),
        avg_power=_mean(columns["power"]) if "power" in columns else None,
        calories_kcal=float(round(runner.weight_kg * kilometres * (0.4 if sport is Sport.RIDE else 1.0))),
    )


def _mean(values: Column) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else None


def _mean_above_zero(values: Column) -> float | None:
    return _mean(values[values > 0])


def _top(values: Column) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.max()) if known.size else None
