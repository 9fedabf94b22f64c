"""An import as people follow it: counts, rate and time left, the log, its files page by page, and stopping it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.domain.imports import ItemState, RunState
from coach.domain.problems import Conflict
from coach.services import imports
from coach.services.sample_files import fit_file
from coach.store import imports as stored
from coach.store.engine import transaction
from tests.services.imports.bringing import START, bring, clock, counted, log, short_run, upload, write_runs


def test_counts_add_up_and_only_grow_while_files_come_in(cast, tmp_path, monkeypatch):
    monkeypatch.setattr("coach.services.imports.working.TELL_EVERY", timedelta(0))
    write_runs(tmp_path / "runs", 12)
    (tmp_path / "runs" / "bad.fit").write_bytes(b"bad")
    seen = []
    run = imports.import_paths(cast.ann.athlete_id, [tmp_path / "runs"], clock, source="cli", watch=seen.append)
    done = [each.done for each in seen]
    assert done == sorted(done)
    assert len(set(done)) > 3
    for each in [*seen, run]:
        assert each.done == each.new + each.duplicates + each.merged + each.skipped + each.quarantined
        assert each.done <= each.files
    assert (run.done, run.files, run.eta_s) == (13, 13, None)
    assert run.files_per_s == pytest.approx(13 / (run.finished_at - run.started_at).total_seconds())


def test_time_left_is_what_is_left_over_the_rate(cast, now):
    with transaction() as connection:
        run_id = stored.new_run(connection, cast.ann.athlete_id, label="x", source="cli", state=RunState.RUNNING)
        stored.set_state(connection, run_id, RunState.RUNNING, started_at=now)
        rows = [{"name": f"{n}.fit", "state": "new" if n < 20 else "queued"} for n in range(50)]
        stored.add_items(connection, run_id, rows)
        run = imports.progress(connection, cast.ann.athlete_id, run_id, now + timedelta(seconds=10))
        at_once = imports.progress(connection, cast.ann.athlete_id, run_id, now)
        stored.set_state(connection, run_id, RunState.DONE, finished_at=now)
    assert (run.files_per_s, run.eta_s) == (2.0, 15.0)
    assert (at_once.files_per_s, at_once.eta_s) == (None, None)


def test_a_cancelled_import_stops_soon_and_keeps_what_was_read(cast, tmp_path, monkeypatch):
    monkeypatch.setattr("coach.services.imports.working.TELL_EVERY", timedelta(0))
    write_runs(tmp_path / "runs", 150, minutes=1)

    def stop(run) -> None:
        if run.new >= 5 and run.state is RunState.RUNNING:
            with transaction() as connection:
                imports.cancel(connection, cast.ann.athlete_id, run.run_id, clock())

    run = imports.import_paths(cast.ann.athlete_id, [tmp_path / "runs"], clock, source="cli", watch=stop)
    assert run.state is RunState.CANCELLED
    assert 5 <= run.new < 130
    assert counted(cast.ann)["activities"] == run.new
    assert "Stopped by the athlete" in " ".join(line.message for line in log(cast.ann, run))
    assert imports.resume_all(clock, source="cli") == 0


def test_what_a_cancelled_upload_left_is_read_when_the_athlete_asks_again(cast, tmp_path):
    run_id = upload(cast.ann, [("run.fit", fit_file(short_run(1)))], tmp_path)
    with transaction() as connection:
        imports.cancel(connection, cast.ann.athlete_id, run_id, clock())
    assert imports.work(run_id, clock).state is RunState.CANCELLED
    assert counted(cast.ann)["activities"] == 0
    with transaction() as connection:
        imports.retry(connection, cast.ann.athlete_id, run_id, clock())
    run = imports.work(run_id, clock)
    assert (run.state, run.new) == (RunState.DONE, 1)


def test_nothing_is_received_into_a_finished_import(cast, tmp_path):
    run_id = upload(cast.ann, [("run.fit", fit_file(short_run(1, minutes=2)))], tmp_path)
    imports.work(run_id, clock)
    late = tmp_path / "late"
    late.write_bytes(b"x")
    with pytest.raises(Conflict), transaction() as connection:
        imports.receive(connection, cast.ann.athlete_id, run_id, "late.fit", late)


def test_two_uploads_of_one_name_are_both_read(cast, tmp_path):
    files = [("run.fit", fit_file(short_run(n, START + timedelta(days=n), 2))) for n in range(2)]
    run = imports.work(upload(cast.ann, files, tmp_path), clock)
    assert (run.files, run.new) == (2, 2)


def test_files_are_paged_by_state_newest_first(cast, tmp_path):
    write_runs(tmp_path / "runs", 6, minutes=1)
    (tmp_path / "runs" / "bad.fit").write_bytes(b"bad")
    run = bring(cast.ann, tmp_path / "runs")
    with transaction() as connection:
        every = imports.items(connection, cast.ann.athlete_id, run.run_id)
        first = imports.items(connection, cast.ann.athlete_id, run.run_id, limit=3)
        bad = imports.items(connection, cast.ann.athlete_id, run.run_id, states=[ItemState.QUARANTINED])
        younger = imports.items(connection, cast.ann.athlete_id, run.run_id, after=min(item.item_id for item in every))
    assert len(every) == 7
    assert first == every[:3]
    assert [item.name for item in bad] == ["bad.fit"]
    assert len(younger) == 6


def test_the_log_goes_on_from_the_last_line_read(cast, tmp_path):
    write_runs(tmp_path / "runs", 1, minutes=1)
    for number in range(3):
        (tmp_path / "runs" / f"bad{number}.fit").write_bytes(b"bad")
    run = bring(cast.ann, tmp_path / "runs")
    whole = log(cast.ann, run)
    with transaction() as connection:
        rest = imports.log(connection, cast.ann.athlete_id, run.run_id, after=whole[1].line_id)
    assert rest == whole[2:]
    assert [line.line_id for line in whole] == sorted(line.line_id for line in whole)
    assert [line.level for line in whole] == ["error", "error", "error", "info"]


def test_somebody_elses_process_at_work_is_left_alone(cast, tmp_path):
    run_id = upload(cast.ann, [("run.fit", fit_file(short_run(1, minutes=2)))], tmp_path)
    with stored.working_on(run_id) as mine:
        assert mine
        assert imports.work(run_id, clock) is None
    assert imports.work(run_id, clock).new == 1
