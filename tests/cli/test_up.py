"""``coach up``: one command starts everything, Ctrl-C stops everything, nothing is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests import databases
from tests.cli.running import COACH, coach


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def house():
    """A data folder as a newcomer's: nothing in it, no server brought."""
    folder = databases.run_folder() / f"up-{os.getpid()}"
    folder.mkdir()
    return folder


@contextmanager
def running(home: Path, **environment: str):
    """A supervisor that has said it is ready; its address, its API's, and how long it took."""
    port, api_port = free_port(), free_port()
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    began = time.monotonic()
    process = subprocess.Popen(
        [COACH, "up", "--port", str(port), "--api-port", str(api_port)],
        env=without | {"COACH_HOME": str(home), "COACH_LANG": "en", "PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = process.stdout.readline()
        assert f"http://localhost:{port}" in said, said + process.stderr.read()
        yield process, port, api_port, time.monotonic() - began
    finally:
        process.kill()
        process.communicate()


def processes_of(home: Path) -> list[str]:
    """Every process that works on this data folder, the embedded server included."""
    found = []
    for process in psutil.process_iter():
        try:
            mine = process.environ().get("COACH_HOME") == str(home) or str(home) in " ".join(process.cmdline())
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
        if mine and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
            found.append(" ".join(process.cmdline()))
    return found


def gone_within(seconds: float, home: Path) -> list[str]:
    deadline = time.monotonic() + seconds
    while (left := processes_of(home)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.mark.slow
def test_a_first_start_serves_pages_and_api_and_ctrl_c_stops_everything(house):
    with running(house) as (process, port, api_port, _):
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).status == 200
        assert urllib.request.urlopen(f"http://127.0.0.1:{api_port}/v1/health", timeout=10).status == 200
        taken = coach("up", "--port", port, "--api-port", api_port, COACH_HOME=str(house))
        assert taken.code == 1
        assert str(port) in taken.err
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert gone_within(5, house) == []


@pytest.mark.slow
def test_a_second_start_is_quick_and_a_killed_supervisor_leaves_no_door(house):
    with running(house) as (process, _port, _api_port, seconds):
        assert seconds <= 3.0 * (1 if os.getloadavg()[0] < 1 else 4)
        process.kill()
        process.wait()
        left = []
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline:
            left = [line for line in processes_of(house) if "coach." in line]
            if not left:
                break
            time.sleep(0.1)
        assert left == []
    with running(house) as (process, _port, _api_port, _seconds):
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
    assert gone_within(5, house) == []
