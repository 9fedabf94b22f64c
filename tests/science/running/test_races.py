"""Race prediction: what must hold for every runner, whatever is known of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.athletes import Sex
from coach.domain.fitness import Estimate
from coach.domain.problems import InvalidInput
from coach.domain.races import RaceDay, RacePrediction, RaceResult, RunnerFacts
from coach.science.running.race_evidence import SEASON_DAYS, fastest_s
from coach.science.running.races import Question, predict, predict_many

NOBODY = RunnerFacts()
ANN = RunnerFacts(weekly_km=45, age=41, sex=Sex.FEMALE)
HALF, MARATHON = 21_097.5, 42_195.0
DISTANCES = (1000.0, 1609.344, 3000.0, 5000.0, 7777.0, 10_000.0, 16_093.0, HALF, 30_000.0, MARATHON, 50_000.0, 1e5)
RECORDS = {
    Sex.MALE: {3000.0: 437.55, 5000.0: 755.36, 10_000.0: 1571.0, HALF: 3451.0, MARATHON: 7235.0},
    Sex.FEMALE: {3000.0: 486.11, 5000.0: 840.21, 10_000.0: 1734.14, HALF: 3772.0, MARATHON: 7796.0},
}
"""World records on roads and tracks (World Athletics lists): for the half marathons and the marathons, recent ones."""

EXACT = 1e-6

facts_of_somebody = st.builds(
    RunnerFacts,
    weekly_km=st.none() | st.floats(0, 200),
    max_weekly_km=st.none() | st.floats(0, 250),
    age=st.none() | st.floats(14, 90),
    sex=st.none() | st.sampled_from(Sex),
    bmi=st.none() | st.floats(15, 45),
    speed_work=st.none() | st.booleans(),
    tempo_work=st.none() | st.booleans(),
)


@st.composite
def races_of_somebody(
    draw: st.DrawFn, least: int = 0, most: int = 6, efforts: bool = True, oldest: int = 900
) -> list[RaceResult]:
    """Races that need not agree: from near the records to a walk."""
    found = []
    for _ in range(draw(st.integers(least, most))):
        metres = draw(st.sampled_from(DISTANCES))
        seconds = draw(st.floats(1.0, 4.0)) * fastest_s(metres)
        race = draw(st.booleans()) if efforts else True
        found.append(RaceResult(metres, seconds, draw(st.none() | st.integers(0, oldest)), race))
    return found


def over(races: list[RaceResult], facts: RunnerFacts, distances: tuple[float, ...] = DISTANCES) -> list[RacePrediction]:
    return predict_many([Question(metres, tuple(races), facts) for metres in distances], reasons=False)


def seconds_over(races: list[RaceResult], facts: RunnerFacts) -> list[float]:
    return [each.seconds for each in over(races, facts)]


@settings(max_examples=50, deadline=None)
@given(races_of_somebody(), facts_of_somebody)
def test_longer_takes_longer_and_never_at_a_faster_pace(races: list[RaceResult], facts: RunnerFacts) -> None:
    told = over(races, facts)
    seconds = [each.seconds for each in told]
    assert all(one < other for one, other in pairwise(seconds))
    paces = [each.seconds / each.distance_m for each in told]
    assert all(one <= other * (1 + 1e-9) for one, other in pairwise(paces))


@settings(max_examples=50, deadline=None)
@given(races_of_somebody(), facts_of_somebody)
def test_every_interval_holds_its_time_and_is_no_wider_than_sense(races: list[RaceResult], facts: RunnerFacts) -> None:
    for each in over(races, facts):
        assert 0 < each.low_s < each.seconds < each.high_s
        assert isfinite(each.high_s)
        assert each.high_s < 2.2 * each.seconds
        assert 0 <= each.validity <= 5


@settings(max_examples=50, deadline=None)
@given(races_of_somebody(least=1, oldest=SEASON_DAYS), facts_of_somebody, st.integers(0, 5), st.floats(0.8, 0.999))
def test_the_same_race_run_faster_slows_no_prediction(
    races: list[RaceResult], facts: RunnerFacts, which: int, faster: float
) -> None:
    which %= len(races)
    better = [*races]
    better[which] = replace(
        races[which], seconds=max(races[which].seconds * faster, fastest_s(races[which].distance_m))
    )
    for before, after in zip(seconds_over(races, facts), seconds_over(better, facts), strict=True):
        assert after <= before * (1 + EXACT)


@settings(max_examples=50, deadline=None)
@given(races_of_somebody(least=1, most=5, efforts=False), facts_of_somebody, st.integers(0, 5), st.floats(0.8, 0.999))
def test_a_fresh_best_over_a_distance_slows_no_prediction(
    races: list[RaceResult], facts: RunnerFacts, which: int, faster: float
) -> None:
    metres = races[which % len(races)].distance_m
    best = min(each.seconds for each in races if each.distance_m == metres)
    fresh = RaceResult(metres, max(best * faster, fastest_s(metres)), 0)
    for before, after in zip(seconds_over(races, facts), seconds_over([*races, fresh], facts), strict=True):
        assert after <= before * (1 + EXACT)


@settings(max_examples=50, deadline=None)
@given(races_of_somebody(), facts_of_somebody, st.sampled_from(DISTANCES[3:10]), st.floats(0.5, 0.97))
def test_a_race_better_than_expected_slows_no_prediction(
    races: list[RaceResult], facts: RunnerFacts, metres: float, faster: float
) -> None:
    expected_s = over(races, facts, (metres,))[0].seconds
    better = RaceResult(metres, max(expected_s * faster, fastest_s(metres)), 0)
    if better.seconds >= expected_s * 0.97:
        return
    for before, after in zip(seconds_over(races, facts), seconds_over([*races, better], facts), strict=True):
        assert after <= before * (1 + EXACT)


@settings(max_examples=50, deadline=None)
@given(races_of_somebody(), facts_of_somebody, st.sampled_from(DISTANCES), st.floats(1.0, 4.0))
def test_an_effort_in_training_slows_no_prediction(
    races: list[RaceResult], facts: RunnerFacts, metres: float, times: float
) -> None:
    effort = RaceResult(metres, times * fastest_s(metres), 3, race=False)
    for before, after in zip(seconds_over(races, facts), seconds_over([*races, effort], facts), strict=True):
        assert after <= before * (1 + EXACT)


def test_an_easy_run_says_nothing_and_a_hard_one_is_believed() -> None:
    race = RaceResult(5000, 1500)
    alone = predict(10_000, [race], NOBODY)
    easy = predict(10_000, [race, RaceResult(10_000, 3900, race=False)], NOBODY)
    hard = predict(10_000, [race, RaceResult(10_000, 2700, race=False)], NOBODY)
    assert easy.seconds == pytest.approx(alone.seconds, rel=1e-9)
    assert hard.seconds < 1.05 * 2700


def test_many_questions_at_once_are_answered_as_one_by_one() -> None:
    asked = [
        Question(MARATHON, (RaceResult(HALF, 5880),), ANN),
        Question(10_000.0),
        Question(5000.0, (RaceResult(10_000, 2700), RaceResult(HALF, 6000)), RunnerFacts(bmi=22)),
    ]
    together = predict_many(asked)
    for question, told in zip(asked, together, strict=True):
        alone = predict(question.distance_m, question.races, question.facts)
        assert told.seconds == pytest.approx(alone.seconds, rel=1e-9)
        assert told.because == alone.because


def test_the_order_of_the_races_does_not_matter() -> None:
    races = [RaceResult(5000, 1300, 30), RaceResult(10_000, 2800), RaceResult(HALF, 6000, 300)]
    assert predict(MARATHON, races, ANN).seconds == pytest.approx(predict(MARATHON, races[::-1], ANN).seconds, rel=1e-9)


@pytest.mark.parametrize("metres", [5000.0, 8000.0, 10_000.0, 12_345.0, HALF, MARATHON])
@pytest.mark.parametrize("pace", [0.24, 0.30, 0.36])
def test_a_race_over_the_distance_itself_is_nearly_its_prediction(metres: float, pace: float) -> None:
    assert predict(metres, [RaceResult(metres, metres * pace)], NOBODY).seconds == pytest.approx(
        metres * pace, rel=0.04
    )


@pytest.mark.parametrize("sex", list(Sex))
def test_records_tell_each_other(sex: Sex) -> None:
    records = RECORDS[sex]
    for metres, seconds in records.items():
        others = [RaceResult(*each) for each in records.items() if each[0] != metres]
        assert predict(metres, others, RunnerFacts(sex=sex)).seconds == pytest.approx(seconds, rel=0.045)


def test_more_training_fades_less_and_more_age_more() -> None:
    half = [RaceResult(HALF, 6000)]
    little, much = (predict(MARATHON, half, RunnerFacts(weekly_km=km)).seconds for km in (20, 90))
    assert much < 0.97 * little
    young, old = (predict(MARATHON, half, RunnerFacts(weekly_km=45, age=age)).seconds for age in (30, 65))
    assert young < old


def test_what_is_known_narrows_and_what_is_old_widens() -> None:
    def width(*races: RaceResult, facts: RunnerFacts = NOBODY) -> float:
        told = predict(MARATHON, races, facts)
        return (told.high_s - told.low_s) / told.seconds

    fresh, old = RaceResult(10_000, 2700, 0), RaceResult(10_000, 2700, 1000)
    half = RaceResult(HALF, 5990, 0)
    assert width() > width(old) > width(fresh) > width(fresh, half)
    assert width(fresh) > width(fresh, facts=RunnerFacts(weekly_km=45))


def test_no_data_beyond_the_marathon_is_said_and_widens() -> None:
    races = [RaceResult(MARATHON, 3 * 3600)]
    marathon, ultra = predict(MARATHON, races, NOBODY), predict(100_000, races, NOBODY)
    assert ultra.warnings
    assert not marathon.warnings
    assert ultra.validity < marathon.validity
    assert (ultra.high_s - ultra.low_s) / ultra.seconds > 1.5 * (marathon.high_s - marathon.low_s) / marathon.seconds
    assert 2.5 < ultra.seconds / marathon.seconds < 3.2


def test_races_that_contradict_each_other_are_named() -> None:
    told = predict(10_000, [RaceResult(5000, 1800), RaceResult(10_000, 2400)], NOBODY)
    assert told.warnings
    assert told.seconds < 2 * 1800
    assert not predict(10_000, [RaceResult(5000, 1200), RaceResult(HALF, 5600)], NOBODY).warnings


def test_the_reasons_are_what_each_input_moved() -> None:
    told = predict(MARATHON, [RaceResult(HALF, 5880)], ANN)
    moves = [abs(reason.seconds or 0) for reason in told.because]
    assert moves == sorted(moves, reverse=True)
    by_week = next(reason for reason in told.because if reason.values.get("km") == 45)
    without = predict(MARATHON, [RaceResult(HALF, 5880)], replace(ANN, weekly_km=None))
    assert by_week.seconds == pytest.approx(told.seconds - without.seconds, abs=1e-6)
    assert told.because[0].values["metres"] == HALF


def test_what_would_narrow_it_does() -> None:
    told = predict(MARATHON, [RaceResult(5000, 1300)], NOBODY)
    best = told.narrowed_by[0]
    half_s = (told.high_s - told.low_s) / 2
    assert best.values["before"] == pytest.approx(half_s)
    assert float(best.values["after"]) < 0.85 * half_s
    assert best.values["metres"] == HALF


def test_the_formulas_stand_beside_it_with_their_own_times() -> None:
    beside = {each.name: each.seconds for each in predict(MARATHON, [RaceResult(HALF, 5880)], ANN).baselines}
    assert set(beside) == {"Riegel", "Daniels-Gilbert", "Cameron"}
    assert beside["Riegel"] == pytest.approx(5880 * 2**1.06)


def test_a_vma_stands_in_where_no_race_is_known() -> None:
    vma = Estimate(15.0, 14.3, 15.7, "", "", 3)
    told = predict(10_000, [], NOBODY, vma=vma)
    assert told.validity == 2
    assert 2400 < told.seconds < 2800
    race = [RaceResult(10_000, 3000)]
    assert predict(10_000, race, NOBODY, vma=vma).seconds == predict(10_000, race, NOBODY).seconds


def test_nothing_known_is_said_and_trusted_least() -> None:
    told = predict(MARATHON, [], NOBODY)
    assert (told.validity, told.because) == (0, ())
    assert told.warnings
    assert (told.high_s - told.low_s) / told.seconds > 0.4


def test_hills_and_heat_cost_and_falling_courses_give_nothing() -> None:
    def with_day(**day: float) -> float:
        return predict(MARATHON, [RaceResult(HALF, 5880)], ANN, day=RaceDay(**day)).seconds

    flat = with_day()
    assert with_day(ascent_m=600, descent_m=600) == pytest.approx(flat * 1.02, rel=0.01)
    assert with_day(ascent_m=1000) > with_day(ascent_m=500) > flat
    assert with_day(ascent_m=0, descent_m=500) == with_day(descent_m=500) == flat
    assert with_day(temperature_c=10) == flat
    assert with_day(temperature_c=22) == pytest.approx(flat * 1.02)


def test_what_course_and_heat_cost_is_told_among_the_reasons_and_widens_every_figure_alike() -> None:
    race = [RaceResult(HALF, 5880)]
    flat = predict(MARATHON, race, ANN)
    told = predict(MARATHON, race, ANN, day=RaceDay(ascent_m=600, temperature_c=22))
    of_the_day = {reason.what: reason.seconds or 0.0 for reason in told.because if reason not in flat.because}
    added = [seconds for what, seconds in of_the_day.items() if "climb" in what or "°C" in what]
    assert len(added) == 2
    assert sum(added) == pytest.approx(told.seconds - flat.seconds)
    half = (told.high_s - told.low_s) / 2
    assert [wish.values["before"] for wish in told.narrowed_by] == pytest.approx([half] * len(told.narrowed_by))


@pytest.mark.parametrize(
    "race",
    [
        RaceResult(10_000, 300),
        RaceResult(10_000, 0),
        RaceResult(10_000, -5),
        RaceResult(10_000, float("nan")),
        RaceResult(10_000, float("inf")),
        RaceResult(10_000, 50_000),
        RaceResult(float("nan"), 3000),
        RaceResult(100, 20),
        RaceResult(1e9, 1e9),
        RaceResult(10_000, 3000, -1),
    ],
)
def test_a_race_that_cannot_be_is_refused(race: RaceResult) -> None:
    with pytest.raises(InvalidInput):
        predict(MARATHON, [race], NOBODY)


@pytest.mark.parametrize("metres", [0.0, -1.0, 999.0, 100_001.0, float("nan"), float("inf")])
def test_a_distance_out_of_reach_is_refused(metres: float) -> None:
    with pytest.raises(InvalidInput):
        predict(metres, [], NOBODY)


@pytest.mark.parametrize(
    "facts",
    [RunnerFacts(weekly_km=-1), RunnerFacts(age=float("nan")), RunnerFacts(bmi=900), RunnerFacts(max_weekly_km=1e9)],
)
def test_facts_that_cannot_be_are_refused(facts: RunnerFacts) -> None:
    with pytest.raises(InvalidInput):
        predict(MARATHON, [], facts)
