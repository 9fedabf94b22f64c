"""VMA by several methods: the fusion neither sinks under easy training nor jumps at a lie."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.fitness import Estimate, Vote
from coach.domain.intensity import Quantity
from coach.science.running import vma_votes
from coach.science.running.evidence import RunEvidence, performances
from coach.science.running.vma import Judged, judge_vma
from tests.science.running.recorded import TODAY, curve_of, run_of

MAXIMUM = Estimate(190.0, 187.0, 193.0, "", "", 4)
RACE = run_of(12, 10, 45, race=True, avg_hr=176, max_hr=188)


def judged(runs: list[RunEvidence], highest: Estimate | None = MAXIMUM) -> Judged:
    return judge_vma(runs, today=TODAY, declared_level=None, highest=highest)


def vma_of_runs(runs: list[RunEvidence], highest: Estimate | None = MAXIMUM) -> Estimate:
    found = judged(runs, highest).vma
    assert found is not None
    return found


def vote(found: Judged, method: str) -> Vote:
    return next(vote for vote in found.votes if vote.method == method)


def easy(days: int, minutes: float = 62, rate: float = 140) -> RunEvidence:
    return run_of(days, 10, minutes, avg_hr=rate, max_hr=rate + 12)


def time_trial(days: int, metres: float, rate: float) -> RunEvidence:
    """Six minutes all out within a half-hour run."""
    speed = {120: metres / 350, 360: metres / 360, 1800: 3.0}
    beats = {15: rate + 3, 120: rate + 1, 360: rate, 1800: 160.0}
    curves = (curve_of(Quantity.SPEED, speed), curve_of(Quantity.HEART_RATE, beats))
    return run_of(days, 5.4, 30, avg_hr=160, max_hr=rate + 4, curves=curves)


def test_the_best_six_minutes_are_the_half_cooper() -> None:
    found = judged([time_trial(5, 1500, 186), *(easy(day) for day in range(8, 30, 2))])
    six = vote(found, vma_votes.BY_SIX_MINUTES)
    assert six.weight > 0
    assert six.value == pytest.approx(15.0 * (1 + 0.04), rel=0.005)
    assert "1.5 km 6:00" in six.evidence
    assert found.vma is not None
    assert found.vma.validity == 3


def test_six_minutes_run_easily_only_bound_the_vma() -> None:
    found = judged([time_trial(5, 1000, 150)])
    assert vote(found, vma_votes.BY_SIX_MINUTES).weight == 0


def test_repeats_with_rests_are_no_six_minutes() -> None:
    """400 m repeats: the heart is near its maximum, the mean of six minutes is not."""
    speed = {60: 4.6, 120: 4.2, 360: 3.4, 1800: 3.1}
    beats = {15: 188.0, 120: 186.0, 360: 185.0, 1800: 170.0}
    curves = (curve_of(Quantity.SPEED, speed), curve_of(Quantity.HEART_RATE, beats))
    found = judged([run_of(3, 6, 33, avg_hr=170, max_hr=189, curves=curves)])
    assert vote(found, vma_votes.BY_SIX_MINUTES).weight == 0


def test_a_descent_gives_no_six_minutes() -> None:
    curves = (
        curve_of(Quantity.SPEED, {120: 5.5, 360: 5.2}),
        curve_of(Quantity.GRADED_SPEED, {120: 3.4, 360: 3.3}),
        curve_of(Quantity.HEART_RATE, {15: 188.0, 360: 185.0}),
    )
    found = judged([run_of(3, 6, 30, avg_hr=170, max_hr=189, curves=curves)])
    assert vote(found, vma_votes.BY_SIX_MINUTES).value < 3.6 * 3.3 * 1.1


@settings(max_examples=40, deadline=None)
@given(st.integers(50, 80), st.floats(58, 75), st.floats(125, 150), st.booleans())
def test_fifty_easy_runs_change_the_vma_of_a_race_by_less_than_one_per_cent(
    count: int, minutes: float, rate: float, with_max: bool
) -> None:
    highest = MAXIMUM if with_max else None
    alone = vma_of_runs([RACE], highest)
    among = vma_of_runs(
        [RACE, *(easy(1 + day % 85, minutes + day % 3, rate + day % 4) for day in range(count))], highest
    )
    assert among.value == pytest.approx(alone.value, rel=0.01)


@pytest.mark.parametrize("seconds", [60, 170, 200])
def test_one_lying_stretch_does_not_raise_the_vma(seconds: int) -> None:
    honest = [RACE, *(easy(day) for day in range(14, 60, 4))]
    fast = {60: 8.0, 120: 8.0 if seconds > 120 else 5.6, 360: 3.6 + seconds / 360 * 3, 1800: 2.9}
    curves = (curve_of(Quantity.SPEED, fast), curve_of(Quantity.HEART_RATE, {15: 150.0, 360: 146.0, 1800: 140.0}))
    lying = run_of(3, 8, 45, avg_hr=140, max_hr=151, efforts={1000: float(seconds)}, curves=curves)
    assert vma_of_runs([*honest, lying]).value == pytest.approx(vma_of_runs(honest).value, rel=0.02)


def test_relatives_do_not_count_twice() -> None:
    """The same effort read by two methods narrows the interval hardly more than one reading."""
    one, two = time_trial(5, 1500, 186), time_trial(5, 1500, 186)
    kilometre = run_of(5, 5.4, 30, avg_hr=160, max_hr=190, efforts={1000: 236.0}, curves=two.curves)
    single, double = vma_of_runs([one]), vma_of_runs([kilometre])
    width = (single.high - single.low) / single.value
    assert (double.high - double.low) / double.value > 0.85 * width


def test_weights_are_shares() -> None:
    found = judged([RACE, time_trial(20, 1480, 184), *(easy(day) for day in range(25, 60, 3))])
    assert sum(vote.weight for vote in found.votes) == pytest.approx(1, abs=0.005)
    assert found.votes[0].method == vma_votes.BY_RACES
    assert all(vote.low < vote.value < vote.high for vote in found.votes)


def test_the_heart_rate_of_easy_runs_tells_the_vma_where_nothing_was_hard() -> None:
    found = judged([easy(day, 62 - day % 7, 138 + day % 7) for day in range(1, 60, 3)])
    assert found.vma is not None
    assert found.vma.value > 12
    assert found.vma.validity == 2


def test_a_runner_s_own_line_reaches_the_maximal_heart_rate_at_the_vma() -> None:
    """Heart rate 70 + 8 x km/h: 190 bpm at 15 km/h."""
    speeds = (8.0, 8.5, 9.0, 9.5, 10.0, 10.5, 11.0, 11.5, 12.0, 12.5)
    runs = [run_of(place + 1, 10, 600 / speed, avg_hr=70 + 8 * speed) for place, speed in enumerate(speeds)]
    own = vote(judged(runs), vma_votes.BY_OWN_LINE)
    assert own.value == pytest.approx(15.0, abs=0.05)


def test_the_heart_rate_reserve_is_that_of_the_oxygen() -> None:
    """Half of the reserve above rest at half of the oxygen above rest."""
    resting = Estimate(50.0, 47.0, 53.0, "", "", 4)
    runs = [run_of(day, 8, 60, avg_hr=50 + 140 * 0.5 + 10) for day in (3, 6, 9)]
    claim = vma_votes.heart_claim(runs, MAXIMUM, resting)
    assert claim is not None
    assert claim.method == vma_votes.BY_RESERVE
    assert claim.value == pytest.approx(1 + 7 / (80 / 140))


@settings(max_examples=60, deadline=None)
@given(st.floats(0.01, 3), st.lists(st.tuples(st.integers(0, 80), st.floats(5, 40), st.floats(4, 8)), max_size=5))
def test_a_race_that_beats_the_belief_never_lowers_it(lead: float, history: list[tuple[int, float, float]]) -> None:
    runs = [run_of(days, kilometres, kilometres * pace) for days, kilometres, pace in history] or [run_of(30, 10, 55)]
    before = vma_of_runs(runs, None)
    race = _race_at(before.value + lead)
    assert vma_of_runs([*runs, race], None).value >= before.value - 0.01


def _race_at(vma_kmh: float) -> RunEvidence:
    from coach.science.running.endurance import seconds_at

    return run_of(1, 10, seconds_at(vma_kmh, 10_000) / 60, race=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 400),
            st.floats(0, 60) | st.just(float("nan")) | st.just(float("inf")),
            st.floats(0.001, 600),
            st.none() | st.floats(30, 230),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_whatever_the_runs_hold_the_vma_is_a_number_or_unknown(
    history: list[tuple[int, float, float, float | None, bool]],
) -> None:
    runs = [
        run_of(days, kilometres, minutes, avg_hr=rate, max_hr=rate, race=race)
        for days, kilometres, minutes, rate, race in history
    ]
    for highest in (None, MAXIMUM):
        found = judged(runs, highest).vma
        assert found is None or 5 <= found.low <= found.value <= found.high < 40 or found.value >= 4


def test_a_bound_says_that_it_may_well_be_higher() -> None:
    alone = vma_of_runs([run_of(5, 10, 45)], None)
    assert 14.5 <= alone.value <= 15.0
    assert alone.high / alone.value > 1.2 > alone.value / alone.low


def test_performances_of_a_race_leave_out_its_fast_start() -> None:
    shown = performances([run_of(5, 10, 45, race=True, efforts={1000: 200, 10_000: 2700})])
    assert {each.distance_m for each in shown} == {10_000}
