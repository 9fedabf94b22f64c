"""The web and its worker as real processes, and a browser without a window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.test_serve import _free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")


@contextmanager
def opened(database: str) -> Iterator[str]:
    """Both doors on the database until the end; the address of the web."""
    environment = os.environ | {"DATABASE_URL": database}
    port = _free_port()
    commands = (["coach.web.serve", "--port", str(port)], ["coach.worker"])
    started = [subprocess.Popen([sys.executable, "-m", *each], env=environment) for each in commands]
    address = f"http://localhost:{port}"
    try:
        deadline = time.monotonic() + 30
        while not _up(address):
            assert time.monotonic() < deadline, "the web never answered"
            time.sleep(0.2)
        yield address
    finally:
        for door in started:
            door.terminate()
        for door in started:
            door.wait(timeout=10)


def _up(address: str) -> bool:
    try:
        return urllib.request.urlopen(f"{address}/health", timeout=2).status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window; the test is skipped where it is not installed, unless all services are required."""
    if not CHROMIUM.exists():
        if os.environ.get("COACH_SERVICES") == "required":
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    inside: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return inside
