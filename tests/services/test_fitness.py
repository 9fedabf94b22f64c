"""Fitness as the doors ask for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import cast as cast_to
from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import JSONB

from coach.domain.intensity import Quantity
from coach.services import fitness, imports, plans, sample_files, samples
from coach.store import fitness as snapshots
from coach.store.engine import transaction
from coach.store.tables import t_fitness_snapshot, t_wellness_day


def test_runs_of_years_ago_are_said_to_be_old_not_absent(cast, now, tmp_path):
    recording = samples.hour_recording(5, datetime(2023, 1, 12, 7, tzinfo=UTC))
    (tmp_path / "old.fit").write_bytes(sample_files.fit_file(recording))
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: now, source="cli")
    with transaction() as connection:
        known = fitness.current(connection, cast.ann.athlete_id, now.date())
    assert known.last_run == date(2023, 1, 12)
    assert "Nothing is known" not in known.level_reason


def test_an_athlete_without_a_run_has_no_last_run(cast, now):
    with transaction() as connection:
        assert fitness.current(connection, cast.bo.athlete_id, now.date()).last_run is None
        assert plans.latest(connection, cast.bo.athlete_id) is None


def test_a_snapshot_of_the_day_is_kept_once(cast, now):
    from sqlalchemy import func, select

    from coach.store.tables import t_fitness_snapshot

    with transaction() as connection:
        fitness.refresh(connection, cast.bo.athlete_id, now)
        fitness.refresh(connection, cast.bo.athlete_id, now)
        mine = t_fitness_snapshot.c.athlete_id == cast.bo.athlete_id
        assert connection.execute(select(func.count()).where(mine)).scalar_one() == 1


@pytest.fixture
def season(cast, now, tmp_path):
    """Ann's last twelve weeks of made-up running, imported."""
    samples.write_history(tmp_path, last_day=now.date() - timedelta(days=1), weeks=12, seed=3)
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: now, source="cli")
    return cast.ann.athlete_id


def test_a_snapshot_is_read_back_as_it_was_kept(season, now):
    with transaction() as connection:
        kept = fitness.refresh(connection, season, now)
        assert snapshots.latest(connection, season) == kept
        assert kept.vma_votes
        assert kept.heart.maximum is not None
        assert len(kept.heart_zones) == len(kept.pace_zones) == 5
        assert kept.habits.consistency is not None


def test_whatever_was_noted_with_a_snapshot_stays_when_it_is_kept_again(cast, now):
    with transaction() as connection:
        fitness.refresh(connection, cast.bo.athlete_id, now)
        known = t_fitness_snapshot.c
        mine = known.athlete_id == cast.bo.athlete_id
        noted = known.detail.op("||")(cast_to({"noted": 1}, JSONB))
        connection.execute(update(t_fitness_snapshot).where(mine).values(detail=noted))
        fitness.refresh(connection, cast.bo.athlete_id, now)
        assert connection.execute(select(known.detail["noted"]).where(mine)).scalar_one() == 1


def test_a_snapshot_of_an_earlier_shape_is_no_snapshot(cast, now):
    with transaction() as connection:
        fitness.refresh(connection, cast.bo.athlete_id, now)
        mine = t_fitness_snapshot.c.athlete_id == cast.bo.athlete_id
        connection.execute(update(t_fitness_snapshot).where(mine).values(detail={"vma": None}))
        assert snapshots.latest(connection, cast.bo.athlete_id) is None


def test_nobody_s_snapshot_is_none(cast):
    with transaction() as connection:
        assert snapshots.latest(connection, cast.cy.athlete_id) is None


def test_runs_come_with_their_curves_and_graded_speed(season, now):
    with transaction() as connection:
        runs = snapshots.evidence(connection, season, now.date() - timedelta(days=90), now.date())
    analysed = [run for run in runs if run.curves]
    assert len(analysed) > 20
    assert all(run.held(Quantity.SPEED, 360) for run in analysed)
    assert sum(run.graded_speed_mps is not None for run in runs) > 20


def test_the_vma_of_the_made_up_runner_is_inside_the_interval(season, now):
    with transaction() as connection:
        known = fitness.current(connection, season, now.date())
    assert known.vma is not None
    assert known.vma.low <= 15.0 <= known.vma.high
    assert fitness.measured(known)


def test_nights_tell_the_resting_heart_rate(cast, now):
    days = [now.date() - timedelta(days=day) for day in range(1, 12)]
    nights = [{"athlete_id": cast.bo.athlete_id, "on_date": day, "resting_hr": 48 + day.day % 5} for day in days]
    with transaction() as connection:
        connection.execute(insert(t_wellness_day), nights)
        known = fitness.current(connection, cast.bo.athlete_id, now.date())
    assert known.resting_hr is not None
    assert 48 <= known.resting_hr <= 50


def test_where_all_runs_are_old_the_last_day_of_running_is_told(cast, now, tmp_path):
    recording = samples.hour_recording(6, datetime(2023, 2, 12, 7, tzinfo=UTC))
    (tmp_path / "old.fit").write_bytes(sample_files.fit_file(recording))
    imports.import_paths(cast.bo.athlete_id, [tmp_path], lambda: now, source="cli")
    with transaction() as connection:
        today = fitness.current(connection, cast.bo.athlete_id, now.date())
        then = fitness.when_last_running(connection, cast.bo.athlete_id, today)
    assert today.vma is None
    assert then is not None
    assert (then.on, then.runs_counted) == (date(2023, 2, 12), 1)
    assert then.vma is not None
