"""What a process with all its children, and the database beside it, take in memory and processor time."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress

import psutil

EVERY_S = 0.1


class Witness:
    """Looks at process trees ten times a second while the block runs.

    ``peak_mb`` is the largest sum of proportional set sizes (shared pages counted once, PSS); ``cpu_s`` is
    processor time spent meanwhile by every process seen, short-lived ones up to their last look.
    """

    def __init__(self, *roots: int) -> None:
        self._roots = roots
        self._before: dict[int, float] = {}
        self._after: dict[int, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak_mb = 0.0

    def __enter__(self) -> Witness:
        self._before = {process.pid: _cpu(process) for process in self._processes()}
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def cpu_s(self) -> float:
        return sum(after - self._before.get(pid, 0.0) for pid, after in self._after.items())

    def _watch(self) -> None:
        while True:
            self._look()
            if self._stop.wait(EVERY_S):
                self._look()
                return

    def _look(self) -> None:
        total = 0
        for process in self._processes():
            with suppress(psutil.Error, OSError):
                total += process.memory_full_info().pss
                self._after[process.pid] = _cpu(process)
        self.peak_mb = max(self.peak_mb, total / 2**20)

    def _processes(self) -> Iterable[psutil.Process]:
        for root in self._roots:
            with suppress(psutil.Error):
                process = psutil.Process(root)
                yield process
                yield from process.children(recursive=True)


def _cpu(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
