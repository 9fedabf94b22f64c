"""Every wish a plan can be asked with, the bad ones refused by their field in both languages, and plans handed out."""

from __future__ import annotations

import json

import pytest

from tests.cast import assemble

WISHES = {
    **{"goal": "ultra", "race_day": "2027-05-16", "weeks": 20, "level": "advanced", "target_s": 18_000},
    **{"days": ["tuesday", "thursday", "saturday", "sunday"], "long_day": "sunday", "distance_m": 50_000},
    **{"minutes": {"tuesday": 90}, "vma_kmh": 16.5, "age": 44, "terrain": "trail", "strength": 1},
    **{"cross_training": 1, "tune_ups": [{"day": "2027-03-14", "distance_m": 10_000}]},
    **{"injuries": [{"site": "knee", "state": "past", "cleared": False}], "weeks_off": None},
}


def sessions_of(plan):
    return [session for week in plan["weeks"] for session in week["sessions"]]


def test_every_wish_is_told_back_as_it_was_sent(ann):
    answer = ann.post("/v1/plans", json=WISHES)
    assert answer.status_code == 201, answer.text
    goal = answer.json()["goal"]
    told = {name: value for name, value in WISHES.items() if name not in ("goal", "age", "minutes")}
    assert {name: goal[name] for name in told} == told
    assert goal["minutes"]["tuesday"] == 90
    assert answer.json()["age"] == 44


@pytest.mark.parametrize("goal", ["fitness", "endurance", "speed", "return"])
def test_four_fields_make_a_plan_without_a_race(ann, goal):
    wanted = {"goal": goal, "level": "intermediate", "weeks": 8, "days": 3}
    made = ann.post("/v1/plans", json=wanted).json()
    assert (made["race_day"], made["predicted_s"], made["goal"]["distance_m"]) == (None, None, None)
    assert made["week_count"] == 8
    assert all(session["kind"] != "race" for session in sessions_of(made))


def test_the_statistics_are_the_sums_of_the_sessions_exactly(ann):
    made = ann.post("/v1/coaching/generate-training-plan", json=WISHES).json()
    told, weeks = made["statistics"], made["weeks"]
    assert (told["weeks"], told["sessions"]) == (20, len(sessions_of(made)))
    for field in ("distance_m", "duration_s"):
        tenths = [[round(session[field] * 10) for session in week["sessions"]] for week in weeks]
        assert [round(week[field] * 10) for week in weeks] == [sum(week) for week in tenths]
        assert [round(week[field] * 10) for week in told["per_week"]] == [sum(week) for week in tenths]
        assert round(told[field] * 10) == sum(map(sum, tenths))
    assert [week["sessions"] for week in told["per_week"]] == [len(week["sessions"]) for week in weeks]
    assert sum(kind["sessions"] for kind in told["by_kind"]) == told["sessions"]


def test_a_plan_generated_twice_is_made_once_until_the_history_changes(cast, as_member):
    bo = as_member(cast.bo)
    wanted = {"goal": "10k", "level": "beginner", "weeks": 8, "days": 3}
    first, second = (bo.post("/v1/coaching/generate-training-plan", json=wanted) for _ in range(2))
    assert [(each.status_code, each.json()["cached"]) for each in (first, second)] == [(201, False), (200, True)]
    assert first.json()["id"] == second.json()["id"]
    assert first.headers["location"] == second.headers["location"] == f"/v1/plans/{first.json()['id']}"
    other = bo.post("/v1/coaching/generate-training-plan", json=wanted | {"age": 61})
    assert (other.status_code, other.json()["cached"]) == (201, False)
    bo.patch("/v1/profile", json={"birth_date": "1960-05-17"})
    changed = bo.post("/v1/coaching/generate-training-plan", json=wanted)
    assert (changed.status_code, changed.json()["cached"]) == (201, False)


def test_every_step_says_how_hard_and_why(ann):
    made = ann.post("/v1/plans", json={"goal": "half", "level": "intermediate", "weeks": 12, "days": 4}).json()
    hard = next(session for session in sessions_of(made) if session["kind"] == "intervals")
    leaves = [inner for step in hard["steps"] for inner in (step["steps"] or [step])]
    assert {"warm_up", "cool_down"} <= {step["kind"] for step in leaves}
    assert all(step["name"] for step in leaves)
    assert all(any(value is not None for value in step["target"].values()) for step in leaves)


REFUSED = [
    ({"race_day": "2026-11-19"}, "race_day"),
    ({"race_day": "2026-11-20"}, "race_day"),
    ({"race_day": "2026-11-21"}, "race_day"),
    ({"race_day": "2029-11-20"}, "race_day"),
    ({"weeks": 8, "days": 0}, "days"),
    ({"weeks": 8, "days": []}, "days"),
    ({"weeks": 8, "days": 1}, "days"),
    ({"weeks": 1}, "weeks"),
    ({"weeks": 33}, "weeks"),
    ({"weeks": 8, "days": ["monday", "friday"], "long_day": "sunday"}, "long_day"),
    ({"weeks": 8, "days": ["monday", "friday"], "minutes": {"sunday": 60}}, "minutes"),
    ({"weeks": 8, "target_s": 600}, "target_s"),
    ({"weeks": 8, "target_s": "NaN"}, "target_s"),
    ({"weeks": 8, "distance_m": 50_000}, "distance_m"),
    ({"weeks": 8, "vma_kmh": 60}, "vma_kmh"),
    ({"weeks": 8, "age": 4}, "age"),
    ({"weeks": 8, "strength": 9}, "strength"),
    ({"weeks": 8, "tune_ups": [{"day": "soon", "distance_m": 10_000}]}, "tune_ups"),
    ({"weeks": 8, "injuries": [{"site": "wing", "state": "current"}]}, "injuries"),
    ({"weeks": 8, "weeks_off": -1}, "weeks_off"),
]


