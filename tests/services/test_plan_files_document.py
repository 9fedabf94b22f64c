"""The public document: every form of plan follows the published schema, and every sum equals its parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from coach.domain.athletes import Language
from coach.services.plan_files import PlanFile, export, plan_document, plan_schema
from tests.services.plans_of_every_form import TODAY, every_form, mixed_plan

FORMS = ("hand-made", "mixed", "hostile", "marathon", "fitness", "return", "ultra", "full")


def exact(name: str, language: Language = Language.ENGLISH) -> dict:
    """The exported document with decimal numbers, as a careful reader parses it."""
    made = export(every_form()[name], PlanFile.JSON, language=language, athlete_name="Ann", today=TODAY)
    return json.loads(made.data, parse_float=Decimal)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = plan_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_plan_follows_the_schema(validator, name, language):
    document = plan_document(every_form()[name], language=language)
    assert [error.message for error in validator.iter_errors(document)] == []


def test_the_schema_refuses_what_it_does_not_know(validator):
    document = plan_document(mixed_plan(), language=Language.FRENCH)
    document["weeks"][0]["sessions"][0]["steps"][0]["surprise"] = 1
    assert not validator.is_valid(document)
    del document["weeks"][0]["sessions"][0]["steps"][0]["surprise"]
    assert validator.is_valid(document)
    document["weeks"][0]["sessions"][0]["kind"] = "hopping"
    assert not validator.is_valid(document)


def objects(schema: object) -> Iterator[dict]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_every_object_of_the_schema_is_closed_and_every_field_explained():
    found = list(objects(plan_schema()))
    assert len(found) >= 11
    for one in found:
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
        for field in one["properties"].values():
            target = plan_schema()["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
            assert target["description"].endswith(".")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("amount", ["duration_s", "distance_m"])
def test_every_sum_equals_its_parts_to_the_last_digit(name, amount):
    document = exact(name)

    def checked(step: dict) -> Decimal:
        if step["steps"]:
            assert step[amount] == sum(checked(inner) for inner in step["steps"])
        assert step[f"total_{amount}"] == step[amount] * step["times"]
        return step[f"total_{amount}"]

    for week, line in zip(document["weeks"], document["statistics"]["per_week"], strict=True):
        for session in week["sessions"]:
            assert session[amount] == sum(map(checked, session["steps"]))
        assert week[amount] == line[amount] == sum(session[amount] for session in week["sessions"])
        assert line["sessions"] == len(week["sessions"])
    whole = document["statistics"]
    assert whole[amount] == sum(week[amount] for week in document["weeks"])
    assert whole[amount] == sum(kind[amount] for kind in whole["by_kind"])
    assert whole["sessions"] == sum(kind["sessions"] for kind in whole["by_kind"])
    assert whole["weeks"] == len(document["weeks"])


@pytest.mark.parametrize("name", FORMS)
def test_the_document_agrees_with_the_plan(name):
    plan, document = every_form()[name], exact(name)
    # A step is rounded to a tenth once; nothing else is lost.
    steps = sum(len(session.steps) * 30 for session in plan.sessions)
    assert abs(float(document["statistics"]["distance_m"]) - plan.distance_m) <= 0.05 * steps
    assert abs(float(document["statistics"]["duration_s"]) - plan.duration_s) <= 0.05 * steps
    said = [date.fromisoformat(session["day"]) for week in document["weeks"] for session in week["sessions"]]
    assert said == [session.day for session in plan.sessions]
    assert all(day.weekday() == session["weekday"] for day, session in zip(said, sessions_of(document), strict=True))
    assert document["race_day"] == (plan.race_day and plan.race_day.isoformat())


def sessions_of(document: dict) -> list[dict]:
    return [session for week in document["weeks"] for session in week["sessions"]]


def test_strength_is_in_the_sessions_but_not_in_the_running():
    document = exact("mixed")
    whole = document["statistics"]
    assert (whole["sessions"], whole["runs"]) == (18, 9)
    assert whole["running_duration_s"] == 3 * (2 * 2100 + 1190)
    squat = sessions_of(document)[1]["steps"][0]
    assert (squat["words"], squat["times"], squat["reps"], squat["measured_by"]) == ("Squat", 3, 8, "reps")
    assert (squat["why"], squat["target"]["rpe"]) == ("Strong legs.", 7)


def test_a_plan_without_a_race_has_no_race_figures():
    document = exact("fitness")
    assert [document[name] for name in ("race_day", "goal_s", "predicted_s", "goal_pace_s_per_km")] == [None] * 4
    assert exact("marathon")["goal_pace_s_per_km"] > 0


def test_sentences_are_said_in_the_language_asked_for():
    assert exact("hand-made", Language.FRENCH)["weeks"][0]["sessions"][0]["weekday_words"] == "mardi"
    assert exact("hand-made")["weeks"][0]["sessions"][0]["weekday_words"] == "Tuesday"
    assert exact("hand-made", Language.FRENCH)["summary"].startswith("16 semaines pour courir ton marathon")
