"""The bridge between server and pages: bodies awaited under a deadline, answers sent whole."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from coach.web.bridge import BLOCKS_AT_ONCE, SMALL_BODY, Bridge, Message, environ_of

LARGE = SMALL_BODY + 1


def _scope(length: int, **changes: Any) -> dict[str, Any]:
    headers = [(b"host", b"localhost"), (b"content-length", str(length).encode())]
    plain = {"type": "http", "method": "POST", "path": "/", "raw_path": b"/caf%C3%A9/", "query_string": b"a=1"}
    return plain | {"http_version": "1.1", "headers": headers, "client": ("192.0.2.1", 9)} | changes


def _exchange(bridge: Bridge, scope: dict[str, Any], pieces: list[bytes], *, then_wait: bool = False) -> list[Message]:
    """What the bridge sends when the body comes in ``pieces`` and then ends, or nothing more ever comes."""
    sent: list[Message] = []
    coming = iter(pieces)

    async def receive() -> Message:
        piece = next(coming, None)
        if piece is None and then_wait:
            await asyncio.Event().wait()
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(bridge(scope, receive, send))
    return sent


def _echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    try:
        body = environ["wsgi.input"].read()
        while more := environ["wsgi.input"].read(1000):
            body += more
    except OSError:
        start_response("400 Cut", [])
        return [b"cut"]
    start_response("200 OK", [("X-Path", environ["PATH_INFO"])])
    return [environ["REMOTE_ADDR"].encode(), b" ", str(len(body)).encode()]


@pytest.mark.parametrize("length", [0, 5, 100_000, LARGE])
def test_the_pages_read_the_body_that_was_sent(length: int) -> None:
    body = bytes(length)
    sent = _exchange(Bridge(_echo), _scope(length), [body[:3], body[3:]])
    assert sent[0]["status"] == 200
    assert sent[0]["headers"] == [(b"x-path", "/café/".encode())]
    assert sent[1]["body"] == f"192.0.2.1 {length}".encode()


def test_a_form_that_does_not_arrive_is_given_up_without_asking_the_pages() -> None:
    asked: list[object] = []
    bridge = Bridge(lambda environ, _start: asked.append(environ), body_deadline_s=0.05)
    sent = _exchange(bridge, _scope(1000), [b"a="], then_wait=True)
    assert sent[0]["status"] == 408
    assert not asked


def test_an_upload_that_stalls_is_given_up() -> None:
    sent = _exchange(Bridge(_echo, stall_s=0.05), _scope(LARGE), [b"a="], then_wait=True)
    assert sent[-1]["body"] == b"cut"


def test_a_body_cut_short_never_reaches_a_page_as_if_it_were_whole() -> None:
    assert _exchange(Bridge(_echo), _scope(1000), [b"a="]) == []
    assert _exchange(Bridge(_echo), _scope(LARGE), [b"a="])[-1]["body"] == b"cut"


def test_a_long_file_is_sent_in_turns_and_closed() -> None:
    closed: list[bool] = []

    class File:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"x" for _ in range(3 * BLOCKS_AT_ONCE))

        def close(self) -> None:
            closed.append(True)

    def pages(environ: dict[str, Any], start_response: Any) -> File:
        start_response("200 OK", [])
        return File()

    sent = _exchange(Bridge(pages), _scope(0), [])
    assert b"".join(message["body"] for message in sent[1:]) == b"x" * 3 * BLOCKS_AT_ONCE
    assert [message["more_body"] for message in sent[1:]][-1] is False
    assert closed == [True]


def test_a_header_written_with_an_underscore_is_dropped() -> None:
    headers = [(b"x_forwarded_proto", b"https"), (b"cookie", b"a=1"), (b"cookie", b"b=2")]
    environ = environ_of(_scope(0, headers=headers))
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
