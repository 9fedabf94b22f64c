"""Fitness made visible: the page answers, says why, can be asked, and is designed for whoever knows little yet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from coach.domain.analytics import Change, Measure
from coach.domain.athletes import Level
from coach.domain.metrics import BY_ID
from coach.services import activities, athletes, fitness, imports, sample_files, samples, vma_history
from coach.store.engine import transaction
from tests.cast import Member
from tests.conftest import NOW
from tests.web.test_every_page import Page

if TYPE_CHECKING:
    pass

TODAY = NOW.date()
CHARTS = ("load", "weeks", "held", "bests", "vma", "races", "zones")


def words(markup: str) -> str:
    """The text of some markup, spaces made plain."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


def imported(member: Member, *recordings: object) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        for at, recording in enumerate(recordings):
            (Path(folder) / f"{at}.fit").write_bytes(sample_files.fit_file(recording))
        imports.import_paths(member.athlete_id, [Path(folder)], lambda: NOW, source="upload")


# --- the answer and its reasons


def test_the_page_answers_before_it_shows(runner) -> None:
    text = runner.get("/fitness/").text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1]
    assert re.search(r"Ta VMA est proche de \d+,\d km/h", words(heading))
    assert text.index("Forme ce matin") < text.index('id="races"') < text.index('id="load"')


def test_every_method_says_its_value_interval_weight_and_evidence(runner) -> None:
    page = runner.get("/fitness/")
    votes = page.context["fitness"].vma_votes
    assert votes
    rows = re.findall(r"<tr>(.*?)</tr>", page.text[page.text.index('class="votes"') :], re.DOTALL)[1 : len(votes) + 1]
    for vote, row in zip(votes, rows, strict=True):
        said = words(row)
        assert f"{vote.value:.1f}".replace(".", ",") in said
        assert ("%" in said) if vote.weight > 0 else ("au moins" in said)
    for row in page.context["votes"]:
        assert 0 <= row.mark.low <= row.mark.value <= row.mark.high <= 160


def test_each_prediction_has_its_interval_and_can_be_asked_why(runner) -> None:
    page = runner.get("/fitness/")
    races = page.context["fitness"].predictions
    section = page.text[page.text.index('id="races"') : page.text.index('id="load"')]
    assert len(races) == section.count('class="why"') >= 4
    for race in races:
        assert race.low_s < race.seconds < race.high_s
    assert words(section).count("Pourquoi ce temps sur") == len(races)


def test_load_is_told_as_facts_and_never_as_a_risk(runner) -> None:
    page = runner.get("/fitness/")
    section = words(page.text[page.text.index('id="load"') : page.text.index('id="zones"')])
    for fact in ("Condition (CTL)", "Fatigue (ATL)", "Forme (TSB)", "Monotonie", "Contrainte", "Plus longue sortie"):
        assert fact in section
    assert "Aucun ne prédit une blessure" in section
    state = page.context["state"]
    assert f"{state.today.ctl:.0f}" in section


def test_zones_stand_side_by_side_in_beats_and_paces(runner) -> None:
    page = runner.get("/fitness/")
    rows = page.context["zone_rows"]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert all("bpm" in row.beats and "/km" in row.pace for row in rows)
    known = page.context["zones"]
    assert sum(row.heart_s for row in rows) == pytest.approx(known.heart.known_s)


# --- every figure can be asked


def test_every_figure_that_can_be_asked_opens_one_note_with_its_meaning_and_trust(runner, season) -> None:
    for address in ("/fitness/", "/fitness/?weeks=52", f"/activities/{season.run_id}/"):
        text = runner.get(address).text
        page = Page(text)
        asked = {button["popovertarget"] for button in page.all("button") if "popovertarget" in button}
        notes = {each["id"]: each for each in page.all("span") if "popover" in each}
        assert asked == set(notes), address
        assert {name.removeprefix("metric-") for name in asked} <= set(BY_ID)
        assert len(asked) >= 6
        for note in re.findall(r'<span class="asked".*?</button>', text, re.DOTALL):
            assert "Fiabilité" in words(note)
            assert "Fermer" in words(note)


