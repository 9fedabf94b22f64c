"""Files that cannot be read: set aside with a reason in words, kept, read again later, in nobody's way."""

from __future__ import annotations

import os
import threading
import time
import zipfile
from multiprocessing import active_children

import psutil
import pytest

from coach.domain.imports import ItemState, RunState
from coach.domain.language import say
from coach.domain.problems import NotFound
from coach.services import imports
from coach.services.imports import crew
from coach.services.imports.crew import Crew
from coach.services.imports.saving import Task
from coach.services.sample_files import fit_file
from coach.store import imports as stored
from coach.store import originals
from coach.store.engine import transaction
from tests.services.imports.bringing import (
    bring,
    clock,
    counted,
    items,
    log,
    rows,
    short_run,
    upload,
    write_runs,
)


def progress(member, run_id):
    with transaction() as connection:
        return imports.progress(connection, member.athlete_id, run_id, clock())


@pytest.fixture
def one_bad(tmp_path):
    """Three good runs and a text that calls itself FIT."""
    folder = tmp_path / "mixed"
    write_runs(folder, 3)
    (folder / "run-001b.fit").write_text("This was never a FIT file, whatever its name says.")
    return folder


def test_one_bad_file_never_stops_the_others(cast, one_bad):
    run = bring(cast.ann, one_bad)
    assert (run.state, run.new, run.quarantined) == (RunState.DONE, 3, 1)


def test_a_bad_file_has_a_reason_in_both_languages_and_keeps_its_bytes(cast, one_bad):
    run = bring(cast.ann, one_bad)
    item = items(cast.ann, run)["run-001b.fit"]
    assert item.state is ItemState.QUARANTINED
    assert item.reason_code == "unreadable"
    english = say(cast.bo.athlete.language, item.reason, **item.reason_values)
    french = say(cast.ann.athlete.language, item.reason, **item.reason_values)
    assert english.endswith(".")
    assert french != english
    said = [line for line in log(cast.ann, run) if line.file_name == "run-001b.fit"]
    assert [(line.level, line.message) for line in said] == [("error", item.reason)]
    kept = originals.keep_bytes((one_bad / "run-001b.fit").read_bytes())
    assert originals.read(kept.sha256) == (one_bad / "run-001b.fit").read_bytes()


def test_a_bad_file_is_tried_again_on_the_next_import(cast, one_bad):
    bring(cast.ann, one_bad)
    again = bring(cast.ann, one_bad)
    assert (again.duplicates, again.quarantined) == (3, 1)


@pytest.mark.shared
def test_settings_are_skipped_and_no_error(cast, shared_data):
    run = bring(cast.ann, shared_data / "fit" / "tormoder-fit")
    skipped = [item for item in items(cast.ann, run).values() if item.state is ItemState.SKIPPED]
    assert skipped
    assert all(item.reason_code == "no_activity" and item.reason for item in skipped)
    assert run.quarantined == 0
    assert not [line for line in log(cast.ann, run) if line.level == "error"]


