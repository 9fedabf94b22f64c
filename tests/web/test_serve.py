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

import pytest


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


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_door_answers_and_stops_within_three_seconds(database: str, ending: signal.Signals) -> None:
    port = _free_port()
    command = [sys.executable, "-m", "coach.web.serve", "--host", "localhost", "--port", str(port)]
    with subprocess.Popen(command, env=os.environ | {"DATABASE_URL": database}, start_new_session=True) as door:
        try:
            deadline = time.monotonic() + 30
            while not _answers(port):
                assert door.poll() is None, "the door ended by itself"
                assert time.monotonic() < deadline, "the door never answered"
                time.sleep(0.1)
            asked = time.monotonic()
            door.send_signal(ending)
            door.wait(timeout=10)
            assert time.monotonic() - asked < 3
            assert not _answers(port)
        finally:
            if door.poll() is None:
                door.kill()
