"""Predictions are those of the literature, and hopes stay honest."""

from __future__ import annotations

import pytest

from coach.domain.athletes import Level
from coach.domain.fitness import RacePrediction
from coach.domain.plans import GoalKind, Phase
from coach.science.planning.intensity import race_seconds
from coach.science.planning.outlook import MOST_GAIN
from coach.science.planning.volume import light_weeks, phases_before_taper
from coach.science.running.daniels import oxygen_cost
from coach.science.running.fitness import fitness as measured_fitness
from tests.science.planning.runners import TODAY, fitness, plan_for

HOUR = 3600


def vma_of_vdot(vdot: float) -> float:
    """km/h at which running costs so much oxygen."""
    return next(speed / 100 * 0.06 for speed in range(10_000, 40_000) if oxygen_cost(speed / 100) >= vdot)


@pytest.mark.parametrize(
    ("metres", "seconds"),
    [(5000, 19 * 60 + 57), (10_000, 41 * 60 + 21), (21_097.5, HOUR + 31 * 60 + 35), (42_195, 3 * HOUR + 10 * 60 + 49)],
)
def test_a_vdot_of_fifty_races_as_daniels_table_says(metres: float, seconds: float) -> None:
    assert race_seconds(vma_of_vdot(50), metres) == pytest.approx(seconds, rel=0.0025)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("weeks", [4, 12, 30])
def test_no_plan_promises_more_than_its_gain(level: Level, weeks: int) -> None:
    plan = plan_for(GoalKind.TEN_K, weeks, 4, fitness(15, level), target_s=1200)
    assert plan.predicted_s * (1 - MOST_GAIN[level]) - 5 <= plan.goal_s < plan.predicted_s
    notice = next(notice for notice in plan.notices if notice.code == "target_out_of_reach")
    assert notice.values["target"] == "20:00"


def test_a_reachable_target_is_what_the_plan_trains_for() -> None:
    plan = plan_for(GoalKind.TEN_K, 12, 4, fitness(15), target_s=2580)
    assert plan.goal_s == 2580
    assert plan.predicted_s > 2580
    assert plan.notices[0].code == "target_ambitious"


def test_a_target_slower_than_easy_running_is_said_and_trained_a_little_quicker() -> None:
    plan = plan_for(GoalKind.TEN_K, 12, 4, fitness(16), target_s=2 * HOUR)
    assert plan.goal_s < 2 * HOUR
    assert "target_below_easy" in {notice.code for notice in plan.notices}


def test_without_a_target_the_plan_trains_for_what_is_predicted() -> None:
    plan = plan_for(GoalKind.HALF_MARATHON, 12, 4, fitness(15))
    assert plan.goal_s == plan.predicted_s


def test_the_prediction_of_the_fitness_snapshot_is_used_when_it_has_one() -> None:
    told = RacePrediction(42_195, 13_000, 12_500, 13_900, "test")
    assert plan_for(GoalKind.MARATHON, 16, 4, fitness(15, predictions=(told,))).predicted_s == 13_000


def test_a_beginner_is_not_promised_the_marathon_of_a_trained_runner() -> None:
    beginner = plan_for(GoalKind.MARATHON, 16, 4, fitness(14, Level.BEGINNER))
    advanced = plan_for(GoalKind.MARATHON, 16, 4, fitness(14, Level.ADVANCED))
    assert beginner.predicted_s > 1.04 * advanced.predicted_s


def test_what_is_assumed_is_said() -> None:
    codes = {notice.code for notice in plan_for(GoalKind.MARATHON, 6, 3, fitness()).notices}
    assert {"vma_assumed", "volume_assumed", "few_weeks", "long_run_short"} <= codes


def test_a_vma_guessed_from_a_declared_level_is_said_to_be_assumed() -> None:
    guessed = measured_fitness((), today=TODAY, declared_level=Level.INTERMEDIATE)
    plan = plan_for(GoalKind.MARATHON, 16, 4, guessed)
    assert "vma_assumed" in {notice.code for notice in plan.notices}


def test_a_measured_runner_with_a_history_is_told_nothing_needless() -> None:
    snapshot = fitness(15, weekly_km=(40, 42, 38, 40, 41, 41), longest_km=16)
    assert plan_for(GoalKind.HALF_MARATHON, 14, 5, snapshot).notices == ()


@pytest.mark.parametrize("weeks", range(1, 31))
@pytest.mark.parametrize("block", [2, 3])
def test_loading_blocks_never_exceed_their_length_and_the_first_week_is_never_light(weeks: int, block: int) -> None:
    pattern = light_weeks(weeks, block)
    assert len(pattern) == weeks
    assert pattern[0] is False
    assert pattern[-1] is False
    runs = "".join("-" if light else "x" for light in pattern).split("-")
    assert max(map(len, runs)) <= block
    assert min(map(len, runs)) >= 1


@pytest.mark.parametrize("weeks", range(0, 30))
def test_phases_cover_every_week_before_the_taper(weeks: int) -> None:
    phases = phases_before_taper(weeks)
    assert len(phases) == weeks
    assert not weeks or phases[-1] is Phase.SPECIFIC
