"""Athletes: who they are, as far as they chose to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from sqlalchemy import Connection

from coach.domain.athletes import Athlete, Language, Level, Sex
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.services import fitness
from coach.store import athletes, audit

_RANGES = {
    "height_cm": (100.0, 250.0, mark("Height is between 100 and 250 cm.")),
    "weight_kg": (25.0, 300.0, mark("Weight is between 25 and 300 kg.")),
    "max_hr": (100, 240, mark("Maximal heart rate is between 100 and 240 beats per minute.")),
    "resting_hr": (25, 110, mark("Resting heart rate is between 25 and 110 beats per minute.")),
}
YOUNGEST = 8
LEAST_RESERVE = 40
"""Years and beats per minute below which a profile is a slip of the finger."""

_TELLS_OF_FITNESS = {"birth_date", "sex", "level", *_RANGES}
_FREE = {"name", "language", "time_zone", "birth_date", "sex", "level", *_RANGES}


def ensure_for_user(
    connection: Connection, user_id: int, *, name: str, email: str, language: Language, time_zone: str
) -> Athlete:
    """The athlete of an account, made when there is none yet; safe to repeat."""
    return athletes.insert_one(
        connection,
        user_id=user_id,
        name=name,
        email=email.strip().lower(),
        language=language.value,
        time_zone=checked_zone(time_zone),
    )


def ensure_local(connection: Connection, *, language: Language, time_zone: str) -> Athlete:
    """The athlete of this machine's command line, made on first use."""
    found = athletes.local(connection)
    if found is not None:
        return found
    return athletes.insert_one(
        connection, local=True, name="", language=language.value, time_zone=checked_zone(time_zone)
    )


def of_user(connection: Connection, user_id: int) -> Athlete:
    """The athlete of an account. Raises NotFound when the account has none yet."""
    return athletes.of_user(connection, user_id)


def by_email(connection: Connection, email: str) -> Athlete:
    """The athlete who signs in with ``email``. Raises NotFound when nobody does."""
    return athletes.by_email(connection, email)


def get(connection: Connection, athlete_id: str) -> Athlete:
    """The athlete of this id. Raises NotFound when nobody has it."""
    return athletes.get(connection, athlete_id)


def update(connection: Connection, athlete_id: str, changes: Mapping[str, object], *, today: date) -> Athlete:
    """Change what the athlete says of themselves; only the fields given are touched, and fitness follows.

    Raises:
        InvalidInput: a field is unknown or out of the range people have.
        NotFound: nobody has the id.
    """
    values = {field: _checked(field, value) for field, value in changes.items()}
    changed = athletes.change(connection, athlete_id, values)
    _believable(changed, values, today)
    audit.note(connection, athlete_id, "athlete.update", athlete_id, fields=sorted(values))
    if not _TELLS_OF_FITNESS.isdisjoint(values):
        fitness.refresh_on(connection, athlete_id, today)
    return changed


def checked_zone(name: str) -> str:
    """The IANA time zone name, if it is one.

    Raises:
        InvalidInput: there is no such zone.
    """
    if name not in known_zones():
        raise InvalidInput(
            mark("There is no time zone called {zone}. Use a name like Europe/Paris."), field="time_zone", zone=name
        )
    return name


@cache
def known_zones() -> frozenset[str]:
    """The names of time zones that mean the same on every machine."""
    return frozenset(available_timezones()) - {"localtime", "posixrules", "Factory"}


def _believable(athlete: Athlete, changed: Mapping[str, object], today: date) -> None:
    """What holds between fields; raising undoes the change."""
    age = athlete.age_on(today)
    if "birth_date" in changed and age is not None and age < YOUNGEST:
        sentence = mark("A birth date lies in the past, at least {years} years ago.")
        raise InvalidInput(sentence, field="birth_date", years=YOUNGEST)
    rates = {"max_hr": athlete.max_hr, "resting_hr": athlete.resting_hr}
    given = [field for field in rates if field in changed]
    if given and athlete.max_hr and athlete.resting_hr and athlete.max_hr < athlete.resting_hr + LEAST_RESERVE:
        sentence = mark("Maximal heart rate ({max_hr}) must be well above resting heart rate ({resting_hr}).")
        raise InvalidInput(sentence, field=given[0], **rates)


def _checked(field: str, value: object) -> object:
    if field not in _FREE:
        raise InvalidInput(mark("There is no field called {name}."), field=field, name=field)
    if value is None or value == "":
        return "" if field == "name" else None
    if field in _RANGES:
        return _in_range(field, value)
    if field == "birth_date":
        return _birth_date(value)
    kinds: dict[str, type[Language] | type[Sex] | type[Level]] = {"language": Language, "sex": Sex, "level": Level}
    if field in kinds:
        return _one_of(kinds[field], field, value)
    return checked_zone(str(value)) if field == "time_zone" else str(value).strip()


def _in_range(field: str, value: object) -> float:
    low, high, sentence = _RANGES[field]
    try:
        number = float(str(value))
    except ValueError:
        raise InvalidInput(sentence, field=field) from None
    if not low <= number <= high:
        raise InvalidInput(sentence, field=field)
    return number if field.endswith(("_cm", "_kg")) else round(number)


def _one_of(kind: type[Language] | type[Sex] | type[Level], field: str, value: object) -> str:
    try:
        return kind(str(value)).value
    except ValueError:
        choices = ", ".join(kind)
        raise InvalidInput(mark("Choose one of: {choices}."), field=field, choices=choices) from None


def _birth_date(value: object) -> date:
    sentence = mark("A birth date is written like 1990-05-17.")
    try:
        born = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise InvalidInput(sentence, field="birth_date") from None
    if not 1900 <= born.year <= 2100:
        raise InvalidInput(sentence, field="birth_date")
    return born
