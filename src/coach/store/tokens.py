"""API tokens: hashes in, athlete ids out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, update

from coach.store.tables import t_api_token

_columns = t_api_token.c


def add(connection: Connection, athlete_id: str, name: str, digest: bytes) -> None:
    """Write a token's SHA-256."""
    connection.execute(insert(t_api_token).values(athlete_id=athlete_id, name=name, digest=digest))


def use(connection: Connection, digest: bytes, now: datetime) -> str | None:
    """The athlete of a living token, its last use noted; None when there is none."""
    statement = (
        update(t_api_token)
        .where(_columns.digest == digest, _columns.revoked_at.is_(None))
        .values(last_used_at=now)
        .returning(_columns.athlete_id)
    )
    found = connection.execute(statement).scalar_one_or_none()
    return None if found is None else str(found)


def revoke_all(connection: Connection, athlete_id: str, now: datetime) -> int:
    """Revoke the athlete's living tokens; how many."""
    statement = (
        update(t_api_token)
        .where(_columns.athlete_id == athlete_id, _columns.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return connection.execute(statement).rowcount
