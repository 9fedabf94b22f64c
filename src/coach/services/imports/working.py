"""Working through a run: open what came in, read every file, say how it went. Resumes where it was cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from coach.domain.athletes import Athlete
from coach.domain.imports import ImportRun, RunState
from coach.domain.language import mark
from coach.domain.problems import Unavailable
from coach.services import fitness
from coach.services.imports import opening
from coach.services.imports.crew import Crew, size_for
from coach.services.imports.saving import Task
from coach.services.plans import proposals as reviewing
from coach.services.readers import get_ready
from coach.store import athletes, imports, originals, plans
from coach.store.engine import transaction

Clock = Callable[[], datetime]
Watcher = Callable[[ImportRun], None]

TELL_EVERY = timedelta(seconds=0.25)
_PAGE = 50
"""Files handed out between two looks at whether the athlete cancelled."""

_MOST_ENDS_AT_ONE_PLACE = 3
_TAKEN_UP = mark("Taken up again after an interruption: {done} of {files} files were done.")
_GIVEN_UP = mark("Broken off {count} times at the same place: this import is given up. What was read stays.")


def work(run_id: str, clock: Clock, watch: Watcher | None = None) -> ImportRun | None:
    """Do everything a run still needs; None when another process is at it.

    Raises:
        NotFound: no such run.
        Unavailable: the database or the disk is gone; the run says so and can be resumed.
    """
    with imports.working_on(run_id) as mine:
        return _work(run_id, clock, watch, paths=()) if mine else None


def import_paths(
    athlete_id: str, paths: Sequence[Path], clock: Clock, *, source: str, watch: Watcher | None = None
) -> ImportRun:
    """Import files, folders and archives of this machine right here, without the worker; the finished run.

    Raises:
        Unavailable: the database or the disk is gone; run the command again to resume.
    """
    label = ", ".join(path.name or str(path) for path in paths[:3])
    with ExitStack() as held:
        with transaction() as connection:
            run_id = imports.new_run(connection, athlete_id, label=label, source=source, state=RunState.RUNNING)
            # Held before others can see the run, or a process that looks for interrupted runs might take it.
            held.enter_context(imports.working_on(run_id))
        return _work(run_id, clock, watch, paths)


def unfinished(*, source: str | None = None) -> list[str]:
    """Ids of runs that somebody works on or should (of ``source`` only, when given), oldest first."""
    with transaction() as connection:
        return imports.unfinished(connection, source=source)


def resume_all(clock: Clock, *, source: str | None = None) -> int:
    """Work through interrupted runs one after the other in this process; how many were taken up.

    For the terminal, whose own runs hold no archives that wait to be opened. The worker gives each run a job of
    its own, so that one that ends its process cannot keep the others from being taken up.
    """
    return sum(work(run_id, clock) is not None for run_id in unfinished(source=source))


def _work(run_id: str, clock: Clock, watch: Watcher | None, paths: Sequence[Path]) -> ImportRun:
    with transaction() as connection:
        athlete = athletes.get(connection, imports.owner(connection, run_id))
        row = imports.of_athlete(connection, athlete.athlete_id, run_id, hold=True)
        given_up = False
        goes_on = row.state not in (RunState.CANCELLED, RunState.DONE)
        if goes_on and row.state == RunState.RUNNING and row.started_at is not None:
            goes_on = _take_up(connection, run_id, clock())
            given_up = not goes_on
        if goes_on:
            imports.set_state(connection, run_id, RunState.RUNNING, started_at=row.started_at or clock())
    if given_up:
        # After the commit: what ended the run three times may be this very act, and a run given up stays so.
        with transaction() as connection:
            fitness.refresh(connection, athlete.athlete_id, clock())
    if not goes_on:
        return _progress(run_id, athlete, clock)
    try:
        _open_all(run_id, athlete, paths, clock, watch)
        _read_all(run_id, athlete, row.source, clock, watch)
        # A file retried or received while the last ones were read is still to be done.
        while not _finish(run_id, athlete, clock):
            _open_all(run_id, athlete, (), clock, watch)
            _read_all(run_id, athlete, row.source, clock, watch)
    except Unavailable as problem:
        _stop(run_id, problem, clock)
        raise
    return _progress(run_id, athlete, clock)


def _take_up(connection: Connection, run_id: str, now: datetime) -> bool:
    """Note that a run was interrupted; False, and the run has failed, when it keeps ending at the same place."""
    by_state = imports.counts(connection, [run_id])[run_id]
    files = sum(by_state.values())
    reached: dict[str, Any] = {"done": files - by_state.get("queued", 0), "files": files}
    before = imports.last_said(connection, run_id, _TAKEN_UP, _MOST_ENDS_AT_ONE_PLACE - 1)
    if before == [reached] * (_MOST_ENDS_AT_ONE_PLACE - 1):
        imports.set_state(connection, run_id, RunState.FAILED, finished_at=now)
        imports.write_log(connection, run_id, "error", _GIVEN_UP, count=_MOST_ENDS_AT_ONE_PLACE)
        return False
    imports.write_log(connection, run_id, "warning", _TAKEN_UP, **reached)
    return True


def _open_all(run_id: str, athlete: Athlete, paths: Sequence[Path], clock: Clock, watch: Watcher | None) -> None:
    def go_on() -> bool:
        run = _progress(run_id, athlete, clock)
        if run.done < run.files:
            get_ready()
        if watch is not None:
            watch(run)
        return run.state is not RunState.CANCELLED

    passed = 0
    for path in paths:
        name, prefix = (path.name, "") if len(paths) == 1 else (str(path), str(path))
        opened = opening.open_path(run_id, athlete.athlete_id, path, name, clock, go_on, prefix=prefix, container=None)
        passed += opened.passed
    with transaction() as connection:
        containers = imports.queued(connection, run_id, container=True, limit=100_000)
    for item in containers:
        if not opening.may_be_opened(run_id, item.id, item.name, clock):
            continue
        path = originals.path_of(bytes(item.sha256))
        opened = opening.open_path(
            run_id, athlete.athlete_id, path, item.name, clock, go_on, prefix=item.name, container=item.id
        )
        passed += opened.passed
    if passed:
        with transaction() as connection:
            message = mark("{count} other files were passed over: they hold no activity.")
            imports.write_log(connection, run_id, "info", message, count=passed)


def _read_all(run_id: str, athlete: Athlete, source: str, clock: Clock, watch: Watcher | None) -> None:
    run = _progress(run_id, athlete, clock)
    if run.done == run.files:
        return
    told = clock()
    with Crew(size_for(run.files - run.done), clock) as crew:
        for _outcome in crew.run(_tasks(run_id, athlete, source)):
            if watch is not None and clock() - told >= TELL_EVERY:
                told = clock()
                watch(_progress(run_id, athlete, clock))


def _tasks(run_id: str, athlete: Athlete, source: str) -> Iterator[Task]:
    """The run's queued items, a page at a time; ends early when the athlete cancels."""
    last = 0
    while True:
        with transaction() as connection:
            run = imports.of_athlete(connection, athlete.athlete_id, run_id)
            page = imports.queued(connection, run_id, container=False, after=last, limit=_PAGE)
        if not page or run.state == RunState.CANCELLED:
            return
        for item in page:
            yield Task(
                item_id=item.id,
                run_id=run_id,
                athlete_id=athlete.athlete_id,
                time_zone=athlete.time_zone,
                provenance=source,
                name=item.name,
                sha256=bytes(item.sha256),
                size=item.size,
                hints=item.hints,
            )
        last = page[-1].id


