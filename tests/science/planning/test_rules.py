"""What the rules let pass, where they stop, and how a plan half lived is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.domain.fitness import Fitness, WeeklyVolume
from coach.domain.goals import GoalKind, Injury, InjurySite, InjuryState
from coach.domain.plans import Phase, Plan, Session, SessionKind
from coach.science.planning import check, first_hard
from tests.science.planning.runners import fitness, plan_for
from tests.science.planning.spoiling import changed, changed_everywhere, gone, longer, times, turned, with_session

SNAPSHOT = fitness(14, weekly_km=(34, 36, 35, 33, 36, 37), longest_km=14)
LONG, EASY, TEMPO = SessionKind.LONG, SessionKind.EASY, SessionKind.TEMPO


@pytest.fixture(scope="module")
def good() -> Plan:
    return plan_for(GoalKind.MARATHON, 16, 4, SNAPSHOT)


def hard(plan: Plan, snapshot: Fitness = SNAPSHOT, since: date | None = None) -> set[str]:
    return {found.rule.rule_id for found in check(plan, snapshot, since=since) if found.hard}


def broken(plan: Plan, snapshot: Fitness = SNAPSHOT, since: date | None = None) -> set[str]:
    return {found.rule.rule_id for found in check(plan, snapshot, since=since)}


def monday(plan: Plan, number: int) -> date:
    return plan.weeks[number - 1].monday


def test_the_plan_of_the_engine_breaks_nothing_hard(good: Plan) -> None:
    assert hard(good) == set()
    assert first_hard(good, SNAPSHOT) is None


def test_the_first_hard_breach_is_found_without_the_others(good: Plan) -> None:
    spoilt = changed(changed(good, 9, times(1.6), LONG), 5, gone)
    first = first_hard(spoilt, SNAPSHOT)
    assert first == next(found for found in check(spoilt, SNAPSHOT) if found.hard)


def test_a_long_run_a_fifth_longer_is_a_soft_matter(good: Plan) -> None:
    spoilt = changed(good, 9, times(1.2), LONG)
    assert "single_run_soft" in broken(spoilt)
    assert "single_run" not in hard(spoilt)


def test_the_first_run_is_judged_against_the_history(good: Plan) -> None:
    assert "single_run" in hard(good, fitness(14, weekly_km=(34, 36, 35, 33, 36, 37), longest_km=8))


def test_a_race_on_the_way_is_no_training_but_has_been_run(good: Plan) -> None:
    longer_after = changed(good, 9, times(1.5), LONG)
    far = changed(changed(longer_after, 8, times(2.0), LONG), 8, turned(SessionKind.RACE), LONG)
    assert "single_run" in hard(longer_after)
    assert "single_run" not in hard(far)


def test_two_big_weeks_are_noticed_but_a_rebound_after_a_light_one_is_not(good: Plan) -> None:
    assert "two_weeks" in hard(changed(changed(good, 4, times(1.5)), 5, times(1.5)))
    assert "two_weeks" not in hard(changed(good, 10, times(0.7)))


def test_weeks_told_as_off_are_weeks_of_nothing_for_who_has_no_history() -> None:
    nobody = fitness(14)
    plan = plan_for(GoalKind.TEN_K, 10, 4, nobody)
    back = replace(plan, goal=replace(plan.goal, weeks_off=8))
    assert not {"single_run", "two_weeks"} & hard(plan, nobody)
    assert {"single_run", "two_weeks"} <= hard(back, nobody)


@pytest.mark.parametrize("state", InjuryState)
@pytest.mark.parametrize("cleared", [True, False])
def test_running_on_a_high_risk_bone_wants_clearance_and_no_pain(good: Plan, state: InjuryState, cleared: bool) -> None:
    hurt = Injury(InjurySite.FEMORAL_NECK, state, cleared)
    allowed = state is InjuryState.PAST or (state is InjuryState.RECOVERING and cleared)
    told = hard(replace(good, goal=replace(good.goal, injuries=(hurt,))))
    assert ("clearance" not in told) is allowed


def test_strength_and_other_sports_are_outside_every_volume(good: Plan) -> None:
    beside = with_session(good, 5, 0, SessionKind.CROSS, minutes=300, rpe=3)
    assert broken(beside) == broken(good)


def test_strength_shares_the_minutes_of_a_day_with_the_run(good: Plan) -> None:
    session = next(s for s in good.weeks[4].sessions if s.kind is EASY)
    same_day = [s for week in good.weeks[:5] for s in week.sessions if s.day.weekday() == session.day.weekday()]
    longest_min = int(max(s.duration_s for s in same_day) // 60)
    most = tuple(longest_min if day == session.day.weekday() else None for day in good.goal.days)
    limited = replace(good, goal=replace(good.goal, minutes=most))
    only_here = replace(limited, weeks=(*good.weeks[:4], replace(good.weeks[4], sessions=(session,))))
    assert "minutes" not in broken(only_here)
    full = with_session(only_here, 5, session.day.weekday(), SessionKind.STRENGTH)
    assert "minutes" in broken(full)


def test_masters_are_held_to_more_than_others(good: Plan) -> None:
    assert not {"masters_lighter", "masters_rest"} & broken(good)
    assert "masters_lighter" in broken(replace(good, age=61))


def test_without_a_race_there_is_no_taper_to_judge() -> None:
    plan = plan_for(GoalKind.FITNESS, 8, 4, SNAPSHOT)
    assert hard(plan) == set()
    rising_to_the_end = changed(plan, 8, times(1.2))
    assert not {"taper_falls", "last_days", "taper_length"} & broken(rising_to_the_end)
    assert "race_day" in hard(changed(plan, 8, turned(SessionKind.RACE), LONG))


def test_what_is_over_is_not_named_of_a_plan_half_lived(good: Plan) -> None:
    spoilt = changed(changed(good, 4, times(1.6), LONG), 5, turned(TEMPO), EASY)
    assert {"single_run", "spacing"} <= hard(spoilt)
    assert {"single_run", "spacing"} <= hard(spoilt, since=monday(good, 4))
    assert not {"single_run", "spacing"} & hard(spoilt, since=monday(good, 7))


def test_what_was_run_counts_for_what_may_come(good: Plan) -> None:
    idle = good
    for number in range(3, 8):
        idle = changed(idle, number, gone)
    told = check(idle, SNAPSHOT, since=monday(good, 8))
    assert {"single_run", "two_weeks"} <= {found.rule.rule_id for found in told if found.hard}
    assert all(found.day is None or found.day >= monday(good, 8) for found in told)


def test_a_week_emptied_by_life_is_no_breach_of_a_plan_half_lived(good: Plan) -> None:
    ill = changed(good, 10, gone)
    assert "running_weeks" in hard(ill)
    assert "running_weeks" not in hard(ill, since=monday(good, 10))


def test_a_taper_is_not_measured_from_a_week_that_was_lost(good: Plan) -> None:
    tapered = next(week.number for week in good.weeks if week.phase is Phase.TAPER)
    lost = changed(good, tapered - 1, times(0.3))
    assert "taper_falls" in hard(lost)
    assert "taper_falls" not in hard(lost, since=monday(good, tapered))


def test_a_last_week_may_be_emptied_but_not_filled(good: Plan) -> None:
    def resting(session: Session) -> Session:
        return session if session.kind is SessionKind.RACE else longer(session, 0.2)

    empty, full = changed(good, 16, resting), changed(good, 16, times(2.0))
    since = monday(good, 16)
    assert "last_days" in hard(empty)
    assert "last_days" not in hard(empty, since=since)
    assert "last_days" in hard(full, since=since)


def test_a_later_snapshot_does_not_move_what_was_run_before_the_plan(good: Plan) -> None:
    later = fitness(14, weekly_km=(34, 36, 35, 33, 36, 37), longest_km=14, on=SNAPSHOT.on)
    more = tuple(WeeklyVolume(monday(good, number), 150_000, 54_000, 6, 60_000, 0) for number in range(1, 5))
    today = monday(good, 5)
    lately = replace(later, on=today, weeks=(*later.weeks, *more), longest_recent_m=60_000.0)
    spoilt = changed(good, 5, times(1.6), LONG)
    assert hard(spoilt, lately, since=today) == hard(spoilt, SNAPSHOT, since=today) != set()


def test_a_breach_of_a_day_names_its_day_and_its_week(good: Plan) -> None:
    (found,) = [one for one in check(changed(good, 9, times(1.6), LONG), SNAPSHOT) if one.rule.rule_id == "single_run"]
    long_run = next(session for session in good.weeks[8].sessions if session.kind is LONG)
    assert (found.week, found.day) == (9, long_run.day)
    assert found.found > found.allowed
    assert found.notice.values["day"] == long_run.day.isoformat()


def test_figures_that_are_no_numbers_are_noticed(good: Plan) -> None:
    for factor in (float("nan"), float("inf"), -1.0):
        assert "sums" in hard(changed(good, 3, times(factor), EASY))


def test_a_week_that_starts_on_a_tuesday_is_noticed(good: Plan) -> None:
    weeks = (replace(good.weeks[0], monday=good.start + timedelta(days=1)), *good.weeks[1:])
    assert "whole_weeks" in hard(replace(good, weeks=weeks))


@pytest.mark.parametrize("weeks", [(), None])
def test_a_plan_without_content_is_judged_without_a_crash(good: Plan, weeks: tuple[()] | None) -> None:
    empty = changed_everywhere(good, gone) if weeks is None else replace(good, weeks=weeks)
    assert {"race_day", "running_weeks" if weeks is None else "weeks"} <= hard(empty)


def test_the_thirty_days_count_from_the_run_where_its_day_is_known() -> None:
    """A long run five weeks before allows nothing any more, be it the longest of the days before the plan."""
    monday = date(2026, 11, 23)
    known = replace(
        fitness(14.0, weekly_km=(30, 30, 30, 30), longest_km=24, on=monday - timedelta(days=1)),
        recent_runs=((monday - timedelta(days=29), 24_000.0), (monday - timedelta(days=2), 10_000.0)),
    )
    plan = plan_for(GoalKind.MARATHON, 16, 4, known)
    assert max(session.distance_m for session in plan.weeks[0].sessions) <= 13_000
    assert not [found for found in check(plan, known) if found.hard]
