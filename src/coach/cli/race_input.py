"""What a person or a program says of a race, as questions: distances, times, facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from coach.domain.athletes import Sex
from coach.domain.language import mark
from coach.domain.problems import InvalidInput

if TYPE_CHECKING:
    from coach.domain.races import RaceResult
    from coach.science.running.races import Question

MOST_RACES_GIVEN = 200
KEYS = ("distance", "races", "weekly_km", "max_weekly_km", "age", "sex", "bmi", "speed_work", "tempo_work")
"""What a line of a batch may say."""

RACE_KEYS = ("distance", "seconds", "days_ago")
MILE_M = 1609.344

_NAMED_M = {
    **dict.fromkeys(("marathon", "m", "fm"), 42_195.0),
    **dict.fromkeys(("half", "half marathon", "half-marathon", "semi", "semi-marathon", "hm"), 21_097.5),
    **dict.fromkeys(("mile", "1 mile"), MILE_M),
}
_PER_UNIT = {"": 1.0, "m": 1.0, "k": 1000.0, "km": 1000.0, "mi": MILE_M, "mile": MILE_M, "miles": MILE_M}
_SEXES = {
    **dict.fromkeys(("f", "female", "w", "woman", "femme", "1", "true"), Sex.FEMALE),
    **dict.fromkeys(("m", "male", "man", "h", "homme", "0", "false"), Sex.MALE),
}
_YES_NO = {
    **dict.fromkeys(("1", "true", "yes", "y", "oui"), True),
    **dict.fromkeys(("0", "false", "no", "n", "non"), False),
}

_NO_DISTANCE = mark("{text} is no distance. Write it like 42195, 10k, 5 mi, half or marathon.")
_NO_TIME = mark("{text} is no time. Write it like 1:38:00 or 49:30.")
_NO_RACE = mark("{text} is no race. Write it like 21097.5=1:38:00 or 10k=49:30.")


def distance_of(text: str) -> float:
    """Metres of ``42195``, ``10k``, ``5 mi``, ``half``. Raises InvalidInput."""
    said = text.strip().lower()
    if said in _NAMED_M:
        return _NAMED_M[said]
    found = re.fullmatch(r"(\d{1,7}(?:[.,]\d{1,6})?)\s*(km|k|miles|mile|mi|m|)", said)
    if found is None:
        raise InvalidInput(_NO_DISTANCE, field="distance", text=text[:40])
    return float(found[1].replace(",", ".")) * _PER_UNIT[found[2]]


def seconds_of(text: str) -> float:
    """Seconds of ``1:38:00``, ``49:30``, ``1h38``, ``5880s``; ``1:75:00`` is none. Raises InvalidInput."""
    said = text.strip().lower()
    clock = re.fullmatch(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2}(?:\.\d{1,3})?)", said)
    if clock is not None:
        hours, minutes, seconds = float(clock[1] or 0), float(clock[2]), float(clock[3])
        if seconds < 60 and (clock[1] is None or minutes < 60):
            return hours * 3600 + minutes * 60 + seconds
    spoken = re.fullmatch(r"(\d{1,3})\s*h\s*([0-5]?\d)?", said)
    if spoken is not None:
        return float(spoken[1]) * 3600 + float(spoken[2] or 0) * 60
    plain = re.fullmatch(r"(\d{1,7}(?:\.\d{1,3})?)\s*s", said)
    if plain is not None:
        return float(plain[1])
    raise InvalidInput(_NO_TIME, field="races", text=text[:40])


def race_of(text: str) -> RaceResult:
    """A race said as ``21097.5=1:38:00``. Raises InvalidInput."""
    from coach.domain.races import RaceResult

    metres, equals, seconds = text.partition("=")
    if not equals:
        raise InvalidInput(_NO_RACE, field="races", text=text[:40])
    return RaceResult(distance_of(metres), seconds_of(seconds))


def sex_of(value: object) -> Sex | None:
    """A sex said as f, m, female, male, 1 (female) or 0; None where it is not said. Raises InvalidInput."""
    return _chosen(_SEXES, value, "sex")


def _chosen(words: Mapping[str, Any], value: object, name: str) -> Any:
    if value is None or value == "":
        return None
    said = str(int(value)) if isinstance(value, bool | int | float) and value in (0, 1) else str(value).strip().lower()
    if said not in words:
        raise InvalidInput(mark("{name} cannot be {text}."), field=name, name=name, text=str(value)[:40])
    return words[said]


def question_of(told: object) -> Question:
    """A question out of a JSON object: ``distance``, ``races``, and the facts, each optional. Raises InvalidInput."""
    from coach.domain.races import RunnerFacts
    from coach.science.running.races import Question

    if not isinstance(told, dict):
        raise InvalidInput(mark("A line is a JSON object with distance and races."))
    if told.get("distance") is None:
        raise InvalidInput(mark("A line needs a distance in metres."), field="distance")
    races = told.get("races") or []
    if not isinstance(races, list) or len(races) > MOST_RACES_GIVEN:
        raise InvalidInput(mark("races is a list of at most {most} races."), field="races", most=MOST_RACES_GIVEN)
    facts = RunnerFacts(
        weekly_km=_number(told, "weekly_km"),
        max_weekly_km=_number(told, "max_weekly_km"),
        age=_number(told, "age"),
        sex=sex_of(told.get("sex")),
        bmi=_number(told, "bmi"),
        speed_work=_chosen(_YES_NO, told.get("speed_work"), "speed_work"),
        tempo_work=_chosen(_YES_NO, told.get("tempo_work"), "tempo_work"),
    )
    return Question(_metres(told["distance"]), tuple(told_race(each) for each in races), facts)


def told_race(told: object) -> RaceResult:
    """A race out of a JSON object: ``distance``, ``seconds`` and, if known, ``days_ago``. Raises InvalidInput."""
    from coach.domain.races import RaceResult

    if not isinstance(told, dict) or told.get("distance") is None or told.get("seconds") is None:
        raise InvalidInput(mark("A race needs a distance in metres and its seconds."), field="races")
    if strange := sorted(set(told) - set(RACE_KEYS)):
        message = mark("There is no {name} here: {known} are known.")
        raise InvalidInput(message, field="races", name=", ".join(strange)[:40], known=", ".join(RACE_KEYS))
    seconds = told["seconds"]
    days = _number(told, "days_ago")
    return RaceResult(
        _metres(told["distance"]),
        seconds_of(seconds) if isinstance(seconds, str) else _float(seconds, "seconds"),
        None if days is None else round(min(max(days, -1.0), 1e6)),
    )


def _metres(value: object) -> float:
    return distance_of(value) if isinstance(value, str) else _float(value, "distance")


def _number(told: Mapping[str, object], name: str) -> float | None:
    value = told.get(name)
    return None if value is None or value == "" else _float(value, name)


def _float(value: object, name: str) -> float:
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        number = None
    if number is None or not isfinite(number):
        raise InvalidInput(mark("{name} must be a number."), field=name, name=name)
    return number
