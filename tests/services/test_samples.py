"""Sample files are real files: other people's readers read them, and they tell what was simulated."""

from __future__ import annotations

import io
import itertools
import tracemalloc
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import garmin_fit_sdk
import gpxpy
import numpy as np
import pytest
from tcxreader.tcxreader import TCXReader

from coach.connectors.files.fit import read as read_fit
from coach.domain.problems import InvalidInput
from coach.science.recordings import Recording
from coach.science.running.measures import measure
from coach.science.running.simulation import Runner, SimulatedActivity, simulate_history
from coach.services.sample_files import fit_file
from coach.services.samples import FIRST_SAMPLE_DAY, history_archive, hour_recording, one_hour_run, write_history
from coach.services.samples_xml import duplicate_as_gpx, duplicate_as_tcx

LAST_DAY = date(2026, 11, 15)


def decoded(data: bytes) -> dict[str, list[dict[str, Any]]]:
    stream = garmin_fit_sdk.Stream.from_byte_array(bytearray(data))
    assert garmin_fit_sdk.Decoder(stream).check_integrity()
    messages, errors = garmin_fit_sdk.Decoder(garmin_fit_sdk.Stream.from_byte_array(bytearray(data))).read()
    assert errors == []
    return messages


@pytest.fixture(scope="module")
def weeks() -> list[SimulatedActivity]:
    return list(simulate_history(Runner(), last_day=LAST_DAY, weeks=4, seed=2))


@pytest.fixture(scope="module")
def hour() -> Recording:
    return hour_recording(1)


def test_an_hour_is_3600_records_with_more_than_ten_fields_and_laps(hour: Recording) -> None:
    messages = decoded(one_hour_run(1))
    assert len(messages["record_mesgs"]) == 3600
    assert len(messages["record_mesgs"][100]) >= 12
    assert messages["record_mesgs"][100]["developer_fields"]
    assert len(messages["lap_mesgs"]) == len(hour.laps) >= 8
    assert one_hour_run(1) == one_hour_run(1) != one_hour_run(2)


def test_a_file_tells_what_the_recording_holds(hour: Recording) -> None:
    records = decoded(fit_file(hour))["record_mesgs"]
    columns = hour.samples.columns
    for field, name, grain, scale in (
        ("position_lat", "latitude", 1e-7, 180 / 2**31),
        ("position_long", "longitude", 1e-7, 180 / 2**31),
        ("heart_rate", "heart_rate", 0.01, 1),
        ("distance", "distance", 0.006, 1),
        ("enhanced_altitude", "altitude", 0.11, 1),
        ("enhanced_speed", "speed", 0.0006, 1),
        ("power", "power", 0.5, 1),
    ):
        read = np.array([record[field] for record in records]) * scale
        assert np.abs(read - columns[name]).max() <= grain, name
    steps = np.array([2 * (record["cadence"] + record["fractional_cadence"]) for record in records])
    np.testing.assert_array_equal(steps, columns["cadence"])


def test_every_activity_of_a_month_is_read_whole(weeks: list[SimulatedActivity]) -> None:
    assert len(weeks) >= 12
    for activity in weeks:
        recording = activity.recording
        messages = decoded(fit_file(recording))
        assert len(messages["record_mesgs"]) == len(recording.samples)
        assert len(messages.get("lap_mesgs", [])) == len(recording.laps)
        assert len(messages.get("set_mesgs", [])) == len(recording.sets)
        stops = [event for event in messages["event_mesgs"] if event["event_type"] == "stop"]
        assert len(stops) == len(recording.pauses)
        session = messages["session_mesgs"][0]
        assert session["total_timer_time"] == pytest.approx(recording.totals.timer_s, abs=0.001)
        local = messages["activity_mesgs"][0]["local_timestamp"] + 631065600
        assert local - messages["activity_mesgs"][0]["timestamp"].timestamp() == recording.utc_offset_s


def test_our_own_reader_gives_back_the_recording(weeks: list[SimulatedActivity]) -> None:
    for activity in weeks:
        written = activity.recording
        (read,) = read_fit(fit_file(written)).recordings
        assert (read.sport, read.started_at, read.utc_offset_s) == (
            written.sport,
            written.started_at,
            written.utc_offset_s,
        )
        assert read.pauses == written.pauses
        assert len(read.laps) == len(written.laps)
        assert [(one.repetitions, one.weight_kg) for one in read.sets if one.active] == [
            (one.repetitions, one.weight_kg) for one in written.sets if one.active
        ]
        np.testing.assert_array_equal(read.samples.time, written.samples.time)
        assert set(written.samples.columns) <= set(read.samples.columns)
        for name, values in written.samples.columns.items():
            np.testing.assert_allclose(read.samples.columns[name], values, rtol=0, atol=0.51)
        assert set(read.samples.extra) == set(written.samples.extra)


