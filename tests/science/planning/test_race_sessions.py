"""A race is written with the effort its length allows, on the way as at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind, TuneUp
from coach.domain.plans import SessionKind
from coach.science.planning.race_sessions import race_rpe
from tests.science.planning.runners import TODAY, fitness, plan_for

MINUTE = 60


@pytest.mark.parametrize(
    ("metres", "minutes", "felt"),
    [(5000, 20, 9.5), (10_000, 45, 9.5), (10_000, 60, 9), (21_097.5, 100, 8.5), (21_097.5, 170, 8), (42_195, 140, 7)],
)
def test_the_longer_a_race_the_easier_it_begins(metres: float, minutes: float, felt: float) -> None:
    assert race_rpe(metres, minutes * MINUTE) == felt


@pytest.mark.parametrize(("kind", "felt"), [(GoalKind.FIVE_K, 9.5), (GoalKind.MARATHON, 7), (GoalKind.ULTRA, 6)])
@pytest.mark.parametrize("level", Level)
def test_the_effort_of_a_race_does_not_depend_on_its_share_of_vma(kind: GoalKind, felt: float, level: Level) -> None:
    plan = plan_for(kind, 16, 4, fitness(13.5, level))
    race = next(session for session in plan.sessions if session.kind is SessionKind.RACE)
    assert [step.target.rpe for step in race.steps] == [felt]


def test_a_race_on_the_way_has_its_own_effort() -> None:
    day = TODAY + timedelta(days=-TODAY.weekday() % 7 + 7 * 7 + 6)
    plan = plan_for(GoalKind.MARATHON, 16, 4, fitness(14), tune_ups=(TuneUp(day, 10_000.0),))
    races = [session for session in plan.sessions if session.kind is SessionKind.RACE]
    assert [race.steps[0].target.rpe for race in races] == [race_rpe(10_000, races[0].duration_s), 7]
