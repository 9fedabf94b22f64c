"""Dates as Strava's export writes them, in the account's language. The clock is UTC."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

_MONTHS = {
    1: "january jan janvier janv januar jän enero ene gennaio gen janeiro januari styczeń sty stycznia января янв",
    2: "february feb février févr fev februar febrero febbraio fevereiro februari luty lut lutego февраля февр фев",
    3: "march mar mars märz mär mrz marzo março maart mrt marzec marca марта мар",
    4: "april apr avril avr abril abr aprile kwiecień kwi kwietnia апреля апр",
    5: "may mai mayo maggio mag maio mei maj maja мая май",
    6: "june jun juin juni junio giugno giu junho cze czerwiec czerwca июня июн",
    7: "july jul juillet juil juli julio luglio lug julho lip lipiec lipca июля июл",
    8: "august aug août agosto ago augustus augusti sie sierpień sierpnia августа авг",
    9: "september sep sept septembre septiembre settembre set setembro wrz wrzesień września сентября сент сен",
    10: "october oct octobre oktober okt octubre ottobre ott outubro out paź październik października октября окт",
    11: "november nov novembre noviembre novembro lis listopad listopada ноября нояб ноя",
    12: "december dec décembre déc dezember dez diciembre dic dicembre dezembro gru grudzień grudnia декабря дек",
}
_CLOCK = re.compile(r"(?:^|[\s,T日])(\d{1,2})[:h](\d{2})(?::(\d{2}))?\s*([AaPp]\.?\s?[Mm]\.?)?\s*(?:Z|UTC)?$")
_NUMBERS = re.compile(r"\d{1,9}")
_LONGEST = 100
_WORDS = re.compile(r"[^\W\d_]+")


def _bare(word: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(letter)
    )


_BY_NAME = {_bare(name): month for month, names in _MONTHS.items() for name in names.split()}


def read_date(text: str) -> float | None:
    """Unix seconds of "Apr 30, 2021, 1:30:45 PM", "30 avr. 2021, 13:30:45", "30.04.2021, 13:30:45", …; else None.

    Dates in figures alone are taken day first, unless they start with the year or the day cannot be one.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split())
    clock = _CLOCK.search(plain)
    if clock is None:
        return None
    day_part = plain[: clock.start()]
    date = _day(day_part)
    if date is None:
        return None
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4][0] in "Pp" else 0)
    try:
        read = datetime(*date, hour, int(clock[2]), int(clock[3] or 0), tzinfo=UTC)
    except ValueError:
        return None
    return read.timestamp()


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date in figures, or in figures and the name of a month."""
    figures = [int(number) for number in _NUMBERS.findall(text)]
    named = next((month for word in _WORDS.findall(text) if (month := _BY_NAME.get(_bare(word)))), None)
    if named is not None and len(figures) == 2:
        day, year = sorted(figures)
        return year, named, day
    if len(figures) != 3:
        return None
    if figures[0] > 31:
        return figures[0], figures[1], figures[2]
    day, month, year = figures
    return (year, day, month) if month > 12 else (year, month, day)
