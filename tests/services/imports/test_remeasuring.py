"""What an earlier reader measured is measured anew, and what the athlete said of it stays."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from coach.services import activities, imports
from coach.store import originals
from coach.store.engine import transaction
from coach.store.tables import t_activity, t_activity_analysis, t_original
from tests.services.imports.bringing import bring, clock, rows, write_runs


def _age(athlete_id: str) -> None:
    """As an earlier version left it: no analysis, a wrong distance, an old mark."""
    mine = select(t_activity.c.id).where(t_activity.c.athlete_id == athlete_id)
    with transaction() as connection:
        connection.execute(delete(t_activity_analysis).where(t_activity_analysis.c.activity_id.in_(mine)))
        connection.execute(update(t_activity).where(t_activity.c.athlete_id == athlete_id).values(distance_m=1.0))
        connection.execute(update(t_original).where(t_original.c.athlete_id == athlete_id).values(reader_version=1))


def test_an_earlier_readers_measures_are_replaced_and_the_athletes_words_stay(cast, tmp_path):
    write_runs(tmp_path / "runs", 2)
    bring(cast.ann, tmp_path / "runs")
    before = {row.activity_id: row.distance_m for row in rows(cast.ann)}
    named, gone = list(before)
    with transaction() as connection:
        activities.rename(connection, cast.ann.athlete_id, named, "Lap of the lake")
        activities.delete(connection, cast.ann.athlete_id, gone, clock())
    _age(cast.ann.athlete_id)
    assert imports.remeasure(clock) == 2
    assert imports.remeasure(clock) == 0
    with transaction() as connection:
        again = activities.detail(connection, cast.ann.athlete_id, named)
        assert again.row.name == "Lap of the lake"
        assert again.row.distance_m == before[named]
        assert len(again.sources) == 1
        assert again.sources[0].primary
    assert [row.activity_id for row in rows(cast.ann)] == [named]


def test_a_race_told_by_another_file_stays_a_race(cast, tmp_path):
    write_runs(tmp_path / "runs", 1)
    bring(cast.ann, tmp_path / "runs")
    with transaction() as connection:
        connection.execute(update(t_activity).where(t_activity.c.athlete_id == cast.ann.athlete_id).values(race=True))
    _age(cast.ann.athlete_id)
    imports.remeasure(clock)
    with transaction() as connection:
        races = connection.execute(select(t_activity.c.race).where(t_activity.c.athlete_id == cast.ann.athlete_id))
        assert list(races.scalars()) == [True]


def test_an_original_that_is_gone_keeps_its_measures(cast, tmp_path):
    write_runs(tmp_path / "runs", 1)
    bring(cast.ann, tmp_path / "runs")
    _age(cast.ann.athlete_id)
    with transaction() as connection:
        (sha256,) = (sha for _, sha in originals.all_of(connection, cast.ann.athlete_id))
    originals.path_of(sha256).unlink()
    assert imports.remeasure(clock) == 1
    assert rows(cast.ann)[0].distance_m == 1.0
