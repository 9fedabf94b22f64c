"""Fixtures of the API's tests: clients over the real application and the real database."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from coach.api.app import build
from coach.api.requests import clock
from coach.domain.goals import Goal, GoalKind
from coach.services import activities, imports, plans, sample_files, samples, samples_xml
from coach.store.engine import transaction
from tests.api.contract import Contract
from tests.cast import Cast, Member, assemble
from tests.conftest import NOW

# Starlette would rather have httpx's successor, which nothing else here needs.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "Using `httpx` with")
    from fastapi.testclient import TestClient

As = Callable[..., TestClient]


@dataclass(frozen=True)
class History:
    """A cast of its own whose Ann has a past: two runs, one of them told by two files, a bad file, a plan."""

    people: Cast
    run_id: str
    merged_id: str
    alone_id: str
    plan_id: str


@pytest.fixture(scope="session")
def app(database: str) -> FastAPI:
    """The application, its clock stopped at NOW."""
    made = build()
    made.dependency_overrides[clock] = lambda: NOW
    return made


@pytest.fixture(scope="session")
def contract(app: FastAPI) -> Contract:
    """What the application promises."""
    return Contract(app.openapi())


@pytest.fixture
def nobody(app: FastAPI, contract: Contract) -> TestClient:
    """A client without a token; like every client here it holds each answer against the OpenAPI document."""
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    client.event_hooks = {"response": [contract.hold]}
    return client


@pytest.fixture
def as_member(app: FastAPI, contract: Contract) -> As:
    """Makes a client that sends a member's token."""

    def client(member: Member, language: str = "en") -> TestClient:
        headers = {"Authorization": f"Bearer {member.token}", "Accept-Language": language}
        made = TestClient(app, base_url="http://localhost", raise_server_exceptions=False, headers=headers)
        made.event_hooks = {"response": [contract.hold]}
        return made

    return client


@pytest.fixture
def ann(cast: Cast, as_member: As) -> TestClient:
    """A new Ann's client, in English."""
    return as_member(cast.ann)


@pytest.fixture(scope="session")
def past(database: str, tmp_path_factory: pytest.TempPathFactory) -> History:
    """Ann's past, imported once. Tests that change it put it back."""
    folder = tmp_path_factory.mktemp("past")
    recording = samples.hour_recording(1, datetime(2026, 11, 10, 7, tzinfo=UTC))
    (folder / "a.fit").write_bytes(sample_files.fit_file(recording))
    (folder / "b.tcx").write_bytes(samples_xml.duplicate_as_tcx(recording))
    (folder / "c.fit").write_bytes(samples.one_hour_run(3))
    (folder / "broken.fit").write_bytes(b"nothing")
    people = assemble()
    owner = people.ann.athlete_id
    run = imports.import_paths(owner, [folder], lambda: NOW, source="cli")
    with transaction() as connection:
        rows = activities.listing(connection, owner).rows
        plan = plans.create(connection, owner, Goal(GoalKind.TEN_K, days=(1, 3, 6), weeks=8), NOW.date())
    by_sources = {row.sources: row.activity_id for row in rows}
    return History(people, run.run_id, by_sources[2], by_sources[1], str(plan.plan_id))


@pytest.fixture
def veteran(past: History, as_member: As) -> TestClient:
    """The client of the Ann who has a past."""
    return as_member(past.people.ann)
