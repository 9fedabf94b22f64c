"""The real server over HTTP, started and stopped as the supervisor does."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from coach.services import samples
from coach.store import home


@dataclass(frozen=True)
class Served:
    """A running server, its address, and the file its log goes to."""

    process: subprocess.Popen
    address: str
    log: Path


@contextmanager
def _serving(folder: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "api.log"
    command = [sys.executable, "-m", "coach.api", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    served = Served(process, f"http://127.0.0.1:{port}", log)
    try:
        _wait_until_alive(served)
        yield served
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)


def _place(address: str) -> tuple[str, int]:
    host, port = address.removeprefix("http://").split(":")
    return host, int(port)


def _wait_until_alive(served: Served) -> None:
    for _ in range(400):
        assert served.process.poll() is None, served.log.read_text()
        try:
            answer = httpx.get(f"{served.address}/health", timeout=2)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            assert answer.json() == {"status": "ok"}
            return
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def address(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _serving(tmp_path_factory.mktemp("api")) as served:
        yield served.address


def test_more_requests_at_once_than_connections_and_threads_all_come_through(app, past):
    """Each wants one of sixteen connections and, while it has it, one of forty threads again."""
    headers = {"Authorization": f"Bearer {past.people.ann.token}"}

    async def crowd() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
            return await asyncio.gather(*(client.get("/v1/activities") for _ in range(150)))

    began = time.monotonic()
    answers = asyncio.run(crowd())
    assert {each.status_code for each in answers} == {200}
    assert time.monotonic() - began < 20, "somebody waited for a connection until the pool gave up"


def test_a_file_goes_in_over_http(address, cast):
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {cast.bo.token}"}) as client:
        answer = client.post("/v1/imports", files={"files": ("a.fit", samples.one_hour_run(21))})
        assert answer.status_code == 202
        assert client.get(answer.headers["location"]).json()["files"] == 1


def test_a_large_body_of_a_stranger_is_not_written(address):
    before = list(home.spool_folder().iterdir())
    announced = 1_500_000_000
    with socket.create_connection(_place(address), timeout=5) as line:
        line.sendall(
            b"POST /v1/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            b"Content-Length: %d\r\n\r\n" % announced
        )
        answer = line.recv(65536)
    assert b" 401 " in answer.split(b"\r\n")[0]
    assert list(home.spool_folder().iterdir()) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_stops_within_three_seconds_even_with_open_connections(database, tmp_path, number):
    with _serving(tmp_path) as served:
        with (
            socket.create_connection(_place(served.address)) as idle,
            socket.create_connection(_place(served.address)) as slow,
        ):
            idle.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200" in idle.recv(4096)
            slow.sendall(b"POST /v1/imports HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")
            began = time.monotonic()
            served.process.send_signal(number)
            served.process.wait(timeout=10)
            seconds = time.monotonic() - began
        assert seconds <= 3
        assert served.process.returncode in (0, -number)
        assert "Traceback" not in served.log.read_text()
