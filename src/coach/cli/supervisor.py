"""Starts the doors as processes of their own, watches them, and leaves no orphan behind."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

from coach.domain.language import mark
from coach.domain.problems import Unavailable
from coach.store import home

READY_WITHIN_S = 30.0
STOP_WITHIN_S = 6.0
_LEAST_LIFE_S = 5.0
_MOST_QUICK_DEATHS = 3
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Door:
    """A process of the coach: a Python module with arguments, and where it listens, if it does."""

    name: str
    module: list[str]
    host: str | None = None
    port: int | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    log: IO[bytes] | None = field(default=None, repr=False)


class Supervisor:
    """Runs ``doors`` until it is left; as a context manager it stops them whatever happens."""

    def __init__(self, doors: list[Door], *, database: str) -> None:
        self._doors = doors
        self._environment = os.environ | {"DATABASE_URL": database, "PYTHONUNBUFFERED": "1"}

    def __enter__(self) -> Supervisor:
        for door in self._doors:
            self._start(door)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # From here on a second Ctrl-C must not leave half of it running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._stop_all()

    @staticmethod
    def check_ports(doors: list[Door]) -> None:
        """Raises Unavailable when a port is taken, before anything is started."""
        for door in doors:
            if door.host is None or door.port is None:
                continue
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((door.host, door.port))
                except OSError as error:
                    raise Unavailable(
                        mark("Port {port} cannot be used ({reason}). Choose another with --port or --api-port."),
                        port=door.port,
                        reason=error.strerror,
                    ) from error

    def wait_ready(self) -> None:
        """Wait until every door that listens answers.

        Raises:
            Unavailable: one did not come up; the sentence shows the end of its log.
        """
        deadline = time.monotonic() + READY_WITHIN_S
        for door in self._doors:
            while not _answers(door):
                if time.monotonic() > deadline or not _alive(door):
                    raise _did_not_start(door)
                time.sleep(0.05)

    def watch(self) -> None:
        """Restart a door that dies, until interrupted.

        Raises:
            Unavailable: a door keeps dying right after its start.
        """
        while True:
            time.sleep(0.5)
            for door in self._doors:
                if _alive(door):
                    continue
                quick = time.monotonic() - door.started < _LEAST_LIFE_S
                door.quick_deaths = door.quick_deaths + 1 if quick else 0
                if door.quick_deaths >= _MOST_QUICK_DEATHS:
                    raise _did_not_start(door)
                self._start(door)

    def _start(self, door: Door) -> None:
        if door.log is None:
            door.log = log_path(door.name).open("ab")
        door.process = subprocess.Popen(
            [sys.executable, "-m", *door.module],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=door.log,
            stderr=door.log,
            # Ctrl-C reaches the supervisor alone, which then stops the doors in order.
            start_new_session=True,
            preexec_fn=_die_with_parent(),
        )
        door.started = time.monotonic()

    def _stop_all(self) -> None:
        living = [door.process for door in self._doors if door.process is not None and door.process.poll() is None]
        for process in living:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN_S
        for process in living:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
        for process in living:
            _signal_group(process, signal.SIGKILL)
            process.wait()
        for door in self._doors:
            if door.log is not None:
                door.log.close()


def log_path(name: str) -> Path:
    """Where a door's log lies."""
    folder = home.home() / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{name}.log"


def _alive(door: Door) -> bool:
    return door.process is not None and door.process.poll() is None


def _answers(door: Door) -> bool:
    if door.host is None or door.port is None:
        return _alive(door)
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((door.host, door.port)) == 0


def _did_not_start(door: Door) -> Unavailable:
    path = log_path(door.name)
    last = path.read_text(errors="replace").strip().splitlines()[-3:]
    return Unavailable(
        mark("The {door} did not start. Its log is {path}; it ends: {last}"),
        door=door.name,
        path=path,
        last=" | ".join(last),
    )


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a door and the processes it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _die_with_parent() -> Callable[[], object] | None:
    """On Linux a door ends even when the supervisor is killed; elsewhere the next start finds the port taken."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
