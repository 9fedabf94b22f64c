"""The Parquet export: what is read back is what the coach keeps, with its units, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import insert, select, update

from coach.domain.activities import Split
from coach.domain.problems import InvalidInput, NotFound
from coach.science.recordings import COLUMNS
from coach.services import activities, exports_parquet, imports, samples
from coach.services.exports_tables import SAMPLES, TABLES, YEARLY
from coach.services.sample_files import fit_file
from coach.store.engine import transaction
from coach.store.tables import (
    t_activity,
    t_activity_load,
    t_activity_samples,
    t_audit_entry,
    t_training_day,
    t_wellness_day,
)

NEW_YEARS_EVE = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
"""In Paris it is 2026 already."""


def bring(member, now, folder: Path) -> None:
    imports.import_paths(member.athlete_id, [folder], lambda: now, source="cli")


def export(member, folder: Path, now, **options) -> exports_parquet.Library:
    with transaction() as connection:
        return exports_parquet.write(connection, member.athlete_id, folder, now, **options)


def table(folder: Path, name: str) -> list[dict]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")}


@pytest.fixture
def ann(cast, now, tmp_path):
    """Ann with three weeks of training of every kind."""
    samples.write_history(tmp_path / "runs", last_day=date(2026, 11, 15), weeks=3, seed=4)
    bring(cast.ann, now, tmp_path / "runs")
    return cast.ann


def test_samples_are_read_back_as_the_coach_keeps_them(ann, now, tmp_path):
    library = export(ann, tmp_path / "out", now)
    read = pq.read_table(tmp_path / "out" / "samples")
    ids = np.array(read["activity_id"].to_pylist())
    rows = table(tmp_path / "out", "activities")
    assert library.samples == read.num_rows == sum(row["samples"] for row in rows) > 10_000
    for row in rows:
        with transaction() as connection:
            kept = activities.samples(connection, ann.athlete_id, row["activity_id"])
        here = read.filter(pa.array(ids == row["activity_id"]))
        for column in SAMPLES[1:]:
            values = kept.time if column.source == "time" else kept.get(column.source)
            said = here[column.name].to_numpy(zero_copy_only=False)
            if values is None:
                assert here[column.name].null_count == len(kept)
            else:
                np.testing.assert_array_equal(said, values.astype(said.dtype))


def test_what_other_sensors_wrote_has_a_table_of_its_own(ann, now, tmp_path):
    export(ann, tmp_path / "out", now)
    read = pq.read_table(tmp_path / "out" / "extra")
    told = {(row["activity_id"], row["field"], row["time_s"]): row["value"] for row in read.to_pylist()}
    assert told
    kept = {}
    for row in table(tmp_path / "out", "activities"):
        with transaction() as connection:
            recorded = activities.samples(connection, ann.athlete_id, row["activity_id"])
        for name, values in recorded.extra.items():
            for moment, value in zip(recorded.time, values, strict=True):
                if np.isfinite(value):
                    kept[row["activity_id"], name, moment] = value
    assert told == kept


def test_activities_laps_and_efforts_are_those_the_coach_shows(ann, now, tmp_path):
    export(ann, tmp_path / "out", now)
    rows = table(tmp_path / "out", "activities")
    laps, efforts, sets = (table(tmp_path / "out", name) for name in ("laps", "efforts", "sets"))
    assert sets
    for row in rows:
        with transaction() as connection:
            whole = activities.detail(connection, ann.athlete_id, row["activity_id"])
        for column in TABLES["activities"]:
            for holder in (whole.measures, whole.measures.analysis):
                if hasattr(holder, column.source or column.name) and column.name not in ("corrections",):
                    said = getattr(holder, column.source or column.name)
                    assert said == row[column.name] or column.name == "not_measurable"
        assert (row["sport"], row["started_at"], row["local_start"]) == (
            whole.row.sport.value,
            whole.row.started_at,
            whole.row.local_start,
        )
        assert row["corrections"] == [each.code for each in whole.measures.corrections]
        mine = [each for each in laps if each["activity_id"] == row["activity_id"]]
        assert [(each["start_s"], each["distance_m"], each["avg_hr_bpm"]) for each in mine] == [
            (split.start_s, split.distance_m, split.avg_hr)
            for split in _in_order(whole.measures.kilometres, whole.laps)
        ]
        assert [
            (each["distance_m"], each["elapsed_s"]) for each in efforts if each["activity_id"] == row["activity_id"]
        ] == [(each.distance_m, each.elapsed_s) for each in whole.measures.best_efforts]
        assert len([each for each in sets if each["activity_id"] == row["activity_id"]]) == len(whole.sets)


def _in_order(*pieces: tuple[Split, ...]) -> list[Split]:
    return sorted((split for piece in pieces for split in piece), key=lambda split: (split.kind, split.start_s))


def test_intensity_and_load_are_exported_beside_the_measures(ann, now, tmp_path):
    with transaction() as connection:
        chosen = connection.execute(
            select(t_activity.c.id).where(t_activity.c.athlete_id == ann.athlete_id, t_activity.c.family == "run")
        ).scalar()
        seconds = {"heart_zone_s": [10.0, 20.0, 30.0, 40.0, 50.0], "pace_zone_s": []}
        connection.execute(t_activity_load.delete().where(t_activity_load.c.activity_id == chosen))
        connection.execute(
            insert(t_activity_load).values(activity_id=chosen, load=61.5, method="heart_rate", trimp=90.0, **seconds)
        )
        whole = activities.detail(connection, ann.athlete_id, str(chosen))
    export(ann, tmp_path / "out", now)
    row = next(each for each in table(tmp_path / "out", "activities") if each["activity_id"] == str(chosen))
    assert (row["load_points"], row["load_method"], row["trimp"], row["session_rpe"]) == (61.5, "heart_rate", 90, None)
    assert [row[f"heart_zone_{number}_s"] for number in range(1, 6)] == seconds["heart_zone_s"]
    assert row["pace_zone_1_s"] is None
    curves = [each for each in table(tmp_path / "out", "curves") if each["activity_id"] == str(chosen)]
    assert {each["quantity"] for each in curves} >= {"speed", "heart_rate"}
    assert {(each["quantity"], tuple(each["durations_s"]), tuple(each["values"])) for each in curves} == {
        (curve.quantity.value, curve.durations_s, curve.values) for curve in whole.measures.analysis.curves
    }
    spread = [each for each in table(tmp_path / "out", "distributions") if each["activity_id"] == str(chosen)]
    assert {(each["quantity"], each["first"], each["step"], tuple(each["seconds"])) for each in spread} == {
        (each.quantity.value, each.first, each.step, each.seconds) for each in whole.measures.analysis.distributions
    }


def test_every_column_says_its_unit_and_numbers_have_it_in_their_name(ann, now, tmp_path):
    export(ann, tmp_path / "out", now)
    plain = {"trimp", "session_rpe", "perceived_effort", "repetitions", "position", "samples", "first", "step", "value"}
    units = ("_s", "_m", "_mps", "_bpm", "_per_min", "_w", "_kcal", "_per_beat", "_ratio", "_points", "_kg", "_ms")
    ends = (*units, "_deg", "_c", "_mm")
    for path in (tmp_path / "out").rglob("*.parquet"):
        for field in pq.read_schema(path):
            assert set(field.metadata) >= {b"unit", b"about"}, field.name
            if pa.types.is_floating(field.type):
                assert field.metadata[b"unit"], field.name
            if pa.types.is_floating(field.type) or pa.types.is_integer(field.type):
                assert field.name.endswith(ends) or field.name in plain, field.name
    known = {column.source for column in SAMPLES}
    assert known >= {"time", *COLUMNS}


def test_a_year_is_the_athletes_own_and_dates_are_included(cast, now, tmp_path):
    (tmp_path / "runs").mkdir()
    eve = samples.hour_recording(1, NEW_YEARS_EVE)
    eve = replace(eve, utc_offset_s=3600)
    for number, recording in enumerate((eve, samples.hour_recording(2, datetime(2025, 6, 1, 8, tzinfo=UTC)))):
        (tmp_path / "runs" / f"{number}.fit").write_bytes(fit_file(recording))
    bring(cast.ann, now, tmp_path / "runs")
    both = export(cast.ann, tmp_path / "both", now)
    assert both.activities == 2
    assert {"samples/2025.parquet", "samples/2026.parquet"} <= names(tmp_path / "both")
    late = export(cast.ann, tmp_path / "late", now, since=date(2026, 1, 1), until=date(2026, 1, 1))
    assert (late.activities, names(tmp_path / "late") & {"samples/2025.parquet"}) == (1, set())
    (row,) = table(tmp_path / "late", "activities")
    assert (row["local_date"], row["started_at"]) == (date(2026, 1, 1), NEW_YEARS_EVE)
    (summer,) = table(export_of(cast.ann, tmp_path / "early", now, until=date(2025, 12, 31)), "activities")
    assert summer["activity_id"] != row["activity_id"]


def export_of(member, folder: Path, now, **options) -> Path:
    export(member, folder, now, **options)
    return folder


def test_days_hold_rest_days_and_wellness_and_the_form_of_the_day_before(cast, now, tmp_path):
    first = date(2026, 11, 16)
    with transaction() as connection:
        for number, load, ctl, atl in [(0, 80.0, 2.0, 11.0), (2, 50.0, 3.0, 15.0), (30, 90.0, 4.0, 16.0)]:
            piled = {"on_date": first + timedelta(days=number), "load": load, "ctl": ctl, "atl": atl}
            connection.execute(insert(t_training_day).values(athlete_id=cast.ann.athlete_id, **piled))
        for number, beats in ((1, 48.0), (-9, 50.0)):
            told = {"on_date": first + timedelta(days=number), "resting_hr": beats}
            connection.execute(insert(t_wellness_day).values(athlete_id=cast.ann.athlete_id, **told))
    export(cast.ann, tmp_path / "all", now)
    days = table(tmp_path / "all", "days")
    assert [(day["on_date"].day, day["load_points"], day["resting_hr_bpm"]) for day in days] == [
        (7, None, 50.0),
        (16, 80.0, None),
        (17, 0.0, 48.0),
        (18, 50.0, None),
        (19, 0.0, None),
        (20, 0.0, None),
    ]
    rested = (2.0 * (1 - 1 / 42), 11.0 * (1 - 1 / 7))
    assert [day["tsb_points"] for day in days[1:4]] == pytest.approx([0.0, 2.0 - 11.0, rested[0] - rested[1]])
    export(cast.ann, tmp_path / "late", now, since=first + timedelta(days=1), until=first + timedelta(days=2))
    assert table(tmp_path / "late", "days") == days[2:4]


def test_an_athlete_without_anything_gets_empty_tables_with_their_columns(cast, now, tmp_path):
    library = export(cast.cy, tmp_path / "out", now)
    assert (library.activities, library.samples, library.days) == (0, 0, 0)
    assert names(tmp_path / "out") == {f"{name}.parquet" for name in TABLES}
    assert pq.read_table(tmp_path / "out" / "activities.parquet").num_columns == len(TABLES["activities"])


def test_nobody_elses_and_no_deleted_activity_is_exported(ann, cast, now, tmp_path):
    with transaction() as connection:
        gone = activities.listing(connection, ann.athlete_id).rows[0].activity_id
        activities.delete(connection, ann.athlete_id, gone, now)
    bring(cast.bo, now, tmp_path / "runs")
    export(ann, tmp_path / "out", now)
    with transaction() as connection:
        mine = {row.activity_id for row in activities.listing(connection, ann.athlete_id, limit=200).rows}
    for name in {*TABLES} - {"days"}:
        assert {row["activity_id"] for row in table(tmp_path / "out", name)} <= mine
    for name in YEARLY:
        assert set(pq.read_table(tmp_path / "out" / name)["activity_id"].unique().to_pylist()) <= mine
    assert {row["activity_id"] for row in table(tmp_path / "out", "activities")} == mine


def test_without_samples_there_is_no_folder_of_them(ann, now, tmp_path):
    library = export(ann, tmp_path / "out", now, samples=False)
    assert (library.samples, library.files) == (0, len(TABLES))
    assert names(tmp_path / "out") == {f"{name}.parquet" for name in TABLES}


def test_an_export_is_replaced_only_when_asked_and_nothing_old_is_left(ann, now, tmp_path):
    export(ann, tmp_path / "out", now)
    with pytest.raises(InvalidInput, match="exists already"):
        export(ann, tmp_path / "out", now)
    export(ann, tmp_path / "out", now, samples=False, replace=True)
    assert names(tmp_path / "out") == {f"{name}.parquet" for name in TABLES}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "runs"]


def test_a_folder_of_others_is_refused_without_looking_through_it(ann, now, tmp_path, monkeypatch):
    (tmp_path / "out" / "theirs" / "deep").mkdir(parents=True)
    looked = []
    honest = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: looked.append(path) or honest(path))
    for replace_it in (False, True):
        with pytest.raises(InvalidInput):
            export(ann, tmp_path / "out", now, replace=replace_it)
    assert set(looked) == {tmp_path / "out"}


@pytest.mark.parametrize("foreign", ["notes.txt", "samples/mine.csv", "more/activities.parquet"])
def test_a_folder_that_holds_anything_else_is_never_replaced(ann, now, tmp_path, foreign):
    export(ann, tmp_path / "out", now)
    (tmp_path / "out" / foreign).parent.mkdir(exist_ok=True)
    (tmp_path / "out" / foreign).write_text("precious")
    with pytest.raises(InvalidInput, match="holds more than an export"):
        export(ann, tmp_path / "out", now, replace=True)
    assert (tmp_path / "out" / foreign).read_text() == "precious"


def test_neither_a_file_nor_the_folder_one_stands_in_is_replaced(ann, now, tmp_path, monkeypatch):
    (tmp_path / "notes").write_text("precious")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for place in (tmp_path / "notes", tmp_path / "here", tmp_path):
        with pytest.raises(InvalidInput, match="not replaced"):
            export(ann, place, now, replace=True)
    assert (tmp_path / "notes").read_text() == "precious"


def test_an_empty_folder_that_waits_is_filled(ann, now, tmp_path):
    (tmp_path / "out").mkdir()
    assert export(ann, tmp_path / "out", now).activities > 0


def test_an_export_that_fails_half_way_leaves_the_earlier_one_as_it_was(ann, now, tmp_path):
    export(ann, tmp_path / "out", now)
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.parquet")}
    with transaction() as connection:
        last = (
            select(t_activity.c.id)
            .where(t_activity.c.athlete_id == ann.athlete_id)
            .order_by(t_activity.c.started_at.desc())
            .limit(1)
            .scalar_subquery()
        )
        connection.execute(
            update(t_activity_samples).where(t_activity_samples.c.activity_id == last).values(block=b"damaged")
        )
    with pytest.raises(pa.ArrowInvalid):
        export(ann, tmp_path / "out", now, replace=True)
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.parquet")} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "runs"]


def test_a_place_that_cannot_be_written_is_said(ann, now, tmp_path):
    for place in (tmp_path / "missing" / "out", tmp_path / ("x" * 250)):
        with pytest.raises(InvalidInput, match="cannot be written"):
            export(ann, place, now)


def test_dates_the_wrong_way_round_are_refused(cast, now, tmp_path):
    with pytest.raises(InvalidInput, match="comes before"):
        export(cast.ann, tmp_path / "out", now, since=date(2026, 2, 1), until=date(2026, 1, 1))
    assert not (tmp_path / "out").exists()


def test_nobody_has_no_export(cast, now, tmp_path):
    with pytest.raises(NotFound), transaction() as connection:
        exports_parquet.write(connection, "00000000-0000-0000-0000-000000000000", tmp_path / "out", now)


def test_an_export_is_noted_without_what_it_holds(ann, now, tmp_path):
    export(ann, tmp_path / "out", now)
    with transaction() as connection:
        noted = connection.execute(
            select(t_audit_entry.c.act, t_audit_entry.c.detail).where(
                t_audit_entry.c.athlete_id == ann.athlete_id, t_audit_entry.c.act == "data.export"
            )
        ).all()
    assert noted == [("data.export", {"at": now.isoformat(), "form": "parquet"})]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_history(cast, now, tmp_path, monkeypatch):
    monkeypatch.setattr(exports_parquet, "_ROWS_AT_ONCE", 8_000)
    samples.history_archive(tmp_path / "runs.zip", 48)
    imports.import_paths(cast.ann.athlete_id, [tmp_path / "runs.zip"], lambda: now, source="cli")
    usual, peaks = pa.default_memory_pool(), []
    for days in (3, 12):
        pool = pa.proxy_memory_pool(usual)
        pa.set_memory_pool(pool)
        try:
            until = (samples.FIRST_SAMPLE_DAY + timedelta(days=days - 1)).date()
            library = export(cast.ann, tmp_path / f"{days}", now, until=until)
        finally:
            pa.set_memory_pool(usual)
        peaks.append((library.samples, pool.max_memory()))
    (few, small), (many, large) = peaks
    assert many > 4 * few
    assert large < 1.25 * small
