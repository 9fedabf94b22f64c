"""What surrounds every exchange: headers that are always sent, and a limit on what is taken in."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.api import uploads
from coach.api.languages import language_of
from coach.api.problems import ALWAYS, answer
from coach.domain.language import mark
from coach.store import home

LARGEST_BODY = 1_000_000
"""Bytes of a request that is no upload."""
UPLOADS = ("/v1/imports",)
HEALTH = ("/health", "/v1/health")
"""Asked by monitors under the machine's own address."""


class Envelope:
    """ASGI middleware. A body known to be too large is refused before it is read, any other one when it gets so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one exchange."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        language = language_of(Request(scope)).value
        wrapped = _with_headers(send, language)
        if not _ours(Headers(scope=scope).get("host", ""), home.hosts()) and scope["path"] not in HEALTH:
            await answer(Request(scope), "invalid_input", UNKNOWN_HOST)(scope, receive, wrapped)
            return
        largest = uploads.LARGEST_UPLOAD if scope["path"] in UPLOADS else LARGEST_BODY
        if _announced(scope) > largest:
            refusal = uploads.too_large() if scope["path"] in UPLOADS else None
            sentence = refusal.message if refusal else TOO_LARGE
            response = answer(Request(scope), "too_large", sentence, refusal.values if refusal else None)
            await response(scope, receive, wrapped)
            return
        await self._app(scope, _counted(receive, largest), wrapped)


TOO_LARGE = "The request is larger than this address takes."
UNKNOWN_HOST = mark("This coach is not known under that name. COACH_HOSTS lists its names.")


def _ours(sent: str, hosts: list[str]) -> bool:
    """Whether the Host header names one of ``hosts``, its port left aside."""
    name = sent.lower()
    if not name.endswith("]"):
        name = name.rpartition(":")[0] or name
    return any(
        host == "*" or name == host.lower() or (host.startswith(".") and f".{name}".endswith(host.lower()))
        for host in hosts
    )


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _counted(receive: Receive, largest: int) -> Receive:
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            raise HTTPException(413)
        return message

    return counting


def _with_headers(send: Send, language: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Language", language)
            headers.setdefault("Vary", "Accept-Language")
        await send(message)

    return sending
