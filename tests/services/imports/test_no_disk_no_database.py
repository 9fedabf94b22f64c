"""A full disk and a database that goes away: said in a sentence, nothing half-written, gone on with afterwards."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from coach.domain.imports import RunState
from coach.domain.problems import Unavailable
from coach.services import imports
from coach.store import engine, originals
from coach.store.engine import transaction
from tests.services.imports.bringing import (
    NOTHING_HANGS,
    bring,
    clock,
    counted,
    left_hanging,
    rows,
    write_runs,
)


@pytest.fixture
def small_disk(monkeypatch):
    """A data folder on a disk of 300 kB, which takes two or three short runs."""
    folder = Path(tempfile.mkdtemp(prefix="coach-small-"))
    options = ["-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], capture_output=True, check=False).returncode != 0:
        folder.rmdir()
        pytest.skip("a small disk can only be mounted by root")
    monkeypatch.setenv("COACH_HOME", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def all_states(member):
    with transaction() as connection:
        return [run.state for run in imports.runs(connection, member.athlete_id, clock())]


def assert_full_then_resumed(member, folder, make_room) -> None:
    with pytest.raises(Unavailable) as refused:
        bring(member, folder)
    assert "full" in str(refused.value)
    assert "free some space" in str(refused.value)
    assert all_states(member) == [RunState.FAILED]
    assert left_hanging() == NOTHING_HANGS
    make_room()
    again = bring(member, folder)
    assert (again.state, again.quarantined) == (RunState.DONE, 0)
    assert counted(member) == {"activities": 8, "sources": 8, "originals": 8}


def test_a_really_full_disk_is_said_and_the_import_goes_on_once_there_is_room(cast, small_disk, tmp_path):
    write_runs(tmp_path / "runs", 8, minutes=20)
    assert sum(path.stat().st_size for path in (tmp_path / "runs").iterdir()) > 300_000
    room = ["mount", "-o", "remount,size=20m", str(small_disk)]
    assert_full_then_resumed(cast.ann, tmp_path / "runs", lambda: subprocess.run(room, check=True))


def test_a_disk_that_fills_up_while_writing_leaves_no_piece_of_a_file(cast, tmp_path, monkeypatch):
    write_runs(tmp_path / "runs", 8)
    home = tmp_path / "home"
    monkeypatch.setenv("COACH_HOME", str(home))
    written = Path.write_bytes
    left = [3]

    def write_some(path: Path, data: bytes) -> int:
        if home in path.parents:
            left[0] -= 1
            if left[0] < 0:
                written(path, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_some)

    def make_room() -> None:
        kept = [path for path in (home / "originals").rglob("*") if path.is_file()]
        assert len(kept) == 3
        assert not [path for path in kept if path.name.startswith(".")]
        left[0] = 10**6

    assert_full_then_resumed(cast.ann, tmp_path / "runs", make_room)


@contextmanager
def administration(database: str):
    """A connection to the server, beside the database of the tests; the latter's name."""
    address = make_url(database)
    beside = address.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(beside, autocommit=True) as connection:
        yield connection, address.database


def shut(database: str) -> None:
    """Throw everybody out and let nobody in."""
    with administration(database) as (connection, name):
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def reopen(database: str) -> None:
    with administration(database) as (connection, name):
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_a_database_that_goes_away_stops_the_import_with_a_sentence(cast, tmp_path, database, monkeypatch):
    write_runs(tmp_path / "runs", 30)
    monkeypatch.setattr("coach.services.imports.working.TELL_EVERY", timedelta(0))
    gone_at = []

    def go_away(run) -> None:
        if run.done >= 5 and not gone_at:
            gone_at.append(run.done)
            shut(database)

    try:
        with pytest.raises(Unavailable) as refused:
            imports.import_paths(cast.ann.athlete_id, [tmp_path / "runs"], clock, source="cli", watch=go_away)
    finally:
        reopen(database)
    assert gone_at[0] < 30
    assert "coach doctor" in str(refused.value)
    assert left_hanging() == NOTHING_HANGS
    assert counted(cast.ann)["activities"] < 30
    imports.resume_all(clock, source="cli")
    bring(cast.ann, tmp_path / "runs")
    assert counted(cast.ann) == {"activities": 30, "sources": 30, "originals": 30}
    assert set(all_states(cast.ann)) == {RunState.DONE}


def test_connections_that_are_dropped_once_are_opened_again(cast, tmp_path, database):
    write_runs(tmp_path / "runs", 3)
    bring(cast.ann, tmp_path / "runs")
    shut(database)
    reopen(database)
    assert bring(cast.ann, tmp_path / "runs").duplicates == 3


def test_without_a_database_nothing_begins_and_the_sentence_says_what_to_do(cast, tmp_path, database, monkeypatch):
    write_runs(tmp_path / "runs", 1)
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/coach")
    engine.forget()
    try:
        with pytest.raises(Unavailable) as refused:
            bring(cast.ann, tmp_path / "runs")
    finally:
        monkeypatch.setenv("DATABASE_URL", database)
        engine.forget()
    assert "does not answer" in str(refused.value)
    assert rows(cast.ann) == ()


def test_an_original_cut_by_a_power_loss_is_written_again(cast, tmp_path):
    [data] = write_runs(tmp_path / "runs", 1)
    kept = originals.keep_bytes(data)
    kept.path.write_bytes(data[:100])
    run = bring(cast.ann, tmp_path / "runs")
    assert (run.new, run.quarantined) == (1, 0)
    assert originals.read(kept.sha256) == data
