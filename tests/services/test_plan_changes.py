"""Plans meet life through the services: found, proposed, accepted, refused, restored, moved; by their owner alone."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest

from coach.domain.adaptation import Cause, CauseKind, ChangeKind, Decision, Verdict
from coach.domain.goals import Injury, InjurySite, InjuryState
from coach.domain.plans import Origin, Plan, SessionKind
from coach.domain.problems import Conflict, InvalidInput, NotFound
from coach.services import exports, imports, plans, samples
from coach.services.plans import feeding
from coach.store import proposals as kept
from coach.store.engine import transaction
from tests.cast import Cast, assemble
from tests.services.plan_lives import (
    GOAL,
    ILL,
    MADE,
    MONDAY,
    OTHER_WEDNESDAY,
    WEDNESDAY,
    accept,
    at,
    known,
    lived_plan,
    propose,
    review,
    stored,
    tuesday_of,
)


@pytest.fixture(scope="module")
def life(database: str) -> tuple[Cast, Plan]:
    """Ann and her plan run as planned, for tests that keep nothing."""
    people = assemble()
    return people, lived_plan(people)


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


def test_what_changes_nothing_is_said_and_not_kept(life: tuple[Cast, Plan]) -> None:
    cast, plan = life
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


def test_what_was_told_and_never_answered_ends_with_its_days(cast: Cast) -> None:
    plan = lived_plan(cast)
    told = propose(cast, plan, ILL)
    last = max(session.day for change in told.changes for session in (change.before, change.after) if session)
    found = review(cast, last + timedelta(days=1))
    assert found is None or found.proposal_id != told.proposal_id
    with transaction() as connection:
        assert plans.proposal(connection, cast.ann.athlete_id, str(told.proposal_id)).decision is Decision.STALE


def test_a_proposal_that_life_has_overtaken_is_not_taken(cast: Cast) -> None:
    plan = lived_plan(cast)
    moved = propose(cast, plan, Cause(CauseKind.RACE_MOVED, race_day=plan.end + timedelta(days=7)))
    with pytest.raises(InvalidInput, match="Tell again what happened"):
        accept(cast, moved.proposal_id, WEDNESDAY + timedelta(days=30))
    with transaction() as connection:
        assert plans.proposal(connection, cast.ann.athlete_id, str(moved.proposal_id)).decision is None


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


def test_no_session_of_another_plan_can_be_moved(life: tuple[Cast, Plan]) -> None:
    cast, plan = life
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


def test_a_vma_within_its_doubt_is_no_finding(life: tuple[Cast, Plan]) -> None:
    cast, plan = life
    with transaction() as connection:
        seen = known(plan.vma_kmh * 1.03, doubt=0.5)
        assert plans.review(connection, cast.ann.athlete_id, WEDNESDAY, at(WEDNESDAY), known=seen) is None
