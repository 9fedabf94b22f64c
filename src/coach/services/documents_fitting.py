"""Which weeks share a page and how large it is set: guessed from its lines, as measuring costs as much as setting."""

from __future__ import annotations

from math import ceil
from typing import Any

Content = dict[str, Any]

TYPES_PT = (9.2, 8.8, 8.4, 8.0, 7.6, 7.2, 6.8, 6.4, 6.0)
"""The sizes tried, largest first."""
SMALLEST_PAIR_PT = 7.2
"""Two weeks that would need a smaller type than this have a page each."""
SCALED = 0.0
"""In place of a size: the page is set in the smallest and scaled to fit."""

_ROOM_PT = 775.0
_LETTER_EM, _BOLD_EM, _SMALL = 0.44, 0.49, 0.86
_LINE_EM, _ROW_EM = 1.08, 1.04
_CARD_EM, _WEEK_EM, _DAY_EM = 0.65, 5.6, 2.2
_BETWEEN_PT = 24.0
"""Room of a page in points; letters, lines and frames in ems of the type, as they come out."""


def pages_of(weeks: list[Content]) -> list[Content]:
    """The weeks in order, two to a page where both probably stand there in a type of SMALLEST_PAIR_PT, else one."""
    pages: list[Content] = []
    at = 0
    while at < len(weeks):
        pair = weeks[at : at + 2]
        shown = pair if likely_type(pair) >= SMALLEST_PAIR_PT else pair[:1]
        pages.append({"weeks": shown, "type": likely_type(shown)})
        at += len(shown)
    return pages


def likely_type(weeks: list[Content]) -> float:
    """The largest size, in points, at which the weeks probably stand on one page; SCALED where none does."""
    return next((size for size in TYPES_PT if _height(weeks, size) <= _ROOM_PT), SCALED)


def next_type(size: float) -> float:
    """The next smaller size, SCALED after the smallest."""
    smaller = [other for other in TYPES_PT if other < size]
    return smaller[0] if smaller else SCALED


def _height(weeks: list[Content], size: float) -> float:
    ems = sum(_week_em(week, size) for week in weeks)
    return ems * size + _BETWEEN_PT * (len(weeks) - 1)


def _week_em(week: Content, size: float) -> float:
    busiest = max(1, *(len(day["sessions"]) for day in week["calendar"]))
    cards = sum(_card_em(session, size) for session in week["sessions"])
    return _WEEK_EM + _DAY_EM * busiest + cards


def _card_em(session: Content, size: float) -> float:
    column = _words_pt(size) / 3.2 - 8
    title = _lines(session["title"], column, _BOLD_EM * size)
    purpose = _lines(session["purpose"], column, _LETTER_EM * _SMALL * size)
    words = max(3, title + purpose) * _LINE_EM
    return max(words, _LINE_EM + sum(_rows(step, size) for step in session["steps"]) * _ROW_EM) + _CARD_EM


def _rows(step: Content, size: float) -> int:
    if step["inner"]:
        return sum(_rows(inner, size) for inner in step["inner"])
    width = _words_pt(size) * 2.2 / 3.2 - 8 - (8.5 if step["wide"] else 19.3) * size
    return _lines(step["name"], width, _LETTER_EM * _SMALL * size)


def _words_pt(size: float) -> float:
    """Points left for title and steps beside the day and the notes."""
    return 445 - 7.4 * size


def _lines(text: str, width: float, letter: float) -> int:
    return max(1, ceil(len(text) * letter / width))
