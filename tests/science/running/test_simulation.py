"""The made-up runner must be believable: what is planted can be found again, and nothing else is planted."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from coach.domain.sports import Sport
from coach.science.running.simulated_runner import hill_factor, vma_by_day
from coach.science.running.simulated_terrain import Track, loop_of, terrain_around
from coach.science.running.simulation import (
    Runner,
    SessionType,
    SimulatedActivity,
    Watch,
    race_seconds,
    simulate_history,
    simulate_session,
    sustainable_share,
)

LAST_DAY = date(2026, 11, 15)
RUNNER = Runner()
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def history() -> list[SimulatedActivity]:
    return list(simulate_history(RUNNER, last_day=LAST_DAY, weeks=104, seed=1))


def session(
    kind: SessionType, size: float, *faults: str, stops: Sequence[tuple[int, int]] = (), chance: int = 5
) -> SimulatedActivity:
    return simulate_session(
        RUNNER,
        kind,
        size,
        started_at=datetime(2026, 4, 12, 9, 0, tzinfo=PARIS),
        vma_kmh=15.0,
        watch=Watch(faults=frozenset(faults)),
        seed=1,
        rng=np.random.default_rng(chance),
        stops=stops,
    )


def metres_apart(activity: SimulatedActivity) -> np.ndarray:
    columns = activity.recording.samples.columns
    north = np.diff(columns["latitude"]) * 111_320
    east = np.diff(columns["longitude"]) * 111_320 * np.cos(np.radians(RUNNER.latitude))
    return np.hypot(east, north)


def test_two_years_hold_four_activities_a_week_of_every_kind(history: list[SimulatedActivity]) -> None:
    assert 390 <= len(history) <= 480
    kinds = Counter(activity.truth.session for activity in history)
    assert set(kinds) == set(SessionType)
    assert kinds[SessionType.RACE] == 14
    assert {activity.truth.race_m for activity in history} == {None, 5000.0, 10000.0, 21097.5, 42195.0}
    assert sum(activity.truth.race_m == 42195.0 for activity in history) == 2


def test_activities_are_in_order_within_the_span_and_never_overlap(history: list[SimulatedActivity]) -> None:
    first_day = LAST_DAY - timedelta(days=7 * 104 - 1)
    assert first_day <= history[0].day
    assert history[-1].day <= LAST_DAY
    for before, after in itertools.pairwise(history):
        ended = before.recording.started_at + timedelta(seconds=before.truth.elapsed_s)
        assert ended < after.recording.started_at


def test_there_are_weeks_without_any_training_and_they_cost_fitness(history: list[SimulatedActivity]) -> None:
    trained = {activity.day - timedelta(days=activity.day.weekday()) for activity in history}
    mondays = {LAST_DAY - timedelta(days=LAST_DAY.weekday(), weeks=k) for k in range(103)}
    assert 3 <= len(mondays - trained) <= 12
    missed = np.zeros(200, dtype=bool)
    rested = vma_by_day(RUNNER, date(2026, 1, 1), missed)
    missed[100:114] = True
    ill = vma_by_day(RUNNER, date(2026, 1, 1), missed)
    assert 0.3 < (rested - ill)[114] - (rested - ill)[99] < 0.8


def test_the_runner_improves_over_the_years_and_ends_at_the_fitness_asked_for(history: list[SimulatedActivity]) -> None:
    assert history[-1].truth.vma_kmh == pytest.approx(RUNNER.vma_kmh, abs=0.1)
    assert history[-1].truth.vma_kmh - history[0].truth.vma_kmh > 0.8


def test_races_take_the_time_the_runners_vma_of_that_day_says(history: list[SimulatedActivity]) -> None:
    for activity in history:
        truth = activity.truth
        if truth.race_m is not None:
            assert truth.distance_m == pytest.approx(truth.race_m, abs=0.01)
            assert truth.elapsed_s == pytest.approx(race_seconds(RUNNER, truth.vma_kmh, truth.race_m), abs=1)
            assert truth.stops == ()


def test_race_times_are_those_of_the_field() -> None:
    # 10 km in 45:00 goes with a VMA of 14.5 to 15 km/h; a marathon is run near 80 % of VMA.
    assert 44 * 60 < race_seconds(RUNNER, 15.0, 10000) < 46.5 * 60
    marathon = race_seconds(RUNNER, 15.0, 42195)
    assert 0.76 < 42.195 / (marathon / 3600) / 15.0 < 0.84
    assert sustainable_share(RUNNER, 420) == pytest.approx(1.0)


def test_one_seed_is_one_history_and_another_seed_another() -> None:
    def beginning(seed: int) -> list[SimulatedActivity]:
        return list(simulate_history(RUNNER, last_day=LAST_DAY, weeks=3, seed=seed))

    first, again, other = beginning(4), beginning(4), beginning(5)
    assert [a.truth for a in first] == [a.truth for a in again]
    for one, same in zip(first, again, strict=True):
        assert one.recording.started_at == same.recording.started_at
        for name, values in one.recording.samples.columns.items():
            np.testing.assert_array_equal(values, same.recording.samples.columns[name])
    assert [a.truth for a in first] != [a.truth for a in other]


def test_the_same_place_has_the_same_altitude_on_every_run() -> None:
    terrain = terrain_around(RUNNER, 1)
    east, north = loop_of(8400, 1).place(np.array([1234.0, 1234.0 + 8400]))
    heights = terrain.altitude(east, north)
    assert heights[0] == pytest.approx(heights[1], abs=1e-6)
    assert terrain_around(RUNNER, 2).altitude(east, north)[0] != heights[0]


def test_a_lap_of_the_track_is_four_hundred_flat_metres() -> None:
    at = np.arange(0, 400.001, 0.25)
    east, north = Track().place(at)
    assert np.hypot(np.diff(east), np.diff(north)).sum() == pytest.approx(400, abs=0.2)
    assert np.hypot(np.diff(east), np.diff(north)).max() < 0.26
    assert np.ptp(terrain_around(RUNNER, 1).altitude(east, north)) < 0.5


def test_a_loop_is_as_long_as_asked_and_comes_home() -> None:
    east, north = loop_of(10500, 3).place(np.linspace(0, 10499.99, 20000))
    assert np.hypot(np.diff(east), np.diff(north)).sum() == pytest.approx(10500, rel=0.001)
    assert np.hypot(east[-1] - east[0], north[-1] - north[0]) < 1


def test_uphill_is_slower_and_harder_on_the_heart() -> None:
    assert hill_factor(np.array([0.08]))[0] < 0.75
    hills = session(SessionType.HILLS, 50)
    ups = [lap for lap in hills.recording.laps[1:-1] if (lap.ascent_m or 0) > 10]
    downs = [lap for lap in hills.recording.laps[1:-1] if (lap.descent_m or 0) > 10]
    assert len(ups) == len(downs) == 10
    assert np.mean([lap.avg_hr for lap in ups]) > np.mean([lap.avg_hr for lap in downs])
    assert hills.truth.ascent_m == pytest.approx(hills.truth.descent_m, abs=3)


def test_heart_rate_drifts_at_an_even_effort() -> None:
    run = session(SessionType.LONG, 120)
    hr, speed = run.recording.samples.columns["heart_rate"], run.recording.samples.columns["speed"]
    early, late = slice(1200, 2700), slice(3900, 5300)
    early_cost, late_cost = hr[early].mean() / speed[early].mean(), hr[late].mean() / speed[late].mean()
    assert 1.005 < late_cost / early_cost < 1.12


def test_heart_rate_lags_behind_an_interval() -> None:
    run = session(SessionType.TRACK, 50)
    repeat = run.recording.laps[3]
    begin, end = int(repeat.start_s), int(repeat.start_s + repeat.elapsed_s)
    hr = run.recording.samples.columns["heart_rate"]
    assert hr[begin + 5 : begin + 15].mean() < hr[end - 10 : end].mean() - 10


def test_interval_sessions_have_a_lap_for_each_repeat() -> None:
    run = session(SessionType.TRACK, 50)
    assert run.recording.sport is Sport.TRACK_RUN
    fast = [lap for lap in run.recording.laps if lap.distance_m and lap.distance_m / lap.elapsed_s > 15 / 3.6 * 0.97]
    assert len(fast) == 9
    assert all(lap.distance_m == pytest.approx(400, rel=0.01) for lap in fast)


def test_a_plain_track_follows_the_truth_within_what_watches_manage() -> None:
    run = session(SessionType.EASY, 45)
    assert metres_apart(run).sum() == pytest.approx(run.truth.distance_m, rel=0.02)
    assert metres_apart(run).max() < 12
    told = run.recording.samples.columns["distance"][-1]
    assert told == pytest.approx(run.truth.distance_m, rel=0.015)
    assert told != run.truth.distance_m


def test_gps_spikes_are_thrown_only_where_told() -> None:
    spiky = session(SessionType.EASY, 40, "gps_spikes")
    assert spiky.truth.spikes > 0
    assert metres_apart(spiky).max() > 60
    assert session(SessionType.EASY, 40).truth.spikes == 0


def test_traffic_lights_pause_the_watch_or_leave_standing_samples() -> None:
    paused = session(SessionType.EASY, 30, stops=((300, 40), (900, 25)))
    assert paused.recording.pauses == paused.truth.pauses == ((300.0, 340.0), (940.0, 965.0))
    inside = paused.recording.samples.time
    assert not ((inside > 300) & (inside < 340)).any()
    assert paused.recording.totals.timer_s == paused.truth.moving_s == paused.truth.elapsed_s - 65
    standing = session(SessionType.EASY, 30, "no_auto_pause", stops=((300, 40), (900, 25)))
    assert standing.recording.pauses == standing.truth.pauses == ()
    assert standing.truth.stops == paused.truth.stops
    assert (standing.recording.samples.columns["speed"][301:340] == 0).all()
    assert (standing.recording.samples.columns["cadence"][301:340] == 0).all()


def test_faults_show_in_the_columns() -> None:
    dropouts = session(SessionType.EASY, 40, "hr_dropouts")
    assert np.isnan(dropouts.recording.samples.columns["heart_rate"]).any()
    locked = session(SessionType.EASY, 40, "cadence_lock")
    columns = locked.recording.samples.columns
    assert (np.abs(columns["heart_rate"] - columns["cadence"]) < 6).sum() > 200
    assert locked.truth.max_hr < np.nanmax(columns["heart_rate"])
    sparse = session(SessionType.EASY, 40, "smart_recording").recording.samples.time
    assert set(np.unique(np.diff(sparse))) <= set(range(1, 8))
    assert len(sparse) < 1000
    jumped = session(SessionType.EASY, 40, "clock_jump").recording.samples.time
    assert (np.diff(jumped) < 0).sum() == 1
    drifting = session(SessionType.LONG, 90, "altitude_drift", chance=8)
    steady = session(SessionType.LONG, 90, chance=8)
    assert np.ptp(drifting.recording.samples.columns["altitude"] - steady.recording.samples.columns["altitude"]) > 4


def test_a_treadmill_run_has_no_place_and_strength_has_sets(history: list[SimulatedActivity]) -> None:
    treadmills = [activity for activity in history if activity.truth.session is SessionType.TREADMILL]
    assert all("latitude" not in activity.recording.samples.columns for activity in treadmills)
    assert all(activity.recording.sport is Sport.TREADMILL_RUN for activity in treadmills)
    strength = next(activity for activity in history if activity.truth.session is SessionType.STRENGTH)
    lifted = [one for one in strength.recording.sets if one.active]
    assert len(lifted) >= 9
    assert all(one.repetitions and one.weight_kg for one in lifted)


def test_every_fault_occurs_in_two_years_and_the_clock_jumps_once(history: list[SimulatedActivity]) -> None:
    faults = Counter(fault for activity in history for fault in activity.truth.faults)
    assert set(faults) == {
        "gps_spikes",
        "hr_dropouts",
        "cadence_lock",
        "altitude_drift",
        "smart_recording",
        "no_auto_pause",
        "no_gps",
        "clock_jump",
    }
    assert faults["clock_jump"] == 1


def test_local_clocks_follow_summer_time(history: list[SimulatedActivity]) -> None:
    offsets = {activity.day.month: activity.recording.utc_offset_s for activity in history}
    assert offsets[7] == 7200
    assert offsets[1] == 3600
