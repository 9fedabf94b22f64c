"""The way back: walk-runs on days apart first, less than before, no speed too soon; the injured are told and spared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from coach.domain.athletes import Level
from coach.domain.fitness import WeeklyVolume
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.plans import Plan, SessionKind, StepKind
from coach.domain.problems import InvalidInput
from coach.domain.races import RacePrediction
from coach.science.planning import check, make_plan
from coach.science.planning.continuing import remade
from coach.science.planning.returning.breaks import Break, after_break, break_of
from coach.science.planning.returning.walk_run import STAGES, days_apart, is_walk_run, stage_of, walk_run
from coach.science.planning.runner import runner_of
from tests.science.planning.runners import TODAY, fitness

ACHILLES = Injury(InjurySite.ACHILLES, InjuryState.RECOVERING)
KNEE = Injury(InjurySite.KNEE, InjuryState.RECOVERING)
NAVICULAR = Injury(InjurySite.NAVICULAR, InjuryState.RECOVERING, cleared=True)
FOUR_DAYS = (1, 3, 5, 6)


def back(level: Level, weeks: int = 12, kind: GoalKind = GoalKind.RETURN, **more) -> Plan:
    goal = Goal(kind, more.pop("days", FOUR_DAYS), weeks=weeks, level=level, **more)
    return make_plan(goal, fitness(level=level), today=TODAY)


def first_running_week(plan: Plan) -> int:
    return next(week.number for week in plan.weeks if any(not is_walk_run(s) for s in week.sessions if s.kind.run))


def codes(plan: Plan) -> set[str]:
    return {notice.code for notice in plan.notices}


@pytest.fixture(scope="module")
def careful() -> Plan:
    """An experienced runner, three months off with a sore Achilles tendon."""
    return back(Level.ADVANCED, 14, injuries=(ACHILLES,), weeks_off=13)


@pytest.fixture(scope="module")
def bone() -> Plan:
    """A novice whose bone has healed enough to be run on."""
    return back(Level.BEGINNER, 12, injuries=(NAVICULAR,), weeks_off=10)


def test_an_experienced_runner_comes_back_carefully_but_sooner_than_a_novice(careful, bone):
    assert is_walk_run(careful.sessions[0])
    assert 3 <= first_running_week(careful) <= 5
    assert first_running_week(bone) > first_running_week(careful)
    assert {"return_ready", "walk_run", "break_volume", "break_vma", "injury_achilles", "no_diagnosis"} <= codes(
        careful
    )


def test_walk_runs_are_on_days_apart_three_a_week_at_most_and_none_of_it_is_work(careful, bone):
    for plan in (careful, bone):
        walked = [session for session in plan.sessions if is_walk_run(session)]
        assert all((other.day - one.day).days >= 2 for one, other in pairwise(walked))
        assert all(sum(is_walk_run(s) for s in week.sessions) <= 3 for week in plan.weeks)
        assert all(step.kind is StepKind.STEADY for session in walked for step in session.steps)


def test_minutes_of_running_only_grow_and_a_stage_is_done_again_before_the_next(bone):
    walked = [s for week in bone.weeks if not week.recovery for s in week.sessions if is_walk_run(s)]
    running = [session.steps[0].times * session.steps[0].steps[0].duration_s for session in walked]
    assert running == sorted(running)
    assert all(running.count(minutes) == 3 for minutes in set(running))


def test_no_return_is_hard_too_soon_and_none_breaks_a_hard_rule(careful, bone):
    quick = [week.number for week in careful.weeks for s in week.sessions if s.kind is SessionKind.TEMPO]
    assert min(quick) > first_running_week(careful) + 4
    assert not any(session.kind is SessionKind.TEMPO for session in bone.sessions)
    for plan in (careful, bone):
        assert [found.rule.rule_id for found in check(plan, fitness(level=plan.level)) if found.hard] == []


def test_a_bone_is_never_run_on_two_days_in_a_row(bone):
    runs = [session.day for session in bone.sessions if session.kind.run]
    assert all((other - one).days >= 2 for one, other in pairwise(runs))


def test_days_that_follow_each_other_are_refused_for_a_bone_and_told_otherwise():
    with pytest.raises(InvalidInput) as refused:
        back(Level.INTERMEDIATE, 8, days=(5, 6), injuries=(NAVICULAR,))
    assert refused.value.field == "days"
    assert "return_days" in codes(back(Level.INTERMEDIATE, 8, days=(5, 6), injuries=(KNEE,), weeks_off=6))


def test_a_short_break_without_injury_goes_on_running_with_less():
    snapshot = fitness(15.0, Level.ADVANCED, weekly_km=(50,) * 9 + (0,) * 3, longest_km=0)
    goal = Goal(GoalKind.RETURN, (1, 2, 4, 5, 6), weeks=8, weeks_off=3)
    plan = make_plan(goal, snapshot, today=TODAY)
    assert not any(is_walk_run(session) for session in plan.sessions)
    assert all(week.distance_m <= 36_000 for week in plan.weeks[:2])
    assert plan.vma_kmh < 15.0
    assert max(week.distance_m for week in plan.weeks) <= 55_000


@pytest.mark.parametrize(("off", "share"), [(1, 0.9), (2, 0.8), (4, 0.7), (8, 0.5), (20, 0.35), (60, 0.25)])
def test_the_longer_the_break_the_less_is_kept(off, share):
    assert Break(off, 40_000, 12_000, Level.INTERMEDIATE).volume_kept == share


def test_vma_lost_follows_what_was_measured_and_is_less_for_who_had_less():
    lost = [Break(weeks, 0, 0, Level.ADVANCED).vma_lost for weeks in (0, 2, 8, 12, 26, 90)]
    assert lost == sorted(lost)
    assert lost[0] == 0
    assert lost[2] == pytest.approx(0.14)
    assert lost[3] == pytest.approx(0.16)
    assert lost[-1] == pytest.approx(0.20)
    assert Break(8, 0, 0, Level.BEGINNER).vma_lost == pytest.approx(0.07)


def test_who_runs_again_for_two_weeks_is_taken_as_they_run():
    snapshot = fitness(14.0, weekly_km=(30,) * 8, longest_km=12)
    goal = Goal(GoalKind.TEN_K, FOUR_DAYS, weeks=10, injuries=(KNEE,))
    runner = runner_of(goal, snapshot, None)
    pause = break_of(goal, runner, snapshot, TODAY)
    assert pause.resumed
    assert pause.protocol == ()
    back_again = after_break(runner, goal, snapshot, pause)
    assert (back_again.weekly_m, back_again.vma_kmh) == (runner.weekly_m, runner.vma_kmh)


def test_nobody_without_break_or_injury_has_one():
    goal = Goal(GoalKind.TEN_K, FOUR_DAYS, weeks=10)
    snapshot = fitness(14.0, weekly_km=(30,) * 8, longest_km=12)
    assert break_of(goal, runner_of(goal, snapshot, None), snapshot, TODAY) is None


def test_a_race_after_a_break_begins_with_walk_runs_and_goes_on_with_its_own_training():
    plan = back(Level.INTERMEDIATE, 20, GoalKind.HALF_MARATHON, injuries=(NAVICULAR,), weeks_off=10)
    assert is_walk_run(plan.sessions[0])
    assert plan.sessions[-1].kind is SessionKind.RACE
    assert any(session.kind is SessionKind.INTERVALS for session in plan.sessions)
    assert [found.rule.rule_id for found in check(plan, fitness(level=Level.INTERMEDIATE)) if found.hard] == []


def test_a_race_too_soon_after_a_break_is_refused_with_the_day_that_would_do():
    with pytest.raises(InvalidInput) as refused:
        back(Level.BEGINNER, 6, GoalKind.TEN_K, injuries=(NAVICULAR,))
    assert refused.value.field == "weeks"
    day = date.fromisoformat(str(refused.value.values["day"]))
    goal = Goal(GoalKind.TEN_K, FOUR_DAYS, race_day=day, level=Level.BEGINNER, injuries=(NAVICULAR,))
    assert make_plan(goal, fitness(level=Level.BEGINNER), today=TODAY).race_day == day


def test_a_race_on_the_way_waits_for_the_end_of_the_walk_runs():
    with pytest.raises(InvalidInput) as refused:
        tune_up = TuneUp(TODAY + timedelta(days=16), 5_000)
        back(Level.ADVANCED, 16, GoalKind.TEN_K, injuries=(ACHILLES,), weeks_off=14, tune_ups=(tune_up,))
    assert refused.value.field == "tune_ups"


def test_other_sports_replace_a_running_day_while_an_injury_heals():
    snapshot = fitness(14.0, weekly_km=(35,) * 8, longest_km=12)
    goal = Goal(GoalKind.TEN_K, FOUR_DAYS, weeks=10, injuries=(KNEE,), cross_training=1)
    plan = make_plan(goal, snapshot, today=TODAY)
    for week in plan.weeks[:-2]:
        assert sum(session.kind.run for session in week.sessions) <= 3
        assert any(session.kind is SessionKind.CROSS for session in week.sessions)


def test_the_day_s_minutes_bound_a_walk_run():
    session = walk_run(12.0, TODAY, STAGES[1], 20 * 60)
    assert session.duration_s == 20 * 60
    assert session.distance_m == pytest.approx(sum(step.total_m for step in session.steps))


@pytest.mark.parametrize(
    ("days", "chosen"), [((0, 1, 2, 3, 4, 5, 6), 3), ((5, 6), 1), ((0, 6), 1), ((1, 3, 5), 3), ((0, 3, 6), 2)]
)
def test_days_apart_never_follow_each_other_round_the_week(days, chosen):
    picked = days_apart(days, 3, wanted=6)
    assert len(picked) == chosen
    assert all(min(abs(a - b), 7 - abs(a - b)) >= 2 for a in picked for b in picked if a != b)
    assert 6 not in days or 6 in picked


def test_a_return_half_lived_goes_on_with_the_walk_runs_that_are_left(bone):
    monday = bone.weeks[3].monday
    snapshot = fitness(level=Level.BEGINNER, on=monday)
    again = remade(bone, bone.goal, snapshot, first_monday=monday, today=monday)
    assert again.weeks[:3] == bone.weeks[:3]
    left = [
        sum(is_walk_run(s) for week in plan.weeks[3:] if not week.recovery for s in week.sessions)
        for plan in (bone, again)
    ]
    assert left[0] == left[1] > 0
    assert is_walk_run(again.weeks[3].sessions[0])


def test_a_new_injury_pauses_a_plan_half_lived(careful):
    goal = replace(careful.goal, injuries=(Injury(InjurySite.CALF, InjuryState.CURRENT),))
    monday = careful.weeks[6].monday
    with pytest.raises(InvalidInput) as refused:
        remade(careful, goal, fitness(on=monday), first_monday=monday, today=monday)
    assert refused.value.field == "injuries"


def test_a_wish_too_short_for_more_is_a_return():
    plan = back(Level.INTERMEDIATE, 4, GoalKind.FITNESS, injuries=(NAVICULAR,), weeks_off=8)
    assert all(is_walk_run(session) for session in plan.sessions)


def test_race_times_of_before_the_break_are_slower_by_the_vma_lost():
    prediction = RacePrediction(10_000.0, 2_400.0, 2_340.0, 2_460.0, "test")
    snapshot = fitness(16.0, Level.ADVANCED, weekly_km=(50,) * 9 + (0,) * 8, predictions=(prediction,))
    goal = Goal(GoalKind.TEN_K, FOUR_DAYS, weeks=14, weeks_off=8)
    plan = make_plan(goal, snapshot, today=TODAY)
    assert plan.vma_kmh == pytest.approx(16.0 * 0.86, abs=0.1)
    assert plan.predicted_s == pytest.approx(2_400 / 0.86, rel=0.01)
    paced = [step for s in plan.sessions if "goal pace" in s.title for step in s.steps if step.kind is StepKind.REPEAT]
    assert paced
    assert all(step.target.vma_high < 100 for step in paced)


@pytest.mark.parametrize(
    ("wish", "value"), [("strength", 4), ("strength", -1), ("cross_training", 9), ("weeks_off", -2), ("weeks_off", 999)]
)
def test_wishes_out_of_bounds_are_refused_by_name(wish, value):
    with pytest.raises(InvalidInput) as refused:
        back(Level.INTERMEDIATE, 8, **{wish: value})
    assert refused.value.field == wish


@pytest.mark.parametrize("kind", [GoalKind.SPEED, GoalKind.FIVE_K, GoalKind.MARATHON])
def test_a_healing_calf_gets_neither_hills_nor_short_repeats_and_nothing_quick_at_first(kind):
    snapshot = fitness(15.0, weekly_km=(40,) * 8, longest_km=14)
    calf = Injury(InjurySite.CALF, InjuryState.RECOVERING)
    goal = Goal(kind, FOUR_DAYS, weeks=14, injuries=(calf,), terrain=Terrain.HILLY)
    plan = make_plan(goal, snapshot, today=TODAY)
    quick = [session for session in plan.sessions if session.kind in (SessionKind.INTERVALS, SessionKind.TEMPO)]
    assert quick
    assert not any("uphill" in session.title or "30/30" in session.title for session in quick)
    assert not any(
        session.values.get("length") in ("200 m", "300 m", "400 m") for session in quick if "VMA" in session.title
    )
    assert min(session.day for session in quick) >= plan.weeks[4].monday
    assert not any("strides" in session.title for week in plan.weeks[:4] for session in week.sessions)


def test_a_week_of_walk_runs_that_was_missed_takes_a_stage_back(bone):
    monday = bone.weeks[4].monday
    reached = stage_of(bone.weeks[4].sessions[0])
    run = tuple(WeeklyVolume(week.monday, week.distance_m, 5_400, 3, 3_000, 1_800) for week in bone.weeks[:3])
    missed = WeeklyVolume(bone.weeks[3].monday, 0, 0, 0, 0, 0)
    snapshot = replace(fitness(level=Level.BEGINNER, on=monday), weeks=(*run, missed), runs_counted=9)
    again = remade(bone, bone.goal, snapshot, first_monday=monday, today=monday)
    assert STAGES.index(stage_of(again.weeks[4].sessions[0])) == STAGES.index(reached) - 1


def test_a_return_half_lived_is_told_its_walk_runs_while_some_are_left(bone):
    for at, told in ((3, True), (10, False)):
        monday = bone.weeks[at].monday
        again = remade(bone, bone.goal, fitness(level=Level.BEGINNER, on=monday), first_monday=monday, today=monday)
        assert ("walk_run" in codes(again)) is told


def test_a_vma_reckoned_after_the_break_is_told_once_and_says_what_from():
    for asked, code in (({"vma_kmh": 18.0}, "vma_declared"), ({}, "vma_assumed")):
        plan = back(Level.ADVANCED, 14, weeks_off=12, **asked)
        assert code not in codes(plan)
        (paces,) = (notice for notice in plan.notices if notice.code == "break_vma")
        assert "reckoned from the {before}" in paces.message


def test_after_an_injury_a_fourth_day_waits_and_never_comes_in_a_lighter_week(careful):
    walked = max(week.number for week in careful.weeks if any(is_walk_run(s) for s in week.sessions))
    runs = [[s.day for s in week.sessions if s.kind.run] for week in careful.weeks]
    for days in runs[: walked + 4]:
        assert all((other - one).days > 1 for one, other in pairwise(days))
    assert max(map(len, runs)) == 4
    for week, before in zip(careful.weeks[1:], careful.weeks, strict=False):
        if week.recovery:
            assert len(week.sessions) <= len(before.sessions)
