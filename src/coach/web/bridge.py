"""From the server's ASGI to the pages' WSGI: a request takes a thread only once its body is there.

A thread that reads a socket waits as long as its sender likes, and eight slow senders would stop the door. So small
bodies are awaited here, under a deadline; large ones (uploads) stream into threads of their own.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Pages = Callable[[dict[str, Any], Callable[..., Any]], Any]

SMALL_BODY = 1_000_000
"""Bytes of a body that is awaited whole."""
IN_MEMORY = 64 * 1024
BODY_DEADLINE_S = 10.0
"""A form arrives within this time or is given up."""
STALL_S = 20.0
"""An upload that brings nothing for this long is given up."""
PAGE_THREADS = 8
UPLOAD_THREADS = 4
BLOCKS_AT_ONCE = 64
"""Blocks of a file (4 KiB each) sent per turn of a thread."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, the first blocks, and what is left to send of a file."""

    status: int
    headers: list[tuple[bytes, bytes]]
    first: bytes
    rest: Iterator[bytes] | None
    close: Callable[[], None]


class Bridge:
    """An ASGI application around the pages.

    Each thread keeps its database connection, as it would under a WSGI server.
    """

    def __init__(self, pages: Pages, *, body_deadline_s: float = BODY_DEADLINE_S, stall_s: float = STALL_S) -> None:
        self._pages = pages
        self._body_deadline_s = body_deadline_s
        self._stall_s = stall_s
        self._for_pages = ThreadPoolExecutor(PAGE_THREADS, "page")
        self._for_uploads = ThreadPoolExecutor(UPLOAD_THREADS, "upload")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other kinds of connections are not taken."""
        if scope["type"] != "http":
            return
        environ = environ_of(scope)
        length = announced(environ)
        if length > SMALL_BODY:
            arriving = Arriving(receive, asyncio.get_running_loop(), length, self._stall_s)
            await self._serve(environ, arriving, self._for_uploads, send)
            return
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                whole = await asyncio.wait_for(_taken(receive, length, body), self._body_deadline_s)
            except TimeoutError:
                await _say(send, 408, b"The request did not arrive in time.\n")
                return
            if whole:
                body.seek(0)
                await self._serve(environ, body, self._for_pages, send)

    async def _serve(self, environ: dict[str, Any], body: Any, threads: ThreadPoolExecutor, send: Send) -> None:
        loop = asyncio.get_running_loop()
        environ["wsgi.input"] = body
        answer = await loop.run_in_executor(threads, self._answer, environ)
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            await _send_body(send, answer.first, more=answer.rest is not None)
            while answer.rest is not None:
                blocks = await loop.run_in_executor(threads, _some, answer.rest)
                await _send_body(send, blocks, more=bool(blocks))
                if not blocks:
                    break
        finally:
            if answer.rest is not None:
                await loop.run_in_executor(threads, answer.close)

    def _answer(self, environ: dict[str, Any]) -> Answer:
        """Ask the pages, in a thread. What fits one turn is taken whole and closed here."""
        said: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _failure: object = None) -> None:
            said[:] = [int(status[:3]), [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]]

        response = self._pages(environ, start_response)
        close = getattr(response, "close", _nothing)
        blocks = iter(response)
        first = _some(blocks)
        following = next(blocks, None)
        if following is None:
            close()
            return Answer(said[0], said[1], first, None, close)
        return Answer(said[0], said[1], first + following, blocks, close)


class Arriving(RawIOBase):
    """A large body, read by a thread while it arrives; reading fails when it stalls or its sender leaves."""

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop, length: int, stall_s: float) -> None:
        self._receive = receive
        self._loop = loop
        self._left = length
        self._stall_s = stall_s
        self._waiting = BytesIO()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes, at least one until the end. Raises OSError when the body is cut or stalls."""
        found = self._waiting.read(size)
        while not found and size != 0 and self._left > 0:
            self._waiting = BytesIO(self._next())
            found = self._waiting.read(size)
        return found

    def _next(self) -> bytes:
        message = asyncio.run_coroutine_threadsafe(
            asyncio.wait_for(_awaited(self._receive), self._stall_s), self._loop
        ).result()
        data: bytes = message.get("body", b"")
        if message["type"] != "http.request" or (not data and not message.get("more_body")):
            raise ConnectionError("the upload was cut")
        data = data[: self._left]
        self._left -= len(data)
        return data


def environ_of(scope: Scope) -> dict[str, Any]:
    """The request as WSGI tells it (PEP 3333), without its body.

    A header whose name holds an underscore is dropped: it would pass for the one written with a hyphen.
    """
    host, port = scope.get("server") or ("localhost", None)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path_of(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


def announced(environ: dict[str, Any]) -> int:
    """Bytes the body says it has; 0 where it does not say so in plain digits."""
    length = environ.get("CONTENT_LENGTH", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _path_of(scope: Scope) -> str:
    raw = scope.get("raw_path")
    path = unquote_to_bytes(raw.partition(b"?")[0]) if raw else scope["path"].encode("utf-8", "surrogateescape")
    return path.decode("latin-1")


async def _taken(receive: Receive, length: int, body: IO[bytes]) -> bool:
    """Write the whole body; False when its sender left before the end."""
    taken = 0
    while taken < length:
        message = await receive()
        data = message.get("body", b"")
        if message["type"] != "http.request":
            return False
        body.write(data[: length - taken])
        taken += len(data)
        if not message.get("more_body"):
            break
    return taken >= length


async def _awaited(receive: Receive) -> Message:
    """The server's awaitable as a coroutine."""
    return await receive()


async def _send_body(send: Send, data: bytes, *, more: bool) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": more})


async def _say(send: Send, status: int, sentence: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await _send_body(send, sentence, more=False)


def _some(blocks: Iterator[bytes]) -> bytes:
    return b"".join(islice(blocks, BLOCKS_AT_ONCE))


def _nothing() -> None:
    """A response without anything to close."""
