from __future__ import annotations

import pytest


def test_the_profile_is_the_token_owners(ann, cast):
    told = ann.get("/v1/profile").json()
    assert told["id"] == cast.ann.athlete_id
    assert told["email"] == cast.ann.email
    assert told["weight_kg"] is None


def test_only_the_fields_sent_are_changed(ann):
    ann.patch("/v1/profile", json={"weight_kg": 58.5, "max_hr_bpm": 189, "birth_date": "1988-05-17"})
    told = ann.patch("/v1/profile", json={"level": "advanced"}).json()
    assert (told["weight_kg"], told["max_hr_bpm"], told["birth_date"]) == (58.5, 189, "1988-05-17")
    assert (told["level"], told["name"]) == ("advanced", "Ann")


def test_null_takes_back_what_was_said(ann):
    ann.patch("/v1/profile", json={"weight_kg": 58.5})
    assert ann.patch("/v1/profile", json={"weight_kg": None}).json()["weight_kg"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weight_kg": 5}, "weight_kg"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"shoe_size": 43}, "shoe_size"),
        ({"level": "god"}, "level"),
        ({"name": "a\x00b"}, "name"),
        ({"height_cm": "tall"}, "height_cm"),
        ({"language": None}, "language"),
        ({"time_zone": None}, "time_zone"),
        ({"resting_hr_bpm": 300}, "resting_hr_bpm"),
    ],
)
def test_a_value_nobody_has_is_refused_by_its_field(ann, change, field):
    refusal = ann.patch("/v1/profile", json=change)
    assert refusal.status_code == 422
    assert refusal.json()["field"] == field
    assert ann.get("/v1/profile").json()["name"] == "Ann"
