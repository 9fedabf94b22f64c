"""Samples in their block: small, exact to the unit promised, readable by any Parquet tool."""

from __future__ import annotations

import io

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.science.recordings import COLUMNS, Samples
from coach.services.samples import hour_recording
from coach.store.blocks import SCALES, pack, unpack

TEN = tuple(name for name in COLUMNS if name not in ("vertical_oscillation", "stance_time", "temperature"))


@pytest.fixture(scope="module")
def hour() -> Samples:
    return hour_recording(1).samples


def test_what_goes_in_comes_out_to_half_a_step_of_its_unit(hour):
    back = unpack(pack(hour))
    assert set(back.columns) == set(hour.columns)
    for name, values in hour.columns.items():
        np.testing.assert_allclose(back.columns[name], values, atol=0.5 / SCALES[name] * 1.000001, equal_nan=True)
    np.testing.assert_allclose(back.time, hour.time, atol=0.0005)


def test_developer_fields_keep_their_names_and_values(hour):
    back = unpack(pack(hour))
    assert set(back.extra) == set(hour.extra) != set()
    for name, values in hour.extra.items():
        np.testing.assert_allclose(back.extra[name], values, rtol=1e-6, equal_nan=True)


def test_ten_columns_cost_at_most_ten_bytes_a_sample(hour):
    ten = Samples(hour.time, {name: hour.columns[name] for name in TEN})
    assert len(ten.columns) + 1 == 10
    assert len(pack(ten)) / len(ten) <= 10


def test_any_parquet_tool_reads_a_block(hour):
    table = pq.read_table(io.BytesIO(pack(hour)))
    assert table.num_rows == len(hour)
    assert table.column("heart_rate").to_pylist()[:3] == [int(beat) for beat in hour.columns["heart_rate"][:3]]


def test_what_a_block_cannot_hold_becomes_unknown():
    odd = np.array([1.0, np.nan, np.inf, -np.inf, 1e300])
    back = unpack(pack(Samples(np.arange(5.0), {"power": odd}, {"field": odd})))
    np.testing.assert_array_equal(np.isnan(back.columns["power"]), [False, True, True, True, True])
    np.testing.assert_array_equal(np.isnan(back.extra["field"]), [False, True, True, True, True])


@settings(max_examples=40, deadline=None)
@given(arrays(np.float64, st.integers(1, 50), elements=st.floats(allow_nan=True, allow_infinity=True, width=64)))
def test_any_column_at_all_comes_back_close_or_unknown(values):
    back = unpack(pack(Samples(np.arange(float(len(values))), {"altitude": values}))).columns["altitude"]
    known = ~np.isnan(back)
    np.testing.assert_allclose(back[known], values[known], atol=0.005 + 1e-9)
    assert not known[~np.isfinite(values)].any()
