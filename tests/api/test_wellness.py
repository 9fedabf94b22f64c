"""Days besides training and ratings, over the API."""

from __future__ import annotations

import pytest

from tests.conftest import NOW

TODAY = NOW.date().isoformat()
UNKNOWN = {"resting_hr_bpm": None, "sleep_s": None, "hrv_ms": None, "weight_kg": None, "typed": []}


def test_a_day_nothing_is_known_of_is_all_null(ann):
    assert ann.get(f"/v1/wellness/{TODAY}").json() == {"date": TODAY, **UNKNOWN}
    assert ann.get("/v1/wellness").json() == {"days": []}


def test_what_is_put_is_told_again_and_fields_left_out_stay(ann, as_member, cast):
    ann.put(f"/v1/wellness/{TODAY}", json={"resting_hr_bpm": 48, "weight_kg": 64.2})
    told = ann.put(f"/v1/wellness/{TODAY}", json={"sleep_s": 27_000, "weight_kg": None}).json()
    assert told == {
        "date": TODAY,
        **UNKNOWN,
        "resting_hr_bpm": 48,
        "sleep_s": 27_000,
        "typed": ["resting_hr_bpm", "sleep_s"],
    }
    assert ann.get(f"/v1/wellness/{TODAY}").json() == told
    assert ann.get("/v1/wellness").json() == {"days": [told]}
    assert as_member(cast.cy).get(f"/v1/wellness/{TODAY}").json() == {"date": TODAY, **UNKNOWN}


@pytest.mark.parametrize(
    ("body", "field"),
    [({"resting_hr_bpm": 300}, "resting_hr_bpm"), ({"sleep_s": -1}, "sleep_s"), ({"hrv_ms": 0}, "hrv_ms")],
)
def test_a_refusal_names_the_field_as_it_was_sent(ann, body, field):
    refusal = ann.put(f"/v1/wellness/{TODAY}", json=body)
    assert (refusal.status_code, refusal.json()["field"]) == (422, field)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/v1/wellness/2026-11-21", {"weight_kg": 64}),
        ("PUT", f"/v1/wellness/{TODAY}", {"mood": 3}),
        ("PUT", "/v1/wellness/2026-02-30", {"weight_kg": 64}),
        ("GET", "/v1/wellness/someday", None),
        ("GET", "/v1/wellness?since=2026-11-20&until=2026-11-01", None),
        ("GET", "/v1/wellness?since=0001-01-01", None),
    ],
)
def test_what_cannot_be_is_refused(ann, method, path, body):
    assert ann.request(method, path, json=body).status_code == 422


def test_the_first_day_of_the_calendar_has_no_fortnight_before_it(ann):
    assert ann.get("/v1/wellness?until=0001-01-05").json() == {"days": []}


def test_words_of_a_refusal_come_in_french(as_member, cast):
    refusal = as_member(cast.ann, "fr").put("/v1/wellness/2026-11-21", json={"weight_kg": 64})
    assert refusal.json()["detail"] == "Ce jour n’a pas encore commencé."


def test_an_activity_is_rated_and_the_rating_taken_back(veteran, past):
    address = f"/v1/activities/{past.alone_id}"
    assert veteran.get(address).json()["perceived_effort"] is None
    assert veteran.patch(address, json={"perceived_effort": 7.5}).json()["perceived_effort"] == 7.5
    both = veteran.patch(address, json={"name": "Canal", "perceived_effort": None}).json()
    assert (both["name"], both["perceived_effort"]) == ("Canal", None)
    assert veteran.patch(address, json={"name": ""}).json()["perceived_effort"] is None


def test_a_rating_is_a_number_and_no_yes_and_nothing_said_is_refused(veteran, past):
    address = f"/v1/activities/{past.alone_id}"
    assert veteran.patch(address, json={"race": None}).status_code == 422
    assert veteran.patch(address, json={"perceived_effort": 6}).json()["perceived_effort"] == 6


@pytest.mark.parametrize("effort", [-1, 11, 7.2, "hard", True])
def test_a_rating_off_the_scale_is_refused(veteran, past, effort):
    refusal = veteran.patch(f"/v1/activities/{past.alone_id}", json={"perceived_effort": effort})
    assert (refusal.status_code, refusal.json()["field"]) == (422, "perceived_effort")
