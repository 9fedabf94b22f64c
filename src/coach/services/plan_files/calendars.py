"""A plan as an iCalendar file (RFC 5545): one all-day event a session, the race with a reminder on its eve.

An event keeps its UID in every version of the plan, so that a calendar that reads the plan again moves what moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import say
from coach.domain.plans import Plan, Session, SessionKind
from coach.services.plan_files.naming import one_line, planned
from coach.services.plan_files.wording import amount_text, plan_sentence, step_texts
from coach.services.plan_words import GOAL_WORDS, KIND_WORDS, session_purpose, session_title

REFRESH = "PT6H"
"""How often a subscribed calendar is asked to read the feed again."""
REMINDER = "-PT6H"
"""Before the midnight that begins the race day: six in the evening of its eve."""
_LONGEST_LINE = 75

Line = tuple[str, str]


def plan_calendar(
    plan: Plan,
    *,
    language: Language,
    athlete_name: str,
    today: date,
    zones: Sequence[Zone] = (),
    withdrawn: Iterable[Session] = (),
) -> bytes:
    """The plan as a calendar; ``withdrawn`` are sessions of earlier versions, shown as cancelled.

    The events are dated by the version's making, else by ``today``.
    """
    made = plan.created_at or datetime.combine(today, time(), UTC)
    events = [_event(plan, session, uid, language=language, made=made, zones=zones) for session, uid in planned(plan)]
    events += [
        _cancelled(session, UUID(session.key), plan.version, language, made)
        for session in withdrawn
        if session.key is not None
    ]
    name = " – ".join(part for part in (say(language, GOAL_WORDS[plan.goal.kind]), one_line(athlete_name)) if part)
    return calendar(name, plan_sentence(plan, language), [line for event in events for line in event])


def calendar(name: str, description: str, events: Sequence[Line] = ()) -> bytes:
    """A calendar of such a name holding ``events``, every line folded and ended as RFC 5545 wants."""
    head = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Coach IA//Training plan//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", _text(name)),
        ("X-WR-CALNAME", _text(name)),
        ("DESCRIPTION", _text(description)),
        ("X-WR-CALDESC", _text(description)),
        ("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        ("X-PUBLISHED-TTL", REFRESH),
    ]
    lines = [*head, *events, ("END", "VCALENDAR")]
    return b"".join(_folded(f"{key}:{value}") for key, value in lines)


def _event(
    plan: Plan, session: Session, uid: UUID, *, language: Language, made: datetime, zones: Sequence[Zone]
) -> list[Line]:
    amount = amount_text(language, session)
    title = session_title(language, session)
    told = [session_purpose(language, session), amount, "", *step_texts(language, session, zones, why=True)]
    alarm = _alarm(title) if session.kind is SessionKind.RACE else []
    return [
        *_opening(session, uid, plan.version, made),
        ("SUMMARY", _text(one_line(title))),
        ("DESCRIPTION", _text("\n".join(told).strip())),
        ("CATEGORIES", _text(say(language, KIND_WORDS[session.kind]))),
        ("STATUS", "CONFIRMED"),
        ("TRANSP", "TRANSPARENT"),
        *alarm,
        ("END", "VEVENT"),
    ]


def _cancelled(session: Session, uid: UUID, version: int, language: Language, made: datetime) -> list[Line]:
    return [
        *_opening(session, uid, version, made),
        ("SUMMARY", _text(one_line(session_title(language, session)))),
        ("STATUS", "CANCELLED"),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
    ]


def _opening(session: Session, uid: UUID, version: int, made: datetime) -> list[Line]:
    stamp = made.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return [
        ("BEGIN", "VEVENT"),
        ("UID", str(uid)),
        ("DTSTAMP", stamp),
        ("LAST-MODIFIED", stamp),
        ("SEQUENCE", str(version)),
        ("DTSTART;VALUE=DATE", session.day.strftime("%Y%m%d")),
        ("DTEND;VALUE=DATE", (session.day + timedelta(days=1)).strftime("%Y%m%d")),
    ]


def _alarm(title: str) -> list[Line]:
    return [
        ("BEGIN", "VALARM"),
        ("ACTION", "DISPLAY"),
        ("TRIGGER", REMINDER),
        ("DESCRIPTION", _text(one_line(title))),
        ("END", "VALARM"),
    ]


def _text(value: str) -> str:
    """A TEXT value: control characters gone, then backslash, separators and line breaks escaped (3.3.11)."""
    lines = [one_line(line) for line in value.splitlines()] or [""]
    escaped = [line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines]
    return "\\n".join(escaped)


def _folded(line: str) -> bytes:
    """A content line in pieces of at most 75 octets, never within a letter, each ended by CRLF (3.1)."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
