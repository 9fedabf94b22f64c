"""The calendar file, read back by an independent library; its lines as RFC 5545 wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar, Event

from coach.domain.athletes import Language
from coach.domain.plans import SessionKind
from coach.services.plan_files import PlanFile, export
from coach.services.plan_files.calendars import plan_calendar
from tests.services.plans_of_every_form import HOSTILE, MADE, TODAY, every_form, mixed_plan


def written(name: str, language: Language = Language.ENGLISH, athlete: str = "Ann") -> bytes:
    return export(every_form()[name], PlanFile.ICS, language=language, athlete_name=athlete, today=TODAY).data


def events(data: bytes) -> list[Event]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


@pytest.mark.parametrize("name", ["hand-made", "mixed", "hostile", "ultra", "full"])
def test_every_line_ends_in_crlf_and_holds_at_most_75_octets(name):
    data = written(name, Language.FRENCH)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(control in data.replace(b"\r\n", b"") for control in (b"\r", b"\n", b"\x00", b"\x07"))
    data.decode()  # and no letter is cut in two


@pytest.mark.parametrize("name", ["hand-made", "mixed", "hostile", "ultra", "return", "full"])
def test_every_session_but_rest_is_one_all_day_event(name):
    planned = [session for session in every_form()[name].sessions if session.kind is not SessionKind.REST]
    read = events(written(name))
    assert [event["DTSTART"].dt for event in read] == [session.day for session in planned]
    assert all(type(event["DTSTART"].dt) is date for event in read)
    assert all(event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1) for event in read)
    assert len({str(event["UID"]) for event in read}) == len(planned)
    assert all(UUID(str(event["UID"])) for event in read)


def test_the_race_reminds_on_its_eve_and_nothing_else_does():
    read = events(written("hand-made"))
    with_alarm = [event for event in read if event.walk("VALARM")]
    assert [str(event["SUMMARY"]) for event in with_alarm] == ["Marathon"]
    (alarm,) = with_alarm[0].walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-6)


def test_an_event_says_the_session_in_both_languages():
    french, english = (events(written("hand-made", language))[0] for language in Language)
    assert str(english["CATEGORIES"].to_ical().decode()) == "Intervals"
    assert str(french["CATEGORIES"].to_ical().decode()) == "Fractionné"
    lines = str(english["DESCRIPTION"]).replace("\u00a0", " ").split("\n")
    assert lines[0] == "A bigger engine."
    assert lines[3] == "20 min · Warm-up · 5:43–6:36/km · 65–75% VMA · zone 2 · effort 3/10"
    assert lines[4:7] == ["4 ×", "– 1 km · Effort · 4:20–4:25/km · 97–99% VMA · zone 5 · effort 8.5/10", lines[6]]
    assert "Échauffement" in str(french["DESCRIPTION"])


def test_reasons_and_exercises_stand_in_the_description():
    read = events(written("mixed"))
    assert "(To run without tiring)" in str(read[0]["DESCRIPTION"])
    assert "3 × 8 · Squat" in str(read[1]["DESCRIPTION"]).replace("\u00a0", " ")


def test_hostile_words_come_back_as_words():
    read = events(written("hostile", athlete='Ann";\nBEGIN:VEVENT\n\u202e=1+1'))
    titles = [str(event["SUMMARY"]) for event in read]
    assert titles[0] == HOSTILE[0]
    assert titles[2] == HOSTILE[2]
    assert titles[3] == "line break and tab end"
    assert len(read) == 21


def test_a_moved_session_keeps_its_event_and_a_new_version_counts_up():
    plan = mixed_plan(1)
    keyed = replace(plan.weeks[0].sessions[0], key="8d9bb1ad-4b39-4a72-b3ce-3f3a5a3e4f10")
    moved = replace(keyed, day=keyed.day + timedelta(days=1))

    def of(session, version):
        week = replace(plan.weeks[0], sessions=(session,))
        made = plan_calendar(
            replace(plan, weeks=(week,), version=version),
            language=Language.ENGLISH,
            athlete_name="",
            today=TODAY,
        )
        return events(made)[0]

    before, after = of(keyed, 1), of(moved, 2)
    assert str(before["UID"]) == str(after["UID"]) == keyed.key
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=1)


def test_the_calendar_names_itself_and_asks_to_be_read_again():
    read = Calendar.from_ical(written("hand-made", Language.FRENCH))
    assert (str(read["X-WR-CALNAME"]), read["VERSION"]) == ("Marathon – Ann", "2.0")
    assert read["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert events(written("hand-made"))[0]["DTSTAMP"].dt == MADE


def test_the_same_plan_gives_the_same_bytes():
    assert written("mixed") == written("mixed")
