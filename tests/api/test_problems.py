"""Every failure is told in the same shape, and nothing of the inside gets out."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from coach.domain import problems
from coach.services import athletes, tokens
from coach.store.engine import engine, transaction
from tests.conftest import NOW

SHAPE = {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        ({}, "Send a token"),
        ({"Authorization": "Basic abc"}, "Send a token"),
        ({"Authorization": "Bearer"}, "Send a token"),
        ({"Authorization": "Bearer coach_nobody"}, "not known or was revoked"),
        ({"Authorization": "Bearer \u00e9".encode()}, "not known or was revoked"),
    ],
)
def test_without_a_good_token_nothing_is_told(nobody, sent, detail):
    refusal = nobody.get("/v1/profile", headers=sent)
    assert refusal.status_code == 401
    assert refusal.headers["www-authenticate"] == "Bearer"
    assert detail in refusal.json()["detail"]


def test_a_revoked_token_is_answered_like_an_unknown_one(cast, ann, nobody):
    assert ann.get("/v1/profile").status_code == 200
    with transaction() as connection:
        tokens.revoke_all(connection, cast.ann.athlete_id, NOW)
    refusal = ann.get("/v1/profile")
    unknown = nobody.get("/v1/profile", headers={"Authorization": "Bearer coach_nobody"})
    assert (refusal.status_code, refusal.json()) == (401, unknown.json())


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/", 404, "not_found"),
        ("GET", "/v1/activities/", 404, "not_found"),
        ("PUT", "/v1/profile", 405, "method_not_allowed"),
    ],
)
def test_an_address_that_is_not_there_is_a_problem_too(nobody, method, path, status, code):
    refusal = nobody.request(method, path)
    assert refusal.status_code == status
    assert refusal.headers["content-type"] == "application/problem+json"
    assert set(refusal.json()) == SHAPE
    assert (refusal.json()["code"], refusal.json()["status"]) == (code, status)
    assert refusal.json()["type"] == f"/docs#{code}"


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.5, fr;q=0.8", "fr"),
        ("de, en-GB;q=0.7", "en"),
        ("de", "en"),
        ("fr;q=0", "en"),
        ("fr;q=lots", "en"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_problems_are_told_in_the_language_asked_for(nobody, wished, language):
    refusal = nobody.get("/v1/profile", headers={"Accept-Language": wished})
    assert refusal.headers["content-language"] == language
    assert "Accept-Language" in refusal.headers["vary"]


@pytest.mark.parametrize(
    "body", [b"{", b"", b"\xff", b"[]", b'"name"', b"null", b'{"name": "\\ud800"}', b"[" * 100_000]
)
def test_a_body_that_is_no_object_is_refused(ann, body):
    refusal = ann.patch("/v1/profile", content=body, headers={"Content-Type": "application/json"})
    assert (refusal.status_code, refusal.json()["code"]) == (422, "invalid_input")


def test_what_was_sent_is_not_sent_back(ann):
    refusal = ann.patch("/v1/profile", json={"level": "<script>"})
    assert "<script>" not in refusal.text


def test_a_body_over_the_limit_is_refused(ann):
    refusal = ann.patch("/v1/profile", content=b"x" * 1_000_001)
    assert (refusal.status_code, refusal.json()["code"]) == (413, "too_large")
    in_pieces = ann.patch("/v1/profile", content=(b"x" * 100_000 for _ in range(11)))
    assert (in_pieces.status_code, in_pieces.json()["code"]) == (413, "too_large")


def test_a_surprise_tells_nothing_of_the_inside(ann, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("secret-path /etc/coach")

    monkeypatch.setattr(athletes, "update", fail)
    answer = ann.patch("/v1/profile", json={"name": "x"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (problems.NotFound, 404),
        (problems.InvalidInput, 422),
        (problems.Conflict, 409),
        (problems.NotAllowed, 403),
        (problems.Unreadable, 422),
        (problems.UnsafeContent, 422),
        (problems.TooLarge, 413),
        (problems.Unavailable, 503),
        (problems.Problem, 400),
    ],
)
def test_each_problem_has_its_status(app, cast, monkeypatch, problem, status):
    def fail(*_: object, **_named: object) -> None:
        raise problem("Because of {reason}.", reason="rain")

    monkeypatch.setattr(athletes, "update", fail)
    client = TestClient(app, base_url="http://localhost", headers={"Authorization": f"Bearer {cast.ann.token}"})
    answer = client.patch("/v1/profile", json={"name": "x"})
    assert (answer.status_code, answer.json()["code"]) == (status, problem.code)
    assert answer.json()["detail"] == "Because of rain."


def test_a_commit_that_fails_is_not_told_as_a_success(ann):
    """The second commit of the request is the act's; the first noted the token's use."""
    commits = []

    def fail(_connection: object) -> None:
        commits.append(1)
        if len(commits) == 2:
            raise OperationalError("COMMIT", {}, Exception("the disk is gone"))

    event.listen(engine(), "commit", fail)
    try:
        answer = ann.patch("/v1/profile", json={"name": "Never kept"})
    finally:
        event.remove(engine(), "commit", fail)
    assert len(commits) == 2
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "disk" not in answer.text
    assert ann.get("/v1/profile").json()["name"] == "Ann"


def test_an_act_that_fails_leaves_nothing_behind(ann, cast, monkeypatch):
    update = athletes.update

    def change_then_fail(*arguments: Any, **named: Any) -> None:
        update(*arguments, **named)
        raise problems.InvalidInput("No.")

    monkeypatch.setattr(athletes, "update", change_then_fail)
    assert ann.patch("/v1/profile", json={"name": "Half"}).status_code == 422
    assert ann.get("/v1/profile").json()["name"] == "Ann"


def test_personal_data_are_kept_by_nobody_on_the_way(ann):
    headers = ann.get("/v1/profile").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in ann.get("/v1/profile", headers={"Origin": "https://a.example"}).headers
