"""Imports: files sent, progress watched, what was set aside read again."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from coach.api.openapi import refused
from coach.api.requests import Acting, Called, Caller
from coach.api.schemas_imports import (
    ImportBody,
    ImportItemBody,
    ImportItems,
    ImportLog,
    LogLineBody,
    Retried,
)
from coach.api.uploads import Received, Spool
from coach.domain.imports import ImportRun, ItemState
from coach.services import imports
from coach.store import engine, home

router = APIRouter(prefix="/v1/imports", tags=["imports"])

BIGGEST_ID = 2**63 - 1
After = Annotated[int, Query(ge=0, le=BIGGEST_ID, description="Only those with a greater id")]
_FILES = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "description": "FIT, GPX and TCX files, also .gz, and archives: zip, account exports",
                            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                        }
                    },
                }
            }
        },
    }
}


@router.post("", status_code=202, responses=refused(409, 413), openapi_extra=_FILES)
async def create_import(request: Request, who: Called, response: Response) -> ImportBody:
    """Send files, up to 2 GB at once. They are read in the background; `Location` is where to watch."""
    # The one endpoint that is no plain function: it takes the body while it arrives, holding no connection.
    with Spool(home.spool_folder(), request.headers.get("content-type", "")) as spool:
        await spool.take(request.stream())
        run = await run_in_threadpool(_hand_over, who, spool.received)
    response.headers["Location"] = f"{router.prefix}/{run.run_id}"
    return ImportBody.of(run)


@router.get("/{import_id}", responses=refused(404))
def get_import(acting: Acting, import_id: UUID) -> ImportBody:
    """Where an import stands."""
    return ImportBody.of(imports.progress(acting.connection, acting.athlete_id, str(import_id), acting.now))


@router.get("/{import_id}/items", responses=refused(404))
def list_import_items(
    acting: Acting,
    import_id: UUID,
    state: Annotated[list[ItemState] | None, Query(description="Only files in one of these states")] = None,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> ImportItems:
    """The files of an import and what became of them, the last finished first."""
    found = imports.items(acting.connection, acting.athlete_id, str(import_id), states=state, limit=limit, after=after)
    return ImportItems(items=[ImportItemBody.of(item, acting.language) for item in found])


@router.get("/{import_id}/log", responses=refused(404))
def list_import_log(
    acting: Acting, import_id: UUID, after: After = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 500
) -> ImportLog:
    """The log of an import, in order. Give the last id you saw as `after` to follow it."""
    found = imports.log(acting.connection, acting.athlete_id, str(import_id), after=after, limit=limit)
    return ImportLog(lines=[LogLineBody.of(line, acting.language) for line in found])


@router.post("/{import_id}/retry", status_code=202, responses=refused(404))
def retry_import(acting: Acting, import_id: UUID) -> Retried:
    """Read again what was set aside."""
    return Retried(files=imports.retry(acting.connection, acting.athlete_id, str(import_id), acting.now))


def _hand_over(who: Caller, received: list[Received]) -> ImportRun:
    """Make a run of the files received; all of them or none."""
    label = received[0].name if len(received) == 1 else f"{received[0].name} + {len(received) - 1}"
    with engine.transaction() as connection:
        run_id = imports.open_run(connection, who.athlete_id, label=label[:120], source="api")
        for file in received:
            imports.receive(connection, who.athlete_id, run_id, file.name, file.path)
        imports.submit(connection, who.athlete_id, run_id, who.now)
        return imports.progress(connection, who.athlete_id, run_id, who.now)
