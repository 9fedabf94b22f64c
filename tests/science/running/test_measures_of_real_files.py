"""Our measures beside what the devices say of themselves, and beside the truth of a simulated history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from coach.connectors.files.fit import read
from coach.domain.activities import Measures, Totals
from coach.domain.problems import Unreadable
from coach.domain.sports import SportFamily
from coach.science.running.evidence import RunEvidence
from coach.science.running.fitness import fitness
from coach.science.running.measures import measure
from coach.science.running.simulation import Runner, SimulatedActivity, simulate_history

LAST_DAY = date(2026, 11, 15)
LONG_ENOUGH_S, FAR_ENOUGH_M, HIGH_ENOUGH_M = 300.0, 1000.0, 100.0

DAMAGED = {"strava-android-app-201.10-b1218918.fit"}
"""Files whose own totals tell of records they lost."""


@pytest.fixture(scope="module")
def measured_files(shared_data: Path) -> list[tuple[str, Totals, Measures]]:
    found = []
    for path in sorted({path.name: path for path in (shared_data / "fit").rglob("*.fit")}.values()):
        if path.name in DAMAGED:
            continue
        try:
            reading = read(path.read_bytes())
        except Unreadable:
            continue
        found += [(path.name, recording.totals, measure(recording)[1]) for recording in reading.recordings]
    return found


@pytest.mark.shared
def test_times_and_distances_agree_with_the_device_s_own(measured_files: list[tuple[str, Totals, Measures]]) -> None:
    compared = 0
    for name, totals, measures in measured_files:
        if totals.timer_s and totals.timer_s > LONG_ENOUGH_S:
            assert measures.timer_s == pytest.approx(totals.timer_s, rel=0.03), name
        # A kilometre climbed in forest, where the watch lost its way for minutes, is 6.5 % shorter to us.
        if totals.distance_m and totals.distance_m > FAR_ENOUGH_M:
            assert measures.distance_m == pytest.approx(totals.distance_m, rel=0.07), name
            compared += 1
    assert compared >= 20


@pytest.mark.shared
def test_hearts_and_climbs_agree_with_the_device_s_own(measured_files: list[tuple[str, Totals, Measures]]) -> None:
    climbs = []
    for name, totals, measures in measured_files:
        if totals.avg_hr and measures.avg_hr and measures.elapsed_s > LONG_ENOUGH_S:
            assert measures.avg_hr == pytest.approx(totals.avg_hr, abs=6.5), name
        if totals.ascent_m and totals.ascent_m > HIGH_ENOUGH_M and measures.ascent_m:
            climbs.append(measures.ascent_m / totals.ascent_m)
    assert len(climbs) >= 8
    assert np.median(climbs) == pytest.approx(1.0, abs=0.1)


@pytest.fixture(scope="module")
def simulated() -> list[tuple[SimulatedActivity, Measures]]:
    activities = simulate_history(Runner(), last_day=LAST_DAY, weeks=26, seed=5)
    return [(activity, measure(activity.recording)[1]) for activity in activities]


def on_foot(simulated: list[tuple[SimulatedActivity, Measures]]) -> Iterator[tuple[SimulatedActivity, Measures]]:
    return ((a, m) for a, m in simulated if a.recording.sport.family is SportFamily.RUN)


def test_a_simulated_history_is_measured_near_its_truth(simulated: list[tuple[SimulatedActivity, Measures]]) -> None:
    climbs = []
    for activity, measures in on_foot(simulated):
        truth = activity.truth
        assert measures.elapsed_s == pytest.approx(truth.elapsed_s, abs=15)
        assert measures.moving_s == pytest.approx(truth.moving_s, abs=40)
        if "no_gps" not in truth.faults:
            assert measures.distance_m == pytest.approx(truth.distance_m, rel=0.015)
        if truth.ascent_m > HIGH_ENOUGH_M / 2 and measures.ascent_m and "altitude_drift" not in truth.faults:
            climbs.append(measures.ascent_m / truth.ascent_m)
    assert np.median(climbs) == pytest.approx(1.0, abs=0.08)


def test_positions_alone_measure_the_same_run(simulated: list[tuple[SimulatedActivity, Measures]]) -> None:
    shares = []
    for activity, _ in on_foot(simulated):
        samples = activity.recording.samples
        if activity.truth.faults & {"no_gps", "gps_spikes"} or samples.get("latitude") is None:
            continue
        told = {
            name: samples.columns[name] for name in ("latitude", "longitude", "altitude") if name in samples.columns
        }
        measures = measure(replace(activity.recording, samples=replace(samples, columns=told), totals=Totals()))[1]
        shares.append((measures.distance_m or 0) / activity.truth.distance_m)
    assert len(shares) > 30
    assert np.median(shares) == pytest.approx(1.0, abs=0.01)
    assert np.quantile(np.abs(np.array(shares) - 1), 0.9) < 0.03


@pytest.mark.parametrize("races_are_named", [True, False])
def test_the_vma_of_a_simulated_runner_is_found(
    simulated: list[tuple[SimulatedActivity, Measures]], races_are_named: bool
) -> None:
    runs = [
        RunEvidence(
            activity_id=str(number),
            on=activity.day,
            family=SportFamily.RUN,
            distance_m=measures.distance_m,
            moving_s=measures.moving_s,
            elapsed_s=measures.elapsed_s,
            avg_hr=measures.avg_hr,
            max_hr=measures.max_hr,
            best_efforts=measures.best_efforts,
            race=races_are_named and activity.truth.race_m is not None,
        )
        for number, (activity, measures) in enumerate(on_foot(simulated))
    ]
    vma = fitness(runs, today=LAST_DAY, age=40).vma
    truth = simulated[-1][0].truth.vma_kmh
    assert vma is not None
    assert vma.value == pytest.approx(truth, rel=0.06)
    assert vma.low < truth < vma.high
