"""How hard it was, on the activity's page; what it makes of the race and the morning, on the plan and today."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coach.domain.athletes import Language
from coach.services import activities, fitness, samples, training
from coach.services.race_words import expected
from coach.store.engine import transaction
from tests.conftest import NOW
from tests.web.test_fitness_page import imported, words

TODAY = NOW.date()


def test_an_activity_says_how_hard_it_was_and_by_what(runner, season) -> None:
    page = runner.get(f"/activities/{season.run_id}/")
    text = words(page.text)
    with transaction() as connection:
        weighed = training.of_activity(connection, season.people.ann.athlete_id, season.run_id)
    assert weighed is not None and weighed.load is not None
    assert re.search(rf"Charge d’entraînement par l(a fréquence cardiaque|’allure) {weighed.load:.0f}", text)
    assert "Allure ajustée à la pente" in text
    assert "Mètres par battement" in text
    assert page.text.index("Charge d’entraînement") < page.text.index("D’où elle vient")
    lines = page.context["zone_lines"]
    assert sum(line.heart_s for line in lines) == pytest.approx(sum(weighed.heart_zone_s))
    for part in ("zones", "held"):
        answer = runner.get(f"/activities/{season.run_id}/{part}/?width=phone")
        assert answer.headers["Content-Type"] == "image/svg+xml"


def test_a_number_that_cannot_be_measured_says_why(as_member, cast, stopped_clock) -> None:
    recording = samples.hour_recording(3, datetime(2026, 11, 10, 7, tzinfo=UTC))
    short = replace(
        recording,
        samples=replace(
            recording.samples,
            time=recording.samples.time[:1500],
            columns={name: each[:1500] for name, each in recording.samples.columns.items()},
        ),
        laps=(),
    )
    imported(cast.ann, short)
    with transaction() as connection:
        (row,) = activities.listing(connection, cast.ann.athlete_id).rows
    text = words(as_member(cast.ann).get(f"/activities/{row.activity_id}/").text)
    assert "Perte en seconde moitié Moins de quarante minutes" in text


def test_what_was_felt_is_shown_and_a_gym_session_without_pulse_asks_for_it(runner, season) -> None:
    with transaction() as connection:
        activities.rate(connection, season.people.ann.athlete_id, season.strength_id, 6.5)
    text = words(runner.get(f"/activities/{season.strength_id}/").text)
    assert "6,5/10" in text
    assert "par l’effort ressenti" in text


def test_the_plan_and_today_say_the_race_time_with_its_margin(runner, season) -> None:
    with transaction() as connection:
        known = fitness.current(connection, season.people.ann.athlete_id, TODAY)
    marathon = next(race for race in known.predictions if race.distance_m > 42_000)
    margin = round((marathon.high_s - marathon.low_s) / 120)
    for address in (f"/plans/{season.plan_id}/", f"/plans/{season.plan_id}/month/", "/"):
        assert re.search(rf"\d h (\d\d )?± {margin}\b", words(runner.get(address).text)), address


def test_today_says_the_form_of_the_morning(runner, season) -> None:
    with transaction() as connection:
        state = training.state(connection, season.people.ann.athlete_id, TODAY)
    shown = f"{abs(state.today.tsb):.0f}"
    assert re.search(rf"Forme ce matin : [+−]?{shown}\b", words(runner.get("/").text))


def test_race_times_are_said_as_runners_say_them() -> None:
    said = [
        expected(Language.FRENCH, seconds, low, high)
        for seconds, low, high in ((13_320, 12_780, 13_860), (2_710, 2_640, 2_800), (12_000, None, None), (None,) * 3)
    ]
    assert [re.sub(r"\s", " ", text) for text in said] == ["3 h 42 ± 9", "45:10 ± 1:20", "3 h 20", "–"]
