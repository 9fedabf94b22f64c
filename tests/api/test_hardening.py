"""What an attacker tries at the API: each is refused as a problem, and costs the others nothing."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from coach.services import printing
from tests.api.conftest import History


def test_an_endless_boundary_is_no_upload(ann: TestClient) -> None:
    sent = ann.post(
        "/v1/imports", content=b"x", headers={"Content-Type": f"multipart/form-data; boundary={'a' * 3000}"}
    )
    assert sent.status_code == 422


def test_a_name_is_as_long_as_names_are(ann: TestClient) -> None:
    assert ann.patch("/v1/profile", json={"name": "x" * 80}).status_code == 200
    assert ann.patch("/v1/profile", json={"name": "x" * 81}).status_code == 422


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posixrules", "../../etc/passwd", "Europe"])
def test_a_zone_that_means_another_thing_elsewhere_is_refused(ann: TestClient, zone: str) -> None:
    assert ann.patch("/v1/profile", json={"time_zone": zone}).status_code == 422


@pytest.mark.parametrize(
    ("host", "known"),
    [("localhost:8080", True), ("LOCALHOST", True), ("[::1]:8080", True), ("evil.example", False), ("", False)],
)
def test_only_names_of_this_coach_are_answered(ann: TestClient, host: str, known: bool) -> None:
    assert (ann.get("/v1/profile", headers={"Host": host}).status_code == 200) is known


def test_names_under_a_domain_may_be_allowed_together(ann: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOSTS", ".coach.example")
    statuses = [
        ann.get("/v1/profile", headers={"Host": host}).status_code
        for host in ("a.coach.example", "coach.example", "notcoach.example", "localhost")
    ]
    assert [status == 200 for status in statuses] == [True, True, False, False]


def test_health_is_told_under_any_name(nobody: TestClient) -> None:
    assert nobody.get("/v1/health", headers={"Host": "10.0.0.9:8080"}).status_code == 200


def test_a_press_that_is_busy_says_when_to_come_back(
    veteran: TestClient, past: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = printing.Press()
    while full._places.acquire(blocking=False):
        pass
    monkeypatch.setattr("coach.services.printing.press", full)
    answer = veteran.get(f"/v1/plans/{past.plan_id}/pdf")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
