"""GPX files become recordings, and hostile or broken ones do no harm."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import gpxpy
import numpy as np
import pytest

from coach.connectors.files import gpx, tracks, xml
from coach.domain.problems import Problem, TooLarge, Unreadable, UnsafeContent
from coach.domain.sports import Sport
from coach.science.recordings import Reading
from tests.connectors.files import making
from tests.connectors.files.making import START, gpx_point, gpx_track

GARMIN = (
    '<extensions><ns3:TrackPointExtension xmlns:ns3="x"><ns3:atemp>21.5</ns3:atemp><ns3:hr>151</ns3:hr>'
    "<ns3:cad>86</ns3:cad></ns3:TrackPointExtension></extensions>"
)
STRAVA = (
    "<extensions><power>250</power><gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr>"
    "</gpxtpx:TrackPointExtension></extensions>"
)
CLUETRUST = "<extensions><gpxdata:hr>133</gpxdata:hr><gpxdata:cadence>80</gpxdata:cadence></extensions>"


def _segment(first: int, last: int, extra: str = "") -> str:
    return "".join(gpx_point(second, extra) for second in range(first, last))


def _by_handlers(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """The same file read without lifting any point."""
    with monkeypatch.context() as patch:
        patch.setattr(tracks, "lifted", lambda data, *_: (data, []))
        return gpx.read(data)


def test_a_run_has_its_sport_name_start_and_columns() -> None:
    reading = gpx.read(making.gpx_run(60))
    (recording,) = reading.recordings
    assert (reading.format, reading.content, reading.warnings) == ("gpx", "activity", ())
    assert (recording.sport, recording.name, recording.started_at) == (Sport.RUN, "Morning", START)
    assert recording.device.software == "Watch"
    assert recording.samples.time.tolist() == list(range(60))
    assert recording.samples.columns["latitude"][10] == pytest.approx(48.0001)
    assert set(recording.samples.columns) == {"latitude", "longitude", "altitude"}


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        (GARMIN, {"heart_rate": 151, "cadence": 172, "temperature": 21.5}),
        (STRAVA, {"heart_rate": 140, "power": 250}),
        (CLUETRUST, {"heart_rate": 133, "cadence": 160}),
        ("<speed>3.5</speed><course>90</course>", {"speed": 3.5}),
    ],
)
def test_extensions_become_columns_and_one_foot_becomes_both(extension: str, expected: dict[str, float]) -> None:
    (recording,) = gpx.read(making.gpx(gpx_track(_segment(0, 5, extension)))).recordings
    for name, value in expected.items():
        assert recording.samples.columns[name].tolist() == [value] * 5


def test_segments_are_one_activity_with_a_pause_between() -> None:
    (recording,) = gpx.read(making.gpx(gpx_track(_segment(0, 30), _segment(90, 120)))).recordings
    assert recording.pauses == ((29.0, 90.0),)
    assert len(recording.samples) == 60


def test_tracks_in_a_row_are_one_activity_and_tracks_of_other_days_are_several() -> None:
    near = making.gpx(gpx_track(_segment(0, 30)), gpx_track(_segment(600, 630)))
    assert [len(one.samples) for one in gpx.read(near).recordings] == [60]
    far = making.gpx(gpx_track(_segment(90_000, 90_030), name="Second"), gpx_track(_segment(0, 30), name="First"))
    assert [one.name for one in gpx.read(far).recordings] == ["First", "Second"]
    overlapping = making.gpx(gpx_track(_segment(0, 30)), gpx_track(_segment(10, 40)))
    assert len(gpx.read(overlapping).recordings) == 2
    sports = making.gpx(gpx_track(_segment(0, 30)), gpx_track(_segment(60, 90), kind="cycling"))
    assert [one.sport for one in gpx.read(sports).recordings] == [Sport.RUN, Sport.RIDE]


def test_routes_waypoints_and_tracks_without_time_are_not_activities() -> None:
    untimed = re.sub("<time>.*?</time>", "", _segment(0, 5))
    assert gpx.read(making.gpx(gpx_track(untimed))).content == "route"
    assert gpx.read(making.gpx('<rte><rtept lat="1" lon="2"/></rte>')).content == "route"
    assert gpx.read(making.gpx('<wpt lat="1" lon="2"><name>Home</name></wpt>')).content == "waypoints"
    assert gpx.read(making.gpx()).recordings == ()


def test_points_without_a_time_are_left_out_and_said() -> None:
    untimed = re.sub("<time>.*?</time>", "", gpx_point(5))
    (recording,) = gpx.read(making.gpx(gpx_track(_segment(0, 5) + untimed + _segment(6, 9)))).recordings
    assert len(recording.samples) == 8
    assert tracks.UNTIMED in recording.warnings


def test_impossible_numbers_are_missing_not_kept() -> None:
    places = ['lat="91" lon="2"', 'lat="1e999" lon="2"', 'lat="inf" lon="2"', 'lat="0" lon="0"', 'lat="48" lon="2"']
    points = "".join(
        f"<trkpt {place}><ele>1e999</ele><time>{making.iso(row)}</time></trkpt>" for row, place in enumerate(places)
    )
    (recording,) = gpx.read(making.gpx(gpx_track(points))).recordings
    assert np.isnan(recording.samples.columns["latitude"]).tolist() == [True, True, True, True, False]
    assert "altitude" not in recording.samples.columns


@pytest.mark.parametrize(
    ("stamp", "seconds", "offset"),
    [
        ("2024-05-04T07:30:00.250Z", 0.25, None),
        ("2024-05-04T09:30:00+02:00", 0, 7200),
        ("2024-05-04T01:30:00.5-06:00", 0.5, -21600),
        ("2024-05-04T07:30:00", 0, None),
        ("20240504T073000Z", 0, None),
    ],
)
def test_every_spelling_of_a_time_is_understood(stamp: str, seconds: float, offset: int | None) -> None:
    point = f'<trkpt lat="48" lon="2"><time>{stamp}</time></trkpt>'
    (recording,) = gpx.read(making.gpx(gpx_track(point * 3))).recordings
    assert recording.started_at == START + timedelta(seconds=seconds)
    assert recording.utc_offset_s == offset


def test_unset_clocks_and_impossible_dates_count_as_no_time() -> None:
    stamps = ["1989-12-31T00:00:00Z", "2024-13-40T00:00:00Z", "2023-02-29T00:00:00Z", "9999-01-01T00:00:00Z", "soon"]
    for stamp in stamps:
        bad = f'<trkpt lat="48" lon="2"><time>{stamp}</time></trkpt>'
        (recording,) = gpx.read(making.gpx(gpx_track(bad + _segment(0, 3)))).recordings
        assert len(recording.samples) == 3, stamp


def test_a_cut_file_keeps_every_point_before_the_damage() -> None:
    whole = making.gpx_run(60)
    cut = whole[: whole.index(b"<trkpt", len(whole) // 2) + 20]
    reading = gpx.read(cut)
    assert reading.warnings == (xml.CUT,)
    assert len(reading.recordings[0].samples) == cut.count(b"</trkpt>")


def test_zeros_at_the_end_of_a_file_cost_nothing_before_them() -> None:
    cut = making.gpx_run(60)[:-200] + b"\0" * 200_000
    assert len(gpx.read(cut).recordings[0].samples) > 50


def test_a_title_with_illegal_characters_does_not_lose_the_run() -> None:
    for title in (b"Run & fun", b"Caf\xe9", b"Bell \x07"):
        data = making.gpx_run(20).replace(b"Morning", title)
        reading = gpx.read(data)
        assert reading.warnings == (xml.REPAIRED,)
        assert len(reading.recordings[0].samples) == 20


def test_leading_blanks_byte_order_marks_and_utf_16_are_read() -> None:
    text = making.gpx_run(5)
    utf_16 = text.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    for data in (b"   \n" + text, b"\xef\xbb\xbf" + text, b" \xef\xbb\xbf\n" + text, utf_16):
        assert len(gpx.read(data).recordings[0].samples) == 5


def test_names_of_the_file_and_of_points_are_not_the_name_of_the_track() -> None:
    before = "<metadata><name>File</name><author><name>Author</name></author></metadata>"
    before += "<wpt lat='1' lon='2'><name>Home</name></wpt>"
    point = gpx_point(0, "<name>Point</name>")
    (recording,) = gpx.read(making.gpx(gpx_track(point, name="Track"), before=before)).recordings
    assert recording.name == "Track"
    unnamed = gpx_track(point).replace("<name>Morning</name>", "")
    (recording,) = gpx.read(making.gpx(unnamed, before="<metadata><name>File</name></metadata>")).recordings
    assert recording.name == "File"


def test_points_in_comments_are_not_points() -> None:
    commented = making.gpx(gpx_track(_segment(0, 3) + f"<!-- {_segment(3, 6)} -->" + _segment(6, 9)))
    assert gpx.read(commented).recordings[0].samples.time.tolist() == [0, 1, 2, 6, 7, 8]


def test_a_document_with_our_own_marker_is_read_like_any_other() -> None:
    data = making.gpx(gpx_track(_segment(0, 3) + f"<{tracks.MARKER}/>" + _segment(3, 6)))
    assert gpx.read(data).recordings[0].samples.time.tolist() == [0, 1, 2, 3, 4, 5]


def test_prefixed_documents_are_read() -> None:
    prefixed = re.sub(rb"<(/?)(\w+)(?=[ >])", rb"<\1g:\2", making.gpx(gpx_track(_segment(0, 4))))
    assert gpx.read(prefixed).recordings[0].samples.columns["altitude"].tolist() == [35.0, 35.01, 35.02, 35.03]


def test_lifted_points_and_handled_points_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = gpx_point(4.0).replace("lat=", "data-x='1' lat=")
    data = making.gpx(gpx_track(_segment(0, 4, GARMIN) + odd + _segment(5, 9), _segment(20, 29, STRAVA)))
    _assert_same(gpx.read(data), _by_handlers(data, monkeypatch))


def _assert_same(one: Reading, other: Reading) -> None:
    assert len(one.recordings) == len(other.recordings)
    for ours, theirs in zip(one.recordings, other.recordings, strict=True):
        assert (ours.started_at, ours.pauses, ours.name, ours.sport) == (
            theirs.started_at,
            theirs.pauses,
            theirs.name,
            theirs.sport,
        )
        assert set(ours.samples.columns) == set(theirs.samples.columns)
        np.testing.assert_array_equal(ours.samples.time, theirs.samples.time)
        for name, column in ours.samples.columns.items():
            np.testing.assert_array_equal(column, theirs.samples.columns[name], err_msg=name)


def _bombs() -> dict[str, bytes]:
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(10)
    )
    run = making.gpx_run(3)
    return {
        "billion laughs": laughs + b"]><gpx><trk><name>&a9;</name></trk></gpx>",
        "quadratic blow-up": b'<!DOCTYPE g [<!ENTITY a "' + b"x" * 50_000 + b'">]><gpx>' + b"&a;" * 50_000 + b"</gpx>",
        "external entity": b'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><name>&x;</name></gpx>',
        "deep nesting": run[:-6] + b"<a>" * 3_000_000,
        "hidden deep nesting": run[:-6] + b"<a><!--</a></a>-->" * 1_000_000,
        "long attribute": b'<gpx creator="' + b"x" * 20_000_000 + b'"></gpx>',
        "long text": b"<gpx><name>" + b"x" * 20_000_000 + b"</name></gpx>",
        "many names": b"<gpx>" + b"".join(b"<a%d/>" % n for n in range(500_000)) + b"</gpx>",
    }


@pytest.mark.parametrize("name", list(_bombs()))
def test_hostile_xml_is_refused_at_once(name: str) -> None:
    import tracemalloc

    data = _bombs()[name]
    start = time.process_time()
    with pytest.raises(UnsafeContent):
        gpx.read(data)
    assert time.process_time() - start < 1
    tracemalloc.start()
    try:
        with pytest.raises(UnsafeContent):
            gpx.read(data)
        assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    finally:
        tracemalloc.stop()


def test_files_that_are_not_gpx_are_unreadable() -> None:
    for data in (b"", b"<html></html>", b"just words", b"\0" * 1000, b"<gpx"):
        with pytest.raises(Unreadable):
            gpx.read(data)
    with pytest.raises(TooLarge):
        gpx.read(b"<" * (xml.MAX_BYTES + 1))


@pytest.mark.shared
def test_real_files_agree_with_gpxpy(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(shared_data.glob("gpx/*/*.gpx")):
        data = path.read_bytes()
        points = [p for track in gpxpy.parse(data).tracks for segment in track.segments for p in segment.points]
        if points[0].time is None:
            assert gpx.read(data).content == "route"
            continue
        (recording,) = gpx.read(data).recordings
        stamps = [(point.time - recording.started_at).total_seconds() for point in points if point.time]
        np.testing.assert_allclose(recording.samples.time, stamps, atol=1e-3)
        np.testing.assert_allclose(recording.samples.columns["latitude"], [point.latitude for point in points])
        np.testing.assert_allclose(recording.samples.columns["altitude"], [point.elevation for point in points])
        _assert_same(gpx.read(data), _by_handlers(data, monkeypatch))


@pytest.mark.shared
def test_real_files_cut_or_flipped_never_crash(shared_data: Path) -> None:
    for path in sorted(shared_data.glob("gpx/*/*.gpx")):
        for bad in making.damaged(path.read_bytes(), seed=1):
            try:
                reading = gpx.read(bad)
            except Problem:
                continue
            if len(bad) < path.stat().st_size and reading.recordings:
                assert len(reading.recordings[0].samples) >= bad.count(b"</trkpt>") - bad.count(b"<rtept") - 1
