"""The one zone system: shares of VMA as speeds and as heart rates."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.training import Thresholds
from coach.science.running.zones import ZONE_SHARES, heart_zones, pace_zones, share_of_max

VMA = 15 / 3.6


@pytest.mark.parametrize(("oxygen", "heart"), [(40, 63), (60, 75), (80, 88)])
def test_the_share_of_maximal_heart_rate_is_swains(oxygen, heart):
    """Swain and others (1994): 40, 60 and 80 % of VO2max are 63, 75 and 88 % of maximal heart rate."""
    assert share_of_max(oxygen) == pytest.approx(heart, abs=0.5)


def test_zones_are_shares_of_vma_and_of_the_maximal_heart_rate():
    paces = pace_zones(Thresholds(vma_mps=VMA))
    beats = heart_zones(Thresholds(max_hr=190))
    assert [zone.high for zone in paces[:4]] == pytest.approx([VMA * share for share in (0.62, 0.75, 0.83, 0.91)])
    assert [zone.high for zone in beats[:4]] == pytest.approx([145.7, 161.5, 171.2, 181.0], abs=0.1)
    assert len(paces) == len(beats) == len(ZONE_SHARES)


def test_what_is_unknown_has_no_zones():
    assert pace_zones(Thresholds(max_hr=190)) == ()
    assert heart_zones(Thresholds(vma_mps=VMA)) == ()


def test_a_runner_s_own_line_meets_the_threshold_and_the_maximum():
    share = 0.87
    known = Thresholds(max_hr=190, threshold_hr=172, threshold_mps=share * VMA, vma_mps=VMA)
    slope = (190 - 172) / (1 - share)
    edges = [zone.high for zone in heart_zones(known)[:4]]
    assert edges == pytest.approx([190 - slope * (1 - edge) for edge in (0.62, 0.75, 0.83, 0.91)])


@pytest.mark.parametrize("threshold_hr", [120.0, 189.0, 195.0])
def test_a_line_that_nobody_has_is_not_believed(threshold_hr):
    odd = Thresholds(max_hr=190, threshold_hr=threshold_hr, threshold_mps=0.87 * VMA, vma_mps=VMA)
    assert heart_zones(odd) == heart_zones(Thresholds(max_hr=190))


rates = st.floats(30, 240, allow_nan=False)


@given(rates, rates, st.floats(1, 8), st.floats(1, 8))
def test_zones_always_follow_each_other_without_a_gap(highest, threshold, speed, vma):
    known = Thresholds(max_hr=highest, threshold_hr=threshold, threshold_mps=speed, vma_mps=vma)
    for zones in (heart_zones(known), pace_zones(known)):
        assert zones[0].low is None
        assert zones[-1].high is None
        assert all(one.high == other.low for one, other in pairwise(zones))
        edges = [zone.high for zone in zones[:-1]]
        assert edges == sorted(set(edges))
        assert edges[-1] < max(highest, vma)


def test_heart_zones_follow_the_rates_a_runner_really_has_at_their_easy_pace():
    steady = Thresholds(max_hr=194, vma_mps=15.4 / 3.6, steady_hr=143.0, steady_mps=10.5 / 3.6)
    easy = next(zone for zone in pace_zones(steady) if zone.number == 2)
    beats = next(zone for zone in heart_zones(steady) if zone.number == 2)
    share = (10.5 / 3.6 - easy.low) / (easy.high - easy.low)
    assert beats.low + share * (beats.high - beats.low) == pytest.approx(143.0)
    odd = replace(steady, steady_hr=190.0)
    assert heart_zones(odd) == heart_zones(Thresholds(max_hr=194, vma_mps=15.4 / 3.6))
