"""A request with an athlete behind it, and who may make one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect
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

    signed_in = login_required(view)

    @wraps(view)
    def guarded(request: AthleteRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.htmx and not request.user.is_authenticated:
            # A plain redirection would put the sign-in page inside the part that was asked for.
            return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?next={quote(_shown(request))}")
        return signed_in(request, *args, **kwargs)

    return guarded


def _shown(request: AthleteRequest) -> str:
    """The page htmx asks from, as one of our own addresses."""
    try:
        return request.htmx.current_url_abs_path or "/"
    except ValueError:  # not an address at all
        return "/"


def spoken() -> Language:
    """The language this request is answered in."""
    return Language.ENGLISH if (translation.get_language() or "").startswith("en") else Language.FRENCH
