"""Fixtures of the pages' tests: clients over the real application and the real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from coach.domain.goals import Goal, GoalKind
from coach.domain.sports import SportFamily
from coach.services import activities, imports, plans, sample_files, samples, samples_xml
from coach.store.engine import transaction
from tests.cast import Cast, Member, assemble
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]


@dataclass(frozen=True)
class History:
    """A cast of its own whose Ann has a past: two runs, one of them told by two files, a bad file, a plan."""

    people: Cast
    run_id: str
    merged_id: str
    alone_id: str
    plan_id: str
    original: bytes


@pytest.fixture(scope="session")
def observed(database: str) -> Iterator[None]:
    """Answers carry the templates' contexts."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    yield
    teardown_test_environment()


@pytest.fixture
def nobody(observed: None) -> Iterator[Client]:
    """A browser nobody has signed in with."""
    yield _client()
    _hang_up()


@pytest.fixture
def as_member(observed: None) -> Iterator[As]:
    """Makes a browser in which a member is signed in."""

    def client(member: Member, **options: object) -> Client:
        from coach.web.schema.models import User

        made = _client(**options)
        made.force_login(User.objects.get(pk=member.user_id))
        return made

    yield client
    _hang_up()


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """The pages' clock stands at NOW."""
    monkeypatch.setattr("coach.web.clock.now", lambda: NOW)


@pytest.fixture
def ann(cast: Cast, as_member: As, stopped_clock: None) -> Client:
    """A new Ann's browser, in French."""
    return as_member(cast.ann)


@pytest.fixture(scope="session")
def past(database: str, tmp_path_factory: pytest.TempPathFactory) -> History:
    """Ann's past, imported once. Tests that change it put it back."""
    folder = tmp_path_factory.mktemp("past")
    recording = samples.hour_recording(1, datetime(2026, 11, 10, 7, tzinfo=UTC))
    data = sample_files.fit_file(recording)
    (folder / "a.fit").write_bytes(data)
    (folder / "b.tcx").write_bytes(samples_xml.duplicate_as_tcx(recording))
    (folder / "c.fit").write_bytes(samples.one_hour_run(3))
    (folder / "broken.fit").write_bytes(b"nothing")
    people = assemble()
    owner = people.ann.athlete_id
    run = imports.import_paths(owner, [folder], lambda: NOW, source="upload")
    with transaction() as connection:
        rows = activities.listing(connection, owner).rows
        plan = plans.create(connection, owner, Goal(GoalKind.TEN_K, days=(1, 3, 6), weeks=8), NOW.date())
    by_sources = {row.sources: row.activity_id for row in rows}
    return History(people, run.run_id, by_sources[2], by_sources[1], str(plan.plan_id), data)


@pytest.fixture
def veteran(past: History, as_member: As, stopped_clock: None) -> Client:
    """The browser of the Ann who has a past."""
    return as_member(past.people.ann)


@dataclass(frozen=True)
class Season:
    """A cast whose Ann has trained for half a year and has a plan."""

    people: Cast
    run_id: str
    strength_id: str
    plan_id: str


@pytest.fixture(scope="session")
def season(database: str, tmp_path_factory: pytest.TempPathFactory) -> Season:
    """Half a year of made-up training, imported once."""
    folder = tmp_path_factory.mktemp("season")
    samples.write_history(folder, last_day=NOW.date() - timedelta(days=1), weeks=26, seed=4)
    people = assemble()
    ann = people.ann.athlete_id
    imports.import_paths(ann, [folder], lambda: NOW, source="upload")
    with transaction() as connection:
        rows = activities.listing(connection, ann, limit=60).rows
        plan = plans.create(
            connection, ann, Goal(GoalKind.MARATHON, days=(1, 3, 5, 6), weeks=16, strength=1), NOW.date()
        )
    run = next(row for row in rows if row.sport.family is SportFamily.RUN and row.moving_s > 3000)
    strength = next(row for row in rows if row.sport.family is SportFamily.STRENGTH)
    return Season(people, run.activity_id, strength.activity_id, str(plan.plan_id))


@pytest.fixture
def runner(season: Season, as_member: As, stopped_clock: None) -> Client:
    """The browser of the Ann who has trained."""
    return as_member(season.people.ann)


def _client(**options: object) -> Client:
    from django.test import Client

    return Client(SERVER_NAME="localhost", **options)  # type: ignore[arg-type]


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()


@pytest.fixture
def settings_changed(database: str) -> Iterator[Callable[..., None]]:
    """Changes settings until the test ends."""
    from django.test import override_settings

    changes: list[override_settings] = []

    def change(**settings: object) -> None:
        changes.append(override_settings(**settings))
        changes[-1].enable()

    yield change
    for changed in reversed(changes):
        changed.disable()
