"""Steps of the altitude nobody climbed weigh nothing; hills, stairs and a vertical kilometre stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from coach.connectors.files import formats
from coach.domain.activities import Measures
from coach.domain.problems import Unreadable
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Recording
from coach.science.running import cleaning
from coach.science.running.altitude_steps import without_steps
from coach.science.running.measures import measure
from coach.science.running.simulation import Runner, simulate_history
from tests.science.running.recorded import even_run, recorded

HOUR = np.arange(3601.0)
NOISE = np.random.default_rng(4)


def measured(recording: Recording) -> Measures:
    return measure(recording)[1]


def steps_of(measures: Measures) -> int:
    return sum(each.count for each in measures.corrections if each.code == "altitude_step")


def ground(noise: float = 0.1) -> np.ndarray:
    """Gentle hills seen by a sensor, metres."""
    return 200 + 15 * np.sin(HOUR / 250) + NOISE.normal(0, noise, len(HOUR))


@pytest.mark.parametrize("height", [15.0, 30.0, 60.0, -30.0, 400.0])
@pytest.mark.parametrize("over_s", [1, 3])
def test_one_step_adds_neither_load_nor_ascent(height: float, over_s: int) -> None:
    even, rise = ground(), height * np.clip((HOUR - 1800) / over_s, 0, 1)
    true, told = measured(even_run(3600, altitude=even)), measured(even_run(3600, altitude=even + rise))
    assert steps_of(told) == 1
    assert told.ascent_m == pytest.approx(true.ascent_m, abs=1.5)
    assert told.descent_m == pytest.approx(true.descent_m, abs=1.5)
    assert told.analysis.normalized_speed_mps == pytest.approx(true.analysis.normalized_speed_mps, rel=0.003)


def test_a_step_under_a_receivers_noise_is_found_too() -> None:
    even = ground(1.5)
    true = measured(even_run(3600, altitude=even))
    told = measured(even_run(3600, altitude=even + 40.0 * (HOUR > 1800)))
    assert steps_of(told) == 1
    assert told.ascent_m == pytest.approx(true.ascent_m, abs=10)


def test_an_altitude_that_leaps_each_minute_climbs_nothing() -> None:
    told = measured(even_run(3600, altitude=np.where(HOUR // 60 % 2 == 0, 0.0, 8999.0)))
    assert steps_of(told) == 60
    assert (told.ascent_m, told.descent_m) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert told.analysis.normalized_speed_mps == pytest.approx(3.0, rel=1e-6)


def test_the_level_of_most_of_the_run_stays_as_it_was_told() -> None:
    late = np.where(HOUR < 40, 0.0, ground(0.0))
    kept = cleaning.clean(even_run(3600, altitude=late)).samples.columns["altitude"]
    assert kept[40:] == pytest.approx(late[40:])
    assert np.abs(np.diff(kept)).max() < 1


def test_a_dip_that_comes_back_is_no_step() -> None:
    dip = ground(0.0)
    dip[1800:1806] -= np.array([13.0, 19.0, 12.0, 7.0, 3.0, 1.0])
    assert steps_of(measured(even_run(3600, altitude=dip))) == 0


@pytest.mark.parametrize("sport", [Sport.RUN, Sport.TRAIL_RUN])
def test_a_vertical_kilometre_stays_whole(sport: Sport) -> None:
    """A thousand metres in 29 minutes, the record's pace, up a slope of one in two, and flights of stairs in it."""
    time = np.arange(1741.0)
    rise = 1000 * time / 1740 + 1.5 * np.sin(time / 9) + NOISE.normal(0, 0.3, len(time))
    told = measured(recorded(time, sport=sport, distance=1.2 * time, altitude=600 + rise))
    assert steps_of(told) == 0
    assert told.ascent_m == pytest.approx(1000, rel=0.02)


def test_the_steepest_descents_stay() -> None:
    """Two metres down each second for ten minutes: faster than anybody races downhill."""
    time = np.arange(601.0)
    told = measured(recorded(time, distance=4.5 * time, altitude=2500 - 2 * time + NOISE.normal(0, 0.5, 601)))
    assert steps_of(told) == 0
    assert told.descent_m == pytest.approx(1200, rel=0.02)


def test_simulated_country_has_no_steps_and_one_put_into_it_is_taken_out() -> None:
    runs = [
        each.recording
        for each in simulate_history(Runner(), last_day=date(2026, 11, 15), weeks=12, seed=3)
        if each.recording.sport.family is SportFamily.RUN and each.recording.samples.get("altitude") is not None
    ]
    assert len(runs) > 20
    for recording in runs:
        true = measured(recording)
        assert steps_of(true) == 0
        samples = recording.samples
        stepped = samples.columns["altitude"] + 80.0 * (np.arange(len(samples)) > len(samples) // 2)
        told = measured(replace(recording, samples=replace(samples, columns={**samples.columns, "altitude": stepped})))
        assert steps_of(told) == 1
        assert told.ascent_m == pytest.approx(true.ascent_m, abs=8)
        assert told.analysis.graded_speed_mps == pytest.approx(true.analysis.graded_speed_mps, rel=0.01)


def test_nothing_is_done_to_what_is_unknown_or_short() -> None:
    for heights in (np.full(50, np.nan), np.array([1.0, 900.0, 1.0])):
        assert without_steps(np.arange(float(len(heights))), heights, 5.0) == (pytest.approx(heights, nan_ok=True), 0)


@pytest.mark.shared
def test_climbs_of_the_real_files_stay_but_for_a_broken_one(shared_data: Path, monkeypatch) -> None:
    moved, seen = {}, set()
    for path in sorted(shared_data.rglob("*")):
        if path.suffix.lower() not in (".fit", ".gpx", ".tcx") or path.name in seen:
            continue
        seen.add(path.name)
        try:
            recordings = formats.read(path.read_bytes(), path.name).recordings
        except Unreadable:
            continue
        for recording in recordings:
            told = measured(recording)
            with monkeypatch.context() as patch:
                patch.setattr(cleaning, "without_steps", lambda _, altitude, __: (altitude, 0))
                before = measured(recording)
            if told.ascent_m is not None and before.ascent_m is not None:
                moved[path.name] = max(moved.get(path.name, 0.0), abs(told.ascent_m - before.ascent_m))
    assert len(moved) > 30
    # A phone that held one altitude for minutes, 24 m too high; a ski tour whose first altitudes are 950 m off (up
    # 1103 m and down 103 m before, 151 m and 148 m after); a swimmer's altitude, thousands of metres in a pool.

    broken = {
        *("strava-android-app-201.10-b1218918.fit", "cross-country-skiing_activity_1.tcx"),
        "swimming_activity_1.tcx",
    }
    assert {name for name, metres in moved.items() if metres > 1.0} <= broken
