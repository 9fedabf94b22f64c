"""VO2max by the formulas of the field."""

from __future__ import annotations

import pytest

from coach.science.running import vo2max


@pytest.mark.shared
def test_the_formulas_agree_with_the_golden_values(golden: dict[str, dict[str, float]]) -> None:
    wanted = golden["vo2"]
    told = {
        "leger_mercier_15kmh": vo2max.leger_mercier(15),
        "3.5xVMA_15": vo2max.from_vma(15),
        "cooper_2800m": vo2max.cooper(2800),
        "leger_20mSRT_adult_12kmh": vo2max.shuttle_run(12),
        "acsm_15kmh": vo2max.running_uptake(15 / 3.6),
    }
    assert told == pytest.approx(wanted, abs=0.01)
    assert set(told) == set(wanted)


def test_climbing_costs_oxygen() -> None:
    assert vo2max.running_uptake(3.0, 0.05) == pytest.approx(0.2 * 180 + 0.9 * 180 * 0.05 + 3.5)
