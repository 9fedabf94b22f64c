"""Every goal is planned as what it is: with a race or without one, short or long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, Terrain
from coach.domain.plans import Phase, SessionKind
from coach.domain.problems import InvalidInput
from coach.domain.races import RacePrediction
from coach.science.planning import check
from tests.science.planning.runners import TODAY, fitness, plan_for

WISHES = [kind for kind in GoalKind if not kind.races]
HOUR = 3600


def hard_titles(plan) -> set[str]:
    return {s.title for s in plan.sessions if s.kind in (SessionKind.INTERVALS, SessionKind.TEMPO)}


@pytest.mark.parametrize("kind", GoalKind)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("days", [2, 4, 7])
@pytest.mark.parametrize("weeks", [2, 5, 16, 32])
def test_every_goal_gets_its_weeks_and_breaks_no_hard_rule(kind: GoalKind, level: Level, days: int, weeks: int) -> None:
    snapshot = fitness(None, level)
    if weeks < 6 and level is not Level.ADVANCED and kind in (GoalKind.MARATHON, GoalKind.ULTRA):
        snapshot = fitness(14, level, weekly_km=(40, 40, 45, 40), longest_km=25)
    plan = plan_for(kind, weeks, days, snapshot)
    assert len(plan.weeks) == weeks
    assert [found for found in check(plan, snapshot) if found.hard] == []


@pytest.mark.parametrize("kind", WISHES)
def test_a_wish_without_a_race_has_no_race_no_taper_and_no_promised_time(kind: GoalKind) -> None:
    plan = plan_for(kind, 12, 4, fitness(14))
    assert (plan.race_day, plan.predicted_s, plan.goal_s) == (None, None, None)
    assert not {week.phase for week in plan.weeks} & {Phase.TAPER, Phase.RACE}
    assert not any("goal pace" in session.title for session in plan.sessions)
    assert all(session.kind is not SessionKind.RACE for session in plan.sessions)


@pytest.mark.parametrize("kind", [GoalKind.FITNESS, GoalKind.ENDURANCE, GoalKind.SPEED])
def test_a_plan_without_a_race_ends_with_an_easy_week_and_a_test(kind: GoalKind) -> None:
    plan = plan_for(kind, 12, 4, fitness(14))
    assert plan.weeks[-1].recovery
    assert plan.weeks[-1].distance_m < 0.9 * plan.weeks[-2].distance_m
    assert any("VMA test" in session.title for session in plan.weeks[-1].sessions)


def test_speed_is_measured_at_the_start_and_at_the_end() -> None:
    plan = plan_for(GoalKind.SPEED, 10, 4, fitness(14))
    tested = [week.number for week in plan.weeks for s in week.sessions if "VMA test" in s.title]
    assert tested == [2, 10]


def test_endurance_makes_the_long_run_grow_and_speed_repeats_short_ones() -> None:
    endurance = plan_for(GoalKind.ENDURANCE, 14, 4, fitness(14))
    speed = plan_for(GoalKind.SPEED, 14, 4, fitness(14))
    longest = [max(s.duration_s for s in plan.sessions) for plan in (endurance, speed)]
    assert longest[0] >= 2 * HOUR > 90 * 60 >= longest[1]
    lengths = {s.values["length"] for s in speed.sessions if s.kind is SessionKind.INTERVALS}
    assert {"200 m", "400 m"} <= lengths


def test_general_fitness_is_mostly_easy_and_varied() -> None:
    plan = plan_for(GoalKind.FITNESS, 16, 4, fitness(14))
    easy = sum(s.duration_s for s in plan.sessions if s.kind in (SessionKind.EASY, SessionKind.LONG))
    assert easy / plan.duration_s >= 0.7
    assert len(hard_titles(plan)) >= 4


def test_the_day_of_a_wish_is_its_last_day() -> None:
    last = TODAY + timedelta(days=61)
    plan = plan_for(GoalKind.FITNESS, None, 5, fitness(14), race_day=last)
    assert plan.weeks[-1].monday <= last <= plan.weeks[-1].sunday
    assert max(session.day for session in plan.sessions) <= last


def test_a_last_day_before_the_first_running_day_of_its_week_begins_no_week() -> None:
    monday = TODAY + timedelta(days=3 + 7 * 8)
    plan = plan_for(GoalKind.FITNESS, None, 3, fitness(14), race_day=monday)
    assert plan.weeks[-1].sunday == monday - timedelta(days=1)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"race_day": TODAY}, "race_day"),
        ({"race_day": TODAY + timedelta(days=5)}, "race_day"),
        ({"race_day": TODAY + timedelta(days=1095)}, "race_day"),
        ({"race_day": TODAY + timedelta(days=40), "weeks": 12}, "weeks"),
        ({}, "weeks"),
        ({"weeks": 8, "target_s": 2400}, "target"),
        ({"weeks": 8, "distance_m": 12_000}, "distance"),
    ],
)
def test_a_wish_that_cannot_be_planned_names_what_to_change(more: dict[str, object], field: str) -> None:
    asked = {"weeks": None} | more
    with pytest.raises(InvalidInput) as refused:
        plan_for(GoalKind.FITNESS, asked.pop("weeks"), 4, fitness(14), **asked)
    assert refused.value.field == field


@pytest.mark.parametrize("level", Level)
def test_an_ultra_is_prepared_by_time_on_feet_within_three_hours_and_a_half(level: Level) -> None:
    plan = plan_for(GoalKind.ULTRA, 24, 5, fitness(None, level))
    longest = max(s.duration_s for s in plan.sessions if s.kind is SessionKind.LONG)
    assert 2.75 * HOUR <= longest <= 3.5 * HOUR
    race = plan.sessions[-1]
    assert (race.kind, race.distance_m, race.duration_s) == (SessionKind.RACE, 50_000, plan.goal_s)


def test_an_ultra_of_its_own_distance_is_run_over_it() -> None:
    plan = plan_for(GoalKind.ULTRA, 16, 4, fitness(15), distance_m=45_000)
    assert plan.sessions[-1].distance_m == 45_000
    assert plan.sessions[-1].values["km"] == "45"


def test_an_ultra_beyond_fifty_kilometres_is_refused() -> None:
    with pytest.raises(InvalidInput, match="50 km") as refused:
        plan_for(GoalKind.ULTRA, 16, 4, fitness(15), distance_m=80_000)
    assert refused.value.field == "distance"


def test_an_ultra_is_predicted_from_the_marathon_of_the_snapshot() -> None:
    told = RacePrediction(42_195, 13_000, 12_500, 13_900, "test")
    plan = plan_for(GoalKind.ULTRA, 16, 4, fitness(15, predictions=(told,)))
    assert plan.predicted_s == pytest.approx(13_000 * (50_000 / 42_195) ** 1.1, abs=1)


def test_a_trained_ultra_runner_runs_longer_the_day_before_the_long_run_and_nobody_else() -> None:
    def eves(level: Level) -> list[float]:
        plan = plan_for(GoalKind.ULTRA, 24, 5, fitness(None, level))
        specific = [week for week in plan.weeks if week.phase is Phase.SPECIFIC and not week.recovery]
        return [s.duration_s for week in specific for s in week.sessions if s.day.weekday() == 5]

    assert max(eves(Level.ADVANCED)) >= 80 * 60
    assert max(eves(Level.INTERMEDIATE)) <= 60 * 60


@pytest.mark.parametrize("terrain", [terrain for terrain in Terrain if terrain is not Terrain.ROAD])
def test_every_ground_but_the_road_says_what_it_changes(terrain: Terrain) -> None:
    plan = plan_for(GoalKind.TEN_K, 10, 4, fitness(14), terrain=terrain)
    codes = {notice.code for notice in plan.notices}
    assert f"terrain_{terrain.value}" in codes
    assert ("flat_times" in codes) is (terrain in (Terrain.HILLY, Terrain.TRAIL))


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("kind", [GoalKind.FITNESS, GoalKind.ENDURANCE, GoalKind.SPEED])
def test_whatever_weekday_a_wish_ends_on_its_last_week_is_run(kind: GoalKind, weekday: int) -> None:
    last = TODAY + timedelta(days=3 + 7 * 5 + weekday)
    snapshot = fitness(14, weekly_km=(20, 22, 21, 20), longest_km=9)
    plan = plan_for(kind, None, 6, snapshot, race_day=last)
    assert plan.weeks[-1].sessions
    assert max(session.day for session in plan.sessions) <= last
    assert [found for found in check(plan, snapshot) if found.hard] == []
