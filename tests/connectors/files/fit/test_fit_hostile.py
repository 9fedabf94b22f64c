"""Files built to exhaust the reader: each is answered quickly, in proportion to its size."""

from __future__ import annotations

import random
import struct
import time

import pytest

from coach.connectors.files.fit import read
from coach.connectors.files.fit.scan import TOO_MANY
from coach.domain.problems import Unreadable
from tests.connectors.files.fit.fit_bytes import NOW, UINT8, UINT32, activity

MEGABYTES = 8_000_000
TIME, START, ELAPSED = (253, UINT32), (2, UINT32), (7, UINT32)


def unsigned(body: bytes) -> bytes:
    return struct.pack("<BBHI4sH", 14, 0x20, 2178, len(body), b".FIT", 0) + body + b"\0\0"


def definitions_without_end() -> bytes:
    return bytes([0x40, 0, 0, 20, 0, 1, 253, 4, 0x86]) * (MEGABYTES // 9)


def definitions_all_different() -> bytes:
    return b"".join(
        bytes([0x40, 0, 0]) + struct.pack("<H", place & 0xFFFF) + bytes([1, place >> 16, 4, 0x86])
        for place in range(100_000)
    )


def messages_of_one_byte() -> bytes:
    return bytes([0x40, 0, 0, 20, 0, 0, 0x41, 0, 0, 21, 0, 0]) + b"\0\1" * (MEGABYTES // 2)


def noise_behind_every_record() -> bytes:
    fit = activity().define(1, 20, [TIME, (3, UINT8)])
    for second in range(100):
        fit.message(1, NOW + second, 100)
    return (bytes(fit.body) + random.Random(1).randbytes(5_000)) * (MEGABYTES // 6_000)


@pytest.mark.parametrize(
    "build", [definitions_without_end, definitions_all_different, messages_of_one_byte, noise_behind_every_record]
)
def test_bodies_built_to_exhaust_the_reader_are_answered_quickly(build):
    data = unsigned(bytes(activity().body) + build())
    begun = time.process_time()
    try:
        read(data)
    except Unreadable as refusal:
        assert str(refusal).endswith(".")
    assert time.process_time() - begun < 5


def test_thousands_of_sessions_and_laps_cost_time_in_proportion():
    fit = activity().define(0, 18, [TIME, START, ELAPSED]).define(1, 19, [TIME, START, ELAPSED])
    fit.define(2, 20, [TIME, (3, UINT8)])
    for place in range(3_000):
        fit.message(0, NOW + place * 10, NOW + place * 10, 9_000).message(1, NOW + place * 10, NOW + place * 10, 9_000)
        fit.message(2, NOW + place * 10, 100)
    begun = time.process_time()
    reading = read(unsigned(bytes(fit.body)))
    assert time.process_time() - begun < 5
    assert TOO_MANY in reading.warnings
    assert sum(len(recording.samples) for recording in reading.recordings) == 3_000
    assert sum(len(recording.laps) for recording in reading.recordings) == 3_000


def test_hundreds_of_chained_files_read_in_order():
    chained = b"".join(
        activity().define(0, 20, [TIME, (3, UINT8)]).message(0, NOW + 60 * place, 100).done() for place in range(400)
    )
    begun = time.process_time()
    recordings = read(chained).recordings
    assert time.process_time() - begun < 5
    assert len(recordings) == 400
