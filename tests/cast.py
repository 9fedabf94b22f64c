"""One cast for every test: Ann runs, Bo lifts, Cy is a stranger who must see nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy import Connection, insert

from coach.domain.athletes import Athlete, Language
from coach.services import athletes, tokens
from coach.store.engine import transaction
from coach.store.tables import t_account

PASSWORD = "a-long-password"


@dataclass(frozen=True)
class Member:
    """Somebody with an account, an athlete and a token."""

    athlete: Athlete
    user_id: int
    email: str
    token: str

    @property
    def athlete_id(self) -> str:
        return self.athlete.athlete_id


@dataclass(frozen=True)
class Cast:
    ann: Member
    bo: Member
    cy: Member


def assemble() -> Cast:
    """Three new people, so that no test sees what another left behind."""
    with transaction() as connection:
        return Cast(
            ann=_member(connection, "Ann", Language.FRENCH),
            bo=_member(connection, "Bo", Language.ENGLISH),
            cy=_member(connection, "Cy", Language.ENGLISH),
        )


def _member(connection: Connection, name: str, language: Language) -> Member:
    email = f"{name.lower()}-{uuid.uuid4().hex[:12]}@example.org"
    account = {"email": email, "password": _hashed(), "is_superuser": False, "language": language.value}
    user_id = connection.execute(insert(t_account).values(**account).returning(t_account.c.id)).scalar_one()
    athlete = athletes.ensure_for_user(
        connection, user_id, name=name, email=email, language=language, time_zone="Europe/Paris"
    )
    return Member(athlete, user_id, email, tokens.issue(connection, athlete.athlete_id, "test"))


@cache
def _hashed() -> str:
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return "argon2" + hasher.hash(PASSWORD)
