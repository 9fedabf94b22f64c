"""Days besides training: resting heart rate, sleep, HRV and weight."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query

from coach.api.openapi import refused
from coach.api.requests import Acting
from coach.api.schemas_wellness import NAMES, WellnessBody, WellnessChange, WellnessList
from coach.domain.problems import InvalidInput
from coach.services import wellness

router = APIRouter(prefix="/v1/wellness", tags=["wellness"])

FORTNIGHT = timedelta(days=13)

OnDate = Annotated[date, Path(alias="date", description="A day on your own calendar")]


@router.get("", responses=refused())
def list_wellness(
    acting: Acting,
    since: Annotated[date | None, Query(description="First day; thirteen days before the last when absent")] = None,
    until: Annotated[date | None, Query(description="Last day, included; today when absent")] = None,
) -> WellnessList:
    """The days of which something is known, oldest first; the last fourteen when not asked otherwise."""
    last = until or acting.today
    days = wellness.listing(acting.connection, acting.athlete_id, since or last - min(FORTNIGHT, last - date.min), last)
    return WellnessList(days=[WellnessBody.of(day) for day in days])


@router.get("/{date}", responses=refused())
def get_wellness(acting: Acting, on: OnDate) -> WellnessBody:
    """What is known of a day, all null where nothing is."""
    return WellnessBody.of(wellness.day(acting.connection, acting.athlete_id, on))


@router.put("/{date}", responses=refused())
def put_wellness(acting: Acting, on: OnDate, change: WellnessChange) -> WellnessBody:
    """Say what you know of a day; it counts whatever files say of it."""
    try:
        day = wellness.record(acting.connection, acting.athlete_id, on, change.given(), today=acting.today)
    except InvalidInput as refusal:
        refusal.field = NAMES.get(refusal.field or "", refusal.field)
        raise
    return WellnessBody.of(day)