@pytest.fixture(scope="module")
def people(database):
    """A cast for tests that keep nothing."""
    return assemble()


@pytest.mark.parametrize(("wanted", "field"), REFUSED)
def test_bad_wishes_are_refused_by_their_field_in_both_languages(people, as_member, wanted, field):
    sentences = []
    for language, address in (("en", "/v1/plans"), ("fr", "/v1/coaching/generate-training-plan")):
        cy = as_member(people.cy, language)
        refusal = cy.post(address, json={"goal": "10k", "level": "beginner", **wanted})
        told = refusal.json()
        assert (refusal.status_code, refusal.headers["content-type"]) == (422, "application/problem+json")
        assert told["field"].partition(".")[0] == field, told
        sentences.append(told["errors"][0]["detail"] if "errors" in told else told["detail"])
    assert cy.get("/v1/plans").json()["plans"] == []
    assert sentences[0] != sentences[1]
    assert "{" not in "".join(sentences)


def test_a_target_without_a_race_is_refused(ann):
    refusal = ann.post("/v1/plans", json={"goal": "speed", "weeks": 8, "target_s": 3000})
    assert (refusal.status_code, refusal.json()["field"]) == (422, "target_s")


def test_a_plan_put_away_is_kept_and_comes_back(ann):
    made = ann.post("/v1/plans", json={"goal": "5k", "weeks": 6, "days": 3}).json()
    assert ann.delete(f"/v1/plans/{made['id']}").status_code == 204
    assert [line["archived"] for line in ann.get("/v1/plans").json()["plans"]] == [True]
    assert ann.post(f"/v1/plans/{made['id']}/unarchive").json()["id"] == made["id"]
    assert [line["archived"] for line in ann.get("/v1/plans").json()["plans"]] == [False]


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
        ("fit", "application/zip", b"PK"),
        ("zwo", "application/zip", b"PK"),
        ("garmin", "application/json", b""),
        ("intervals", "text/plain; charset=utf-8", b""),
        ("csv", "text/csv; charset=utf-8", b""),
        ("json", "application/json", b"{"),
    ],
)
def test_a_plan_leaves_the_house_in_every_form(veteran, past, form, media_type, begins):
    sent = veteran.post(f"/v1/plans/{past.plan_id}/export", json={"format": form, "language": "fr"})
    assert (sent.status_code, sent.headers["content-type"]) == (200, media_type)
    assert sent.headers["content-language"] == "fr"
    assert "attachment" in sent.headers["content-disposition"]
    assert sent.content.startswith(begins)
    assert len(sent.content) > 500
    assert "coach-left-out" not in sent.headers


def test_an_export_tells_what_its_form_has_no_place_for(ann):
    wanted = {"goal": "5k", "level": "intermediate", "weeks": 6, "days": 3, "strength": 1}
    made = ann.post("/v1/plans", json=wanted).json()
    sent = ann.post(f"/v1/plans/{made['series']}/export", json={"format": "zwo", "language": "fr"})
    (told,) = json.loads(sent.headers["coach-left-out"])
    assert "Zwift" in told


def test_the_schema_of_the_exported_document_is_published(veteran, past):
    schema = veteran.get("/v1/plans/schema").json()
    sent = veteran.post(f"/v1/plans/{past.plan_id}/export", json={"format": "json"}).json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(sent) == set(schema["required"]) == set(schema["properties"])
    assert sent["plan_id"] == past.plan_id


def test_a_form_nobody_knows_is_refused(veteran, past):
    refusal = veteran.post(f"/v1/plans/{past.plan_id}/export", json={"format": "docx"})
    assert (refusal.status_code, refusal.json()["field"]) == (422, "format")


def test_the_rules_say_their_number_source_and_weight_in_both_languages(cast, as_member):
    told = [as_member(cast.ann, language).get("/v1/plans/rules").json()["rules"] for language in ("en", "fr")]
    assert [rule["id"] for rule in told[0]] == [rule["id"] for rule in told[1]]
    assert {rule["hard"] for rule in told[0]} == {True, False}
    assert all(rule["statement"] and rule["source"] for rule in told[0])
    assert all(one["statement"] != other["statement"] for one, other in zip(*told, strict=True))
    told_sources = [{rule["source"] for rule in rules} for rules in told]
    assert not any(word in source for source in told_sources[1] for word in (" and ", " others", "wishes"))
    assert json.dumps(told).count("single_run") >= 2
