"""Ascent with hysteresis, and the encoded track."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.science.running.elevation import climb, hysteresis
from coach.science.running.track import TRACK_POINTS, encoded_track, polyline, simplified


def walked(heights: np.ndarray, threshold: float) -> tuple[float, float]:
    """The same hysteresis sample by sample: a band of width ``threshold`` pushed by the height."""
    ascent = descent = 0.0
    band, turn, direction = heights[0], heights[0], 0
    for height in heights:
        pushed = min(max(band, height - threshold / 2), height + threshold / 2)
        way = int(np.sign(pushed - band))
        if way:
            edge = pushed + way * threshold / 2
            if direction != way:
                turn = band - way * threshold / 2 if direction else band
                direction = way
            ascent += max(edge - turn, 0.0)
            descent += max(turn - edge, 0.0)
            turn = edge
        band = pushed
    return ascent, descent


def test_a_hill_counts_whole_up_and_down() -> None:
    heights = np.concatenate((np.linspace(100, 180, 400), np.linspace(180, 130, 300)))
    found = climb(np.arange(700.0), heights)
    assert found is not None
    assert found.ascent[-1] == pytest.approx(80, abs=0.5)
    assert found.descent[-1] == pytest.approx(50, abs=0.5)


def test_a_flat_run_under_a_shaky_receiver_climbs_nothing() -> None:
    random = np.random.default_rng(1)
    found = climb(np.arange(3600.0), 100 + random.normal(0, 1.5, 3600))
    assert found is not None
    assert found.ascent[-1] < 15


def test_a_slope_sampled_unevenly_is_no_noise() -> None:
    random = np.random.default_rng(3)
    seconds = np.cumsum(random.choice([1.0, 2.0, 8.0], 900))
    heights = 200 + 3 * np.abs((seconds / 15) % 4 - 2)
    found = climb(seconds, heights)
    truth = np.maximum(np.diff(heights), 0).sum()
    assert found is not None
    assert found.ascent[-1] == pytest.approx(truth, rel=0.2)


def test_a_barometer_s_read_out_in_steps_still_climbs_the_hill() -> None:
    seconds = np.arange(3600.0)
    heights = np.round((100 + 15 * np.sin(seconds / 150)) / 0.2) * 0.2
    found = climb(seconds, heights)
    truth = np.maximum(np.diff(100 + 15 * np.sin(seconds / 150)), 0).sum()
    assert found is not None
    assert found.ascent[-1] == pytest.approx(truth, rel=0.02)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(-300, 300), min_size=2, max_size=80), st.sampled_from([0.5, 2.0, 6.0]))
def test_doubling_gives_what_walking_sample_by_sample_gives(steps: list[int], threshold: float) -> None:
    heights = 100 + np.cumsum(np.array(steps) / 64)
    found = hysteresis(heights, threshold)
    assert (found.ascent[-1], found.descent[-1]) == pytest.approx(walked(heights, threshold), abs=1e-6)


def test_a_mostly_unknown_altitude_climbs_nothing_rather_than_something() -> None:
    heights = np.full(100, np.nan)
    heights[:20] = np.linspace(0, 50, 20)
    assert climb(np.arange(100.0), heights) is None
    assert climb(np.arange(100.0), None) is None


def test_the_polyline_is_google_s_own_example() -> None:
    assert (
        polyline(np.array([38.5, 40.7, 43.252]), np.array([-120.2, -120.95, -126.453])) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    )


def test_a_long_track_is_short_text_that_keeps_its_corners() -> None:
    corners = np.array([[45.0, 5.0], [45.02, 5.0], [45.02, 5.03], [45.0, 5.03]])
    legs = np.linspace(0, 3, 5001)
    latitude, longitude = (np.interp(legs, np.arange(4), corners[:, axis]) for axis in (0, 1))
    track = encoded_track(latitude, longitude)
    assert track is not None
    assert len(track) < 80


def test_a_winding_track_stays_within_its_points() -> None:
    random = np.random.default_rng(2)
    latitude = 45 + np.cumsum(random.normal(0, 1e-4, 500))
    longitude = 5 + np.cumsum(random.normal(0, 1e-4, 500))
    kept = simplified(latitude, longitude)
    assert len(kept) <= TRACK_POINTS
    assert (kept[0], kept[-1]) == (0, 499)
    assert np.all(np.diff(kept) > 0)


def test_no_positions_no_track() -> None:
    assert encoded_track(None, None) is None
    assert encoded_track(np.array([45.0, np.nan]), np.array([5.0, np.nan])) is None
