"""The weeks of a window, those without an activity among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from coach.domain.analytics import Totals, Week, Window
from coach.store.analytics import NOTHING, WindowTotals

UNKNOWN = Totals()


def weeks_of(
    window: Window, added: WindowTotals, known_since: date | None, sleep: dict[date, float] | None = None
) -> tuple[Week, ...]:
    """Every week, oldest first: zeros where none was run, unknown where the history had not begun."""
    mondays = [window.first + timedelta(weeks=week) for week in range(window.weeks)]
    return tuple(
        Week(
            monday,
            partial=monday == window.running_monday,
            totals=_with_sleep(_of(monday, added, known_since), (sleep or {}).get(monday)),
        )
        for monday in mondays
    )


def periods(window: Window, added: WindowTotals, known_since: date | None) -> tuple[Totals, Totals]:
    """The totals of the window and of the one before; unknown where the history had not begun."""
    now = UNKNOWN if known_since is None else added.now
    before = UNKNOWN if known_since is None or known_since > window.before.last else added.before
    return now, before


def _of(monday: date, added: WindowTotals, known_since: date | None) -> Totals:
    if known_since is None or monday + timedelta(days=6) < known_since:
        return UNKNOWN
    return added.weeks.get(monday, NOTHING)


def _with_sleep(totals: Totals, sleep_s: float | None) -> Totals:
    return totals if sleep_s is None else replace(totals, sleep_s=sleep_s)
