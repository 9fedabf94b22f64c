"""Files that tell of days: kept on the right day, once, in any order, and never over what the athlete said."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from sqlalchemy import select, update

from coach.domain.imports import ItemState
from coach.services import activities, imports, samples_xml, wellness
from coach.services.sample_files import fit_file
from coach.store.engine import transaction
from coach.store.tables import t_activity, t_original, t_wellness_day
from tests.connectors.files.fit.fit_bytes import ENUM, NOW, UINT8, UINT16, UINT32, FitBytes
from tests.services.imports.bringing import (
    NOTHING_HANGS,
    START,
    bring,
    clock,
    counted,
    detail,
    garmin_entry,
    garmin_export,
    items,
    left_hanging,
    log,
    rows,
    short_run,
)

FIT_EPOCH_S = 631_065_600
TODAY = date(2026, 5, 4)


def _stamp(moment):
    return int(moment.timestamp()) - FIT_EPOCH_S


def _file(kind, number, fields, *messages):
    fit = FitBytes()
    fit.define(15, 0, [(0, ENUM), (1, UINT16), (4, UINT32)]).message(15, kind, 1, NOW)
    fit.define(0, number, fields)
    for message in messages:
        fit.message(0, *message)
    return fit.done()


def resting(moment, beats):
    """A watch's file of the day so far."""
    return _file(32, 211, [(253, UINT32), (1, UINT8)], (_stamp(moment), beats))


def night(ended, hours):
    """A watch's night of light sleep, an hour a level."""
    levels = [(_stamp(ended) - 3600 * back, 2) for back in range(hours, -1, -1)]
    return _file(49, 275, [(253, UINT32), (0, ENUM)], *levels)


def weighed(moment, kilograms):
    """A scale's file."""
    return _file(9, 30, [(253, UINT32), (0, UINT16)], (_stamp(moment), round(kilograms * 100)))


def _at(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


def _bring(member, folder, **files):
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / f"{name}.fit").write_bytes(data)
    return bring(member, folder)


def _days(member):
    with transaction() as connection:
        return {day.on: day for day in wellness.listing(connection, member.athlete_id, date(2020, 1, 1), TODAY)}


def _all_of(member):
    with transaction() as connection:
        found = select(t_wellness_day).where(t_wellness_day.c.athlete_id == member.athlete_id)
        return [tuple(row) for row in connection.execute(found.order_by(t_wellness_day.c.on_date))]


def test_files_of_days_are_new_and_say_how_many_days_they_brought(cast, tmp_path):
    run = _bring(cast.ann, tmp_path / "in", night=night(_at(2, 5), 8), scale=weighed(_at(3, 6), 64.2))
    assert (run.new, run.skipped, run.quarantined) == (2, 0, 0)
    assert {item.reason_values["count"] for item in items(cast.ann, run).values()} == {1}
    day = _days(cast.ann)[date(2026, 5, 2)]
    assert (day.sleep_s, day.resting_hr, day.typed) == (8 * 3600.0, None, ())
    assert _days(cast.ann)[date(2026, 5, 3)].weight_kg == pytest.approx(64.2)
    assert left_hanging() == NOTHING_HANGS


def test_a_night_belongs_to_the_day_of_waking_up_on_the_athletes_clock(cast, tmp_path):
    """Paris is two hours ahead in May: 22:30 UTC is half past midnight there."""
    _bring(cast.ann, tmp_path / "in", early=night(_at(2, 22, 30), 2), late=night(_at(3, 21, 30), 3))
    assert {on: day.sleep_s / 3600 for on, day in _days(cast.ann).items()} == {date(2026, 5, 3): 3.0}


def test_a_second_import_changes_nothing(cast, tmp_path):
    files = {"day": resting(_at(2, 20), 48), "scale": weighed(_at(2, 6), 64.2)}
    _bring(cast.ann, tmp_path / "in", **files)
    before = _all_of(cast.ann)
    again = _bring(cast.ann, tmp_path / "again", **files)
    assert (again.new, again.duplicates) == (0, 2)
    assert _all_of(cast.ann) == before


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_latest_word_of_a_day_counts_whatever_file_comes_first(cast, tmp_path, order):
    files = [resting(_at(2, 8), 52), resting(_at(2, 20), 48), weighed(_at(2, 21), 64.0)]
    for place in order:
        _bring(cast.ann, tmp_path / str(place), file=files[place])
    day = _days(cast.ann)[date(2026, 5, 2)]
    assert (day.resting_hr, day.weight_kg) == (48, 64.0)


def test_what_the_athlete_typed_wins_and_files_fill_the_rest(cast, tmp_path):
    on = date(2026, 5, 2)
    with transaction() as connection:
        wellness.record(connection, cast.ann.athlete_id, on, {"resting_hr": 45.0}, today=TODAY)
    _bring(cast.ann, tmp_path / "in", day=resting(_at(2, 20), 52), scale=weighed(_at(2, 6), 64.0))
    day = _days(cast.ann)[on]
    assert (day.resting_hr, day.weight_kg, day.typed) == (45.0, 64.0, ("resting_hr",))


def test_two_athletes_days_do_not_mix(cast, tmp_path):
    _bring(cast.ann, tmp_path / "in", day=resting(_at(2, 20), 48))
    assert _days(cast.cy) == {}
    run = _bring(cast.cy, tmp_path / "cy", day=resting(_at(2, 20), 48))
    assert run.new == 1
    assert _days(cast.cy)[date(2026, 5, 2)].resting_hr == 48


