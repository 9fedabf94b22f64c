"""The athletes the product promises to serve well, each read the way a coach would read the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from time import process_time

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import Phase, Plan, SessionKind, StepKind
from coach.science.planning import check
from coach.science.planning.outlook import predicted_seconds
from coach.science.planning.runner import runner_of
from tests.science.planning.runners import fitness, plan_for

MINUTE, HOUR = 60, 3600


def vma_of_10_km(seconds: float) -> float:
    """The VMA (km/h) whose 10 km is run in so many seconds."""
    return next(vma for vma in (tenths / 10 for tenths in range(80, 240)) if ten_km_s(vma) <= seconds)


def ten_km_s(vma: float) -> float:
    runner = runner_of(Goal(GoalKind.TEN_K, (1, 3, 6), weeks=8), fitness(vma), None)
    return predicted_seconds(GoalKind.TEN_K, 10_000, runner, fitness(vma))


def longest_s(plan: Plan) -> float:
    return max(session.duration_s for session in plan.sessions if session.kind is SessionKind.LONG)


def training_km(plan: Plan) -> list[float]:
    return [
        sum(session.distance_m for session in week.sessions if session.kind is not SessionKind.RACE) / 1000
        for week in plan.weeks
    ]


def notices(plan: Plan) -> set[str]:
    return {notice.code for notice in plan.notices}


@pytest.fixture(scope="module")
def first_marathon() -> Plan:
    snapshot = fitness(12, Level.BEGINNER)
    return plan_for(GoalKind.MARATHON, 20, 4, snapshot, target_s=4.5 * HOUR, level=Level.BEGINNER)


@pytest.fixture(scope="module")
def marathon() -> Plan:
    return plan_for(GoalKind.MARATHON, 16, 4, fitness(14))


def test_an_intermediate_with_vma_14_gets_sixteen_weeks_to_the_marathon(marathon: Plan) -> None:
    assert len(marathon.weeks) == 16
    assert [len(week.sessions) for week in marathon.weeks] == [4] * 16
    assert marathon.weeks[0].monday == date(2026, 11, 23)
    assert marathon.race_day == date(2027, 3, 14)
    assert 3.5 * HOUR < marathon.predicted_s < 4 * HOUR


def test_its_long_runs_grow_with_cut_backs_to_more_than_two_hours_and_a_quarter(marathon: Plan) -> None:
    long_runs = [s.duration_s for week in marathon.weeks for s in week.sessions if s.kind is SessionKind.LONG]
    assert 75 * MINUTE <= long_runs[0] <= 90 * MINUTE
    assert 2.25 * HOUR <= longest_s(marathon) <= 3 * HOUR
    assert sum(later < earlier for earlier, later in pairwise(long_runs)) >= 3


def test_its_lighter_weeks_are_really_lighter(marathon: Plan) -> None:
    for before, week in pairwise(marathon.weeks):
        if week.recovery:
            assert week.distance_m < 0.85 * before.distance_m


def test_its_phases_follow_each_other_in_order(marathon: Plan) -> None:
    order = [Phase.BASE, Phase.BUILD, Phase.SPECIFIC, Phase.TAPER, Phase.RACE]
    ranks = [order.index(week.phase) for week in marathon.weeks]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(5))


def test_its_goal_pace_is_trained_in_long_runs_that_are_not_the_longest(marathon: Plan) -> None:
    long_runs = [
        (week, session) for week in marathon.weeks for session in week.sessions if session.kind is SessionKind.LONG
    ]
    quick = [
        (week.phase, session.duration_s)
        for week, session in long_runs
        if any(step.kind is StepKind.REPEAT for step in session.steps)
    ]
    assert len(quick) >= 3
    assert Phase.SPECIFIC in {phase for phase, _ in quick}
    assert max(seconds for _, seconds in quick) < max(session.duration_s for _, session in long_runs)


def test_the_same_hard_session_does_not_come_back_eight_times(marathon: Plan) -> None:
    hard = [s for s in marathon.sessions if s.kind in (SessionKind.INTERVALS, SessionKind.TEMPO)]
    most = Counter((s.title, s.values["length"], s.values["repeats"]) for s in hard).most_common(1)[0][1]
    assert most <= 3
    assert len({(s.title, s.values["length"]) for s in hard}) >= 8


def test_the_taper_keeps_intensity_while_volume_halves(marathon: Plan) -> None:
    volumes = training_km(marathon)
    assert volumes[-4] > volumes[-3] > volumes[-2] > volumes[-1]
    last_weeks = marathon.weeks[-2:]
    assert all(any(s.kind is SessionKind.TEMPO for s in week.sessions) for week in last_weeks)


def test_a_first_marathon_in_four_and_a_half_hours_is_within_reach_of_vma_12(first_marathon: Plan) -> None:
    assert len(first_marathon.weeks) == 20
    assert first_marathon.goal_s == 4.5 * HOUR
    assert "target_out_of_reach" not in notices(first_marathon)
    assert longest_s(first_marathon) >= 2.25 * HOUR


def test_a_beginner_runs_no_interval_in_the_first_weeks(first_marathon: Plan) -> None:
    kinds = {session.kind for week in first_marathon.weeks[:5] for session in week.sessions}
    assert kinds == {SessionKind.EASY, SessionKind.LONG}


def test_a_beginners_first_weeks_welcome_walking(first_marathon: Plan) -> None:
    assert any("Walk" in session.purpose for session in first_marathon.weeks[0].sessions)


def test_under_forty_from_forty_five_in_eight_weeks_is_said_to_be_too_much() -> None:
    vma = vma_of_10_km(45 * MINUTE)
    assert 14.3 <= vma <= 15.0
    plan = plan_for(GoalKind.TEN_K, 8, 4, fitness(vma), target_s=40 * MINUTE - 1)
    assert len(plan.weeks) == 8
    assert "target_out_of_reach" in notices(plan)
    assert 43 * MINUTE < plan.goal_s < 45 * MINUTE
    volumes = training_km(plan)
    assert max(volumes[:6]) > volumes[0]


def test_a_confirmed_runner_at_forty_two_gets_twelve_weeks_of_ten_kilometre_work() -> None:
    snapshot = fitness(vma_of_10_km(42 * MINUTE), Level.ADVANCED, weekly_km=(50, 52, 55, 48, 56, 55), longest_km=16)
    plan = plan_for(GoalKind.TEN_K, 12, 5, snapshot, target_s=40 * MINUTE - 1)
    assert len(plan.weeks) == 12
    assert 40 * MINUTE < plan.goal_s < 41.5 * MINUTE
    specific = [s for week in plan.weeks if week.phase is Phase.SPECIFIC for s in week.sessions]
    assert sum("goal pace" in session.title for session in specific) >= 3


def test_a_marathon_runner_is_given_more_than_a_five_kilometre_runner() -> None:
    five = plan_for(GoalKind.FIVE_K, 12, 4, fitness(14))
    far = plan_for(GoalKind.MARATHON, 12, 4, fitness(14))
    assert longest_s(five) <= 90 * MINUTE < longest_s(far)
    assert max(training_km(five)) < max(training_km(far))


def test_six_weeks_on_three_days_for_a_five_kilometre_are_six_weeks_of_three_days() -> None:
    plan = plan_for(GoalKind.FIVE_K, 6, 3, fitness(13.5))
    assert [len(week.sessions) for week in plan.weeks] == [3] * 6
    assert {session.day.weekday() for session in plan.sessions} == {1, 3, 6}


@pytest.mark.parametrize("kind", [kind for kind in GoalKind if kind.races])
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("days", [3, 4, 5, 6])
def test_a_usual_plan_has_no_run_that_jumps_by_more_than_a_tenth(kind: GoalKind, level: Level, days: int) -> None:
    snapshot = fitness(None, level)
    plan = plan_for(kind, 16, days, snapshot)
    broken = {found.rule.rule_id for found in check(plan, snapshot)}
    assert not broken & {"single_run_soft", "lighter", "goal_pace"}


def test_a_history_sets_the_first_week_whatever_the_level_declared() -> None:
    snapshot = fitness(15, weekly_km=(40, 42, 38, 40, 41, 41), longest_km=14)
    plan = plan_for(GoalKind.HALF_MARATHON, 12, 5, snapshot, level=Level.BEGINNER)
    assert 36 <= training_km(plan)[0] <= 46
    assert plan.level is Level.INTERMEDIATE
    assert "level_observed" in notices(plan)


def test_a_runner_coming_back_from_nothing_starts_small() -> None:
    snapshot = fitness(15, Level.ADVANCED, weekly_km=(60, 55, 0, 0, 0, 0, 0, 0))
    plan = plan_for(GoalKind.TEN_K, 12, 4, snapshot)
    assert training_km(plan)[0] <= 13
    assert max(training_km(plan)) < 40
    assert "restart" in notices(plan)


def test_a_runner_whose_last_run_is_long_ago_is_not_taken_for_one_who_runs() -> None:
    idle = replace(fitness(15, Level.ADVANCED, weekly_km=(0, 0, 0, 0, 0, 0)), runs_counted=120)
    never_seen = replace(idle, runs_counted=0, weeks=())
    assert training_km(plan_for(GoalKind.TEN_K, 12, 4, idle))[0] <= 13
    assert training_km(plan_for(GoalKind.TEN_K, 12, 4, never_seen))[0] > 30
    assert "restart" in notices(plan_for(GoalKind.TEN_K, 12, 4, replace(idle, weeks=())))


def test_a_twenty_week_plan_is_made_in_under_fifty_milliseconds() -> None:
    snapshot = fitness(14)
    took = []
    for _ in range(5):
        started = process_time()
        plan_for(GoalKind.MARATHON, 20, 5, snapshot)
        took.append(process_time() - started)
    assert min(took) < 0.05
