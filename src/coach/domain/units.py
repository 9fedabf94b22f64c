"""Quantities as runners write them: ``4:35/km``, ``3 h 42``, ``12,5 km``.

Every function takes the language first and SI numbers (metres, seconds, m/s); None, NaN and infinity
are written as an en dash. Spaces between a number and its unit never break a line.
"""

from __future__ import annotations

from math import floor, isfinite

from coach.domain.athletes import Language
from coach.domain.language import NARROW_NO_BREAK, NO_BREAK

UNKNOWN = "–"
MINUS = "\u2212"

_DECIMAL_MARK = {Language.FRENCH: ",", Language.ENGLISH: "."}
_THOUSANDS_MARK = {Language.FRENCH: NARROW_NO_BREAK, Language.ENGLISH: ","}
_UNIT_SPACE = {Language.FRENCH: NARROW_NO_BREAK, Language.ENGLISH: NO_BREAK}


def _whole(value: float) -> int:
    return floor(value + 0.5)


def _with_unit(language: Language, text: str, unit: str) -> str:
    return text if text == UNKNOWN else f"{text}{_UNIT_SPACE[language]}{unit}"


def number(language: Language, value: float | None, decimals: int = 0, *, trim: bool = False) -> str:
    """A number with at most ``decimals`` decimals: ``1 240,5`` / ``1,240.5``. ``trim`` drops a zero fraction."""
    if value is None or not isfinite(value):
        return UNKNOWN
    text = f"{abs(value):,.{decimals}f}"
    if trim and decimals:
        text = text.rstrip("0").rstrip(".")
    negative = value < 0 and any(digit in text for digit in "123456789")
    whole, _, fraction = text.partition(".")
    whole = whole.replace(",", _THOUSANDS_MARK[language])
    return (MINUS if negative else "") + whole + (_DECIMAL_MARK[language] + fraction if fraction else "")


def percent(language: Language, value: float | None, decimals: int = 0) -> str:
    """A share given in percent: ``85 %`` / ``85%``."""
    text = number(language, value, decimals)
    if text == UNKNOWN:
        return text
    return f"{text}{NARROW_NO_BREAK}%" if language is Language.FRENCH else f"{text}%"


