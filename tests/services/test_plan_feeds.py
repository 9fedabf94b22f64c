"""The private calendar address: a secret, one at a time, that follows the plan in its newest version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from coach.domain.athletes import Language
from coach.domain.plans import Origin, Plan
from coach.domain.problems import NotFound
from coach.services.plans import feeding
from coach.store import plans
from coach.store.engine import transaction
from coach.store.tables import t_calendar_feed
from tests.services.plan_fixture import hand_made_plan


def opened(member, now) -> str:
    with transaction() as connection:
        return feeding.open_feed(connection, member.athlete_id, now)


def read(token: str, now, language: Language | None = None) -> Calendar:
    with transaction() as connection:
        return Calendar.from_ical(feeding.feed(connection, token, now, language))


def kept(member, plan: Plan) -> Plan:
    with transaction() as connection:
        return plans.get(connection, member.athlete_id, plans.save(connection, member.athlete_id, plan))


def ahead(plan: Plan, now) -> Plan:
    """The same plan from the Monday after ``now``."""
    monday = now.date() + timedelta(days=7 - now.weekday())
    shift = monday - plan.start
    weeks = tuple(
        replace(
            week,
            monday=week.monday + shift,
            sessions=tuple(replace(session, day=session.day + shift) for session in week.sessions),
        )
        for week in plan.weeks
    )
    return replace(plan, start=monday, race_day=plan.race_day + shift, weeks=weeks)


def test_the_feed_is_the_newest_plan_in_the_athletes_language(cast, now):
    plan = kept(cast.ann, ahead(hand_made_plan(2), now))
    token = opened(cast.ann, now)
    events = read(token, now).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [session.day for session in plan.sessions]
    assert {str(event["UID"]) for event in events} == {session.key for session in plan.sessions}
    english = read(token, now, Language.ENGLISH).walk("VEVENT")[0]
    french = read(token, now, Language.FRENCH).walk("VEVENT")[0]
    assert "Warm-up" in str(english["DESCRIPTION"])
    assert "Échauffement" in str(french["DESCRIPTION"])


def test_a_new_version_moves_events_and_cancels_what_it_left_out(cast, now):
    first = kept(cast.ann, ahead(hand_made_plan(2), now))
    token = opened(cast.ann, now)
    gone, moved, *others = first.weeks[0].sessions
    later = replace(moved, day=gone.day)
    week = replace(first.weeks[0], sessions=(later, *others))
    second = replace(first, weeks=(week, *first.weeks[1:]), version=2, origin=Origin.ADAPTED)
    kept(cast.ann, second)
    by_uid = {str(event["UID"]): event for event in read(token, now).walk("VEVENT")}
    assert by_uid[moved.key]["DTSTART"].dt == gone.day
    assert by_uid[moved.key]["SEQUENCE"] == 2
    assert str(by_uid[gone.key]["STATUS"]) == "CANCELLED"
    assert sum(str(event["STATUS"]) == "CANCELLED" for event in by_uid.values()) == 1
    assert len(by_uid) == len(first.sessions)
    past = now + timedelta(days=60)
    assert not any(str(event["STATUS"]) == "CANCELLED" for event in read(token, past).walk("VEVENT"))


def test_a_plan_put_away_leaves_the_feed(cast, now):
    plan = kept(cast.ann, ahead(hand_made_plan(2), now))
    token = opened(cast.ann, now)
    with transaction() as connection:
        plans.set_archived(connection, cast.ann.athlete_id, plan.plan_id, now)
    empty = read(token, now)
    assert empty.walk("VEVENT") == []
    assert str(empty["X-WR-CALNAME"]) == "Coach IA"


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "\udc80", "a" * 5000])
def test_an_unknown_address_is_not_found(cast, now, token):
    opened(cast.ann, now)
    with transaction() as connection, pytest.raises(NotFound):
        feeding.feed(connection, token, now)


def test_opening_anew_ends_the_old_address_and_closing_ends_both(cast, now):
    old = opened(cast.ann, now)
    new = opened(cast.ann, now)
    other = opened(cast.bo, now)
    assert len({old, new, other}) == 3
    with pytest.raises(NotFound):
        read(old, now)
    read(new, now)
    with transaction() as connection:
        assert feeding.close_feed(connection, cast.ann.athlete_id)
    with transaction() as connection:
        assert not feeding.close_feed(connection, cast.ann.athlete_id)
    with pytest.raises(NotFound):
        read(new, now)
    read(other, now)


def test_a_stranger_reads_nothing_of_another(cast, now):
    kept(cast.ann, ahead(hand_made_plan(2), now))
    assert read(opened(cast.cy, now), now).walk("VEVENT") == []


def test_the_secret_itself_is_kept_nowhere(cast, now):
    token = opened(cast.ann, now)
    with transaction() as connection:
        rows = connection.execute(select(t_calendar_feed)).all()
    assert len(token) == 43
    assert token not in repr(rows)


def test_the_state_says_since_when_and_when_it_was_read(cast, now):
    with transaction() as connection:
        assert feeding.state(connection, cast.ann.athlete_id) is None
    token = opened(cast.ann, now)
    with transaction() as connection:
        state = feeding.state(connection, cast.ann.athlete_id)
    assert (state.created_at, state.read_at) == (now, None)
    later = now + timedelta(hours=6)
    read(token, later)
    with transaction() as connection:
        assert feeding.state(connection, cast.ann.athlete_id).read_at == later


def test_nobody_has_no_feed(cast, now):
    with transaction() as connection, pytest.raises(NotFound):
        feeding.open_feed(connection, "9f3c1c1e-7c1c-4f0e-8b1f-0c53f7a7b001", now)
