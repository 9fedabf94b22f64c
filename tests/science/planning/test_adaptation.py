"""What life asks of a plan, cause by cause: the smallest change, its reasons, and never more than was planned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from time import process_time

import pytest

from coach.domain.activities import ActivityRow
from coach.domain.adaptation import Cause, CauseKind, Change, ChangeKind, Lived, Proposal, Verdict
from coach.domain.goals import GoalKind, Injury, InjurySite, InjuryState
from coach.domain.plans import Origin, Phase, Plan, Session, SessionKind, Step
from coach.domain.problems import InvalidInput
from coach.science.planning.adaptation.matching import lived
from coach.science.planning.adaptation.proposing import propose
from tests.science.planning.lives import done_until, fitness_on, keyed, volumes
from tests.science.planning.runners import fitness, plan_for

SNAPSHOT = fitness(14, weekly_km=(30, 32, 34, 30, 35, 36), longest_km=14)
Skip = Callable[[Session], bool]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Sixteen weeks to a marathon on four days, the sixth week lighter."""
    return keyed(plan_for(GoalKind.MARATHON, 16, 4, SNAPSHOT))


def day(plan: Plan, week: int, weekday: int) -> date:
    return plan.start + timedelta(days=7 * (week - 1) + weekday)


def life_of(plan: Plan, today: date, skip: Skip) -> tuple[list[ActivityRow], Lived]:
    runs = done_until(plan, today, skip=skip)
    return runs, lived(plan, runs, today)


def asked(
    plan: Plan, today: date, causes: Sequence[Cause] | None = None, *, skip: Skip = lambda session: False
) -> Proposal:
    """The proposal for causes, or for what was missed; the rest was run as planned."""
    runs, life = life_of(plan, today, skip)
    if causes is None:
        keys = tuple(one.session.key or "" for one in life.fulfilments if one.verdict is Verdict.MISSED)
        causes = [Cause(CauseKind.MISSED, keys=keys)]
    return propose(plan, life, causes, fitness_on(SNAPSHOT, plan, runs, today), today)


def told(proposal: Proposal) -> str:
    return " ".join(notice.message.format(**notice.values) for notice in proposal.told)


def kinds(changes: Sequence[Change]) -> set[ChangeKind]:
    return {change.kind for change in changes}


def leaves(session: Session) -> list[Step]:
    return [part for step in session.steps for part in (step.steps or (step,))]


# Missed sessions


def test_one_missed_easy_run_changes_nothing_and_says_why(plan: Plan) -> None:
    saturday = day(plan, 5, 5)
    proposal = asked(plan, saturday + timedelta(days=1), skip=lambda s: s.day == saturday)
    assert proposal.changes == ()
    assert proposal.proposed == plan
    assert told(proposal).startswith("One easy run was missed. Nothing changes")


def test_a_missed_key_session_takes_the_place_of_an_easy_run_of_its_week(plan: Plan) -> None:
    tuesday = day(plan, 6, 1)
    missed = next(s for s in plan.sessions if s.day == tuesday)
    proposal = asked(plan, tuesday + timedelta(days=1), skip=lambda s: s.day == tuesday)
    moved, removed = proposal.changes
    assert (moved.kind, moved.before, moved.after and moved.after.day) == (ChangeKind.MOVED, missed, day(plan, 6, 3))
    assert (removed.kind, removed.before and removed.before.kind) == (ChangeKind.REMOVED, SessionKind.EASY)
    assert moved.rule_id == "spacing"
    assert volumes(proposal.proposed)[5] <= volumes(plan)[5]
    assert proposal.proposed.weeks[6:] == plan.weeks[6:]


def test_a_key_session_that_fits_no_other_day_is_let_go(plan: Plan) -> None:
    thursday = day(plan, 5, 3)
    proposal = asked(plan, thursday + timedelta(days=1), skip=lambda s: s.day == thursday)
    assert proposal.changes == ()
    assert "it is let go: nothing is piled up" in told(proposal)


def test_a_missed_long_run_does_not_make_the_next_one_longer(plan: Plan) -> None:
    sunday = day(plan, 5, 6)
    proposal = asked(plan, sunday + timedelta(days=1), skip=lambda s: s.day == sunday)
    assert proposal.changes == ()
    assert told(proposal) == "A missed long run is let go: the next one stays as it is, no longer."


