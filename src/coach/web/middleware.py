"""What happens around every request: content security, what is taken in, the athlete, problems as pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from sqlalchemy.exc import DataError

from coach.domain.athletes import Athlete, Language
from coach.domain.language import mark, say_problem
from coach.domain.problems import (
    Busy,
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    Problem,
    TooLarge,
    TooOften,
    Unavailable,
)
from coach.services import athletes
from coach.store.engine import transaction
from coach.web.requests import spoken
from coach.web.schema.models import User

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

STATUS = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TooOften: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

log = logging.getLogger(__name__)


def content_security(handler: Handler) -> Handler:
    """Nothing from another host, no script and no style inside a page."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
        return response

    return answer


def taken_in(handler: Handler) -> Handler:
    """Refuse a body before a byte of it is read: over the limit, or in letters that pages never send."""

    def answer(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            request.encoding = "utf-8"
            refusal = InvalidInput(mark("Forms are sent here in UTF-8."))
            return problem_page(request, refusal, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if _announced(request) > settings.FORM_LIMIT_BYTES and not _uploads(request):
            return problem_page(request, TooLarge(mark("This is more than a form can hold.")))
        if _announced(request) > settings.UPLOAD_LIMIT_BYTES:
            return problem_page(
                request,
                TooLarge("This upload is over 2 GB. Send the files in several parts."),
            )
        return handler(request)

    return answer


def _announced(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _uploads(request: HttpRequest) -> bool:
    """Files come from people who are signed in, and to one place."""
    return request.path.startswith("/imports/") and request.user.is_authenticated


def personal(handler: Handler) -> Handler:
    """What a signed-in person sees is kept by nobody on the way, nor by a browser others use later."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        if request.path != "/health" and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def acting(handler: Handler) -> Handler:
    """Give a signed-in request its athlete (made on the first one) and the athlete's language."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.path != "/health":
            athlete = _athlete_of(request)
            request.athlete = athlete  # type: ignore[attr-defined]  # AthleteRequest declares it
            translation.activate(athlete.language.value)
        return handler(request)

    return answer


def _athlete_of(request: HttpRequest) -> Athlete:
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed("Sign in first.")
    with transaction() as connection:
        try:
            return athletes.of_user(connection, user.pk)
        except NotFound:
            return athletes.ensure_for_user(
                connection,
                user.pk,
                name=request.session.get("name", ""),
                email=user.email,
                language=Language(user.language),
                time_zone=request.session.get("time_zone", "Europe/Paris"),
            )


class Problems:
    """Turns a problem raised by a service into a page that says what happened and what to do."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.handler(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The problem's page; anything else stays an error of ours."""
        if isinstance(error, DataError):
            # PostgreSQL would not take a value that passed every check: a NUL in a text, a number out of range.
            error = InvalidInput(mark("One of the values given cannot be used."))
        return problem_page(request, error) if isinstance(error, Problem) else None


def problem_page(request: HttpRequest, problem: Problem, status: HTTPStatus | None = None) -> HttpResponse:
    """The problem's sentence, alone for htmx, else on a page of its own."""
    status = status or next(
        (code for kind, code in STATUS.items() if isinstance(problem, kind)), HTTPStatus.BAD_REQUEST
    )
    if status is HTTPStatus.SERVICE_UNAVAILABLE and not isinstance(problem, Busy):
        log.error("%s", problem)
    partial = getattr(request, "htmx", False) or request.headers.get("X-Upload") == "1"
    template = "design/problem_notice.html" if partial else "design/problem.html"
    context = {"sentence": say_problem(spoken(), problem), "status": status}
    response = render(request, template, context, status=status)
    wait_s = getattr(problem, "wait_s", None)
    if wait_s is not None:
        response.headers["Retry-After"] = str(wait_s)
    return response
