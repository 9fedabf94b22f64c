"""Activities: listed, opened, renamed, rated, taken away and brought back, separated, and their samples."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from coach.api import sampling
from coach.api.openapi import refused
from coach.api.requests import Acting
from coach.api.schemas_activities import (
    ActivityChange,
    ActivityDetail,
    ActivityPage,
    ActivitySummary,
    SamplesBody,
    Separated,
)
from coach.api.texts import ShortText
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.sports import SportFamily
from coach.services import activities

router = APIRouter(prefix="/v1/activities", tags=["activities"])

BIGGEST_ID = 2**63 - 1
MOST_POINTS = 100_000


@router.get("", responses=refused())
def list_activities(
    acting: Acting,
    family: Annotated[SportFamily | None, Query(description="Sports of one family")] = None,
    text: Annotated[ShortText | None, Query(description="Part of the name, upper or lower case")] = None,
    since: Annotated[date | None, Query(description="First day, on the athlete's calendar")] = None,
    until: Annotated[date | None, Query(description="Last day, included")] = None,
    cursor: Annotated[ShortText | None, Query(description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Activities a page")] = 20,
) -> ActivityPage:
    """The athlete's activities, newest first."""
    narrowed = activities.Filter(family=family, text=text, since=since, until=until)
    page = activities.listing(acting.connection, acting.athlete_id, filter=narrowed, cursor=cursor, limit=limit)
    return ActivityPage(
        activities=[ActivitySummary.of(row) for row in page.rows], next_cursor=page.cursor, total=page.total
    )


@router.get("/{activity_id}", responses=refused(404))
def get_activity(acting: Acting, activity_id: UUID) -> ActivityDetail:
    """An activity whole, except its samples."""
    found = activities.detail(acting.connection, acting.athlete_id, str(activity_id))
    return ActivityDetail.whole(found, acting.language)


@router.get("/{activity_id}/samples", response_model=SamplesBody, responses=refused(404))
def get_activity_samples(
    acting: Acting,
    activity_id: UUID,
    columns: Annotated[
        ShortText | None, Query(description="Columns wanted, with commas; all of them when absent")
    ] = None,
    points: Annotated[
        int | None, Query(ge=1, le=MOST_POINTS, description="At most so many points, each the mean of its samples")
    ] = None,
) -> JSONResponse:
    """The cleaned samples, column by column."""
    found = activities.samples(acting.connection, acting.athlete_id, str(activity_id))
    # Hundreds of thousands of numbers that were just rounded: checking each against the schema would take longer.
    return JSONResponse(sampling.body(found, columns, points).model_dump())


@router.patch("/{activity_id}", responses=refused(404))
def change_activity(acting: Acting, activity_id: UUID, change: ActivityChange) -> ActivityDetail:
    """Rename an activity, say how hard it felt or whether it was a race."""
    if not change.model_fields_set - ({"race"} if change.race is None else set()):
        raise InvalidInput(mark("Say what to change: name, perceived_effort or race."))
    whose = acting.connection, acting.athlete_id, str(activity_id)
    if "name" in change.model_fields_set:
        activities.rename(*whose, change.name)
    if "perceived_effort" in change.model_fields_set:
        activities.rate(*whose, change.perceived_effort)
    if change.race is not None:
        activities.mark_race(*whose, change.race, acting.now)
    return get_activity(acting, activity_id)


@router.delete("/{activity_id}", status_code=204, response_class=Response, responses=refused(404))
def delete_activity(acting: Acting, activity_id: UUID) -> None:
    """Take an activity away; it can be restored."""
    activities.delete(acting.connection, acting.athlete_id, str(activity_id), acting.now)


@router.post("/{activity_id}/restore", responses=refused(404))
def restore_activity(acting: Acting, activity_id: UUID) -> ActivityDetail:
    """Bring back an activity that was taken away."""
    activities.restore(acting.connection, acting.athlete_id, str(activity_id), acting.now)
    return get_activity(acting, activity_id)


@router.post("/{activity_id}/sources/{source_id}/separate", responses=refused(404, 409))
def separate_source(acting: Acting, activity_id: UUID, source_id: int) -> Separated:
    """Undo a merge: the file becomes an activity of its own again."""
    parted = activities.separate(acting.connection, acting.athlete_id, str(activity_id), str(source_id), acting.now)
    return Separated(activity_id=activity_id, new_activity_id=UUID(parted))
