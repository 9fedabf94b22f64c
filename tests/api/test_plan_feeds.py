"""The calendar feed: an address that is a secret, told once, worth nothing once replaced or closed."""

from __future__ import annotations

import pytest


def plan_for(client, goal="10k"):
    return client.post("/v1/plans", json={"goal": goal, "level": "beginner", "weeks": 8, "days": 3}).json()


def test_a_calendar_follows_the_newest_plan_without_a_token(ann, nobody):
    made = plan_for(ann)
    opened = ann.post("/v1/calendar-feed")
    assert opened.status_code == 201
    told = opened.json()
    assert told["url"] == f"http://localhost{told['path']}"
    read = nobody.get(told["path"])
    assert (read.status_code, read.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert read.headers["cache-control"] == "no-store"
    keys = [session["key"] for week in made["weeks"] for session in week["sessions"]]
    text = read.text.replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") >= len(keys)
    assert all(key in text for key in keys)
    plan_for(ann, "half")
    assert nobody.get(told["path"]).text != read.text


def test_the_address_is_told_once_and_a_new_one_ends_the_old(ann, nobody):
    plan_for(ann)
    first = ann.post("/v1/calendar-feed").json()
    state = ann.get("/v1/calendar-feed").json()
    assert state == {"open": True, "created_at": first["created_at"], "read_at": None}
    nobody.get(first["path"])
    assert ann.get("/v1/calendar-feed").json()["read_at"] is not None
    second = ann.post("/v1/calendar-feed").json()
    assert nobody.get(first["path"]).status_code == 404
    assert nobody.get(second["path"]).status_code == 200


def test_a_closed_address_is_as_unknown_as_one_that_never_was(ann, nobody):
    plan_for(ann)
    path = ann.post("/v1/calendar-feed").json()["path"]
    assert ann.delete("/v1/calendar-feed").status_code == 204
    assert ann.get("/v1/calendar-feed").json()["open"] is False
    closed, never = nobody.get(path), nobody.get("/v1/calendar/never-was.ics")
    assert (closed.status_code, closed.json()) == (404, never.json())
    assert ann.delete("/v1/calendar-feed").status_code == 204


@pytest.mark.parametrize("token", ["x", "%00", "..%2f..", "é" * 50, "x" * 5000])
def test_a_made_up_address_is_refused_not_failed(nobody, token):
    assert nobody.get(f"/v1/calendar/{token}.ics").status_code in (404, 422)


def test_the_calendar_speaks_the_athletes_language_or_the_one_asked_for(ann, nobody):
    plan_for(ann)
    path = ann.post("/v1/calendar-feed").json()["path"]
    own, english, french = (nobody.get(path + query).text for query in ("", "?language=en", "?language=fr"))
    assert own == french != english


def test_a_strangers_feed_shows_nothing_of_anns_plan(ann, cast, as_member, nobody):
    made = plan_for(ann)
    cy = as_member(cast.cy)
    path = cy.post("/v1/calendar-feed").json()["path"]
    assert made["weeks"][0]["sessions"][0]["key"] not in nobody.get(path).text


def test_the_secret_never_reaches_a_log(ann, nobody, caplog):
    plan_for(ann)
    path = ann.post("/v1/calendar-feed").json()["path"]
    with caplog.at_level("DEBUG"):
        nobody.get(path)
        ann.delete("/v1/calendar-feed")
        nobody.get(path)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not [line for line in ours if path in line]
