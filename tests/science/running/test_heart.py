"""The heart's bounds: seen where there is something to see, a prior with its doubt otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.fitness import Estimate
from coach.domain.intensity import Quantity
from coach.science.running import heart
from tests.science.running.recorded import curve_of, run_of

EASY = [run_of(days, 10, 62, avg_hr=140, max_hr=152) for days in range(1, 40, 3)]
RACE = run_of(12, 10, 45, race=True, avg_hr=176, max_hr=188)
MAXIMUM = Estimate(190.0, 187.0, 193.0, "", "", 4)


def test_the_age_is_only_a_prior_with_its_doubt() -> None:
    found = heart.maximum([], declared=None, age=40)
    assert found is not None
    assert (found.value, found.validity) == (180, 1)
    assert found.high - found.low == pytest.approx(2 * 1.2816 * 10, abs=0.2)


def test_a_race_tells_the_maximum_and_easy_runs_only_bound_it() -> None:
    raced, easy = heart.maximum([*EASY, RACE], declared=None, age=40), heart.maximum(EASY, declared=None, age=40)
    assert raced is not None
    assert easy is not None
    assert (raced.value, raced.validity) == (188, 4)
    assert easy.value > 165
    assert easy.high - easy.low > raced.high - raced.low


def test_a_spike_shorter_than_fifteen_seconds_is_no_maximum() -> None:
    curves = (curve_of(Quantity.HEART_RATE, {5: 215.0, 15: 186.0, 60: 182.0}),)
    spiky = run_of(3, 10, 45, race=True, avg_hr=176, max_hr=218, curves=curves)
    found = heart.maximum([spiky], declared=None, age=None)
    assert found is not None
    assert found.value == 186


def test_what_was_seen_raises_what_was_declared() -> None:
    assert heart.maximum([RACE], declared=180, age=None) is not None
    assert heart.maximum([RACE], declared=180, age=None).value == 188  # type: ignore[union-attr]
    assert heart.maximum([RACE], declared=195, age=None).value == 195  # type: ignore[union-attr]


def test_nothing_seen_and_no_age_is_unknown() -> None:
    assert heart.maximum([], declared=None, age=None) is None
    assert heart.maximum(EASY[:3], declared=None, age=None) is None
    assert heart.resting([], None) is None
    assert heart.threshold([RACE], None, None) is None


def test_the_resting_rate_is_the_low_end_of_the_nights() -> None:
    found = heart.resting([48.0, 50, 52, 49, 51, 47, 60, 55, 50, 50], 60)
    assert found is not None
    assert 47 <= found.value <= 49
    assert found.low <= found.value <= found.high


def test_few_nights_leave_the_declared_rate() -> None:
    found = heart.resting([48.0, 50], 60)
    assert found is not None
    assert found.value == 60


def test_the_threshold_is_the_best_two_thirds_of_a_race_near_an_hour() -> None:
    curves = (curve_of(Quantity.HEART_RATE, {15: 188.0, 1200: 175.0, 1800: 172.0, 2400: 170.0}),)
    race = run_of(12, 10, 45, race=True, avg_hr=168, max_hr=188, curves=curves)
    found = heart.threshold([*EASY, race], MAXIMUM, None)
    assert found is not None
    assert (found.value, found.method) == (172, heart.BY_RACE)


def test_a_race_that_was_not_all_out_tells_no_threshold() -> None:
    jogged = run_of(12, 10, 56, race=True, avg_hr=150, max_hr=165)
    found = heart.threshold([jogged], MAXIMUM, 87)
    assert found == heart.threshold([], MAXIMUM, 87)


def test_a_rate_far_below_the_age_is_no_maximum_though_it_was_a_race() -> None:
    jogged = run_of(12, 10, 56, race=True, avg_hr=138, max_hr=150)
    found = heart.maximum([jogged, *EASY], declared=None, age=35)
    assert found is not None
    assert found.value > 160


def test_without_a_race_the_threshold_follows_swain() -> None:
    found = heart.threshold(EASY, MAXIMUM, 87)
    assert found is not None
    assert found.value == pytest.approx(190 * (0.64 * 87 + 37) / 100, abs=0.1)
    assert found.validity <= 2


rates = st.floats(30, 240, allow_nan=False)


@given(st.lists(st.tuples(rates, rates), max_size=10), st.none() | st.floats(8, 100), st.none() | rates)
def test_the_interval_holds_the_value(
    seen: list[tuple[float, float]], age: float | None, declared: float | None
) -> None:
    runs = [run_of(place, 8, 45, avg_hr=min(one), max_hr=max(one)) for place, one in enumerate(seen)]
    found = heart.maximum(runs, declared=declared, age=age)
    assert found is None or found.low <= found.value <= found.high
    at = heart.threshold(runs, found, None)
    assert at is None or at.low <= at.value <= at.high
