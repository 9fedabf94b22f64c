"""Windows added up by PostgreSQL: what it says is what a plain loop over the days says."""

from __future__ import annotations

from datetime import date, time, timedelta
from statistics import fmean, pstdev

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.domain.analytics import Window
from coach.domain.sports import Sport
from coach.store import analytics
from coach.store.analytics_dashboard import SHOWN, glance
from coach.store.engine import transaction
from tests.cast import assemble
from tests.services.analytics_history import Done, sleep, write

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)
loads = st.lists(st.none() | st.floats(0, 300), min_size=1, max_size=45)


def ago(days: int) -> date:
    return FRIDAY - timedelta(days=days)


@pytest.mark.parametrize("today", [date(2026, 11, 16), FRIDAY, date(2026, 11, 22), date(2027, 1, 1), date(2021, 1, 3)])
@pytest.mark.parametrize("weeks", [1, 12, 520])
def test_a_window_begins_on_a_monday_and_the_one_before_is_as_long(today, weeks):
    window = Window.ending(today, weeks)
    assert window.first.weekday() == 0
    assert window.last == today
    assert window.first == date.fromisocalendar(*today.isocalendar()[:2], 1) - timedelta(weeks=weeks - 1)
    assert window.before.days == window.days
    assert window.before.last < window.first
    assert window.before.last.weekday() == today.weekday()


def test_weeks_are_those_of_the_athletes_own_dates(cast):
    """Late on Sunday and early on Monday, in Auckland and Honolulu: the date kept decides, not the instant."""
    with transaction() as connection:
        write(
            connection,
            cast.ann.athlete_id,
            Done(MONDAY - timedelta(days=1), 1000.0, at=time(23, 59), utc_offset_s=13 * 3600),
            Done(MONDAY, 2000.0, at=time(0, 1), utc_offset_s=13 * 3600),
            Done(MONDAY - timedelta(days=1), 4000.0, at=time(23, 59), utc_offset_s=-10 * 3600),
            Done(MONDAY, 8000.0, at=time(0, 1), utc_offset_s=-10 * 3600),
        )
        added = analytics.totals(connection, cast.ann.athlete_id, Window.ending(FRIDAY, 2))
    assert added.weeks[MONDAY].distance_m == 10_000.0
    assert added.weeks[MONDAY - timedelta(weeks=1)].distance_m == 5000.0


def test_the_first_week_of_a_year_is_one_week(cast):
    """The Monday week of 28 December 2026 holds 1 January; so does that of a spring without an hour."""
    monday = date(2026, 12, 28)
    days = [monday + timedelta(days=day) for day in range(7)]
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, *(Done(day, 1000.0) for day in days))
        added = analytics.totals(connection, cast.ann.athlete_id, Window.ending(days[-1], 1))
    assert list(added.weeks) == [monday]
    assert added.now.distance_m == 7000.0


def test_totals_say_what_was_run_and_what_is_unknown(cast):
    with transaction() as connection:
        write(
            connection,
            cast.ann.athlete_id,
            Done(
                MONDAY,
                10_000.0,
                3000.0,
                load=60.0,
                speed_p95_mps=4.0,
                efficiency=1.2,
                heart_zone_s=(100, 200, 0, 0, 50),
            ),
            Done(MONDAY, 5000.0, 2000.0, load=None, speed_p95_mps=5.0, efficiency=0.9, heart_zone_s=(10, 0, 0, 0, 0)),
            Done(MONDAY, None, 1800.0, load=40.0),
            Done(MONDAY, 30_000.0, 3600.0, load=70.0, sport=Sport.RIDE, speed_p95_mps=12.0, efficiency=3.0),
            Done(MONDAY, None, 2400.0, load=None, sport=Sport.STRENGTH, weighed=False),
            Done(MONDAY, 99_000.0, 100.0, load=999.0, deleted=True),
            Done(FRIDAY + timedelta(days=1), 99_000.0, 100.0, load=999.0),
        )
        added = analytics.totals(connection, cast.ann.athlete_id, Window.ending(FRIDAY, 1))
    week = added.weeks[MONDAY]
    assert week == added.now
    assert (week.activities, week.runs, week.unmeasured) == (5, 3, 2)
    assert (week.distance_m, week.moving_s, week.load) == (15_000.0, 6800.0, 170.0)
    assert week.pace_s_per_km == pytest.approx(5000 / 15)
    assert week.speed_p95_mps == pytest.approx(np.percentile([4.0, 5.0], 95))
    assert week.efficiency_m_per_beat == pytest.approx((1.2 * 3000 + 0.9 * 2000) / 5000)
    assert week.heart_zone_s == (110, 200, 0, 0, 50)
    assert week.pace_zone_s == ()
    assert added.before == analytics.NOTHING


