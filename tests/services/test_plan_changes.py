"""Plans meet life through the services: found, proposed, accepted, refused, restored, moved; by their owner alone."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from sqlalchemy import func, select

from coach.domain.adaptation import Cause, CauseKind, ChangeKind, Decision, Verdict
from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Fitness, WeeklyVolume
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState
from coach.domain.plans import Origin, Plan, Session, SessionKind
from coach.domain.problems import Conflict, InvalidInput, NotFound
from coach.services import exports, imports, plans, samples
from coach.services.plans import feeding
from coach.store import proposals as kept
from coach.store.engine import transaction
from coach.store.tables import t_plan_proposal
from tests.cast import Cast
from tests.services.analytics_history import Done, write

MADE = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
WEDNESDAY = MONDAY + timedelta(days=23)
OTHER_WEDNESDAY = MONDAY + timedelta(days=16)
"""Of a week whose Thursday is easy: a key session can go there."""

GOAL = Goal(GoalKind.HALF_MARATHON, (1, 3, 5, 6), weeks=12, level=Level.INTERMEDIATE)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def lived_plan(cast: Cast, today: date = WEDNESDAY, *, skip: Callable[[Session], bool] = lambda session: False) -> Plan:
    """Ann's plan, made after eight weeks of running, and run as planned until ``today`` but for what is to ``skip``."""
    owner = cast.ann.athlete_id
    habit = [
        Done(MADE - timedelta(days=back), distance_m=metres, moving_s=metres * 0.36)
        for week in range(8)
        for back, metres in ((7 * week + 1, 8_000.0), (7 * week + 3, 8_000.0), (7 * week + 5, 14_000.0))
    ]
    with transaction() as connection:
        write(connection, owner, *habit)
        plan = plans.create(connection, owner, GOAL, MADE)
        done = [session for session in plan.sessions if session.day < today and not skip(session)]
        write(connection, owner, *(Done(each.day, each.distance_m, each.duration_s) for each in done))
    return plan


def tuesday_of(today: date) -> date:
    return today - timedelta(days=today.weekday() - 1)


def propose(cast: Cast, plan: Plan, cause: Cause, today: date = WEDNESDAY):
    with transaction() as connection:
        return plans.propose(connection, cast.ann.athlete_id, str(plan.plan_id), [cause], today, at(today))


def accept(cast: Cast, proposal_id: str | None, today: date = WEDNESDAY) -> Plan:
    with transaction() as connection:
        return plans.accept(connection, cast.ann.athlete_id, str(proposal_id), at(today), today)


def review(cast: Cast, today: date = WEDNESDAY):
    with transaction() as connection:
        return plans.review(connection, cast.ann.athlete_id, today, at(today))


def stored(cast: Cast) -> int:
    with transaction() as connection:
        mine = t_plan_proposal.c.athlete_id == cast.ann.athlete_id
        return connection.execute(select(func.count()).select_from(t_plan_proposal).where(mine)).scalar_one()


ILL = Cause(CauseKind.ILLNESS, since=WEDNESDAY - timedelta(days=1), until=WEDNESDAY)


def test_what_was_done_is_told_session_by_session_and_week_by_week(cast: Cast) -> None:
    plan = lived_plan(cast, skip=lambda session: session.day == tuesday_of(WEDNESDAY))
    with transaction() as connection:
        told = plans.followed(connection, cast.ann.athlete_id, plan, WEDNESDAY)
        weeks = plans.followed_weeks(connection, cast.ann.athlete_id, plan, WEDNESDAY)
        done = plans.done(connection, cast.ann.athlete_id, plan)
    verdicts = {one.session.day: one.verdict for one in told}
    assert verdicts[tuesday_of(WEDNESDAY)] is Verdict.MISSED
    assert {one.verdict for one in told if one.session.day < tuesday_of(WEDNESDAY)} == {Verdict.DONE}
    assert {one.verdict for one in told if one.session.day >= WEDNESDAY} == {Verdict.UPCOMING}
    assert [(week.due, week.fulfilled) for week in weeks[:4]] == [(4, 4), (4, 4), (4, 4), (1, 0)]
    assert weeks[0].run_m == pytest.approx(plan.weeks[0].distance_m)
    assert len(done) == 12


