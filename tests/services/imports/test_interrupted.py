"""An import cut at any instant goes on where it was: nothing lost, nothing double, nobody left running."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial

import psutil
import pytest
from sqlalchemy import func, select

from coach.domain.imports import RunState
from coach.services import imports
from coach.services.samples import history_archive
from coach.store import readiness
from coach.store.engine import transaction
from coach.store.tables import t_import_item, t_import_run
from tests.services.imports.bringing import (
    NOTHING_HANGS,
    clock,
    counted,
    left_hanging,
    rows,
    write_runs,
)

PATIENCE_S = 60


def start(member, *paths) -> subprocess.Popen[str]:
    """``coach import`` for somebody, in a process and a process group of its own."""
    readiness.note_migrated()
    command = [sys.executable, "-m", "coach.cli", "import", *map(str, paths), "--athlete", member.email, "--json"]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Who runs the tests in the background of a shell ignores Ctrl-C, and so would every child.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        env=os.environ | {"COACH_LANG": "en"},
    )


def ended(process: subprocess.Popen[str]) -> dict:
    """The summary of an import that ran to its end."""
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, err
    return json.loads(out)


def wait_until(condition, process: subprocess.Popen[str]) -> None:
    """Wait for something to be so while the process works."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition() and process.poll() is None:
        assert time.monotonic() < deadline, "the import made no progress"
        time.sleep(0.005)


def found_by(member) -> int:
    """Files found by all runs of the athlete that nobody has finished."""
    with transaction() as connection:
        return connection.execute(
            select(func.count())
            .select_from(t_import_item)
            .join(t_import_run, t_import_run.c.id == t_import_item.c.run_id)
            .where(t_import_run.c.athlete_id == member.athlete_id, t_import_run.c.finished_at.is_(None))
        ).scalar_one()


def states(member) -> set[RunState]:
    with transaction() as connection:
        return {run.state for run in imports.runs(connection, member.athlete_id, clock())}


def test_killed_again_and_again_an_import_loses_nothing_and_doubles_nothing(cast, tmp_path):
    files = 100
    archive = tmp_path / "history.zip"
    history_archive(archive, files)
    chance = random.Random(20261120)
    reached: list[int] = []
    for stop_at in (0, 1, 30, 60):
        process = start(cast.ann, archive)
        if stop_at == 0:
            wait_until(lambda: found_by(cast.ann) > 0, process)
        else:
            wait_until(lambda least=stop_at: counted(cast.ann)["activities"] >= least, process)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.communicate()
        reached.append(counted(cast.ann)["activities"])
    assert reached[0] < files, "the first kill came too late to prove anything"
    ended(start(cast.ann, archive))
    assert counted(cast.ann) == {"activities": files, "sources": files, "originals": files}
    assert left_hanging() == NOTHING_HANGS
    assert states(cast.ann) == {RunState.DONE}
    assert len({row.started_at for row in rows(cast.ann)}) == files


def test_ctrl_c_leaves_nobody_running_and_the_next_run_goes_on(cast, tmp_path):
    write_runs(tmp_path / "runs", 120)
    process = start(cast.ann, tmp_path / "runs")
    wait_until(lambda: counted(cast.ann)["activities"] >= 5, process)
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "run the command again" in err
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    assert 5 <= counted(cast.ann)["activities"] < 120
    ended(start(cast.ann, tmp_path / "runs"))
    assert counted(cast.ann) == {"activities": 120, "sources": 120, "originals": 120}


def test_two_imports_of_one_folder_for_one_athlete_make_no_doubles(cast, tmp_path):
    write_runs(tmp_path / "runs", 60)
    one, other = start(cast.ann, tmp_path / "runs"), start(cast.ann, tmp_path / "runs")
    summaries = [ended(one), ended(other)]
    assert [summary["files"] for summary in summaries] == [60, 60]
    assert sum(summary["new"] for summary in summaries) == 60
    assert sum(summary["duplicates"] for summary in summaries) == 60
    assert not any(summary["quarantined"] for summary in summaries)
    assert counted(cast.ann) == {"activities": 60, "sources": 60, "originals": 60}
    assert left_hanging() == NOTHING_HANGS


def test_two_athletes_importing_one_folder_at_once_each_have_their_own(cast, tmp_path):
    write_runs(tmp_path / "runs", 25)
    ann, bo = start(cast.ann, tmp_path / "runs"), start(cast.bo, tmp_path / "runs")
    assert [ended(ann)["new"], ended(bo)["new"]] == [25, 25]
    for member in (cast.ann, cast.bo):
        assert counted(member) == {"activities": 25, "sources": 25, "originals": 25}
    mine, theirs = ({row.activity_id for row in rows(member)} for member in (cast.ann, cast.bo))
    assert not mine & theirs
    assert rows(cast.cy) == ()


@pytest.mark.parametrize("moment", ["opening", "reading"])
def test_a_run_left_by_a_dead_worker_is_taken_up_once(cast, tmp_path, moment):
    from tests.services.imports.bringing import upload

    data = write_runs(tmp_path / "runs", 3)
    run_id = upload(cast.ann, [(f"{n}.fit", each) for n, each in enumerate(data)], tmp_path)
    if moment == "reading":
        imports.work(run_id, clock)
        with transaction() as connection:
            connection.execute(
                t_import_run.update().where(t_import_run.c.id == run_id).values(state="running", finished_at=None)
            )
    assert imports.resume_all(clock, source="upload") == 1
    assert imports.resume_all(clock, source="upload") == 0
    assert counted(cast.ann) == {"activities": 3, "sources": 3, "originals": 3}
