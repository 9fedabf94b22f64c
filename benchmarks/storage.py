"""Promise: ten columns of an activity cost at most ten bytes a sample, and come back in a few milliseconds.

Beside it stand Parquet as pyarrow writes it when told nothing (float64, snappy, dictionaries), the same with zstd,
and JSON, plain and gzip-compressed, all of the same one-hour runs of the sample generator. Medians of five.
"""

from __future__ import annotations

import gzip
import io
import json
import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from coach.science.recordings import COLUMNS, Samples
from coach.services.samples import hour_recording
from coach.store.blocks import pack, unpack

GOAL_BYTES = 10
ROUNDS = 5
LEFT_OUT = ("temperature", "vertical_oscillation", "stance_time")


def main() -> dict[str, object]:
    """Measure and print; bytes a sample and milliseconds a run by way of keeping."""
    runs = [_ten_columns(seed) for seed in range(5)]
    ways: dict[str, tuple[Callable[[Samples], bytes], Callable[[bytes], object]]] = {
        "ours": (pack, unpack),
        "parquet, defaults": (lambda run: _parquet(run, "snappy"), _read_parquet),
        "parquet, zstd": (lambda run: _parquet(run, "zstd"), _read_parquet),
        "json": (_json, json.loads),
        "json, gzip": (lambda run: gzip.compress(_json(run)), lambda data: json.loads(gzip.decompress(data))),
    }
    samples = sum(len(run) for run in runs)
    figures: dict[str, object] = {"samples": samples, "columns": 10, "goal_bytes_a_sample": GOAL_BYTES}
    print(f"{'way':<20}{'bytes a sample':>16}{'write ms':>10}{'read ms':>10}")
    for name, (write, read) in ways.items():
        kept = [write(run) for run in runs]
        size = sum(map(len, kept)) / samples
        writing = _milliseconds([partial(write, run) for run in runs])
        reading = _milliseconds([partial(read, data) for data in kept])
        print(f"{name:<20}{size:>16.2f}{writing:>10.2f}{reading:>10.2f}")
        figures[name] = {"bytes_a_sample": round(size, 2), "write_ms": round(writing, 2), "read_ms": round(reading, 2)}
    return figures


def _ten_columns(seed: int) -> Samples:
    run = hour_recording(seed).samples
    return Samples(run.time, {name: run.columns[name] for name in COLUMNS if name not in LEFT_OUT})


def _table(run: Samples) -> dict[str, np.ndarray]:
    return {"time": run.time, **run.columns}


def _parquet(run: Samples, compression: str) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(_table(run)), sink, compression=compression)
    return sink.getvalue()


def _read_parquet(data: bytes) -> object:
    table = pq.read_table(io.BytesIO(data), use_threads=False)
    return [column.to_numpy() for column in table.columns]


def _json(run: Samples) -> bytes:
    plain = {
        name: [None if value != value else round(value, 7) for value in values.tolist()]
        for name, values in _table(run).items()
    }
    return json.dumps(plain).encode()


def _milliseconds(acts: list[Callable[[], object]]) -> float:
    """Median over rounds of the processor time of one act."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for act in acts:
            act()
        rounds.append((time.process_time() - begun) / len(acts) * 1000)
    return statistics.median(rounds)


if __name__ == "__main__":
    main()
