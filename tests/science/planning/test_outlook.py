"""Predictions are those of the literature, and hopes stay honest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.domain.plans import Phase
from coach.domain.problems import InvalidInput
from coach.domain.races import RacePrediction, RaceResult
from coach.domain.sports import SportFamily
from coach.science.planning.intensity import race_seconds
from coach.science.planning.outlook import MOST_GAIN
from coach.science.planning.told import History, fitness_told, usual
from coach.science.planning.volume import light_weeks, phases_before_taper
from coach.science.running import levels
from coach.science.running.daniels import oxygen_cost
from coach.science.running.evidence import RunEvidence
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
    plan = plan_for(GoalKind.TEN_K, weeks, 4, fitness(15, level), target_s=1600)
    assert plan.predicted_s * (1 - MOST_GAIN[level]) - 5 <= plan.goal_s < plan.predicted_s
    notice = next(notice for notice in plan.notices if notice.code == "target_out_of_reach")
    assert notice.values["target"] == "26:40"


def test_a_reachable_target_is_what_the_plan_trains_for() -> None:
    plan = plan_for(GoalKind.TEN_K, 12, 4, fitness(15), target_s=2600)
    assert plan.goal_s == 2600
    assert plan.predicted_s > 2600
    assert plan.notices[0].code == "target_ambitious"


def test_a_target_slower_than_easy_running_is_said_with_the_time_trained_for() -> None:
    plan = plan_for(GoalKind.TEN_K, 12, 4, fitness(16), target_s=2 * HOUR)
    notice = next(notice for notice in plan.notices if notice.code == "target_below_easy")
    assert plan.goal_s < 2 * HOUR
    assert notice.values["target"] == "2:00:00"
    assert notice.values["trained"] == "1:00:00"


@pytest.mark.parametrize("kind", [kind for kind in GoalKind if kind.races])
@pytest.mark.parametrize("level", Level)
def test_a_prediction_from_an_assumed_vma_is_not_told_to_the_second(kind: GoalKind, level: Level) -> None:
    guessed = measured_fitness((), today=TODAY, declared_level=level)
    plan = plan_for(kind, 12, 4, guessed)
    for seconds in (plan.predicted_s, plan.goal_s):
        assert seconds % (300 if seconds >= HOUR else 60) == 0


@pytest.mark.parametrize("months", [14, 60])
def test_an_athlete_whose_runs_are_all_too_old_is_told_of_the_last_one(months: int) -> None:
    last = TODAY - timedelta(days=30 * months)
    run = RunEvidence("1", last, SportFamily.RUN, 10_000, 3300, 3300)
    for runs, told in (((run,), None), ((), last)):
        snapshot = measured_fitness(runs, today=TODAY, declared_level=None, last_run=told)
        assert snapshot.last_run == last
        assert snapshot.level_reason == levels.TOO_OLD
        days = [n.values["day"] for n in plan_for(GoalKind.TEN_K, 12, 4, snapshot).notices if "day" in n.values]
        assert days == [last.isoformat()]


def test_a_vma_guessed_beside_old_runs_is_still_assumed() -> None:
    run = RunEvidence("1", TODAY - timedelta(days=500), SportFamily.RUN, 10_000, 3300, 3300)
    snapshot = measured_fitness((run,), today=TODAY, declared_level=Level.INTERMEDIATE)
    assert snapshot.level_reason == levels.DECLARED_AFTER_OLD
    assert "vma_assumed" in {notice.code for notice in plan_for(GoalKind.TEN_K, 12, 4, snapshot).notices}


@pytest.mark.parametrize("days", [3, 4, 5])
def test_a_faster_target_does_not_shorten_the_longest_run(days: int) -> None:
    snapshot = fitness(12, Level.BEGINNER)
    longest = [
        max(s.duration_s for s in plan_for(GoalKind.MARATHON, 16, days, snapshot, **asked).sessions[:-1])
        for asked in ({}, {"target_s": 4.5 * HOUR}, {"target_s": 4.25 * HOUR}, {"target_s": 4 * HOUR})
    ]
    assert longest == sorted(longest)


def test_a_longest_run_short_for_the_time_on_the_way_is_said_with_what_would_be_wanted() -> None:
    guessed = measured_fitness((), today=TODAY, declared_level=Level.BEGINNER)
    plan = plan_for(GoalKind.MARATHON, 16, 4, guessed)
    notice = next(notice for notice in plan.notices if notice.code == "long_run_short")
    assert (notice.values["longest"], notice.values["wanted"]) == ("2 h 15", "2 h 50")


def test_without_a_target_the_plan_trains_for_what_is_predicted() -> None:
    plan = plan_for(GoalKind.HALF_MARATHON, 12, 4, fitness(15))
    assert plan.goal_s == plan.predicted_s


def test_the_prediction_of_the_fitness_snapshot_is_used_when_it_has_one() -> None:
    told = RacePrediction(42_195, 13_000, 12_500, 13_900, "test")
    assert plan_for(GoalKind.MARATHON, 16, 4, fitness(15, predictions=(told,))).predicted_s == 13_000


def test_a_beginner_is_not_promised_the_marathon_of_a_trained_runner() -> None:
    beginner = plan_for(GoalKind.MARATHON, 16, 4, fitness(14, Level.BEGINNER, weekly_km=(20,) * 6, longest_km=10))
    advanced = plan_for(GoalKind.MARATHON, 16, 4, fitness(14, Level.ADVANCED, weekly_km=(80,) * 6, longest_km=25))
    assert beginner.predicted_s > 1.04 * advanced.predicted_s


@pytest.mark.parametrize("kind", [kind for kind in GoalKind if kind.races])
@pytest.mark.parametrize("level", Level)
def test_a_vma_given_or_assumed_alike_tells_the_same_time_and_none_that_nobody_could_hold(kind, level) -> None:
    guessed = fitness_told(History(), today=TODAY, level=level)
    assumed = plan_for(kind, 16, 4, guessed, level=level)
    given = plan_for(kind, 16, 4, guessed, level=level, vma_kmh=assumed.vma_kmh)
    assert abs(given.predicted_s - assumed.predicted_s) <= (150 if given.predicted_s >= HOUR else 30)
    assert kind.distance_m / given.predicted_s * 3.6 < 0.98 * given.vma_kmh


def test_a_prediction_slower_than_a_race_just_run_says_why() -> None:
    history = History(usual(25.0), 10.0, (RaceResult(10_000.0, 2520.0, 200),))
    plan = plan_for(GoalKind.TEN_K, 12, 4, fitness_told(history, today=TODAY, level=Level.INTERMEDIATE))
    said = {notice.code: notice.values for notice in plan.notices}
    assert plan.predicted_s > 2520
    assert said["slower_than_raced"]["raced"] == "42:00"


def test_what_no_runner_has_is_refused_with_the_bounds() -> None:
    with pytest.raises(InvalidInput, match="from 6 to 26 km/h"):
        plan_for(GoalKind.TEN_K, 12, 4, fitness(), vma_kmh=50.0)
    with pytest.raises(InvalidInput, match="from 2:00:00 to 24 hours"):
        plan_for(GoalKind.MARATHON, 16, 4, fitness(14), target_s=2400.0)


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


def test_a_declared_vma_is_used_where_none_is_measured_and_said() -> None:
    guessed = measured_fitness((), today=TODAY, declared_level=Level.BEGINNER)
    plan = plan_for(GoalKind.MARATHON, 20, 4, guessed, vma_kmh=12.0, target_s=4.5 * HOUR)
    assert plan.vma_kmh == 12.0
    codes = {notice.code for notice in plan.notices}
    assert "vma_declared" in codes
    assert not codes & {"vma_assumed", "target_out_of_reach"}


def test_a_measured_vma_wins_over_the_declared_one_and_says_so() -> None:
    plan = plan_for(GoalKind.TEN_K, 12, 4, fitness(14), vma_kmh=17.0)
    assert plan.vma_kmh == 14
    told = next(notice for notice in plan.notices if notice.code == "vma_observed")
    assert told.values == {"declared": "17.0", "vma": "14.0"}


@pytest.mark.parametrize("vma", [3.0, 31.0])
def test_a_vma_nobody_has_is_refused(vma: float) -> None:
    with pytest.raises(InvalidInput) as refused:
        plan_for(GoalKind.TEN_K, 12, 4, measured_fitness((), today=TODAY, declared_level=None), vma_kmh=vma)
    assert refused.value.field == "vma"
