"""Fixtures of the API's tests: a client over the real application and the real database."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from coach.api.app import build
from coach.api.requests import clock
from tests.cast import Member
from tests.conftest import NOW

# Starlette would rather have httpx's successor, which nothing else here needs.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "Using `httpx` with")
    from fastapi.testclient import TestClient


@pytest.fixture(scope="session")
def app(database: str) -> FastAPI:
    """The application, its clock stopped at NOW."""
    made = build()
    made.dependency_overrides[clock] = lambda: NOW
    return made


@pytest.fixture(scope="session")
def nobody(app: FastAPI) -> Iterator[TestClient]:
    """A client without a token."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def as_member(app: FastAPI) -> Callable[[Member], TestClient]:
    """Makes a client that sends a member's token."""

    def client(member: Member, language: str = "en") -> TestClient:
        headers = {"Authorization": f"Bearer {member.token}", "Accept-Language": language}
        return TestClient(app, raise_server_exceptions=False, headers=headers)

    return client


@pytest.fixture
def ann(cast, as_member) -> TestClient:
    """Ann's own client, in English."""
    return as_member(cast.ann)


@pytest.fixture
def cy(cast, as_member) -> TestClient:
    """The stranger's client."""
    return as_member(cast.cy)
