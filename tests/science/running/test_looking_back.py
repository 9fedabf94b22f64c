"""The VMA looked back on is the one the whole snapshot of that day would hold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.science.running.fitness import fitness
from coach.science.running.looking_back import vma_on
from tests.science.running.recorded import TODAY, run_of

EASY = [run_of(days, 10, 62, avg_hr=140, max_hr=152) for days in range(1, 200, 3)]
RACES = [run_of(120, 5, 21.5, race=True, avg_hr=180, max_hr=190), run_of(12, 10, 45, race=True, avg_hr=176, max_hr=188)]


@pytest.mark.parametrize("weeks", [0, 1, 6, 20, 30])
@pytest.mark.parametrize(
    "known", [{}, {"age": 40.0}, {"max_hr": 191.0, "resting_hr": 50.0, "resting_seen": [48.0] * 20}]
)
def test_a_day_is_judged_as_its_whole_snapshot_would(weeks: int, known: dict) -> None:
    day = TODAY - timedelta(weeks=weeks)
    assert vma_on([*EASY, *RACES], day, **known) == fitness([*EASY, *RACES], today=day, **known).vma


def test_a_later_race_says_nothing_of_the_days_before() -> None:
    before = TODAY - timedelta(days=40)
    assert vma_on([*EASY, *RACES], before) == vma_on([*EASY, RACES[0]], before)
    assert vma_on([*EASY, *RACES], TODAY) != vma_on([*EASY, RACES[0]], TODAY)


def test_without_a_run_nothing_is_judged() -> None:
    assert vma_on([], TODAY) is None
    assert vma_on([RACES[1]], TODAY - timedelta(days=60)) is None
