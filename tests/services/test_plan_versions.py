"""Old versions are taken up again, sessions moved by their rules; what is past stays."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

import pytest

from coach.domain.adaptation import Cause, CauseKind
from coach.domain.athletes import Language
from coach.domain.plans import Origin, Plan, SessionKind
from coach.domain.problems import Conflict, InvalidInput, NotFound
from coach.services import plans
from coach.services.plan_change_words import nearest_text, swap_text
from coach.services.plan_words import KIND_WORDS
from coach.store.engine import transaction
from tests.cast import Cast, assemble
from tests.services.plan_lives import (
    GOAL,
    ILL,
    MONDAY,
    WEDNESDAY,
    accept,
    at,
    lived_plan,
    propose,
)


@pytest.fixture(scope="module")
def life(database: str) -> tuple[Cast, Plan]:
    """Ann and her plan run as planned, for tests that keep nothing."""
    people = assemble()
    return people, lived_plan(people)


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
    there = next(session for session in plan.weeks[3].sessions if session.day == saturday)
    assert verdict.allowed
    assert verdict.swapped is not None and (verdict.swapped.key, verdict.swapped.day) == (there.key, long_run.day)
    assert swap_text(Language.ENGLISH, verdict).startswith(f"They change places: {KIND_WORDS[there.kind]}")
    assert (moved.origin, moved.changed_for[0].code) == (Origin.EDITED, "swapped")
    by_key = {session.key: session.day for session in moved.sessions}
    assert by_key[long_run.key] == saturday
    assert by_key[there.key] == long_run.day
    with transaction() as connection:
        undone = plans.restore_version(connection, owner, plan_id, at(WEDNESDAY))
    assert [(s.key, s.day) for s in undone.sessions] == [(s.key, s.day) for s in plan.sessions]


def test_a_move_that_breaks_a_rule_is_refused_in_words_with_the_nearest_day(life: tuple[Cast, Plan]) -> None:
    cast, plan = life
    owner, plan_id = cast.ann.athlete_id, str(plan.plan_id)
    hard = next(s for s in plan.weeks[4].sessions if s.kind in (SessionKind.INTERVALS, SessionKind.TEMPO))
    saturday = plan.weeks[4].monday + timedelta(days=5)
    with pytest.raises(plans.NotMoved) as refusal, transaction() as connection:
        plans.move(connection, owner, plan_id, str(hard.key), saturday, WEDNESDAY, at(WEDNESDAY))
    verdict = refusal.value.verdict
    assert verdict.against[0].code == "spacing"
    nearest = verdict.nearest
    assert nearest is not None
    taken = nearest.day in {session.day for session in plan.sessions if session.kind.run}
    assert taken is (nearest.swapped is not None)
    assert nearest.needs_word is (nearest.day.weekday() not in GOAL.days)
    assert ("change places" in nearest_text(Language.ENGLISH, nearest)) is taken
    with transaction() as connection:
        assert len(plans.versions(connection, owner, plan_id)) == 1
        asked = connection, owner, plan_id, str(hard.key), nearest.day, WEDNESDAY
        assert plans.judge_move(*asked, anyway=nearest.needs_word).allowed


def test_a_plan_answers_to_its_series_and_to_every_id_it_had(cast: Cast) -> None:
    owner = cast.ann.athlete_id
    with transaction() as connection:
        plan = plans.create(connection, owner, GOAL, MONDAY)
    changed = accept(cast, propose(cast, plan, ILL).proposal_id)
    with transaction() as connection:
        assert plans.get(connection, owner, str(plan.series)).plan_id == changed.plan_id
        assert plans.get(connection, owner, str(plan.plan_id)).version == 1
        assert plans.names(connection, owner) == dict.fromkeys(
            (str(plan.plan_id), str(changed.plan_id), str(plan.series)), str(changed.plan_id)
        )
        assert plans.names(connection, cast.cy.athlete_id) == {}
    with pytest.raises(NotFound), transaction() as connection:
        plans.get(connection, cast.cy.athlete_id, str(plan.series))
    with transaction() as connection:
        plans.archive(connection, owner, str(plan.series), at(WEDNESDAY))
        assert plans.latest(connection, owner) is None


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


def test_what_is_past_or_a_race_does_not_move(life: tuple[Cast, Plan]) -> None:
    cast, plan = life
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


def test_judging_a_move_takes_a_moment(life: tuple[Cast, Plan]) -> None:
    cast, plan = life
    easy = next(session for session in plan.weeks[4].sessions if session.kind is SessionKind.EASY)
    days = [plan.weeks[4].monday + timedelta(days=number) for number in range(7)]
    with transaction() as connection:
        began = perf_counter()
        verdicts = plans.judge_moves(connection, cast.ann.athlete_id, str(plan.plan_id), str(easy.key), days, WEDNESDAY)
        taken = perf_counter() - began
    assert len(verdicts) == 7
    assert taken < 2.0


def test_a_plan_put_away_is_brought_back_before_it_changes(cast: Cast) -> None:
    plan = lived_plan(cast)
    easy = next(session for session in plan.weeks[4].sessions if session.kind is SessionKind.EASY)
    with transaction() as connection:
        plans.archive(connection, cast.ann.athlete_id, str(plan.plan_id), at(WEDNESDAY))
    with pytest.raises(Conflict, match="put away"), transaction() as connection:
        plans.move(
            connection,
            cast.ann.athlete_id,
            str(plan.plan_id),
            str(easy.key),
            easy.day - timedelta(days=1),
            WEDNESDAY,
            at(WEDNESDAY),
            anyway=True,
        )
