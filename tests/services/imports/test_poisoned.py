"""An archive that ends the process which opens it costs itself, never the rest of its run, nor anybody else's run."""

from __future__ import annotations

import asyncio
import io
import zipfile

import pytest
from procrastinate import testing
from sqlalchemy import select

from coach.domain.imports import ImportRun, ItemState, RunState
from coach.domain.problems import Conflict
from coach.services import imports
from coach.services.imports import opening, receiving, working
from coach.store.engine import transaction
from coach.store.tables import t_import_run
from tests.services.imports.bringing import (
    NOTHING_HANGS,
    bring,
    clock,
    items,
    left_hanging,
    log,
    rows,
    upload,
    write_runs,
)


class UnforeseenError(Exception):
    """What no reader of archives expects."""


@pytest.fixture
def poison(monkeypatch):
    """Whatever is called poison.zip, or lies in a folder called poison, ends whoever opens it after its first file."""
    honest = opening.walk

    def walk(path, *, name, spool):
        for found in honest(path, name=name, spool=spool):
            yield found
            if name.startswith("poison"):
                raise UnforeseenError(name)

    monkeypatch.setattr(opening, "walk", walk)


def upload_with_poison(member, folder) -> str:
    """A poisoned archive of one run first, two honest files after it."""
    first, second, third = write_runs(folder / "runs", 3)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.fit", first)
    return upload(member, [("poison.zip", packed.getvalue()), ("one.fit", second), ("two.fit", third)], folder)


def run_of(member, run_id: str) -> ImportRun:
    with transaction() as connection:
        return imports.progress(connection, member.athlete_id, run_id, clock())


def dies(run_id: str) -> None:
    with pytest.raises(UnforeseenError):
        imports.work(run_id, clock)


def test_an_archive_that_ends_its_reader_twice_is_set_aside_and_the_rest_of_its_run_is_read(cast, tmp_path, poison):
    run_id = upload_with_poison(cast.cy, tmp_path)
    dies(run_id)
    dies(run_id)
    done = imports.work(run_id, clock)
    assert (done.state, done.new, done.quarantined) == (RunState.DONE, 3, 1)
    (refused,) = [item for item in items(cast.cy, done).values() if item.state is ItemState.QUARANTINED]
    assert (refused.name, refused.reason) == ("poison.zip", "Opening this archive failed in an unforeseen way.")
    said = [line.message for line in log(cast.cy, done)]
    assert said.count("Taken up again after an interruption: {done} of {files} files were done.") == 2
    assert left_hanging() == NOTHING_HANGS


def test_the_worker_gives_every_unfinished_run_a_job_of_its_own_and_never_two(cast, tmp_path, poison):
    from coach.worker import tasks

    poisoned = upload_with_poison(cast.cy, tmp_path)
    innocent = upload(cast.ann, [("run.fit", write_runs(tmp_path / "more", 1)[0])], tmp_path)
    dies(poisoned)
    queue = testing.InMemoryConnector()
    with tasks.app.replace_connector(queue) as app:
        for _ in range(2):
            asyncio.run(tasks.resume_imports(0))
        jobs = [job["args"]["run_id"] for job in queue.jobs.values() if job["task_name"] == receiving.TASK]
        assert sorted(jobs) == sorted([poisoned, innocent])
        app.run_worker(queues=["imports"], wait=False, install_signal_handlers=False)
        assert run_of(cast.ann, innocent).state is RunState.DONE
        assert "failed" in {job["status"] for job in queue.jobs.values() if job["args"].get("run_id") == poisoned}
        asyncio.run(tasks.resume_imports(0))
        app.run_worker(queues=["imports"], wait=False, install_signal_handlers=False)
    finished = run_of(cast.cy, poisoned)
    assert (finished.state, finished.new, finished.quarantined) == (RunState.DONE, 3, 1)
    assert len(rows(cast.ann)) == 1


def test_a_path_of_the_terminal_that_ends_the_import_leaves_a_run_that_finishes_with_what_was_found(
    cast, tmp_path, poison
):
    write_runs(tmp_path / "poison", 2)
    with pytest.raises(UnforeseenError):
        bring(cast.ann, tmp_path / "poison")
    assert imports.resume_all(clock, source="cli") == 1
    with transaction() as connection:
        (run,) = imports.runs(connection, cast.ann.athlete_id, clock())
    assert (run.state, run.new) == (RunState.DONE, 1)
    assert imports.resume_all(clock, source="cli") == 0


def test_a_run_that_keeps_ending_at_one_place_is_given_up_in_words(cast, tmp_path, monkeypatch):
    run_id = upload(cast.ann, [("run.fit", write_runs(tmp_path / "runs", 1)[0])], tmp_path)

    def die(*_: object) -> None:
        raise UnforeseenError

    with monkeypatch.context() as broken:
        broken.setattr(working, "_read_all", die)
        for _ in range(3):
            dies(run_id)
        given_up = imports.work(run_id, clock)
    assert given_up.state is RunState.FAILED
    assert log(cast.ann, given_up)[-1].message.startswith("Broken off {count} times at the same place")
    assert imports.unfinished() == []
    with transaction() as connection:
        imports.retry(connection, cast.ann.athlete_id, run_id, clock())
    assert imports.work(run_id, clock).new == 1


def test_an_archive_set_aside_is_opened_again_when_the_athlete_asks(cast, tmp_path, monkeypatch):
    run_id = upload(cast.ann, [("run.fit", write_runs(tmp_path / "runs", 1)[0])], tmp_path)

    def die(*_: object, **__: object) -> None:
        raise UnforeseenError

    with monkeypatch.context() as broken:
        broken.setattr(opening, "walk", die)
        dies(run_id)
        dies(run_id)
        assert imports.work(run_id, clock).quarantined == 1
    with transaction() as connection:
        assert imports.retry(connection, cast.ann.athlete_id, run_id, clock()) == 1
    assert imports.work(run_id, clock).new == 1


def test_submitting_a_finished_run_again_leaves_it_finished_and_a_stopped_one_refuses(cast, tmp_path):
    data = write_runs(tmp_path / "runs", 2)
    done, stopped = (upload(cast.ann, [("run.fit", each)], tmp_path) for each in data)
    imports.work(done, clock)
    with transaction() as connection:
        imports.submit(connection, cast.ann.athlete_id, done, clock())
        imports.cancel(connection, cast.ann.athlete_id, stopped, clock())
    assert run_of(cast.ann, done).state is RunState.DONE
    with pytest.raises(Conflict), transaction() as connection:
        imports.submit(connection, cast.ann.athlete_id, stopped, clock())
    before = [line.message for line in log(cast.ann, run_of(cast.ann, done))]
    imports.work(done, clock)
    assert [line.message for line in log(cast.ann, run_of(cast.ann, done))] == before


def test_a_file_that_arrives_keeps_its_run_from_being_finished_meanwhile(cast, tmp_path):
    data = write_runs(tmp_path / "runs", 2)
    run_id = upload(cast.ann, [("one.fit", data[0])], tmp_path)
    late = tmp_path / "late"
    late.write_bytes(data[1])
    with transaction() as connection:
        imports.receive(connection, cast.ann.athlete_id, run_id, "two.fit", late)
        same_run = select(t_import_run.c.id).where(t_import_run.c.id == run_id)
        with transaction() as other:
            assert other.execute(same_run.with_for_update(key_share=True, skip_locked=True)).all() == []
    assert imports.work(run_id, clock).new == 2
