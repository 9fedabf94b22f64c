"""Whatever is asked, by whoever, on whatever day: the plan breaks no hard rule, and is the same when asked again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

import pytest

from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.plans import Plan, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning import Violation, check, make_plan
from coach.store.plan_documents import plan_document
from tests.science.planning.athletes import Athlete, athletes, before, ready
from tests.science.planning.second_reading import complaints

ATHLETES, SEED = 500, 4


@dataclass(frozen=True)
class Answer:
    """What one athlete was answered: a plan with what the rules say of it, or a refusal."""

    athlete: Athlete
    plan: Plan | None
    found: tuple[Violation, ...] = ()
    refusal: InvalidInput | None = None


def answered(athlete: Athlete) -> Answer:
    try:
        plan = make_plan(athlete.goal, athlete.fitness, today=athlete.today, athlete_age=athlete.age)
    except InvalidInput as refusal:
        return Answer(athlete, None, refusal=refusal)
    return Answer(athlete, plan, tuple(check(plan, athlete.fitness)))


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    return [answered(athlete) for athlete in athletes(ATHLETES, SEED)]


@pytest.fixture(scope="module")
def planned(answers: list[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.plan is not None]


def test_no_plan_breaks_a_hard_rule(planned: list[Answer]) -> None:
    broken = [(answer.athlete.goal, found) for answer in planned for found in answer.found if found.hard]
    assert broken == []


def test_a_second_reading_of_the_stored_plan_finds_nothing_either(planned: list[Answer]) -> None:
    told = {}
    for number, answer in enumerate(planned):
        document = json.loads(json.dumps(plan_document(answer.plan)))
        told[number] = complaints(document, *before(answer.athlete, answer.plan))
    assert {number: lines for number, lines in told.items() if lines} == {}


def test_most_plans_have_no_run_a_tenth_longer_than_any_of_the_month_before(planned: list[Answer]) -> None:
    spikes = [any(found.rule.rule_id == "single_run_soft" for found in answer.found) for answer in planned]
    assert sum(spikes) <= 0.15 * len(spikes)


def test_safe_is_not_timid_where_nothing_stands_in_the_way(planned: list[Answer]) -> None:
    floors = {"long_enough", "goal_pace", "progress"}
    able = [answer for answer in planned if ready(answer.athlete, answer.plan)]
    kept = [not floors & {found.rule.rule_id for found in answer.found} for answer in able]
    assert len(able) >= 20
    assert sum(kept) >= 0.8 * len(able)


def test_a_refusal_names_its_field_and_says_why_in_both_languages(answers: list[Answer]) -> None:
    refusals = [answer.refusal for answer in answers if answer.refusal is not None]
    assert refusals
    for refusal in refusals:
        assert refusal.field
        texts = {say(language, refusal.message, **refusal.values) for language in Language}
        assert len(texts) == len(Language)
        assert all(text.endswith(".") and "{" not in text for text in texts)


def test_ordinary_questions_are_never_refused_and_few_others_are(answers: list[Answer]) -> None:
    refused = [answer for answer in answers if answer.plan is None]
    assert [(answer.athlete.goal, answer.refusal) for answer in refused if answer.athlete.ordinary] == []
    assert len(refused) < 0.2 * len(answers)


def test_every_kind_of_athlete_is_among_those_planned_for(planned: list[Answer]) -> None:
    goals = [answer.athlete.goal for answer in planned]
    kinds = Counter(goal.kind for goal in goals)
    assert len(kinds) == 9
    assert min(kinds.values()) >= 20
    assert {len(goal.days) for goal in goals} == {2, 3, 4, 5, 6, 7}
    assert {len(answer.plan.weeks) for answer in planned} >= set(range(2, 33)) - {2, 31}
    assert sum((answer.athlete.age or 0) >= 70 for answer in planned) >= 20
    assert sum(16 <= (answer.athlete.age or 0) <= 18 for answer in planned) >= 20
    assert sum(bool(goal.injuries) for goal in goals) >= 20


def test_the_same_question_gives_the_same_plan(planned: list[Answer]) -> None:
    for answer in planned[:40]:
        assert answered(answer.athlete).plan == answer.plan


def test_every_text_can_be_filled_and_easy_runs_are_in_round_minutes(planned: list[Answer]) -> None:
    for answer in planned:
        for session in answer.plan.sessions:
            assert "{" not in session.title.format(**session.values)
            if session.kind in (SessionKind.EASY, SessionKind.LONG):
                assert session.duration_s % 60 == 0
        for notice in answer.plan.notices:
            assert "{" not in notice.message.format(**notice.values)
        for found in answer.found:
            assert "{" not in found.notice.message.format(**found.notice.values)
