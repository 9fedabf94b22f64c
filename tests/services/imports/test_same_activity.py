"""Files that are known, and files that tell of one activity: one activity, every source kept, nothing mixed up."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from coach.domain.activities import Activity
from coach.domain.problems import Conflict, NotFound
from coach.domain.sports import Sport, SportFamily
from coach.services import activities
from coach.services.sample_files import fit_file
from coach.services.samples_xml import duplicate_as_gpx, duplicate_as_tcx
from coach.store.engine import transaction
from coach.store.tables import t_activity
from tests.services.imports.bringing import (
    START,
    bring,
    counted,
    detail,
    garmin_entry,
    garmin_export,
    items,
    rows,
    short_run,
    write_runs,
)


@pytest.fixture
def three_copies(tmp_path):
    """One run as a watch, a phone and another watch wrote it."""
    run = short_run(1)
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "a.gpx").write_bytes(duplicate_as_gpx(run))
    (folder / "b.fit").write_bytes(fit_file(run))
    (folder / "c.tcx").write_bytes(duplicate_as_tcx(run))
    return folder


def test_a_second_pass_brings_nothing_new(cast, tmp_path):
    write_runs(tmp_path / "runs", 5)
    first = bring(cast.ann, tmp_path / "runs")
    second = bring(cast.ann, tmp_path / "runs")
    assert (first.new, first.duplicates) == (5, 0)
    assert (second.new, second.duplicates, second.files) == (0, 5, 5)
    assert counted(cast.ann) == {"activities": 5, "sources": 5, "originals": 5}


def test_one_file_under_two_names_is_one_activity(cast, tmp_path):
    data = fit_file(short_run(1))
    for name in ("one.fit", "two.fit"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "three.fit.gz").write_bytes(gzip.compress(data))
    run = bring(cast.ann, tmp_path)
    assert (run.files, run.new, run.duplicates) == (3, 1, 2)
    assert counted(cast.ann) == {"activities": 1, "sources": 1, "originals": 1}


def test_copies_of_one_run_become_one_activity_with_every_source(cast, three_copies):
    run = bring(cast.ann, three_copies)
    assert (run.new, run.merged, run.quarantined) == (1, 2, 0)
    (row,) = rows(cast.ann)
    assert row.sources == 3
    whole = detail(cast.ann, row.activity_id)
    assert {source.format for source in whole.sources} == {"fit", "gpx", "tcx"}
    assert {item.activity_ids for item in items(cast.ann, run).values()} == {(row.activity_id,)}


@pytest.mark.parametrize("order", [("b.fit", "a.gpx"), ("a.gpx", "b.fit")])
def test_the_richer_source_is_shown_whichever_came_first(cast, three_copies, order):
    for name in order:
        bring(cast.ann, three_copies / name)
    (row,) = rows(cast.ann)
    whole = detail(cast.ann, row.activity_id)
    assert [(source.format, source.primary) for source in whole.sources] == [("fit", True), ("gpx", False)]
    assert "stance_time" in whole.columns
    assert row.started_at == START


def test_separating_a_lesser_source_undoes_the_merge(cast, three_copies, now):
    bring(cast.ann, three_copies)
    (before,) = rows(cast.ann)
    shown = detail(cast.ann, before.activity_id)
    leaving = next(source for source in shown.sources if source.format == "gpx")
    with transaction() as connection:
        parted = activities.separate(connection, cast.ann.athlete_id, before.activity_id, leaving.source_id, now)
    left, came = detail(cast.ann, before.activity_id), detail(cast.ann, parted)
    assert [source.format for source in came.sources] == ["gpx"]
    assert came.sources[0].primary
    assert left.measures == shown.measures
    assert {source.format for source in left.sources} == {"fit", "tcx"}
    assert len({row.activity_id for row in rows(cast.ann)}) == 2


def test_separating_the_main_source_shows_the_next_richest_measured_anew(cast, three_copies, now):
    bring(cast.bo, three_copies / "c.tcx")
    alone = detail(cast.bo, rows(cast.bo)[0].activity_id)
    bring(cast.ann, three_copies)
    (before,) = rows(cast.ann)
    main = detail(cast.ann, before.activity_id).sources[0]
    with transaction() as connection:
        parted = activities.separate(connection, cast.ann.athlete_id, before.activity_id, main.source_id, now)
    left, came = detail(cast.ann, before.activity_id), detail(cast.ann, parted)
    assert [(source.format, source.primary) for source in left.sources] == [("tcx", True), ("gpx", False)]
    assert left.measures == alone.measures
    assert left.row.local_start == alone.row.local_start
    assert [source.format for source in came.sources] == ["fit"]
    assert came.row.started_at == START


def test_a_separated_file_without_a_local_time_stays_on_the_athletes_clock(cast, three_copies, now):
    bring(cast.ann, three_copies)
    (before,) = rows(cast.ann)
    leaving = next(s for s in detail(cast.ann, before.activity_id).sources if s.format == "gpx")
    with transaction() as connection:
        parted = activities.separate(connection, cast.ann.athlete_id, before.activity_id, leaving.source_id, now)
    row = detail(cast.ann, parted).row
    assert row.local_start - row.started_at.replace(tzinfo=None) == timedelta(hours=2)


def test_an_activity_of_one_file_cannot_be_separated_and_a_stranger_sees_none(cast, three_copies, now):
    bring(cast.ann, three_copies / "b.fit")
    (row,) = rows(cast.ann)
    source = detail(cast.ann, row.activity_id).sources[0]
    with pytest.raises(Conflict), transaction() as connection:
        activities.separate(connection, cast.ann.athlete_id, row.activity_id, source.source_id, now)
    with pytest.raises(NotFound), transaction() as connection:
        activities.separate(connection, cast.cy.athlete_id, row.activity_id, source.source_id, now)


def test_the_same_hour_on_a_bicycle_is_another_activity(cast, tmp_path):
    run = short_run(1)
    (tmp_path / "run.fit").write_bytes(fit_file(run))
    (tmp_path / "ride.fit").write_bytes(fit_file(replace(run, sport=Sport.RIDE)))
    assert bring(cast.ann, tmp_path).new == 2
    assert {row.sport.family for row in rows(cast.ann)} == {SportFamily.RUN, SportFamily.RIDE}


def test_two_short_runs_three_minutes_apart_stay_two(cast, tmp_path):
    (tmp_path / "first.fit").write_bytes(fit_file(short_run(1, minutes=2)))
    (tmp_path / "second.fit").write_bytes(fit_file(short_run(2, START + timedelta(minutes=3), minutes=2)))
    assert bring(cast.ann, tmp_path).new == 2
    assert len(rows(cast.ann)) == 2


def test_the_first_minutes_alone_do_not_swallow_the_whole_run(cast, tmp_path):
    (tmp_path / "whole.fit").write_bytes(fit_file(short_run(1, minutes=20)))
    (tmp_path / "start.fit").write_bytes(fit_file(short_run(1, minutes=5)))
    assert bring(cast.ann, tmp_path).new == 2


def test_files_chained_into_one_bring_every_activity(cast, tmp_path):
    chained = b"".join(fit_file(short_run(day, START + timedelta(days=day))) for day in range(3))
    (tmp_path / "chained.fit").write_bytes(chained)
    run = bring(cast.ann, tmp_path)
    assert (run.files, run.new) == (1, 1)
    assert len(items(cast.ann, run)["chained.fit"].activity_ids) == 3
    assert counted(cast.ann) == {"activities": 3, "sources": 3, "originals": 1}


@pytest.mark.shared
def test_a_triathlon_brings_its_legs_without_the_changing_of_shoes(cast, shared_data):
    bring(cast.ann, shared_data / "fit" / "python-fitparse" / "sample_mulitple_header.fit")
    legs = [row.sport.family for row in sorted(rows(cast.ann), key=lambda row: row.started_at)]
    assert legs == [SportFamily.SWIM, SportFamily.RIDE, SportFamily.RUN]


def test_entries_by_hand_of_one_name_are_all_kept(cast, tmp_path):
    entries = [garmin_entry(day, START + timedelta(days=day)) for day in range(120)]
    garmin_export(tmp_path / "export", entries)
    run = bring(cast.ann, tmp_path / "export")
    assert (run.files, run.new, run.quarantined) == (120, 120, 0)
    assert {row.distance_m for row in rows(cast.ann)} == {2000.0}
    again = bring(cast.ann, tmp_path / "export")
    assert (again.files, again.new, again.duplicates) == (120, 0, 120)


def test_an_entry_by_hand_and_the_file_of_that_run_are_one_activity(cast, tmp_path):
    run = short_run(1)
    metres = round(run.totals.distance_m)
    garmin_export(tmp_path / "export", [garmin_entry(1, START + timedelta(seconds=20), 10, metres, "Morning loop")])
    assert bring(cast.ann, tmp_path / "export").new == 1
    (tmp_path / "run.fit").write_bytes(fit_file(run))
    assert bring(cast.ann, tmp_path / "run.fit").merged == 1
    (row,) = rows(cast.ann)
    whole = detail(cast.ann, row.activity_id)
    assert [(source.format, source.primary) for source in whole.sources] == [("fit", True), ("summary", False)]
    assert row.name == "Morning loop"
    assert "heart_rate" in whole.columns


def test_an_entry_by_hand_leaves_the_recorded_run_as_it_is(cast, tmp_path):
    run = short_run(1)
    (tmp_path / "run.fit").write_bytes(fit_file(run))
    bring(cast.ann, tmp_path / "run.fit")
    (before,) = rows(cast.ann)
    shown = detail(cast.ann, before.activity_id)
    export = tmp_path / "strava"
    export.mkdir()
    (export / "activities.csv").write_text(
        "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
        "Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename\n"
        f'77,"May 3, 2026, 7:00:15 AM",By hand,Run,,600,{run.totals.distance_m / 1000:.2f},,,,,,\n'
    )
    assert bring(cast.ann, export).merged == 1
    after = detail(cast.ann, before.activity_id)
    assert after.measures == shown.measures
    assert len(after.sources) == 2


def test_a_race_said_by_the_export_stays_a_race_when_a_richer_file_comes(cast, tmp_path):
    run = short_run(1)
    metres = round(run.totals.distance_m)
    garmin_export(tmp_path / "export", [garmin_entry(1, START, 10, metres) | {"eventTypeId": 1}])
    bring(cast.ann, tmp_path / "export")
    (tmp_path / "run.fit").write_bytes(fit_file(run))
    bring(cast.ann, tmp_path / "run.fit")
    assert _is_race(cast.ann)


def _separated_from_its_richest(member, now) -> tuple[Activity, Activity]:
    """The one activity of somebody without its main source, and that source's own."""
    (before,) = rows(member)
    main = next(source for source in detail(member, before.activity_id).sources if source.primary)
    with transaction() as connection:
        parted = activities.separate(connection, member.athlete_id, before.activity_id, main.source_id, now)
    return detail(member, before.activity_id), detail(member, parted)


