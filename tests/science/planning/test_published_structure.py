"""Our plans beside the published ones for the same runner: as big where the start allows it, and gentler on the way."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.science.planning import check
from tests.science.planning.published import Published, longest_km, published, quartiles, weekly_km, worst_jump
from tests.science.planning.runners import fitness, plan_for

Beside = dict[GoalKind, list[Published]]
KINDS = [GoalKind.HALF_MARATHON, GoalKind.MARATHON]

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def beside(shared_data: Path) -> Beside:
    path = shared_data / "plans" / "published_structure_stats.csv"
    return {kind: published(path, kind) for kind in KINDS}


def figures(plans: list[Published], name: str, *, ours: bool) -> list[float]:
    return [plan.ours_in_figures[name] if ours else plan.theirs[name] for plan in plans]


def test_there_are_eleven_and_thirty_seven_of_them(beside: Beside) -> None:
    assert [len(beside[kind]) for kind in KINDS] == [11, 37]


@pytest.mark.parametrize("kind", KINDS)
def test_the_median_peak_lies_among_the_published_ones(beside: Beside, kind: GoalKind) -> None:
    theirs = figures(beside[kind], "peak", ours=False)
    assert min(theirs) <= median(figures(beside[kind], "peak", ours=True)) <= max(theirs)


def test_the_longest_run_before_a_half_is_a_little_shorter_where_a_tenth_at_a_time_leads_no_further(
    beside: Beside,
) -> None:
    theirs = median(figures(beside[GoalKind.HALF_MARATHON], "lr_peak", ours=False))
    assert 0.75 * theirs <= median(figures(beside[GoalKind.HALF_MARATHON], "lr_peak", ours=True)) <= theirs


def test_the_longest_run_before_a_marathon_is_as_long_as_the_published_ones(beside: Beside) -> None:
    theirs = median(figures(beside[GoalKind.MARATHON], "lr_peak", ours=False))
    assert median(figures(beside[GoalKind.MARATHON], "lr_peak", ours=True)) >= 0.95 * theirs


@pytest.mark.parametrize("kind", KINDS)
def test_no_long_run_jumps_by_more_than_a_tenth_where_most_published_ones_do(beside: Beside, kind: GoalKind) -> None:
    ours = figures(beside[kind], "lr_spike_max", ours=True)
    assert max(ours) <= 0.101 < median(figures(beside[kind], "lr_spike_max", ours=False))


def test_the_week_before_race_week_is_lowered_as_before_published_marathons(beside: Beside) -> None:
    low, _, high = quartiles(figures(beside[GoalKind.MARATHON], "tap2", ours=False))
    assert low <= median(figures(beside[GoalKind.MARATHON], "tap2", ours=True)) <= high


@pytest.mark.parametrize("kind", KINDS)
def test_none_of_ours_breaks_a_hard_rule_for_these_runners(beside: Beside, kind: GoalKind) -> None:
    for plan in beside[kind]:
        start = weekly_km(plan.ours)[0]
        runner = fitness(plan.ours.vma_kmh, plan.ours.level, weekly_km=(start,) * 6, longest_km=longest_km(plan.ours))
        assert [one for one in check(plan.ours, runner) if one.hard] == []


@pytest.mark.parametrize(("kind", "weeks"), [(GoalKind.MARATHON, 18), (GoalKind.HALF_MARATHON, 12)])
@pytest.mark.parametrize(("level", "days"), [(Level.INTERMEDIATE, 4), (Level.INTERMEDIATE, 5), (Level.ADVANCED, 6)])
def test_without_history_the_peak_of_a_level_lies_among_the_published_ones(
    beside: Beside, kind: GoalKind, weeks: int, level: Level, days: int
) -> None:
    theirs = figures(beside[kind], "peak", ours=False)
    plan = plan_for(kind, weeks, days, fitness(None, level))
    assert min(theirs) <= max(weekly_km(plan)) <= max(theirs)
    assert worst_jump(plan) <= 0.101
