"""Critical speed and D', and the speed of an hour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.fitness import Estimate
from coach.domain.intensity import Quantity
from coach.science.running import critical_speed, threshold_speed
from coach.science.running.evidence import RunEvidence
from tests.science.running.recorded import TODAY, curve_of, run_of

MAXIMUM = Estimate(190.0, 187.0, 193.0, "", "", 4)


@pytest.mark.shared
def test_the_hyperbola_agrees_with_the_golden_values(golden: dict[str, dict[str, float]]) -> None:
    wanted = golden["cs_linear_fit_d[1200,2400,3600]_t[225,480,738]"]
    found = critical_speed.hyperbola((225, 480, 738), (1200, 2400, 3600))
    assert found is not None
    assert found.speed == pytest.approx(wanted["CS_m_s"], abs=0.0001)
    assert found.d_prime == pytest.approx(wanted["Dprime_m"], abs=0.01)


@given(st.floats(2, 6), st.floats(40, 400))
def test_the_hyperbola_finds_what_made_it(speed: float, d_prime: float) -> None:
    seconds = (120, 300, 720, 1200)
    found = critical_speed.hyperbola(seconds, [speed * each + d_prime for each in seconds])
    assert found is not None
    assert (found.speed, found.d_prime) == (pytest.approx(speed), pytest.approx(d_prime, abs=0.01))


@pytest.mark.parametrize("times", [(), (300,), (300, 300), (float("nan"), 300), (0, 300)])
def test_too_few_times_make_no_hyperbola(times: tuple[float, ...]) -> None:
    assert critical_speed.hyperbola(times, [1500.0] * len(times)) is None


def trial(days: int, seconds: int, speed: float, rate: float) -> RunEvidence:
    """An effort of that time inside an easy half hour: fast before it ends, slow after."""
    held = {each: speed for each in (60, 120, 180, 300, 600, 900, 1200) if each <= seconds}
    held |= {each: max(speed * 0.8, 2.5) for each in (900, 1200, 1800, 2400) if each >= 1.4 * seconds}
    beats = dict.fromkeys((60, 120, 180, 300, 600, 900, 1200), rate) | {1800: 150.0, 2400: 150.0}
    curves = (curve_of(Quantity.SPEED, held), curve_of(Quantity.HEART_RATE, beats))
    return run_of(days, 7, 40, avg_hr=150, max_hr=rate + 2, curves=curves)


def test_hard_efforts_of_several_lengths_tell_the_critical_speed() -> None:
    runs = [
        trial(30, 180, 4.2 + 200 / 180, 186),
        trial(20, 600, 4.2 + 200 / 600, 186),
        trial(9, 1200, 4.2 + 200 / 1200, 185),
    ]
    found = critical_speed.critical_speed(runs, MAXIMUM)
    assert not isinstance(found, str)
    speed, d_prime = found
    assert speed.low < 4.2 < speed.high
    assert speed.value == pytest.approx(4.2 * 1.04, rel=0.02)
    assert d_prime.low < 200 < d_prime.high


def test_easy_runs_tell_no_critical_speed_and_why() -> None:
    easy = [trial(day, 1200, 2.8, 140) for day in range(1, 60, 3)]
    assert critical_speed.critical_speed(easy, MAXIMUM) == critical_speed.TOO_FEW_EFFORTS
    assert critical_speed.critical_speed(easy, None) == critical_speed.TOO_FEW_EFFORTS


def test_an_hour_s_race_is_the_threshold() -> None:
    vma = Estimate(15.0, 14.5, 15.5, "", "", 4)
    race = run_of(20, 13.0, 60, race=True)
    found = threshold_speed.threshold_speed([race], vma, None, today=TODAY, lost=0.0)
    assert found is not None
    assert found.method == threshold_speed.BY_RACE
    assert found.low < 13_000 / 3600 < found.high


def test_a_race_clearly_below_the_vma_is_no_threshold_and_votes_apart_widen_it() -> None:
    vma = Estimate(15.0, 14.5, 15.5, "", "", 4)

    def threshold(*races: RunEvidence) -> Estimate:
        found = threshold_speed.threshold_speed(races, vma, None, today=TODAY, lost=0.0, highest=MAXIMUM)
        assert found is not None
        return found

    alone = threshold()
    assert threshold(run_of(2, 8.9, 56, race=True)) == alone
    assert threshold(run_of(2, 8.9, 56, race=True, avg_hr=138)) == alone
    hard, usual = (
        threshold(run_of(2, 10, 53, race=True, avg_hr=175)),
        threshold(run_of(2, 10, 45.5, race=True, avg_hr=175)),
    )
    assert hard.value < usual.value
    assert hard.high - hard.low > usual.high - usual.low


def test_without_a_race_the_threshold_is_a_share_of_the_vma() -> None:
    vma = Estimate(15.0, 14.5, 15.5, "", "", 4)
    found = threshold_speed.threshold_speed([], vma, None, today=TODAY, lost=0.0)
    assert found is not None
    assert 0.83 <= 3.6 * found.value / 15 <= 0.90
    assert threshold_speed.threshold_speed([], None, None, today=TODAY, lost=0.0) is None