def test_a_note_holds_definition_unit_interval_source_and_evidence(runner) -> None:
    page = runner.get("/fitness/")
    vma = page.context["fitness"].vma
    note = words(re.search(r'id="metric-vma".*?</button>', page.text, re.DOTALL)[0])
    assert "Vitesse maximale aérobie" in note
    assert "km/h" in note
    assert f"{vma.low:.1f}–{vma.high:.1f}".replace(".", ",") in note
    assert "Léger" in note
    assert f"{vma.validity} sur 5" in note


def _note(page, name: str) -> str:
    return words(re.search(rf'id="metric-{name}".*?</button>', page.text, re.DOTALL)[0])


def test_a_note_names_the_unit_its_figure_is_shown_in(runner) -> None:
    page = runner.get("/fitness/")
    for name, told in (
        ("distance", "Unité : km"),
        ("weekly_distance", "Unité : kilomètres par semaine"),
        ("zone_edge", "Unité : % de VMA, battements par minute, minutes par kilomètre"),
        ("threshold_speed", "Allure au seuil"),
        ("speed_p95", "Allure des passages rapides"),
        ("speed_p95", "Unité : minutes par kilomètre"),
    ):
        assert told in _note(page, name), name
    assert re.search(r"\d,\d\d m/batt\.", words(page.text))


def test_sources_are_said_in_the_language_of_the_page(runner) -> None:
    notes = re.findall(r'<span class="asked".*?</button>', runner.get("/fitness/").text, re.DOTALL)
    sources = [said for note in notes for said in re.findall(r"Source\s:.*?\d{4}", words(note))]
    assert any("Léger et Mercier" in said for said in sources)
    assert not any(" and " in said or "others" in said for said in sources)


def test_the_trust_in_a_race_time_is_that_of_the_prediction(runner) -> None:
    page = runner.get("/fitness/")
    outlook = page.context["races"][0][0]
    assert f"Fiabilité : {outlook.prediction.validity} sur 5" in _note(page, "race_time")


def test_percent_points_are_the_difference_of_what_is_shown(runner) -> None:
    from coach.web.fitness.pages import change_rows

    change = Change(Measure.EASY, now=0.844, before=0.876)
    with override("fr"):
        ((_, row),) = change_rows([change])
    assert (row.now[:2], row.before[:2], row.change[:2]) == ("84", "88", "−4")


# --- periods and charts


def test_a_period_is_chosen_by_a_plain_link(runner) -> None:
    page = Page(runner.get("/fitness/?weeks=26").text)
    links = [each for each in page.all("a") if (each.get("href") or "").startswith("?weeks=")]
    assert [each["href"] for each in links] == [f"?weeks={weeks}#load" for weeks in (4, 12, 26, 52)]
    assert [each["href"] for each in links if "aria-current" in each] == ["?weeks=26#load"]


@pytest.mark.parametrize("asked", ["", "?weeks=13", "?weeks=-4", "?weeks=x", "?weeks=99999999999999999999"])
def test_a_period_we_do_not_offer_is_the_usual_one(runner, asked: str) -> None:
    assert runner.get(f"/fitness/{asked}").context["period"] == 12


def test_the_period_reaches_charts_tables_and_comparison(runner) -> None:
    short, long = (runner.get(f"/fitness/?weeks={weeks}").context for weeks in (4, 26))
    assert (len(short["state"].weeks), len(long["state"].weeks)) == (4, 26)
    assert (len(short["weeks"]), len(long["weeks"])) == (4, 26)
    assert [week.monday for week in short["weeks"]] == [week.monday for week in reversed(short["state"].weeks)]
    addresses = re.findall(r'hx-get="(/fitness/\d+/\w+/)\?width=wide"', runner.get("/fitness/?weeks=4").text)
    assert addresses
    assert {address.split("/")[2] for address in addresses} == {"4"}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("weeks", [4, 52])
def test_every_chart_is_a_drawing_that_says_what_it_shows(runner, name: str, weeks: int) -> None:
    for width in ("phone", "wide"):
        answer = runner.get(f"/fitness/{weeks}/{name}/?width={width}")
        assert answer.headers["Content-Type"] == "image/svg+xml"
        drawing = Page(answer.text)
        assert drawing.elements[0][1]["aria-label"]
        assert not drawing.all("style", "script")


def test_charts_nobody_draws_are_not_found(runner) -> None:
    for address in ("/fitness/12/risk/", "/fitness/13/load/", "/fitness/0/vma/table/"):
        assert runner.get(address).status_code == 404


