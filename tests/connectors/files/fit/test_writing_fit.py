"""The FIT encoder, judged by two decoders that are not ours."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime
from typing import Any

import fitdecode
import garmin_fit_sdk
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.connectors.files.fit.write import Batch, DeveloperField, Message, encode
from coach.connectors.files.fit.write_fields import KINDS
from coach.domain.problems import InvalidInput

START = datetime(2026, 5, 3, 7, 30, tzinfo=UTC)
FILE_ID = Message("file_id", {"type": "activity", "manufacturer": "development", "time_created": START})


def by_garmin(data: bytes) -> dict[str, list[dict[str, Any]]]:
    decoder = garmin_fit_sdk.Decoder(garmin_fit_sdk.Stream.from_byte_array(bytearray(data)))
    assert decoder.check_integrity()
    decoder = garmin_fit_sdk.Decoder(garmin_fit_sdk.Stream.from_byte_array(bytearray(data)))
    messages, errors = decoder.read()
    assert errors == []
    return messages


def by_fitdecode(data: bytes) -> list[fitdecode.FitDataMessage]:
    strict = {"check_crc": fitdecode.CrcCheck.RAISE, "error_handling": fitdecode.ErrorHandling.RAISE}
    with fitdecode.FitReader(io.BytesIO(data), **strict) as reader:
        return [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]


def rows(count: int, **columns: np.ndarray) -> Batch:
    timestamps = START.timestamp() + np.arange(count, dtype=np.float64)
    return Batch("record", {"timestamp": timestamps, **columns})


@pytest.mark.parametrize("big_endian", [False, True])
def test_columns_come_back_as_they_were_put_in(big_endian: bool) -> None:
    rng = np.random.default_rng(3)
    put = {
        "position_lat": rng.uniform(-89, 89, 500),
        "position_long": rng.uniform(-179, 179, 500),
        "enhanced_altitude": rng.uniform(-400, 8000, 500),
        "distance": np.cumsum(rng.uniform(2, 5, 500)),
        "enhanced_speed": rng.uniform(0, 20, 500),
        "heart_rate": rng.integers(40, 220, 500).astype(float),
        "temperature": rng.integers(-30, 45, 500).astype(float),
        "stance_time": rng.uniform(180, 300, 500),
    }
    data = encode([FILE_ID, rows(500, **put)], big_endian=big_endian)
    grain = {"enhanced_altitude": 0.2, "distance": 0.01, "enhanced_speed": 0.001, "stance_time": 0.1}
    degrees = 180 / 2**31
    garmin = by_garmin(data)["record_mesgs"]
    records = [message for message in by_fitdecode(data) if message.name == "record"]
    assert len(garmin) == len(records) == 500
    for name, values in put.items():
        scale = degrees if name.startswith("position") else 1.0
        half = (degrees if name.startswith("position") else grain.get(name, 0)) / 2 + 1e-9
        assert np.abs(np.array([row[name] for row in garmin]) * scale - values).max() <= half
        assert np.abs(np.array([record.get_value(name) for record in records]) * scale - values).max() <= half
    assert [row["timestamp"].timestamp() for row in garmin[:3]] == [START.timestamp() + k for k in range(3)]


def test_what_was_not_measured_is_absent_and_not_zero() -> None:
    heart = np.array([120.0, np.nan, 124.0])
    garmin = by_garmin(encode([FILE_ID, rows(3, heart_rate=heart)]))["record_mesgs"]
    assert [row.get("heart_rate") for row in garmin] == [120, None, 124]


def test_the_whole_span_of_a_field_can_be_written_and_nothing_beyond() -> None:
    garmin = by_garmin(encode([FILE_ID, rows(2, heart_rate=np.array([0.0, 254.0]))]))["record_mesgs"]
    assert [row["heart_rate"] for row in garmin] == [0, 254]
    for beyond in (255.0, -1.0, np.inf):
        with pytest.raises(InvalidInput, match="heart_rate"):
            encode([FILE_ID, rows(1, heart_rate=np.array([beyond]))])


def test_developer_fields_carry_their_name_unit_scale_and_values() -> None:
    stiffness = DeveloperField(0, 0, "leg_spring_stiffness", "float32", "kN/m")
    tilt = DeveloperField(0, 1, "tilt", "sint16", "deg", scale=100, offset=5)
    batch = rows(3)
    batch = Batch(
        "record", batch.columns, {stiffness: np.array([9.5, np.nan, 10.25]), tilt: np.array([-1.25, 0.5, 3.75])}
    )
    application = Message("developer_data_id", {"application_id": bytes(range(16)), "developer_data_index": 0})
    data = encode([FILE_ID, application, stiffness.described(), tilt.described(), batch])
    messages = by_garmin(data)
    described = messages["field_description_mesgs"][0]
    assert (described["field_name"], described["units"]) == ("leg_spring_stiffness", "kN/m")
    assert messages["developer_data_id_mesgs"][0]["application_id"] == list(range(16))
    assert messages["record_mesgs"][0]["developer_fields"][0] == 9.5
    records = [message for message in by_fitdecode(data) if message.name == "record"]
    # Neither decoder applies the scale of a developer field: they show the raw (physical + 5) * 100.
    assert [record.get_value("tilt") for record in records] == [375, 550, 875]
    assert [row["developer_fields"][1] for row in messages["record_mesgs"]] == [375, 550, 875]
    assert records[2].get_value("leg_spring_stiffness") == 10.25
    assert records[1].get_raw_value("leg_spring_stiffness") is None or np.isnan(
        records[1].get_raw_value("leg_spring_stiffness")
    )


def test_laps_sessions_and_the_local_clock_come_back() -> None:
    summary = {"timestamp": START, "start_time": START, "total_elapsed_time": 3599.5, "total_distance": 10012.34}
    summary |= {"avg_heart_rate": 141, "total_ascent": 87, "sport": "running", "sub_sport": "track"}
    local = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
    data = encode(
        [
            FILE_ID,
            Message("lap", summary | {"message_index": 0, "lap_trigger": "distance", "avg_speed": 2.781}),
            Message("session", summary | {"num_laps": 1, "avg_speed": 2.781, "sport_profile_name": "Piste d’été"}),
            Message("activity", {"timestamp": START, "num_sessions": 1, "local_timestamp": local}),
        ]
    )
    messages = by_garmin(data)
    for kind in ("lap_mesgs", "session_mesgs"):
        summed = messages[kind][0]
        assert (summed["total_elapsed_time"], summed["total_distance"]) == (3599.5, 10012.34)
        assert (summed["avg_heart_rate"], summed["total_ascent"], summed["enhanced_avg_speed"]) == (141, 87, 2.781)
        assert (summed["sport"], summed["sub_sport"]) == ("running", "track")
    assert messages["session_mesgs"][0]["sport_profile_name"] == "Piste d’été"
    assert messages["activity_mesgs"][0]["local_timestamp"] + 631065600 == local.timestamp()


def test_sets_beats_and_workout_steps_come_back() -> None:
    data = encode(
        [
            FILE_ID,
            Message(
                "set",
                {
                    "timestamp": START,
                    "duration": 41.5,
                    "repetitions": 8,
                    "weight": 62.5,
                    "category": "squat",
                    "set_type": "active",
                },
            ),
            Message("hrv", {"time": [0.812, 0.799, 0.805, float("nan"), float("nan")]}),
            Message("workout", {"sport": "running", "num_valid_steps": 2, "wkt_name": "5 × 1000"}),
            Message(
                "workout_step",
                {
                    "message_index": 0,
                    "duration_type": "distance",
                    "duration_distance": 1000,
                    "target_type": "speed",
                    "target_value": 0,
                    "custom_target_speed_low": 3.9,
                    "custom_target_speed_high": 4.1,
                    "intensity": "active",
                },
            ),
            Message(
                "workout_step",
                {
                    "message_index": 1,
                    "duration_type": "time",
                    "duration_time": 120,
                    "target_type": "heart_rate",
                    "target_value": 0,
                    "custom_target_heart_rate_low": 120,
                    "custom_target_heart_rate_high": 135,
                },
            ),
        ]
    )
    messages = by_garmin(data)
    lifted = messages["set_mesgs"][0]
    assert (lifted["duration"], lifted["repetitions"], lifted["weight"]) == (41.5, 8, 62.5)
    assert (lifted["category"], lifted["set_type"]) == (["squat"], "active") or lifted["category"] == "squat"
    assert [beat for beat in messages["hrv_mesgs"][0]["time"] if beat is not None] == [0.812, 0.799, 0.805]
    assert messages["workout_mesgs"][0]["wkt_name"] == "5 × 1000"
    fast, slow = messages["workout_step_mesgs"]
    assert (fast["duration_distance"], fast["custom_target_speed_low"]) == (1000.0, 3.9)
    assert slow["duration_time"] == 120.0
    assert slow["custom_target_heart_rate_high"] == 235  # FIT adds 100 to beats per minute


def test_more_than_sixteen_layouts_are_written_by_reusing_local_types() -> None:
    names = ["heart_rate", "cadence", "power", "temperature", "distance"]
    sets = [[name for place, name in enumerate(names) if mask >> place & 1] for mask in range(1, 32)]
    batches = [rows(2, **{name: np.array([7.0, 8.0]) for name in chosen}) for chosen in sets]
    garmin = by_garmin(encode([FILE_ID, *batches, *batches]))["record_mesgs"]
    assert len(garmin) == 4 * len(sets)
    for chosen, row in zip(sets + sets, garmin[::2], strict=True):
        assert {name for name in names if name in row} == set(chosen)


def test_every_field_has_the_name_and_number_of_the_public_profile() -> None:
    profile = garmin_fit_sdk.Profile["messages"]
    for kind_name, kind in KINDS.items():
        published = profile[kind.number]
        assert published["name"] == kind_name
        for name, layout in kind.fields.items():
            field = published["fields"][layout.number]
            known = {field["name"], *(sub["name"] for sub in field["sub_fields"])}
            assert name in known | {"timestamp", "repeat_steps", "target_hr_zone", "product"}, (kind_name, name)


SHAPES = st.lists(
    st.tuples(
        st.sampled_from(["heart_rate", "cadence", "power"]), st.lists(st.integers(0, 254) | st.none(), min_size=1)
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(shapes=SHAPES, big_endian=st.booleans())
def test_any_sequence_of_layouts_comes_back_in_order(
    shapes: list[tuple[str, list[int | None]]], big_endian: bool
) -> None:
    batches = [
        Batch("record", {name: np.array([np.nan if one is None else one for one in values], dtype=np.float64)})
        for name, values in shapes
    ]
    records = [one for one in by_fitdecode(encode([FILE_ID, *batches], big_endian=big_endian)) if one.name == "record"]
    read = [(field.name, field.value) for record in records for field in record.fields]
    assert read == [(name, one) for name, values in shapes for one in values]


@pytest.mark.parametrize(
    "message",
    [
        Message("dream", {"timestamp": START}),
        Message("record", {"mood": 3}),
        Message("event", {"event": "nap"}),
        Message("event", {"timestamp": datetime(2026, 1, 1)}),
        Message("workout", {"wkt_name": "x" * 300}),
        Batch("record", {"heart_rate": np.zeros(3), "power": np.zeros(2)}),
    ],
)
def test_what_cannot_be_written_is_refused_in_words(message: Message | Batch) -> None:
    with pytest.raises(InvalidInput):
        encode([message])


def test_an_hour_is_written_in_milliseconds() -> None:
    batch = rows(3600, **{name: np.full(3600, 90.0) for name in ("heart_rate", "power", "distance", "enhanced_speed")})
    encode([FILE_ID, batch])
    begin = time.process_time()
    for _ in range(10):
        encode([FILE_ID, batch])
    assert (time.process_time() - begin) / 10 < 0.05
