"""What measured recordings weigh: no heart that was hardly heard, no ride called a run, no beat in the wrong zone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.domain.activities import Measures, Totals
from coach.domain.sports import Sport, SportFamily
from coach.domain.training import ActivityLoad, LoadMethod, Thresholds
from coach.science.recordings import Recording
from coach.science.running.load import Session, activity_load
from coach.science.running.measures import measure
from tests.science.running.recorded import TODAY, even_run, recorded

KNOWN = Thresholds(max_hr=190.0, resting_hr=50.0, threshold_hr=170.0, threshold_mps=4.0, vma_mps=4.8, threshold_w=250.0)
TWO_HOURS = np.arange(7201.0)
RANDOM = np.random.default_rng(3)


def weighed(recording: Recording, thresholds: Thresholds = KNOWN) -> ActivityLoad:
    measures = measure(recording)[1]
    codes = {correction.code for correction in measures.corrections}
    session = Session(
        *("one", TODAY, recording.sport.family, measures.moving_s, measures.timer_s),
        *(measures.distance_m, measures.avg_hr, measures.analysis),
        sampled="from_totals" not in codes,
        believed="no_run" not in codes,
    )
    return activity_load(session, thresholds)


def codes(measures: Measures) -> set[str]:
    return {correction.code for correction in measures.corrections}


def heart_at(rows: np.ndarray, bpm: float = 180.0, count: int = 7201) -> np.ndarray:
    beats = np.full(count, np.nan)
    beats[rows] = bpm
    return beats


@pytest.mark.parametrize("every", [70, 90, 600, 7200])
def test_readings_minutes_apart_do_not_stand_for_the_time_between(every: int) -> None:
    rows = np.arange(every // 2, 7201, every)
    told = weighed(even_run(7200, heart_rate=heart_at(rows)))
    assert (told.method, told.trimp) == (LoadMethod.PACE, None)
    assert told.load == pytest.approx(112.5, rel=0.01)


def test_a_reading_every_minute_tells_the_load() -> None:
    told = weighed(even_run(7200, heart_rate=heart_at(np.arange(0, 7201, 60), 150.0)))
    assert told.method is LoadMethod.HEART_RATE


def test_a_heart_heard_only_between_the_repeats_does_not_weigh_them() -> None:
    runs = TWO_HOURS % 120 < 60
    along = np.concatenate(([0.0], np.cumsum(np.where(runs[1:], 4.0, 0.0))))
    resting = np.where(runs, np.nan, 120.0)
    told = weighed(recorded(TWO_HOURS, distance=along, heart_rate=resting))
    assert (told.method, told.trimp) == (LoadMethod.PACE, None)
    heard = weighed(recorded(TWO_HOURS, distance=along, heart_rate=np.where(runs, 170.0, 120.0)))
    assert heard.method is LoadMethod.HEART_RATE


def test_a_short_silence_of_the_strap_leaves_the_load_as_it_was() -> None:
    beats = np.full(7201, 150.0)
    whole = weighed(even_run(7200, heart_rate=beats))
    beats[2000:2900] = np.nan
    told = weighed(even_run(7200, heart_rate=beats))
    assert told.method is LoadMethod.HEART_RATE
    assert told.load == pytest.approx(whole.load, rel=1e-3)


@pytest.mark.parametrize(("seconds", "mps"), [(3600, 8.0), (3600, 12.0), (14_400, 8.0)])
def test_a_ride_called_a_run_weighs_nothing_by_its_speed(seconds: int, mps: float) -> None:
    recording = even_run(seconds, mps)
    measures = measure(recording)[1]
    assert "no_run" in codes(measures)
    assert measures.distance_m == pytest.approx(mps * seconds)
    assert measures.analysis.normalized_speed_mps is None
    told = weighed(recording)
    assert (told.load, told.method) == (None, None)


def test_a_ride_called_a_run_still_weighs_what_the_heart_says() -> None:
    told = weighed(even_run(3600, 8.0, heart_rate=np.full(3601, 140.0)))
    assert told.method is LoadMethod.HEART_RATE


def test_a_summary_faster_than_the_records_is_no_run_and_a_usual_one_is() -> None:
    ridden, ran = (
        replace(even_run(0), samples=even_run(0).samples, totals=Totals(timer_s=3600.0, distance_m=metres))
        for metres in (28_800.0, 12_000.0)
    )
    assert "no_run" in codes(measure(ridden)[1])
    assert weighed(ridden).load is None
    assert "no_run" not in codes(measure(ran)[1])
    assert weighed(ran).method is LoadMethod.PACE


def test_a_fast_ride_is_a_ride() -> None:
    ride = recorded(TWO_HOURS, sport=Sport.RIDE, distance=9.0 * TWO_HOURS)
    assert ride.sport.family is SportFamily.RIDE
    assert "no_run" not in codes(measure(ride)[1])
    assert measure(ride)[1].analysis.speed_p95_mps == pytest.approx(9.0, rel=0.01)


def zones_of(beats: np.ndarray, edge: float) -> tuple[float, ...]:
    """Seconds in the heart-rate zones of an athlete whose third zone begins at ``edge`` bpm."""
    highest = edge / (0.64 * 0.75 + 0.37)
    return weighed(even_run(len(beats) - 1, heart_rate=beats), Thresholds(max_hr=highest)).heart_zone_s


def test_a_steady_heart_below_a_zone_is_never_in_it() -> None:
    told = zones_of(np.full(7201, 151.0), 151.67)
    assert told == pytest.approx((0.0, 7200.0, 0.0, 0.0, 0.0))


def test_time_in_zone_of_whole_beats_is_the_time_above_the_edge() -> None:
    heart = 150.0 + 1.5 * np.sin(TWO_HOURS / 37) + RANDOM.normal(0, 0.3, 7201)
    for edge in (149.3, 150.5, 151.67):
        true = float(np.count_nonzero(heart >= edge))
        assert sum(zones_of(np.round(heart), edge)[2:]) == pytest.approx(true, abs=0.06 * 7200)


def test_zones_and_impulse_read_the_same_beats() -> None:
    told = weighed(even_run(3600, heart_rate=np.full(3601, 150.4)))
    whole = weighed(even_run(3600, heart_rate=np.full(3601, 150.0)))
    assert (told.trimp, told.heart_zone_s) == (whole.trimp, whole.heart_zone_s)
