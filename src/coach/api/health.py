"""Is this door alive, and can it serve."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter
from sqlalchemy import inspect

from coach.api.openapi import refused
from coach.api.schemas_health import Alive, Ready
from coach.domain.language import mark
from coach.domain.problems import Unavailable
from coach.store import engine
from coach.store.tables import metadata

router = APIRouter(tags=["health"])

VERSION = version("coach-ia")


@router.get("/health")
async def get_liveness() -> Alive:
    """This process answers. It asks nobody else, so it is quick even when the database is not."""
    return Alive()


@router.get("/v1/health", responses=refused(503, open_to_all=True))
def get_readiness() -> Ready:
    """This process can serve: the database answers and has the present schema."""
    with engine.transaction() as connection:
        present = inspect(connection).get_table_names()
    if not set(metadata.tables) <= set(present):
        raise Unavailable(mark("The database is not migrated yet. `coach up` does it."))
    return Ready(version=VERSION)
