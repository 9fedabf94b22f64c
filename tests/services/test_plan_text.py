"""The title of a week tells all of its time: running, and what stands beside it."""

from __future__ import annotations

from coach.domain.athletes import Language
from coach.domain.goals import GoalKind
from coach.services.plan_text import week_title
from tests.science.planning.runners import fitness, plan_for


def test_the_time_of_other_sports_and_strength_is_told_beside_that_of_running() -> None:
    plan = plan_for(GoalKind.TEN_K, 10, 3, fitness(14), cross_training=2)
    title = week_title(Language.ENGLISH, plan.weeks[0]).replace("\u00a0", " ").replace("\u202f", " ")
    assert title.endswith("+ 1 h 20 of other sports and strength")
    french = week_title(Language.FRENCH, plan.weeks[0]).replace("\u00a0", " ").replace("\u202f", " ")
    assert french.endswith("+ 1 h 20 d’autres sports et de renforcement")
    assert "+" not in week_title(Language.ENGLISH, plan_for(GoalKind.TEN_K, 10, 3, fitness(14)).weeks[0])
