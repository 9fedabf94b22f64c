"""Work killed at any instant leaves no activity without its load, and whoever comes next finishes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import select, update

from coach.domain.imports import RunState
from coach.services import activities, fitness, imports, training
from coach.services.imports import working
from coach.services.imports.remeasuring import catch_up
from coach.store import fitness as snapshots
from coach.store import training as kept
from coach.store.engine import transaction
from coach.store.tables import t_activity, t_activity_load, t_fitness_snapshot, t_import_run, t_original, t_training_day
from tests.cli.running import coach
from tests.services.imports.bringing import bring, clock, counted, upload, write_runs
from tests.services.imports.test_interrupted import start, wait_until
from tests.services.test_training import assert_same, from_scratch, piled

PATIENCE_S = 60
_CUT = """
import os, signal
from datetime import UTC, datetime
from coach.services import fitness, imports

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

{before}
imports.remeasure(lambda: datetime.now(UTC), {tell})
"""


def remeasure_cut(*, before: str = "", tell: str = "None") -> None:
    """Measure anew in a process that kills itself on the way."""
    script = _CUT.format(before=before, tell=tell)
    done = subprocess.run([sys.executable, "-c", script], timeout=PATIENCE_S, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def age(*members) -> None:
    """As an earlier reader left it."""
    with transaction() as connection:
        mine = t_original.c.athlete_id.in_([member.athlete_id for member in members])
        connection.execute(update(t_original).where(mine).values(reader_version=1))


def unweighed(member) -> int:
    """Activities without a load."""
    with transaction() as connection:
        query = (
            select(t_activity.c.id)
            .outerjoin(t_activity_load, t_activity_load.c.activity_id == t_activity.c.id)
            .where(t_activity.c.athlete_id == member.athlete_id, t_activity_load.c.activity_id.is_(None))
        )
        return len(connection.execute(query).all())


def behind(member) -> bool:
    with transaction() as connection:
        return member.athlete_id in training.behind(connection)


def forget_what_follows(member) -> None:
    """Take away what a refresh makes, except the loads."""
    with transaction() as connection:
        for table in (t_training_day, t_fitness_snapshot):
            connection.execute(table.delete().where(table.c.athlete_id == member.athlete_id))


def assert_finished(member) -> None:
    """Every activity is weighed, the days are those of a fresh start and the fitness is that of the runs."""
    assert unweighed(member) == 0
    assert not behind(member)
    with transaction() as connection:
        told = snapshots.latest(connection, member.athlete_id)
        assert told == fitness.current(connection, member.athlete_id, told.on)
        found = piled(connection, member.athlete_id)
        assert found
        assert_same(found, from_scratch(connection, member.athlete_id))


@pytest.fixture
def two(cast, tmp_path):
    """Ann and Bo with three runs each, read by an earlier reader."""
    write_runs(tmp_path / "runs", 3, minutes=10)
    for member in (cast.ann, cast.bo):
        bring(member, tmp_path / "runs")
    age(cast.ann, cast.bo)
    return cast.ann, cast.bo


@pytest.mark.parametrize("after", [1, 2, 3, 4, 6])
def test_measuring_anew_killed_after_any_file_leaves_every_activity_weighed(two, after):
    remeasure_cut(tell=f"lambda done: die() if done == {after} else None")
    assert [unweighed(member) for member in two] == [0, 0]
    assert imports.remeasure(clock) == 6 - after
    for member in two:
        assert_finished(member)


def test_measuring_anew_killed_before_the_fitness_was_computed_computes_it_the_next_time(two):
    ann, bo = two
    forget_what_follows(ann)
    remeasure_cut(before="fitness.refresh = die")
    with transaction() as connection:
        assert snapshots.latest(connection, ann.athlete_id) is None
    assert imports.remeasure(clock) == 4
    for member in (ann, bo):
        assert_finished(member)


def test_while_activities_are_measured_anew_none_is_ever_without_its_load(two):
    seen = []

    def look(_: int) -> None:
        seen.append([unweighed(member) for member in two])

    assert imports.remeasure(clock, look) == 6
    assert seen == [[0, 0]] * 6


def test_an_import_killed_and_then_stopped_leaves_what_it_read_weighed(cast, tmp_path):
    write_runs(tmp_path / "runs", 60, minutes=10)
    process = start(cast.ann, tmp_path / "runs")
    wait_until(lambda: counted(cast.ann)["activities"] >= 5, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert 5 <= unweighed(cast.ann) < 60
    with transaction() as connection:
        (run,) = imports.runs(connection, cast.ann.athlete_id, clock())
        imports.cancel(connection, cast.ann.athlete_id, run.run_id, clock())
    assert_finished(cast.ann)
    assert "Nothing here yet" not in coach("load", "--athlete", cast.ann.email).out


def test_an_import_given_up_leaves_what_it_read_weighed(cast, tmp_path, monkeypatch):
    run_id = upload(
        cast.ann, [(f"{n}.fit", each) for n, each in enumerate(write_runs(tmp_path / "runs", 2, minutes=10))], tmp_path
    )

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(working, "_finish", die)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                imports.work(run_id, clock)
            given_up = _state(run_id)
        assert unweighed(cast.ann) == 2
        assert given_up is RunState.RUNNING
        assert imports.work(run_id, clock).state is RunState.FAILED
    assert_finished(cast.ann)


def test_an_import_given_up_stays_given_up_where_the_fitness_itself_ends_it(cast, tmp_path, monkeypatch):
    run_id = upload(cast.ann, [("run.fit", write_runs(tmp_path / "runs", 1)[0])], tmp_path)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(fitness, "refresh", die)
        for _ in range(6):
            if _state(run_id) is not RunState.FAILED:
                with pytest.raises(KeyboardInterrupt):
                    imports.work(run_id, clock)
    assert _state(run_id) is RunState.FAILED
    assert behind(cast.ann)


def test_what_nobody_goes_on_with_is_weighed_by_the_next_one_who_measures_anew(cast, tmp_path):
    from coach.worker import tasks

    write_runs(tmp_path / "runs", 2, minutes=10)
    for heal in (lambda: imports.remeasure(clock), lambda: tasks.remeasure(timestamp=0)):
        bring(cast.ann, tmp_path / "runs")
        with transaction() as connection:
            kept.forget(connection, cast.ann.athlete_id)
        forget_what_follows(cast.ann)
        assert behind(cast.ann)
        heal()
        assert_finished(cast.ann)


def test_there_is_nothing_to_catch_up_twice(cast, tmp_path):
    write_runs(tmp_path / "runs", 2, minutes=10)
    bring(cast.ann, tmp_path / "runs")
    with transaction() as connection:
        (row, _) = activities.listing(connection, cast.ann.athlete_id).rows
        activities.delete(connection, cast.ann.athlete_id, row.activity_id, clock())
        kept.forget(connection, cast.ann.athlete_id)
    assert catch_up(clock) >= 1
    assert catch_up(clock) == 0


def _state(run_id: str) -> RunState:
    with transaction() as connection:
        query = select(t_import_run.c.state).where(t_import_run.c.id == run_id)
        return RunState(connection.execute(query).scalar_one())
