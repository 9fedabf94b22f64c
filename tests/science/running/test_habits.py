"""Habits as facts: regularity, progression, the longest run beside those before."""

from __future__ import annotations

import pytest

from coach.domain.fitness import Habits
from coach.science.running.evidence import RunEvidence
from coach.science.running.fitness import fitness
from tests.science.running.recorded import TODAY, run_of


def habits(runs: list[RunEvidence]) -> Habits:
    return fitness(runs, today=TODAY, ramp=1.5).habits


def test_without_history_nothing_is_said() -> None:
    assert habits([]) == Habits(ramp=1.5)
    assert habits([run_of(1, 10, 60)]).spike is None


def test_consistency_is_the_share_of_weeks_with_two_runs() -> None:
    days = [7 * week + day for week in range(1, 13) for day in ((0, 2) if week % 2 else (0,))]
    assert habits([run_of(day, 8, 48) for day in days]).consistency == pytest.approx(0.5, abs=0.1)


def test_progression_sets_four_weeks_beside_the_four_before() -> None:
    last = [run_of(7 * week + 5, 12, 70) for week in range(4)]
    before = [run_of(7 * week + 5, 10, 60) for week in range(4, 8)]
    assert habits([*last, *before]).progression == pytest.approx(0.2)


def test_the_spike_is_the_longest_run_beside_those_of_thirty_days_before() -> None:
    assert habits([run_of(2, 13, 80), run_of(12, 10, 60), run_of(45, 20, 120)]).spike == pytest.approx(0.3)
    assert habits([run_of(12, 10, 60)]).spike is None
