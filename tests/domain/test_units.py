"""Quantities as runners write them."""

from __future__ import annotations

import math

import pytest

from coach.domain import units
from coach.domain.athletes import Language

FR, EN = Language.FRENCH, Language.ENGLISH


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (59.6, "1:00"), (2700, "45:00"), (3599.7, "1:00:00"), (5445, "1:30:45"), (-65, "-1:05")],
)
def test_race_times_are_exact_to_the_second(seconds: float, text: str) -> None:
    assert plain(units.clock(FR, seconds)) == text == plain(units.clock(EN, seconds))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (40, "40 s"),
        (59.5, "1 min"),
        (90, "1 min 30"),
        (599.6, "10 min"),
        (2700, "45 min"),
        (3590, "1 h"),
        (3600, "1 h"),
        (13320, "3 h 42"),
        (3 * 3600 + 5 * 60, "3 h 05"),
    ],
)
def test_durations_keep_only_what_matters(seconds: float, text: str) -> None:
    assert plain(units.duration(FR, seconds)) == text


@pytest.mark.parametrize(
    ("metres", "french", "english"),
    [
        (400, "400 m", "400 m"),
        (999.6, "1 km", "1 km"),
        (12_500, "12,5 km", "12.5 km"),
        (10_000, "10 km", "10 km"),
        (1_234_560, "1 234,6 km", "1,234.6 km"),
    ],
)
def test_distances_use_the_marks_of_the_language(metres: float, french: str, english: str) -> None:
    assert plain(units.distance(FR, metres)) == french
    assert plain(units.distance(EN, metres)) == english


def test_race_distances_can_keep_their_decimals() -> None:
    assert plain(units.distance(FR, 42_195, decimals=3)) == "42,195 km"
    assert plain(units.distance(EN, 21_097.5, decimals=4)) == "21.0975 km"


def test_paces_are_rounded_to_the_second_and_never_show_sixty() -> None:
    assert units.pace(FR, 275) == "4:35/km"
    assert units.pace(EN, 299.7, unit=False) == "5:00"
    assert units.pace_of_speed(FR, 1000 / 275) == "4:35/km"
    assert units.pace_of_speed(FR, 0.0) == units.UNKNOWN


def test_pace_ranges_start_at_the_fast_end_and_collapse_when_alike() -> None:
    assert units.pace_range(FR, 340, 365) == "5:40–6:05/km"
    assert units.pace_range(FR, 340, 340.2) == "5:40/km"
    assert units.pace_range(FR, None, 365) == "6:05/km"
    assert units.pace_range(FR, None, None) == units.UNKNOWN


def test_the_other_quantities_carry_their_unit() -> None:
    assert plain(units.speed(FR, 4.0)) == "14,4 km/h"
    assert plain(units.kmh(EN, 14.5)) == "14.5 km/h"
    assert plain(units.elevation(FR, 1240.4)) == "1 240 m"
    assert plain(units.heart_rate(FR, 147.6)) == "148 bpm"
    assert plain(units.cadence(FR, 174)) == "174 ppm"
    assert plain(units.cadence(EN, 174)) == "174 spm"
    assert plain(units.power(EN, 250)) == "250 W"
    assert plain(units.weight(FR, 72.0)) == "72 kg"
    assert plain(units.percent(FR, 84.6)) == "85 %"
    assert units.percent(EN, 84.6) == "85%"
    assert plain(units.byte_size(FR, 3_240_000)) == "3,2 Mo"
    assert plain(units.byte_size(EN, 999)) == "999 bytes"
    assert plain(units.byte_size(EN, 999_950)) == "1 MB"


def test_no_space_inside_a_quantity_can_break_a_line() -> None:
    for language in (FR, EN):
        texts = [units.distance(language, 1_234_560), units.duration(language, 13320), units.percent(language, 5)]
        assert not any(" " in text for text in texts)


def test_unknown_is_never_zero() -> None:
    for unknown in (None, math.nan, math.inf):
        for write in (units.clock, units.duration, units.distance, units.pace, units.speed, units.elevation):
            assert write(FR, unknown) == units.UNKNOWN
        assert units.percent(FR, unknown) == units.UNKNOWN
        assert units.byte_size(FR, unknown) == units.UNKNOWN


def test_a_number_that_rounds_to_zero_has_no_sign() -> None:
    assert units.number(EN, -0.04, 1) == "0.0"
    assert plain(units.number(FR, -1234.5, 1)) == "-1 234,5"
