"""Pages of a trained athlete on a phone and a wide screen, light and dark, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from coach.services import plans
from coach.store.engine import transaction
from tests.web.conftest import Season
from tests.web.doors import chromium, fits, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def door(database: str) -> Iterator[str]:
    """The address of the web as a process."""
    with opened(database) as address:
        yield address


@pytest.fixture(scope="module")
def signed_in(season: Season, observed: None) -> dict[str, str]:
    """A cookie of Ann's; made before the browser starts, whose loop Django would not share."""
    from django.conf import settings
    from django.test import Client

    from coach.web.schema.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=season.people.ann.user_id))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.fixture(scope="module")
def browser(signed_in: dict[str, str]) -> Iterator[Browser]:
    """Chromium without a window."""
    with chromium() as started:
        yield started


def _of_the_plan(season: Season) -> list[str]:
    """Pages of plans: weeks and month, the goal form, what happened, a move, versions, the followed calendar."""
    with transaction() as connection:
        plan = plans.get(connection, season.people.ann.athlete_id, season.plan_id)
    own = f"/plans/{season.plan_id}/"
    return [
        *(own, f"{own}month/", f"{own}versions/", f"{own}happened/availability/", f"{own}happened/injury/"),
        *(f"{own}sessions/{plan.sessions[5].key}/move/", "/plans/new/", "/plans/calendar/"),
    ]


@pytest.mark.parametrize(
    ("width", "scheme", "scripted"), [(390, "light", True), (390, "dark", False), (1280, "dark", True)]
)
def test_pages_fit_any_screen_and_notes_open_by_keyboard_without_javascript(
    browser: Browser, door: str, season: Season, width: int, scheme: str, scripted: bool, signed_in: dict[str, str]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        java_script_enabled=scripted,
        base_url=door,
    )
    context.add_cookies([{**signed_in, "url": door}])
    page = context.new_page()
    for address in ("/fitness/", f"/activities/{season.run_id}/", f"/plans/{season.plan_id}/", "/"):
        page.goto(address)
        assert fits(page), address
    for address in _of_the_plan(season):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert fits(page), f"{address}, everything unfolded"
    page.goto("/fitness/")
    for summary in page.locator("summary").all():
        summary.click()
    assert fits(page), "everything unfolded"
    ask = page.locator("button.ask").first
    page.keyboard.press("Tab")  # whoever uses the keyboard sees where they are
    ask.focus()
    assert ask.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator(".asked:popover-open").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".asked:popover-open").count() == 0
    context.close()
