"""What every endpoint is handed: who asks, in which language, when, and the transaction of the act.

Two short transactions serve a request. The first says whose token it is and notes its use; it ends before
the act begins, because it holds the token's row and would let one slow request stop the athlete's others.
The second is the act's: it is committed before the response is begun, so that no failed commit is told as a success.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Connection

from coach.api.languages import language_of
from coach.api.problems import SignInNeeded
from coach.domain.athletes import Athlete, Language
from coach.domain.language import mark
from coach.domain.problems import NotAllowed
from coach.services import tokens
from coach.store import engine

MOST_TRANSACTIONS = 10
"""Transactions held from before an endpoint to after it. Each also needs a thread, and the engine has 16
connections: were all of them held while threads wait for one more, neither would ever get on."""

_bearer = HTTPBearer(
    auto_error=False, scheme_name="token", description="A token made with `coach token`, sent as `Bearer <token>`."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, when, and the language of what is said back."""

    athlete: Athlete
    language: Language
    now: datetime

    @property
    def athlete_id(self) -> str:
        """The athlete every query is narrowed to."""
        return self.athlete.athlete_id

    @property
    def today(self) -> date:
        """The day on the athlete's own calendar."""
        return self.now.astimezone(ZoneInfo(self.athlete.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Act(Caller):
    """A caller with the transaction of what they ask for."""

    connection: Connection


def clock() -> datetime:
    """The instant of the request, aware, UTC. The only clock of this door."""
    return datetime.now(UTC)


def caller(
    request: Request,
    now: Annotated[datetime, Depends(clock)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Caller:
    """Whose token came with the request.

    Raises:
        SignInNeeded: none came, or one that is unknown or revoked.
    """
    if credentials is None:
        raise SignInNeeded(mark("Send a token in the header: Authorization: Bearer <token>."))
    try:
        with engine.transaction() as connection:
            athlete = tokens.authenticate(connection, credentials.credentials, now)
    except NotAllowed as refusal:
        raise SignInNeeded(refusal.message, **refusal.values) from refusal
    return Caller(athlete, language_of(request), now)


Called = Annotated[Caller, Depends(caller)]


def act(who: Called) -> Iterator[Act]:
    """The caller and a transaction around the endpoint: committed when it returns, rolled back when it raises."""
    with engine.transaction() as connection:
        yield Act(who.athlete, who.language, who.now, connection)


Acting = Annotated[Act, Depends(act, scope="function", max_concurrency=MOST_TRANSACTIONS)]
"""Endpoints that touch the database take this. Scope "function" ends the transaction before the response begins."""
