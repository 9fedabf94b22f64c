"""Whatever a plan holds, every form can be made of it and read back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from garmin_fit_sdk import Decoder, Stream
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import Draft202012Validator

from coach.domain.athletes import Language
from coach.domain.plans import Notice, Plan, Session, SessionKind, Step, StepKind, Target, Week
from coach.services.plan_files import PlanFile, export, plan_schema
from tests.services.plans_of_every_form import MONDAY, TODAY, mixed_plan

TEXTS = st.text(max_size=60)
PACES = st.none() | st.floats(120, 900)
TARGETS = st.builds(
    Target,
    pace_fast_s=PACES,
    pace_slow_s=PACES,
    vma_low=st.none() | st.floats(30, 130),
    vma_high=st.none() | st.floats(30, 130),
    hr_zone=st.none() | st.integers(1, 5),
    rpe=st.none() | st.floats(0, 10),
)
LEAVES = st.builds(
    Step,
    kind=st.sampled_from(StepKind),
    duration_s=st.floats(0, 20_000),
    distance_m=st.floats(0, 60_000),
    target=TARGETS,
    by_distance=st.booleans(),
    times=st.integers(1, 12),
    why=TEXTS,
    name=TEXTS,
    reps=st.none() | st.integers(1, 60),
)
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Step,
        kind=st.sampled_from(StepKind),
        duration_s=st.just(0.0),
        distance_m=st.just(0.0),
        target=st.just(Target()),
        times=st.integers(1, 12),
        steps=st.lists(inner, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=6,
)
SESSIONS = st.builds(
    Session,
    day=st.integers(0, 6).map(lambda offset: MONDAY + timedelta(days=offset)),
    kind=st.sampled_from(SessionKind),
    title=TEXTS,
    purpose=TEXTS,
    steps=st.lists(BLOCKS, max_size=4).map(tuple),
)


def held(sessions: list[Session], notice: str) -> Plan:
    """A plan of one week that holds these sessions."""
    plan = mixed_plan(1)
    in_order = tuple(sorted(sessions, key=lambda session: session.day))
    week = Week(1, MONDAY, plan.weeks[0].phase, False, in_order)
    return replace(plan, weeks=(week,), notices=(Notice("any", notice),))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SESSIONS, max_size=6), TEXTS, TEXTS, st.sampled_from(Language))
def test_every_form_is_made_of_any_plan_and_read_back(sessions, notice, name, language):
    plan = held(sessions, notice)
    planned = [session for session in plan.sessions if session.kind is not SessionKind.REST]

    def of(form: PlanFile) -> bytes:
        return export(plan, form, language=language, athlete_name=name, today=TODAY).data

    assert Draft202012Validator(plan_schema()).is_valid(json.loads(of(PlanFile.JSON)))
    events = Calendar.from_ical(of(PlanFile.ICS)).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [session.day for session in planned]
    assert all(len(line) <= 75 for line in of(PlanFile.ICS).split(b"\r\n"))
    table = list(csv.DictReader(io.StringIO(of(PlanFile.CSV).decode("utf-8-sig"), newline="")))
    assert [date.fromisoformat(row["day"]) for row in table] == [session.day for session in plan.sessions]
    assert of(PlanFile.INTERVALS).decode().count("\n# ") + bool(planned) >= len(planned)
    workouts = json.loads(of(PlanFile.GARMIN))["workouts"]
    assert len(workouts) <= len(planned)
    fits = zipfile.ZipFile(io.BytesIO(of(PlanFile.FIT)))
    assert len(fits.namelist()) == len(planned)
    for entry in fits.namelist():
        messages, errors = Decoder(Stream.from_byte_array(bytearray(fits.read(entry)))).read()
        assert errors == []
        assert messages["workout_mesgs"][0]["num_valid_steps"] == len(messages.get("workout_step_mesgs", []))
    runs = zipfile.ZipFile(io.BytesIO(of(PlanFile.ZWO)))
    for entry in runs.namelist():
        workout = ElementTree.fromstring(runs.read(entry)).find("workout")
        assert all(float(value) >= 0 for block in workout for key, value in block.items())


@pytest.mark.parametrize("form", PlanFile)
def test_a_plan_without_a_session_still_has_its_file(form):
    empty = held([], "Nothing to do.")
    assert export(empty, form, language=Language.FRENCH, athlete_name="", today=TODAY).data


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SESSIONS, max_size=4), TEXTS)
def test_any_plan_is_printed(sessions, name):
    made = export(held(sessions, name), PlanFile.PDF, language=Language.FRENCH, athlete_name=name, today=TODAY)
    assert made.data.startswith(b"%PDF")