def test_a_week_of_unmeasured_activities_has_no_load_not_zero(cast):
    with transaction() as connection:
        write(connection, cast.bo.athlete_id, Done(MONDAY, None, load=None, sport=Sport.STRENGTH))
        added = analytics.totals(connection, cast.bo.athlete_id, Window.ending(FRIDAY, 1))
        (first, *_) = analytics.rolling(connection, cast.bo.athlete_id, MONDAY, Window.ending(FRIDAY, 1))
    assert (added.now.load, added.now.unmeasured, added.now.distance_m) == (None, 1, 0.0)
    assert (first.load, first.cumulative_load, first.distance_m) == (None, None, 0.0)


def test_the_window_before_stops_on_the_same_weekday(cast):
    """On a Friday two weeks are held against the two before up to their Friday: its weekend belongs to neither."""
    days = [ago(7 * weeks + shift) for weeks in range(5) for shift in range(7)]
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, *(Done(day, 1000.0) for day in days))
        added = analytics.totals(connection, cast.ann.athlete_id, Window.ending(FRIDAY, 2))
    assert added.now.runs == added.before.runs == 12
    assert sum(week.runs for week in added.weeks.values()) == 12


def test_nobody_elses_activity_is_added(cast):
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, Done(MONDAY, efforts={1000.0: 200.0}))
        window = Window.ending(FRIDAY, 12)
        cy = cast.cy.athlete_id
        assert analytics.totals(connection, cy, window).now == analytics.NOTHING
        assert analytics.known_since(connection, cy, FRIDAY) is None
        assert analytics.bests(connection, cy, window) == []
        assert glance(connection, cy, window).recent == ()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads)
def test_rolling_means_are_those_of_a_plain_loop(database, values):
    """A load a day (None: an activity that tells none; 0 stands for rest), the last value today."""
    athlete, today = assemble().ann.athlete_id, FRIDAY
    since = today - timedelta(days=len(values) - 1)
    done = [Done(since + timedelta(days=at), 1000.0, load=load) for at, load in enumerate(values) if load != 0]
    with transaction() as connection:
        write(connection, athlete, *done)
        found = analytics.rolling(connection, athlete, since, Window.ending(today, 2))
    assert [day.on for day in found] == [
        day for at in range(11, -1, -1) if (day := today - timedelta(days=at)) >= since
    ]
    for day in found:
        at = (day.on - since).days
        assert day.load == pytest.approx(values[at])
        for length, mean, stability in ((7, day.load_7d, day.stability_7d), (28, day.load_28d, day.stability_28d)):
            behind = values[max(0, at - length + 1) : at + 1]
            known = [value for value in behind if value is not None]
            if len(behind) < length or 2 * len(known) < length:
                assert mean is None
                assert stability is None
                continue
            assert mean == pytest.approx(fmean(known))
            if pstdev(known) > 1e-6 * fmean(known):
                assert stability == pytest.approx(fmean(known) / pstdev(known), rel=1e-4)
        inside = [value for value in values[max(0, len(values) - 12) : at + 1] if value is not None]
        assert day.cumulative_load == (pytest.approx(sum(inside)) if inside else None)


