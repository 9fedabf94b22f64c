"""The private address at which a calendar follows the athlete's plan.

The address is a secret of 32 random bytes, shown once; only its SHA-256 is kept. Whoever has it reads the plan and
nothing else. Opening a feed anew gives a new address and ends the old one.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from coach.domain.athletes import Language
from coach.domain.language import mark, say
from coach.domain.problems import NotFound
from coach.services.plan_files.calendars import calendar, plan_calendar
from coach.store import athletes, audit, feeds, plans
from coach.store.feeds import FeedState

_TOKEN_BYTES = 32


def open_feed(connection: Connection, athlete_id: str, now: datetime) -> str:
    """Open the athlete's feed and give its token, this once; the token before is worth nothing from now on.

    Raises:
        NotFound: no such athlete.
    """
    athletes.get(connection, athlete_id)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    feeds.put(connection, athlete_id, _digest(token), now)
    audit.note(connection, athlete_id, "feed.open")
    return token


def close_feed(connection: Connection, athlete_id: str) -> bool:
    """Close the athlete's feed; whether one was open."""
    closed = feeds.remove(connection, athlete_id)
    if closed:
        audit.note(connection, athlete_id, "feed.close")
    return closed


def state(connection: Connection, athlete_id: str) -> FeedState | None:
    """The athlete's feed: since when, last read when; None when none is open."""
    return feeds.state(connection, athlete_id)


def feed(connection: Connection, token: str, now: datetime, language: Language | None = None) -> bytes:
    """The newest version of the athlete's newest plan as an iCalendar file, in their language unless one is given.

    A session that moved keeps its event; one that a newer version left out is shown as cancelled while still ahead.
    Without a plan the calendar is empty. The token is looked up by its digest, so how long that takes tells nothing
    about it.

    Raises:
        NotFound: no such feed, or it was closed or opened anew.
    """
    athlete_id = feeds.read(connection, _digest(token), now)
    if athlete_id is None:
        raise NotFound(mark("This calendar address is not known or was replaced. Make a new one with your plan."))
    athlete = athletes.get(connection, athlete_id)
    spoken = language or athlete.language
    plan_id = plans.latest(connection, athlete_id)
    if plan_id is None:
        return calendar("Coach IA", say(spoken, "There is no plan yet."))
    today = now.astimezone(ZoneInfo(athlete.time_zone)).date()
    plan = plans.get(connection, athlete_id, plan_id)
    return plan_calendar(
        plan,
        language=spoken,
        athlete_name=athlete.name,
        today=today,
        withdrawn=feeds.withdrawn(connection, plan, today),
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
