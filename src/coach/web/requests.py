"""A request with an athlete behind it, and who may make one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from coach.domain.athletes import Athlete, Language
from coach.web.schema.models import User


class AthleteRequest(HttpRequest):
    """What a view behind ``for_athlete`` receives: the account is signed in and its athlete exists."""

    user: User
    athlete: Athlete
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def for_athlete(view: View) -> View:
    """Only for signed-in people; others are asked to sign in first and then brought back."""

    @wraps(view)
    @login_required
    def guarded(request: AthleteRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return guarded


def spoken() -> Language:
    """The language this request is answered in."""
    return Language.ENGLISH if (translation.get_language() or "").startswith("en") else Language.FRENCH
