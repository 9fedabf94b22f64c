"""Fixtures every room shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a data folder of its own before anything of the coach is imported."""
    from tests import databases

    folder = databases.run_folder() / f"home-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    folder.mkdir(exist_ok=True)
    os.environ["COACH_HOME"] = str(folder)
    for address in ("DATABASE_URL", "REDIS_URL", "MQTT_URL"):
        if address in os.environ:
            os.environ[f"COACH_TEST_{address}"] = os.environ.pop(address)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run takes its folder away."""
    from tests import databases

    if "PYTEST_XDIST_WORKER" not in os.environ:
        databases.remove(databases.run_folder())


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files handed to the project; tests that need it skip where it is absent."""
    shared = Path(os.environ.get("COACH_SHARED", REPOSITORY.parent / "shared"))
    if not (shared / "data").is_dir():
        pytest.skip("the shared folder of real files is not here (set COACH_SHARED)")
    return shared / "data"


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """A migrated PostgreSQL of this test process; DATABASE_URL points to it and Django is set up on it."""
    from coach.store import engine
    from tests import databases

    url = databases.private_database(databases.run_folder(), os.environ.get("PYTEST_XDIST_WORKER", "main"))
    os.environ["DATABASE_URL"] = url
    engine.forget()
    os.environ["DJANGO_SETTINGS_MODULE"] = "coach.web.settings"
    import django

    django.setup()
    yield url
    engine.forget()
    del os.environ["DATABASE_URL"]


@pytest.fixture
def cast(database: str):
    """Ann, Bo and Cy, new for each test."""
    from tests.cast import assemble

    return assemble()


@pytest.fixture
def now() -> datetime:
    """The instant tests live in."""
    return NOW
