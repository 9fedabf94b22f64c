"""A plan as a table: one row a session, for spreadsheets and scripts.

Comma-separated, decimal points and CRLF in both languages, so that one script reads every file; UTF-8 with a byte
order mark, without which spreadsheets read accents wrong. No cell is ever a formula.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import say, weekday
from coach.domain.plans import Plan, Session, Week
from coach.services.plan_files.naming import one_line
from coach.services.plan_files.wording import step_texts
from coach.services.plan_words import KIND_WORDS, PHASE_WORDS, session_purpose, session_title

COLUMNS = (
    "day",
    "weekday",
    "week",
    "phase",
    "kind",
    "title",
    "duration_s",
    "distance_m",
    "steps",
    "purpose",
    "key",
)
_FORMULAS = ("=", "+", "-", "@", "|", "%")


def sessions_csv(plan: Plan, *, language: Language, zones: Sequence[Zone] = ()) -> bytes:
    """The sessions of the plan in calendar order, durations in seconds and distances in metres."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for week in plan.weeks:
        for session in week.sessions:
            table.writerow([plain_cell(value) for value in _row(week, session, language, zones)])
    return text.getvalue().encode("utf-8-sig")


def plain_cell(value: str | float) -> str | float:
    """A text on one line that no spreadsheet reads as a formula: an apostrophe stands before what begins like one."""
    if not isinstance(value, str):
        return value
    line = one_line(value)
    # A full-width sign counts as the plain one for some spreadsheets.
    return f"'{line}" if unicodedata.normalize("NFKC", line).lstrip().startswith(_FORMULAS) else line


def _row(week: Week, session: Session, language: Language, zones: Sequence[Zone]) -> tuple[str | float, ...]:
    return (
        session.day.isoformat(),
        weekday(language, session.day.weekday()),
        week.number,
        say(language, PHASE_WORDS[week.phase]),
        say(language, KIND_WORDS[session.kind]),
        session_title(language, session),
        round(session.duration_s, 1),
        round(session.distance_m, 1),
        " | ".join(step_texts(language, session, zones)),
        session_purpose(language, session),
        session.key or "",
    )
