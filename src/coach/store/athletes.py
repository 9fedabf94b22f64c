"""Athletes: rows in, ``Athlete`` out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from coach.domain.athletes import Athlete, Language, Level, Sex
from coach.domain.problems import NotFound
from coach.store.engine import AnyRow
from coach.store.tables import t_athlete


def get(connection: Connection, athlete_id: str) -> Athlete:
    """The athlete of this id.

    Raises:
        NotFound: nobody has it.
    """
    return _one(connection, t_athlete.c.id == athlete_id)


def of_user(connection: Connection, user_id: int) -> Athlete:
    """The athlete of an account.

    Raises:
        NotFound: the account has no athlete yet.
    """
    return _one(connection, t_athlete.c.user_id == user_id)


def by_email(connection: Connection, email: str) -> Athlete:
    """The athlete who signs in with ``email``, whatever its case.

    Raises:
        NotFound: nobody does.
    """
    return _one(connection, t_athlete.c.email == email.strip().lower())


def local(connection: Connection) -> Athlete | None:
    """The athlete the command line acts for, None before its first use."""
    row = connection.execute(select(t_athlete).where(t_athlete.c.local)).one_or_none()
    return None if row is None else _athlete(row)


def insert_one(connection: Connection, **values: Any) -> Athlete:
    """Write a new athlete, or return the one that is already there (same account, or the local one)."""
    statement = insert(t_athlete).values(**values).on_conflict_do_nothing().returning(t_athlete)
    row = connection.execute(statement).one_or_none()
    if row is not None:
        return _athlete(row)
    if values.get("local"):
        return _one(connection, t_athlete.c.local)
    return of_user(connection, values["user_id"])


def change(connection: Connection, athlete_id: str, changes: Mapping[str, Any]) -> Athlete:
    """Write ``changes`` (column to value) and return the athlete as they are now.

    Raises:
        NotFound: nobody has the id.
    """
    statement = update(t_athlete).where(t_athlete.c.id == athlete_id).values(**changes).returning(t_athlete)
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such athlete.")
    return _athlete(row)


def _one(connection: Connection, condition: ColumnElement[bool]) -> Athlete:
    row = connection.execute(select(t_athlete).where(condition)).first()
    if row is None:
        raise NotFound("There is no such athlete.")
    return _athlete(row)


def _athlete(row: AnyRow) -> Athlete:
    return Athlete(
        athlete_id=str(row.id),
        name=row.name,
        email=row.email,
        language=Language(row.language),
        time_zone=row.time_zone,
        birth_date=row.birth_date,
        sex=Sex(row.sex) if row.sex else None,
        height_cm=row.height_cm,
        weight_kg=row.weight_kg,
        max_hr=row.max_hr,
        resting_hr=row.resting_hr,
        level=Level(row.level) if row.level else None,
    )
