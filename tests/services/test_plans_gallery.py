"""The gallery of plans: its pages are what the engine makes now, and its athletes' plans differ."""

from __future__ import annotations

import pytest

from coach.domain.plans import SessionKind
from scripts.plans_gallery import GALLERY, RUNNERS, pages


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


def test_every_page_of_the_gallery_is_what_the_engine_makes_now(written: dict[str, str]) -> None:
    stale = [name for name, text in written.items() if (GALLERY / name).read_text() != text]
    assert not stale, "read the new plans, then run scripts/plans_gallery.py"
    assert {path.name for path in GALLERY.glob("[0-9]*.md")} == set(written) - {"README.md"}


def test_no_two_athletes_have_the_same_hard_sessions() -> None:
    def hard(runner) -> tuple[str, ...]:
        quick = (SessionKind.TEMPO, SessionKind.INTERVALS)
        return tuple(s.title + str(s.values.get("length")) for s in runner.plan().sessions if s.kind in quick)

    told = {runner.name: hard(runner) for runner in RUNNERS}
    named = [sessions for sessions in told.values() if sessions]
    assert len(set(named)) == len(named)
