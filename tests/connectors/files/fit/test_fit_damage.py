"""Every real file, cut and with bits flipped: nothing crashes, nothing hangs, what stands before a cut stays."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import pytest

from coach.connectors.files.fit import decode, read
from coach.domain.problems import Unreadable
from coach.science.recordings import Reading

pytestmark = pytest.mark.shared

TRIES = 20
DAMAGED_INSIDE = ("strava-android-app-201.10-b1218918.fit",)
RECORD = 20


@pytest.fixture(scope="module")
def files(shared_data: Path) -> dict[str, bytes]:
    paths = [path for path in sorted((shared_data / "fit").rglob("*")) if path.suffix.lower() == ".fit"]
    return {path.name: path.read_bytes() for path in paths}


def patiently_read(data: bytes) -> Reading | None:
    begun = time.process_time()
    try:
        reading = read(data)
    except Unreadable as refusal:
        assert str(refusal).endswith(".")
        reading = None
    assert time.process_time() - begun < 10
    return reading


def check(reading: Reading) -> None:
    for recording in reading.recordings:
        samples = recording.samples
        assert np.isfinite(samples.time).all()
        for column in (*samples.columns.values(), *samples.extra.values()):
            assert column.shape == samples.time.shape
            assert not np.isinf(column).any()


def records_of(data: bytes) -> list[tuple[int, float]]:
    """(offset, time) of every record that can be read, in the order of the file."""
    try:
        file = decode(data)
    except Unreadable:
        return []
    found: list[tuple[int, float]] = []
    for messages in file.messages(RECORD):
        times = messages.column(253)
        times = np.zeros(len(messages)) if times is None else np.nan_to_num(times)
        found.extend(zip(messages.offsets.tolist(), times.tolist(), strict=True))
    return found


def test_every_real_file_reads_whole(files):
    for name, data in files.items():
        reading = patiently_read(data)
        assert reading is not None, name
        check(reading)


def test_a_file_cut_anywhere_keeps_every_record_before_the_cut(files):
    chance = random.Random(20261120)
    for name, data in files.items():
        whole = records_of(data)
        for _ in range(TRIES):
            cut = chance.randrange(1, len(data))
            reading = patiently_read(data[:cut])
            if reading is not None:
                check(reading)
            kept = records_of(data[:cut])
            # The cut runs through one record at most; behind a damaged stretch eight messages are needed to go on.
            lost = 9 if name in DAMAGED_INSIDE else 1
            standing = max(0, sum(offset < cut for offset, _ in whole) - lost)
            assert kept[:standing] == whole[:standing], (name, cut)


def test_flipped_bits_never_crash_the_reader(files):
    chance = random.Random(7)
    for data in files.values():
        for _ in range(TRIES):
            damaged = bytearray(data)
            for _ in range(20):
                damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            reading = patiently_read(bytes(damaged))
            if reading is not None:
                check(reading)


def test_one_flipped_bit_behind_the_first_messages_still_gives_something(files):
    chance = random.Random(3)
    for name, data in files.items():
        if len(data) < 2_000:
            continue
        for _ in range(TRIES):
            damaged = bytearray(data)
            damaged[chance.randrange(300, len(data))] ^= 1 << chance.randrange(8)
            assert patiently_read(bytes(damaged)) is not None, name
