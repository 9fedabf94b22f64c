"""TCX files become recordings with laps, and hostile or broken ones do no harm."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from tcxreader.tcxreader import TCXReader

from coach.connectors.files import tcx, tracks, xml
from coach.domain.problems import Problem, Unreadable, UnsafeContent
from coach.domain.sports import Sport
from coach.science.recordings import Reading
from tests.connectors.files import making
from tests.connectors.files.making import START, iso, tcx_activity, tcx_lap, tcx_point

RUN_EXTENSION = (
    "<Extensions><ns3:TPX><ns3:Speed>3.1</ns3:Speed><ns3:RunCadence>84</ns3:RunCadence></ns3:TPX></Extensions>"
)
RIDE_EXTENSION = '<Cadence>90</Cadence><Extensions><TPX xmlns="x"><Speed>8</Speed><Watts>210</Watts></TPX></Extensions>'


def _points(first: int, last: int, extra: str = "") -> str:
    return "".join(tcx_point(second, extra) for second in range(first, last))


def _by_handlers(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """The same file read without lifting any point."""
    with monkeypatch.context() as patch:
        patch.setattr(tracks, "lifted", lambda data, *_: (data, []))
        return tcx.read(data)


def test_a_run_has_sport_start_columns_laps_and_totals() -> None:
    reading = tcx.read(making.tcx(tcx_activity(tcx_lap(0, 30, _points(0, 31)), tcx_lap(31, 29, _points(31, 61)))))
    (recording,) = reading.recordings
    assert (reading.format, reading.content, reading.warnings) == ("tcx", "activity", ())
    assert (recording.sport, recording.started_at) == (Sport.RUN, START)
    assert recording.samples.columns["distance"][10] == 30
    assert set(recording.samples.columns) == {"latitude", "longitude", "altitude", "distance", "heart_rate"}
    assert [(lap.start_s, lap.elapsed_s, lap.distance_m) for lap in recording.laps] == [(0, 31, 90), (31, 29, 87)]
    assert (recording.totals.timer_s, recording.totals.distance_m) == (59, 177)
    assert (recording.totals.avg_hr, recording.totals.max_hr, recording.totals.calories_kcal) == (140, 171, 100)


def test_one_foot_becomes_both_for_runs_only() -> None:
    lap = tcx_lap(
        0, 9, _points(0, 10, RUN_EXTENSION), extra="<Extensions><LX><AvgRunCadence>83</AvgRunCadence></LX></Extensions>"
    )
    (run,) = tcx.read(making.tcx(tcx_activity(lap))).recordings
    assert run.samples.columns["cadence"].tolist() == [168] * 10
    assert run.samples.columns["speed"].tolist() == [3.1] * 10
    assert run.laps[0].avg_cadence == 166
    ride_lap = tcx_lap(0, 9, _points(0, 10, RIDE_EXTENSION))
    (ride,) = tcx.read(making.tcx(tcx_activity(ride_lap, sport="Biking"))).recordings
    assert ride.sport is Sport.RIDE
    assert ride.samples.columns["cadence"].tolist() == [90] * 10
    assert ride.samples.columns["power"].tolist() == [210] * 10


def test_two_tracks_in_a_lap_are_a_pause() -> None:
    (recording,) = tcx.read(making.tcx(tcx_activity(tcx_lap(0, 40, _points(0, 20), _points(50, 70))))).recordings
    assert recording.pauses == ((19.0, 50.0),)
    assert recording.totals.elapsed_s == 69
    assert recording.totals.timer_s == 40


def test_device_and_title_come_from_creator_and_notes() -> None:
    creator = (
        "<Notes>Long run</Notes><Creator><Name>Garmin Forerunner 255</Name><UnitId>3412345678</UnitId><Version>"
        "<VersionMajor>14</VersionMajor><VersionMinor>10</VersionMinor></Version></Creator>"
    )
    author = "<Author><Name>Connect</Name><Build><Version><VersionMajor>9</VersionMajor></Version></Build></Author>"
    data = making.tcx(tcx_activity(tcx_lap(0, 9, _points(0, 10)), after=creator), after=author)
    (recording,) = tcx.read(data).recordings
    assert recording.name == "Long run"
    assert recording.device.manufacturer == "Garmin"
    assert (recording.device.product, recording.device.serial) == ("Garmin Forerunner 255", "3412345678")
    assert recording.device.software == "14.10"


def test_several_activities_are_several_recordings() -> None:
    data = making.tcx(
        tcx_activity(tcx_lap(0, 9, _points(0, 10))), tcx_activity(tcx_lap(5000, 9, _points(5000, 5010)), sport="Biking")
    )
    assert [(one.sport, len(one.samples)) for one in tcx.read(data).recordings] == [(Sport.RUN, 10), (Sport.RIDE, 10)]


def test_an_activity_of_laps_alone_keeps_its_totals() -> None:
    (recording,) = tcx.read(making.tcx(tcx_activity(tcx_lap(0, 600), sport="Other"))).recordings
    assert len(recording.samples) == 0
    assert (recording.totals.timer_s, recording.totals.elapsed_s, recording.totals.distance_m) == (600, 600, 1800)


def test_courses_and_workouts_are_not_activities() -> None:
    course = f"<Courses><Course><Name>Loop</Name><Track>{_points(0, 5)}</Track></Course></Courses>"
    assert tcx.read(making.tcx(after=course)).content == "course"
    assert tcx.read(making.tcx(after=course)).recordings == ()
    assert tcx.read(making.tcx(after="<Workouts><Workout><Name>8x400</Name></Workout></Workouts>")).content == "workout"
    cut_course = making.tcx(after=course)[:-60]
    assert tcx.read(cut_course).recordings == ()


def test_distances_of_a_lap_never_land_on_a_point_nor_the_other_way() -> None:
    lone = f"<Trackpoint><DistanceMeters>7</DistanceMeters><Time>{iso(3)}</Time></Trackpoint>"
    data = making.tcx(tcx_activity(tcx_lap(0, 10, f"<Trackpoint><Time>{iso(0)}</Time></Trackpoint>{lone}")))
    (recording,) = tcx.read(data).recordings
    assert recording.laps[0].distance_m == 30
    np.testing.assert_array_equal(recording.samples.columns["distance"], [np.nan, 7])


def test_impossible_numbers_are_missing_not_kept() -> None:
    bad = tcx_point(1).replace("48.000010", "1e999").replace("<Value>121", "<Value>0")
    (recording,) = tcx.read(making.tcx(tcx_activity(tcx_lap(0, 9, tcx_point(0) + bad)))).recordings
    assert np.isnan(recording.samples.columns["latitude"]).tolist() == [False, True]
    assert np.isnan(recording.samples.columns["heart_rate"]).tolist() == [False, True]


def test_a_cut_file_keeps_every_point_before_the_damage() -> None:
    whole = making.tcx_run(60)
    cut = whole[: whole.index(b"<Trackpoint", len(whole) // 2) + 20]
    reading = tcx.read(cut)
    assert reading.warnings == (xml.CUT,)
    assert len(reading.recordings[0].samples) == cut.count(b"</Trackpoint>")
    assert reading.recordings[0].sport is Sport.RUN


def test_leading_blanks_as_strava_writes_them_are_read() -> None:
    assert len(tcx.read(b"          " + making.tcx_run(10)).recordings[0].samples) == 10


def test_lifted_points_and_handled_points_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = f"<Trackpoint><Cadence>80</Cadence><Time>{iso(4)}</Time></Trackpoint>"
    data = making.tcx(
        tcx_activity(
            tcx_lap(0, 9, _points(0, 4, RUN_EXTENSION) + odd + _points(5, 10)), tcx_lap(10, 9, _points(10, 20))
        )
    )
    _assert_same(tcx.read(data), _by_handlers(data, monkeypatch))


def _assert_same(one: Reading, other: Reading) -> None:
    assert len(one.recordings) == len(other.recordings)
    for ours, theirs in zip(one.recordings, other.recordings, strict=True):
        assert (ours.laps, ours.totals, ours.pauses, ours.device) == (
            theirs.laps,
            theirs.totals,
            theirs.pauses,
            theirs.device,
        )
        assert set(ours.samples.columns) == set(theirs.samples.columns)
        np.testing.assert_array_equal(ours.samples.time, theirs.samples.time)
        for name, column in ours.samples.columns.items():
            np.testing.assert_array_equal(column, theirs.samples.columns[name], err_msg=name)


def test_hostile_xml_is_refused_at_once() -> None:
    run = making.tcx_run(3)
    bombs = (
        b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><TrainingCenterDatabase>&b;</TrainingCenterDatabase>',
        run[:-25] + b"<Lap>" * 2_000_000,
        b'<TrainingCenterDatabase x="' + b"y" * 20_000_000 + b'"/>',
    )
    for bomb in bombs:
        start = time.process_time()
        with pytest.raises(UnsafeContent):
            tcx.read(bomb)
        assert time.process_time() - start < 1


def test_files_that_are_not_tcx_are_unreadable() -> None:
    for data in (b"", b"<gpx></gpx>", b"words", b"\0" * 100, b"<TrainingCenterDatabase><Activities><Act"):
        with pytest.raises(Unreadable):
            tcx.read(data)


@pytest.mark.shared
def test_real_files_agree_with_tcxreader(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(shared_data.glob("tcx/*/*.tcx")):
        data = path.read_bytes()
        _assert_same(tcx.read(data), _by_handlers(data, monkeypatch))
        if data[:1].isspace():
            continue
        expected = TCXReader().read(str(path), only_gps=False)
        (recording,) = tcx.read(data).recordings
        assert len(recording.samples) == len(expected.trackpoints), path.name
        stamps = [(point.time - START.replace(tzinfo=None)).total_seconds() for point in expected.trackpoints]
        np.testing.assert_allclose(np.diff(recording.samples.time), np.diff(stamps), atol=2e-3)
        _same_column(recording.samples.get("heart_rate"), [point.hr_value for point in expected.trackpoints])
        _same_column(recording.samples.get("distance"), [point.distance for point in expected.trackpoints])


def _same_column(ours: np.ndarray | None, theirs: list[float | None]) -> None:
    values = np.array([np.nan if value is None else float(value) for value in theirs])
    np.testing.assert_allclose(np.full(values.size, np.nan) if ours is None else ours, values)


@pytest.mark.shared
def test_real_files_cut_or_flipped_never_crash(shared_data: Path) -> None:
    for path in sorted(shared_data.glob("tcx/*/*.tcx")):
        for bad in making.damaged(path.read_bytes(), seed=2):
            try:
                reading = tcx.read(bad)
            except Problem:
                continue
            if len(bad) < path.stat().st_size and reading.recordings:
                assert len(reading.recordings[0].samples) >= bad.count(b"</Trackpoint>") - 1
