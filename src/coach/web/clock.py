"""The door's clock: the one place of the pages that reads the time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from coach.domain.athletes import Athlete


def now() -> datetime:
    """This instant, UTC."""
    return datetime.now(UTC)


def today_of(athlete: Athlete) -> date:
    """The athlete's own calendar date."""
    return now().astimezone(ZoneInfo(athlete.time_zone)).date()
