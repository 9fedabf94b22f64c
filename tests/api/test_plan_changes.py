"""The accept and refuse flow over HTTP: what happened is told, a change proposed, decided, and can be taken back."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind
from coach.services import plans
from coach.store.engine import transaction
from tests.cast import assemble
from tests.conftest import NOW

TODAY = NOW.date()
ILL = {"causes": [{"kind": "illness", "since": "2026-11-20", "until": "2026-11-27"}]}


def sessions_of(plan):
    return [session for week in plan["weeks"] for session in week["sessions"]]


@pytest.fixture
def planned(ann):
    """A new Ann's half marathon of 12 weeks."""
    wanted = {"goal": "half", "level": "intermediate", "weeks": 12, "days": 4}
    return ann.post("/v1/plans", json=wanted).json()


@pytest.fixture(scope="module")
def people(database):
    """A cast for tests that change no plan: its Ann has the same half marathon."""
    gathered = assemble()
    goal = Goal(GoalKind.HALF_MARATHON, (1, 3, 5, 6), weeks=12, level=Level.INTERMEDIATE)
    with transaction() as connection:
        made = plans.create(connection, gathered.ann.athlete_id, goal, TODAY)
    return gathered, made


@pytest.fixture
def runner(people, as_member):
    """The client of that Ann."""
    return as_member(people[0].ann)


@pytest.fixture
def kept(people):
    """Her plan."""
    return people[1]


@pytest.fixture
def proposed(ann, planned):
    return ann.post(f"/v1/plans/{planned['id']}/proposals", json=ILL).json()


def test_a_proposal_changes_nothing_and_says_why_for_every_change(ann, planned, proposed):
    assert proposed["plan_id"] == planned["id"]
    assert proposed["decision"] is None
    assert [cause["kind"] for cause in proposed["causes"]] == ["illness"]
    assert proposed["changes"]
    assert all(change["reason"]["message"] for change in proposed["changes"])
    assert ann.get(f"/v1/plans/{planned['id']}").json() == planned
    assert [each["id"] for each in ann.get("/v1/plans/proposals").json()["proposals"]] == [proposed["id"]]
    assert ann.get(f"/v1/plans/proposals/{proposed['id']}").json() == proposed


