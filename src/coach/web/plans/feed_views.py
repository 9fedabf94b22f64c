"""A calendar that follows the plan: its private address, and what a calendar program reads there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coach.services.plans import feeding
from coach.store.engine import transaction
from coach.web import clock
from coach.web.requests import AthleteRequest, for_athlete

LONGEST_TOKEN = 200


@require_safe
@for_athlete
def calendar(request: AthleteRequest) -> HttpResponse:
    """Whether a calendar follows the plan; the address itself is never shown again."""
    return _page(request)


@require_POST
@for_athlete
def open_feed(request: AthleteRequest) -> HttpResponse:
    """Make a private address and show it this once; the one before ends."""
    with transaction() as connection:
        token = feeding.open_feed(connection, request.athlete.athlete_id, clock.now())
    return _page(request, request.build_absolute_uri(reverse("feed", args=[token])))


@require_POST
@for_athlete
def close_feed(request: AthleteRequest) -> HttpResponse:
    """End the address."""
    with transaction() as connection:
        feeding.close_feed(connection, request.athlete.athlete_id)
    return redirect("plans:calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The plan as calendar programs read it: the secret address is the only key."""
    with transaction() as connection:
        data = feeding.feed(connection, token[:LONGEST_TOKEN], clock.now())
    headers = {
        "Content-Disposition": 'inline; filename="coach.ics"',
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)


def _page(request: AthleteRequest, address: str = "") -> HttpResponse:
    with transaction() as connection:
        state = feeding.state(connection, request.athlete.athlete_id)
    context = {"state": state, "address": address, "zone": request.athlete.time_zone}
    return render(request, "plans/calendar.html", context)
