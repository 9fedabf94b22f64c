"""Loads of imported files: they come with the import, follow a merge and a separation, and show at the terminal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from coach.domain.training import LoadMethod
from coach.services import activities, athletes, fitness, samples, training
from coach.services.sample_files import fit_file
from coach.services.samples_xml import duplicate_as_gpx
from coach.store.engine import transaction
from coach.store.tables import t_activity, t_activity_load
from tests.cli.running import coach
from tests.services.imports.bringing import START, bring, clock, detail, rows, short_run


def loads(member) -> list:
    """The kept loads of somebody's activities, oldest first."""
    with transaction() as connection:
        query = select(t_activity_load, t_activity.c.moving_s).join(
            t_activity, t_activity.c.id == t_activity_load.c.activity_id
        )
        mine = (t_activity.c.athlete_id == member.athlete_id, t_activity.c.deleted_at.is_(None))
        return list(connection.execute(query.where(*mine).order_by(t_activity.c.started_at)))


@pytest.fixture(scope="module")
def six_weeks(tmp_path_factory):
    """Six weeks of made-up training as FIT files, ended yesterday."""
    folder = tmp_path_factory.mktemp("runs")
    samples.write_history(folder, last_day=date.today() - timedelta(days=1), weeks=6, seed=3)
    return folder


def test_an_import_weighs_every_run_by_the_heart_where_its_bounds_are_known(cast, six_weeks):
    with transaction() as connection:
        known = {"max_hr": 190, "resting_hr": 50}
        athletes.update(connection, cast.ann.athlete_id, known, today=date.today())
    bring(cast.ann, six_weeks)
    kept = loads(cast.ann)
    by_heart = [row for row in kept if row.method == LoadMethod.HEART_RATE]
    assert len(kept) == len(list(six_weeks.iterdir()))
    assert len(by_heart) > len(kept) / 2
    for row in by_heart:
        assert len(row.heart_zone_s) == 5
        if row.pace_zone_s:
            assert 20 < row.load / (row.moving_s / 3600) < 140
    with transaction() as connection:
        state = training.state(connection, cast.ann.athlete_id, date.today())
        assert state.today.ctl > 0
        kept_ramp = fitness.snapshots.latest(connection, cast.ann.athlete_id).habits.ramp
        assert kept_ramp == pytest.approx(state.ramp)


def test_without_the_hearts_bounds_runs_are_weighed_by_pace(cast, six_weeks):
    bring(cast.bo, six_weeks)
    kept = loads(cast.bo)
    runs = [row for row in kept if row.method is not None]
    assert {row.method for row in runs} == {LoadMethod.PACE}
    assert all(sum(row.pace_zone_s) == pytest.approx(row.moving_s, rel=0.02) for row in runs)


def test_a_merge_and_a_separation_leave_every_activity_weighed(cast, tmp_path, six_weeks):
    bring(cast.ann, six_weeks)
    before = len(loads(cast.ann))
    run = short_run(1, started_at=START)
    (tmp_path / "a.gpx").write_bytes(duplicate_as_gpx(run))
    bring(cast.ann, tmp_path)
    (tmp_path / "b.fit").write_bytes(fit_file(run))
    bring(cast.ann, tmp_path)
    assert len(loads(cast.ann)) == before + 1
    merged = next(row for row in rows(cast.ann) if row.started_at == START)
    leaving = next(source for source in detail(cast.ann, merged.activity_id).sources if not source.primary)
    with transaction() as connection:
        activities.separate(connection, cast.ann.athlete_id, merged.activity_id, leaving.source_id, clock())
    kept = loads(cast.ann)
    assert len(kept) == before + 2
    assert all(row.load > 0 for row in kept[:2])


def test_the_terminal_says_form_first_in_both_languages(cast, six_weeks):
    bring(cast.cy, six_weeks)
    english = coach("load", "--weeks", 2, "--athlete", cast.cy.email)
    french = coach("load", "--weeks", 2, "--athlete", cast.cy.email, COACH_LANG="fr")
    with transaction() as connection:
        state = training.state(connection, cast.cy.athlete_id, date.today(), weeks=2)
    form = f"{abs(state.today.tsb):.0f}"
    assert english.out.startswith("Form ")
    assert french.out.startswith("Forme ")
    assert form in english.out.splitlines()[0]
    assert "Monotonie" in french.out
    told = coach("load", "--weeks", 2, "--athlete", cast.cy.email, "--json").json
    assert len(told["weeks"]) == 2
    assert told["today"]["ctl"] == pytest.approx(state.today.ctl, abs=1e-3)


def test_the_terminal_says_what_is_missing_to_somebody_new(cast):
    assert "coach import" in coach("load", "--athlete", cast.bo.email).out
    assert coach("load", "--weeks", 0, "--athlete", cast.bo.email).code == 2