def test_accepting_makes_the_next_version_and_the_old_one_can_be_restored(ann, planned, proposed):
    changed = ann.post(f"/v1/plans/proposals/{proposed['id']}/accept").json()
    assert (changed["version"], changed["origin"], changed["series"]) == (2, "adapted", planned["series"])
    ill = {str(TODAY + timedelta(days=day)) for day in range(8)}
    assert not [session for session in sessions_of(changed) if session["day"] in ill]
    assert ann.get("/v1/plans/proposals").json()["proposals"] == []
    again = ann.post(f"/v1/plans/proposals/{proposed['id']}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    back = ann.post(f"/v1/plans/{planned['id']}/restore")
    assert (back.status_code, back.json()["version"], back.json()["origin"]) == (201, 3, "restored")
    titles = [[(each["day"], each["title"]) for each in sessions_of(plan)] for plan in (planned, back.json())]
    assert titles[0] == titles[1]
    versions = ann.get(f"/v1/plans/{planned['id']}/versions").json()["versions"]
    assert [(line["version"], line["origin"]) for line in versions] == [
        (3, "restored"),
        (2, "adapted"),
        (1, "created"),
    ]


def test_refusing_leaves_the_plan_as_it_is(ann, planned, proposed):
    refused = ann.post(f"/v1/plans/proposals/{proposed['id']}/refuse").json()
    assert refused["decision"] == "refused"
    assert ann.get(f"/v1/plans/{planned['id']}").json() == planned
    assert ann.post(f"/v1/plans/proposals/{proposed['id']}/refuse").status_code == 409


def test_a_proposal_made_before_another_change_is_stale(ann, planned, proposed):
    test = {"causes": [{"kind": "test", "vma_kmh": 15.5}]}
    newer = ann.post(f"/v1/plans/{planned['id']}/proposals", json=test).json()
    assert ann.post(f"/v1/plans/proposals/{newer['id']}/accept").status_code == 200
    late = ann.post(f"/v1/plans/proposals/{proposed['id']}/accept")
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")


def test_a_plan_put_away_is_changed_by_nothing_and_the_contract_says_so(ann, planned, proposed, app):
    ann.post(f"/v1/plans/proposals/{proposed['id']}/accept")
    last = sessions_of(planned)[-2]
    day_before = str(date.fromisoformat(last["day"]) - timedelta(days=1))
    ann.delete(f"/v1/plans/{planned['id']}")
    for path, key, body in (
        ("proposals", "", ILL),
        ("restore", "", None),
        ("sessions/{key}/move", last["key"], {"to_day": day_before, "anyway": True}),
    ):
        refusal = ann.post(f"/v1/plans/{planned['id']}/{path.format(key=key)}", json=body)
        assert (refusal.status_code, refusal.json()["code"]) == (409, "conflict"), path
        assert "409" in app.openapi()["paths"][f"/v1/plans/{{plan_id}}/{path}"]["post"]["responses"]


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-22"])
def test_a_race_is_not_moved_before_its_plan_begins(runner, kept, day):
    body = {"causes": [{"kind": "race_moved", "race_day": day}]}
    refusal = runner.post(f"/v1/plans/{kept.plan_id}/proposals", json=body)
    assert (refusal.status_code, refusal.json()["field"]) == (422, "race_day")
    assert "too soon" in refusal.json()["detail"]


@pytest.mark.parametrize(
    "cause",
    [
        {"kind": "travel", "since": "2026-12-07", "until": "2026-12-12"},
        {"kind": "travel", "since": "2026-12-07", "until": "2026-12-12", "can_run": True},
        {"kind": "injury", "until": "2026-12-05", "injury": {"site": "calf", "state": "current"}},
        {"kind": "race_moved", "race_day": "2027-02-28"},
        {"kind": "availability", "days": ["monday", "wednesday", "saturday"]},
        {"kind": "availability", "minutes": 60},
        {"kind": "test", "vma_kmh": 15.2},
    ],
)
def test_whatever_happens_is_answered_by_a_proposal_in_words(runner, kept, cause):
    answer = runner.post(f"/v1/plans/{kept.plan_id}/proposals", json={"causes": [cause]})
    assert answer.status_code in (200, 201), answer.text
    told = answer.json()
    assert told["causes"][0]["text"]
    assert told["changes"] or told["told"]


@pytest.mark.parametrize(
    ("cause", "field"),
    [
        ({"kind": "flood"}, "causes"),
        ({"kind": "illness", "since": "2026-12-01", "until": "2026-11-01"}, "until"),
        ({"kind": "test", "vma_kmh": 60}, "causes"),
        ({"kind": "race_moved", "race_day": "2026-11-01"}, "race_day"),
        ({"kind": "availability", "days": ["monday"]}, "days"),
        ({"kind": "missed"}, "causes"),
    ],
)
def test_what_cannot_have_happened_is_refused_by_its_field_and_kept_nowhere(runner, kept, cause, field):
    waiting = runner.get("/v1/plans/proposals").json()
    refusal = runner.post(f"/v1/plans/{kept.plan_id}/proposals", json={"causes": [cause]})
    assert refusal.status_code == 422
    assert refusal.json()["field"].partition(".")[0] == field
    assert runner.get("/v1/plans/proposals").json() == waiting


def test_a_session_moves_after_the_rules_were_asked(ann, planned):
    session = sessions_of(planned)[0]
    address = f"/v1/plans/{planned['id']}/sessions/{session['key']}/move"
    busy = {each["day"] for each in sessions_of(planned)}
    free = next(day for offset in range(6) if (day := str(date(2026, 11, 23) + timedelta(days=offset))) not in busy)
    asked = ann.post(address, json={"to_day": free, "dry_run": True, "anyway": True}).json()
    assert (asked["moved"], asked["plan_id"]) == (False, None)
    assert ann.get(f"/v1/plans/{planned['id']}").json() == planned
    if not asked["allowed"]:
        free = asked["nearest"]
    done = ann.post(address, json={"to_day": free, "anyway": True}).json()
    assert done["moved"] is True
    changed = ann.get(f"/v1/plans/{done['plan_id']}").json()
    assert (changed["version"], changed["origin"]) == (2, "edited")
    assert [each["day"] for each in sessions_of(changed) if each["key"] == session["key"]] == [free]


def test_a_move_against_the_rules_is_refused_in_words(runner, kept):
    race = kept.sessions[-1]
    refusal = runner.post(f"/v1/plans/{kept.plan_id}/sessions/{race.key}/move", json={"to_day": "2026-12-01"})
    assert (refusal.status_code, refusal.json()["field"]) == (422, "to_day")
    assert "race" in refusal.json()["detail"]
    assert len(runner.get(f"/v1/plans/{kept.plan_id}/versions").json()["versions"]) == 1


def test_a_refused_move_names_the_nearest_day_that_would_do(people, as_member, runner, kept):
    first = kept.sessions[0]
    days = {session.day for session in kept.weeks[0].sessions}
    free = next(day for offset in range(7) if (day := kept.start + timedelta(days=offset)) not in days)
    address = f"/v1/plans/{kept.plan_id}/sessions/{first.key}/move"
    asked = runner.post(address, json={"to_day": str(free), "dry_run": True}).json()
    assert (asked["allowed"], asked["needs_word"]) == (False, True)
    refusal = runner.post(address, json={"to_day": str(free)})
    assert (refusal.status_code, refusal.json()["field"]) == (422, "to_day")
    assert "nearest free day" in refusal.json()["detail"]
    assert asked["nearest_is_free"] is True
    assert date.fromisoformat(asked["nearest"]) not in {session.day for session in kept.sessions}
    assert re.search(r"\d{4}-\d\d-\d\d", refusal.json()["detail"]) is None
    french = as_member(people[0].ann, "fr").post(address, json={"to_day": str(free)}).json()["detail"]
    assert french != refusal.json()["detail"]
    assert "{" not in french


def test_the_follow_up_tells_every_session_and_week(runner, kept, cast, as_member):
    told = runner.get(f"/v1/plans/{kept.plan_id}/follow-up").json()
    assert [each["verdict"] for each in told["sessions"]] == ["upcoming"] * len(kept.sessions)
    assert [week["due"] for week in told["weeks"]] == [0] * 12
    assert as_member(cast.bo).post("/v1/plans/review").json() == {"proposal": None}
