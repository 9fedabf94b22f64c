"""The four analytics answers over the real application: units, edges, reasons, and who may ask."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from coach.services import athletes, fitness
from coach.store import fitness as snapshots
from coach.store.engine import transaction
from tests.conftest import NOW
from tests.services.analytics_history import Done, pile, sleep, write

ENDPOINTS = ("trends", "zones", "predictions", "dashboard")
TODAY = NOW.date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def runner(cast):
    """Ann with half a year of runs, sleep and load."""
    done = [
        Done(
            ago(at),
            8000.0 + 500 * (at % 7),
            2400.0 + 160 * (at % 7),
            load=40.0 + at % 7,
            efficiency=1.2 - at * 0.0005,
            speed_p95_mps=4.0 + 0.01 * (at % 5),
            heart_zone_s=(600, 1300, 300, 150, 50),
            pace_zone_s=(500, 1400, 300, 150, 50),
            efforts={1000.0: 230.0 + at % 11, 5000.0: 1300.0 + at % 13},
        )
        for at in range(0, 180, 2)
    ]
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, *done)
        sleep(connection, cast.ann.athlete_id, {ago(at): 27_000.0 + 60 * (at % 9) for at in range(90)})
        pile(connection, cast.ann.athlete_id, *((ago(at), 40.0, 38.0, 41.0) for at in range(178, -1, -2)))
        # Kept, not refreshed: these loads and zones were written by hand and are not to be weighed anew.
        snapshots.keep(connection, cast.ann.athlete_id, fitness.current(connection, cast.ann.athlete_id, TODAY))
    return cast.ann


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_me_and_ones_own_id_are_the_same(runner, as_member, endpoint):
    client = as_member(runner)
    mine = client.get(f"/v1/analytics/{endpoint}/me")
    assert mine.status_code == 200
    for spelled in (runner.athlete_id, runner.athlete_id.upper()):
        assert client.get(f"/v1/analytics/{endpoint}/{spelled}").json() == mine.json()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_somebody_elses_analytics_are_not_there(runner, cast, as_member, endpoint):
    cy = as_member(cast.cy)
    address = f"/v1/analytics/{endpoint}"
    theirs, nobodys = cy.get(f"{address}/{runner.athlete_id}"), cy.get(f"{address}/{uuid.uuid4()}")
    assert theirs.status_code == 404
    assert theirs.json() == nobodys.json() == cy.get(f"{address}/no-id").json()
    assert theirs.json()["code"] == "not_found"
    own = json.dumps(cy.get(f"{address}/me").json())
    assert runner.athlete_id not in own


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("weeks", ["0", "-1", "521", "1.5", "many", "99999999999999999999"])
def test_a_period_that_is_none_is_refused_by_its_field(ann, endpoint, weeks):
    refusal = ann.get(f"/v1/analytics/{endpoint}/me", params={"period_weeks": weeks})
    assert refusal.status_code == 422
    assert refusal.headers["content-type"] == "application/problem+json"
    assert refusal.json()["field"] == "period_weeks"


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("weeks", [1, 520])
def test_the_shortest_and_longest_period_are_answered(runner, as_member, endpoint, weeks):
    answer = as_member(runner).get(f"/v1/analytics/{endpoint}/me", params={"period_weeks": weeks})
    assert answer.status_code == 200
    if endpoint in ("trends", "dashboard"):
        shown = answer.json()["weeks"]
        assert len(shown) == weeks
        assert [week["partial"] for week in shown] == [False] * (weeks - 1) + [True]


def test_an_athlete_without_activities_gets_nulls_and_reasons_not_zeros(ann):
    trends, zones, predictions, dashboard = (ann.get(f"/v1/analytics/{name}/me").json() for name in ENDPOINTS)
    assert set(dashboard["unknown"]) <= set(dashboard)
    for answer in (trends, dashboard):
        assert len(answer["weeks"]) == 12
        unknown = {name for week in answer["weeks"] for name, value in week.items() if value is None}
        assert unknown == set(answer["weeks"][0]) - {"monday", "partial"}
        assert {each["now"] for each in answer["comparison"]["changes"]} == {None}
        assert all(each["reason"] for each in answer["comparison"]["changes"])
        assert {"weeks", "bests", "known_since"} <= set(answer["unknown"])
    assert (trends["days"], trends["bests"], trends["efficiency"]["per_28_days_m_per_beat"]) == ([], [], None)
    assert {each["rho"] for each in trends["associations"]} == {None}
    assert (dashboard["today"], dashboard["series"], dashboard["recent"], dashboard["vma_kmh"]) == (None, [], [], None)
    assert {"today", "series", "recent", "vma_kmh", "predictions"} <= set(dashboard["unknown"])
    for kind in ("heart_rate", "pace"):
        assert zones[kind]["known_s"] is None
        assert {"zones", "known_s"} <= set(zones[kind]["unknown"])
    assert (predictions["predictions"], predictions["on"]) == ([], None)
    assert predictions["unknown"]["predictions"]
    assert len(zones["advice"]) == 1


def test_trends_say_what_the_weeks_show(runner, as_member):
    told = as_member(runner).get("/v1/analytics/trends/me").json()
    assert told["window"] == {"first": "2026-08-31", "last": "2026-11-20", "weeks": 12}
    assert told["known_since"] == ago(178).isoformat()
    assert len(told["days"]) == 82
    changes = {each["measure"]: each for each in told["comparison"]["changes"]}
    runs = changes["runs"]
    assert (runs["now"], runs["before"]) == (41, 41)
    assert (runs["difference"], runs["percent"], runs["unit"]) == (0, 0, "count")
    assert [best["distance_m"] for best in told["bests"]] == [1000.0, 5000.0]
    assert all(best["all_time"] for best in told["bests"])
    assert told["efficiency"]["low_m_per_beat"] > 0
    assert told["efficiency"]["per_28_days_m_per_beat"] == pytest.approx(28 * 0.0005, rel=1e-6)
    pairs = {(each["first"], each["second"]): each for each in told["associations"]}
    assert len(pairs) == 10
    assert all(each["weeks"] == 11 and each["text"] for each in pairs.values())
    assert {name for pair in pairs for name in pair} <= set(told["weeks"][0])


def test_zones_add_up_and_are_held_against_published_plans(runner, as_member):
    told = as_member(runner).get("/v1/analytics/zones/me", params={"period_weeks": 4}).json()
    heart = told["heart_rate"]
    assert heart["known_s"] == 13 * 2400
    assert heart["easy_share"] == pytest.approx(1900 / 2400)
    assert sum(sum(week["zone_s"]) for week in heart["weeks"] if week["zone_s"]) == heart["known_s"]
    pace = told["pace"]
    assert [zone["number"] for zone in pace["zones"]] == [1, 2, 3, 4, 5]
    assert sum(zone["share"] for zone in pace["zones"]) == pytest.approx(1)
    assert [zone["high"] for zone in pace["zones"][:-1]] == [zone["low"] for zone in pace["zones"][1:]]
    assert all(not each["text"].count("{") for each in told["advice"])


def test_predictions_come_with_confidence_and_advice(runner, as_member):
    told = as_member(runner).get("/v1/analytics/predictions/me").json()
    assert told["on"] == TODAY.isoformat()
    assert {5000.0, 10_000.0} < {each["distance_m"] for each in told["predictions"]}
    for each in told["predictions"]:
        assert each["low_s"] < each["seconds"] < each["high_s"]
        assert each["level"] == 0.8
        assert each["confidence"] in ("high", "fair", "low")
        assert each["advice"]
        assert all(advice["source"] for advice in each["advice"])
        assert "{" not in each["confidence_text"]


def test_a_dashboard_shows_today_after_days_of_rest(runner, as_member, app):
    """Form goes on from the last day with training: CTL and ATL decay day by day."""
    from coach.api.requests import clock

    later = NOW + timedelta(days=3)
    app.dependency_overrides[clock] = lambda: later
    try:
        told = as_member(runner).get("/v1/analytics/dashboard/me").json()
    finally:
        app.dependency_overrides[clock] = lambda: NOW
    today = told["today"]
    assert (today["on"], today["load"]) == (later.date().isoformat(), 0.0)
    assert today["ctl"] == pytest.approx(38 * (41 / 42) ** 3)
    assert today["atl"] == pytest.approx(41 * (6 / 7) ** 3)
    assert today["tsb"] == pytest.approx(38 * (41 / 42) ** 2 - 41 * (6 / 7) ** 2)
    assert told["series"][-1] == today
    assert len(told["series"]) == 12 * 7 - 6
    assert len(told["recent"]) == 5


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("Pacific/Auckland", datetime(2026, 11, 22, 11, 30, tzinfo=UTC), date(2026, 11, 23)),
        ("Pacific/Honolulu", datetime(2026, 11, 23, 9, 30, tzinfo=UTC), date(2026, 11, 22)),
        ("Europe/Paris", datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_weeks_turn_at_the_athletes_own_midnight(cast, as_member, app, zone, now, today):
    from coach.api.requests import clock

    with transaction() as connection:
        athletes.update(connection, cast.ann.athlete_id, {"time_zone": zone}, today=now.date())
        write(connection, cast.ann.athlete_id, Done(today, 5000.0), Done(today + timedelta(days=1), 7000.0))
    app.dependency_overrides[clock] = lambda: now
    try:
        told = as_member(cast.ann).get("/v1/analytics/trends/me", params={"period_weeks": 1}).json()
    finally:
        app.dependency_overrides[clock] = lambda: NOW
    assert told["window"]["last"] == today.isoformat()
    assert told["window"]["first"] == (today - timedelta(days=today.weekday())).isoformat()
    assert told["weeks"][0]["distance_m"] == 5000.0


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_words_come_in_french_and_english(runner, as_member, endpoint):
    french, english = (
        as_member(runner, language).get(f"/v1/analytics/{endpoint}/me").json() for language in ("fr", "en")
    )
    words = [set(_texts(answer)) for answer in (french, english)]
    assert len(words[0]) > 0
    assert words[0].isdisjoint(words[1])


def _texts(node, key=""):
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _texts(inner, "reason" if key == "unknown" else name)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner, key)
    elif isinstance(node, str) and key in ("text", "reason", "confidence_text"):
        yield node


def test_every_number_of_the_document_says_its_unit(app):
    schemas = app.openapi()["components"]["schemas"]
    ours = {
        name
        for endpoint in ENDPOINTS
        for name in _reached(app.openapi(), f"/v1/analytics/{endpoint}/{{user_id}}")
        if name != "ProblemBody"
    }
    silent = [
        f"{name}.{field}"
        for name in ours
        for field, inner in schemas[name].get("properties", {}).items()
        if any(word in json.dumps(inner) for word in ('"number"', '"integer"')) and "description" not in inner
    ]
    assert silent == []
    assert len(ours) > 15


def _reached(document, path):
    found, left = set(), [json.dumps(document["paths"][path])]
    while left:
        for part in left.pop().split("#/components/schemas/")[1:]:
            name = part.split('"')[0]
            if name not in found:
                found.add(name)
                left.append(json.dumps(document["components"]["schemas"][name]))
    return found
