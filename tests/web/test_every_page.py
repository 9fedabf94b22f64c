"""What holds on every page: who may see it, what it may load, and that everybody can use it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.web.conftest import History

UNKNOWN = "00000000-0000-4000-8000-000000000000"
OPEN = ("/", "/account/sign-up/", "/account/sign-in/")
HAPPENINGS = ("injury", "availability")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def _private(past: History) -> list[str]:
    activity, plan, run = f"/activities/{past.merged_id}/", f"/plans/{past.plan_id}/", f"/imports/{past.run_id}/"
    return [
        *("/activities/", "/plans/new/", "/plans/all/", "/plans/", "/fitness/", "/profile/", "/imports/"),
        *(activity, f"{activity}?edit=name", plan, f"{plan}month/", run, f"{run}log/"),
        *(f"{plan}versions/", "/plans/calendar/", *(f"{plan}happened/{kind}/" for kind in HAPPENINGS)),
    ]


class Page(HTMLParser):
    """Elements of a page, and whether they were closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.feed(text)
        assert not self.stack, f"never closed: {self.stack}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack[-1] == tag, f"</{tag}> closes {self.stack[-3:]} at {self.getpos()}"
        self.stack.pop()

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture
def pages(veteran, nobody, past) -> dict[str, str]:
    """Every page a person can open, by address."""
    answers = {f"{path} (stranger)": nobody.get(path) for path in OPEN}
    answers |= {path: veteran.get(path) for path in ["/", *_private(past)]}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    return {path: answer.text for path, answer in answers.items()}


def test_pages_load_nothing_from_elsewhere_and_hold_no_script_or_style_of_their_own(pages) -> None:
    for path, text in pages.items():
        page = Page(text)
        loaded = [a.get("src") or a.get("href") for a in page.all("script", "link", "img", "iframe", "source")]
        assert all(address and address.startswith("/static/") for address in loaded), path
        assert not page.all("style"), path
        inline = [(tag, name) for tag, each in page.elements for name in each if name == "style" or name[:2] == "on"]
        assert inline == [], path


