"""Rank correlation and straight lines: published values, symmetries, and what cannot be said."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coach.science.running.associations import LEAST_PAIRS, slope, spearman

numbers = st.lists(st.floats(-1e6, 1e6), min_size=LEAST_PAIRS, max_size=40)


def test_spearman_of_a_textbook_example():
    """IQ and hours of television of ten people: rho = -29/165."""
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    found = spearman(iq, hours)
    assert found.value == pytest.approx(-29 / 165)
    assert found.pairs == 10
    assert found.low < found.value < found.high


def test_ties_share_their_mean_rank():
    """By hand: ranks 1.5 1.5 3 4 5 6 7 8 against 1 to 8 give r = 41.5 / sqrt(41.5 x 42)."""
    found = spearman([1, 1, 2, 3, 4, 5, 6, 7], range(8))
    assert found.value == pytest.approx(41.5 / np.sqrt(41.5 * 42))


@given(numbers, st.randoms())
def test_rank_correlation_knows_no_units_and_no_order_of_arguments(values, chance):
    other = values[:]
    chance.shuffle(other)
    found = spearman(values, other)
    assume(found is not None)
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert spearman(other, values).value == pytest.approx(found.value)
    ranks = np.unique(values, return_inverse=True)[1]
    assert spearman(ranks * 3.0 + 7, other).value == pytest.approx(found.value)


@given(st.integers(LEAST_PAIRS, 60))
def test_a_perfect_order_is_not_taken_for_certain(pairs):
    found = spearman(range(pairs), range(pairs))
    assert found.value == pytest.approx(1)
    assert 0 < found.low < 1


def test_ten_unrelated_pairs_seldom_look_linked():
    chance, rounds = np.random.default_rng(7), 1000
    linked = sum(spearman(chance.random(12), chance.random(12)).clear for _ in range(rounds))
    assert linked / rounds < 0.035


def test_the_interval_holds_the_truth_about_four_times_in_five():
    chance = np.random.default_rng(5)
    truth, held, rounds = 0.5, 0, 400
    population = 6 / np.pi * np.arcsin(truth / 2)
    for _ in range(rounds):
        both = chance.multivariate_normal([0, 0], [[1, truth], [truth, 1]], 20)
        found = spearman(both[:, 0], both[:, 1])
        held += found.low <= population <= found.high
    assert 0.74 < held / rounds < 0.86


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([], []),
        (range(LEAST_PAIRS - 1), range(LEAST_PAIRS - 1)),
        ([5.0] * 12, range(12)),
        ([nan] * 6 + [1.0, 2, 3, 4, 5, 6], range(12)),
        ([inf] * 6 + [1.0, 2, 3, 4, 5, 6], range(12)),
    ],
)
def test_what_cannot_be_said_is_not(first, second):
    assert spearman(first, second) is None


def test_a_line_is_found_with_its_doubt():
    """Beside NumPy on eight points; the 90th percentile of t with 6 degrees of freedom is 1.4398."""
    x = np.arange(8.0)
    y = np.array([0, 1, 2, 3, 4, 5, 6, 7]) + np.array([0.5, -0.5] * 4)
    found = slope(x, y)
    steepness, intercept = np.polyfit(x, y, 1)
    left = y - steepness * x - intercept
    error = np.sqrt(left @ left / 6 / 42)
    assert found.value == pytest.approx(steepness)
    assert found.high - found.value == pytest.approx(1.4398 * error, rel=2e-3)
    assert found.value - found.low == pytest.approx(found.high - found.value)


@given(numbers, st.floats(0.01, 100), st.floats(-100, 100))
def test_an_exact_line_has_no_doubt(values, steepness, start):
    x = np.arange(len(values), dtype=float)
    found = slope(x, steepness * x + start)
    assert found.value == pytest.approx(steepness, rel=1e-6)
    assert found.low == pytest.approx(found.high, rel=1e-4)


def test_no_line_through_a_single_day_or_too_few_runs():
    assert slope([3.0] * 10, range(10)) is None
    assert slope(range(7), range(7)) is None
    assert slope([1.0, nan] * 7, range(14)) is None
