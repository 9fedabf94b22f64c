"""Races on the way stand exactly on their day, with room around them, or are refused with what would do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.domain.goals import GoalKind, TuneUp
from coach.domain.plans import Plan, Session, SessionKind
from coach.domain.problems import InvalidInput
from coach.domain.races import RacePrediction
from coach.science.planning import check
from tests.science.planning.runners import fitness, plan_for

SNAPSHOT = fitness(14, weekly_km=(38, 40, 42, 40, 41, 43), longest_km=16)
START = date(2026, 11, 23)
RACE = START + timedelta(days=7 * 15 + 6)


def marathon(*tune_ups: tuple[date, float], days: int = 4, kind: GoalKind = GoalKind.MARATHON) -> Plan:
    return plan_for(kind, 16, days, SNAPSHOT, tune_ups=tuple(TuneUp(day, metres) for day, metres in tune_ups))


def on(plan: Plan, day: date) -> list[Session]:
    return [session for session in plan.sessions if session.day == day]


def hard_days_from(plan: Plan, day: date) -> list[int]:
    return sorted((s.day - day).days for s in plan.sessions if s.kind.hard and s.day != day)


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize(("metres", "easy"), [(10_000, 2), (21_097.5, 3)])
def test_a_race_on_the_way_is_on_its_day_over_its_distance_with_easy_days_around(
    weekday: int, metres: float, easy: int
) -> None:
    day = START + timedelta(days=7 * 9 + weekday)
    plan = marathon((day, metres))
    (race,) = on(plan, day)
    assert (race.kind, race.distance_m) == (SessionKind.RACE, metres)
    assert not [days for days in hard_days_from(plan, day) if -2 <= days <= easy]
    assert [found for found in check(plan, SNAPSHOT) if found.hard] == []


@pytest.mark.parametrize("kind", [kind for kind in GoalKind if kind is not GoalKind.RETURN])
@pytest.mark.parametrize("days", [2, 3, 5, 6, 7])
def test_every_goal_and_every_number_of_days_takes_races_on_the_way(kind: GoalKind, days: int) -> None:
    plan = marathon((START + timedelta(days=40), 5_000), (START + timedelta(days=68), 10_000), days=days, kind=kind)
    assert [found for found in check(plan, SNAPSHOT) if found.hard or found.rule.rule_id == "tune_ups"] == []


def test_a_half_marathon_takes_the_place_of_that_weeks_long_run_and_the_next_one_is_easier() -> None:
    day = START + timedelta(days=7 * 9 + 6)
    plan, without = marathon((day, 21_097.5)), marathon()
    week = plan.weeks[9]
    assert {s.kind for s in week.sessions} <= {
        SessionKind.EASY,
        SessionKind.RACE,
        SessionKind.INTERVALS,
        SessionKind.TEMPO,
    }
    assert sum(s.kind in (SessionKind.INTERVALS, SessionKind.TEMPO) for s in week.sessions) == 0
    assert week.distance_m - 21_097.5 < without.weeks[9].distance_m


def test_its_time_is_what_the_runner_is_worth_today() -> None:
    told = RacePrediction(10_000, 2_700, 2_600, 2_800, "test")
    snapshot = fitness(14, predictions=(told,))
    day = START + timedelta(days=7 * 7 + 5)
    plan = plan_for(GoalKind.HALF_MARATHON, 12, 4, snapshot, tune_ups=(TuneUp(day, 10_000),))
    assert on(plan, day)[0].duration_s == 2_700


@pytest.mark.parametrize(
    ("tune_ups", "says"),
    [
        (((RACE - timedelta(days=5), 21_097.5),), "5 days before your race"),
        (((RACE - timedelta(days=13), 21_097.5),), (RACE - timedelta(days=14)).isoformat()),
        (((RACE - timedelta(days=7), 5_000),), (RACE - timedelta(days=8)).isoformat()),
        (((START + timedelta(days=30), 5_000), (START + timedelta(days=30), 10_000)), "Two races"),
        (((START + timedelta(days=30), 21_097.5), (START + timedelta(days=40), 5_000)), "on or after"),
        (((START - timedelta(days=1), 5_000),), "outside the plan"),
        (((RACE, 5_000),), "outside the plan"),
        (((RACE + timedelta(days=9), 5_000),), "outside the plan"),
        (((START + timedelta(days=30), 42_195),), "at most 25 km"),
        (((START + timedelta(days=30), 0),), "1 km or longer"),
    ],
)
def test_an_unsafe_race_is_refused_with_what_would_do(tune_ups: tuple[tuple[date, float], ...], says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        marathon(*tune_ups)
    assert refused.value.field == "tune_ups"
    assert says in str(refused.value)


def test_a_way_back_to_running_holds_no_race() -> None:
    with pytest.raises(InvalidInput, match="come back first"):
        marathon((START + timedelta(days=40), 5_000), kind=GoalKind.RETURN)


def test_a_short_race_on_sunday_leaves_room_for_one_hard_session_early_in_the_week() -> None:
    day = START + timedelta(days=7 * 9 + 6)
    week = marathon((day, 10_000), days=5, kind=GoalKind.HALF_MARATHON).weeks[9]
    quality = [s for s in week.sessions if s.kind in (SessionKind.INTERVALS, SessionKind.TEMPO)]
    assert len(quality) == 1
    assert (day - quality[0].day).days >= 3