def _progress(run_id: str, athlete: Athlete, clock: Clock) -> ImportRun:
    with transaction() as connection:
        row = imports.of_athlete(connection, athlete.athlete_id, run_id)
        return imports.as_run(row, imports.counts(connection, [run_id])[run_id], clock())


def _stop(run_id: str, problem: Unavailable, clock: Clock) -> None:
    """Leave a word before giving up, if the database still listens."""
    with suppress(Unavailable), transaction() as connection:
        imports.set_state(connection, run_id, RunState.FAILED, finished_at=clock())
        imports.forget_attempts(connection, run_id)
        imports.write_log(connection, run_id, "error", str(problem))


def _finish(run_id: str, athlete: Athlete, clock: Clock) -> bool:
    """Close the run and look at the athlete's fitness anew; False when files are still queued."""
    now = clock()
    with transaction() as connection:
        row = imports.of_athlete(connection, athlete.athlete_id, run_id, hold=True)
        cancelled = row.state == RunState.CANCELLED
        if not cancelled and imports.counts(connection, [run_id])[run_id].get("queued"):
            return False
        if not cancelled:
            imports.set_state(connection, run_id, RunState.DONE, finished_at=now)
            imports.write_log(connection, run_id, "info", mark("Finished."))
        known = fitness.refresh(connection, athlete.athlete_id, now)
        if plans.latest(connection, athlete.athlete_id) is not None:
            reviewing.review(connection, athlete.athlete_id, known.on, now, known=known)
    return True
