from __future__ import annotations

from datetime import date

import pytest


def test_a_plan_asked_for_has_the_weeks_days_and_sums_it_says(ann):
    wanted = {
        "goal": "marathon",
        "weeks": 16,
        "days": ["sunday", "tuesday", "thursday", "saturday"],
        "level": "intermediate",
    }
    answer = ann.post("/v1/plans", json=wanted)
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/plans/{made['id']}"
    assert (made["week_count"], len(made["weeks"])) == (16, 16)
    sessions = [session for week in made["weeks"] for session in week["sessions"]]
    assert made["session_count"] == len(sessions)
    assert {date.fromisoformat(each["day"]).strftime("%A").lower() for each in sessions} <= set(wanted["days"])
    assert made["distance_m"] == pytest.approx(sum(each["distance_m"] for each in sessions))
    assert sessions[-1]["kind"] == "race"
    assert sessions[-1]["day"] == made["race_day"]
    assert all(each["title"] and "{" not in each["title"] + each["purpose"] for each in sessions)


def test_a_plan_kept_is_given_again_as_it_was_made(ann):
    made = ann.post("/v1/plans", json={"goal": "10k", "weeks": 8, "days": 3}).json()
    assert ann.get(f"/v1/plans/{made['id']}").json() == made
    (line,) = ann.get("/v1/plans").json()["plans"]
    assert (line["id"], line["goal"], line["week_count"], line["archived"]) == (made["id"], "10k", 8, False)


def test_the_goal_is_told_as_it_was_asked(ann):
    wanted = {"goal": "half", "race_day": "2027-03-14", "days": ["monday", "wednesday", "sunday"], "target_s": 6300}
    goal = ann.post("/v1/plans", json=wanted | {"minutes": {"monday": 60}, "long_day": "sunday"}).json()["goal"]
    assert {name: goal[name] for name in ("race_day", "days", "target_s", "long_day")} == {
        "race_day": "2027-03-14",
        "days": ["monday", "wednesday", "sunday"],
        "target_s": 6300,
        "long_day": "sunday",
    }
    assert goal["minutes"] == {"monday": 60, "wednesday": None, "sunday": None}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"weeks": 8}, "goal"),
        ({"goal": "100k", "weeks": 8}, "goal"),
        ({"goal": "10k"}, "race_day"),
        ({"goal": "10k", "weeks": 80}, "weeks"),
        ({"goal": "10k", "weeks": 10**30}, "weeks"),
        ({"goal": "10k", "race_day": "2026-01-01"}, "race_day"),
        ({"goal": "10k", "race_day": "9999-12-31"}, "race_day"),
        ({"goal": "10k", "weeks": 8, "days": 9}, "days"),
        ({"goal": "10k", "weeks": 8, "days": []}, "days"),
        ({"goal": "10k", "weeks": 8, "days": ["tuesday", "sunday"], "long_day": "monday"}, "long_day"),
        ({"goal": "10k", "weeks": 8, "target_s": -5}, "target_s"),
        ({"goal": "10k", "weeks": 8, "minutes": 1}, "minutes"),
        ({"goal": "10k", "weeks": 8, "shoes": "red"}, "shoes"),
    ],
)
def test_a_goal_that_cannot_be_planned_is_refused_by_its_field(ann, wanted, field):
    refusal = ann.post("/v1/plans", json=wanted)
    assert refusal.status_code == 422
    assert refusal.json()["field"].partition(".")[0] == field
    assert ann.get("/v1/plans").json()["plans"] == []


def test_a_plan_comes_in_the_language_asked_for(cast, as_member, past):
    french, english = (as_member(past.people.ann, language) for language in ("fr", "en"))
    told = [client.get(f"/v1/plans/{past.plan_id}") for client in (french, english)]
    assert [each.headers["content-language"] for each in told] == ["fr", "en"]
    titles = [{each["title"] for week in plan.json()["weeks"] for each in week["sessions"]} for plan in told]
    assert titles[0].isdisjoint(titles[1])


def test_a_plan_can_be_printed(veteran, past):
    printed = veteran.get(f"/v1/plans/{past.plan_id}/pdf")
    assert printed.status_code == 200
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert "attachment" in printed.headers["content-disposition"]


def test_fitness_rests_on_the_runs_there_are(veteran):
    known = veteran.get("/v1/fitness").json()
    assert known["on"] == "2026-11-20"
    assert known["runs_counted"] == 1
    assert known["vma_kmh"]["low"] <= known["vma_kmh"]["value"] <= known["vma_kmh"]["high"]


def test_fitness_without_any_run_is_honest(ann):
    known = ann.get("/v1/fitness").json()
    assert (known["runs_counted"], known["recent_weekly_m"], known["bests"]) == (0, None, [])
