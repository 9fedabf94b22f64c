"""A plan meets life on its pages: verdicts, what happened, proposals taken or refused, versions, moved sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coach.domain.adaptation import Decision, Verdict
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState
from coach.domain.plans import Plan, SessionKind
from coach.services import imports, plans, samples
from coach.store.engine import transaction
from tests.cast import Cast, assemble
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

TODAY = NOW.date()
MADE_ON = TODAY - timedelta(days=12)
MARATHON = Goal(GoalKind.MARATHON, days=(1, 3, 5, 6), weeks=16)


@pytest.fixture(scope="module")
def trained(database: str, tmp_path_factory: pytest.TempPathFactory) -> Cast:
    """A cast whose Ann has trained for eight weeks."""
    folder = tmp_path_factory.mktemp("trained")
    samples.write_history(folder, last_day=TODAY - timedelta(days=1), weeks=8, seed=4)
    people = assemble()
    imports.import_paths(people.ann.athlete_id, [folder], lambda: NOW, source="upload")
    return people


@dataclass(frozen=True)
class Planned:
    """A plan under way and its owner's browser."""

    client: Client
    plan: Plan
    athlete_id: str

    @property
    def address(self) -> str:
        return f"/plans/{self.plan.plan_id}/"

    def newest(self) -> Plan:
        with transaction() as connection:
            found = plans.latest(connection, self.athlete_id)
        assert found is not None
        return found

    def happened(self, kind: str, **told: object):
        return self.client.post(f"{self.address}happened/{kind}/", told)


@pytest.fixture
def planned(trained: Cast, as_member, stopped_clock) -> Iterator[Planned]:
    """Ann's marathon plan, made twelve days ago."""
    owner = trained.ann.athlete_id
    with transaction() as connection:
        plan = plans.create(connection, owner, MARATHON, MADE_ON)
    lived = Planned(as_member(trained.ann), plan, owner)
    yield lived
    if lived.newest().plan_id != plan.plan_id:  # changed: the next test begins with a plan of its own
        with transaction() as connection:
            plans.archive(connection, owner, str(plan.plan_id), NOW)


def _away(planned: Planned):
    since = TODAY + timedelta(days=10)
    return planned.happened("travel", since=since.isoformat(), until=(since + timedelta(days=4)).isoformat())


def _proposed(planned: Planned) -> str:
    answer = _away(planned)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def _next(plan: Plan, *kinds: SessionKind):
    return next(session for session in plan.sessions if session.day > TODAY and session.kind in kinds)


def test_the_plan_says_what_became_of_each_session(planned) -> None:
    page = planned.client.get(planned.address)
    rows = [row for week in page.context["weeks"] for row in week.rows]
    lived = [row for row in rows if row.session.day < TODAY]
    assert {row.followed.verdict for row in lived} - {Verdict.UPCOMING}
    done = [row for row in lived if row.done]
    assert done
    assert page.text.count('class="tick"') == len(done)
    for row in done:
        assert f"/activities/{row.done.activity_id}/" in page.text
    assert page.text.count("pas faite") >= sum(row.missed for row in lived)
    assert "Semaine 2 sur 16" in page.text


def test_a_journey_becomes_a_proposal_that_changes_nothing_before_it_is_accepted(planned) -> None:
    address = _proposed(planned)
    page = planned.client.get(address).text
    before = re.findall(r"<del>.*?</del>", page, re.DOTALL)
    assert before
    assert 'method="post" action="' + address + 'accept/"' in page
    assert 'class="reason"' in page
    assert planned.newest().plan_id == planned.plan.plan_id
    for waits in ("/", planned.address):
        assert address in planned.client.get(waits).text
    assert 'href="#proposal"' in planned.client.get(planned.address).text


