"""Samples of an activity as one Parquet block: integers in delta encoding under zstd, readable by any Parquet tool.

Each column is stored as an integer number of its own small unit (``SCALES``), the scale kept in the
field's metadata, missing values as nulls. Developer fields keep 32-bit floats.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from coach.science.recordings import Column, Samples

SCALES = {
    "time": 1000.0,
    "latitude": 1e7,
    "longitude": 1e7,
    "altitude": 100.0,
    "distance": 100.0,
    "speed": 1000.0,
    "heart_rate": 1.0,
    "cadence": 2.0,
    "power": 1.0,
    "temperature": 10.0,
    "vertical_oscillation": 10.0,
    "stance_time": 10.0,
    "step_length": 10.0,
}
"""Steps per unit: milliseconds, 1e-7 degrees, centimetres, millimetres per second, beats, half steps, watts, ..."""

_LARGEST = 2**31 - 1
_SCALE_KEY = b"coach.scale"
_EXTRA_KEY = b"coach.extra"


def pack(samples: Samples) -> bytes:
    """One block holding every column of ``samples``. NaN and values beyond 32 bits become nulls."""
    fields, arrays, encodings = [], [], {}
    for name, values in {"time": samples.time, **samples.columns}.items():
        scale = SCALES.get(name, 100.0)
        arrays.append(_integers(values, scale))
        fields.append(pa.field(name, pa.int32(), metadata={_SCALE_KEY: repr(scale).encode()}))
        encodings[name] = "DELTA_BINARY_PACKED"
    for name, values in samples.extra.items():
        column = f"extra.{name}"
        with np.errstate(over="ignore"):
            narrow = values.astype(np.float32)
        arrays.append(pa.array(narrow, mask=~np.isfinite(narrow)))
        fields.append(pa.field(column, pa.float32(), metadata={_EXTRA_KEY: name.encode()}))
        encodings[column] = "BYTE_STREAM_SPLIT"
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=3,
        use_dictionary=False,
        column_encoding=encodings,
        write_statistics=False,
    )
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def unpack(block: bytes) -> Samples:
    """The samples of a block made by ``pack``; float64 columns, NaN where there was nothing."""
    table = pq.read_table(pa.BufferReader(block), use_threads=False)
    columns: dict[str, Column] = {}
    extra: dict[str, Column] = {}
    for field, chunked in zip(table.schema, table.columns, strict=True):
        metadata = field.metadata or {}
        values = chunked.to_numpy(zero_copy_only=False).astype(np.float64)
        if _EXTRA_KEY in metadata:
            extra[metadata[_EXTRA_KEY].decode()] = values
        else:
            columns[field.name] = values / float(metadata[_SCALE_KEY])
    time = columns.pop("time")
    return Samples(time=time, columns=columns, extra=extra)


def _integers(values: NDArray[np.float64], scale: float) -> pa.Array:
    with np.errstate(over="ignore"):
        steps = np.rint(values * scale)
    missing = ~(np.abs(steps) <= _LARGEST)
    if not missing.any():
        return pa.array(steps.astype(np.int32))
    return pa.array(np.where(missing, 0, steps).astype(np.int32), mask=missing)
