"""Loads kept true whatever happens to activities: added, rated, deleted, restored, dated wrongly, by two at once."""

from __future__ import annotations

import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, event, insert, select, update

from coach.domain.athletes import Language, Level
from coach.domain.fitness import Endurance, Estimate, Fitness, Heart
from coach.domain.intensity import Analysis, Distribution, Quantity
from coach.domain.problems import InvalidInput
from coach.domain.training import TrainingDay
from coach.services import activities, imports, samples, training
from coach.services.training_words import young_text
from coach.store import analysis, engine, recorded
from coach.store import fitness as snapshots
from coach.store.engine import transaction
from coach.store.tables import t_activity, t_activity_load, t_training_day
from coach.store.training import FIRST_DAY, forget, window

TODAY = date(2026, 11, 20)
HOUR = 3600.0


def trained(connection, athlete_id, day, *, effort=None, bpm=None, family="run", watch_effort=None) -> str:
    """An hour on a day: rated by the athlete or on the watch, or at a heart rate; the activity's id."""
    activity_id = str(uuid.uuid4())
    began = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    connection.execute(
        insert(t_activity).values(
            id=activity_id,
            athlete_id=athlete_id,
            sport=family,
            family=family,
            started_at=began,
            ended_at=began + timedelta(hours=1),
            utc_offset_s=0,
            local_date=day,
            elapsed_s=HOUR,
            timer_s=HOUR,
            moving_s=HOUR,
            measures={"corrections": []},
            totals={} if watch_effort is None else {"perceived_effort": watch_effort},
            perceived_effort=effort,
        )
    )
    if bpm is not None:
        held = Distribution(Quantity.HEART_RATE, 30.0, 1.0, (*[0.0] * (bpm - 30), HOUR))
        analysis.write(connection, activity_id, Analysis(distributions=(held,)))
    return activity_id


def believe(connection, athlete_id, on=TODAY, *, maximum=190.0, resting=50.0, threshold=170.0, validity=4) -> None:
    """Keep a fitness snapshot with these heart rates."""

    def known(value: float) -> Estimate:
        return Estimate(value, value - 3, value + 3, "test", "", validity)

    believed = Fitness(
        on=on,
        vma=None,
        vo2max=None,
        level=Level.BEGINNER,
        level_reason="",
        max_hr=None,
        resting_hr=None,
        heart=Heart(known(maximum), known(resting), known(threshold)),
        endurance=Endurance(),
    )
    snapshots.keep(connection, athlete_id, believed)


def piled(connection, athlete_id) -> list[tuple]:
    columns = t_training_day.c
    rows = connection.execute(
        select(columns.on_date, columns.load, columns.ctl, columns.atl)
        .where(columns.athlete_id == athlete_id)
        .order_by(columns.on_date)
    )
    return [tuple(row) for row in rows]


def from_scratch(connection, athlete_id) -> list[tuple]:
    forget(connection, athlete_id)
    connection.execute(delete(t_training_day).where(t_training_day.c.athlete_id == athlete_id))
    training.refresh(connection, athlete_id)
    return piled(connection, athlete_id)