def test_what_the_coach_measures_agrees_with_what_was_simulated(weeks: list[SimulatedActivity]) -> None:
    for activity in weeks:
        truth = activity.truth
        if truth.distance_m and not truth.faults & {"no_gps", "clock_jump"}:
            _, measures = measure(activity.recording)
            assert measures.distance_m == pytest.approx(truth.distance_m, rel=0.015)
            assert measures.moving_s == pytest.approx(truth.moving_s, abs=30 + 0.01 * truth.moving_s)


def test_beats_between_are_written_when_a_strap_was_worn() -> None:
    worn = next(
        activity.recording
        for activity in simulate_history(Runner(), last_day=LAST_DAY, weeks=12, seed=1)
        if activity.recording.rr_intervals is not None
    )
    written = [beat for message in decoded(fit_file(worn))["hrv_mesgs"] for beat in message["time"] if beat is not None]
    assert worn.rr_intervals is not None
    assert np.abs(np.array(written) - worn.rr_intervals).max() <= 0.0006


def test_a_history_is_a_folder_of_files_named_by_their_local_start(tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    paths = write_history(folder, last_day=LAST_DAY, weeks=3, seed=1)
    assert sorted(folder.iterdir()) == paths
    assert len({path.read_bytes() for path in paths}) == len(paths)
    for path in paths:
        session = decoded(path.read_bytes())["session_mesgs"][0]
        offset = timedelta(hours=1)  # Paris in winter
        assert path.name == f"{session['start_time'] + offset:%Y-%m-%d-%H-%M-%S}.fit"
    assert paths[-1].name[:10] <= LAST_DAY.isoformat()


def test_an_archive_holds_distinct_runs_that_never_overlap(tmp_path: Path) -> None:
    history_archive(tmp_path / "runs.zip", 9, seed=3)
    with zipfile.ZipFile(tmp_path / "runs.zip") as archive:
        contents = [archive.read(name) for name in archive.namelist()]
    assert len({bytes(content) for content in contents}) == 9
    sessions = [decoded(content)["session_mesgs"][0] for content in contents]
    assert sessions[0]["start_time"] == FIRST_SAMPLE_DAY
    for before, after in itertools.pairwise(sessions):
        assert before["start_time"] + timedelta(seconds=before["total_elapsed_time"]) < after["start_time"]
    assert len({session["total_distance"] for session in sessions}) == 9


def test_an_archive_is_made_in_memory_that_does_not_grow(tmp_path: Path) -> None:
    def peak(files: int) -> int:
        tracemalloc.start()
        history_archive(tmp_path / f"{files}.zip", files)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(40) < 1.15 * peak(10)


def test_an_archive_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        history_archive(tmp_path / "empty.zip", 0)


def test_the_gpx_of_an_activity_is_nearly_the_same_activity(hour: Recording) -> None:
    points = gpxpy.parse(duplicate_as_gpx(hour).decode()).get_points_data()
    assert 3580 < len(points) < 3600
    late = points[0].point.time - hour.started_at
    assert timedelta(seconds=2) <= late <= timedelta(seconds=9)
    assert points[-1].distance_from_start == pytest.approx(hour.totals.distance_m, rel=0.02)
    extension = {child.tag.split("}")[1]: child.text for child in points[0].point.extensions[0]}
    assert set(extension) == {"hr", "cad"}


def test_a_pause_makes_a_second_segment_in_gpx() -> None:
    paused = next(
        activity.recording
        for activity in simulate_history(Runner(), last_day=LAST_DAY, weeks=8, seed=1)
        if len(activity.recording.pauses) == 2 and "latitude" in activity.recording.samples.columns
    )
    assert len(gpxpy.parse(duplicate_as_gpx(paused).decode()).tracks[0].segments) == 3


def test_the_tcx_of_an_activity_is_nearly_the_same_activity(hour: Recording, tmp_path: Path) -> None:
    path = tmp_path / "copy.tcx"
    path.write_bytes(duplicate_as_tcx(hour))
    exercise = TCXReader().read(str(path))
    assert exercise.distance == pytest.approx(hour.totals.distance_m, rel=0.01)
    assert exercise.distance != pytest.approx(hour.totals.distance_m, rel=1e-6)
    assert exercise.hr_avg == pytest.approx(hour.totals.avg_hr, abs=1)
    assert len(exercise.laps) == len(hour.laps)
    assert duplicate_as_tcx(hour) == duplicate_as_tcx(hour)


def test_an_activity_without_positions_has_no_gpx(weeks: list[SimulatedActivity]) -> None:
    bare = next(a.recording for a in weeks if "latitude" not in a.recording.samples.columns)
    with pytest.raises(InvalidInput, match="positions"):
        duplicate_as_gpx(bare)
    assert io.BytesIO(duplicate_as_tcx(bare)).read(5) == b"<?xml"
