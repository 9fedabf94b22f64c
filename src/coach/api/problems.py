"""Failures as problem+json (RFC 9457): every error of this door has the same shape.

``type`` leads to the list of problems under ``/docs``; ``code`` is for machines, ``title`` and ``detail`` are for
people and come in the language asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from coach.api.languages import language_of
from coach.api.refusals import FieldRefusal, refusals
from coach.domain import problems
from coach.domain.language import mark, say, say_problem
from coach.domain.problems import InvalidInput, NotAllowed, Problem

MEDIA_TYPE = "application/problem+json"
ALWAYS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
"""Headers of every response: nothing is guessed, nothing personal is kept on the way."""

_log = logging.getLogger(__name__)


class SignInNeeded(NotAllowed):
    """Nobody we know is asking."""

    code = "sign_in_needed"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: HTTP status and title (a message id)."""

    status: HTTPStatus
    title: str


KINDS: dict[str, Kind] = {
    SignInNeeded.code: Kind(HTTPStatus.UNAUTHORIZED, mark("You are not signed in")),
    problems.NotAllowed.code: Kind(HTTPStatus.FORBIDDEN, mark("This is not allowed")),
    problems.NotFound.code: Kind(HTTPStatus.NOT_FOUND, mark("There is no such thing")),
    "method_not_allowed": Kind(HTTPStatus.METHOD_NOT_ALLOWED, mark("This address does something else")),
    problems.Conflict.code: Kind(HTTPStatus.CONFLICT, mark("Something changed in the meantime")),
    problems.TooLarge.code: Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, mark("This is too large")),
    problems.InvalidInput.code: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, mark("This cannot be done as asked")),
    problems.Unreadable.code: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, mark("This cannot be read")),
    problems.UnsafeContent.code: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, mark("This is built to do harm")),
    problems.Unavailable.code: Kind(HTTPStatus.SERVICE_UNAVAILABLE, mark("Something needed does not answer")),
    problems.Problem.code: Kind(HTTPStatus.BAD_REQUEST, mark("This did not work")),
    "internal": Kind(HTTPStatus.INTERNAL_SERVER_ERROR, mark("Something went wrong here")),
}
"""Every kind of problem this door tells, by its stable code."""

_CODES_BY_STATUS = {kind.status.value: code for code, kind in reversed(KINDS.items())}
# The framework says 400 of a body it cannot read at all and 422 of one that does not fit; here both are 422.
_CODES_BY_STATUS[HTTPStatus.BAD_REQUEST.value] = problems.InvalidInput.code


class ProblemBody(BaseModel):
    """A failure, told as RFC 9457 asks."""

    model_config = ConfigDict(
        title="Problem",
        json_schema_extra={
            "example": {
                "type": "/docs#not_found",
                "title": "There is no such thing",
                "status": 404,
                "detail": "There is no such activity.",
                "code": "not_found",
            }
        },
    )

    type: str = Field(description="Where this kind of problem is explained (a URI reference)")
    title: str = Field(description="The kind of problem, in the language asked for")
    status: int = Field(description="The HTTP status")
    detail: str = Field(description="What happened and what to do, in the language asked for")
    code: str = Field(description="The kind of problem, for machines; it never changes")
    field: str | None = Field(default=None, description="The field to correct, when there is one")
    errors: list[FieldRefusal] | None = Field(default=None, description="Every field to correct, when several are")


def answer(
    request: Request,
    code: str,
    message: str,
    values: Mapping[str, object] | None = None,
    *,
    field: str | None = None,
    errors: list[FieldRefusal] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem+json response of a failure; ``message`` is a message id that ``values`` fill."""
    language = language_of(request)
    kind = KINDS[code]
    body = ProblemBody(
        type=f"/docs#{code}",
        title=say(language, kind.title),
        status=kind.status.value,
        detail=say_problem(language, Problem(message, **(values or {}))),
        code=code,
        field=field,
        errors=errors,
    )
    sent = {**ALWAYS, "Content-Language": language.value, "Vary": "Accept-Language", **(headers or {})}
    if code == SignInNeeded.code:
        sent["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body.model_dump(exclude_none=True), kind.status.value, sent, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Tell every failure of ``app`` as problem+json."""
    app.add_exception_handler(Problem, _of_problem)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(DataError, _of_data)
    for failure in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(failure, _of_database)
    app.add_exception_handler(Exception, _of_surprise)


def _of_problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)  # noqa: S101  registered for this class alone
    field = problem.field if isinstance(problem, InvalidInput) else None
    code = problem.code if problem.code in KINDS else Problem.code
    wait_s = getattr(problem, "wait_s", None)
    headers = {"Retry-After": str(wait_s)} if wait_s is not None else None
    return answer(request, code, problem.message, problem.values, field=field, headers=headers)


def _of_validation(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, RequestValidationError)  # noqa: S101  registered for this class alone
    found = refusals(language_of(request), failure.errors())
    message = mark("The request does not fit: look at the fields listed in errors.")
    return answer(request, InvalidInput.code, message, field=found[0].field if found else None, errors=found)


def _of_http(request: Request, failure: Exception) -> Response:
    """Failures that Starlette and FastAPI raise by themselves."""
    assert isinstance(failure, HTTPException)  # noqa: S101  registered for this class alone
    code = _CODES_BY_STATUS.get(failure.status_code, Problem.code)
    sentences = {
        "not_found": mark("There is nothing at this address. The list of addresses is at /docs."),
        "method_not_allowed": mark("This address does not take {method}. The list of addresses is at /docs."),
        "too_large": mark("The request is larger than this address takes."),
    }
    message = sentences.get(code, mark("The request could not be understood."))
    values = {"method": request.method} if code == "method_not_allowed" else {}
    return answer(request, code, message, values, headers=failure.headers)


def _of_data(request: Request, _failure: Exception) -> Response:
    """PostgreSQL would not take a value that passed every check: a NUL in a text, a number out of range."""
    return answer(request, InvalidInput.code, mark("One of the values given cannot be used."))


def _of_database(request: Request, failure: Exception) -> Response:
    _log.error("the database failed during a request", exc_info=failure)
    return answer(request, "unavailable", mark("The database does not answer right now. Try again in a moment."))


def _of_surprise(request: Request, _failure: Exception) -> Response:
    """What nobody foresaw: told without a word of its inside (the server's log has it)."""
    return answer(request, "internal", mark("This failed on our side and was noted. Try again later."))