def test_after_a_missed_week_the_next_ones_are_held_and_the_plan_goes_on(plan: Plan) -> None:
    monday = day(plan, 6, 0)
    proposal = asked(plan, monday, skip=lambda s: s.day >= monday - timedelta(days=7))
    before, after = volumes(plan), volumes(proposal.proposed)
    assert after[:6] == before[:6]
    assert after[6] < before[6] and after[7] < before[7]
    assert after[9:] == before[9:]
    assert kinds(proposal.changes) == {ChangeKind.SHORTENED}
    assert "Nothing is caught up" in told(proposal)


def test_the_long_run_after_a_missed_week_is_bounded_by_what_was_run(plan: Plan) -> None:
    monday = day(plan, 9, 0)
    proposal = asked(plan, monday, skip=lambda s: s.day >= monday - timedelta(days=7))
    longest = max(
        s.distance_m for s in plan.sessions if monday - timedelta(days=30) <= s.day < monday - timedelta(days=7)
    )
    held = [s for s in proposal.proposed.sessions if s.kind is SessionKind.LONG and 7 <= (s.day - monday).days < 14]
    assert all(session.distance_m <= 1.3 * longest for session in held)


def test_after_three_weeks_off_the_rest_is_laid_anew_from_a_share_of_the_usual(plan: Plan) -> None:
    monday = day(plan, 7, 0)
    proposal = asked(plan, monday, skip=lambda s: s.day >= monday - timedelta(days=21))
    usual, after = max(volumes(plan)[:3]), volumes(proposal.proposed)
    assert "21 days without a run" in told(proposal)
    assert all(volume <= 0.8 * usual for volume in after[6:8])
    assert max(after[8:14]) > after[7]
    assert proposal.proposed.race_day == plan.race_day
    assert len(proposal.proposed.weeks) == len(plan.weeks)
    assert proposal.proposed.vma_kmh == plan.vma_kmh


def test_who_records_nothing_is_believed_to_have_run_the_plan(plan: Plan) -> None:
    today = day(plan, 6, 2)
    ill = Cause(CauseKind.ILLNESS, since=today - timedelta(days=1), until=today)
    proposal = propose(plan, lived(plan, [], today), [ill], replace(SNAPSHOT, weeks=(), longest_recent_m=0), today)
    assert len(proposal.changes) <= 4
    assert proposal.proposed.weeks[7:] == plan.weeks[7:]


# Illness


def test_a_short_illness_frees_its_days_and_makes_the_first_ones_easy(plan: Plan) -> None:
    today = day(plan, 7, 1)
    proposal = asked(plan, today, [Cause(CauseKind.ILLNESS, since=today, until=today + timedelta(days=2))])
    new = {session.key: session for session in proposal.proposed.sessions}
    tuesday, thursday = (next(s for s in plan.sessions if s.day == day(plan, 7, n)) for n in (1, 3))
    assert tuesday.key not in new and thursday.key not in new
    back = [s for s in proposal.proposed.sessions if day(plan, 7, 5) <= s.day <= day(plan, 8, 3)]
    assert all(s.kind in (SessionKind.EASY, SessionKind.LONG) for s in back)
    assert back[0].duration_s <= 30 * 60
    assert "48 hours after the last symptom" in told(proposal)


def test_who_is_still_ill_gets_three_free_days_and_is_asked_again(plan: Plan) -> None:
    today = day(plan, 7, 0)
    proposal = asked(plan, today, [Cause(CauseKind.ILLNESS, since=today)])
    assert not [s for s in proposal.proposed.sessions if today <= s.day < today + timedelta(days=3)]
    assert "say it again if it lasts" in told(proposal)


def test_after_three_weeks_of_illness_the_rest_is_laid_anew(plan: Plan) -> None:
    today = day(plan, 6, 2)
    since = today - timedelta(days=20)
    proposal = asked(plan, today, [Cause(CauseKind.ILLNESS, since=since, until=today)], skip=lambda s: s.day >= since)
    after = volumes(proposal.proposed)
    assert after[6] < 0.7 * volumes(plan)[6]
    assert not [s for s in proposal.proposed.weeks[6].sessions if s.kind in (SessionKind.TEMPO, SessionKind.INTERVALS)]
    assert "23 days without training" in told(proposal)


