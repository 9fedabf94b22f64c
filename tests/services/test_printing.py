"""Documents asked for at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Lock
from time import sleep

import pytest

from coach.domain.athletes import Language
from coach.domain.plans import Plan
from coach.domain.problems import Busy
from coach.services import documents
from coach.services.printing import AT_ONCE, REMEMBERED, WAITING, Press
from tests.conftest import NOW
from tests.services.plan_fixture import hand_made_plan


class Typesetter:
    """Stands in for typst: notes what it is asked, and works until it is let go."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []
        self.at_work = 0
        self.most_at_work = 0
        self.go = Event()
        self._lock = Lock()

    def plan_pdf(self, plan: Plan, **_: object) -> bytes:
        with self._lock:
            self.asked.append(plan.plan_id)
            self.at_work += 1
            self.most_at_work = max(self.at_work, self.most_at_work)
        self.go.wait(10)
        with self._lock:
            self.at_work -= 1
        return f"%PDF {plan.plan_id}".encode()


@pytest.fixture
def typesetter(monkeypatch: pytest.MonkeyPatch) -> Typesetter:
    made = Typesetter()
    monkeypatch.setattr(documents, "plan_pdf", made.plan_pdf)
    return made


def _asked(press: Press, number: int, name: str = "Ann") -> bytes:
    plan = replace(hand_made_plan(), plan_id=f"plan-{number}")
    return press.plan_pdf(plan, athlete_name=name, language=Language.FRENCH, today=NOW.date())


def test_twenty_callers_have_two_documents_made_at_once_and_the_rest_are_told_to_come_back(
    typesetter: Typesetter,
) -> None:
    press = Press()
    with ThreadPoolExecutor(20) as callers:
        asked = [callers.submit(_asked, press, number) for number in range(20)]
        refused = 20 - AT_ONCE - WAITING
        while sum(future.done() for future in asked) < refused:
            sleep(0.005)
        typesetter.go.set()
    failures = [future.exception() for future in asked]
    assert sum(isinstance(failure, Busy) for failure in failures) == refused
    assert typesetter.most_at_work == AT_ONCE
    assert sum(failure is None for failure in failures) == AT_ONCE + WAITING


def test_who_waits_too_long_is_told_to_come_back(typesetter: Typesetter) -> None:
    press = Press(patience_s=0.05)
    with ThreadPoolExecutor(AT_ONCE) as callers:
        for number in range(AT_ONCE):
            callers.submit(_asked, press, number)
        while typesetter.at_work < AT_ONCE:
            sleep(0.005)
        with pytest.raises(Busy):
            _asked(press, 9)
        typesetter.go.set()
    assert _asked(press, 9) == b"%PDF plan-9"


def test_the_same_document_is_made_once_and_the_oldest_is_forgotten(typesetter: Typesetter) -> None:
    press = Press()
    typesetter.go.set()
    assert _asked(press, 0) == _asked(press, 0)
    assert len(typesetter.asked) == 1
    _asked(press, 0, name="Bo")
    assert len(typesetter.asked) == 2
    for number in range(1, REMEMBERED + 1):
        _asked(press, number)
    _asked(press, 0)
    assert typesetter.asked.count("plan-0") == 3