def test_stability_is_fosters_monotony(cast):
    """His week of 300, 0, 450, 0, 300, 600, 0 has a monotony of 1.0488 by the population's deviation."""
    week = (300.0, 0.0, 450.0, 0.0, 300.0, 600.0, 0.0)
    sunday = date(2026, 11, 22)
    done = [Done(MONDAY + timedelta(days=at), load=load) for at, load in enumerate(week) if load]
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, *done)
        found = analytics.rolling(connection, cast.ann.athlete_id, MONDAY, Window.ending(sunday, 1))
    assert found[-1].stability_7d == pytest.approx(1.0488, abs=5e-5)
    assert found[-1].cumulative_load == 1650.0
    assert [day.load_7d for day in found[:-1]] == [None] * 6


def test_days_all_alike_have_no_stability(cast):
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, *(Done(ago(at), load=0.1) for at in range(60)))
        found = analytics.rolling(connection, cast.ann.athlete_id, ago(59), Window.ending(FRIDAY, 4))
    assert {day.stability_7d for day in found} == {day.stability_28d for day in found} == {None}
    assert found[0].load_28d == pytest.approx(0.1)


def test_bests_are_the_fastest_of_the_window_and_of_equals_the_earliest(cast):
    with transaction() as connection:
        ids = write(
            connection,
            cast.ann.athlete_id,
            Done(ago(400), efforts={1000.0: 190.0}),
            Done(ago(20), efforts={1000.0: 200.0, 5000.0: 1200.0}),
            Done(ago(10), efforts={1000.0: 200.0, 5000.0: 1190.0}),
            Done(ago(5), efforts={1000.0: 100.0}, sport=Sport.RIDE),
            Done(ago(4), efforts={1000.0: 100.0}, deleted=True),
        )
        found = analytics.bests(connection, cast.ann.athlete_id, Window.ending(FRIDAY, 12))
        ever = analytics.fastest_ever(connection, cast.ann.athlete_id, FRIDAY)
    assert [(best.mark.distance_m, best.mark.elapsed_s, best.mark.activity_id) for best in found] == [
        (1000.0, 200.0, ids[1]),
        (5000.0, 1190.0, ids[2]),
    ]
    assert ever == {1000.0: 190.0, 5000.0: 1190.0}


def test_dates_of_watches_never_set_begin_no_history(cast):
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, Done(date(1970, 1, 1)), Done(ago(9)), Done(ago(30), deleted=True))
        assert analytics.known_since(connection, cast.ann.athlete_id, FRIDAY) == ago(9)
        assert glance(connection, cast.ann.athlete_id, Window.ending(FRIDAY, 1)).known_since == ago(9)


def test_a_glance_shows_the_last_activities_with_their_own_clock(cast):
    with transaction() as connection:
        write(connection, cast.ann.athlete_id, *(Done(ago(at), load=float(at)) for at in range(SHOWN + 3)))
        write(connection, cast.ann.athlete_id, Done(FRIDAY + timedelta(days=2)), Done(FRIDAY, deleted=True))
        found = glance(connection, cast.ann.athlete_id, Window.ending(FRIDAY, 1))
    assert [each.local_start.date() for each in found.recent] == [ago(at) for at in range(SHOWN)]
    assert [each.load for each in found.recent] == [float(at) for at in range(SHOWN)]
    assert {each.local_start.time() for each in found.recent} == {time(7)}


def test_sleep_is_the_mean_of_the_nights_known(cast):
    nights = {MONDAY: 8 * 3600.0, FRIDAY: 6 * 3600.0, MONDAY - timedelta(days=3): 5 * 3600.0}
    with transaction() as connection:
        sleep(connection, cast.ann.athlete_id, nights)
        found = analytics.weekly_sleep(connection, cast.ann.athlete_id, Window.ending(FRIDAY, 2))
    assert found == {MONDAY: 7 * 3600.0, MONDAY - timedelta(weeks=1): 5 * 3600.0}