def test_a_race_close_to_an_illness_stays_with_a_warning(plan: Plan) -> None:
    today = plan.end - timedelta(days=5)
    proposal = asked(plan, today, [Cause(CauseKind.ILLNESS, since=today, until=today + timedelta(days=1))])
    assert proposal.proposed.sessions[-1].kind is SessionKind.RACE
    assert "Do not start with a fever" in told(proposal)


# Injury


def test_pain_pauses_the_plan_and_comes_back_easy(plan: Plan) -> None:
    today = day(plan, 7, 0)
    injury = Injury(InjurySite.KNEE, InjuryState.CURRENT)
    proposal = asked(
        plan, today, [Cause(CauseKind.INJURY, since=today, until=today + timedelta(days=6), injury=injury)]
    )
    assert not [s for s in proposal.proposed.sessions if today <= s.day < today + timedelta(days=7)]
    back = [s for s in proposal.proposed.sessions if 7 <= (s.day - today).days < 21]
    assert back and all(s.kind in (SessionKind.EASY, SessionKind.LONG) for s in back)
    assert "See someone if it lasts" in told(proposal)
    assert proposal.proposed.goal.injuries == (replace(injury, state=InjuryState.RECOVERING),)


def test_a_high_risk_bone_pauses_everything_until_cleared_and_then_the_plan_goes_on(plan: Plan) -> None:
    today = day(plan, 7, 0)
    bone = Injury(InjurySite.FEMORAL_NECK, InjuryState.CURRENT)
    paused = asked(plan, today, [Cause(CauseKind.INJURY, since=today, injury=bone)])
    assert not [s for s in paused.proposed.sessions if s.day >= today]
    assert "clinician" in told(paused)
    cleared = replace(bone, state=InjuryState.RECOVERING, cleared=True)
    later = day(plan, 10, 0)
    again = asked(
        keyed(paused.proposed),
        later,
        [Cause(CauseKind.INJURY, since=today, injury=cleared)],
        skip=lambda s: s.day >= today,
    )
    runs = [s for s in again.proposed.sessions if s.day >= later]
    assert runs[-1].kind is SessionKind.RACE
    assert "too soon after this injury" in told(again)
    assert max(volumes(again.proposed)[9:11]) < 0.8 * max(volumes(plan)[:6])


def test_any_bone_that_hurts_waits_for_the_athletes_word(plan: Plan) -> None:
    today = day(plan, 7, 0)
    bone = Injury(InjurySite.OTHER_BONE, InjuryState.CURRENT)
    paused = asked(plan, today, [Cause(CauseKind.INJURY, since=today, injury=bone)])
    assert not [s for s in paused.proposed.sessions if s.day >= today]
    assert "once walking and hopping are painless" in told(paused)


def test_a_healed_injury_changes_nothing_but_is_remembered(plan: Plan) -> None:
    today = day(plan, 7, 0)
    past = Injury(InjurySite.CALF, InjuryState.PAST)
    proposal = asked(plan, today, [Cause(CauseKind.INJURY, since=today, injury=past)])
    assert proposal.changes == ()
    assert "It has healed" in told(proposal)


# Journeys, days, race


def test_a_journey_without_running_saves_the_long_run_where_its_week_has_room(plan: Plan) -> None:
    today = day(plan, 6, 2)
    since, until = day(plan, 6, 5), day(plan, 6, 6)
    proposal = asked(plan, today, [Cause(CauseKind.TRAVEL, since=since, until=until)])
    assert not [s for s in proposal.proposed.sessions if since <= s.day <= until]
    saved = next(change for change in proposal.changes if change.kind is ChangeKind.MOVED)
    assert saved.before is not None and saved.before.kind is SessionKind.LONG
    assert volumes(proposal.proposed)[5] <= volumes(plan)[5]
    assert proposal.proposed.weeks[6:] == plan.weeks[6:]