def test_an_accepted_proposal_is_a_new_version_and_can_be_undone(planned) -> None:
    address = _proposed(planned)
    accepted = planned.client.post(f"{address}accept/")
    changed = planned.newest()
    assert accepted.headers["Location"] == f"/plans/{changed.plan_id}/"
    assert (changed.series, changed.version) == (planned.plan.series, planned.plan.version + 1)
    page = planned.client.get(accepted.headers["Location"]).text
    assert f"Version {changed.version}" in page
    undo = f'action="/plans/{planned.plan.plan_id}/bring-back/"'
    assert undo in page
    assert planned.client.get(address).context["proposal"].decision is Decision.ACCEPTED
    assert "accept/" not in planned.client.get(address).text
    back = planned.client.post(f"/plans/{planned.plan.plan_id}/bring-back/")
    restored = planned.newest()
    assert back.headers["Location"] == f"/plans/{restored.plan_id}/"
    ahead = [(each.key, each.day) for each in planned.plan.sessions if each.day > TODAY]
    assert [(each.key, each.day) for each in restored.sessions if each.day > TODAY] == ahead


def test_a_refused_proposal_leaves_the_plan_and_waits_no_more(planned) -> None:
    address = _proposed(planned)
    assert planned.client.post(f"{address}refuse/").status_code == 302
    assert planned.newest().plan_id == planned.plan.plan_id
    assert address not in planned.client.get("/").text
    again = planned.client.post(f"{address}accept/")
    assert again.status_code == 409
    assert 'role="alert"' in again.text
    assert planned.newest().plan_id == planned.plan.plan_id


def test_a_proposal_is_stale_once_the_plan_changed_otherwise(planned) -> None:
    address = _proposed(planned)
    easy = _next(planned.plan, SessionKind.EASY)
    offered = planned.client.get(f"{planned.address}sessions/{easy.key}/move/").context["offered"]
    free = next(each.day for each in offered if each.verdict.allowed or each.verdict.needs_word)
    planned.client.post(f"{planned.address}sessions/{easy.key}/move/", {"to": free.isoformat(), "anyway": "1"})
    answer = planned.client.post(f"{address}accept/")
    assert answer.status_code == 409
    assert "ne lui va plus" in answer.text


