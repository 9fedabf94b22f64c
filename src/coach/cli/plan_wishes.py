"""What a person or a program says of a plan, as a goal: the same words for options and for lines of a batch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar
from unicodedata import combining, normalize

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.race_times import race_time_of

WEEKDAYS = (
    *(("mon", "lun"), ("tue", "mar"), ("wed", "mer"), ("thu", "jeu")),
    *(("fri", "ven"), ("sat", "sam"), ("sun", "dim")),
)
WISHES = (
    *("goal", "date", "weeks", "days", "level", "vma", "target", "distance", "terrain", "minutes", "long_day"),
    *("strength", "cross", "injury", "weeks_off", "tune_up"),
)
"""What a plan can be asked with."""

USUAL_DAYS = 4
MOST_IN_A_LIST = 20
MOST_STRENGTH, MOST_CROSS, MOST_WEEKS_OFF = 3, 3, 520
_YES = ("cleared", "ok", "true", "yes", "oui", "1")
_NO = ("no", "false", "non", "0")
# What the services call a field, and what it is called here.
_SAID_AS = {
    **{"race_day": "date", "kind": "goal", "target_s": "target", "vma_kmh": "vma", "distance_m": "distance"},
    **{"cross_training": "cross", "tune_ups": "tune_up", "injuries": "injury"},
}

IN_FRENCH = {
    **{"col_du_femur": "femoral_neck", "naviculaire": "navicular", "tibia_anterieur": "anterior_tibia"},
    **{"cinquieme_metatarsien": "fifth_metatarsal", "autre_os": "other_bone", "achille": "achilles"},
    **{"mollet": "calf", "tibia": "shin", "genou": "knee", "ischio": "hamstring", "hanche": "hip", "pied": "foot"},
    **{"cheville": "ankle", "dos": "back", "autre": "other"},
    **{"actuelle": "current", "reprise": "recovering", "passee": "past"},
    **{"debutant": "beginner", "intermediaire": "intermediate", "avance": "advanced", "semi": "half"},
    **{"route": "road", "vallonne": "hilly", "piste": "track", "tapis": "treadmill"},
}
"""What is chosen may be said in French, without accents."""

Choice = TypeVar("Choice", bound=StrEnum)


def said_as(field: str | None) -> str | None:
    """The name under which a field of the service is said here."""
    return _SAID_AS.get(field or "", field)


def goal_of(told: Mapping[str, Any]) -> Goal:
    """The goal of such words, each a text or what JSON writes for it; None and an empty text are not said.

    Raises InvalidInput, naming the word it means.
    """
    said = {name: value for name, value in told.items() if value not in (None, "", [], ())}
    if "goal" not in said:
        raise InvalidInput(
            mark("Say what you train for: goal is one of {choices}."), field="goal", choices=_of(GoalKind)
        )
    kind = choice_of(GoalKind, said["goal"], "goal")
    metres = _distance(said["distance"], "distance") if "distance" in said else None
    if metres is not None and kind is not GoalKind.ULTRA:
        raise InvalidInput(
            mark("Only an ultra is asked with a distance; the other races have their own."), field="distance"
        )
    long_day = weekday_of(said["long_day"], "long_day") if "long_day" in said else None
    days = days_of(said.get("days", USUAL_DAYS), long_day)
    length = metres or (kind.distance_m if kind.races else None)
    return Goal(
        kind=kind,
        days=days,
        race_day=_given(said, "date", day_of),
        weeks=_given(said, "weeks", whole_of),
        target_s=_target(said["target"], length) if "target" in said else None,
        level=choice_of(Level, said["level"], "level") if "level" in said else None,
        long_day=long_day,
        minutes=minutes_of(said["minutes"], days) if "minutes" in said else None,
        distance_m=metres,
        vma_kmh=_given(said, "vma", number_of),
        terrain=choice_of(Terrain, said["terrain"], "terrain") if "terrain" in said else Terrain.ROAD,
        strength=_count(said, "strength", MOST_STRENGTH),
        cross_training=_count(said, "cross", MOST_CROSS),
        tune_ups=tuple(tune_up_of(each) for each in _list(said.get("tune_up", ()), "tune_up")),
        injuries=tuple(injury_of(each) for each in _list(said.get("injury", ()), "injury")),
        weeks_off=_count(said, "weeks_off", MOST_WEEKS_OFF) if "weeks_off" in said else None,
    )


def days_of(said: object, long_day: int | None = None) -> tuple[int, ...]:
    """Weekdays (Monday 0) of a count, of ``tue,thu,sat,sun``, or of a list of names. Raises InvalidInput."""
    from coach.science.planning.calendar import days_for

    if isinstance(said, int) and not isinstance(said, bool):
        return days_for(said, long_day)
    if isinstance(said, str) and re.fullmatch(r"\s*-?\d{1,9}\s*", said):
        return days_for(int(said), long_day)
    names = said.split(",") if isinstance(said, str) else said
    if not isinstance(names, list) or not 0 < len(names) <= MOST_IN_A_LIST:
        raise InvalidInput(mark("Say how many days a week, or which: tue,thu,sat,sun."), field="days")
    return tuple(sorted({weekday_of(each, "days") for each in names}))


def weekday_of(said: object, field: str) -> int:
    """A weekday (Monday 0) by the beginning of its name in English or French. Raises InvalidInput."""
    if isinstance(said, str):
        for number, names in enumerate(WEEKDAYS):
            if said.strip().lower().startswith(names):
                return number
    raise InvalidInput(
        mark("Days are written mon, tue, wed, thu, fri, sat, sun: {said} is none of them."),
        field=field,
        said=_shown(said),
    )


def minutes_of(said: object, days: tuple[int, ...]) -> tuple[int | None, ...]:
    """The most minutes of each day: one number for all, or ``tue=45,sun=150`` (or an object). Raises InvalidInput."""
    if isinstance(said, str) and "=" in said:
        pairs = [part.partition("=")[::2] for part in said.split(",")]
    elif isinstance(said, dict):
        pairs = list(said.items())
    else:
        return (whole_of(said, "minutes"),) * len(days)
    given = {weekday_of(day, "minutes"): whole_of(value, "minutes") for day, value in pairs}
    if strange := [WEEKDAYS[day][0] for day in given if day not in days]:
        message = mark("Minutes are given for {day}, which is not among your running days.")
        raise InvalidInput(message, field="minutes", day=strange[0])
    return tuple(given.get(day) for day in days)


def injury_of(said: object) -> Injury:
    """An injury said as ``knee:past`` or ``navicular:recovering:cleared``, or as an object. Raises InvalidInput."""
    if isinstance(said, dict):
        _known_keys(said, ("site", "state", "cleared"), "injury")
        parts = [said.get("site"), said.get("state"), said.get("cleared", False)]
    elif isinstance(said, str):
        parts = [*said.split(":")]
    else:
        parts = []
    if not 1 < len(parts) <= 3:
        message = mark("An injury is written like knee:recovering; add :cleared once a doctor allowed running.")
        raise InvalidInput(message, field="injury")
    site = choice_of(InjurySite, parts[0], "injury")
    state = choice_of(InjuryState, parts[1], "injury")
    return Injury(site, state, _cleared(parts[2]) if len(parts) == 3 else False)


def tune_up_of(said: object) -> TuneUp:
    """A race on the way, said as ``2027-03-01:10km`` or as an object of day and distance. Raises InvalidInput."""
    if isinstance(said, dict):
        _known_keys(said, ("day", "distance", "distance_m"), "tune_up")
        day, distance = said.get("day"), said.get("distance") or said.get("distance_m")
    else:
        day, _, distance = said.partition(":") if isinstance(said, str) else ("", "", "")
    if not day or not distance:
        raise InvalidInput(mark("A race on the way is written 2027-03-01:10km."), field="tune_up")
    return TuneUp(day_of(day, "tune_up"), _distance(distance, "tune_up"))


def choice_of(kind: type[Choice], said: object, field: str) -> Choice:
    """One of the words of ``kind``, - as _. Raises InvalidInput, naming them all."""
    word = said.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(said, str) else ""
    word = IN_FRENCH.get(unaccented(word), word)
    if word in {each.value for each in kind}:
        return kind(word)
    message = mark("{said} is not known for {name}: choose {choices}.")
    raise InvalidInput(message, field=field, said=_shown(said), name=field, choices=_of(kind))


def unaccented(word: str) -> str:
    """The word without its accents."""
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))


def day_of(said: object, field: str) -> date:
    """A day written 2027-04-11. Raises InvalidInput."""
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(said if isinstance(said, str) and len(said) == len("2027-04-11") else "")
    except ValueError:
        raise InvalidInput(
            mark("{text} is no day. Write it like 2027-04-11."), field=field, text=_shown(said)
        ) from None


def whole_of(said: object, field: str) -> int:
    """A whole number. Raises InvalidInput."""
    number = number_of(said, field)
    if number != int(number):
        raise InvalidInput(mark("{name} must be a whole number."), field=field, name=field)
    return int(number)


def number_of(said: object, field: str) -> float:
    """A number as JSON or people write it; 1e3, true and NaN are none. Raises InvalidInput."""
    value: float | None = None
    if isinstance(said, int | float) and not isinstance(said, bool) and abs(said) < 1e9 and isfinite(said):
        value = float(said)
    elif isinstance(said, str) and re.fullmatch(r"\s*-?\d{1,9}([.,]\d{1,9})?\s*", said):
        value = float(said.replace(",", "."))
    if value is None:
        raise InvalidInput(mark("{name} must be a number."), field=field, name=field)
    return value


def _given(said: Mapping[str, Any], name: str, read: Callable[[object, str], Any]) -> Any:
    return read(said[name], name) if name in said else None


def _count(said: Mapping[str, Any], name: str, most: int) -> int:
    count = whole_of(said[name], name) if name in said else 0
    if not 0 <= count <= most:
        raise InvalidInput(mark("{name} is a number from 0 to {most}."), field=name, name=name, most=most)
    return count


def _list(said: object, field: str) -> list[object]:
    items = [said] if isinstance(said, str | dict) else said
    if not isinstance(items, list | tuple) or len(items) > MOST_IN_A_LIST:
        raise InvalidInput(mark("{name} is a list of at most {most}."), field=field, name=field, most=MOST_IN_A_LIST)
    return list(items)


def _target(said: object, metres: float | None) -> float:
    if metres is None:
        raise InvalidInput(mark("A target time belongs to a race; this goal has none."), field="target")
    if isinstance(said, int | float) and not isinstance(said, bool):
        return number_of(said, "target")
    seconds = race_time_of(said, metres) if isinstance(said, str) else None
    whole = re.fullmatch(r"(\d{1,2}):([0-5]\d):([0-5]\d)", said.strip()) if isinstance(said, str) else None
    if seconds is None and whole:
        # Too fast, but clear: the coach tells the bounds of this race.
        hours, minutes, rest = map(int, whole.groups())
        return float(hours * 3600 + minutes * 60 + rest)
    if seconds is None:
        raise InvalidInput(mark("A time is written 3:45:00 or 45:30, and is one a human can run."), field="target")
    return seconds


def _distance(said: object, field: str) -> float:
    from coach.cli.race_input import distance_of

    if not isinstance(said, str):
        return number_of(said, field)
    try:
        return distance_of(said)
    except InvalidInput as refusal:
        refusal.field = field
        raise


def _cleared(said: object) -> bool:
    if isinstance(said, bool):
        return said
    word = str(said).strip().lower()
    if word not in (*_YES, *_NO):
        message = mark("{said} is not known for {name}: choose {choices}.")
        raise InvalidInput(message, field="injury", said=_shown(said), name="injury", choices="cleared")
    return word in _YES


def _known_keys(said: Mapping[str, object], known: tuple[str, ...], field: str) -> None:
    if strange := sorted(set(said) - set(known)):
        message = mark("There is no {name} here: {known} are known.")
        raise InvalidInput(message, field=field, name=", ".join(map(_shown, strange)), known=", ".join(known))


def _of(kind: type[StrEnum]) -> str:
    return ", ".join(each.value for each in kind)


def _shown(said: object) -> str:
    return str(said)[:40]
