"""The door as a process: it answers, and it stops when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests import databases


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return answer.read() == b"ok"
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def _door(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The door as a process that answers, and its port; killed if it is still there at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "coach.web.serve", "--host", "localhost", "--port", str(port)]
    with subprocess.Popen(command, env=environment, start_new_session=True) as door:
        try:
            deadline = time.monotonic() + 30
            while not _answers(port):
                assert door.poll() is None, "the door ended by itself"
                assert time.monotonic() < deadline, "the door never answered"
                time.sleep(0.1)
            yield door, port
        finally:
            if door.poll() is None:
                door.kill()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_door_answers_and_stops_within_three_seconds(database: str, ending: signal.Signals) -> None:
    with _door(os.environ | {"DATABASE_URL": database}) as (door, port):
        asked = time.monotonic()
        door.send_signal(ending)
        door.wait(timeout=10)
        assert time.monotonic() - asked < 3
        assert not _answers(port)


def _begin_slowly(port: int) -> socket.socket:
    """An anonymous form whose body never comes."""
    sender = socket.create_connection(("127.0.0.1", port), timeout=5)
    head = (
        f"POST /account/sign-in/ HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: csrftoken={'a' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na="
    )
    sender.sendall(head.encode())
    return sender


def test_senders_who_never_finish_do_not_keep_others_waiting(database: str) -> None:
    with _door(os.environ | {"DATABASE_URL": database}) as (_process, port), ExitStack() as slow:
        for _ in range(40):
            slow.enter_context(_begin_slowly(port))
        time.sleep(0.5)
        asked = time.monotonic()
        assert _answers(port)
        assert time.monotonic() - asked < 1


def test_a_door_alone_stops_the_embedded_database_it_started() -> None:
    home = databases.run_folder() / f"door-{os.getpid()}"  # the server runs as a user who may enter here
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    running = home / "postgresql" / "postmaster.pid"
    with _door(environment | {"COACH_HOME": str(home)}) as (door, _port):
        assert running.exists()
        door.terminate()
        door.wait(timeout=10)
    assert not running.exists()