def test_a_cut_file_is_kept_up_to_the_cut_and_the_log_warns(cast, tmp_path):
    data = fit_file(short_run(1))
    (tmp_path / "cut.fit").write_bytes(data[: len(data) // 2])
    run = bring(cast.ann, tmp_path)
    assert run.new == 1
    assert 200 < rows(cast.ann)[0].elapsed_s < 500
    assert [line.file_name for line in log(cast.ann, run) if line.level == "warning"] == ["cut.fit"]


def test_an_archive_cut_short_gives_what_it_holds_and_says_so(cast, tmp_path):
    archive = tmp_path / "runs.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for number, data in enumerate(write_runs(tmp_path / "runs", 4)):
            packed.writestr(f"{number}.fit", data)
    cut = archive.read_bytes()[: archive.stat().st_size * 6 // 10]
    run_id = upload(cast.ann, [("runs.zip", cut)], tmp_path)
    run = imports.work(run_id, clock)
    assert run.state is RunState.DONE
    assert run.new in (2, 3)
    refused = [item for item in items(cast.ann, run).values() if item.state is ItemState.QUARANTINED]
    assert refused
    assert all(item.reason for item in refused)


def test_a_file_whose_original_came_back_is_read_again(cast, tmp_path):
    data = fit_file(short_run(1))
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "run.fit").write_bytes(data)
    run_id = upload(cast.ann, [("other.fit", fit_file(short_run(2, minutes=3)))], tmp_path)
    with transaction() as connection:
        lost = originals.keep_bytes(data)
        row = {"name": "run.fit", "sha256": lost.sha256, "size": lost.size}
        stored.add_items(connection, run_id, [row])
    lost.path.unlink()
    run = imports.work(run_id, clock)
    assert (run.new, run.quarantined) == (1, 1)
    assert "no longer in the data folder" in items(cast.ann, run)["run.fit"].reason
    originals.keep_bytes(data)
    with transaction() as connection:
        assert imports.retry(connection, cast.ann.athlete_id, run_id, clock()) == 1
    again = imports.work(run_id, clock)
    assert (again.state, again.new, again.quarantined) == (RunState.DONE, 2, 0)


def test_nobody_retries_or_sees_the_run_of_another(cast, one_bad):
    run = bring(cast.ann, one_bad)
    for look in (imports.items, imports.log):
        with pytest.raises(NotFound), transaction() as connection:
            look(connection, cast.cy.athlete_id, run.run_id)
    for act in (imports.retry, imports.cancel, imports.submit, imports.progress):
        with pytest.raises(NotFound), transaction() as connection:
            act(connection, cast.cy.athlete_id, run.run_id, clock())
    with transaction() as connection:
        assert imports.runs(connection, cast.cy.athlete_id, clock()) == ()


def task_reading_a_pipe(member, run_id, name):
    """A queued file whose original is a named pipe: whoever reads it waits until somebody writes."""
    sha256 = os.urandom(32)
    place = originals.path_of(sha256)
    place.parent.mkdir(exist_ok=True)
    os.mkfifo(place)
    with transaction() as connection:
        row = {"name": name, "sha256": sha256, "size": 1}
        [(item_id, _)] = stored.add_items(connection, run_id, [row])
    return Task(item_id, run_id, member.athlete_id, "Europe/Paris", "upload", name, sha256, 1, None), place


@pytest.fixture
def run_id(cast):
    with transaction() as connection:
        return imports.open_run(connection, cast.ann.athlete_id, label="x", source="upload")


def test_a_file_that_hangs_the_reader_is_given_up_and_the_next_ones_are_read(cast, run_id, tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "LONGEST_S", 1.0)
    task_reading_a_pipe(cast.ann, run_id, "hanging.fit")
    good = originals.keep_bytes(fit_file(short_run(1)))
    with transaction() as connection:
        stored.add_items(connection, run_id, [{"name": "good.fit", "sha256": good.sha256, "size": good.size}])
        imports.submit(connection, cast.ann.athlete_id, run_id, clock())
    monkeypatch.setattr("coach.services.imports.working.size_for", lambda _files: 1)
    began = time.monotonic()
    run = imports.work(run_id, clock)
    assert time.monotonic() - began < 10
    assert (run.new, run.quarantined) == (1, 1)
    assert "took more than" in items(cast.ann, run)["hanging.fit"].reason
    assert active_children() == []


def kill_the_reader() -> None:
    """Kill -9 the process of ours that waits for a pipe, and see it gone: a dying one could still read from it."""
    patience = time.monotonic() + 10
    while not active_children() and time.monotonic() < patience:
        time.sleep(0.01)
    time.sleep(0.3)
    doomed = [psutil.Process(child.pid) for child in active_children()]
    for process in doomed:
        process.kill()
    psutil.wait_procs(doomed, timeout=5)


def test_a_reader_killed_from_outside_costs_nothing(cast, run_id):
    task, place = task_reading_a_pipe(cast.ann, run_id, "run.fit")

    def kill_then_feed() -> None:
        kill_the_reader()
        place.write_bytes(fit_file(short_run(1)))

    other = threading.Thread(target=kill_then_feed)
    other.start()
    with Crew(1, clock) as readers:
        outcomes = list(readers.run(iter([task])))
    other.join()
    assert [outcome.state for outcome in outcomes] == [ItemState.NEW]
    assert counted(cast.ann) == {"activities": 1, "sources": 1, "originals": 1}


def test_a_file_that_kills_its_reader_twice_is_set_aside(cast, run_id):
    task, _place = task_reading_a_pipe(cast.ann, run_id, "killer.fit")

    def kill_twice() -> None:
        kill_the_reader()
        kill_the_reader()

    other = threading.Thread(target=kill_twice)
    other.start()
    with Crew(1, clock) as readers:
        outcomes = list(readers.run(iter([task])))
    other.join()
    assert [outcome.state for outcome in outcomes] == [ItemState.QUARANTINED]
    found = items(cast.ann, progress(cast.ann, run_id))["killer.fit"]
    assert "unforeseen" in found.reason
    assert counted(cast.ann)["activities"] == 0
