"""A plan leaves by its menu: every form, and a calendar that follows it by a private address."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from coach.domain.goals import Goal, GoalKind
from coach.services import plans
from coach.services.plan_files import PlanFile
from coach.store.engine import transaction
from tests.conftest import NOW


@pytest.fixture
def plan_id(ann, cast) -> str:
    with transaction() as connection:
        return plans.create(
            connection, cast.ann.athlete_id, Goal(GoalKind.TEN_K, days=(1, 3, 6), weeks=8), NOW.date()
        ).plan_id


def _file(client, plan_id: str, form: str, language: str = ""):
    answer = client.get(f"/plans/{plan_id}/export/{form}/{f'?language={language}' if language else ''}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="coach-10k-')
    assert "no-store" in answer.headers["Cache-Control"]
    return answer


def test_the_menu_offers_every_form(veteran, past) -> None:
    page = veteran.get(f"/plans/{past.plan_id}/").text
    for form in PlanFile:
        assert (f"/export/{form.value}/" in page) or form is PlanFile.PDF
    assert page.count("plan.pdf?language=") == 2


def test_files_are_what_their_names_say(veteran, past) -> None:
    assert _file(veteran, past.plan_id, "ics").content.startswith(b"BEGIN:VCALENDAR\r\n")
    for form in ("fit", "zwo"):
        assert zipfile.ZipFile(io.BytesIO(_file(veteran, past.plan_id, form).content)).testzip() is None
    assert json.loads(_file(veteran, past.plan_id, "garmin").content)
    assert json.loads(_file(veteran, past.plan_id, "json").content)["weeks"]
    assert _file(veteran, past.plan_id, "csv").headers["Content-Type"].startswith("text/csv")
    assert _file(veteran, past.plan_id, "intervals").headers["Content-Type"].startswith("text/plain")


def test_a_form_is_in_the_pages_language_unless_another_is_asked(veteran, past) -> None:
    french, english = _file(veteran, past.plan_id, "csv").text, _file(veteran, past.plan_id, "csv", "en").text
    assert french != english
    assert "footing" in french.lower()
    assert "easy" in english.lower()


def test_an_unknown_form_is_not_here(veteran, past) -> None:
    assert veteran.get(f"/plans/{past.plan_id}/export/doc/").status_code == 404


def test_the_private_address_is_shown_once_and_read_without_signing_in(ann, nobody, plan_id) -> None:
    address = re.search(r"http://localhost(/calendar/\S+\.ics)", ann.post("/plans/calendar/open/").text)[1]
    later = ann.get("/plans/calendar/").text
    assert address not in later
    assert "Aucun calendrier ne l’a encore lue." in later
    calendar = nobody.get(address)
    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in calendar.headers["Cache-Control"]
    assert calendar.content.count(b"BEGIN:VEVENT") >= 20
    assert "Lue la dernière fois" in ann.get("/plans/calendar/").text


def test_a_new_address_or_closing_ends_the_old_one(ann, nobody, plan_id) -> None:
    find = re.compile(r"http://localhost(/calendar/\S+\.ics)")
    first = find.search(ann.post("/plans/calendar/open/").text)[1]
    second = find.search(ann.post("/plans/calendar/open/").text)[1]
    assert nobody.get(first).status_code == 404
    assert nobody.get(second).status_code == 200
    assert ann.post("/plans/calendar/close/").status_code == 302
    assert nobody.get(second).status_code == 404
    assert nobody.get("/calendar/nothing.ics").status_code == 404
    assert "Créer mon adresse" in ann.get("/plans/calendar/").text


def test_only_its_owner_opens_a_feed(nobody) -> None:
    for act in ("open", "close"):
        assert nobody.post(f"/plans/calendar/{act}/").headers["Location"].startswith("/account/sign-in/")
