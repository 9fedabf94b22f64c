"""Addresses of the pages, one file per noun."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from coach.web.plans.feed_views import feed


def health(request: HttpRequest) -> HttpResponse:
    """Say that the door answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", include("coach.web.today.urls")),
    path("account/", include("coach.web.accounts.urls")),
    path("imports/", include("coach.web.imports.urls")),
    path("activities/", include("coach.web.activities.urls")),
    path("plans/", include("coach.web.plans.urls")),
    path("calendar/<str:token>.ics", feed, name="feed"),
    path("fitness/", include("coach.web.fitness.urls")),
    path("profile/", include("coach.web.athletes.urls")),
    path("health", health, name="health"),
]
