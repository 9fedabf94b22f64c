"""Worker processes that read files: one hostile file can cost its own process, never the import."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType

from coach.domain.language import mark
from coach.domain.problems import NotFound, Problem, Unavailable, Unreadable
from coach.services.imports import reading, saving
from coach.services.imports.saving import Outcome, Task
from coach.services.readers import get_ready
from coach.store import home, originals
from coach.store.engine import address, transaction

LONGEST_S = 10.0
"""A file that takes longer to read is set aside."""

Clock = Callable[[], datetime]


@dataclass
class _Hand:
    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    deadline: float = 0.0
    second_try: bool = False


class Crew:
    """``size`` processes that read, measure and write files, each file in a transaction of its own.

    Use as a context manager; ``run`` feeds tasks and yields outcomes in the order they come.
    """

    def __init__(self, size: int, clock: Clock) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._clock = clock
        self._size = size
        self._hands: list[_Hand] = []

    def __enter__(self) -> Crew:
        get_ready()
        self._hands = [self._hire() for _ in range(self._size)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.pipe.close()
        for hand in self._hands:
            hand.process.join(timeout=2)
            if hand.process.is_alive():
                hand.process.kill()
                hand.process.join()

    def run(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        """Give each task to a free process; yield what became of it.

        Raises:
            Unavailable: the database or the disk is gone; tasks not yielded are still queued.
        """
        while True:
            self._feed(tasks)
            busy = [(hand, hand.task) for hand in self._hands if hand.task is not None]
            if not busy:
                return
            soonest = min(hand.deadline for hand, _ in busy)
            ready = wait([hand.pipe for hand, _ in busy], timeout=max(0.0, soonest - time.monotonic()))
            for hand, task in busy:
                if hand.pipe in ready:
                    outcome = self._collect(hand, task)
                    if outcome is not None:
                        yield outcome
                elif time.monotonic() >= hand.deadline:
                    yield self._give_up(hand, task)

    def _feed(self, tasks: Iterator[Task]) -> None:
        for hand in self._hands:
            if hand.task is not None:
                continue
            task = next(tasks, None)
            if task is None:
                return
            self._hand_over(hand, task)

    def _hand_over(self, hand: _Hand, task: Task, *, second_try: bool = False) -> None:
        hand.task, hand.deadline, hand.second_try = task, time.monotonic() + LONGEST_S, second_try
        # A process that was killed while it waited is seen by `_collect`, as one killed at work.
        with suppress(BrokenPipeError, ConnectionError):
            hand.pipe.send((task, self._clock()))

    def _collect(self, hand: _Hand, task: Task) -> Outcome | None:
        try:
            answer: Outcome | Unavailable = hand.pipe.recv()
        except (EOFError, ConnectionError):
            return self._bury(hand, task)
        hand.task = None
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    def _bury(self, hand: _Hand, task: Task) -> Outcome | None:
        """A process is gone. Killed from outside, it says nothing about the file, which is tried once more."""
        hand.process.join()
        killed = (hand.process.exitcode or 0) < 0
        fresh = self._replace(hand)
        if killed and not hand.second_try:
            self._hand_over(fresh, task, second_try=True)
            return None
        return self._set_aside(task, Unreadable(mark("Reading this file failed in an unforeseen way.")))

    def _give_up(self, hand: _Hand, task: Task) -> Outcome:
        hand.process.kill()
        self._replace(hand)
        sentence = mark("Reading this file took more than {seconds} seconds.")
        return self._set_aside(task, Unreadable(sentence, seconds=round(LONGEST_S)))

    def _replace(self, hand: _Hand) -> _Hand:
        hand.process.join()
        hand.pipe.close()
        fresh = self._hire()
        self._hands[self._hands.index(hand)] = fresh
        return fresh

    def _set_aside(self, task: Task, problem: Problem) -> Outcome:
        with transaction() as connection:
            return saving.quarantine(connection, task, problem, self._clock())

    def _hire(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_labour, args=(theirs, address(), str(home.home())), daemon=True)
        process.start()
        theirs.close()
        return _Hand(process, ours)


def size_for(files: int) -> int:
    """How many processes suit this machine and this many files."""
    return max(1, min(os.cpu_count() or 1, 8, files))


def _labour(pipe: Connection, database: str, folder: str) -> None:
    """The life of a worker process: it ends when the pipe does. An unforeseen error ends it too, and is seen."""
    os.environ |= {"DATABASE_URL": database, "COACH_HOME": folder}
    # Ctrl-C is for the parent, which closes the pipe; the web keeps the first place on the processor.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(10)
    with suppress(EOFError, BrokenPipeError):
        while True:
            task, now = pipe.recv()
            pipe.send(_answer(task, now))


def _answer(task: Task, now: datetime) -> Outcome | Unavailable:
    try:
        return _read(task, now)
    except Unavailable as problem:
        return problem


def _read(task: Task, now: datetime) -> Outcome:
    try:
        digest = reading.digest(originals.read(task.sha256), task.name, task.hints)
    except (Unreadable, NotFound) as problem:
        with transaction() as connection:
            return saving.quarantine(connection, task, problem, now)
    with transaction() as connection:
        return saving.save(connection, task, digest, now)