def test_a_journey_with_easy_running_keeps_its_days(plan: Plan) -> None:
    today = day(plan, 7, 0)
    proposal = asked(plan, today, [Cause(CauseKind.TRAVEL, since=day(plan, 7, 1), until=day(plan, 7, 4), can_run=True)])
    away = [s for s in proposal.proposed.sessions if day(plan, 7, 1) <= s.day <= day(plan, 7, 4)]
    assert {s.kind for s in away} == {SessionKind.EASY}
    assert all(s.duration_s <= 45 * 60 for s in away)


def test_a_lost_day_moves_only_what_stood_on_it(plan: Plan) -> None:
    today = day(plan, 7, 0)
    proposal = asked(plan, today, [Cause(CauseKind.AVAILABILITY, days=(1, 2, 5, 6))])
    thursdays = {s.key for s in plan.sessions if s.day.weekday() == 3 and s.day >= today}
    changed = {change.session.key for change in proposal.changes}
    assert {s.day.weekday() for s in proposal.proposed.sessions if s.day >= today} <= {1, 2, 5, 6}
    assert thursdays <= changed
    assert {"days"} <= {change.rule_id for change in proposal.changes}
    assert proposal.proposed.goal.days == (1, 2, 5, 6)


def test_fewer_minutes_cut_what_is_longer(plan: Plan) -> None:
    today = day(plan, 7, 0)
    limits = (45, 45, 60, 120)
    proposal = asked(plan, today, [Cause(CauseKind.AVAILABILITY, days=(1, 3, 5, 6), minutes=limits)])
    most = dict(zip((1, 3, 5, 6), limits, strict=True))
    for session in proposal.proposed.sessions:
        if session.day >= today and session.kind is not SessionKind.RACE:
            assert session.duration_s <= most[session.day.weekday()] * 60
    assert "minutes" in {change.rule_id for change in proposal.changes}


def test_days_that_take_nothing_away_move_nothing(plan: Plan) -> None:
    proposal = asked(plan, day(plan, 7, 0), [Cause(CauseKind.AVAILABILITY, days=(0, 1, 3, 5, 6))])
    assert proposal.changes == ()
    assert proposal.proposed.goal.days == (0, 1, 3, 5, 6)


@pytest.mark.parametrize("weeks", [3, -2])
def test_a_moved_race_lays_the_phases_anew(plan: Plan, weeks: int) -> None:
    today = day(plan, 6, 2)
    race_day = plan.end + timedelta(days=7 * weeks)
    proposal = asked(plan, today, [Cause(CauseKind.RACE_MOVED, race_day=race_day)])
    new = proposal.proposed
    assert (new.race_day, len(new.weeks)) == (race_day, 16 + weeks)
    assert new.weeks[:6] == plan.weeks[:6]
    assert [week.number for week in new.weeks] == list(range(1, 17 + weeks))
    assert new.weeks[-1].phase is Phase.RACE
    assert [s.day for s in new.sessions if s.kind is SessionKind.RACE] == [race_day]
    assert Phase.BASE not in {week.phase for week in new.weeks[8:]}


def test_a_race_brought_forward_into_this_week_takes_what_follows_away(plan: Plan) -> None:
    today = day(plan, 16, 0)
    proposal = asked(plan, today, [Cause(CauseKind.RACE_MOVED, race_day=plan.end - timedelta(days=1))])
    new = proposal.proposed
    assert new.race_day == plan.end - timedelta(days=1)
    assert new.sessions[-1].kind is SessionKind.RACE
    assert new.sessions[-1].day == new.race_day


# Tests


def test_a_better_test_quickens_the_paces_within_bounds_and_leaves_the_past(plan: Plan) -> None:
    today = day(plan, 7, 0)
    proposal = asked(plan, today, [Cause(CauseKind.TEST, vma_kmh=15.5)])
    assert proposal.proposed.vma_kmh == pytest.approx(14 * 1.04, abs=0.01)
    assert ChangeKind.PACED in kinds(proposal.changes)
    old = {s.key: s for s in plan.sessions}
    for session in proposal.proposed.sessions:
        if session.day < today:
            assert session == old[session.key]
            continue
        before = [step.target.pace_fast_s for step in leaves(old[session.key]) if step.target.pace_fast_s]
        after = [step.target.pace_fast_s for step in leaves(session) if step.target.pace_fast_s]
        assert all(0.94 * slow < quick < slow for slow, quick in zip(before, after, strict=True))
    assert "paces go to 14.6 km/h first" in told(proposal)
    assert (proposal.proposed.predicted_s or 0) < (plan.predicted_s or 0)


