"""What an attacker tries at the pages: each is refused with a sentence, and costs the others nothing."""

from __future__ import annotations

import base64
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW
from tests.web.conftest import History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from tests.cast import Cast

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def uncounted(database: str) -> Iterator[None]:
    """Nobody has knocked yet."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


def test_a_cursor_that_nests_without_end_is_no_page_of_the_list(veteran: Client) -> None:
    nested = base64.urlsafe_b64encode(b"[" * 2000).decode()
    assert veteran.get("/activities/", {"cursor": nested}).status_code == 422


def test_an_original_beyond_every_number_is_not_there(veteran: Client) -> None:
    assert veteran.get(f"/activities/sources/{2**63}/original/").status_code == 404


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_a_month_outside_the_plan_shows_one_inside(veteran: Client, past: History, month: str) -> None:
    assert veteran.get(f"/plans/{past.plan_id}/month/", {"month": month}).status_code == 200


@pytest.mark.parametrize("target", ["foo", "today:home", "//elsewhere.example", "https://elsewhere.example"])
def test_after_signing_in_only_an_address_of_ours_is_gone_to(veteran: Client, target: str) -> None:
    assert veteran.get("/account/sign-in/", {"next": target}).headers["Location"] == "/"


def test_a_name_the_database_cannot_hold_is_refused_in_words(veteran: Client, past: History) -> None:
    answer = veteran.post(f"/activities/{past.alone_id}/name/", {"name": "a\x00b"})
    assert answer.status_code == 422
    assert veteran.post("/imports/open/", {"label": "a\x00b"}).status_code == 422


def test_a_form_in_other_letters_than_utf_8_is_refused(nobody: Client) -> None:
    for charset in ("utf-16", "nope"):
        answer = nobody.generic("POST", "/account/sign-in/", b"email=%ff", f"{FORM}; charset={charset}")
        assert answer.status_code == 415
        assert "UTF-8" in answer.content.decode()


def test_a_mangled_address_from_htmx_leads_to_the_start(nobody: Client) -> None:
    answer = nobody.get("/activities/", headers={"HX-Request": "true", "HX-Current-URL": "http://[bad"})
    assert answer.headers["HX-Redirect"].endswith("?next=/")


@pytest.mark.parametrize(("length", "status"), [(1_000_001, 413), (2_000_000_001, 413)])
def test_a_stranger_cannot_have_a_large_body_taken_in(nobody: Client, length: int, status: int) -> None:
    for path in ("/account/sign-in/", "/imports/"):
        assert nobody.post(path, b"a=1", content_type=FORM, CONTENT_LENGTH=str(length)).status_code == status


def test_the_signed_in_may_send_much_to_the_import_alone(ann: Client) -> None:
    statuses = [ann.post(path, {"files": BytesIO(bytes(1_500_000))}).status_code for path in ("/profile/", "/imports/")]
    assert statuses == [413, 302]


def test_personal_answers_are_kept_by_nobody_on_the_way(veteran: Client, past: History, nobody: Client) -> None:
    personal = ("/", "/activities/", f"/plans/{past.plan_id}/chart/", f"/activities/{past.alone_id}/")
    for path in personal:
        assert veteran.get(path).headers["Cache-Control"] == "private, no-store", path
    assert "Cache-Control" not in nobody.get("/health").headers


@pytest.mark.usefixtures("uncounted", "stopped_clock")
def test_wrong_passwords_make_the_next_try_wait_longer_and_longer(
    nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tried(email: str = "ann@example.com") -> int:
        return nobody.post("/account/sign-in/", {"email": email, "password": "not this one"}).status_code

    assert [tried() for _ in range(6)] == [422] * 5 + [429]
    assert tried("bo@example.com") == 422  # somebody else's door stays open
    waiting = nobody.post("/account/sign-in/", {"email": "ANN@example.com ", "password": "x"})
    assert waiting.headers["Retry-After"] == "10"
    assert "10 s" in waiting.content.decode()
    monkeypatch.setattr("coach.web.clock.now", lambda: NOW + timedelta(seconds=11))
    assert [tried(), tried()] == [422, 429]
    assert nobody.post("/account/sign-in/", {"email": "ann@example.com"}).headers["Retry-After"] == "20"


@pytest.mark.usefixtures("uncounted", "stopped_clock")
def test_demo_accounts_of_one_address_are_counted(nobody: Client) -> None:
    from coach.web.schema.models import User

    before = User.objects.count()
    seen = []
    for _ in range(11):
        nobody.cookies.clear()
        seen.append(nobody.post("/account/demo/").status_code)
    assert seen == [302] * 10 + [429]
    assert User.objects.count() == before + 10


def test_a_press_that_is_busy_says_when_to_come_back(
    veteran: Client, past: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.services import printing

    full = printing.Press()
    while full._places.acquire(blocking=False):
        pass
    monkeypatch.setattr("coach.web.plans.export_views.press", full)
    answer = veteran.get(f"/plans/{past.plan_id}/plan.pdf")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_a_goal_form_sent_ten_times_at_once_makes_one_plan(
    cast: Cast, as_member: Callable[..., Client], stopped_clock: None
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from coach.services import plans
    from coach.store.engine import transaction

    goal = {"kind": "10k", "weeks": "8", "days": ["1", "3", "6"], "long_day": "6", "level": "beginner"}

    def ask(_: int) -> str:
        from django.db import connections

        try:
            return str(as_member(cast.ann).post("/plans/new/", goal).headers["Location"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as people:
        assert len(set(people.map(ask, range(10)))) == 1
    with transaction() as connection:
        assert len(plans.listing(connection, cast.ann.athlete_id)) == 1
