"""The journeys of a new user in a real browser on a phone: demo or own files, activities, plan, PDF."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.services import samples
from tests.web.doors import chromium, fits, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def doors(database: str) -> Iterator[str]:
    """The web and its worker as processes; the address of the web."""
    with opened(database) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with chromium() as started:
        yield started


@pytest.fixture
def phone(browser: Browser, doors: str) -> Iterator[Page]:
    """A page 390 px wide in English; anything the browser complains of fails the test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-GB", base_url=doors, accept_downloads=True
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _imported(page: Page) -> str:
    """Wait until the import page says that it is finished; its sentence."""
    page.wait_for_selector("#progress:not([hx-get])", timeout=60_000)
    return page.locator("#progress .lead").inner_text()


def test_from_sign_up_over_dropped_files_to_a_printed_plan(phone: Page, tmp_path: Path) -> None:
    for seed in range(3):
        (tmp_path / f"run-{seed}.fit").write_bytes(samples.one_hour_run(seed))
    (tmp_path / "notes.txt").write_text("not a run")
    phone.goto("/")
    assert fits(phone)
    phone.get_by_role("link", name="Create my account").click()
    phone.get_by_label("First name").fill("Nina")
    phone.get_by_label("E-mail").fill(f"nina-{time.time_ns()}@example.org")
    phone.get_by_label("Password").fill("a sentence long enough")
    phone.get_by_role("button", name="Create my account").click()
    phone.get_by_role("link", name="Import files").click()

    phone.set_input_files("#files", sorted(str(path) for path in tmp_path.iterdir()))
    phone.wait_for_url("**/imports/*-*/")
    assert "in your list" in _imported(phone)
    assert "set aside" in phone.locator(".counts").inner_text()
    assert fits(phone)

    phone.get_by_role("link", name="See my activities").click()
    phone.locator(".activity-row").first.click()
    assert phone.locator("svg.track").count() == 1
    phone.locator(".later").first.scroll_into_view_if_needed()
    phone.wait_for_selector(".only-phone > svg")
    assert not phone.locator(".only-wide > svg").count(), "the chart for wide screens is not fetched"
    assert fits(phone)

    phone.get_by_role("link", name="Plan", exact=True).click()
    phone.get_by_label("Marathon", exact=True).check()
    phone.get_by_label("or in weeks").fill("16")
    phone.get_by_role("button", name="Write my plan").click()
    phone.wait_for_selector("section.weeks")
    assert phone.locator("details.week").count() == 16
    assert fits(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="PDF English").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    phone.get_by_role("link", name="Today", exact=True).click()
    assert "Your plan starts" in phone.locator("h1").inner_text() or "Today" in phone.locator("h1").inner_text()


def test_two_hundred_files_dropped_at_once_are_sent_three_at_a_time(phone: Page) -> None:
    phone.add_init_script(
        """
        const ask = window.fetch;
        window.underWay = 0;
        window.most = 0;
        window.fetch = async (...asked) => {
          window.most = Math.max(window.most, ++window.underWay);
          try { return await ask(...asked); } finally { window.underWay -= 1; }
        };
        window.addEventListener("pagehide", () => window.most > 1 && sessionStorage.setItem("most", window.most));
        """
    )
    phone.goto("/account/sign-up/")
    phone.get_by_label("First name").fill("Max")
    phone.get_by_label("E-mail").fill(f"max-{time.time_ns()}@example.org")
    phone.get_by_label("Password").fill("a sentence long enough")
    phone.get_by_role("button", name="Create my account").click()
    phone.goto("/imports/")
    phone.evaluate(
        """() => {
          const dropped = new DataTransfer();
          for (let n = 0; n < 200; n += 1) dropped.items.add(new File([`not a run ${n}`], `${n}.fit`));
          document.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }"""
    )
    phone.wait_for_url("**/imports/*-*/", timeout=60_000)
    _imported(phone)
    assert phone.locator(".counts a").first.inner_text().split() == ["200", "all"]
    assert phone.evaluate("sessionStorage.getItem('most')") == "3"
