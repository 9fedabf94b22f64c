"""What the weeks behind an athlete add up to."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from coach.api.openapi import refused
from coach.api.requests import Act, Acting
from coach.api.schemas_analytics import TrendsBody
from coach.api.schemas_analytics_outlook import DashboardBody, PredictionsBody
from coach.api.schemas_analytics_zones import ZonesBody
from coach.domain.language import mark
from coach.domain.problems import NotFound
from coach.services import analytics

router = APIRouter(prefix="/v1/analytics", tags=["analytics"])

ME = "me"
MOST_WEEKS = 520

Whose = Annotated[str, Path(max_length=60, description="Your athlete id, as your profile tells it, or `me`")]
Weeks = Annotated[
    int, Query(ge=1, le=MOST_WEEKS, description="Calendar weeks looked at, Monday first, the running one included")
]


@router.get("/trends/{user_id}", responses=refused(404))
def get_trends(acting: Acting, user_id: Whose, period_weeks: Weeks = 12) -> TrendsBody:
    """Weeks, rolling means, bests, this period beside the one before, and what goes with what."""
    found = analytics.trends(acting.connection, _athlete(acting, user_id), acting.today, period_weeks)
    return TrendsBody.of(found, acting.language)


@router.get("/zones/{user_id}", responses=refused(404))
def get_zones(acting: Acting, user_id: Whose, period_weeks: Weeks = 12) -> ZonesBody:
    """Your zones, the running time in each, and what that suggests."""
    found = analytics.zones(acting.connection, _athlete(acting, user_id), acting.today, period_weeks)
    return ZonesBody.of(found, acting.language)


@router.get("/predictions/{user_id}", responses=refused(404))
def get_predictions(acting: Acting, user_id: Whose, period_weeks: Weeks = 12) -> PredictionsBody:
    """Race times to expect, with intervals, reasons, confidence and advice.

    They rest on all that is known of your fitness: `period_weeks` is accepted as by the other three and changes
    nothing.
    """
    found = analytics.predictions(acting.connection, _athlete(acting, user_id), acting.today)
    return PredictionsBody.of(found, acting.language)


@router.get("/dashboard/{user_id}", responses=refused(404))
def get_dashboard(acting: Acting, user_id: Whose, period_weeks: Weeks = 12) -> DashboardBody:
    """Form, load, weeks, VMA, predictions, zones, bests and last activities in one answer."""
    found = analytics.dashboard(acting.connection, _athlete(acting, user_id), acting.today, period_weeks)
    return DashboardBody.of(found, acting.language)


def _athlete(acting: Act, user_id: str) -> str:
    """The caller's own id.

    Raises:
        NotFound: ``user_id`` is somebody else's, nobody's, or no id at all; which of them is never told.
    """
    if user_id == ME or _same(user_id, acting.athlete_id):
        return acting.athlete_id
    raise NotFound(mark("There is no such athlete."))


def _same(one: str, other: str) -> bool:
    try:
        return UUID(one) == UUID(other)
    except ValueError:
        return False
