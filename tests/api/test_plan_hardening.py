"""Odd bodies at the addresses of plans: refused as problems, never failed, nothing kept."""

from __future__ import annotations

import json

import pytest

FEW_ODD = [True, 10**30, "\x00", [], {"a": {}}, "2027-13-45"]
ODD = [None, True, -1, 10**30, 1e308, "", "\x00", "é" * 5000, [], {}, [[]], {"a": {}}, "NaN", "2027-13-45"]
FIELDS = ("goal", "race_day", "weeks", "days", "minutes", "vma_kmh", "age", "tune_ups", "injuries", "distance_m")


@pytest.mark.parametrize("field", FIELDS)
def test_no_value_of_a_wish_makes_the_api_fail(ann, field):
    good = {"goal": "10k", "weeks": 8, "level": "beginner", "days": 3}
    for value in ODD:
        answer = ann.post("/v1/plans", json={**good, field: value})
        assert answer.status_code in (201, 422), (value, answer.text)
        if answer.status_code == 422:
            assert answer.json()["field"], value


def test_no_cause_makes_the_api_fail(ann):
    plan = ann.post("/v1/plans", json={"goal": "10k", "weeks": 8, "level": "beginner", "days": 3}).json()
    address = f"/v1/plans/{plan['id']}/proposals"
    fields = ("since", "until", "vma_kmh", "race_day", "days", "minutes", "long_day", "injury", "keys")
    for kind in ("illness", "travel", "injury", "test", "race_moved", "availability", "missed"):
        far = ann.post(address, json={"causes": [{"kind": kind, "since": "9999-12-31", "until": "9999-12-31"}]})
        assert far.status_code in (200, 201, 422), (kind, far.text)
        early = ann.post(address, json={"causes": [{"kind": kind, "since": "0001-01-01", "race_day": "9999-12-31"}]})
        assert early.status_code in (200, 201, 422), (kind, early.text)
    for field in fields:
        for value in FEW_ODD:
            answer = ann.post(address, json={"causes": [{"kind": "illness", field: value}]})
            assert answer.status_code in (200, 201, 422), (field, value, answer.text)
    assert ann.get(f"/v1/plans/{plan['id']}").json() == plan


def test_no_day_to_move_to_makes_the_api_fail(ann):
    plan = ann.post("/v1/plans", json={"goal": "10k", "weeks": 8, "level": "beginner", "days": 3}).json()
    key = plan["weeks"][1]["sessions"][0]["key"]
    for day in ("0001-01-01", "9999-12-31", "2026-11-20", "2027-12-31"):
        for dry in (True, False):
            answer = ann.post(f"/v1/plans/{plan['id']}/sessions/{key}/move", json={"to_day": day, "dry_run": dry})
            assert answer.status_code in (200, 422), (day, answer.text)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 50_000, b'{"goal": NaN}', b"\xff\xfe", json.dumps("x").encode()])
def test_no_body_makes_the_api_fail(ann, body):
    for address in ("/v1/plans", "/v1/coaching/generate-training-plan"):
        answer = ann.post(address, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
