"""Analytics as services: what they cost, what they compare, what they advise and what they will not say."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import text

from coach.domain.analytics import Confidence, Measure, RunPoint, Totals, Week, Window
from coach.domain.athletes import Language, Level
from coach.domain.fitness import Fitness, WeeklyVolume
from coach.domain.races import RacePrediction
from coach.services import analytics, fitness
from coach.services.analytics import comparing, forecasting, trending, zoning
from coach.services.analytics.words import said
from coach.store import fitness as snapshots
from coach.store.engine import engine, transaction
from tests.services.analytics_history import Done, pile, sleep, write
from tests.services.explaining import statements, touched, whole_scans

TODAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)
EN, FR = Language.ENGLISH, Language.FRENCH


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def runs_over(days: int) -> list[Done]:
    """A run every other day up to today, all alike in what they cost to read."""
    zone_s = (600.0, 1300.0, 300.0, 150.0, 50.0)
    return [
        Done(
            ago(at),
            heart_zone_s=zone_s,
            pace_zone_s=zone_s,
            efficiency=1.1,
            speed_p95_mps=4.0,
            efforts={400.0: 80.0 + at % 7, 1000.0: 220.0 + at % 7, 5000.0: 1250.0 + at % 7},
        )
        for at in range(0, days, 2)
    ]


def live(connection, athlete_id, days):
    """Write such a history with what had piled up."""
    write(connection, athlete_id, *runs_over(days))
    pile(connection, athlete_id, *((ago(at), 60.0, 30.0, 30.0) for at in range(0, days, 2)))


# --- what a dashboard costs


def test_a_dashboard_is_four_queries(cast):
    with transaction() as connection:
        live(connection, cast.ann.athlete_id, 200)
        snapshots.keep(connection, cast.ann.athlete_id, fitness.current(connection, cast.ann.athlete_id, TODAY))
        with statements() as sent:
            analytics.dashboard(connection, cast.ann.athlete_id, TODAY, 12)
    assert len(sent) == 4
    assert all(statement.startswith(("SELECT", "WITH")) for statement, _ in sent)


@pytest.mark.slow
def test_a_dashboard_costs_its_window_whatever_the_history_and_the_neighbours(cast):
    """One year, ten years, and both again after a neighbour of 5,000 activities moved in: the same rows are touched."""
    with transaction() as connection:
        live(connection, cast.ann.athlete_id, 365)
        live(connection, cast.bo.athlete_id, 3650)
        kept = fitness.current(connection, cast.cy.athlete_id, TODAY)
        for athlete_id in (cast.ann.athlete_id, cast.bo.athlete_id, cast.cy.athlete_id):
            for weeks_ago in range(100):
                snapshots.keep(connection, athlete_id, replace(kept, on=ago(7 * weeks_ago)))
    alone = {athlete: _cost(athlete) for athlete in (cast.ann.athlete_id, cast.bo.athlete_id)}
    with transaction() as connection:
        neighbour = runs_over(100)
        for start in range(0, 5000, 1000):
            write(connection, cast.cy.athlete_id, *(neighbour[at % 50] for at in range(start, start + 1000)))
    crowded = {athlete: _cost(athlete) for athlete in alone}
    (young, _), (old, _), (young_again, _), (old_again, scanned) = *alone.values(), *crowded.values()
    assert young == old == young_again == old_again
    assert scanned == set()
    in_both_windows = 2 * 12 * 7 / 2
    assert 0 < old["activity"] <= 1.5 * in_both_windows + 10
    assert old["activity_load"] <= in_both_windows + 5
    assert old["activity_effort"] <= 3 * in_both_windows / 2 + 9
    assert old["training_day"] <= 12 * 7 / 2 + 1
    assert old["fitness_snapshot"] == 1


def _cost(athlete_id):
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with transaction() as connection:
        with statements() as sent:
            analytics.dashboard(connection, athlete_id, TODAY, 12)
        return touched(connection, sent), whole_scans(connection, sent)


def test_an_empty_dashboard_says_why_it_is_empty(cast):
    with transaction() as connection:
        found = analytics.dashboard(connection, cast.ann.athlete_id, TODAY, 12)
    assert (found.today, found.series, found.vma, found.predictions, found.bests) == (None, (), None, (), ())
    assert {week.totals for week in found.weeks} == {Totals()}
    assert {"today", "series", "vma", "predictions", "bests", "weeks", "recent"} <= set(found.unknown)


def test_a_series_begins_where_the_load_does(cast):
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, Done(ago(9)), Done(ago(3)))
        pile(connection, cast.ann.athlete_id, (ago(9), 60.0, 60 / 42, 60 / 7), (ago(3), 60.0, 2.0, 9.0))
        found = analytics.dashboard(connection, cast.ann.athlete_id, TODAY, 12)
    assert [day.on for day in found.series] == [ago(at) for at in range(9, -1, -1)]
    assert found.today == found.series[-1]
    assert found.today.ctl == pytest.approx(2.0 * (41 / 42) ** 3)


# --- weeks and comparisons


def test_weeks_without_a_run_are_zero_and_weeks_before_the_first_are_unknown(cast):
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, Done(ago(20)), Done(ago(1)))
        found = analytics.trends(connection, cast.ann.athlete_id, TODAY, 5)
    assert [week.totals.distance_m for week in found.weeks] == [None, 10_000.0, 0.0, 0.0, 10_000.0]
    assert [week.totals.load for week in found.weeks] == [None, 60.0, 0.0, 0.0, 60.0]
    assert [week.totals.pace_s_per_km for week in found.weeks] == [None, 300.0, None, None, 300.0]
    assert [week.partial for week in found.weeks] == [False] * 4 + [True]
    assert found.days[0].on == ago(20)


def changes(now, before, since=date(2020, 1, 1)):
    found = comparing.compare(Window.ending(TODAY, 4), now, before, since)
    return {change.measure: change for change in found.changes}


def test_a_change_is_told_in_its_unit_and_in_per_cent():
    found = changes(Totals(distance_m=120.0, load=50.0), Totals(distance_m=100.0, load=0.0))
    assert (found[Measure.DISTANCE].difference, found[Measure.DISTANCE].percent) == (20.0, 20.0)
    assert (found[Measure.LOAD].difference, found[Measure.LOAD].percent) == (50.0, None)
    assert found[Measure.LOAD].reason == comparing.NONE_BEFORE
    assert found[Measure.PACE].reason == comparing.UNTOLD_NOW


def test_sums_are_not_held_against_weeks_the_history_did_not_reach():
    window = Window.ending(TODAY, 4)
    inside = window.before.first + timedelta(days=1)
    totals = Totals(distance_m=100.0, pace_s_per_km=300.0)
    found = changes(totals, totals, since=inside)
    assert (found[Measure.DISTANCE].before, found[Measure.DISTANCE].difference) == (None, None)
    assert inside.strftime("%Y") in said(EN, found[Measure.DISTANCE].reason)
    assert found[Measure.PACE].difference == 0.0


def test_easy_shares_are_compared_by_the_same_kind_of_zones():
    heart = Totals(moving_s=100.0, heart_zone_s=(50.0, 40.0, 10.0, 0.0, 0.0), pace_zone_s=(20.0, 40.0, 40.0, 0.0, 0.0))
    pace = replace(heart, heart_zone_s=())
    assert changes(heart, heart)[Measure.EASY].now == pytest.approx(0.9)
    assert changes(heart, pace)[Measure.EASY].now == pytest.approx(0.6)
    little = replace(heart, moving_s=1000.0)
    assert changes(heart, little)[Measure.EASY].before is None


# --- what goes with what


def weeks(**columns):
    length = len(next(iter(columns.values())))
    return [
        Week(MONDAY - timedelta(weeks=at), False, Totals(**{name: values[at] for name, values in columns.items()}))
        for at in range(length)
    ]


def associated(shown, first, second):
    return next(each for each in trending.associations(shown) if (each.first, each.second) == (first, second))


def test_few_weeks_say_nothing_and_say_so():
    shown = weeks(load=[float(at) for at in range(7)], sleep_s=[float(at) for at in range(7)])
    found = associated(shown, Measure.LOAD, Measure.SLEEP)
    assert (found.rho, found.weeks) == (None, 7)
    assert "8" in said(EN, found.said)


def test_the_running_week_is_not_held_against_whole_ones():
    shown = weeks(load=[float(at) for at in range(8)], sleep_s=[float(at) for at in range(8)])
    shown[0] = replace(shown[0], partial=True)
    assert associated(shown, Measure.LOAD, Measure.SLEEP).rho is None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ([2.0, 1, 3, 5, 4, 6, 8, 7, 9, 10], "together"),
        ([-2.0, -1, -3, -5, -4, -6, -8, -7, -9, -10], "lower"),
        ([5.0, 1, 9, 2, 8, 3, 10, 4, 6, 7], "no clear link"),
        ([3.0] * 10, "hardly changed"),
    ],
)
def test_a_link_is_said_plainly_and_never_as_a_cause(other, words):
    found = associated(weeks(load=[float(at) for at in range(10)], sleep_s=other), Measure.LOAD, Measure.SLEEP)
    assert words in said(EN, found.said)
    assert "significant" not in said(EN, found.said)
    if words in ("together", "lower"):
        assert "does not say" in said(EN, found.said)


def test_what_is_computed_from_the_other_is_no_finding():
    grows = [float(at) for at in range(10)]
    found = associated(weeks(load=grows, distance_m=grows), Measure.LOAD, Measure.DISTANCE)
    assert found.rho == pytest.approx(1)
    assert "a link is expected" in said(EN, found.said)


@pytest.mark.parametrize(
    ("second", "name", "other", "words"),
    [
        (Measure.DISTANCE, "distance_m", [5.0, 1, 9, 2, 8, 3, 10, 4, 6, 7], "no clear link"),
        (Measure.DISTANCE, "distance_m", [-float(at) for at in range(10)], "lower"),
        (Measure.PACE, "pace_s_per_km", [400.0 - at for at in range(10)], "a link is expected"),
        (Measure.PACE, "pace_s_per_km", [300.0 + at for at in range(10)], "together"),
    ],
)
def test_a_link_is_called_expected_only_where_it_shows_the_way_the_computing_makes_it(second, name, other, words):
    found = associated(weeks(load=[float(at) for at in range(10)], **{name: other}), Measure.LOAD, second)
    for language in (EN, FR):
        expected = {EN: "is expected", FR: "attendu"}[language]
        assert (expected in said(language, found.said)) is (words == "a link is expected")
    assert words in said(EN, found.said)


def test_a_measure_has_the_name_of_its_column():
    assert {measure.value for measure in Measure} - {Measure.EASY.value} <= {field.name for field in fields(Totals)}


def test_sleep_is_held_against_training_where_it_is_known(cast):
    with transaction() as connection:
        live(connection, cast.ann.athlete_id, 100)
        sleep(connection, cast.ann.athlete_id, {ago(at): 25_000.0 + 10 * at for at in range(100)})
        found = analytics.trends(connection, cast.ann.athlete_id, TODAY, 12)
    assert found.weeks[0].totals.sleep_s > found.weeks[-1].totals.sleep_s
    assert {each.weeks for each in found.associations if each.second is Measure.SLEEP} == {11}


def test_efficiency_has_a_slope_only_with_runs_enough():
    few = [RunPoint(ago(at), 1.0) for at in range(7)]
    assert trending.efficiency(few).per_28_days is None
    rising = [RunPoint(ago(at), 1.2 - at * 0.001) for at in range(60)]
    found = trending.efficiency(rising)
    assert found.per_28_days == pytest.approx(0.028)
    assert "more ground" in said(EN, found.said)
    assert "less ground" in said(EN, trending.efficiency([RunPoint(run.on, 2 - run.efficiency) for run in rising]).said)
    one_day = [RunPoint(TODAY, 1.0 + at / 10) for at in range(9)]
    assert trending.efficiency(one_day).per_28_days is None


def test_a_change_is_called_clear_only_where_the_interval_shown_leaves_zero_out():
    chance = Random(5)
    clear = set()
    for drift in [0.0, 0.002, 0.004, 0.006, 0.008] * 8:
        values = [1.0 + drift * at + chance.gauss(0, 0.05) for at in range(20)]
        found = trending.efficiency([RunPoint(ago(20 - at), value) for at, value in enumerate(values)])
        low, high = found.said.values["change_low"], found.said.values["change_high"]
        clear.add(low > 0 or high < 0)
        assert ("no clear change" in said(EN, found.said)) is (low <= 0 <= high)
        assert "98 % interval" in found.said.text
        assert "à 98\u202f%" in said(FR, found.said)
    assert clear == {True, False}


# --- advice


def spread(easy, *, hours=10.0, running=10.0):
    seconds = hours * 3600
    zone_s = (0.3 * easy * seconds, 0.7 * easy * seconds, (1 - easy) * seconds, 0.0, 0.0)
    return Totals(runs=9, moving_s=running * 3600, heart_zone_s=zone_s)


@pytest.mark.parametrize(
    ("easy", "words"), [(0.6, "slow down the easy runs"), (0.78, "Nothing to change"), (0.9, "more than the 77%")]
)
def test_the_easy_share_is_held_against_published_plans(easy, words):
    first, *_ = zoning.advice(spread(easy))
    assert words in said(EN, first)
    assert "by heart rate" in said(EN, first)
    assert "la fréquence cardiaque" in said(FR, first)
    assert first.source


@pytest.mark.parametrize("easy", [0.7651, 0.815, 0.822, 0.824, 0.826, 0.7449, 0.7451, 0.7551])
def test_a_share_is_judged_as_it_is_said(easy):
    first, *_ = zoning.advice(spread(easy))
    shown = int(said(EN, first).partition("%")[0])
    assert ("more than" in said(EN, first)) is (shown > 82)
    assert ("slow down" in said(EN, first)) is (shown < 75)


@pytest.mark.parametrize(
    "totals", [Totals(), spread(0.6, hours=2, running=2), spread(0.6, hours=4), spread(0.6, running=0)]
)
def test_no_advice_from_little_or_from_part_of_the_running(totals):
    (only,) = zoning.advice(totals)
    assert "before a habit can be seen" in said(EN, only)


def prediction(distance_m=42_195.0, *, width=0.04, validity=4):
    seconds = 14_400.0
    return RacePrediction(distance_m, seconds, seconds * (1 - width), seconds * (1 + width), "", validity=validity)


@pytest.mark.parametrize(
    ("width", "validity", "trust"),
    [
        (0.04, 4, Confidence.HIGH),
        (0.04, 3, Confidence.FAIR),
        (0.08, 5, Confidence.FAIR),
        (0.12, 5, Confidence.LOW),
        (0.04, 1, Confidence.LOW),
    ],
)
def test_confidence_needs_both_a_narrow_interval_and_good_evidence(width, validity, trust):
    assert forecasting.confidence(prediction(width=width, validity=validity)) is trust


def believed(weekly_km, longest_km):
    week = WeeklyVolume(MONDAY - timedelta(weeks=1), weekly_km * 1000, 0.0, 4, longest_km * 1000, 0.0)
    return Fitness(
        *(TODAY, None, None, Level.INTERMEDIATE, "", None, None),
        weeks=(week,),
        longest_recent_m=longest_km * 1000,
    )


@pytest.mark.parametrize(
    ("distance_m", "weekly_km", "longest_km", "words", "absent"),
    [
        (42_195.0, 30, 15, ["under 40 km", "under 25 km"], ["over 65 km"]),
        (42_195.0, 50, 30, ["over 65 km a week took"], ["under 25 km"]),
        (42_195.0, 80, 30, ["volume is not what is missing"], ["under 40 km"]),
        (21_097.5, 20, 12, ["over 32 km", "over 21 km"], []),
        (21_097.5, 50, 22, ["41 to 60"], ["over 32 km", "over 21 km"]),
        (10_000.0, 20, 8, ["In trials"], ["41 to 60", "km a week"]),
    ],
)
def test_training_advice_fits_the_distance_and_what_is_run_already(distance_m, weekly_km, longest_km, words, absent):
    advice = forecasting.advice(prediction(distance_m), believed(weekly_km, longest_km))
    told = " ".join(said(EN, each) for each in advice)
    assert all(each in told for each in words)
    assert not any(each in told for each in absent)
    assert all(each.source for each in advice)


def test_predictions_do_not_rest_on_an_old_snapshot(cast):
    with transaction() as connection:
        live(connection, cast.ann.athlete_id, 100)
        old = replace(fitness.current(connection, cast.ann.athlete_id, TODAY), on=ago(30))
        snapshots.keep(connection, cast.ann.athlete_id, old)
        assert analytics.predictions(connection, cast.ann.athlete_id, TODAY).on == TODAY
        fresh = replace(old, on=ago(2))
        snapshots.keep(connection, cast.ann.athlete_id, fresh)
        found = analytics.predictions(connection, cast.ann.athlete_id, TODAY)
    assert found.on == ago(2)
    assert len(found.outlooks) == len(fresh.predictions) > 0
