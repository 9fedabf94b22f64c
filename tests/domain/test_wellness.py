"""What is believed of a day does not depend on the order in which files came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.wellness import KINDS, RANGES, Told, WellnessNote, added, day_over, plausible

DAY = date(2026, 3, 10)
DAWN = datetime(2026, 3, 10, 5, tzinfo=UTC)

instants = st.integers(0, 20).map(lambda hours: DAWN + timedelta(hours=hours)) | st.just(day_over(DAY))
notes = st.builds(
    WellnessNote,
    instants,
    resting_hr=st.none() | st.integers(40, 60).map(float),
    sleep_s=st.none() | st.integers(0, 30_000).map(float),
    weight_kg=st.none() | st.floats(50, 90),
)


def _after(said, known=None):
    known = dict(known or {})
    for note in said:
        known = added(known, DAY, note)
    return known


@given(st.lists(notes, max_size=4))
def test_the_order_of_files_is_no_matter(said):
    assert len({tuple(sorted(_after(order).items())) for order in permutations(said)}) == 1


@given(st.lists(notes, max_size=4))
def test_the_same_files_again_change_nothing(said):
    known = _after(said)
    assert _after(said, known) == known


@given(st.lists(notes, max_size=4), st.sampled_from(KINDS))
def test_no_file_replaces_what_the_athlete_typed(said, kind):
    typed = Told(50.0, None)
    assert _after(said, {kind: typed})[kind] == typed


def test_the_later_word_counts_and_what_it_leaves_out_stays():
    morning = WellnessNote(DAWN, resting_hr=52.0, weight_kg=64.0)
    evening = WellnessNote(DAWN + timedelta(hours=14), resting_hr=49.0)
    known = _after([evening, morning])
    assert {kind: told.value for kind, told in known.items()} == {"resting_hr": 49.0, "weight_kg": 64.0}


def test_a_nap_does_not_replace_the_night_but_the_account_may_correct_it():
    night = WellnessNote(DAWN, sleep_s=27_000.0)
    nap = WellnessNote(DAWN + timedelta(hours=9), sleep_s=2_400.0)
    assert _after([night, nap])["sleep_s"].value == 27_000.0
    corrected = WellnessNote(day_over(DAY), sleep_s=25_200.0)
    assert _after([corrected, night, nap])["sleep_s"].value == 25_200.0


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_people_can_have_is_heard(kind):
    low, high = RANGES[kind]
    assert (plausible(kind, low), plausible(kind, high)) == (low, high)
    for impossible in (low - 0.1, high + 0.1, float("nan"), float("inf"), -float("inf"), None):
        assert plausible(kind, impossible) is None
        assert WellnessNote(DAWN, **{kind: impossible}).said == {}


def test_a_day_is_over_everywhere_once_it_is_over_in_the_last_time_zone():
    last_moment = datetime(2026, 3, 10, 23, 59, tzinfo=UTC) + timedelta(hours=12)
    assert last_moment < day_over(DAY) <= last_moment + timedelta(minutes=1)
