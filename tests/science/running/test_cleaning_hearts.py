"""Heart rates that were no heart's: found where they were put, and not where a heart was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from coach.connectors.files import formats
from coach.domain.problems import Unreadable
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Recording
from coach.science.running.cleaning import clean
from coach.science.running.simulated_sensors import wandering
from coach.science.running.simulation import Runner, SimulatedActivity, simulate_history
from tests.science.running.recorded import recorded

MADE_UP = {"cadence_lock", "heart_rate_flat", "heart_rate_dry_strap", "heart_rate_dropout"}
SECONDS = np.arange(3601.0)


def told(recording: Recording) -> dict[str, int]:
    return {each.code: each.count for each in clean(recording).corrections if each.code in MADE_UP}


def heart_of(recording: Recording) -> np.ndarray:
    return clean(recording).samples.columns["heart_rate"]


def a_heart(level: float = 148.0, seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    rise = np.minimum(SECONDS / 90, 1.0)
    return np.round(90 + rise * (level - 90) + wandering(random, 3601, 2.0, 40) + wandering(random, 3601, 1.0, 8))


def legs(level: float = 170.0, seed: int = 2) -> np.ndarray:
    return np.round(level + wandering(np.random.default_rng(seed), 3601, 1.6, 15))


def run_with(beats: np.ndarray, **columns: np.ndarray) -> Recording:
    return recorded(SECONDS, **{"distance": 3.0 * SECONDS, "heart_rate": beats, "cadence": legs(), **columns})


def test_a_sound_heart_is_left_alone() -> None:
    assert told(run_with(a_heart())) == {}


def test_a_heart_that_counts_steps_is_found_from_end_to_end() -> None:
    beats = a_heart()
    beats[1500:1800] = legs()[1500:1800] + np.round(np.random.default_rng(5).normal(0, 1, 300))
    kept = heart_of(run_with(beats))
    assert np.isnan(kept[1505:1795]).all()
    assert np.count_nonzero(np.isnan(kept)) == pytest.approx(300, abs=12)
    assert told(run_with(beats)).keys() == {"cadence_lock"}


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_a_heart_that_is_the_cadence_of_the_whole_run_is_no_heart(noise: float) -> None:
    beats = legs() + np.round(np.random.default_rng(5).normal(0, noise, 3601))
    assert told(run_with(beats)).keys() == {"cadence_lock"}
    assert np.count_nonzero(~np.isnan(clean(run_with(beats)).samples.columns["heart_rate"])) < 20


def test_the_very_numbers_of_a_slow_cadence_are_no_heart() -> None:
    slow = np.round(165 + 6 * np.sin(SECONDS / 300))
    assert told(run_with(slow, cadence=slow)).keys() == {"cadence_lock"}


@pytest.mark.parametrize("seed", range(12))
def test_as_many_beats_as_steps_by_chance_are_beats(seed: int) -> None:
    assert told(run_with(a_heart(level=170.0, seed=seed), cadence=legs(seed=100 + seed))) == {}


def test_a_heart_that_rises_with_the_pace_as_the_cadence_does_is_a_heart() -> None:
    slow = np.interp(SECONDS, [0, 3600], [160, 178])
    random = np.random.default_rng(8)
    beats, cadence = (np.round(slow + wandering(random, 3601, 1.5, 15)) for _ in range(2))
    assert told(run_with(beats, cadence=cadence)) == {}


def test_cadence_is_no_witness_on_a_bicycle() -> None:
    beats = np.where((SECONDS > 1500) & (SECONDS < 1900), legs(), a_heart())
    ride = recorded(SECONDS, sport=Sport.RIDE, distance=8 * SECONDS, heart_rate=beats, cadence=legs())
    assert told(ride) == {}


def test_a_lost_contact_is_set_aside_until_it_comes_back() -> None:
    beats = a_heart()
    beats[2000:2120] = 95.0 + np.arange(120) % 3
    kept = heart_of(run_with(beats))
    assert np.isnan(kept[2000:2120]).all()
    assert np.count_nonzero(np.isnan(kept)) == pytest.approx(120, abs=3)


def test_a_heart_that_falls_at_a_stop_is_a_heart() -> None:
    stopped = (SECONDS > 2000) & (SECONDS < 2120)
    beats = np.where(stopped, 95.0 + SECONDS % 3, a_heart())
    along = 3.0 * np.cumsum(~stopped)
    assert "heart_rate_dropout" not in told(run_with(beats, distance=along))


def test_a_fall_without_return_is_left_alone() -> None:
    beats = np.where(SECONDS > 2000, a_heart() - 45, a_heart())
    assert told(run_with(beats)) == {}


def test_a_value_held_for_minutes_is_no_heart() -> None:
    beats = a_heart()
    beats[1000:1300] = 151.0
    assert np.isnan(heart_of(run_with(beats))[1000:1300]).all()
    assert told(run_with(beats)).keys() == {"heart_rate_flat"}


def test_a_recording_that_is_flat_altogether_is_left_alone() -> None:
    assert told(run_with(np.where(SECONDS < 1800, 140.0, 160.0))) == {}


def test_a_dry_strap_is_set_aside_until_it_is_wet() -> None:
    beats = a_heart()
    beats[:240] = 205.0 + np.arange(240) % 5
    kept = heart_of(run_with(beats))
    assert np.isnan(kept[:240]).all()
    assert not np.isnan(kept[250:]).any()
    assert told(run_with(beats)).keys() == {"heart_rate_dry_strap"}


def test_a_fast_start_is_no_dry_strap() -> None:
    beats = a_heart(130.0)
    beats[:400] = np.round(np.interp(np.arange(400), [0, 60, 400], [90, 185, 188]))
    speed = np.where(SECONDS < 400, 5.0, 2.5)
    assert told(run_with(beats, distance=np.concatenate(([0.0], np.cumsum(speed[1:]))))) == {}


@pytest.fixture(scope="module")
def simulated() -> list[SimulatedActivity]:
    activities = simulate_history(Runner(), last_day=date(2026, 11, 15), weeks=40, seed=11)
    return [each for each in activities if each.recording.sport.family is SportFamily.RUN]


def test_simulated_locks_are_found_and_sound_hearts_are_kept(simulated: list[SimulatedActivity]) -> None:
    locked = [each for each in simulated if "cadence_lock" in each.truth.faults]
    sound = [each for each in simulated if "cadence_lock" not in each.truth.faults]
    found = sum("cadence_lock" in told(each.recording) for each in locked)
    assert len(locked) >= 4
    assert found >= len(locked) - 1
    assert [told(each.recording) for each in sound] == [{}] * len(sound)


def test_the_mean_heart_rate_is_nearer_the_truth_without_the_lock(simulated: list[SimulatedActivity]) -> None:
    for each in simulated:
        if "cadence_lock" not in told(each.recording):
            continue
        raw, kept = each.recording.samples.columns["heart_rate"], heart_of(each.recording)
        before, after = (abs(float(np.nanmean(beats)) - each.truth.avg_hr) for beats in (raw, kept))
        assert after < before


def shared_hearts(shared_data: Path) -> Iterator[tuple[str, Recording]]:
    seen = set()
    for path in sorted(shared_data.rglob("*")):
        if path.suffix.lower() not in (".fit", ".gpx", ".tcx") or path.name in seen:
            continue
        seen.add(path.name)
        try:
            recordings = formats.read(path.read_bytes(), path.name).recordings
        except Unreadable:
            continue
        for recording in recordings:
            if recording.samples.get("heart_rate") is not None and len(recording.samples) > 60:
                yield path.name, recording


@pytest.mark.shared
def test_no_heart_of_the_real_files_is_called_made_up(shared_data: Path) -> None:
    judged = {f"{name} {place}": told(each) for place, (name, each) in enumerate(shared_hearts(shared_data))}
    assert len(judged) >= 30
    assert {name: codes for name, codes in judged.items() if codes} == {}


@pytest.mark.shared
def test_a_contact_lost_in_a_real_run_is_found(shared_data: Path) -> None:
    found, tried = 0, 0
    for _, recording in shared_hearts(shared_data):
        samples = recording.samples
        if recording.sport.family is not SportFamily.RUN or len(samples) < 2500:
            continue
        beats = samples.columns["heart_rate"].copy()
        rows = np.flatnonzero((samples.time > 1500) & (samples.time < 1560))
        if len(rows) < 20 or np.nanmin(beats[rows]) < 135:
            continue
        beats[rows] = 90.0 + rows % 4
        tried += 1
        found += "heart_rate_dropout" in told(
            replace(recording, samples=replace(samples, columns={**samples.columns, "heart_rate": beats}))
        )
    # One of the runs slows down to 84 % just then: it could have been a rest.
    assert tried >= 3
    assert found >= tried - 1
