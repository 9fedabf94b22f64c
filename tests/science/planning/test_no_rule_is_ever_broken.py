"""Whatever is asked, by whoever, on whatever day: the plan breaks no hard rule, and is the same when asked again."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from coach.domain.plans import SessionKind
from coach.science.planning import check, make_plan
from coach.science.planning.runner import present_volume
from tests.science.planning.runners import questions
from tests.science.planning.second_reading import complaints

FEW_HUNDRED = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW_HUNDRED
@given(questions())
def test_no_plan_breaks_a_hard_rule_by_either_reading(question) -> None:
    goal, fitness, today, age = question
    plan = make_plan(goal, fitness, today=today, athlete_age=age)
    assert [found for found in check(plan, fitness) if found.hard] == []
    _, longest_m, weeks_m = present_volume(plan.level, plan.vma_kmh, goal, fitness)
    assert complaints(plan, list(weeks_m), longest_m) == []


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_same_question_gives_the_same_plan(question) -> None:
    goal, fitness, today, age = question
    assert make_plan(goal, fitness, today=today, athlete_age=age) == make_plan(
        goal, fitness, today=today, athlete_age=age
    )


@settings(max_examples=80, deadline=None)
@given(questions())
def test_every_sum_is_exact_and_every_text_can_be_filled(question) -> None:
    goal, fitness, today, age = question
    plan = make_plan(goal, fitness, today=today, athlete_age=age)
    assert plan.start >= today
    assert plan.distance_m == sum(week.distance_m for week in plan.weeks)
    for session in plan.sessions:
        assert session.duration_s > 0
        assert session.distance_m > 0
        assert "{" not in session.title.format(**session.values)
        if session.kind in (SessionKind.EASY, SessionKind.LONG):
            assert session.duration_s % 300 == 0
    for notice in plan.notices:
        assert "{" not in notice.message.format(**notice.values)
