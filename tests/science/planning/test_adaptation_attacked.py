"""What once got round a proposal: refusals by-passed, days not counted, sessions lost, weeks above the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.domain.adaptation import Cause, CauseKind, Proposal
from coach.domain.athletes import Level
from coach.domain.fitness import Fitness
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, TuneUp
from coach.domain.plans import Plan, SessionKind
from coach.domain.problems import InvalidInput
from coach.science.planning import make_plan
from coach.science.planning.adaptation.judging import Case, broken, lived_plan
from coach.science.planning.adaptation.matching import lived
from coach.science.planning.adaptation.proposing import propose
from coach.science.planning.calendar import days_for
from tests.science.planning.lives import done_until, fitness_on, keyed, volumes
from tests.science.planning.runners import TODAY, fitness, plan_for

SNAPSHOT = fitness(14, weekly_km=(30, 32, 34, 30, 35, 36), longest_km=14)
NOBODY = fitness(level=Level.BEGINNER)
KEYS = (SessionKind.LONG, SessionKind.TEMPO, SessionKind.INTERVALS)


@pytest.fixture(scope="module")
def marathon() -> Plan:
    """Sixteen weeks to a marathon for a beginner nobody knows anything of, asked for on a Friday."""
    return keyed(plan_for(GoalKind.MARATHON, 16, 4, NOBODY))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return keyed(plan_for(GoalKind.MARATHON, 16, 4, SNAPSHOT))


def moved(plan: Plan, to: date, today: date = TODAY, known: Fitness = NOBODY) -> Proposal:
    return propose(plan, lived(plan, [], today), [Cause(CauseKind.RACE_MOVED, race_day=to)], known, today)


def words(proposal: Proposal) -> str:
    return " ".join(notice.message.format(**notice.values) for notice in proposal.told)


# A race moved


def test_a_marathon_is_not_moved_to_where_a_new_plan_would_be_refused(marathon: Plan) -> None:
    near = date(2026, 12, 13)
    with pytest.raises(InvalidInput) as refused:
        moved(marathon, near)
    with pytest.raises(InvalidInput) as new:
        make_plan(Goal(GoalKind.MARATHON, days_for(4), race_day=near), NOBODY, today=TODAY)
    assert (refused.value.message, refused.value.field) == (new.value.message, "race_day")
    assert refused.value.values["weeks"] == new.value.values["weeks"] == 3
    assert refused.value.values["km"] == new.value.values["km"]


@pytest.mark.parametrize("to", [date(2026, 11, 24), date(2026, 11, 29), date(2026, 12, 5)])
def test_a_marathon_is_moved_neither_to_next_week_nor_the_one_after(marathon: Plan, to: date) -> None:
    with pytest.raises(InvalidInput, match="No plan can promise that"):
        moved(marathon, to)


def test_a_marathon_is_not_moved_into_the_week_in_progress_before_it_was_trained_for(marathon: Plan) -> None:
    today = marathon.start + timedelta(days=8)
    with pytest.raises(InvalidInput, match="No plan can promise that"):
        moved(marathon, today + timedelta(days=3), today)


def test_who_has_trained_for_it_may_still_run_it_earlier(plan: Plan) -> None:
    today = plan.start + timedelta(days=7 * 13)
    runs = done_until(plan, today)
    cause = Cause(CauseKind.RACE_MOVED, race_day=plan.end - timedelta(days=7))
    proposal = propose(plan, lived(plan, runs, today), [cause], fitness_on(SNAPSHOT, plan, runs, today), today)
    assert proposal.proposed.race_day == plan.end - timedelta(days=7)


def test_a_race_brought_nearer_says_what_is_short_before_it_is_accepted(marathon: Plan) -> None:
    proposal = moved(marathon, marathon.end - timedelta(days=7 * 7))
    assert {"few_weeks", "long_run_short", "safer_choice"} <= {notice.code for notice in proposal.told}
    assert "9 weeks is short" in words(proposal)


@pytest.mark.parametrize("kind", [GoalKind.FIVE_K, GoalKind.HALF_MARATHON, GoalKind.MARATHON])
@pytest.mark.parametrize("days", [1, 2])
def test_a_race_is_not_moved_before_the_plan_begins(kind: GoalKind, days: int) -> None:
    plan = keyed(plan_for(kind, 12, 4, SNAPSHOT))
    with pytest.raises(InvalidInput, match="2026-11-23") as refused:
        moved(plan, TODAY + timedelta(days=days), known=SNAPSHOT)
    assert refused.value.field == "race_day"


def test_a_race_that_a_pause_took_away_is_not_moved_within_its_week(plan: Plan) -> None:
    today = plan.end - timedelta(days=5)
    bone = Injury(InjurySite.FEMORAL_NECK, InjuryState.CURRENT)
    life = lived(plan, done_until(plan, today), today)
    paused = propose(plan, life, [Cause(CauseKind.INJURY, since=today, injury=bone)], SNAPSHOT, today)
    with pytest.raises(InvalidInput, match="no race to move"):
        moved(keyed(paused.proposed), plan.end - timedelta(days=1), today, SNAPSHOT)


def test_a_race_on_the_way_that_no_longer_fits_is_left_out_and_told(plan: Plan) -> None:
    way = TuneUp(plan.end - timedelta(days=22), 10_000)
    known = fitness(14, weekly_km=(50,) * 6, longest_km=24)
    with_race = keyed(plan_for(GoalKind.MARATHON, 16, 4, known, tune_ups=(way,)))
    proposal = moved(with_race, plan.end - timedelta(days=15), known=known)
    assert proposal.proposed.goal.tune_ups == ()
    assert [s.day for s in proposal.proposed.sessions if s.kind is SessionKind.RACE] == [proposal.proposed.race_day]
    assert f"The race on the way of {way.day.isoformat()} no longer fits" in words(proposal)


# A session missed, and something else besides


@pytest.mark.parametrize("week", [2, 3, 5, 6])
def test_a_missed_session_that_cannot_stay_where_it_went_keeps_its_past_day(plan: Plan, week: int) -> None:
    sessions = plan.weeks[week - 1].sessions
    missed = next(session for session in sessions if session.kind in KEYS)
    today = missed.day + timedelta(days=1)
    runs = done_until(plan, today, skip=lambda session: session is missed)
    causes = [
        Cause(CauseKind.MISSED, keys=(missed.key or "",)),
        Cause(CauseKind.TRAVEL, since=today, until=plan.weeks[week - 1].sunday),
    ]
    proposal = propose(plan, lived(plan, runs, today), causes, fitness_on(SNAPSHOT, plan, runs, today), today)
    assert {session.key: session for session in proposal.proposed.sessions}[missed.key] == missed
    assert "finds another day" not in words(proposal)
    assert "is let go" in words(proposal)


def test_a_hard_session_cut_short_counts_the_metres_that_were_run(plan: Plan) -> None:
    hard = next(session for session in plan.sessions if session.kind is SessionKind.TEMPO)
    today = hard.day + timedelta(days=1)
    runs = [
        replace(run, distance_m=(run.distance_m or 0) * 0.85, moving_s=run.moving_s * 0.85)
        if run.local_date == hard.day
        else run
        for run in done_until(plan, today)
    ]
    case = Case(plan, lived(plan, runs, today), fitness_on(SNAPSHOT, plan, runs, today), today)
    ran = next(session for session in lived_plan(case, plan).sessions if session.key == hard.key)
    assert ran.kind is SessionKind.TEMPO
    assert ran.distance_m == pytest.approx(0.85 * hard.distance_m)


# Days nobody told of


@pytest.fixture(scope="module")
def unrun() -> tuple[Plan, date, Fitness]:
    """A plan of which nothing was run for 22 days."""
    known = replace(SNAPSHOT, last_run=TODAY)
    plan = keyed(plan_for(GoalKind.HALF_MARATHON, 14, 4, known))
    today = plan.start + timedelta(days=22)
    return plan, today, fitness_on(known, plan, [], today)


@pytest.mark.parametrize("kind", [CauseKind.ILLNESS, CauseKind.INJURY])
def test_days_without_a_run_count_whether_they_are_told_or_not(
    unrun: tuple[Plan, date, Fitness], kind: CauseKind
) -> None:
    plan, today, known = unrun
    injury = Injury(InjurySite.FEMORAL_NECK, InjuryState.RECOVERING, cleared=True)
    cause = Cause(kind, since=today, until=today, injury=injury if kind is CauseKind.INJURY else None)
    proposal = propose(plan, lived(plan, [], today), [cause], known, today)
    usual = 35_000
    assert volumes(proposal.proposed)[4] <= 0.75 * usual
    assert volumes(proposal.proposed)[4] < volumes(plan)[4]
    assert volumes(proposal.proposed)[3] <= 0.75 * usual
    assert "days without training" in words(proposal)


# Nothing above the plan, however far ahead


@pytest.mark.parametrize("off", [16, 30, 44])
def test_no_week_after_a_break_is_above_the_plan_there_was(off: int) -> None:
    for kind, goal_vma in ((GoalKind.RETURN, 18.0), (GoalKind.TEN_K, None)):
        weeks_off = {"weeks_off": 8} if kind is GoalKind.RETURN else {}
        plan = keyed(plan_for(kind, 12, 4, SNAPSHOT, vma_kmh=goal_vma, **weeks_off))
        today = plan.start + timedelta(days=off)
        runs = done_until(plan, plan.start + timedelta(days=2))
        life = lived(plan, runs, today)
        keys = tuple(one.session.key or "" for one in life.fulfilments if one.session.day < today)
        known = fitness_on(replace(SNAPSHOT, last_run=TODAY), plan, runs, today)
        for cause in (Cause(CauseKind.MISSED, keys=keys), Cause(CauseKind.ILLNESS, since=today, until=today)):
            proposal = propose(plan, life, [cause], known, today)
            assert broken(Case(plan, life, known, today), proposal.proposed) == []
            first = (today - plan.start).days // 7
            for after, before in list(zip(volumes(proposal.proposed), volumes(plan), strict=True))[first:]:
                assert after <= before + 1


def test_days_lost_quicken_no_pace() -> None:
    plan = keyed(plan_for(GoalKind.RETURN, 12, 4, NOBODY, vma_kmh=18.0, weeks_off=8))
    assert plan.vma_kmh < 18
    today = plan.start + timedelta(days=30)
    runs = done_until(plan, plan.start + timedelta(days=9))
    known = fitness_on(NOBODY, plan, runs, today)
    cause = Cause(CauseKind.ILLNESS, since=plan.start + timedelta(days=9), until=today)
    proposal = propose(plan, lived(plan, runs, today), [cause], known, today)
    assert proposal.changes
    assert proposal.proposed.vma_kmh == plan.vma_kmh
    assert proposal.proposed.goal.vma_kmh == 18


def test_the_same_told_twice_is_told_once(plan: Plan) -> None:
    today = plan.start + timedelta(days=30)
    cause = Cause(CauseKind.ILLNESS, since=today, until=today)
    proposal = propose(plan, lived(plan, done_until(plan, today), today), [cause, cause], SNAPSHOT, today)
    assert proposal.causes == (cause,)