def clock(language: Language, seconds: float | None) -> str:
    """A race time, to the second: ``45:00``, ``1:30:45``. Same in both languages."""
    if seconds is None or not isfinite(seconds):
        return UNKNOWN
    whole = _whole(abs(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    sign = MINUS if seconds < 0 and whole else ""
    return f"{sign}{hours}:{minutes:02d}:{left:02d}" if hours else f"{sign}{minutes}:{left:02d}"


def duration(language: Language, seconds: float | None) -> str:
    """How long something lasts, in words of time: ``40 s``, ``1 min 30``, ``45 min``, ``1 h``, ``3 h 42``.

    Seconds are said under ten minutes only; above, the nearest minute.
    """
    if seconds is None or not isfinite(seconds):
        return UNKNOWN
    space = _UNIT_SPACE[language]
    whole = _whole(abs(seconds))
    sign = MINUS if seconds < 0 and whole else ""
    if whole < 60:
        return f"{sign}{whole}{space}s"
    if whole < 600:
        minutes, left = divmod(whole, 60)
        return f"{sign}{minutes}{space}min" + (f"{space}{left:02d}" if left else "")
    hours, minutes = divmod(_whole(whole / 60), 60)
    if not hours:
        return f"{sign}{minutes}{space}min"
    return f"{sign}{hours}{space}h" + (f"{space}{minutes:02d}" if minutes else "")


def distance(language: Language, metres: float | None, decimals: int = 1) -> str:
    """A distance: ``400 m`` below a kilometre, else ``12,5 km`` / ``12.5 km`` (a zero fraction is dropped)."""
    if metres is None or not isfinite(metres):
        return UNKNOWN
    if abs(metres) < 999.5:
        return _with_unit(language, number(language, metres), "m")
    return _with_unit(language, number(language, metres / 1000, decimals, trim=True), "km")


def pace(language: Language, seconds_per_km: float | None, *, unit: bool = True) -> str:
    """A pace from seconds per kilometre: ``4:35/km``, without its unit ``4:35``. Same in both languages."""
    if seconds_per_km is None or not isfinite(seconds_per_km) or seconds_per_km <= 0:
        return UNKNOWN
    minutes, left = divmod(_whole(seconds_per_km), 60)
    return f"{minutes}:{left:02d}" + ("/km" if unit else "")


def pace_of_speed(language: Language, metres_per_second: float | None, *, unit: bool = True) -> str:
    """A pace from a speed in m/s; standing still has none."""
    if metres_per_second is None or not isfinite(metres_per_second) or metres_per_second <= 0:
        return UNKNOWN
    return pace(language, 1000 / metres_per_second, unit=unit)


def pace_range(language: Language, fast_s: float | None, slow_s: float | None) -> str:
    """Two paces, the fast end first: ``5:40–6:05/km``; one when they are written alike or one is unknown."""
    fast, slow = pace(language, fast_s, unit=False), pace(language, slow_s, unit=False)
    ends = list(dict.fromkeys(end for end in (fast, slow) if end != UNKNOWN))
    return f"{'–'.join(ends)}/km" if ends else UNKNOWN


def speed(language: Language, metres_per_second: float | None) -> str:
    """A speed from m/s: ``14,5 km/h`` / ``14.5 km/h``."""
    return kmh(language, metres_per_second * 3.6 if metres_per_second is not None else None)


def kmh(language: Language, value: float | None) -> str:
    """A speed given in km/h, VMA for one: ``14,5 km/h`` / ``14.5 km/h``."""
    return _with_unit(language, number(language, value, 1), "km/h")


def elevation(language: Language, metres: float | None) -> str:
    """Metres of climb, descent or altitude: ``1 240 m`` / ``1,240 m``."""
    return _with_unit(language, number(language, metres), "m")


def heart_rate(language: Language, beats_per_minute: float | None) -> str:
    """Heart rate: ``148 bpm``."""
    return _with_unit(language, number(language, beats_per_minute), "bpm")


def cadence(language: Language, steps_per_minute: float | None) -> str:
    """Steps per minute of both feet: ``174 ppm`` (pas) / ``174 spm``."""
    return _with_unit(language, number(language, steps_per_minute), "ppm" if language is Language.FRENCH else "spm")


def per_beat(language: Language, metres: float | None) -> str:
    """Metres covered per heart beat: ``1,20 m/batt.`` / ``1.20 m/beat``."""
    unit = "m/batt." if language is Language.FRENCH else "m/beat"
    return _with_unit(language, number(language, metres, 2), unit)


def power(language: Language, watts: float | None) -> str:
    """Power: ``250 W``."""
    return _with_unit(language, number(language, watts), "W")


def weight(language: Language, kilograms: float | None) -> str:
    """A body weight or load: ``72,5 kg`` / ``72.5 kg`` (a zero fraction is dropped)."""
    return _with_unit(language, number(language, kilograms, 1, trim=True), "kg")


def byte_size(language: Language, count: float | None) -> str:
    """A size of data in decimal units: ``3,2 Mo`` / ``3.2 MB``."""
    letter = "o" if language is Language.FRENCH else "B"
    if count is None or not isfinite(count):
        return UNKNOWN
    if count < 1000:
        return _with_unit(language, number(language, count), "octets" if letter == "o" else "bytes")
    for prefix, scale in (("k", 1e3), ("M", 1e6), ("G", 1e9)):
        if count < 999.5 * scale or prefix == "G":
            break
    return _with_unit(language, number(language, count / scale, 1, trim=True), f"{prefix}{letter}")
