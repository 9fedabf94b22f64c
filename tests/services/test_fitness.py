"""Fitness as the doors ask for it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from coach.services import fitness, imports, plans, sample_files, samples
from coach.store.engine import transaction


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