def test_a_file_of_days_without_a_day_is_skipped_as_before(cast, tmp_path):
    run = _bring(cast.ann, tmp_path / "in", day=resting(_at(2, 20), 0xFF))
    assert (run.new, run.skipped) == (0, 1)


def test_the_file_a_day_came_from_is_known(cast, tmp_path):
    _bring(cast.ann, tmp_path / "in", day=resting(_at(2, 20), 48))
    with transaction() as connection:
        names = connection.execute(
            select(t_original.c.name, t_original.c.content)
            .join(t_wellness_day, t_wellness_day.c.original_id == t_original.c.id)
            .where(t_wellness_day.c.athlete_id == cast.ann.athlete_id)
        ).all()
    assert [(name.rpartition("/")[2], content) for name, content in names] == [("day.fit", "monitoring")]


def _tables(fitness, resting_hr, night_s):
    aggregator = fitness.parent / "DI-Connect-Aggregator"
    sleep = fitness.parent / "DI-Connect-Wellness"
    aggregator.mkdir()
    sleep.mkdir()
    uds = [{"calendarDate": "2026-05-02", "restingHeartRate": resting_hr}]
    (aggregator / "UDSFile_2026-05-01_2026-05-03.json").write_text(json.dumps(uds))
    slept = [{"calendarDate": "2026-05-02", "lightSleepSeconds": night_s}]
    (sleep / "2026-05-01_2026-05-03_77_sleepData.json").write_text(json.dumps(slept))


def test_the_accounts_own_days_stand_over_those_of_watch_files(cast, tmp_path):
    _bring(cast.ann, tmp_path / "watch", day=resting(_at(2, 20), 52), night=night(_at(2, 5), 9))
    _tables(garmin_export(tmp_path / "export", [garmin_entry(1, START)]), 47, 25_200)
    run = bring(cast.ann, tmp_path / "export")
    day = _days(cast.ann)[date(2026, 5, 2)]
    assert (day.resting_hr, day.sleep_s) == (47, 25_200)
    (told,) = (item for item in items(cast.ann, run).values() if item.name.endswith("/2026"))
    assert (told.state, told.reason_values) == (ItemState.NEW, {"count": 1})
    assert not [line for line in log(cast.ann, run) if line.level == "error"]
    shutil.copytree(tmp_path / "export", tmp_path / "again")
    assert bring(cast.ann, tmp_path / "again").new == 0
    assert left_hanging() == NOTHING_HANGS


def test_days_of_files_brought_in_before_days_were_read_are_read_later(cast, tmp_path):
    _bring(cast.ann, tmp_path / "in", day=resting(_at(2, 20), 48))
    with transaction() as connection:
        connection.execute(t_wellness_day.delete().where(t_wellness_day.c.athlete_id == cast.ann.athlete_id))
        mine = t_original.c.athlete_id == cast.ann.athlete_id
        connection.execute(update(t_original).where(mine).values(reader_version=0))
    imports.remeasure(clock)
    assert _days(cast.ann)[date(2026, 5, 2)].resting_hr == 48


def test_a_rating_of_the_account_reaches_the_activity_and_its_load(cast, tmp_path):
    entry = garmin_entry(1, START, minutes=30) | {"workoutRpe": 60}
    garmin_export(tmp_path / "export", [entry])
    bring(cast.ann, tmp_path / "export")
    (row,) = rows(cast.ann)
    activity = detail(cast.ann, row.activity_id)
    assert (activity.perceived_effort, activity.rated) == (6.0, None)
    bring(cast.ann, tmp_path / "export")
    assert counted(cast.ann)["originals"] == 1


def _told_effort(member):
    with transaction() as connection:
        mine = t_activity.c.athlete_id == member.athlete_id
        return connection.execute(select(t_activity.c.totals["perceived_effort"]).where(mine)).scalar_one()


@pytest.mark.parametrize("rated_first", [True, False])
def test_a_rating_survives_a_merge_with_a_file_that_has_none(cast, tmp_path, rated_first):
    """The account's export tells of the run without samples but with a rating; a GPX file has samples and no rating."""
    recording = short_run(5, START, 10)
    metres = recording.totals.distance_m
    entry = garmin_entry(1, START, minutes=recording.totals.elapsed_s / 60, metres=metres) | {"workoutRpe": 70}
    garmin_export(tmp_path / "export", [entry])
    (tmp_path / "gpx").mkdir()
    (tmp_path / "gpx" / "run.gpx").write_bytes(samples_xml.duplicate_as_gpx(recording))
    for folder in ("export", "gpx") if rated_first else ("gpx", "export"):
        bring(cast.ann, tmp_path / folder)
    assert counted(cast.ann) == {"activities": 1, "sources": 2, "originals": 2}
    assert _told_effort(cast.ann) == 7.0
    with transaction() as connection:
        mine = t_original.c.athlete_id == cast.ann.athlete_id
        connection.execute(update(t_original).where(mine).values(reader_version=0))
    imports.remeasure(clock)
    assert _told_effort(cast.ann) == 7.0


def test_the_athletes_own_rating_stays_through_everything_a_file_can_do(cast, tmp_path):
    recording = short_run(6, START, 10)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "run.gpx").write_bytes(samples_xml.duplicate_as_gpx(recording))
    bring(cast.ann, tmp_path / "a")
    (row,) = rows(cast.ann)
    with transaction() as connection:
        activities.rate(connection, cast.ann.athlete_id, row.activity_id, 8.5)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "run.fit").write_bytes(fit_file(recording))
    bring(cast.ann, tmp_path / "b")
    assert detail(cast.ann, row.activity_id).perceived_effort == 8.5
