"""Activities that cannot have been: rides called runs count for no run, files of an unset clock say so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from coach.domain.analytics import Window
from coach.domain.imports import ItemState
from coach.domain.training import Thresholds
from coach.science.running.load import activity_load
from coach.services.sample_files import fit_file
from coach.store import analytics, fitness, training
from coach.store.engine import transaction
from coach.store.tables import t_activity
from tests.services.imports.bringing import bring, detail, items, rows, short_run, write_runs

RIDDEN = datetime(2026, 5, 5, 7, 0, tzinfo=UTC)
LAST = date(2026, 5, 10)
KNOWN = Thresholds(max_hr=190.0, resting_hr=50.0, threshold_hr=170.0, threshold_mps=4.0, vma_mps=4.8)


def moved(started_at: datetime, mps: float, seconds: int = 1800) -> bytes:
    """A GPX file of somebody who went north at one speed and calls it a run."""
    points = "".join(
        f'<trkpt lat="{45 + mps * second / 111_195:.7f}" lon="5"><ele>100</ele>'
        f"<time>{(started_at + timedelta(seconds=second)):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for second in range(seconds + 1)
    )
    return (
        '<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type>'
        f"<trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


def test_a_ride_called_a_run_is_listed_and_counts_for_no_run(cast, tmp_path):
    write_runs(tmp_path / "runs", 2, minutes=10)
    bring(cast.ann, tmp_path / "runs")
    with transaction() as connection:
        before = analytics.totals(connection, cast.ann.athlete_id, Window.ending(LAST, 4)).now
    (tmp_path / "ride.gpx").write_bytes(moved(RIDDEN, 8.0))
    bring(cast.ann, tmp_path / "ride.gpx")
    (ride,) = (row for row in rows(cast.ann) if row.started_at >= RIDDEN)
    told = detail(cast.ann, ride.activity_id)
    assert "no_run" in {each.code for each in told.measures.corrections}
    assert told.measures.distance_m == pytest.approx(14_400, rel=0.01)
    with transaction() as connection:
        now = analytics.totals(connection, cast.ann.athlete_id, Window.ending(LAST, 4)).now
        proofs = fitness.evidence(connection, cast.ann.athlete_id, LAST - timedelta(days=60), LAST)
        training.forget(connection, cast.ann.athlete_id)
        sessions = {each.activity_id: each for each in training.unweighed(connection, cast.ann.athlete_id)}
        last = fitness.last_run(connection, cast.ann.athlete_id, LAST)
    assert (now.activities, now.runs) == (before.activities + 1, before.runs)
    assert now.distance_m == pytest.approx(before.distance_m)
    assert (now.pace_s_per_km, now.speed_p95_mps) == (before.pace_s_per_km, before.speed_p95_mps)
    assert ride.activity_id not in {run.activity_id for run in proofs}
    assert len(proofs) == before.runs == 2
    assert last is not None
    assert last < RIDDEN.date()
    assert activity_load(sessions[ride.activity_id], KNOWN).load is None
    assert all(activity_load(each, KNOWN).load for key, each in sessions.items() if key != ride.activity_id)


def test_samples_and_summaries_are_told_apart_when_weighed(cast, tmp_path):
    (tmp_path / "run.fit").write_bytes(write_runs(tmp_path / "runs", 1)[0])
    bring(cast.ann, tmp_path / "run.fit")
    with transaction() as connection:
        training.forget(connection, cast.ann.athlete_id)
        (session,) = training.unweighed(connection, cast.ann.athlete_id)
        assert (session.sampled, session.believed) == (True, True)
        connection.execute(
            t_activity.update()
            .where(t_activity.c.athlete_id == cast.ann.athlete_id)
            .values(measures={"corrections": [{"code": "from_totals", "count": 1, "detail": ""}]})
        )
        (session,) = training.unweighed(connection, cast.ann.athlete_id)
        assert (session.sampled, session.believed) == (False, True)


@pytest.mark.parametrize("year", [1971, 1990, 1999, 2150])
def test_a_file_of_an_unset_clock_says_that_its_dates_are_wrong(cast, tmp_path, year):
    (tmp_path / "old.gpx").write_bytes(moved(datetime(year, 3, 4, 7, 0, tzinfo=UTC), 3.0, 360))
    (item,) = items(cast.ann, bring(cast.ann, tmp_path / "old.gpx")).values()
    assert item.state is ItemState.SKIPPED
    assert "dates" in (item.reason or "")
    assert rows(cast.ann) == ()


def test_a_watch_that_counts_on_from_1989_counts_nowhere(cast, tmp_path):
    (tmp_path / "unset.fit").write_bytes(fit_file(short_run(1, datetime(1990, 1, 2, 7, 0, tzinfo=UTC))))
    bring(cast.ann, tmp_path / "unset.fit")
    with transaction() as connection:
        days = connection.execute(
            select(t_activity.c.local_date).where(t_activity.c.athlete_id == cast.ann.athlete_id)
        ).scalars()
        assert [day.year for day in days] == [1990]
        assert analytics.known_since(connection, cast.ann.athlete_id, LAST) is None
