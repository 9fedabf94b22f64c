"""The calendar feed: a private address that any calendar program subscribes to; whoever has it reads the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field

from coach.api.openapi import refused
from coach.api.requests import Acting, clock
from coach.domain.athletes import Language
from coach.services.plans import feeding
from coach.store import engine

router = APIRouter(tags=["calendar"])

CALENDAR = "text/calendar"
LONGEST_TOKEN = 200


class FeedBody(BaseModel):
    """Whether the feed is open."""

    open: bool
    created_at: datetime | None = Field(description="When its address was made; null when it is closed")
    read_at: datetime | None = Field(description="When a calendar last read it; null is never")


class OpenedFeed(FeedBody):
    """The feed with its address, which is shown this once."""

    path: str = Field(description="The private address without the host; keep it secret")
    url: str = Field(description="The private address as this host is called now")


@router.get("/v1/calendar-feed", responses=refused())
def get_calendar_feed(acting: Acting) -> FeedBody:
    """Whether a calendar can follow your plan, and when one last did. The address itself is never told again."""
    return _state(acting)


@router.post("/v1/calendar-feed", status_code=201, responses=refused())
def open_calendar_feed(acting: Acting, request: Request) -> OpenedFeed:
    """Make a private address for your calendar, told this once. The address before, if any, is worth nothing then."""
    token = feeding.open_feed(acting.connection, acting.athlete_id, acting.now)
    path = f"/v1/calendar/{token}.ics"
    return OpenedFeed(**_state(acting).model_dump(), path=path, url=f"{str(request.base_url).rstrip('/')}{path}")


@router.delete("/v1/calendar-feed", status_code=204, response_class=Response, responses=refused())
def close_calendar_feed(acting: Acting) -> None:
    """Close the address: calendars that follow it get nothing more."""
    feeding.close_feed(acting.connection, acting.athlete_id)


@router.get(
    "/v1/calendar/{token}.ics",
    response_class=Response,
    responses={
        200: {"description": "The plan as iCalendar", "content": {CALENDAR: {}}},
        **refused(404, 422, 503, open_to_all=True),
    },
)
def read_calendar(
    token: Annotated[str, Path(max_length=LONGEST_TOKEN, description="The secret part of the private address")],
    now: Annotated[datetime, Depends(clock)],
    language: Annotated[Language | None, Query(description="Of its words; else the athlete's own")] = None,
) -> Response:
    """The newest version of the newest plan, for calendar programs: the secret address is the only key."""
    with engine.transaction() as connection:
        data = feeding.feed(connection, token, now, language)
    headers = {"Content-Disposition": 'inline; filename="coach.ics"', "Referrer-Policy": "no-referrer"}
    return Response(data, media_type=f"{CALENDAR}; charset=utf-8", headers=headers)


def _state(acting: Acting) -> FeedBody:
    known = feeding.state(acting.connection, acting.athlete_id)
    return FeedBody(
        open=known is not None,
        created_at=known.created_at if known else None,
        read_at=known.read_at if known else None,
    )