def test_an_accepted_proposal_is_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    plan = lived_plan(cast)
    proposal = propose(cast, plan, ILL)
    assert proposal.changes
    before = {session.key: session for session in plan.sessions}
    changed = accept(cast, proposal.proposal_id)
    assert (changed.version, changed.series, changed.origin) == (2, plan.series, Origin.ADAPTED)
    assert [notice.code for notice in changed.changed_for] == [notice.code for notice in proposal.told]
    past = [session for session in changed.sessions if session.day < WEDNESDAY]
    assert [(s.key, s.day, s.steps) for s in past] == [
        (s.key, s.day, s.steps) for s in plan.sessions if s.day < WEDNESDAY
    ]
    assert {session.key for session in changed.sessions} <= set(before)
    with transaction() as connection:
        lines = plans.versions(connection, cast.ann.athlete_id, str(plan.plan_id))
        decided = plans.proposal(connection, cast.ann.athlete_id, str(proposal.proposal_id))
        assert plans.get(connection, cast.ann.athlete_id, str(plan.plan_id)).weeks == plan.weeks
    assert [line.version for line in lines] == [2, 1]
    assert (decided.decision, decided.version_id) == (Decision.ACCEPTED, changed.plan_id)


def test_a_proposal_comes_back_from_the_database_as_it_went_in(cast: Cast) -> None:
    plan = lived_plan(cast)
    injury = Injury(InjurySite.KNEE, InjuryState.RECOVERING)
    proposal = propose(cast, plan, Cause(CauseKind.INJURY, since=WEDNESDAY, injury=injury))
    with transaction() as connection:
        assert plans.proposal(connection, cast.ann.athlete_id, str(proposal.proposal_id)) == proposal
        assert plans.waiting(connection, cast.ann.athlete_id) == (proposal,)
    assert proposal.causes[0].injury == injury


def test_a_refused_proposal_changes_nothing_and_cannot_be_accepted_later(cast: Cast) -> None:
    plan = lived_plan(cast)
    proposal = propose(cast, plan, ILL)
    with transaction() as connection:
        plans.refuse(connection, cast.ann.athlete_id, str(proposal.proposal_id), at(WEDNESDAY))
    with pytest.raises(Conflict, match="refused already"):
        accept(cast, proposal.proposal_id)
    with transaction() as connection:
        assert plans.waiting(connection, cast.ann.athlete_id) == ()
        assert plans.latest(connection, cast.ann.athlete_id).plan_id == plan.plan_id


def test_a_proposal_for_a_plan_that_moved_on_is_stale(cast: Cast) -> None:
    plan = lived_plan(cast)
    proposal = propose(cast, plan, ILL)
    saturday = next(session for session in plan.weeks[3].sessions if session.day.weekday() == 5)
    with transaction() as connection:
        friday = saturday.day - timedelta(days=1)
        plans.move(
            connection,
            cast.ann.athlete_id,
            str(plan.plan_id),
            str(saturday.key),
            friday,
            WEDNESDAY,
            at(WEDNESDAY),
            anyway=True,
        )
    with pytest.raises(Conflict, match="has changed since"):
        accept(cast, proposal.proposal_id)
    with transaction() as connection:
        found = plans.proposal(connection, cast.ann.athlete_id, str(proposal.proposal_id))
    assert found.decision is Decision.STALE


