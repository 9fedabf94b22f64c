"""Sessions reshaped, and what is said of two versions of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.domain.adaptation import ChangeKind
from coach.domain.goals import GoalKind
from coach.domain.plans import Notice, Plan, Session, SessionKind, Step, StepKind, Target
from coach.science.planning.adaptation.differences import Reason, differences, kind_of
from coach.science.planning.adaptation.reshaping import (
    changed,
    eased,
    moved,
    repaced,
    shortened,
    with_sessions,
    without_work,
)
from coach.science.planning.adaptation.verdicts import work_s
from coach.science.planning.rules import check
from tests.science.planning.lives import keyed
from tests.science.planning.runners import fitness, plan_for

SNAPSHOT = fitness(14, weekly_km=(40, 40, 40, 40, 40, 40), longest_km=18)
WHY = Reason(Notice("because", "Because."))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return keyed(plan_for(GoalKind.MARATHON, 16, 4, SNAPSHOT))


def first(plan: Plan, kind: SessionKind, *, work: bool = False) -> Session:
    return next(s for s in plan.sessions if s.kind is kind and (work_s(s) > 0 or not work))


def test_an_equal_plan_has_no_difference(plan: Plan) -> None:
    assert differences(plan, with_sessions(plan, plan.sessions), {}, WHY) == ()


def test_a_difference_tells_what_became_of_each_session_and_why(plan: Plan) -> None:
    easy, hard, long_run = (first(plan, kind) for kind in (SessionKind.EASY, SessionKind.INTERVALS, SessionKind.LONG))
    rule = Reason(Notice("rule", "A rule."), "spacing")
    new = changed(
        plan,
        {
            str(easy.key): None,
            str(hard.key): eased(hard, 14),
            str(long_run.key): shortened(long_run, 14, long_run.duration_s - 600),
        },
    )
    found = {change.kind: change for change in differences(plan, new, {str(hard.key): rule}, WHY)}
    assert set(found) == {ChangeKind.REMOVED, ChangeKind.EASED, ChangeKind.SHORTENED}
    assert (found[ChangeKind.EASED].reason, found[ChangeKind.EASED].rule_id) == (rule.notice, "spacing")
    assert found[ChangeKind.REMOVED].reason == WHY.notice
    assert found[ChangeKind.REMOVED].after is None


def test_a_session_that_goes_elsewhere_is_moved_and_not_replaced(plan: Plan) -> None:
    easy = first(plan, SessionKind.EASY)
    new = changed(plan, {str(easy.key): moved(easy, easy.day - timedelta(days=1))})
    (change,) = differences(plan, new, {}, WHY)
    assert (change.kind, change.day) == (ChangeKind.MOVED, easy.day)


def test_another_session_on_the_same_day_stands_beside_the_one_it_replaces(plan: Plan) -> None:
    hard = first(plan, SessionKind.INTERVALS)
    other = replace(hard, key="other", kind=SessionKind.TEMPO)
    new = with_sessions(plan, [*(s for s in plan.sessions if s is not hard), other])
    (change,) = differences(plan, new, {}, WHY)
    assert (change.kind, change.before, change.after) == (ChangeKind.REPLACED, hard, other)


def test_the_same_session_at_other_paces_is_paced(plan: Plan) -> None:
    for kind in (SessionKind.EASY, SessionKind.INTERVALS, SessionKind.LONG, SessionKind.TEMPO):
        session = first(plan, kind)
        assert kind_of(session, repaced(session, 14, 14.5)) is ChangeKind.PACED


def test_a_repaced_plan_keeps_sums_zones_and_paces_true(plan: Plan) -> None:
    new = with_sessions(plan, (repaced(session, 14, 14.4) for session in plan.sessions))
    new = replace(new, vma_kmh=14.4, goal_s=(plan.goal_s or 0) / 14.4 * 14)
    broken = {one.rule.rule_id for one in check(new, SNAPSHOT)}
    assert not broken & {"sums", "paces", "speeds", "race_distance"}


def test_a_shortened_long_run_says_its_new_length(plan: Plan) -> None:
    long_run = first(plan, SessionKind.LONG, work=True)
    cut = shortened(long_run, 14, 62 * 60)
    assert (cut.duration_s, cut.values["duration"], cut.kind) == (3600, "1 h", SessionKind.LONG)
    assert work_s(cut) == 0
    assert shortened(long_run, 14, 10**6) is long_run


def test_a_hard_session_cut_short_is_an_easy_run(plan: Plan) -> None:
    cut = shortened(first(plan, SessionKind.INTERVALS), 14, 30 * 60)
    assert (cut.kind, cut.duration_s) == (SessionKind.EASY, 1800)


def test_a_long_run_without_its_work_is_as_long_as_before(plan: Plan) -> None:
    long_run = first(plan, SessionKind.LONG, work=True)
    plain = without_work(long_run, 14)
    assert (plain.kind, plain.duration_s, work_s(plain)) == (SessionKind.LONG, long_run.duration_s, 0)


def test_a_walk_run_loses_whole_passes() -> None:
    run = Step(StepKind.STEADY, 240, 600, Target(rpe=3))
    walk = Step(StepKind.WALK, 60, 90, Target(rpe=1))
    block = Step(StepKind.STEADY, 300, 690, Target(), times=6, steps=(run, walk))
    day = SNAPSHOT.on
    session = Session(day, SessionKind.EASY, "{times} x", "", (block,), {"times": "6", "duration": "30 min"})
    cut = shortened(session, 12, 20 * 60)
    assert (cut.steps[0].times, cut.duration_s) == (4, 1200)
    assert cut.values == {"times": "4", "duration": "20 min"}
