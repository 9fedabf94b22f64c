"""A believable history of a made-up runner, with the truth kept beside every recording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from coach.science.recordings import Recording
from coach.science.running.simulated_calendar import Outing, diary
from coach.science.running.simulated_motion import Motion, climbed, heart, move
from coach.science.running.simulated_recording import clock_set_back, recorded
from coach.science.running.simulated_runner import Runner, race_seconds, sustainable_share, vma_by_day
from coach.science.running.simulated_sensors import Watch
from coach.science.running.simulated_sessions import SessionType, workout_for
from coach.science.running.simulated_strength import strength_session
from coach.science.running.simulated_terrain import terrain_around

__all__ = [
    "Runner",
    "SessionType",
    "SimulatedActivity",
    "Truth",
    "Watch",
    "race_seconds",
    "simulate_history",
    "simulate_session",
    "sustainable_share",
]

Column = NDArray[np.float64]

_ROAD = (SessionType.EASY, SessionType.LONG, SessionType.TEMPO)
_FAULT_CHANCES = {
    "gps_spikes": 0.08,
    "hr_dropouts": 0.10,
    "cadence_lock": 0.04,
    "altitude_drift": 0.12,
    "smart_recording": 0.08,
    "no_auto_pause": 0.30,
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What really happened, for whoever measures the recording. Kilometres per hour, metres, seconds.

    ``stops`` are (start_s, end_s) of standing still, ``pauses`` those of them the watch's timer left out; ``avg_hr``
    and ``max_hr`` are the heart's own, whatever the sensor said; ``race_m`` is the certified distance of a race;
    ``spikes`` counts GPS fixes thrown off.
    """

    session: SessionType
    vma_kmh: float
    distance_m: float
    elapsed_s: float
    moving_s: float
    ascent_m: float
    descent_m: float
    avg_hr: float
    max_hr: float
    stops: tuple[tuple[float, float], ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()
    faults: frozenset[str] = frozenset()
    spikes: int = 0
    race_m: float | None = None


@dataclass(frozen=True, slots=True)
class SimulatedActivity:
    """A recording as a watch made it, and the truth behind it. ``day`` is the local date."""

    day: date
    recording: Recording
    truth: Truth


def simulate_history(runner: Runner, *, last_day: date, weeks: int = 104, seed: int = 1) -> Iterator[SimulatedActivity]:
    """The activities of ``weeks`` weeks ending on ``last_day`` (included), oldest first.

    One seed is one history, to the last sample. Races are run at the runner's true VMA of the day.
    """
    book = diary(last_day, weeks, np.random.default_rng([seed, 1]))
    vma = vma_by_day(runner, book.first_day, book.missed)
    jump_left = True
    for place, outing in enumerate(book.outings):
        day = (outing.day - book.first_day).days
        rng = np.random.default_rng([seed, 2, outing.day.toordinal(), place])
        watch = _watch_for(outing, rng, newer=day > vma.shape[0] // 2)
        if jump_left and outing.session is SessionType.EASY and day > vma.shape[0] // 3:
            watch = replace(watch, faults=watch.faults | {"clock_jump"})
            jump_left = False
        yield simulate_session(
            runner,
            outing.session,
            outing.size,
            started_at=_local_start(outing, runner),
            vma_kmh=float(vma[day]),
            watch=watch,
            seed=seed,
            rng=rng,
        )


def simulate_session(
    runner: Runner,
    session: SessionType,
    size: float,
    *,
    started_at: datetime,
    vma_kmh: float,
    watch: Watch,
    seed: int,
    rng: np.random.Generator,
    stops: Sequence[tuple[int, int]] | None = None,
) -> SimulatedActivity:
    """One activity. ``size`` is minutes, or metres for a race; ``seed`` chooses the country, ``rng`` all chance.

    ``started_at`` is aware, in the runner's own time zone. ``stops`` are (moving second, seconds waited) in order;
    None leaves them to chance.
    """
    offset = started_at.utcoffset() or timedelta()
    if session is SessionType.STRENGTH:
        recording = strength_session(runner, size, started_at.astimezone(UTC), int(offset.total_seconds()), rng)
        seconds, beats = recording.totals.elapsed_s or 0.0, recording.samples.columns["heart_rate"]
        return SimulatedActivity(
            started_at.date(),
            recording,
            Truth(session, vma_kmh, 0.0, seconds, seconds, 0.0, 0.0, float(beats.mean()), float(beats.max())),
        )
    workout = workout_for(session, size, runner, vma_kmh, rng, seed)
    moving = round(sum(stretch.seconds for stretch in workout.stretches))
    waits = _stops(session, moving, rng) if stops is None else stops
    motion = move(workout, terrain_around(runner, seed), vma_kmh, waits, rng)
    warmth = _temperature(started_at)
    drift = float(rng.uniform(0.02, 0.05)) + 0.002 * max(0.0, warmth - 18)
    beats = heart(runner, motion, vma_kmh, drift, rng)
    recording, spikes = recorded(runner, workout, motion, beats, warmth, watch, rng)
    recording = replace(recording, started_at=started_at.astimezone(UTC), utc_offset_s=int(offset.total_seconds()))
    if "clock_jump" in watch.faults:
        recording = clock_set_back(recording)
    return SimulatedActivity(started_at.date(), recording, _truth(session, size, vma_kmh, motion, beats, watch, spikes))


def _truth(
    session: SessionType, size: float, vma_kmh: float, motion: Motion, beats: Column, watch: Watch, spikes: int
) -> Truth:
    up, down = climbed(motion.altitude)
    stops = tuple((float(begin), float(end)) for begin, end in motion.stops)
    return Truth(
        session=session,
        vma_kmh=vma_kmh,
        distance_m=float(motion.distance[-1]),
        elapsed_s=float(motion.seconds),
        moving_s=float(motion.seconds - sum(end - begin for begin, end in motion.stops)),
        ascent_m=up,
        descent_m=down,
        avg_hr=float(beats.mean()),
        max_hr=float(beats.max()),
        stops=stops,
        pauses=() if "no_auto_pause" in watch.faults else stops,
        faults=watch.faults,
        spikes=spikes,
        race_m=size if session is SessionType.RACE else None,
    )


def _stops(session: SessionType, moving_s: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Traffic lights on roads: (moving second, seconds waited), at least two minutes apart."""
    usual = 1.6 if session in _ROAD else 3.5 if session is SessionType.RIDE else 0.0
    places = np.sort(rng.integers(120, max(121, moving_s - 120), int(rng.poisson(usual))))
    apart = places[np.diff(places, prepend=-999) > 120].tolist()
    return [(place, int(rng.integers(12, 95))) for place in apart]


def _watch_for(outing: Outing, rng: np.random.Generator, *, newer: bool) -> Watch:
    """The older watch records less and saves memory more often; a race is recorded without fuss."""
    faults = {name for name, chance in _FAULT_CHANCES.items() if rng.random() < chance}
    if not newer and rng.random() < 0.15:
        faults.add("smart_recording")
    if outing.session is SessionType.TREADMILL:
        faults = (faults - {"gps_spikes", "altitude_drift"}) | {"no_gps"}
    if outing.session is SessionType.RIDE:
        faults.discard("cadence_lock")
    if outing.session is SessionType.RACE:
        faults &= {"hr_dropouts", "altitude_drift"}
    return Watch(
        gps_error_m=float(rng.uniform(1.5, 4.0)),
        distance_error=float(rng.normal(0.03, 0.02) if "no_gps" in faults else rng.normal(0.004, 0.003)),
        dynamics=newer,
        chest_strap=bool(rng.random() < 0.1),
        faults=frozenset(faults),
    )


def _local_start(outing: Outing, runner: Runner) -> datetime:
    seconds = round(outing.hour * 3600)
    midnight = datetime.combine(outing.day, time(), tzinfo=ZoneInfo(runner.time_zone))
    return midnight + timedelta(seconds=seconds)


def _temperature(local: datetime) -> float:
    """Degrees Celsius of a temperate year: warmest late in July and in the afternoon."""
    season = np.cos(2 * np.pi * (local.timetuple().tm_yday - 205) / 365.25)
    hour = np.cos(2 * np.pi * (local.hour - 16) / 24)
    return float(12 + 9 * season + 4 * hour)
