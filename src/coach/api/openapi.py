"""What the OpenAPI document says of every operation: a readable id and the problems it may answer."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from coach.api.problems import KINDS, MEDIA_TYPE, ProblemBody

Responses = dict[int | str, dict[str, Any]]


def operation_id(route: APIRoute) -> str:
    """The function's own name: ``list_activities``."""
    return route.name


def refused(*statuses: int, open_to_all: bool = False) -> Responses:
    """The problems an operation may answer: those given, and those any operation that needs a token may."""
    always = set() if open_to_all else {401, 422, 503}
    return {status: _problem(status) for status in sorted(always | set(statuses))}


def _problem(status: int) -> dict[str, Any]:
    return _titled(status) | {"model": ProblemBody}


def _titled(status: int) -> dict[str, Any]:
    return {"description": " / ".join(kind.title for kind in KINDS.values() if kind.status == status)}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of ``app``, made once: FastAPI's, with problems under their own media type."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
        )
        for operations in document["paths"].values():
            for operation in operations.values():
                if "requestBody" in operation:
                    operation["responses"].setdefault("413", deepcopy(operation["responses"]["422"]) | _titled(413))
                _tell_problems(operation["responses"])
        app.openapi_schema = document
    return app.openapi_schema


def _tell_problems(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