def test_what_cannot_be_drawn_is_said_in_words(ann) -> None:
    answer = ann.get("/fitness/12/load/")
    assert answer.status_code == 200
    assert "On en sait trop peu" in answer.text
    assert "<svg" not in answer.text


def test_charts_and_tables_ask_for_a_signed_in_athlete_and_show_their_own(nobody, as_member, season) -> None:
    for name in CHARTS:
        assert nobody.get(f"/fitness/12/{name}/").status_code == 302
    assert nobody.get("/fitness/12/vma/table/").status_code == 302
    cy = as_member(season.people.cy)
    assert all("<svg" not in cy.get(f"/fitness/12/{name}/").text for name in CHARTS)
    for part in ("zones", "held"):
        assert cy.get(f"/activities/{season.run_id}/{part}/").status_code == 404


def test_the_vma_looked_back_on_ends_with_the_one_believed_today(runner, season) -> None:
    with transaction() as connection:
        points = vma_history.vma_history(connection, season.people.ann.athlete_id, TODAY, 12)
        known = fitness.current(connection, season.people.ann.athlete_id, TODAY)
    assert points[-1][0] == TODAY
    assert points[-1][1] == known.vma
    assert [day for day, _ in points] == sorted({day for day, _ in points})
    table = runner.get("/fitness/12/vma/table/")
    assert table.text.count("<tr>") == len(points) + 1
    assert "<html" in table.text, "without JavaScript it is a page"
    part = runner.get("/fitness/12/vma/table/", headers={"HX-Request": "true"})
    assert "<html" not in part.text


# --- whoever knows little yet


def test_without_a_run_the_page_says_what_to_do_next(ann) -> None:
    text = ann.get("/fitness/").text
    assert "Pas encore de sortie pour juger." in text
    assert 'href="/imports/"' in text
    assert 'href="/profile/"' in text
    assert 'id="load"' not in text


def test_a_level_alone_is_said_to_stand_in(ann, cast) -> None:
    with transaction() as connection:
        athletes.update(connection, cast.ann.athlete_id, {"level": Level.ADVANCED}, today=TODAY)
    text = words(ann.get("/fitness/").text)
    assert "ton niveau (confirmé) en tient lieu" in text
    assert re.search(r"VMA proche de 16,5 km/h, quelque part entre \d+,\d et \d+,\d", text)


def test_who_never_runs_but_trains_still_sees_the_load(season, as_member, stopped_clock) -> None:
    lifter = season.people.bo
    original = as_member(season.people.ann).get(f"/activities/{season.strength_id}/").text
    source = re.search(r"/activities/sources/\d+/original/", original)[0]
    data = b"".join(as_member(season.people.ann).get(source).streaming_content)
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "gym.fit").write_bytes(data)
        imports.import_paths(lifter.athlete_id, [Path(folder)], lambda: NOW, source="upload")
    with transaction() as connection:
        (row,) = activities.listing(connection, lifter.athlete_id).rows
        activities.rate(connection, lifter.athlete_id, row.activity_id, 7)
    text = words(as_member(lifter).get("/fitness/?weeks=52").text)
    assert "No run to judge by yet." in text
    assert "Training load" in text
    assert "Fitness (CTL)" in text


def test_without_heart_rate_the_page_says_so_and_where_to_give_it(as_member, cast, stopped_clock) -> None:
    silent = []
    for at in range(5):
        recording = samples.hour_recording(at, datetime(2026, 11, 2 + 3 * at, 7, tzinfo=UTC))
        columns = {name: each for name, each in recording.samples.columns.items() if name != "heart_rate"}
        totals = replace(recording.totals, avg_hr=None, max_hr=None)
        laps = tuple(replace(lap, avg_hr=None, max_hr=None) for lap in recording.laps)
        silent.append(replace(recording, samples=replace(recording.samples, columns=columns), totals=totals, laps=laps))
    imported(cast.ann, *silent)
    page = as_member(cast.ann).get("/fitness/")
    text = words(page.text)
    assert page.context["fitness"].heart.maximum is None
    assert "Pas de zone cardiaque sans fréquence cardiaque maximale" in text
    assert "Ni fréquence cardiaque ni âge pour en juger" in text
    assert Page(page.text).all("h1")