def test_every_answer_carries_the_policy(veteran, nobody) -> None:
    for answer in (nobody.get("/"), nobody.get("/nowhere"), veteran.get("/plans/"), nobody.get("/health")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_every_page_has_one_title_one_heading_landmarks_and_a_way_past_the_menu(pages) -> None:
    for path, text in pages.items():
        page = Page(text)
        assert len(page.all("h1")) == 1, path
        assert len(page.all("main")) == len(page.all("title")) == 1, path
        assert page.all("header"), path
        assert page.all("footer"), path
        assert next(a["href"] for a in page.all("a")) == "#main", path
        assert page.all("html")[0]["lang"] == "fr", path


def test_every_field_has_a_label_and_every_id_is_alone(pages) -> None:
    for path, text in pages.items():
        page = Page(text)
        ids = [each["id"] for _, each in page.elements if each.get("id")]
        assert len(ids) == len(set(ids)), path
        labelled = {each.get("for") for each in page.all("label")}
        for field in page.all("input", "select", "textarea"):
            hidden = field.get("type") in ("hidden", "checkbox", "radio")  # choices stand inside their label
            assert hidden or field.get("id") in labelled or field.get("aria-label"), (path, field)


def test_ids_that_describe_a_field_exist(ann) -> None:
    page = Page(ann.post("/plans/new/", {"weeks": "1"}).text)
    ids = {each["id"] for _, each in page.elements if each.get("id")}
    named = [name for _, each in page.elements for name in (each.get("aria-describedby") or "").split()]
    assert named
    assert set(named) <= ids


def test_buttons_and_links_say_what_they_do(pages) -> None:
    for path, text in pages.items():
        for opening, inside in re.findall(r"<(?:a|button)\b([^>]*)>(.*?)</(?:a|button)>", text, re.DOTALL):
            words = re.sub(r"<[^>]+>", "", inside).strip()
            assert words or "aria-label" in opening, (path, opening)


def test_a_stranger_is_asked_to_sign_in(nobody, past) -> None:
    for path in _private(past):
        answer = nobody.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/account/sign-in/?next="), path


def test_another_athlete_sees_and_changes_nothing(as_member, veteran, past) -> None:
    cy = as_member(past.people.cy)
    activity, plan, run = f"/activities/{past.merged_id}/", f"/plans/{past.plan_id}/", f"/imports/{past.run_id}/"
    original = re.search(r"/activities/sources/\d+/original/", veteran.get(activity).text)[0]
    source = original.split("/")[3]
    looks = [
        f"{activity}chart/",
        f"{plan}chart/",
        activity,
        plan,
        f"{plan}month/",
        f"{plan}plan.pdf",
        f"{plan}export/json/",
        f"{plan}versions/",
        f"{plan}happened/illness/",
        run,
        f"{run}progress/",
        f"{run}log/",
        original,
    ]
    acts = [
        *(f"{activity}name/", f"{activity}delete/", f"{activity}restore/", f"{activity}sources/{source}/separate/"),
        *(f"{plan}archive/", f"{plan}restore/", f"{plan}bring-back/", f"{run}submit/", f"{run}retry/", f"{run}cancel/"),
    ]
    answers = {path: cy.get(path).status_code for path in looks} | {path: cy.post(path).status_code for path in acts}
    assert set(answers.values()) == {404}, answers
    assert cy.get("/activities/").context["page"].total == 0


def test_a_part_asked_for_after_the_session_ended_leads_the_whole_page_to_sign_in(nobody, past) -> None:
    shown = f"/imports/{past.run_id}/"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{shown}"}
    answer = nobody.get(f"{shown}progress/", headers=headers)
    assert answer.content == b""
    assert answer.headers["HX-Redirect"] == f"/account/sign-in/?next={shown}"


def test_charts_are_drawings_that_the_policy_allows(veteran, past) -> None:
    for path in (f"/activities/{past.alone_id}/chart/", f"/plans/{past.plan_id}/chart/", "/fitness/chart/"):
        for width in ("phone", "wide", "nonsense"):
            answer = veteran.get(f"{path}?width={width}")
            assert answer.headers["Content-Type"] == "image/svg+xml"
            drawing = Page(answer.text)
            assert drawing.elements[0][0] == "svg"
            assert drawing.elements[0][1]["aria-label"], path
            assert not drawing.all("style", "script"), path
            assert not [tag for tag, each in drawing.elements if "style" in each], path


def test_what_does_not_exist_is_a_designed_page_in_ones_language(as_member, cast, nobody) -> None:
    for answer in (as_member(cast.bo).get(f"/plans/{UNKNOWN}/"), as_member(cast.bo).get("/nowhere")):
        assert answer.status_code == 404
        assert "This page is not here" in answer.text
    assert "Cette page n’est pas ici" in nobody.get("/nowhere").text


def test_a_form_without_its_token_is_refused_on_a_designed_page(as_member, cast) -> None:
    answer = as_member(cast.ann, enforce_csrf_checks=True).post("/profile/", {"name": "Mallory"})
    assert answer.status_code == 403
    assert "Ce formulaire a expiré" in answer.text


def test_an_error_of_ours_says_that_data_are_safe(as_member, cast, monkeypatch) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("coach.services.fitness.current", broken)
    answer = as_member(cast.ann, raise_request_exception=False).get("/fitness/")
    assert answer.status_code == 500
    assert "Tes données sont en sécurité" in answer.text


def test_a_database_that_does_not_answer_is_said_in_words(ann, monkeypatch) -> None:
    from coach.domain.problems import Unavailable

    def away(*_arguments: object, **_named: object) -> None:
        raise Unavailable("The database does not answer. Run `coach doctor` to see what is missing.")

    monkeypatch.setattr("coach.services.fitness.current", away)
    answer = ann.get("/fitness/")
    assert answer.status_code == 503
    assert "coach doctor" in answer.text


def test_static_files_carry_their_fingerprint_and_may_be_kept(nobody) -> None:
    address = re.search(r'href="(/static/design/base\.css\?v=[0-9a-f]{8})"', nobody.get("/").text)[1]
    answer = nobody.get(address)
    assert answer.status_code == 200
    assert "max-age=604800" in answer.headers["Cache-Control"]
    assert b"box-sizing" in b"".join(answer.streaming_content)
    answer.close()


def test_the_health_of_the_door_is_one_word(nobody) -> None:
    answer = nobody.get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok")
