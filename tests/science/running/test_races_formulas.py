"""The published formulas that stand beside a prediction, against golden values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.races import RaceResult
from coach.science.running.race_formulas import baselines, cameron, daniels_gilbert, riegel, tanda

HALF, MARATHON = 21_097.5, 42_195.0


def seconds(clock: str) -> float:
    total = 0.0
    for part in clock.split(":"):
        total = 60 * total + float(part)
    return total


@pytest.mark.shared
def test_riegel_and_tanda_agree_with_the_golden_values(shared_data: Path) -> None:
    golden = json.loads((shared_data / "golden_values.json").read_text(encoding="utf-8"))
    wanted = golden["riegel_10k_40:00"]
    assert riegel(10_000, 2400, HALF) == pytest.approx(seconds(wanted["half"]), abs=1)
    assert riegel(10_000, 2400, MARATHON) == pytest.approx(seconds(wanted["marathon"]), abs=1)
    assert tanda(60, 300) == pytest.approx(seconds(golden["tanda_60km_wk_5:00_per_km"]), abs=1)


def test_they_hold_without_the_golden_file() -> None:
    assert tanda(60, 300) == pytest.approx(11_982, abs=1)
    assert daniels_gilbert(5000, 1200, 10_000) == pytest.approx(2488, abs=3)
    assert cameron(10_000, 2400, MARATHON) == pytest.approx(11_308, rel=0.01)


@pytest.mark.parametrize("formula", [riegel, cameron, daniels_gilbert])
@given(metres=st.floats(1500, 42_195), pace=st.floats(0.18, 0.5))
def test_a_race_tells_itself(formula: object, metres: float, pace: float) -> None:
    assert callable(formula)
    assert formula(metres, metres * pace, metres) == pytest.approx(metres * pace, rel=1e-6)


def test_they_start_from_the_race_nearest_to_the_distance() -> None:
    races = [RaceResult(5000, 1200), RaceResult(HALF, 5900), RaceResult(30_000, 9000, race=False)]
    beside = {each.name: each.seconds for each in baselines(MARATHON, races)}
    assert beside["Riegel"] == pytest.approx(riegel(HALF, 5900, MARATHON))
    assert baselines(MARATHON, [races[2]]) == ()
