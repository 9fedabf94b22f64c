"""Hypothesis drives the decoder with FIT structures whose every value is known by construction."""

from __future__ import annotations

import math
import struct

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.connectors.files.fit import decode, read
from coach.domain.problems import Unreadable
from tests.connectors.files.fit import fit_bytes
from tests.connectors.files.fit.fit_bytes import (
    BYTE,
    CODES,
    FLOAT32,
    FLOAT64,
    INVALID,
    NOW,
    STRING,
    UINT32,
    FitBytes,
    activity,
)

NUMBERS = [base for base in CODES if base != BYTE]
MODEST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def numbers(base):
    if base in (FLOAT32, FLOAT64):
        return st.floats(width=32 if base == FLOAT32 else 64)
    size = struct.calcsize(CODES[base])
    signed = CODES[base].islower()
    low, high = (-(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1) if signed else (0, 2 ** (8 * size) - 1)
    return st.integers(low, high)


@st.composite
def layouts(draw):
    """A message kind: its fields as (number, base type, elements), native then developer."""
    taken = draw(st.lists(st.integers(0, 250), min_size=1, max_size=6, unique=True))
    native = [(number, draw(st.sampled_from(NUMBERS)), draw(st.integers(1, 3))) for number in taken]
    keys = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=3, unique=True))
    developer = [(key, draw(st.sampled_from(NUMBERS)), draw(st.integers(1, 2))) for key in keys]
    return native, developer


@st.composite
def files(draw):
    """(FIT bytes, expected rows by kind): several kinds interleaved, sometimes redefined, in either byte order."""
    fit = activity(big_endian=draw(st.booleans()))
    kinds = {
        local: draw(layouts()) for local in draw(st.lists(st.integers(0, 13), min_size=1, max_size=3, unique=True))
    }
    expected: dict[int, list] = {}
    for local, (native, developer) in kinds.items():
        describe(fit, 1000 + local, developer)
        define(fit, local, native, developer)
        expected[1000 + local] = []
    # Descriptions are shared by the whole file: a later one of the same number would change earlier fields.
    described = {key: base for _, developer in kinds.values() for key, base, _ in developer}
    for local in draw(st.lists(st.sampled_from(sorted(kinds)), max_size=40)):
        native, developer = kinds[local]
        row = {key: draw(st.lists(numbers(base), min_size=n, max_size=n)) for key, base, n in native + developer}
        fit.message(local, *row.values())
        expected[1000 + local].append(row)
    form = draw(st.sampled_from([{}, {"header_size": 12}, {"header_sum": False}]))
    return fit.done(**form), kinds, expected, described


def define(fit: FitBytes, local, native, developer):
    size = lambda base, n: struct.calcsize(CODES[base]) * n  # noqa: E731
    fit.define(
        local,
        1000 + local,
        [(number, base, size(base, n)) for number, base, n in native],
        [(key[1], key[0], base, size(base, n)) for key, base, n in developer],
    )


def describe(fit: FitBytes, number, developer):
    fit.define(14, 206, [(0, 2), (1, 2), (2, 2), (3, STRING, 6)])
    for (index, field), base, _ in developer:
        fit.message(14, index, field, base, f"d{number}".encode())


def agrees(value, seen, base):
    if base in (FLOAT32, FLOAT64):
        return math.isnan(seen) if not math.isfinite(value) else seen == value
    return math.isnan(seen) if value == INVALID[base] else seen == float(value)


@MODEST
@given(files())
def test_every_value_of_every_field_comes_back(generated):
    data, kinds, expected, described = generated
    section = decode(data).sections[0]
    assert section.warnings == ()
    for local, (native, developer) in kinds.items():
        rows = expected[1000 + local]
        if not rows:
            assert 1000 + local not in section.messages
            continue
        messages = section.messages[1000 + local]
        assert len(messages) == len(rows)
        for key, base, _ in native + [field for field in developer if described[field[0]] == field[1]]:
            description = section.developer_fields.get(key) if isinstance(key, tuple) else None
            seen = messages.column(key, description).reshape(len(rows), -1)
            for row, values in zip(rows, seen, strict=True):
                assert len(values) == len(row[key])
                assert all(agrees(v, s, base) for v, s in zip(row[key], values.tolist(), strict=True))


@MODEST
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 31), st.booleans()), min_size=1, max_size=60))
def test_compressed_clocks_never_lose_count(steps):
    fit = activity().define(4, 21, [(253, UINT32)])
    for local in range(4):
        fit.define(local, 20, [(3, fit_bytes.UINT8)])
    now, moments = NOW, []
    fit.message(4, now)
    for local, step, whole in steps:
        now += step
        if whole:
            fit.message(4, now)
        fit.compressed(local, now, 120)
        moments.append(now)
    assert decode(fit.done()).sections[0].messages[20].column(253).tolist() == moments


@MODEST
@given(st.text(max_size=20), st.integers(1, 24))
def test_texts_come_back_up_to_the_room_they_had(text, room):
    raw = text.encode()[:room]
    fit = activity().define(0, 26, [(8, STRING, room)]).message(0, raw)
    seen = decode(fit.done()).sections[0].messages[26].table({8})[0].get(8)
    if raw.decode("utf-8", "ignore").encode() == raw:
        wanted = "".join(c for c in raw.split(b"\0")[0].decode() if c.isprintable()).strip()
        assert (seen or "") == wanted


@MODEST
@given(files(), st.data())
def test_any_cut_keeps_the_messages_before_it(generated, data):
    whole, _, expected, _ = generated
    cut = data.draw(st.integers(0, len(whole) - 1))
    try:
        section = decode(whole[:cut]).sections[0]
    except Unreadable:
        assert cut < 14 + 18 + 8
        return
    for number, rows in expected.items():
        found = section.messages.get(number)
        assert (0 if found is None else len(found)) <= len(rows)


@MODEST
@given(st.binary(max_size=400))
def test_noise_behind_a_valid_header_never_crashes(noise):
    fit = activity()
    fit.body += noise
    reading = read(fit.done())
    assert reading.format == "fit"
    for recording in reading.recordings:
        assert all(len(column) == len(recording.samples) for column in recording.samples.columns.values())
        assert np.isfinite(recording.samples.time).all()