def test_two_that_accept_at_once_make_one_version(cast: Cast) -> None:
    plan = lived_plan(cast)
    proposal = propose(cast, plan, ILL)
    outcomes: list[object] = []
    both = threading.Barrier(2)

    def press() -> None:
        both.wait()
        try:
            outcomes.append(accept(cast, proposal.proposal_id).version)
        except Conflict as conflict:
            outcomes.append(conflict)

    pressing = [threading.Thread(target=press) for _ in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    assert sorted(type(one).__name__ for one in outcomes) == ["Conflict", "int"]
    with transaction() as connection:
        assert len(plans.versions(connection, cast.ann.athlete_id, str(plan.plan_id))) == 2


def test_an_illness_that_changes_nothing_is_said_and_not_kept(cast: Cast) -> None:
    plan = lived_plan(cast)
    same = Cause(CauseKind.AVAILABILITY, days=(0, 1, 3, 5, 6))
    with transaction() as connection:
        found = plans.propose(
            connection,
            cast.ann.athlete_id,
            str(plan.plan_id),
            [Cause(CauseKind.TEST, vma_kmh=plan.vma_kmh)],
            WEDNESDAY,
            at(WEDNESDAY),
        )
    assert (found.changes, found.proposal_id) == ((), None)
    assert [notice.code for notice in found.told] == ["vma_same"]
    assert stored(cast) == 0
    assert propose(cast, plan, same).changes == ()


def test_a_review_finds_a_missed_key_session_once(cast: Cast) -> None:
    tuesday = tuesday_of(OTHER_WEDNESDAY)
    plan = lived_plan(cast, OTHER_WEDNESDAY, skip=lambda session: session.day == tuesday)
    missed = next(session for session in plan.sessions if session.day == tuesday)
    assert missed.kind.hard
    first, second = review(cast, OTHER_WEDNESDAY), review(cast, OTHER_WEDNESDAY)
    assert first is not None and first == second
    assert stored(cast) == 1
    moved = next(change for change in first.changes if change.kind is ChangeKind.MOVED)
    assert moved.before is not None and moved.before.key == missed.key
    assert moved.after is not None and moved.after.day > OTHER_WEDNESDAY - timedelta(days=1)
    changed = accept(cast, first.proposal_id, OTHER_WEDNESDAY)
    assert next(session.day for session in changed.sessions if session.key == missed.key) == moved.after.day
    assert review(cast, OTHER_WEDNESDAY) is None


def test_a_refused_finding_is_not_proposed_again(cast: Cast) -> None:
    lived_plan(cast, OTHER_WEDNESDAY, skip=lambda session: session.day == tuesday_of(OTHER_WEDNESDAY))
    found = review(cast, OTHER_WEDNESDAY)
    assert found is not None
    with transaction() as connection:
        plans.refuse(connection, cast.ann.athlete_id, str(found.proposal_id), at(OTHER_WEDNESDAY))
    assert review(cast, OTHER_WEDNESDAY) is None
    assert review(cast, OTHER_WEDNESDAY + timedelta(days=1)) is None
    assert stored(cast) == 1


def test_a_finding_whose_day_has_passed_is_no_longer_proposed(cast: Cast) -> None:
    tuesday = tuesday_of(OTHER_WEDNESDAY)
    lived_plan(cast, OTHER_WEDNESDAY, skip=lambda session: session.day == tuesday)
    found = review(cast, OTHER_WEDNESDAY)
    assert found is not None
    later = review(cast, OTHER_WEDNESDAY + timedelta(days=6))
    assert later is None or later.changes != found.changes
    with transaction() as connection:
        assert plans.proposal(connection, cast.ann.athlete_id, str(found.proposal_id)).decision is Decision.STALE


def test_a_missed_easy_run_is_told_without_being_kept(cast: Cast) -> None:
    saturday = MONDAY + timedelta(days=19)
    plan = lived_plan(cast, saturday + timedelta(days=1), skip=lambda session: session.day == saturday)
    assert next(s for s in plan.sessions if s.day == saturday).kind is SessionKind.EASY
    found = review(cast, saturday + timedelta(days=1))
    assert found is not None and found.changes == () and found.proposal_id is None
    assert "One easy run was missed" in found.told[0].message
    assert stored(cast) == 0


def test_who_never_recorded_a_run_is_not_told_of_missed_ones(cast: Cast) -> None:
    with transaction() as connection:
        plans.create(connection, cast.ann.athlete_id, GOAL, MADE)
    assert review(cast) is None


def test_what_the_athlete_told_waits_untouched_by_a_review(cast: Cast) -> None:
    plan = lived_plan(cast, skip=lambda session: session.day == tuesday_of(WEDNESDAY))
    told = propose(cast, plan, ILL)
    assert review(cast) == told


def test_an_old_version_is_taken_up_again_behind_the_past_as_it_is(cast: Cast) -> None:
    plan = lived_plan(cast)
    changed = accept(cast, propose(cast, plan, ILL).proposal_id)
    assert changed.weeks != plan.weeks
    with transaction() as connection:
        again = plans.restore_version(connection, cast.ann.athlete_id, str(plan.plan_id), at(WEDNESDAY))
    assert (again.version, again.origin) == (3, Origin.RESTORED)
    assert again.changed_for[0].values == {"version": "1"}
    assert [(s.key, s.day, s.steps) for s in again.sessions] == [(s.key, s.day, s.steps) for s in plan.sessions]
    with transaction() as connection:
        same = plans.restore_version(connection, cast.ann.athlete_id, str(again.plan_id), at(WEDNESDAY))
    assert same.plan_id == again.plan_id


def test_an_old_version_that_would_now_break_a_rule_says_which(cast: Cast) -> None:
    later = MONDAY + timedelta(days=49)
    gone = MONDAY + timedelta(days=14)
    plan = lived_plan(cast, later, skip=lambda session: session.day >= gone)
    changed = accept(cast, propose(cast, plan, Cause(CauseKind.MISSED), later).proposal_id, later)
    with pytest.raises(InvalidInput) as refusal, transaction() as connection:
        plans.restore_version(connection, cast.ann.athlete_id, str(plan.plan_id), at(later))
    assert refusal.value.field == "plan"
    assert "Week" in str(refusal.value)
    with transaction() as connection:
        assert plans.latest(connection, cast.ann.athlete_id).plan_id == changed.plan_id


def test_a_move_is_judged_before_it_is_done_and_can_be_undone(cast: Cast) -> None:
    plan = lived_plan(cast)
    owner, plan_id = cast.ann.athlete_id, str(plan.plan_id)
    long_run = next(session for session in plan.weeks[3].sessions if session.kind is SessionKind.LONG)
    saturday = long_run.day - timedelta(days=1)
    with transaction() as connection:
        verdict = plans.judge_move(connection, owner, plan_id, str(long_run.key), saturday, WEDNESDAY)
        moved = plans.move(connection, owner, plan_id, str(long_run.key), saturday, WEDNESDAY, at(WEDNESDAY))
    assert verdict.allowed
    assert moved.origin is Origin.EDITED
    by_key = {session.key: session.day for session in moved.sessions}
    assert by_key[long_run.key] == saturday
    there = next(session for session in plan.weeks[3].sessions if session.day == saturday)
    assert by_key[there.key] == long_run.day
    with transaction() as connection:
        undone = plans.restore_version(connection, owner, plan_id, at(WEDNESDAY))
    assert [(s.key, s.day) for s in undone.sessions] == [(s.key, s.day) for s in plan.sessions]


def test_a_move_that_breaks_a_rule_is_refused_in_words_with_the_nearest_day(cast: Cast) -> None:
    plan = lived_plan(cast)
    owner, plan_id = cast.ann.athlete_id, str(plan.plan_id)
    hard = next(s for s in plan.weeks[4].sessions if s.kind in (SessionKind.INTERVALS, SessionKind.TEMPO))
    saturday = plan.weeks[4].monday + timedelta(days=5)
    with pytest.raises(plans.NotMoved) as refusal, transaction() as connection:
        plans.move(connection, owner, plan_id, str(hard.key), saturday, WEDNESDAY, at(WEDNESDAY))
    verdict = refusal.value.verdict
    assert verdict.against[0].code == "spacing"
    assert verdict.nearest is not None and verdict.nearest.weekday() in GOAL.days
    with transaction() as connection:
        assert len(plans.versions(connection, owner, plan_id)) == 1
        assert plans.judge_move(connection, owner, plan_id, str(hard.key), verdict.nearest, WEDNESDAY).allowed


def test_a_day_not_given_takes_the_athletes_word(cast: Cast) -> None:
    plan = lived_plan(cast)
    owner, plan_id = cast.ann.athlete_id, str(plan.plan_id)
    easy = next(session for session in plan.weeks[4].sessions if session.kind is SessionKind.EASY)
    friday = plan.weeks[4].monday + timedelta(days=4)
    with transaction() as connection:
        asked = plans.judge_move(connection, owner, plan_id, str(easy.key), friday, WEDNESDAY)
        moved = plans.move(connection, owner, plan_id, str(easy.key), friday, WEDNESDAY, at(WEDNESDAY), anyway=True)
    assert (asked.allowed, asked.needs_word) == (False, True)
    assert next(session.day for session in moved.sessions if session.key == easy.key) == friday
    # What the athlete wished stays when something else changes the plan.
    changed = accept(cast, propose(cast, moved, ILL).proposal_id)
    assert next(session.day for session in changed.sessions if session.key == easy.key) == friday


def test_what_is_past_or_a_race_does_not_move(cast: Cast) -> None:
    plan = lived_plan(cast)
    owner, plan_id = cast.ann.athlete_id, str(plan.plan_id)
    race, past = plan.sessions[-1], plan.sessions[0]
    with transaction() as connection:
        codes = [
            plans.judge_move(connection, owner, plan_id, str(session.key), day, WEDNESDAY).against[0].code
            for session, day in (
                (race, plan.end - timedelta(days=1)),
                (past, WEDNESDAY),
                (plan.sessions[-2], MONDAY),
                (plan.sessions[-2], plan.end + timedelta(days=1)),
            )
        ]
    assert codes == ["race_fixed", "session_over", "day_past", "day_outside"]


def test_judging_a_move_takes_a_moment(cast: Cast) -> None:
    plan = lived_plan(cast)
    easy = next(session for session in plan.weeks[4].sessions if session.kind is SessionKind.EASY)
    days = [plan.weeks[4].monday + timedelta(days=number) for number in range(7)]
    with transaction() as connection:
        began = perf_counter()
        verdicts = plans.judge_moves(connection, cast.ann.athlete_id, str(plan.plan_id), str(easy.key), days, WEDNESDAY)
        taken = perf_counter() - began
    assert len(verdicts) == 7
    assert taken < 2.0


def test_a_stranger_sees_and_changes_nothing(cast: Cast) -> None:
    plan = lived_plan(cast)
    proposal = propose(cast, plan, ILL)
    cy, plan_id, proposal_id = cast.cy.athlete_id, str(plan.plan_id), str(proposal.proposal_id)
    key = str(plan.sessions[-2].key)
    acts: list[Callable] = [
        lambda c: plans.propose(c, cy, plan_id, [ILL], WEDNESDAY, at(WEDNESDAY)),
        lambda c: plans.proposal(c, cy, proposal_id),
        lambda c: plans.accept(c, cy, proposal_id, at(WEDNESDAY), WEDNESDAY),
        lambda c: plans.refuse(c, cy, proposal_id, at(WEDNESDAY)),
        lambda c: plans.versions(c, cy, plan_id),
        lambda c: plans.restore_version(c, cy, plan_id, at(WEDNESDAY)),
        lambda c: plans.judge_move(c, cy, plan_id, key, WEDNESDAY, WEDNESDAY),
        lambda c: plans.move(c, cy, plan_id, key, WEDNESDAY, WEDNESDAY, at(WEDNESDAY)),
    ]
    for act in acts:
        with pytest.raises(NotFound), transaction() as connection:
            act(connection)
    with transaction() as connection:
        assert plans.waiting(connection, cy) == ()
        assert kept.history(connection, cy) == ()
        assert plans.review(connection, cy, WEDNESDAY, at(WEDNESDAY)) is None


def test_no_session_of_another_plan_can_be_moved(cast: Cast) -> None:
    plan = lived_plan(cast)
    with pytest.raises(NotFound, match="no such session"), transaction() as connection:
        plans.judge_move(connection, cast.ann.athlete_id, str(plan.plan_id), "nothing", WEDNESDAY, WEDNESDAY)


def test_an_export_holds_every_version_proposals_and_the_calendar(cast: Cast, tmp_path) -> None:
    with transaction() as connection:
        plan = plans.create(connection, cast.ann.athlete_id, GOAL, MADE)
    accept(cast, propose(cast, plan, ILL).proposal_id)
    with transaction() as connection:
        feeding.open_feed(connection, cast.ann.athlete_id, at(WEDNESDAY))
        written = exports.write(connection, cast.ann.athlete_id, tmp_path / "all.zip", at(WEDNESDAY))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        made = json.loads(archive.read("plans.json"))
        proposed = json.loads(archive.read("plan_proposals.json"))
        feed = json.loads(archive.read("calendar_feed.json"))
    assert (written.plans, [each["version"] for each in made]) == (1, [1, 2])
    assert [each["decision"] for each in proposed] == ["accepted"]
    assert feed["created_at"].startswith(WEDNESDAY.isoformat())


def test_an_import_that_ends_looks_at_the_plan(cast: Cast, tmp_path) -> None:
    tuesday = tuesday_of(OTHER_WEDNESDAY)
    lived_plan(cast, OTHER_WEDNESDAY, skip=lambda session: session.day == tuesday)
    (tmp_path / "old.fit").write_bytes(samples.one_hour_run(5))
    imports.import_paths(cast.ann.athlete_id, [tmp_path], lambda: at(OTHER_WEDNESDAY), source="cli")
    with transaction() as connection:
        (waiting,) = plans.waiting(connection, cast.ann.athlete_id)
    assert [cause.kind for cause in waiting.causes] == [CauseKind.MISSED]
    assert waiting.changes


def test_a_better_vma_than_the_plan_was_made_with_is_found(cast: Cast) -> None:
    plan = lived_plan(cast)
    seen = known(plan.vma_kmh * 1.03, doubt=0.02)
    with transaction() as connection:
        owner = cast.ann.athlete_id
        found = plans.review(connection, owner, WEDNESDAY, at(WEDNESDAY), known=seen)
        again = plans.review(connection, owner, WEDNESDAY, at(WEDNESDAY), known=seen)
    assert found is not None and found == again
    assert {change.kind for change in found.changes} == {ChangeKind.PACED}
    changed = accept(cast, found.proposal_id)
    assert changed.vma_kmh == pytest.approx(plan.vma_kmh * 1.03, abs=0.01)
    with transaction() as connection:
        assert plans.review(connection, owner, WEDNESDAY, at(WEDNESDAY), known=seen) is None


def test_a_vma_within_its_doubt_is_no_finding(cast: Cast) -> None:
    plan = lived_plan(cast)
    with transaction() as connection:
        seen = known(plan.vma_kmh * 1.03, doubt=0.5)
        assert plans.review(connection, cast.ann.athlete_id, WEDNESDAY, at(WEDNESDAY), known=seen) is None


def known(vma: float, doubt: float) -> Fitness:
    """A fitness whose VMA was measured, give or take ``doubt`` km/h; weeks of 40 km before it."""
    monday = WEDNESDAY - timedelta(days=WEDNESDAY.weekday())
    weeks = tuple(
        WeeklyVolume(monday - timedelta(days=7 * back), 40_000.0, 14_400.0, 4, 15_000.0, 5_400.0)
        for back in range(10, 0, -1)
    )
    return Fitness(
        on=WEDNESDAY,
        vma=Estimate(vma, vma - doubt, vma + doubt, "a race", "", 4),
        vo2max=None,
        level=Level.INTERMEDIATE,
        level_reason="",
        max_hr=None,
        resting_hr=None,
        weeks=weeks,
        longest_recent_m=15_000.0,
        runs_counted=40,
    )
