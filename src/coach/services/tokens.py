"""First, simple tokens for the API: shown once, kept as a hash. The identity service will replace them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import Connection

from coach.domain.athletes import Athlete
from coach.domain.language import mark
from coach.domain.problems import NotAllowed
from coach.store import athletes, audit, tokens

PREFIX = "coach_"


def issue(connection: Connection, athlete_id: str, name: str) -> str:
    """Make a token for the athlete. It is returned this once; only its SHA-256 is kept."""
    token = PREFIX + secrets.token_urlsafe(32)
    tokens.add(connection, athlete_id, name, _digest(token))
    audit.note(connection, athlete_id, "token.issue", name)
    return token


def authenticate(connection: Connection, token: str, now: datetime) -> Athlete:
    """Whose token it is.

    Raises:
        NotAllowed: unknown or revoked.
    """
    athlete_id = tokens.use(connection, _digest(token), now)
    if athlete_id is None:
        raise NotAllowed(mark("This token is not known or was revoked. Make a new one with `coach token`."))
    return athletes.get(connection, athlete_id)


def revoke_all(connection: Connection, athlete_id: str, now: datetime) -> int:
    """Revoke every token of the athlete; how many."""
    audit.note(connection, athlete_id, "token.revoke_all")
    return tokens.revoke_all(connection, athlete_id, now)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