def assert_same(found, wanted):
    assert [row[0] for row in found] == [row[0] for row in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert one[1:] == pytest.approx(other[1:], rel=1e-9, abs=1e-9)


def load_of(connection, activity_id):
    return connection.execute(select(t_activity_load).where(t_activity_load.c.activity_id == activity_id)).one_or_none()


def test_a_hundred_a_day_piles_up_as_published(cast):
    with transaction() as connection:
        for back in range(42):
            trained(connection, cast.ann.athlete_id, TODAY - timedelta(days=back), effort=7.0)
        training.refresh(connection, cast.ann.athlete_id)
        state = training.state(connection, cast.ann.athlete_id, TODAY)
    assert (state.today.load, round(state.today.ctl, 3)) == (pytest.approx(100), 63.654)
    before = state.days[-2]
    assert state.today.tsb == pytest.approx(before.ctl - before.atl)
    assert state.ramp == pytest.approx(state.today.ctl - state.days[-8].ctl)
    assert len(state.weeks) == 12
    assert all(week.monday.weekday() == 0 for week in state.weeks)


def test_whatever_happens_the_days_are_those_of_a_fresh_start(cast):
    chance, athlete_id = random.Random(11), cast.ann.athlete_id
    known: list[str] = []
    with transaction() as connection:
        believe(connection, athlete_id)
        for _ in range(25):
            day = TODAY - timedelta(days=chance.randrange(90))
            act = chance.choice(["train", "train", "pulse", "delete", "restore", "rate"]) if known else "train"
            if act == "train":
                known.append(trained(connection, athlete_id, day, effort=chance.choice([None, 3.0, 8.0])))
            elif act == "pulse":
                known.append(trained(connection, athlete_id, day, bpm=chance.randrange(110, 185)))
            elif act == "rate":
                one = t_activity.c.id == chance.choice(known)
                connection.execute(update(t_activity).where(one).values(perceived_effort=chance.uniform(0, 10)))
            else:
                at = datetime(2026, 11, 20, tzinfo=UTC) if act == "delete" else None
                one = t_activity.c.id == chance.choice(known)
                connection.execute(update(t_activity).where(one).values(deleted_at=at))
            training.refresh(connection, athlete_id)
            kept = piled(connection, athlete_id)
            assert_same(kept, from_scratch(connection, athlete_id))
    assert kept


def test_only_days_from_the_change_on_are_written(cast):
    with transaction() as connection:
        for back in (30, 20, 10):
            trained(connection, cast.ann.athlete_id, TODAY - timedelta(days=back), effort=5.0)
        assert training.refresh(connection, cast.ann.athlete_id) == TODAY - timedelta(days=30)
        assert training.refresh(connection, cast.ann.athlete_id) is None
        trained(connection, cast.ann.athlete_id, TODAY - timedelta(days=15), effort=5.0)
        assert training.refresh(connection, cast.ann.athlete_id) == TODAY - timedelta(days=15)


def test_since_spares_the_days_before(cast):
    with transaction() as connection:
        early = trained(connection, cast.ann.athlete_id, TODAY - timedelta(days=30), effort=5.0)
        late = trained(connection, cast.ann.athlete_id, TODAY, effort=5.0)
        training.refresh(connection, cast.ann.athlete_id, since=TODAY)
        assert load_of(connection, early) is None
        assert load_of(connection, late).session_rpe == 300


def test_deleting_takes_the_load_away_and_restoring_brings_it_back(cast, now):
    with transaction() as connection:
        activity_id = trained(connection, cast.ann.athlete_id, TODAY, effort=7.0)
        training.refresh(connection, cast.ann.athlete_id)
        before = piled(connection, cast.ann.athlete_id)
        activities.delete(connection, cast.ann.athlete_id, activity_id, now)
        assert piled(connection, cast.ann.athlete_id) == []
        assert training.state(connection, cast.ann.athlete_id, TODAY).today.load == 0
        activities.restore(connection, cast.ann.athlete_id, activity_id, now)
        assert_same(piled(connection, cast.ann.athlete_id), before)


def test_the_athletes_rating_goes_before_the_watchs(cast):
    with transaction() as connection:
        activity_id = trained(connection, cast.ann.athlete_id, TODAY, watch_effort=4.0)
        training.refresh(connection, cast.ann.athlete_id)
        assert load_of(connection, activity_id).session_rpe == 240
        mine = t_activity.c.id == activity_id
        connection.execute(update(t_activity).where(mine).values(perceived_effort=6.0))
        training.refresh(connection, cast.ann.athlete_id)
        assert load_of(connection, activity_id).session_rpe == 360
        connection.execute(update(t_activity).where(mine).values(perceived_effort=None, totals={}))
        training.refresh(connection, cast.ann.athlete_id)
        assert load_of(connection, activity_id).load is None
        assert piled(connection, cast.ann.athlete_id) == []


def test_a_rating_a_file_has_off_the_scale_is_none_and_stays_so(cast):
    with transaction() as connection:
        activity_id = trained(connection, cast.ann.athlete_id, TODAY, watch_effort=80.0)
        training.refresh(connection, cast.ann.athlete_id)
        assert load_of(connection, activity_id).session_rpe is None
        assert _statements(lambda: training.refresh(connection, cast.ann.athlete_id), "INSERT") == 0


def test_a_heart_rate_weighs_once_its_bounds_are_known(cast):
    with transaction() as connection:
        activity_id = trained(connection, cast.bo.athlete_id, TODAY, bpm=170)
        training.refresh(connection, cast.bo.athlete_id)
        assert load_of(connection, activity_id).load is None
        believe(connection, cast.bo.athlete_id)
        training.refresh(connection, cast.bo.athlete_id)
        assert load_of(connection, activity_id).load == pytest.approx(100)
        assert load_of(connection, activity_id).method == "heart_rate"
        assert sum(load_of(connection, activity_id).heart_zone_s) == pytest.approx(HOUR)


def test_thresholds_that_moved_weigh_all_anew_and_a_hair_weighs_nothing(cast, now):
    athlete_id = cast.ann.athlete_id
    with transaction() as connection:
        believe(connection, athlete_id)
        kept, gone = (trained(connection, athlete_id, TODAY - timedelta(days=back), bpm=170) for back in (0, 5))
        training.refresh(connection, athlete_id)
        recorded.set_deleted(connection, athlete_id, gone, now)
        training.refresh(connection, athlete_id)
        believe(connection, athlete_id, threshold=170.9)
        assert training.refresh(connection, athlete_id) is None
        assert load_of(connection, kept).load == pytest.approx(100)
        believe(connection, athlete_id, on=TODAY + timedelta(days=1), threshold=175.0)
        assert training.refresh(connection, athlete_id) == TODAY
        lower = load_of(connection, kept).load
        assert lower < 95
        recorded.set_deleted(connection, athlete_id, gone, None)
        training.refresh(connection, athlete_id)
        assert load_of(connection, gone).load == pytest.approx(lower)


def test_small_steps_do_not_creep_away_from_the_thresholds_in_use(cast):
    athlete_id = cast.ann.athlete_id
    with transaction() as connection:
        activity_id = trained(connection, athlete_id, TODAY, bpm=170)
        for step in range(6):
            believe(connection, athlete_id, on=TODAY + timedelta(days=step), threshold=170.0 + 0.6 * step)
            training.refresh(connection, athlete_id)
        assert load_of(connection, activity_id).load < 97


@pytest.mark.parametrize("day", [date(1, 1, 2), date(1970, 1, 1), date(1989, 12, 31)])
def test_a_day_before_there_were_watches_counts_nowhere(cast, day):
    with transaction() as connection:
        activity_id = trained(connection, cast.ann.athlete_id, day, effort=10.0)
        training.refresh(connection, cast.ann.athlete_id)
        assert load_of(connection, activity_id).load > 0
        assert piled(connection, cast.ann.athlete_id) == []
        assert training.state(connection, cast.ann.athlete_id, TODAY).today.ctl == 0


def test_days_to_come_change_nothing_until_they_come(cast):
    athlete_id = cast.ann.athlete_id
    with transaction() as connection:
        trained(connection, athlete_id, TODAY, effort=7.0)
        training.refresh(connection, athlete_id)
        before = training.state(connection, athlete_id, TODAY)
        trained(connection, athlete_id, TODAY + timedelta(days=3), effort=10.0)
        trained(connection, athlete_id, date(9999, 12, 31), effort=10.0)
        training.refresh(connection, athlete_id)
        assert training.state(connection, athlete_id, TODAY) == before
        later = training.state(connection, athlete_id, TODAY + timedelta(days=3))
        assert later.today.load == pytest.approx(1000 / 7)


def test_an_activity_of_the_first_day_and_one_after_decades_hold_together(cast):
    athlete_id = cast.ann.athlete_id
    with transaction() as connection:
        trained(connection, athlete_id, FIRST_DAY, effort=7.0)
        trained(connection, athlete_id, TODAY, effort=7.0)
        training.refresh(connection, athlete_id)
        assert training.state(connection, athlete_id, TODAY).today.ctl == pytest.approx(100 / 42)


def test_activities_without_a_load_are_counted_not_taken_for_rest(cast):
    with transaction() as connection:
        trained(connection, cast.bo.athlete_id, TODAY, family="strength")
        trained(connection, cast.bo.athlete_id, TODAY - timedelta(days=1), effort=5.0)
        training.refresh(connection, cast.bo.athlete_id)
        state = training.state(connection, cast.bo.athlete_id, TODAY, weeks=1)
    assert [week.unmeasured for week in state.weeks] == [1]
    assert state.weeks[0].load == pytest.approx(300 / 4.2)


def test_somebody_new_begins_with_nothing_and_a_stranger_sees_nothing(cast):
    with transaction() as connection:
        trained(connection, cast.ann.athlete_id, TODAY, effort=7.0)
        training.refresh(connection, cast.ann.athlete_id)
        state = training.state(connection, cast.cy.athlete_id, TODAY)
        assert state.today == TrainingDay(TODAY, 0, 0, 0, 0)
        assert (state.ramp, state.estimated) == (0, ())
        assert training.ramp(connection, cast.cy.athlete_id, TODAY) is None


@pytest.mark.parametrize("weeks", [0, -1, 521])
def test_a_window_nobody_can_read_is_refused(cast, weeks):
    with pytest.raises(InvalidInput), transaction() as connection:
        training.state(connection, cast.ann.athlete_id, TODAY, weeks=weeks)


def test_estimated_thresholds_are_named(cast):
    with transaction() as connection:
        believe(connection, cast.ann.athlete_id, validity=2)
        assert training.state(connection, cast.ann.athlete_id, TODAY).estimated == (
            *("max_hr", "resting_hr"),
            "threshold_hr",
        )
        believe(connection, cast.ann.athlete_id, validity=3)
        assert training.state(connection, cast.ann.athlete_id, TODAY).estimated == ()


def test_what_was_before_the_first_activity_is_unknown_and_no_zero(cast):
    athlete_id = cast.ann.athlete_id
    with transaction() as connection:
        nothing = training.state(connection, athlete_id, TODAY)
        trained(connection, athlete_id, TODAY - timedelta(days=10), effort=5.0)
        training.refresh(connection, athlete_id)
        state = training.state(connection, athlete_id, TODAY, weeks=4)
    assert [week.load for week in nothing.weeks] == [None] * 12
    assert (nothing.days, nothing.known_since) == ((), None)
    first = TODAY - timedelta(days=10)
    assert (state.known_since, state.days[0].on, state.days[-1].on) == (first, first, TODAY)
    loads = [week.load for week in state.weeks]
    assert loads[:2] == [None, None]
    assert loads[2] == pytest.approx(300 / 4.2)
    assert loads[3] == 0
    assert state.weeks[2].monotony is None
    assert young_text(Language.ENGLISH, state.known_since, TODAY)
    assert not young_text(Language.ENGLISH, state.known_since, TODAY + timedelta(days=32))


def test_a_window_is_read_with_one_day_before_it_in_four_queries(cast):
    athlete_id = cast.ann.athlete_id
    with transaction() as connection:
        for back in range(0, 600, 2):
            trained(connection, athlete_id, TODAY - timedelta(days=back), effort=5.0)
        training.refresh(connection, athlete_id)
        assert len(window(connection, athlete_id, TODAY - timedelta(days=9), TODAY)) == 6
        assert _statements(lambda: training.state(connection, athlete_id, TODAY), "SELECT") == 4


def test_two_writers_at_once_leave_the_days_of_both(cast):
    athlete_id, gate = cast.ann.athlete_id, threading.Barrier(4)

    def write(number: int) -> None:
        gate.wait(timeout=20)
        for back in range(5):
            with transaction() as connection:
                trained(connection, athlete_id, TODAY - timedelta(days=3 * back + number), effort=6.0)
                training.refresh(connection, athlete_id)

    with ThreadPoolExecutor(4) as writers:
        for done in [writers.submit(write, number) for number in range(4)]:
            done.result(timeout=60)
    with transaction() as connection:
        kept = piled(connection, athlete_id)
        assert sum(row[1] for row in kept) == pytest.approx(20 * 360 / 4.2)
        assert_same(kept, from_scratch(connection, athlete_id))


def _statements(act, kind: str) -> int:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine.engine(), "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine.engine(), "before_cursor_execute", note)
    return sum(statement.lstrip("( \n").startswith(kind) for statement in seen)


def test_a_history_that_ended_years_ago_is_weighed_by_what_its_own_runs_proved(cast, tmp_path, now):
    (tmp_path / "run.fit").write_bytes(samples.one_hour_run(3))
    years_on = now + timedelta(days=5 * 365)
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: years_on, source="test")
    with transaction() as connection:
        assert snapshots.latest(connection, cast.ann.athlete_id).vma is None
        mine = select(t_activity.c.id).where(t_activity.c.athlete_id == cast.ann.athlete_id)
        loads = select(t_activity_load.c.method).where(t_activity_load.c.activity_id.in_(mine))
        assert list(connection.execute(loads).scalars()) == ["pace"]