def test_what_the_athlete_said_stays_when_the_richer_source_is_separated(cast, three_copies, now):
    bring(cast.ann, three_copies / "a.gpx")
    (row,) = rows(cast.ann)
    with transaction() as connection:
        mine = connection, cast.ann.athlete_id, row.activity_id
        activities.mark_race(*mine, True, now)
        activities.rename(*mine, "Town race")
        activities.rate(*mine, 9.0)
    bring(cast.ann, three_copies / "b.fit")
    left, came = _separated_from_its_richest(cast.ann, now)
    assert (left.row.race, left.row.name, left.perceived_effort) == (True, "Town race", 9.0)
    assert (came.row.race, came.perceived_effort) == (False, None)


@pytest.mark.parametrize("unsaid", [False, True])
def test_a_race_told_by_a_file_that_stays_is_one_still_unless_the_athlete_denied_it(cast, tmp_path, now, unsaid):
    run = short_run(1)
    metres = round(run.totals.distance_m)
    garmin_export(tmp_path / "export", [garmin_entry(1, START, 10, metres) | {"eventTypeId": 1}])
    bring(cast.ann, tmp_path / "export")
    (tmp_path / "run.fit").write_bytes(fit_file(run))
    bring(cast.ann, tmp_path / "run.fit")
    (row,) = rows(cast.ann)
    if unsaid:
        with transaction() as connection:
            activities.mark_race(connection, cast.ann.athlete_id, row.activity_id, False, now)
    left, came = _separated_from_its_richest(cast.ann, now)
    assert (left.row.race, came.row.race) == (not unsaid, False)


def _is_race(member) -> bool:
    with transaction() as connection:
        query = select(t_activity.c.race).where(t_activity.c.athlete_id == member.athlete_id)
        return connection.execute(query).scalar_one()