def test_a_target_keeps_its_pace_when_the_vma_moves() -> None:
    plan = keyed(plan_for(GoalKind.MARATHON, 16, 4, SNAPSHOT, target_s=3.75 * 3600))
    proposal = asked(plan, day(plan, 7, 0), [Cause(CauseKind.TEST, vma_kmh=13.5)])
    assert proposal.proposed.goal_s == plan.goal_s
    race = proposal.proposed.sessions[-1]
    assert race.duration_s == plan.sessions[-1].duration_s


def test_a_vma_within_the_doubt_of_a_test_changes_nothing(plan: Plan) -> None:
    proposal = asked(plan, day(plan, 7, 0), [Cause(CauseKind.TEST, vma_kmh=14.1)])
    assert proposal.changes == ()
    assert "the paces stay" in told(proposal)


# Together, and what cannot be


def test_several_causes_make_one_proposal(plan: Plan) -> None:
    today = day(plan, 6, 2)
    causes = [
        Cause(CauseKind.ILLNESS, since=today - timedelta(days=1), until=today),
        Cause(CauseKind.RACE_MOVED, race_day=plan.end + timedelta(days=14)),
        Cause(CauseKind.TRAVEL, since=day(plan, 8, 0), until=day(plan, 8, 3)),
    ]
    proposal = asked(plan, today, causes)
    new = proposal.proposed
    assert [cause.kind for cause in proposal.causes] == [CauseKind.RACE_MOVED, CauseKind.TRAVEL, CauseKind.ILLNESS]
    assert new.race_day == plan.end + timedelta(days=14)
    assert not [s for s in new.sessions if day(plan, 8, 0) <= s.day <= day(plan, 8, 3)]
    assert not [s for s in new.sessions if today <= s.day <= today + timedelta(days=1)]
    assert new.origin is Origin.ADAPTED
    assert new.changed_for == proposal.told


@pytest.mark.parametrize(
    ("cause", "field"),
    [
        (Cause(CauseKind.RACE_MOVED, race_day=date(2026, 11, 24)), "race_day"),
        (Cause(CauseKind.TEST, vma_kmh=40), "vma_kmh"),
        (Cause(CauseKind.AVAILABILITY, days=(1,)), "days"),
        (Cause(CauseKind.AVAILABILITY, days=(1, 1)), "days"),
        (Cause(CauseKind.AVAILABILITY, days=(1, 3), minutes=(30,)), "minutes"),
        (Cause(CauseKind.AVAILABILITY, days=(1, 3), long_day=5), "long_day"),
        (Cause(CauseKind.TRAVEL, since=date(2027, 1, 9), until=date(2027, 1, 2)), "until"),
        (Cause(CauseKind.ILLNESS, since=date(2031, 1, 1)), "since"),
    ],
)
def test_a_cause_that_cannot_be_is_refused_by_its_field(plan: Plan, cause: Cause, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        asked(plan, day(plan, 6, 2), [cause])
    assert refusal.value.field == field


def test_a_plan_that_is_over_is_not_changed(plan: Plan) -> None:
    with pytest.raises(InvalidInput, match="over"):
        asked(plan, plan.end + timedelta(days=1), [Cause(CauseKind.ILLNESS, since=plan.end)])


def test_a_proposal_is_thought_of_within_fifty_milliseconds(plan: Plan) -> None:
    today = day(plan, 6, 2)
    runs, life = life_of(plan, today, lambda s: s.day == day(plan, 6, 1))
    known = fitness_on(SNAPSHOT, plan, runs, today)
    keys = tuple(one.session.key or "" for one in life.fulfilments if one.verdict is Verdict.MISSED)
    took = []
    for cause in (Cause(CauseKind.MISSED, keys=keys), Cause(CauseKind.ILLNESS, since=today, until=today)) * 3:
        began = process_time()
        propose(plan, life, [cause], known, today)
        took.append(process_time() - began)
    assert min(took) < 0.05
