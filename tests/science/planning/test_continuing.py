"""A plan half lived is made anew: the past stays, what follows is for the runner of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Fitness, WeeklyVolume
from coach.domain.goals import GoalKind
from coach.domain.plans import Phase, Plan, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning import check
from coach.science.planning.continuing import remade
from tests.science.planning.runners import fitness, plan_for

START = fitness(14, weekly_km=(32, 34, 33, 35, 34, 36), longest_km=13)


def with_keys(plan: Plan) -> Plan:
    weeks = tuple(
        replace(week, sessions=tuple(replace(s, key=f"{week.number}-{at}") for at, s in enumerate(week.sessions)))
        for week in plan.weeks
    )
    return replace(plan, weeks=weeks)


def lived(plan: Plan, weeks: int, shares: tuple[float, ...] = (), vma: float = 14) -> Fitness:
    """The snapshot of who ran so many weeks of the plan, the last ones at these shares."""
    told = []
    for week in plan.weeks[:weeks]:
        at = week.number - 1 - (weeks - len(shares))
        share = shares[at] if at >= 0 else 1.0
        longest = max(s.distance_m for s in week.sessions)
        told.append(WeeklyVolume(week.monday, week.distance_m * share, 0, 4, longest * share, 0))
    recent = max(week.longest_m for week in told[-4:])
    on = plan.start + timedelta(days=7 * weeks)
    estimate = Estimate(vma, vma - 0.5, vma + 0.5, "test", "test", 4)
    return replace(START, on=on, weeks=tuple(told), longest_recent_m=recent, vma=estimate)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return with_keys(plan_for(GoalKind.HALF_MARATHON, 14, 4, START))


def anew(plan: Plan, done: int, snapshot: Fitness, **more: object) -> Plan:
    monday = plan.start + timedelta(days=7 * done)
    goal = more.pop("goal", plan.goal)
    return remade(plan, goal, snapshot, first_monday=monday, today=monday, **more)


def broken_since(plan: Plan, snapshot: Fitness, week: int) -> list[str]:
    return [v.rule.rule_id for v in check(plan, snapshot) if v.hard and (v.week == 0 or v.week > week)]


@pytest.mark.parametrize("done", [1, 5, 9, 12])
def test_the_weeks_before_stay_as_they_are_and_the_phases_go_on(plan: Plan, done: int) -> None:
    snapshot = lived(plan, done)
    made = anew(plan, done, snapshot)
    assert all(one is other for one, other in zip(made.weeks[:done], plan.weeks[:done], strict=True))
    assert [week.number for week in made.weeks] == list(range(1, 15))
    assert [week.phase for week in made.weeks] == [week.phase for week in plan.weeks]
    assert [week.recovery for week in made.weeks] == [week.recovery for week in plan.weeks]
    assert broken_since(made, snapshot, done) == []
    assert made.sessions[-1].kind is SessionKind.RACE


def test_who_ran_as_planned_goes_on_about_as_planned(plan: Plan) -> None:
    made = anew(plan, 6, lived(plan, 6))
    for new, old in zip(made.weeks[6:], plan.weeks[6:], strict=True):
        assert new.distance_m == pytest.approx(old.distance_m, rel=0.15)
    longest = [max(s.duration_s for s in p.sessions if s.kind is SessionKind.LONG) for p in (made, plan)]
    assert longest[0] >= longest[1] - 600


def test_who_ran_nothing_for_three_weeks_starts_lower_and_nothing_is_piled_up(plan: Plan) -> None:
    made = anew(plan, 8, lived(plan, 8, (0.0, 0.0, 0.0)))
    assert made.weeks[8].distance_m < 0.75 * plan.weeks[8].distance_m
    assert all(new.distance_m <= old.distance_m * 1.05 for new, old in zip(made.weeks[8:], plan.weeks[8:], strict=True))


def test_one_missed_week_is_no_new_level(plan: Plan) -> None:
    made = anew(plan, 7, lived(plan, 7, (0.0,)))
    assert 0.7 * plan.weeks[7].distance_m < made.weeks[7].distance_m <= plan.weeks[7].distance_m


def test_easy_weeks_come_first_after_an_illness(plan: Plan) -> None:
    snapshot = lived(plan, 6, (0.2,))
    made = anew(plan, 6, snapshot, first_easy_weeks=2)
    kinds = {s.kind for week in made.weeks[6:8] for s in week.sessions}
    assert kinds <= {SessionKind.EASY, SessionKind.LONG}
    assert made.weeks[6].distance_m < made.weeks[9].distance_m
    assert broken_since(made, snapshot, 6) == []


def test_sessions_that_stay_keep_their_keys(plan: Plan) -> None:
    made = anew(plan, 6, lived(plan, 6))
    old = {s.key: s for s in plan.sessions}
    same = [s for s in made.sessions if s.key in old and old[s.key].day == s.day and old[s.key].kind is s.kind]
    assert len(same) >= 0.8 * len(made.sessions)
    keys = [s.key for s in made.sessions if s.key]
    assert len(keys) == len(set(keys))


def test_a_better_test_makes_the_rest_quicker(plan: Plan) -> None:
    made = anew(plan, 6, lived(plan, 6, vma=14.8))
    assert made.vma_kmh == 14.8
    quick = [s.steps[0].target.pace_fast_s for p in (made, plan) for s in (p.weeks[9].sessions[0],)]
    assert quick[0] < quick[1]


def test_other_days_are_the_days_of_what_follows_only(plan: Plan) -> None:
    made = anew(plan, 5, lived(plan, 5), goal=replace(plan.goal, days=(0, 2, 5), long_day=None))
    assert {s.day.weekday() for week in made.weeks[5:] for s in week.sessions[:3]} <= {0, 2, 5, 6}
    assert made.weeks[4] is plan.weeks[4]


@pytest.mark.parametrize("weeks", [-4, -1, 1, 5])
def test_a_moved_race_ends_the_plan_on_its_new_day(plan: Plan, weeks: int) -> None:
    day = plan.race_day + timedelta(days=7 * weeks)
    snapshot = lived(plan, 6)
    made = anew(plan, 6, snapshot, goal=replace(plan.goal, race_day=day))
    assert len(made.weeks) == 14 + weeks
    assert made.sessions[-1].day == made.race_day == day
    assert made.goal.weeks == 14 + weeks
    assert broken_since(made, snapshot, 6) == []


def test_a_race_put_off_in_the_taper_is_built_up_to_again(plan: Plan) -> None:
    snapshot = lived(plan, 13)
    made = anew(plan, 13, snapshot, goal=replace(plan.goal, race_day=plan.race_day + timedelta(days=42)))
    assert made.weeks[12].phase is Phase.SPECIFIC
    assert broken_since(made, snapshot, 13) == []


def test_nothing_is_made_of_a_race_that_is_past(plan: Plan) -> None:
    with pytest.raises(InvalidInput) as refused:
        anew(plan, 6, lived(plan, 6), goal=replace(plan.goal, race_day=plan.start + timedelta(days=20)))
    assert refused.value.field == "race_day"


@pytest.mark.parametrize("kind", GoalKind)
def test_every_goal_goes_on_without_any_history_imported(kind: GoalKind) -> None:
    snapshot = fitness(None, Level.BEGINNER)
    plan = with_keys(plan_for(kind, 12, 3, snapshot))
    made = anew(plan, 4, replace(snapshot, on=plan.start + timedelta(days=28)))
    assert made.weeks[:4] == plan.weeks[:4]
    assert broken_since(made, snapshot, 4) == []
    assert made.weeks[4].distance_m == pytest.approx(plan.weeks[4].distance_m, rel=0.3)


def test_a_plan_that_is_over_is_left_alone(plan: Plan) -> None:
    assert anew(plan, 14, lived(plan, 14)) is plan


def test_the_past_is_not_looked_at_again() -> None:
    plan = with_keys(plan_for(GoalKind.TEN_K, 10, 4, START))
    third = plan.weeks[2]
    too_long = replace(third.sessions[-1], steps=third.sessions[-1].steps * 3)
    strange = replace(plan, weeks=(*plan.weeks[:2], replace(third, sessions=(too_long,)), *plan.weeks[3:]))
    assert any(found.hard and found.week == 3 for found in check(strange, START))
    monday = plan.start + timedelta(days=28)
    made = remade(strange, plan.goal, lived(plan, 4), first_monday=monday, today=monday - timedelta(days=2))
    assert made.weeks[2] is strange.weeks[2]
