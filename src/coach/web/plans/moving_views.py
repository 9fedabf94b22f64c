"""A session moves to another day: the rules speak first, then the athlete confirms."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from coach.domain.problems import NotFound
from coach.web import clock
from coach.web.requests import AthleteRequest, for_athlete


@require_http_methods(["GET", "POST"])
@for_athlete
def move(request: AthleteRequest, plan_id: UUID, key: UUID) -> HttpResponse:
    """Each day of the week with what the rules say of it; a chosen one is confirmed by a second form."""
    athlete_id, today = request.athlete.athlete_id, clock.today_of(request.athlete)
    raise NotFound("There is no such plan.")
