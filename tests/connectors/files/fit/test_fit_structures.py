"""The decoder on FIT structures that devices really write, right and wrong; every value known by construction."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.connectors.files.fit import decode
from coach.connectors.files.fit.scan import CUT, DAMAGED, STRETCH_LOST, TRAILING, WRONG_CHECKSUM
from coach.domain.problems import TooLarge, Unreadable
from tests.connectors.files.fit.fit_bytes import (
    BYTE,
    ENUM,
    FLOAT32,
    FLOAT64,
    NOW,
    SINT8,
    SINT32,
    STRING,
    UINT8,
    UINT16,
    UINT16Z,
    UINT32,
    FitBytes,
    activity,
)

RECORD = 20
TIME, HEART_RATE = (253, UINT32), (3, UINT8)


def column(data, field, number=RECORD):
    return next(iter(decode(data).messages(number))).column(field).tolist()


def records(count, fit=None):
    fit = (fit or activity()).define(0, RECORD, [TIME, HEART_RATE])
    for second in range(count):
        fit.message(0, NOW + second, 100 + second % 100)
    return fit


@pytest.mark.parametrize("big_endian", [False, True])
def test_numbers_of_every_size_read_in_both_byte_orders(big_endian):
    fit = activity(big_endian=big_endian)
    fit.define(1, RECORD, [TIME, (0, SINT32), (7, UINT16), (13, SINT8), (200, FLOAT32), (201, FLOAT64)])
    fit.message(1, NOW, -123456789, 345, -7, 1.5, math.pi).message(1, NOW + 1, 0x7FFFFFFF, 0xFFFF, 0x7F, 2.5, -1.0)
    data = fit.done()
    assert column(data, 253) == [NOW, NOW + 1]
    assert column(data, 200) == [1.5, 2.5]
    assert column(data, 201) == [math.pi, -1.0]
    for field, value in ((0, -123456789), (7, 345), (13, -7)):
        first, second = column(data, field)
        assert first == value
        assert math.isnan(second)


def test_infinity_and_not_a_number_are_never_handed_on():
    fit = activity().define(1, RECORD, [TIME, (200, FLOAT32)])
    for value in (math.inf, -math.inf, math.nan, 3.0):
        fit.message(1, NOW, value)
    assert np.isnan(column(fit.done(), 200)).tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    "form",
    [
        {"header_size": 12},
        {"header_sum": False},
        {"declared": 0},
        {"checksum": 0},
    ],
)
def test_headers_of_every_form_are_accepted_without_a_warning(form):
    data = records(5).done(**form)
    assert column(data, 3) == [100, 101, 102, 103, 104]
    if "declared" not in form:
        assert decode(data).warnings == ()


def test_a_wrong_checksum_is_a_warning_and_every_record_stays():
    file = decode(records(5).done(checksum=1))
    assert file.warnings == (WRONG_CHECKSUM,)
    assert len(next(iter(file.messages(RECORD)))) == 5


def test_a_cut_file_keeps_every_record_before_the_cut():
    data = records(300).done()
    size = 6
    for cut in (data.__len__() - 1, len(data) - 3, len(data) - 100, len(data) - 1000):
        file = decode(data[:cut])
        whole = min(300, (cut - (len(data) - 2 - 300 * size)) // size)
        assert len(next(iter(file.messages(RECORD)))) == whole
        assert CUT in file.warnings


def test_an_undefined_local_type_keeps_what_stands_before_it():
    fit = records(5)
    fit.body += bytes([9, 1, 2, 3])
    file = decode(fit.done())
    assert len(next(iter(file.messages(RECORD)))) == 5
    assert file.warnings == (DAMAGED,)


def test_reading_goes_on_behind_a_stretch_of_lost_bytes():
    fit = records(400)
    del fit.body[1000:1003]
    file = decode(fit.done(declared=len(fit.body)))
    times = next(iter(file.messages(RECORD))).column(253)
    assert STRETCH_LOST in file.warnings
    assert len(times) >= 398
    assert set(times) <= set(range(NOW, NOW + 400))


@pytest.mark.parametrize("local", [0, 1, 2, 3])
def test_compressed_timestamps_count_on_from_the_last_whole_one_for_each_local_type(local):
    fit = activity().define(5, 21, [TIME, (0, ENUM)]).define(local, RECORD, [HEART_RATE])
    fit.compressed(local, NOW, 90)
    fit.message(5, NOW, 0)
    moments = [NOW, NOW + 1, NOW + 9, NOW + 40, NOW + 70, NOW + 70]
    for moment in moments:
        fit.compressed(local, moment, 100)
    fit.message(5, NOW + 500, 0)
    fit.compressed(local, NOW + 503, 100)
    times = column(fit.done(), 253)
    assert math.isnan(times[0])
    assert times[1:] == [*moments, NOW + 503]


def test_two_definitions_of_one_kind_come_back_in_file_order():
    fit = activity().define(0, RECORD, [TIME, HEART_RATE]).define(1, RECORD, [TIME, (7, UINT16)])
    for second in range(6):
        if second % 3 == 0:
            fit.message(1, NOW + second, 200 + second)
        else:
            fit.message(0, NOW + second, 100 + second % 100)
    data = fit.done()
    assert column(data, 253) == [NOW + second for second in range(6)]
    assert [None if math.isnan(v) else v for v in column(data, 7)] == [200, None, None, 203, None, None]
    assert [None if math.isnan(v) else v for v in column(data, 3)] == [None, 101, 102, None, 104, 105]


def test_a_local_type_redefined_on_the_way_reads_by_its_definition_of_the_moment():
    fit = records(3).define(0, RECORD, [HEART_RATE, TIME, (7, UINT16)])
    fit.message(0, 150, NOW + 3, 300)
    data = fit.done()
    assert column(data, 3) == [100, 101, 102, 150]
    assert column(data, 253) == [NOW, NOW + 1, NOW + 2, NOW + 3]


def test_a_file_that_repeats_its_definitions_a_thousand_times_keeps_them_once():
    fit = activity()
    for second in range(1000):
        fit.define(0, RECORD, [TIME, HEART_RATE]).message(0, NOW + second, 80)
    messages = next(iter(decode(fit.done()).messages(RECORD)))
    assert len(messages.parts) == 1
    assert messages.column(253).tolist() == [NOW + second for second in range(1000)]


def test_arrays_come_back_as_rows_with_invalid_elements_unknown():
    fit = activity().define(0, 78, [(0, UINT16, 6)])
    fit.message(0, [800, 810, 0xFFFF]).message(0, [790, 0xFFFF, 0xFFFF])
    intervals = next(iter(decode(fit.done()).messages(78))).column(0)
    assert intervals.shape == (2, 3)
    assert np.nan_to_num(intervals).tolist() == [[800, 810, 0], [790, 0, 0]]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Morning run\0", "Morning run"),
        ("Côte".encode(), "Côte"),
        ("Côte".encode("latin-1"), "Côte"),
        (b"no end at al", "no end at al"),
        (b"cut\0 rubbish", "cut"),
        (b"\xff\xfe\x01", "ÿþ"),
        (b"", None),
    ],
)
def test_texts_survive_any_encoding_and_a_missing_end(raw, text):
    fit = activity().define(0, 26, [(8, STRING, 12)]).message(0, raw)
    assert next(iter(decode(fit.done()).messages(26))).table({8})[0].get(8) == text


def test_fields_of_the_wrong_size_read_as_the_bytes_that_are_there():
    fit = activity().define(0, RECORD, [TIME, (5, UINT32, 2), (7, UINT32, 1), (4, UINT32, 3), HEART_RATE])
    fit.message(0, NOW, b"\x34\x12", b"\x07", b"\x01\x02\x03", 120)
    data = fit.done()
    assert column(data, 5) == [0x1234]
    assert column(data, 7) == [7]
    assert column(data, 4) == [[1, 2, 3]]
    assert column(data, 3) == [120]


def test_zero_is_the_invalid_value_of_the_z_types():
    fit = activity().define(0, 23, [(21, UINT16Z)]).message(0, 0).message(0, 65535)
    unknown, known = column(fit.done(), 21, 23)
    assert math.isnan(unknown)
    assert known == 65535


def test_developer_fields_read_by_their_description_wherever_it_stands():
    fit = activity().define(1, RECORD, [TIME], [(7, 2, UINT16), (8, 2, FLOAT32)])
    fit.message(1, NOW, 321, 1.25).message(1, NOW + 1, 0xFFFF, math.nan)
    fit.define(2, 206, [(0, UINT8), (1, UINT8), (2, UINT8), (3, STRING, 8), (6, UINT8), (7, SINT8)])
    fit.message(2, 2, 7, UINT16, b"Form", 10, 5).message(2, 2, 8, FLOAT32, b"Stiff", 0xFF, 0x7F)
    section = decode(fit.done()).sections[0]
    described = section.developer_fields[2, 7]
    raw = section.messages[RECORD].column((2, 7), described)
    assert (described.name, described.scale, described.offset) == ("Form", 10.0, 5.0)
    assert raw[0] == 321
    assert math.isnan(raw[1])
    assert section.messages[RECORD].column((2, 8), section.developer_fields[2, 8])[0] == 1.25


def test_structured_rows_show_the_raw_values_of_all_native_fields():
    rows = next(iter(decode(records(3).done()).messages(RECORD))).parts[0].rows
    assert rows["f253"].tolist() == [NOW, NOW + 1, NOW + 2]
    assert rows["f3"].tolist() == [100, 101, 102]


def test_chained_files_are_sections_of_their_own():
    file = decode(records(3).done() + records(4).done(header_size=12))
    assert [len(section.messages[RECORD]) for section in file.sections] == [3, 4]
    assert file.warnings == ()


def test_a_corrupt_second_header_keeps_the_first_file():
    second = bytearray(records(4).done())
    second[8:12] = b"XXXX"
    file = decode(records(3).done() + bytes(second))
    assert [len(section.messages[RECORD]) for section in file.sections] == [3]
    assert file.warnings == (TRAILING,)


def test_a_message_of_one_byte_array_keeps_full_bytes():
    fit = (
        activity().define(0, RECORD, [TIME, (8, BYTE, 3)]).message(0, NOW, b"\xff\x01\x02").message(0, NOW, b"\xff" * 3)
    )
    rows = next(iter(decode(fit.done()).messages(RECORD))).column(8)
    assert rows[0].tolist() == [255, 1, 2]
    assert np.isnan(rows[1]).all()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 4096,
        b"# Training log\nMonday: 10 km easy\n" * 40,
        b".FIT",
        FitBytes().done(),
        FitBytes().done()[:13],
    ],
)
def test_what_holds_no_message_is_refused_with_a_sentence(data):
    with pytest.raises(Unreadable) as refusal:
        decode(data)
    assert str(refusal.value).endswith(".")


def test_two_hundred_megabytes_of_zeros_are_refused_at_once():
    with pytest.raises(TooLarge):
        decode(bytes(200 * 1024 * 1024))
