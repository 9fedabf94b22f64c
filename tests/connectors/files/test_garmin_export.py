"""A Garmin export gives activities with their titles, and those entered by hand."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from coach.connectors.files import Found, Passed, Refused, Walked, fit_peek, walk, walking
from coach.connectors.files.garmin_summaries import Summaries
from coach.connectors.files.inflate import Limits
from coach.connectors.files.json_stream import objects
from coach.domain.problems import TooLarge, Unreadable
from coach.domain.sports import Sport
from tests.connectors.files import making
from tests.connectors.files.making import START, fit, zipped

START_MS = START.timestamp() * 1000
FITNESS = "a1b2/DI_CONNECT/DI-Connect-Fitness"


def _summary(identity: int, after_s: float = 0, **values: object) -> dict[str, object]:
    start = START_MS + after_s * 1000
    return {
        "activityId": identity,
        "name": f"Activity {identity}",
        "activityType": "trail_running",
        "sportType": "RUNNING",
        "beginTimestamp": start,
        "startTimeGmt": start,
        "startTimeLocal": start + 7_200_000,
        "duration": 1_800_000.0,
        "distance": 500_000.0,
        "elevationGain": 12_300.0,
        "avgHr": 151.0,
        "maxHr": 175.0,
        "avgRunCadence": 84.0,
        "eventTypeId": 9,
        **values,
    }


def _export(path: Path, summaries: list[dict[str, object]], files: dict[str, bytes]) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return zipped(
        path,
        {
            f"{FITNESS}/ann_0_summarizedActivities.json": json.dumps(
                [{"summarizedActivitiesExport": summaries}]
            ).encode(),
            f"{FITNESS}/ann_gear.json": b"{}",
            "a1b2/DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": inner.getvalue(),
        },
    )


def _found(walked: list[Walked]) -> list[Found]:
    return [one for one in walked if isinstance(one, Found)]


def test_files_take_title_sport_and_race_from_the_summary_of_the_same_start(tmp_path: Path) -> None:
    summaries = [_summary(11, 0, name="Paris", eventTypeId=1, description="wind"), _summary(12, 90_000)]
    files = {"ann_1.fit": fit(), "ann_2.fit": fit(START + timedelta(seconds=90_001))}
    first, second = _found(list(walk(_export(tmp_path / "e.zip", summaries, files), spool=tmp_path)))
    assert first.data == fit()
    assert first.hints is not None
    assert (first.hints.title, first.hints.description) == ("Paris", "wind")
    assert (first.hints.sport, first.hints.race) == (Sport.TRAIL_RUN, True)
    assert second.hints is not None
    assert (second.hints.title, second.hints.race) == ("Activity 12", False)


def test_the_number_in_a_file_name_is_enough(tmp_path: Path) -> None:
    summaries = [_summary(987654321, 5000)]
    (found,) = _found(
        list(walk(_export(tmp_path / "e.zip", summaries, {"987654321_ACTIVITY.fit": fit()}), spool=tmp_path))
    )
    assert found.hints is not None
    assert found.hints.title == "Activity 987654321"


def test_activities_without_a_file_keep_their_totals_in_our_units(tmp_path: Path) -> None:
    walked = list(walk(_export(tmp_path / "e.zip", [_summary(7, name="Treadmill")], {}), spool=tmp_path))
    (found,) = _found(walked)
    recording = found.recording
    assert recording is not None
    assert (recording.name, recording.sport, recording.started_at) == ("Treadmill", Sport.TRAIL_RUN, START)
    assert (len(recording.samples), recording.utc_offset_s) == (0, 7200)
    totals = recording.totals
    assert (totals.elapsed_s, totals.timer_s, totals.distance_m, totals.ascent_m) == (1800, 1800, 5000, 123)
    assert (totals.avg_hr, totals.max_hr, totals.avg_cadence) == (151, 175, 168)
    assert json.loads(found.data)["activityId"] == 7


def test_wellness_files_are_passed_over(tmp_path: Path) -> None:
    files = {"run.fit": fit(), "day.fit": fit(kind=32), "sleep.fit": fit(kind=49)}
    walked = list(walk(_export(tmp_path / "e.zip", [], files), spool=tmp_path))
    assert [one.name.rpartition("/")[2] for one in _found(walked)] == ["run.fit"]
    assert [one.name.rpartition("/")[2] for one in walked if isinstance(one, Passed)] == [
        "ann_gear.json",
        "day.fit",
        "sleep.fit",
    ]


def test_a_multisport_file_claims_its_frame_and_its_legs(tmp_path: Path) -> None:
    summaries = [
        _summary(1000, 0, activityType="multi_sport", name="Triathlon"),
        _summary(1001, 0, parentId=1000, activityType="open_water_swimming"),
        _summary(1002, 3600, parentId=1000, activityType="cycling"),
    ]
    (found,) = _found(list(walk(_export(tmp_path / "e.zip", summaries, {"tri.fit": fit(sessions=2)}), spool=tmp_path)))
    assert found.hints is not None
    assert found.hints.title == "Triathlon"
    legs = _found(list(walk(_export(tmp_path / "f.zip", summaries, {}), spool=tmp_path)))
    assert [leg.recording.sport for leg in legs if leg.recording] == [Sport.OPEN_WATER_SWIM, Sport.RIDE]


def test_an_unpacked_export_is_recognised_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(_export(tmp_path / "e.zip", [_summary(5)], {"run.fit": fit()})) as packed:
        packed.extractall(tmp_path / "out")
    (found,) = _found(list(walk(tmp_path / "out", spool=tmp_path)))
    assert found.hints is not None
    assert found.hints.title == "Activity 5"


def test_summaries_that_make_no_sense_are_left_out(tmp_path: Path) -> None:
    odd: list[dict[str, object]] = [
        {"activityId": 1},
        _summary(2, beginTimestamp="soon"),
        _summary(3, beginTimestamp=1e30),
        _summary(4, name=17, avgHr="high", distance=float("nan"), activityType={"typeKey": "running"}),
    ]
    (found,) = _found(list(walk(_export(tmp_path / "e.zip", odd, {}), spool=tmp_path)))
    assert found.recording is not None
    assert (found.recording.sport, found.recording.totals.distance_m, found.recording.totals.avg_hr) == (
        Sport.RUN,
        None,
        None,
    )


def test_a_cut_list_of_summaries_is_refused_and_what_stands_before_is_used(tmp_path: Path) -> None:
    text = json.dumps([{"summarizedActivitiesExport": [_summary(1), _summary(2, 90_000)]}])
    path = zipped(tmp_path / "e.zip", {f"{FITNESS}/x_summarizedActivities.json": text[: len(text) - 60].encode()})
    walked = list(walk(path, spool=tmp_path))
    assert [found.hints.title for found in _found(walked) if found.hints] == ["Activity 1"]
    assert any(isinstance(one, Refused) for one in walked)


def test_json_is_streamed_whatever_the_size_of_its_pieces() -> None:
    wanted = [{"n": number, "text": 'é "quoted" ] } ['} for number in range(200)]
    data = json.dumps([{"other": [1, 2], "list": wanted}, {"list": [{"n": "last"}]}]).encode()
    for size in (1, 7, 1000, len(data)):
        pieces = (data[at : at + size] for at in range(0, len(data), size))
        assert list(objects(pieces, "list", 10**6)) == [*wanted, {"n": "last"}]


def test_hostile_json_is_refused() -> None:
    with pytest.raises(TooLarge):
        list(objects([b'{"list":['] + [b'{"a":1},'] * 1000, "list", 5000))
    with pytest.raises(TooLarge):
        list(objects([b'{"list":[{"a":"'] + [b"x" * 10**6] * 10, "list", 10**9))
    for nested in (b"[" * 500_000, b'{"a":' * 500_000):
        with pytest.raises(Unreadable):
            list(objects([b'{"list":[' + nested], "list", 10**9))


def test_a_glance_at_broken_files_never_crashes() -> None:
    assert fit_peek.glance(fit(sessions=3)).session_starts == tuple(int(START.timestamp()) + 3600 * n for n in range(3))
    for bad in making.damaged(fit(sessions=3), seed=5, times=300):
        assert isinstance(fit_peek.glance(bad).is_activity, bool)


@pytest.mark.shared
def test_a_glance_at_real_files_agrees_with_their_sessions(shared_data: Path) -> None:
    import fitdecode

    small = [path for path in shared_data.glob("fit/fitdecode/*.fit") if path.stat().st_size < 60_000]
    assert small
    for path in small:
        starts = []
        try:
            with fitdecode.FitReader(path, check_crc=fitdecode.CrcCheck.DISABLED) as reader:
                for frame in reader:
                    if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "session":
                        start = frame.get_raw_value("start_time")
                        starts.append(start + fit_peek.FIT_EPOCH_S)
        except fitdecode.FitError:
            continue
        seen = fit_peek.glance(path.read_bytes())
        if starts and seen.is_activity:
            assert seen.session_starts[:1] == tuple(starts[:1]), path.name


@pytest.mark.parametrize(
    "poison",
    [
        {"name.fit": "9" * 5000 + ".fit"},
        {"activityId": 10**400},
        {"beginTimestamp": 10**400},
        {"distance": 10**400, "duration": 10**30},
        {"parentId": -(10**300)},
    ],
    ids=lambda poison: next(iter(poison)),
)
def test_numbers_of_absurd_length_neither_stop_the_walk_nor_cost_the_rest(
    tmp_path: Path, poison: dict[str, object]
) -> None:
    name = str(poison.get("name.fit", "run.fit"))
    values = {key: value for key, value in poison.items() if key != "name.fit"}
    summaries = [_summary(1, 700_000) | values, _summary(2, 900_000, name="Other")]
    found = _found(list(walk(_export(tmp_path / "e.zip", summaries, {name: fit()}), spool=tmp_path)))
    assert name in [one.name.rpartition("/")[2] for one in found]
    assert "Other" in [one.hints.title for one in found if one.hints]


def test_summaries_of_one_second_are_claimed_once_and_a_copy_of_the_file_still_has_its_title() -> None:
    summaries = Summaries(10_000)
    for number in range(2_000):
        summaries.add(_summary(1_000_000 + number, name="Dawn"))
    start = int(summaries._all[0].start_s)
    began = time.process_time()
    titles = {hints.title for _ in range(2_000) if (hints := summaries.claim("run.fit", (start,)))}
    assert titles == {"Dawn"}
    assert list(summaries.without_file()) == []
    assert time.process_time() - began < 1.0


def test_a_table_of_more_activities_than_an_export_may_hold_is_cut_there(tmp_path: Path) -> None:
    path = _export(tmp_path / "e.zip", [_summary(n, n * 9_000) for n in range(1, 30)], {})
    walked = list(walking.walk(path, limits=Limits(entries=20), spool=tmp_path))
    assert len(_found(walked)) == 20
    assert [one.problem.values["limit"] for one in walked if isinstance(one, Refused)] == [20]


def test_a_summary_of_nothing_done_is_no_activity_and_a_long_title_is_cut(tmp_path: Path) -> None:
    empty = {"activityId": 1, "beginTimestamp": _summary(1)["beginTimestamp"]}
    (found,) = _found(
        list(walk(_export(tmp_path / "e.zip", [empty, _summary(2, 9_000, name="x" * 900)], {}), spool=tmp_path))
    )
    assert found.hints is not None
    assert found.hints.title == "x" * 200


@pytest.mark.parametrize(
    ("said", "effort"),
    [
        ({"workoutRpe": 70}, 7.0),
        ({"directWorkoutRpe": 85}, 8.5),
        ({"workoutRpe": 0}, None),
        ({"workoutRpe": 700}, None),
    ],
)
def test_a_rating_given_in_the_account_comes_along(
    tmp_path: Path, said: dict[str, object], effort: float | None
) -> None:
    export = _export(tmp_path / "e.zip", [_summary(11, **said), _summary(12, 90_000, **said)], {"ann_11.fit": fit()})
    with_file, by_hand = _found(list(walk(export, spool=tmp_path)))
    assert with_file.hints is not None
    assert with_file.hints.perceived_effort == effort
    assert by_hand.recording is not None
    assert by_hand.recording.totals.perceived_effort == effort
