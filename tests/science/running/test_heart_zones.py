"""Heart-rate zones beside shares of VMA."""

from __future__ import annotations

from itertools import pairwise

import pytest

from coach.science.running.heart_zones import ZONE_SHARES, share_of_max, zone_beats


@pytest.mark.parametrize(("oxygen", "heart"), [(40, 63), (60, 75), (80, 88)])
def test_the_share_of_maximal_heart_rate_is_swains(oxygen, heart):
    """Swain and others (1994): 40, 60 and 80 % of VO2max are 63, 75 and 88 % of maximal heart rate."""
    assert share_of_max(oxygen) == pytest.approx(heart, abs=0.5)


def test_zones_follow_each_other_up_to_the_maximum():
    bounds = [zone_beats(zone, 190) for zone in range(1, len(ZONE_SHARES) + 1)]
    assert bounds[0][0] is None
    assert bounds[-1][1] == 190
    assert all(lower[1] == upper[0] for lower, upper in pairwise(bounds))
    assert [high for _, high in bounds] == sorted(high for _, high in bounds)
