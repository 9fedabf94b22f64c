"""Uploads nobody finished are read all the same, and leave nothing in the spool."""

from __future__ import annotations

import os
from datetime import timedelta

from coach.domain.imports import RunState
from coach.services import imports, samples
from coach.store import home, originals
from coach.store.engine import transaction


def begun(cast, now, spool_name="run.fit"):
    """A run of Ann's that received one file and was never submitted."""
    path = home.spool_folder() / spool_name
    path.write_bytes(samples.one_hour_run(11))
    with transaction() as connection:
        run_id = imports.open_run(connection, cast.ann.athlete_id, label="phone", source="upload")
        imports.receive(connection, cast.ann.athlete_id, run_id, "run.fit", path)
    return run_id


def state_of(cast, run_id, now):
    with transaction() as connection:
        return imports.progress(connection, cast.ann.athlete_id, run_id, now)


def test_an_upload_broken_off_is_read_after_an_hour(cast, now):
    from datetime import UTC, datetime

    run_id = begun(cast, now)
    created = datetime.now(UTC)
    with transaction() as connection:
        imports.finish_forgotten(connection, created + timedelta(minutes=30))
    assert state_of(cast, run_id, now).state is RunState.RECEIVING
    with transaction() as connection:
        assert imports.finish_forgotten(connection, created + timedelta(minutes=61)) >= 1
    assert state_of(cast, run_id, now).state is RunState.QUEUED
    done = imports.work(run_id, lambda: now)
    assert (done.state, done.new) == (RunState.DONE, 1)


def test_the_spool_is_swept_of_what_is_a_day_old_only(now):
    old, fresh = home.spool_folder() / "old", home.spool_folder() / "fresh"
    for path, age in ((old, timedelta(hours=25)), (fresh, timedelta(hours=1))):
        path.write_bytes(b"half a file")
        moment = (now - age).timestamp()
        os.utime(path, (moment, moment))
    imports.sweep_spool(now)
    assert (old.exists(), fresh.exists()) == (False, True)
    fresh.unlink()


def test_what_a_killed_writer_left_among_the_originals_goes_and_originals_stay(now):
    kept = originals.keep_bytes(b"an original that stays")
    draft = kept.path.with_name(f".{kept.path.name}.dead")
    draft.write_bytes(b"half")
    old = (now - timedelta(hours=25)).timestamp()
    for path in (kept.path, draft):
        os.utime(path, (old, old))
    imports.sweep_spool(now)
    assert (kept.path.exists(), draft.exists()) == (True, False)