def test_an_old_version_says_so_and_can_be_brought_back(planned) -> None:
    planned.client.post(f"{_proposed(planned)}accept/")
    old = planned.client.get(planned.address).text
    assert "Une ancienne version" in old
    assert "/move/" not in old
    assert "happened/" not in old
    listed = planned.client.get(f"{planned.address}versions/")
    versions = [line.version for line in listed.context["lines"]]
    assert versions == sorted(versions, reverse=True)
    assert len(versions) >= 2
    assert listed.text.count("bring-back/") == len(versions) - 1


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        ("illness", {"since": ""}, "since"),
        ("illness", {"since": "2026-11-18", "until": "2026-11-10"}, "until"),
        ("travel", {"since": "2026-12-01"}, "until"),
        ("injury", {"since": "2026-11-18", "state": "current"}, "site"),
        ("test", {}, "metres"),
        ("test", {"metres": "1e3"}, "metres"),
        ("test", {"metres": "1500", "vma": "15"}, "vma"),
        ("test", {"vma": "60"}, "vma"),
        ("race_moved", {"race_day": "2026-11-01"}, "race_day"),
        ("availability", {"days": []}, "days"),
        ("availability", {"days": ["1", "3"], "long_day": "6"}, "long_day"),
    ],
)
def test_what_cannot_have_happened_is_said_beside_its_field(planned, kind, told, field) -> None:
    answer = planned.happened(kind, **told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize("kind", ["illness", "travel", "injury", "test", "race_moved", "availability"])
def test_each_happening_has_a_form_that_needs_no_script(planned, kind) -> None:
    page = planned.client.get(f"{planned.address}happened/{kind}/").text
    assert page.count('aria-current="page"') == 2  # the tab of the plan, and the kind
    assert "csrfmiddlewaretoken" in page


def test_a_goal_without_a_race_has_no_race_to_move(trained, as_member, stopped_clock) -> None:
    with transaction() as connection:
        made = plans.create(connection, trained.bo.athlete_id, Goal(GoalKind.FITNESS, days=(1, 3, 6), weeks=8), TODAY)
    client = as_member(trained.bo)
    assert "race_moved" not in client.get(f"/plans/{made.plan_id}/happened/illness/").text
    assert client.get(f"/plans/{made.plan_id}/happened/race_moved/").status_code == 404
    assert client.get(f"/plans/{made.plan_id}/happened/volcano/").status_code == 404


def test_a_bone_that_is_not_cleared_is_answered_in_words(planned) -> None:
    answer = planned.happened("injury", since=TODAY.isoformat(), site="navicular", state="current")
    page = planned.client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    assert page.status_code in (200, 422)
    assert "médecin" in page.text


def test_a_test_within_its_doubt_changes_nothing_and_says_so(planned) -> None:
    answer = planned.happened("test", vma=f"{planned.plan.vma_kmh:.1f}".replace(".", ","))
    assert answer.status_code == 200
    assert "Le plan tient" in answer.text
    assert "accept/" not in answer.text


def test_a_session_moves_after_the_rules_spoke(planned) -> None:
    easy = _next(planned.plan, SessionKind.EASY)
    address = f"{planned.address}sessions/{easy.key}/move/"
    offered = planned.client.get(address).context["offered"]
    monday = easy.day - timedelta(days=easy.day.weekday())
    assert {each.day for each in offered} == {
        day for n in range(7) if (day := monday + timedelta(days=n)) >= TODAY and day != easy.day
    }
    chosen = next(each.day for each in offered if each.verdict.allowed or each.verdict.needs_word)
    confirm = planned.client.get(f"{address}?to={chosen.isoformat()}")
    assert planned.newest().plan_id == planned.plan.plan_id, "looking changes nothing"
    assert f'name="to" value="{chosen.isoformat()}"' in confirm.text
    moved = planned.client.post(address, {"to": chosen.isoformat(), "anyway": "1"})
    assert moved.headers["Location"].endswith(f"#{chosen.isoformat()}")
    assert next(each.day for each in planned.newest().sessions if each.key == easy.key) == chosen


def test_a_move_a_rule_forbids_is_not_done_and_the_reason_is_said(planned) -> None:
    hard = _next(planned.plan, SessionKind.INTERVALS, SessionKind.TEMPO)
    address = f"{planned.address}sessions/{hard.key}/move/"
    verdicts = {each.day: each.verdict for each in planned.client.get(address).context["offered"]}
    forbidden = next(day for day, verdict in verdicts.items() if not verdict.allowed and not verdict.needs_word)
    answer = planned.client.post(address, {"to": forbidden.isoformat(), "anyway": "1"})
    assert answer.headers["Location"] == f"{address}?to={forbidden.isoformat()}"
    page = planned.client.get(answer.headers["Location"])
    assert page.context["chosen"].verdict.against
    assert 'csrfmiddlewaretoken" value="' in page.text
    assert 'name="to" value=' not in page.text
    assert planned.newest().plan_id == planned.plan.plan_id


@pytest.mark.parametrize("to", ["", "soon", "2026-02-31", "2020-01-01", "2031-01-01"])
def test_a_day_without_sense_moves_nothing(planned, to) -> None:
    easy = _next(planned.plan, SessionKind.EASY)
    address = f"{planned.address}sessions/{easy.key}/move/"
    assert planned.client.post(address, {"to": to}).status_code in (302, 422)
    assert planned.client.get(f"{address}?to={to}").status_code in (200, 422)
    assert planned.newest().plan_id == planned.plan.plan_id


def test_strangers_reach_no_proposal_version_or_session(planned, trained, as_member, nobody) -> None:
    proposal, easy = _proposed(planned), _next(planned.plan, SessionKind.EASY)
    looks = [
        proposal,
        f"{planned.address}versions/",
        f"{planned.address}happened/illness/",
        f"{planned.address}sessions/{easy.key}/move/",
        f"{planned.address}export/ics/",
    ]
    acts = [
        f"{proposal}accept/",
        f"{proposal}refuse/",
        f"{planned.address}bring-back/",
        f"{planned.address}happened/illness/",
    ]
    cy = as_member(trained.cy)
    ill = {"since": TODAY.isoformat()}
    seen = {path: cy.get(path).status_code for path in looks} | {path: cy.post(path, ill).status_code for path in acts}
    assert set(seen.values()) == {404}, seen
    move = {"to": (easy.day + timedelta(days=1)).isoformat()}
    assert cy.post(f"{planned.address}sessions/{easy.key}/move/", move).status_code == 404
    for path in looks:
        assert nobody.get(path).headers["Location"].startswith("/account/sign-in/")
    assert planned.client.get(proposal).context["proposal"].decision is None
    assert planned.newest().plan_id == planned.plan.plan_id


def test_a_decision_needs_its_token(planned, trained, as_member) -> None:
    proposal = _proposed(planned)
    checked = as_member(trained.ann, enforce_csrf_checks=True)
    assert checked.post(f"{proposal}accept/").status_code == 403
    assert planned.newest().plan_id == planned.plan.plan_id


def test_a_day_with_two_sessions_shows_both(trained, as_member, stopped_clock, monkeypatch) -> None:
    goal = Goal(GoalKind.TEN_K, days=(1, 3, 6), weeks=10, strength=2)
    with transaction() as connection:
        plan = plans.create(connection, trained.bo.athlete_id, goal, TODAY)
    days = [session.day for session in plan.sessions if session.kind is SessionKind.STRENGTH]
    shared = next(day for day in days if sum(session.day == day for session in plan.sessions) == 2)
    client = as_member(trained.bo)
    page = client.get(f"/plans/{plan.plan_id}/").text
    assert page.count(f'id="{shared.isoformat()}"') == 1
    month = client.get(f"/plans/{plan.plan_id}/month/?month={shared:%Y-%m}").text
    assert month.count(f"#{shared.isoformat()}") == 2
    monkeypatch.setattr("coach.web.clock.today_of", lambda _athlete: shared)
    home = client.get("/").text
    run, strength = sorted((each for each in plan.sessions if each.day == shared), key=lambda each: not each.kind.run)
    assert home.index("kind-" + run.kind.value + " stack") < home.index("kind-strength stack")
    assert strength.steps[0].name


def test_precautions_of_a_return_are_told_before_its_weeks(trained, as_member, stopped_clock) -> None:
    goal = Goal(
        GoalKind.RETURN,
        days=(1, 3, 6),
        weeks=8,
        weeks_off=10,
        injuries=(Injury(InjurySite.ACHILLES, InjuryState.RECOVERING),),
    )
    with transaction() as connection:
        plan = plans.create(connection, trained.cy.athlete_id, goal, TODAY)
    page = as_member(trained.cy).get(f"/plans/{plan.plan_id}/").text
    assert page.index("Achilles") < page.index('class="weeks"')


def test_a_plan_put_away_offers_to_come_back_and_nothing_else(trained, as_member, stopped_clock) -> None:
    with transaction() as connection:
        made = plans.create(connection, trained.bo.athlete_id, Goal(GoalKind.SPEED, days=(1, 3, 6), weeks=9), TODAY)
        plans.archive(connection, trained.bo.athlete_id, made.plan_id, NOW)
    client, address = as_member(trained.bo), f"/plans/{made.plan_id}/"
    page = client.get(address).text
    assert f'action="{address}restore/"' in page
    assert "happened/" not in page
    assert "/move/" not in page
    assert "archive/" not in page
    client.post(f"{address}restore/")
    assert "happened/" in client.get(address).text
