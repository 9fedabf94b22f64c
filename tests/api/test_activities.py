from __future__ import annotations

import math
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from coach.services import imports, sample_files, samples, samples_xml
from tests.conftest import NOW


def test_the_newest_activity_comes_first(veteran, past):
    page = veteran.get("/v1/activities").json()
    assert [each["id"] for each in page["activities"]] == [past.merged_id, past.alone_id]
    assert (page["total"], page["next_cursor"]) == (2, None)
    assert page["activities"][0]["started_at"] == "2026-11-10T07:00:00Z"
    assert page["activities"][0]["local_start"] == "2026-11-10T08:00:00"
    assert page["activities"][0]["source_count"] == 2


def test_pages_follow_each_other_without_gap_or_repeat(veteran, past):
    first = veteran.get("/v1/activities", params={"limit": 1}).json()
    second = veteran.get("/v1/activities", params={"limit": 1, "cursor": first["next_cursor"]}).json()
    assert [each["id"] for page in (first, second) for each in page["activities"]] == [past.merged_id, past.alone_id]
    assert (first["total"], second["next_cursor"]) == (2, None)


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        ({"family": "run"}, 2),
        ({"family": "swim"}, 0),
        ({"since": "2026-01-01"}, 1),
        ({"until": "2020-01-01"}, 1),
        ({"since": "2026-11-10", "until": "2026-11-10"}, 1),
        ({"text": "no such name"}, 0),
        ({"text": "%"}, 0),
    ],
)
def test_a_filter_narrows_the_list(veteran, narrowed, count):
    page = veteran.get("/v1/activities", params=narrowed).json()
    assert (len(page["activities"]), page["total"]) == (count, count)


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "made up"},
        {"cursor": "WyIyMDI2LTExLTIwVDAwOjAwOjAwKzAwOjAwIiwgIm5vLXV1aWQiXQ=="},
        {"cursor": "\x00"},
        {"limit": 0},
        {"limit": 201},
        {"limit": "many"},
        {"since": "yesterday"},
        {"family": "chess"},
        {"text": "a\x00b"},
    ],
)
def test_a_query_that_cannot_be_is_refused_not_failed(veteran, query):
    assert veteran.get("/v1/activities", params=query).status_code == 422


def test_an_activity_tells_its_measures_splits_and_sources(veteran, past):
    told = veteran.get(f"/v1/activities/{past.merged_id}").json()
    assert told["distance_m"] == pytest.approx(9921, rel=0.01)
    assert [source["primary"] for source in told["sources"]] == [True, False]
    assert {source["format"] for source in told["sources"]} == {"fit", "tcx"}
    assert len(told["kilometres"]) in (9, 10)
    assert {"heart_rate", "latitude"} <= set(told["columns"])
    assert told["claimed"]["distance_m"] == pytest.approx(told["distance_m"], rel=0.05)


def test_samples_come_as_arrays_of_one_length(veteran, past):
    told = veteran.get(f"/v1/activities/{past.alone_id}/samples").json()
    assert told["recorded"] == told["points"] == len(told["time_s"]) == 3600
    assert {len(values) for values in told["columns"].values()} == {3600}


def test_only_the_columns_asked_for_are_sent(veteran, past):
    address = f"/v1/activities/{past.alone_id}/samples"
    told = veteran.get(address, params={"columns": "heart_rate, altitude"}).json()
    assert list(told["columns"]) == ["heart_rate", "altitude"]
    refusal = veteran.get(address, params={"columns": "heart_rate,mood"})
    assert (refusal.status_code, refusal.json()["field"]) == (422, "columns")


def test_fewer_points_are_means_of_the_samples_they_stand_for(veteran, past):
    address = f"/v1/activities/{past.alone_id}/samples"
    whole = veteran.get(address, params={"columns": "heart_rate"}).json()
    short = veteran.get(address, params={"columns": "heart_rate", "points": 60}).json()
    assert (short["recorded"], short["points"]) == (3600, 60)
    assert short["time_s"] == whole["time_s"][::60]
    beats = np.array([math.nan if each is None else each for each in whole["columns"]["heart_rate"]]).reshape(60, 60)
    assert short["columns"]["heart_rate"] == pytest.approx(np.nanmean(beats, axis=1).tolist(), abs=0.001)


def test_more_points_than_samples_gives_the_samples(veteran, past):
    told = veteran.get(f"/v1/activities/{past.alone_id}/samples", params={"points": 5000, "columns": "speed"}).json()
    assert told["points"] == 3600


def test_a_new_name_is_kept_and_an_empty_one_takes_it_back(veteran, past):
    address = f"/v1/activities/{past.alone_id}"
    assert veteran.patch(address, json={"name": " Bois de Vincennes "}).json()["name"] == "Bois de Vincennes"
    assert veteran.get("/v1/activities", params={"text": "vincennes"}).json()["total"] == 1
    assert veteran.patch(address, json={"name": ""}).json()["name"] == ""


@pytest.mark.parametrize(
    "body", [{}, {"name": "x" * 121}, {"name": None}, {"name": "a", "sport": "ride"}, {"name": "\x00"}]
)
def test_a_rename_that_cannot_be_is_refused(veteran, past, body):
    assert veteran.patch(f"/v1/activities/{past.alone_id}", json=body).status_code == 422


def test_a_deleted_activity_is_gone_until_restored(veteran, past):
    address = f"/v1/activities/{past.alone_id}"
    assert veteran.delete(address).status_code == 204
    assert veteran.get(address).status_code == 404
    assert veteran.get(f"{address}/samples").status_code == 404
    assert veteran.get("/v1/activities").json()["total"] == 1
    assert veteran.post(f"{address}/restore").status_code == 200
    assert veteran.get("/v1/activities").json()["total"] == 2


def test_a_source_becomes_an_activity_of_its_own_again(cast, ann, tmp_path):
    recording = samples.hour_recording(1, datetime(2026, 11, 10, 7, tzinfo=UTC))
    (tmp_path / "a.fit").write_bytes(sample_files.fit_file(recording))
    (tmp_path / "b.gpx").write_bytes(samples_xml.duplicate_as_gpx(recording))
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: NOW, source="cli")
    (merged,) = ann.get("/v1/activities").json()["activities"]
    leaving = ann.get(f"/v1/activities/{merged['id']}").json()["sources"][1]["id"]
    parted = ann.post(f"/v1/activities/{merged['id']}/sources/{leaving}/separate").json()
    assert parted["activity_id"] == merged["id"] != parted["new_activity_id"]
    assert ann.get("/v1/activities").json()["total"] == 2
    alone = ann.get(f"/v1/activities/{UUID(parted['new_activity_id'])}").json()["sources"]
    assert [source["format"] for source in alone] == ["gpx"]
    again = ann.post(f"/v1/activities/{parted['new_activity_id']}/sources/{alone[0]['id']}/separate")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_a_source_that_is_not_there_cannot_be_separated(veteran, past):
    address = f"/v1/activities/{past.merged_id}/sources"
    assert veteran.post(f"{address}/{10**40}/separate").status_code == 404
    assert veteran.post(f"{address}/-1/separate").status_code == 404
    assert veteran.post(f"{address}/one/separate").status_code == 422
