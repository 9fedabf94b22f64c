"""Words shown to people: translation, dates in words, lists in words.

English sentences are the message ids; ``locale/<language>/LC_MESSAGES/django.mo`` holds the other
languages for every floor, the web's templates included (see ``scripts/messages.py``).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from coach.domain.athletes import Language
from coach.domain.problems import Problem

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "django"

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_WEEKDAYS = {
    Language.FRENCH: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_WEEKDAYS = {
    Language.FRENCH: ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    Language.ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    Language.FRENCH: (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    Language.ENGLISH: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS = {
    Language.FRENCH: (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    Language.ENGLISH: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_AND = {Language.FRENCH: "et", Language.ENGLISH: "and"}
_OR = {Language.FRENCH: "ou", Language.ENGLISH: "or"}


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, languages=[language.value], fallback=True)


def _filled(text: str, values: dict[str, object]) -> str:
    return text.format(**values) if values else text


def say(language: Language, message: str, **values: object) -> str:
    """The message in ``language``, its ``{name}`` places filled with ``values``.

    A message the catalogue does not know is said in English. Without values the text is returned as it
    is, braces included. Raises KeyError when a place has no value.
    """
    text = _catalogue(language).gettext(message) if message else ""
    return _filled(text, values)


def say_many(language: Language, singular: str, plural: str, count: int, **values: object) -> str:
    """The singular or plural that ``count`` asks for in ``language``; ``{count}`` is filled with the count."""
    text = _catalogue(language).ngettext(singular, plural, count)
    return _filled(text, {"count": count, **values})


def say_problem(language: Language, problem: Problem) -> str:
    """What went wrong, in ``language``; days among its values (``2026-11-30``) in words."""
    values = {name: _day_said(language, value) for name, value in problem.values.items()}
    return say(language, problem.message, **values)


def _day_said(language: Language, value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return date_words(language, value)
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return _named_day(language, value)
    if isinstance(value, Weekdays):
        return value.said(language)
    return value


def _named_day(language: Language, text: str) -> str:
    try:
        return date_words(language, date.fromisoformat(text))
    except ValueError:  # no day of any month
        return text


def mark(message: str) -> str:
    """The message, unchanged: tells the extraction that it will be said later."""
    return message


def weekday(language: Language, number: int) -> str:
    """Name of a weekday, Monday is 0: ``samedi``, ``Saturday``."""
    return _WEEKDAYS[language][number]


def short_weekday(language: Language, number: int) -> str:
    """Abbreviated weekday, Monday is 0: ``sam.``, ``Sat``."""
    return _SHORT_WEEKDAYS[language][number]


def month(language: Language, number: int) -> str:
    """Name of a month, January is 1: ``novembre``, ``November``."""
    return _MONTHS[language][number - 1]


def short_month(language: Language, number: int) -> str:
    """Abbreviated month, January is 1: ``nov.``, ``Nov``."""
    return _SHORT_MONTHS[language][number - 1]


def _day_number(language: Language, day: date) -> str:
    return "1er" if language is Language.FRENCH and day.day == 1 else str(day.day)


def _day_and_month(language: Language, day: date) -> str:
    return f"{_day_number(language, day)}{NO_BREAK}{month(language, day.month)}"


def day_words(language: Language, day: date) -> str:
    """Weekday, day and month: ``samedi 21 novembre``, ``Saturday 21 November``."""
    return f"{weekday(language, day.weekday())} {_day_and_month(language, day)}"


def date_words(language: Language, day: date) -> str:
    """Day, month and year: ``21 novembre 2026``, ``21 November 2026``."""
    return f"{_day_and_month(language, day)} {day.year}"


def full_date_words(language: Language, day: date) -> str:
    """Weekday, day, month and year: ``samedi 21 novembre 2026``."""
    return f"{day_words(language, day)} {day.year}"


def short_day(language: Language, day: date) -> str:
    """Day and abbreviated month, for axes and narrow columns: ``21 nov.``, ``21 Nov``."""
    return f"{_day_number(language, day)}{NO_BREAK}{short_month(language, day.month)}"


def range_words(language: Language, first: date, last: date) -> str:
    """Two days as a range: ``23–29 novembre``, ``28 novembre – 4 décembre``; years are said when they differ."""
    if first.year != last.year:
        return f"{date_words(language, first)} – {date_words(language, last)}"
    if first.month != last.month:
        return f"{_day_and_month(language, first)} – {_day_and_month(language, last)}"
    return f"{_day_number(language, first)}–{_day_and_month(language, last)}"


def time_words(language: Language, moment: datetime) -> str:
    """Time of day of ``moment`` as its own clock shows it: ``18 h 04``, ``18:04``."""
    if language is Language.FRENCH:
        return f"{moment.hour}{NARROW_NO_BREAK}h{NARROW_NO_BREAK}{moment.minute:02d}"
    return f"{moment.hour:02d}:{moment.minute:02d}"


def moment_words(language: Language, moment: datetime) -> str:
    """Day and time of day: ``samedi 21 novembre à 18 h 04``, ``Saturday 21 November at 18:04``."""
    link = "à" if language is Language.FRENCH else "at"
    return f"{day_words(language, moment.date())} {link} {time_words(language, moment)}"


def citation_words(language: Language, citation: str) -> str:
    """A citation of authors and years in ``language``: ``Léger et Mercier, 1984``, ``Tanaka et al., 2001``.

    The names of bodies (Task Force of the ESC and NASPE) stay as they are.
    """
    if language is Language.ENGLISH:
        return citation
    works = [
        work if " of " in work else work.replace(" and others", " et al.").replace(" and ", f" {_AND[language]} ")
        for work in citation.split("; ")
    ]
    return f"{NARROW_NO_BREAK}; ".join(work.rstrip() for work in works)


class Weekdays(tuple[int, ...]):
    """Weekdays (Monday is 0) among the values of a problem, told by their names."""

    __slots__ = ()

    def said(self, language: Language) -> str:
        """Their names as a phrase: ``lundi, mercredi et samedi``."""
        return list_words(language, [weekday(language, day) for day in self])

    def __str__(self) -> str:
        return self.said(Language.ENGLISH)


def list_words(language: Language, items: Sequence[str], *, choice: bool = False) -> str:
    """Items as a phrase: ``lundi, mercredi et samedi``; ``choice`` links the last with or. Empty gives ``""``."""
    if len(items) < 2:
        return "".join(items)
    link = (_OR if choice else _AND)[language]
    return f"{', '.join(items[:-1])} {link} {items[-1]}"
