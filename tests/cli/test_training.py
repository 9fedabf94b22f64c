"""``coach load``: how its weeks are named."""

from __future__ import annotations

from datetime import date

import pytest

from coach.cli import terminal
from coach.cli.training import _days
from coach.domain.athletes import Language


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "23–29\u00a0novembre"),
        (date(2025, 11, 24), date(2025, 11, 30), "24–30\u00a0novembre 2025"),
        (date(2025, 12, 29), date(2026, 1, 4), "29\u00a0décembre 2025 – 4\u00a0janvier 2026"),
    ],
)
def test_a_week_of_another_year_says_its_year_once(monkeypatch, first: date, last: date, said: str) -> None:
    monkeypatch.setattr(terminal, "language", lambda: Language.FRENCH)
    assert _days(first, last, 2026) == said
