"""Cleaning: what is refused, what is kept, what is told."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from coach.domain.activities import Totals
from coach.domain.sports import Sport
from coach.science.recordings import Samples
from coach.science.running.cleaning import Cleaned, clean
from tests.science.running.recorded import STARTED_AT, even_run, northward, recorded


def codes(cleaned: Cleaned) -> dict[str, int]:
    return {correction.code: correction.count for correction in cleaned.corrections}


def test_a_sound_recording_is_left_as_it_is() -> None:
    recording = even_run(600, heart_rate=np.full(601, 150.0))
    cleaned = clean(recording)
    assert cleaned.corrections == ()
    assert cleaned.started_at == STARTED_AT
    assert np.array_equal(cleaned.samples.time, recording.samples.time)
    assert np.array_equal(cleaned.samples.columns["heart_rate"], recording.samples.columns["heart_rate"])


def test_cleaning_never_writes_into_the_recording() -> None:
    rates = np.full(601, 150.0)
    rates[10] = 0.0
    recording = even_run(600, heart_rate=rates.copy())
    clean(recording)
    assert np.array_equal(recording.samples.columns["heart_rate"], rates)


def test_samples_out_of_order_are_sorted_with_their_values() -> None:
    time = np.arange(100.0)
    order = np.arange(100)
    order[[40, 41]] = [41, 40]
    cleaned = clean(recorded(time[order], heart_rate=100.0 + order))
    assert np.array_equal(cleaned.samples.time, time)
    assert np.array_equal(cleaned.samples.columns["heart_rate"], 100.0 + np.arange(100))
    assert codes(cleaned) == {"out_of_order": 1}


def test_a_clock_set_back_loses_no_sample_and_no_duration() -> None:
    time = np.arange(600.0)
    time[300:] -= 250.0
    cleaned = clean(recorded(time, totals=Totals(elapsed_s=599.0), heart_rate=np.linspace(100, 160, 600)))
    assert np.array_equal(cleaned.samples.time, np.arange(600.0))
    assert np.all(np.diff(cleaned.samples.columns["heart_rate"]) > 0)
    assert codes(cleaned)["clock_backwards"] == 1


def test_a_clock_that_is_set_back_and_returns_is_mended_only_in_between() -> None:
    time = np.arange(600.0)
    time[300:330] -= 200.0
    cleaned = clean(recorded(time))
    assert len(cleaned.samples) == 600
    assert cleaned.samples.time[-1] == 599.0


def test_a_watch_that_woke_in_1989_tells_the_real_start() -> None:
    time = np.arange(600.0)
    time[5:] += 8.5e8
    cleaned = clean(recorded(time))
    assert cleaned.samples.time[-1] - cleaned.samples.time[0] == pytest.approx(599.0, abs=6)
    moved = cleaned.started_at + timedelta(seconds=float(cleaned.samples.time[-1])) - STARTED_AT
    assert moved.total_seconds() == pytest.approx(8.5e8 + 599, abs=6)


def test_one_absurd_instant_is_dropped_and_the_rest_stays_put() -> None:
    time = np.arange(600.0)
    time[200] = 2e9
    cleaned = clean(recorded(time))
    assert codes(cleaned) == {"clock_unreadable": 1}
    assert np.array_equal(cleaned.samples.time, np.delete(np.arange(600.0), 200))
    assert cleaned.started_at == STARTED_AT


def test_a_night_s_sleep_the_file_vouches_for_is_kept() -> None:
    time = np.concatenate((np.arange(100.0), 30_000.0 + np.arange(100.0)))
    cleaned = clean(recorded(time, totals=Totals(elapsed_s=30_099.0)))
    assert cleaned.samples.time[-1] == 30_099.0
    assert "clock_jump" not in codes(cleaned)


def test_samples_of_one_instant_become_one_that_knows_what_each_knew() -> None:
    time = np.array([0.0, 1.0, 1.0, 2.0])
    rates = np.array([100.0, np.nan, 110.0, 120.0])
    altitudes = np.array([50.0, 51.0, np.nan, 52.0])
    cleaned = clean(recorded(time, heart_rate=rates, altitude=altitudes))
    assert cleaned.samples.time.tolist() == [0.0, 1.0, 2.0]
    assert cleaned.samples.columns["heart_rate"].tolist() == [100.0, 110.0, 120.0]
    assert cleaned.samples.columns["altitude"].tolist() == [50.0, 51.0, 52.0]
    assert codes(cleaned) == {"repeated_instant": 1}


@pytest.mark.parametrize(
    ("column", "usual", "absurd"),
    [
        ("heart_rate", 150.0, 10.0),
        ("heart_rate", 150.0, 255.0),
        ("altitude", 200.0, 12_000.0),
        ("speed", 3.0, 40.0),
        ("cadence", 170.0, 400.0),
        ("power", 250.0, 9000.0),
        ("temperature", 20.0, 120.0),
    ],
)
def test_a_value_no_body_has_is_removed_and_told(column: str, usual: float, absurd: float) -> None:
    values = np.full(301, usual)
    values[100:103] = absurd
    cleaned = clean(even_run(300, **{column: values}))
    kept = cleaned.samples.columns[column]
    assert np.isnan(kept[100:103]).all()
    assert np.count_nonzero(np.isnan(kept)) == 3
    assert codes(cleaned) == {f"{column}_range": 3}


def test_a_ride_may_be_faster_than_any_runner() -> None:
    cleaned = clean(recorded(np.arange(100.0), sport=Sport.RIDE, speed=np.full(100, 18.0)))
    assert "speed_range" not in codes(cleaned)


def test_infinities_are_unknown() -> None:
    values = np.full(301, 150.0)
    values[5] = np.inf
    assert np.isnan(clean(even_run(300, heart_rate=values)).samples.columns["heart_rate"][5])


def test_a_heart_rate_spike_goes_and_a_hard_interval_stays() -> None:
    rates = np.concatenate((np.full(100, 120.0), np.linspace(120, 185, 60), np.full(141, 185.0)))
    rates[50] = 215.0
    cleaned = clean(even_run(300, heart_rate=rates))
    assert codes(cleaned) == {"heart_rate_spike": 1}
    assert np.nanmax(cleaned.samples.columns["heart_rate"]) == 185.0


def test_gps_spikes_go_and_add_no_distance() -> None:
    time = np.arange(601.0)
    latitude, longitude = northward(3.0 * time)
    latitude[[200, 201, 400]] += 0.01
    cleaned = clean(recorded(time, latitude=latitude, longitude=longitude))
    assert codes(cleaned)["gps_spike"] == 3
    assert cleaned.samples.columns["distance"][-1] == pytest.approx(1800, rel=0.002)


def test_positions_without_a_fix_are_not_in_the_atlantic() -> None:
    time = np.arange(601.0)
    latitude, longitude = northward(3.0 * time)
    latitude[:10] = longitude[:10] = 0.0
    cleaned = clean(recorded(time, latitude=latitude, longitude=longitude))
    assert codes(cleaned)["position_unreadable"] == 10
    assert cleaned.samples.columns["distance"][-1] == pytest.approx(1770, rel=0.002)


def test_the_device_s_distance_wins_over_positions_that_agree_with_it() -> None:
    time = np.arange(601.0)
    latitude, longitude = northward(3.1 * time)
    cleaned = clean(recorded(time, latitude=latitude, longitude=longitude, distance=3.0 * time))
    assert cleaned.samples.columns["distance"][-1] == pytest.approx(1800)


def test_positions_win_over_a_distance_nobody_vouches_for() -> None:
    time = np.arange(601.0)
    latitude, longitude = northward(3.0 * time)
    cleaned = clean(recorded(time, latitude=latitude, longitude=longitude, distance=0.5 * time))
    assert cleaned.samples.columns["distance"][-1] == pytest.approx(1800, rel=0.002)
    assert codes(cleaned) == {"distance_replaced": 601}


def test_a_treadmill_has_its_distance_without_positions() -> None:
    time = np.arange(601.0)
    cleaned = clean(recorded(time, sport=Sport.TREADMILL_RUN, speed=np.full(601, 2.5)))
    assert cleaned.samples.columns["distance"][-1] == pytest.approx(1500)
    assert codes(cleaned) == {"distance_derived": 601}


def test_a_distance_frozen_in_a_tunnel_is_spread_over_the_tunnel() -> None:
    time = np.arange(601.0)
    metres = 3.0 * time
    metres[200:260] = metres[200]
    cleaned = clean(recorded(time, distance=metres))
    along = cleaned.samples.columns["distance"]
    assert along[-1] == pytest.approx(1800)
    assert np.diff(along).max() < 3.2


def test_a_distance_that_jumps_beyond_belief_is_not_run() -> None:
    time = np.arange(601.0)
    metres = 3.0 * time
    metres[300:] += 5000.0
    cleaned = clean(recorded(time, distance=metres))
    assert cleaned.samples.columns["distance"][-1] == pytest.approx(1797)
    assert codes(cleaned) == {"distance_jump": 1}


def test_a_distance_that_starts_over_goes_on() -> None:
    time = np.arange(601.0)
    metres = 3.0 * np.where(time < 300, time, time - 300)
    assert clean(recorded(time, distance=metres)).samples.columns["distance"][-1] == pytest.approx(1797)


def test_device_pauses_are_put_in_order_and_merged() -> None:
    recording = recorded(np.arange(601.0), pauses=((400.0, 420.0), (100.0, 150.0), (140.0, 160.0), (9e9, 9.1e9)))
    assert clean(recording).pauses == ((100.0, 160.0), (400.0, 420.0))


def test_a_silence_standing_is_a_pause_and_a_silence_running_is_not() -> None:
    time = np.concatenate((np.arange(100.0), 130.0 + np.arange(100.0), 350.0 + np.arange(100.0)))
    metres = np.concatenate((3 * np.arange(100.0), 3 * (130 + np.arange(100.0)), 3 * (231 + np.arange(100.0))))
    assert clean(recorded(time, distance=metres)).pauses == ((229.0, 350.0),)


def test_a_sensor_that_only_wrote_zeros_was_not_there() -> None:
    cleaned = clean(even_run(300, power=np.zeros(301), heart_rate=np.zeros(301)))
    assert set(cleaned.samples.columns) == {"distance"}
    assert cleaned.corrections == ()


def test_developer_fields_follow_their_samples() -> None:
    samples = Samples(np.array([0.0, 2.0, 1.0]), {}, {"dev_form": np.array([1.0, 3.0, 2.0])})
    recording = recorded(np.arange(3.0))
    cleaned = clean(type(recording)(Sport.RUN, STARTED_AT, samples))
    assert cleaned.samples.extra["dev_form"].tolist() == [1.0, 2.0, 3.0]


def test_a_file_written_backwards_is_sorted_not_stretched() -> None:
    cleaned = clean(recorded(np.arange(600.0)[::-1], heart_rate=np.linspace(160, 100, 600)))
    assert np.array_equal(cleaned.samples.time, np.arange(600.0))
    assert np.all(np.diff(cleaned.samples.columns["heart_rate"]) > 0)
    assert codes(cleaned) == {"out_of_order": 599}
