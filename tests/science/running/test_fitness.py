"""The fitness snapshot: what a history proves, what it does not, and that nothing is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.races import RacePrediction
from coach.domain.sports import SportFamily
from coach.science.running import levels
from coach.science.running.evidence import RunEvidence
from coach.science.running.fitness import fitness
from tests.science.running.recorded import TODAY, run_of

EASY = [run_of(days, 10, 62, avg_hr=140, max_hr=152) for days in range(1, 84, 3)]
RACE = run_of(12, 10, 45, race=True, avg_hr=176, max_hr=188)


def seen(runs: list[RunEvidence], **known: Any) -> Fitness:
    return fitness(runs, today=TODAY, **known)


def predicted(snapshot: Fitness, distance_m: float) -> RacePrediction:
    return next(prediction for prediction in snapshot.predictions if prediction.distance_m == distance_m)


def test_nothing_known_says_nothing() -> None:
    snapshot = seen([])
    assert (snapshot.vma, snapshot.vo2max, snapshot.max_hr) == (None, None, None)
    assert (snapshot.weeks, snapshot.bests, snapshot.predictions) == ((), (), ())
    assert (snapshot.level, snapshot.level_reason) == (Level.BEGINNER, levels.ASSUMED)


@pytest.mark.parametrize(("level", "vma"), [(Level.BEGINNER, 11.0), (Level.INTERMEDIATE, 14.0), (Level.ADVANCED, 16.5)])
def test_a_declared_level_gives_a_wide_prior_that_says_so(level: Level, vma: float) -> None:
    snapshot = seen([], declared_level=level)
    assert snapshot.vma is not None
    assert (snapshot.vma.value, snapshot.vma.validity) == (vma, 1)
    assert snapshot.vma.high - snapshot.vma.low > 3
    assert (snapshot.level, snapshot.level_reason) == (level, levels.DECLARED)
    assert len(snapshot.predictions) == 4


@pytest.mark.parametrize("race", [True, False])
def test_10_km_in_45_minutes_is_a_vma_near_fourteen_and_a_half_to_fifteen(race: bool) -> None:
    snapshot = seen([run_of(5, 10, 45, race=race)])
    assert snapshot.vma is not None
    assert 14.5 <= snapshot.vma.value <= 15.0
    assert snapshot.vma.low < snapshot.vma.value < snapshot.vma.high
    assert "10 km 45:00" in snapshot.vma.evidence
    assert predicted(snapshot, 10_000).seconds == pytest.approx(2700, rel=0.01)


def test_easy_runs_do_not_drag_a_race_down() -> None:
    alone, among_easy = seen([RACE], age=35), seen([RACE, *EASY], age=35)
    assert alone.vma is not None
    assert among_easy.vma is not None
    assert among_easy.vma.value == pytest.approx(alone.vma.value, rel=0.01)
    assert predicted(among_easy, 10_000).seconds == pytest.approx(2700, rel=0.01)


def test_easy_runs_alone_are_known_to_be_easy() -> None:
    blind, with_heart = seen(EASY), seen(EASY, max_hr=190)
    assert blind.vma is not None
    assert with_heart.vma is not None
    assert blind.vma.validity == with_heart.vma.validity == 2
    assert with_heart.vma.value > 1.1 * blind.vma.value
    assert blind.vma.high - blind.vma.value > blind.vma.value - blind.vma.low


def test_one_lying_kilometre_does_not_make_a_champion() -> None:
    honest = run_of(20, 10, 50, efforts={1000: 285, 5000: 1490, 10_000: 3000})
    lying = run_of(3, 8, 45, efforts={1000: 170, 5000: 1650})
    snapshot = seen([honest, lying])
    assert snapshot.vma is not None
    assert snapshot.vma.value < 17


def test_an_old_race_speaks_with_more_doubt_and_rest_costs_speed() -> None:
    fresh, old = seen([run_of(10, 10, 45, race=True)]).vma, seen([run_of(150, 10, 45, race=True)]).vma
    assert fresh is not None
    assert old is not None
    assert 0.85 * fresh.value < old.value < 0.93 * fresh.value
    assert old.validity < fresh.validity
    assert (old.high - old.low) / old.value > (fresh.high - fresh.low) / fresh.value


def test_vo2max_follows_leger_and_mercier() -> None:
    snapshot = seen([RACE])
    assert snapshot.vma is not None
    assert snapshot.vo2max is not None
    speed = snapshot.vma.value
    assert snapshot.vo2max.value == pytest.approx(1.353 + 3.163 * speed + 0.0122586 * speed**2, abs=0.06)


def test_weeks_run_from_monday_and_missed_weeks_are_zero() -> None:
    monday = date(2026, 10, 26)
    days = {
        "sunday": monday - timedelta(days=1),
        "monday": monday,
        "last": date(2026, 11, 15),
        "now": date(2026, 11, 16),
    }
    runs = [run_of((TODAY - day).days, 10, 60) for day in days.values()]
    weeks = seen(runs).weeks
    assert [(week.monday, week.runs, week.distance_m) for week in weeks] == [
        (date(2026, 10, 19), 1, 10_000),
        (date(2026, 10, 26), 1, 10_000),
        (date(2026, 11, 2), 0, 0),
        (date(2026, 11, 9), 1, 10_000),
    ]


def test_rides_and_runs_of_the_future_do_not_count() -> None:
    snapshot = seen([run_of(3, 40, 60, family=SportFamily.RIDE), run_of(-2, 10, 30), run_of(4, 8, 48)])
    assert snapshot.runs_counted == 1
    assert snapshot.longest_recent_m == 8000
    assert snapshot.vma is not None
    assert snapshot.vma.value < 13


def test_bests_name_the_run_that_holds_them() -> None:
    fast, slow = run_of(400, 6, 30, efforts={1000: 240, 5000: 1300}), run_of(4, 6, 33, efforts={1000: 260, 5000: 1290})
    bests = {mark.distance_m: mark for mark in seen([slow, fast]).bests}
    assert (bests[1000].activity_id, bests[1000].elapsed_s) == (fast.activity_id, 240)
    assert (bests[5000].activity_id, bests[5000].on) == (slow.activity_id, slow.on)


def test_a_race_without_samples_is_a_best_over_its_named_distance() -> None:
    bests = {mark.distance_m: mark for mark in seen([run_of(30, 21.2, 100, race=True)]).bests}
    assert bests[21097.5].elapsed_s == pytest.approx(6000 * 21097.5 / 21_200)


@pytest.mark.parametrize(
    ("per_week", "kilometres", "minutes", "level"),
    [(1, 6, 42, Level.BEGINNER), (3, 10, 55, Level.INTERMEDIATE), (6, 13, 56, Level.ADVANCED)],
)
def test_the_level_is_seen_in_the_weeks(per_week: int, kilometres: float, minutes: float, level: Level) -> None:
    days = [7 * week + 6 + day for week in range(10) for day in range(per_week)]
    snapshot = seen([run_of(day, kilometres, minutes) for day in days], declared_level=Level.INTERMEDIATE)
    assert (snapshot.level, snapshot.level_reason) == (level, levels.SEEN)


def test_after_months_off_the_level_is_one_step_lower() -> None:
    runs = [run_of(day, 13, 58) for day in range(95, 300, 1)]
    snapshot = seen(runs)
    assert (snapshot.level, snapshot.level_reason) == (Level.INTERMEDIATE, levels.AFTER_A_BREAK)
    assert snapshot.recent_weekly_m == 0


def test_the_highest_heart_rate_is_confirmed_or_sustained_but_no_spike() -> None:
    spike = run_of(2, 10, 60, avg_hr=140, max_hr=219)
    easy = seen([*EASY, spike], age=35).heart.maximum
    assert easy is not None
    assert easy.value == pytest.approx(208 - 0.7 * 35, abs=10)
    assert easy.high - easy.low > 15
    assert seen([*EASY, spike, RACE], age=35).max_hr == 188
    assert seen([*EASY, RACE], max_hr=184).max_hr == 188
    assert seen([*EASY, RACE], max_hr=192).max_hr == 192
    assert seen(EASY[:3]).max_hr is None


def test_longer_races_are_predicted_longer_and_slower() -> None:
    for runs in ([RACE], EASY, [RACE, run_of(40, 21.0975, 99, race=True)]):
        predictions = seen(runs).predictions
        assert [prediction.distance_m for prediction in predictions] == [5000, 10_000, 21097.5, 42195]
        paces = [prediction.seconds / prediction.distance_m for prediction in predictions]
        assert paces == sorted(paces)
        assert all(prediction.low_s < prediction.seconds < prediction.high_s for prediction in predictions)


def test_the_marathon_is_slower_than_riegel_for_who_runs_little_and_doubt_grows_with_the_leap() -> None:
    little = seen([RACE, *(run_of(days, 5, 32) for days in range(8, 60, 7))])
    much = seen([RACE, *(run_of(days, 12, 72) for days in range(8, 60))])
    riegel_s = 2700 * 4.2195**1.06
    assert predicted(little, 42_195).seconds > predicted(much, 42_195).seconds > riegel_s
    widths = {p.distance_m: (p.high_s - p.low_s) / p.seconds for p in much.predictions}
    assert widths[42_195] > widths[21_097.5] > widths[10_000]


def test_two_races_draw_the_runner_s_own_curve() -> None:
    enduring = seen([run_of(20, 5, 22, race=True), run_of(30, 21.0975, 98, race=True)])
    quick = seen([run_of(20, 5, 21, race=True), run_of(30, 21.0975, 101, race=True)])
    assert predicted(quick, 5000).seconds < predicted(enduring, 5000).seconds
    assert predicted(quick, 42_195).seconds > predicted(enduring, 42_195).seconds


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 80), st.floats(3, 30), st.floats(4.0, 8.0)), min_size=1, max_size=8))
def test_a_faster_race_never_lowers_the_vma(history: list[tuple[int, float, float]]) -> None:
    runs = [run_of(days, kilometres, kilometres * pace) for days, kilometres, pace in history]
    before, after = seen(runs).vma, seen([*runs, run_of(1, 10, 35, race=True)]).vma
    assert before is not None
    assert after is not None
    assert after.value >= before.value


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 60), st.floats(2.5, 12.0)), max_size=8), st.randoms())
def test_the_order_of_the_runs_does_not_matter(history: list[tuple[int, float, float]], random: Random) -> None:
    runs = [run_of(days, kilometres, kilometres * pace) for days, kilometres, pace in history]
    shuffled = sorted(runs, key=lambda _: random.random())
    assert seen(shuffled) == seen(runs)


def test_a_fast_first_kilometre_of_a_race_is_not_the_race() -> None:
    plain = seen([run_of(12, 10, 45, race=True)]).vma
    bolted = seen([run_of(12, 10, 45, race=True, efforts={1000: 205, 10_000: 2700})]).vma
    assert plain == bolted


def test_a_run_of_this_week_alone_makes_no_complete_week() -> None:
    assert seen([run_of(2, 10, 60)]).weeks == ()
    assert seen([run_of(2, 10, 60)]).recent_weekly_m is None


def test_the_weekly_mean_counts_weeks_since_the_first_run_alone() -> None:
    assert seen([run_of(9, 10, 60), run_of(2, 10, 60)]).recent_weekly_m == 10_000


JOGGED = run_of(2, 8.9, 56, race=True, avg_hr=138, max_hr=150)


@pytest.mark.parametrize("others", [[RACE, *EASY], [run_of(12, 10, 45, avg_hr=176, max_hr=188), *EASY]])
def test_a_jogged_race_moves_no_threshold(others: list[RunEvidence]) -> None:
    before, after = seen(others, age=35), seen([*others, JOGGED], age=35)
    assert before.endurance.threshold is not None
    assert after.endurance.threshold is not None
    assert after.endurance.threshold.value == pytest.approx(before.endurance.threshold.value, rel=0.02)
    assert before.heart.threshold is not None
    assert after.heart.threshold is not None
    assert after.heart.threshold.value == pytest.approx(before.heart.threshold.value, abs=2)
    assert after.vma is not None
    assert before.vma is not None
    assert after.vma.value == pytest.approx(before.vma.value, rel=0.02)


def test_a_jogged_race_without_heart_rate_is_judged_beside_the_other_efforts() -> None:
    others = [run_of(12, 10, 45, race=True), *(run_of(days, 10, 62) for days in range(1, 84, 3))]
    jogged = run_of(2, 8.9, 56, race=True)
    before, after = seen(others).endurance.threshold, seen([*others, jogged]).endurance.threshold
    assert before is not None
    assert after is not None
    assert after.value == pytest.approx(before.value, rel=0.01)


def test_a_jogged_race_is_no_faster_runner_than_the_same_run_in_training() -> None:
    alone, training = seen([JOGGED], max_hr=194), seen([replace(JOGGED, race=False)], max_hr=194)
    assert alone.vma == training.vma
    assert alone.endurance == training.endurance
    assert alone.heart.threshold == training.heart.threshold


def test_a_race_hard_by_its_heart_rate_yet_slow_widens_the_threshold_instead_of_being_it() -> None:
    hilly = run_of(2, 10, 54, race=True, avg_hr=175, max_hr=188)
    before, after = seen([RACE, *EASY], age=35).endurance.threshold, seen([hilly, RACE, *EASY], age=35)
    alone = seen([hilly, run_of(9, 3, 12, race=True, avg_hr=178, max_hr=188), *EASY], age=35)
    assert before is not None
    assert after.endurance.threshold is not None
    assert after.endurance.threshold.value == pytest.approx(before.value, rel=0.01)
    threshold, vma = alone.endurance.threshold, alone.vma
    assert threshold is not None
    assert vma is not None
    assert 10_000 / 3240 < threshold.value < 0.87 * vma.value / 3.6
    assert (threshold.high - threshold.low) / threshold.value > 1.3 * (before.high - before.low) / before.value


@settings(max_examples=25, deadline=None)
@given(st.floats(5, 20), st.floats(6.0, 9.0), st.integers(110, 145))
def test_no_easy_race_lowers_the_threshold(kilometres: float, pace: float, rate: int) -> None:
    jogged = run_of(2, kilometres, kilometres * pace, race=True, avg_hr=rate, max_hr=rate + 8)
    before, after = seen([RACE, *EASY], age=35).endurance.threshold, seen([jogged, RACE, *EASY], age=35)
    assert before is not None
    assert after.endurance.threshold is not None
    assert after.endurance.threshold.value > 0.98 * before.value
