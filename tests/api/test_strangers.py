"""What belongs to somebody else is not there: every operation with an id, taken from the OpenAPI document."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from coach.api.app import build
from coach.domain.adaptation import Cause, CauseKind
from coach.services import plans
from coach.store.engine import transaction
from tests.conftest import NOW

OPERATIONS = [
    (method, path) for path, methods in build().openapi()["paths"].items() for method in methods if "_id}" in path
]
BODIES = {
    "/v1/activities/{activity_id}": {"name": "Mine now"},
    "/v1/plans/{plan_id}/export": {"format": "json"},
    "/v1/plans/{plan_id}/proposals": {"causes": [{"kind": "illness"}]},
    "/v1/plans/{plan_id}/sessions/{key}/move": {"to_day": "2026-11-25"},
}


def _address(path: str, names: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: names[place[1]], path)


def _call(client, method, path, names):
    body = BODIES.get(path) if method in ("patch", "post") else None
    return client.request(method, _address(path, names), json=body)


@pytest.fixture(scope="module")
def anns_proposal(past):
    ill = Cause(CauseKind.ILLNESS, since=NOW.date(), until=NOW.date() + timedelta(days=8))
    with transaction() as connection:
        found = plans.propose(connection, past.people.ann.athlete_id, past.plan_id, (ill,), NOW.date(), NOW)
    return found.proposal_id


@pytest.fixture
def anns_ids(veteran, past, anns_proposal):
    source = veteran.get(f"/v1/activities/{past.merged_id}").json()["sources"][1]["id"]
    return {
        "activity_id": past.merged_id,
        "source_id": str(source),
        "plan_id": past.plan_id,
        "proposal_id": anns_proposal,
        "key": veteran.get(f"/v1/plans/{past.plan_id}").json()["weeks"][1]["sessions"][0]["key"],
        "import_id": past.run_id,
        "user_id": past.people.ann.athlete_id,
    }


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_stranger_is_told_that_there_is_no_such_thing(as_member, past, anns_ids, method, path):
    cy = as_member(past.people.cy)
    refusal = _call(cy, method, path, anns_ids)
    nowhere = _call(cy, method, path, {**dict.fromkeys(anns_ids, str(uuid.uuid4())), "source_id": "1"})
    assert refusal.status_code == 404
    assert refusal.json() == nowhere.json(), "a stranger could tell what exists from what does not"


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_id_that_is_none_is_refused_not_failed(veteran, anns_ids, method, path):
    for made_up in ("1", "x" * 300, "%00", "00000000-0000-0000-0000-00000000000g"):
        assert _call(veteran, method, path, dict.fromkeys(anns_ids, made_up)).status_code in (404, 422)


def test_a_strangers_lists_hold_nothing_of_anns(as_member, past):
    cy = as_member(past.people.cy)
    assert cy.get("/v1/activities").json()["total"] == 0
    assert cy.get("/v1/plans").json()["plans"] == []
    assert cy.get("/v1/fitness").json()["runs_counted"] == 0
    assert cy.get("/v1/profile").json()["id"] == past.people.cy.athlete_id


def test_ann_still_has_everything(veteran, past, anns_ids):
    assert veteran.get(f"/v1/activities/{past.merged_id}").json()["name"] == ""
    assert len(veteran.get(f"/v1/activities/{past.merged_id}").json()["sources"]) == 2
