"""From the goal form to weeks, month and PDF, and the day's page."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.plans import SessionKind
from coach.domain.race_times import race_time_of
from coach.services import imports, plans, sample_files, samples
from coach.store.engine import transaction
from tests.cast import assemble
from tests.conftest import NOW

TODAY = NOW.date()
MARATHON = {"kind": "marathon", "weeks": "16", "days": ["1", "3", "5", "6"], "long_day": "6", "level": "intermediate"}


def _made(client, **changes):
    answer = client.post("/plans/new/", MARATHON | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.headers["Location"]


def _plan(athlete_id: str):
    with transaction() as connection:
        return plans.latest(connection, athlete_id)


@pytest.mark.parametrize(
    ("text", "kind", "seconds"),
    [
        ("3:45:00", GoalKind.MARATHON, 13500),
        ("3:45", GoalKind.MARATHON, 13500),
        ("3h45", GoalKind.MARATHON, 13500),
        ("3 h 45", GoalKind.MARATHON, 13500),
        ("4h", GoalKind.MARATHON, 14400),
        ("1:45", GoalKind.HALF_MARATHON, 6300),
        ("45:00", GoalKind.TEN_K, 2700),
        ("45 min", GoalKind.TEN_K, 2700),
        ("22:30", GoalKind.FIVE_K, 1350),
        ("22'30", GoalKind.FIVE_K, 1350),
        ("1:02:30", GoalKind.TEN_K, 3750),
    ],
)
def test_a_time_is_read_as_runners_write_it(database, text, kind, seconds) -> None:
    assert race_time_of(text, kind.distance_m) == seconds


@pytest.mark.parametrize("text", ["soon", "3:75:00", "12", "1:2:3:4", "", "-45:00", "45:99"])
def test_a_time_without_sense_is_no_time(database, text) -> None:
    assert race_time_of(text, (GoalKind.MARATHON if text == "12" else GoalKind.TEN_K).distance_m) is None


def test_the_goal_form_becomes_a_plan_of_the_weeks_and_days_asked(ann, cast) -> None:
    page = ann.get(_made(ann, target="3:45")).text
    plan = _plan(cast.ann.athlete_id)
    assert (len(plan.weeks), plan.goal.target_s, plan.race_day.weekday()) == (16, 13500, 6)
    days = {session.day.weekday() for session in plan.sessions if session.kind is not SessionKind.REST}
    assert days <= {1, 3, 5, 6}
    assert page.count('class="week"') + page.count('class="week now"') == 16


def test_the_statistics_are_the_plans_own_sums(ann, cast) -> None:
    from coach.domain.athletes import Language
    from coach.domain.units import distance, duration

    page = ann.get(_made(ann)).text
    plan = _plan(cast.ann.athlete_id)
    running = [session for session in plan.sessions if session.kind is not SessionKind.REST]
    assert f"<dd>{len(running)} " in page
    assert f"<dd>{distance(Language.FRENCH, plan.distance_m, 0)}</dd>" in page
    assert f"<dd>{duration(Language.FRENCH, plan.duration_s)}</dd>" in page
    assert all(f'id="{session.day.isoformat()}"' in page for session in running)


def test_the_form_keeps_what_was_given_and_names_what_to_change(ann) -> None:
    answer = ann.post("/plans/new/", MARATHON | {"weeks": "", "target": "bientôt", "long_day": "0"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"race_day", "target", "long_day"}
    assert 'value="bientôt"' in answer.text
    assert re.search(r'value="marathon"[^>]*checked', answer.text)


def test_an_objection_of_the_engine_stands_beside_its_field(ann) -> None:
    tomorrow = (TODAY + timedelta(days=2)).isoformat()
    answer = ann.post("/plans/new/", MARATHON | {"weeks": "", "race_day": tomorrow})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["race_day"]


def test_minutes_limit_their_own_day(ann, cast) -> None:
    _made(ann, minutes_1="45")
    plan = _plan(cast.ann.athlete_id)
    assert plan.goal.minutes == (45, None, None, None)


def test_the_level_is_asked_only_without_history(ann, veteran) -> None:
    assert 'name="level"' in ann.get("/plans/new/").text
    assert 'name="level"' not in veteran.get("/plans/new/").text


def test_the_pdf_comes_in_the_language_asked_whatever_the_pages(veteran, past) -> None:
    answer = veteran.get(f"/plans/{past.plan_id}/plan.pdf?language=en")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert re.search(r'filename="plan-10k-\d{4}-\d\d-\d\d\.pdf"', answer.headers["Content-Disposition"])
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Week" in text
    assert "Semaine" not in text


def test_the_month_shows_every_session_of_it_and_walks_through_the_plan(veteran, past) -> None:
    plan = _plan(past.people.ann.athlete_id)
    seen, address = set(), f"/plans/{past.plan_id}/month/?month={plan.start:%Y-%m}"
    for _ in range(12):
        page = veteran.get(address).text
        seen |= set(re.findall(r'/#?(\d{4}-\d\d-\d\d)"', page.replace("#", "/")))
        following = re.findall(r'class="step" href="(\?month=[\d-]+)"', page)
        onward = [step for step in following if step[-7:] > address[-7:]]
        if not onward:
            break
        address = f"/plans/{past.plan_id}/month/{onward[0]}"
    assert {session.day.isoformat() for session in plan.sessions if session.kind is not SessionKind.REST} <= seen


def test_a_month_without_sense_is_this_month(veteran, past) -> None:
    assert "Novembre 2026" in veteran.get(f"/plans/{past.plan_id}/month/?month=2026-99").text


def test_a_plan_put_away_comes_back(ann, cast) -> None:
    address = _made(ann)
    offered = ann.post(f"{address}archive/")
    assert f'action="{address}restore/"' in offered.text
    assert _plan(cast.ann.athlete_id) is None
    assert ann.get("/plans/").headers["Location"] == "/plans/new/"
    ann.post(f"{address}restore/")
    assert _plan(cast.ann.athlete_id) is not None
    assert "Marathon" in ann.get("/plans/all/").text


@pytest.fixture(scope="module")
def planning(database):
    """A cast whose Ann has a marathon plan nobody changes, and the plan."""
    people = assemble()
    goal = Goal(GoalKind.MARATHON, days=(1, 3, 5, 6), weeks=16, long_day=6, level=Level.INTERMEDIATE)
    with transaction() as connection:
        return people, plans.create(connection, people.ann.athlete_id, goal, TODAY)


@pytest.fixture
def on_day(monkeypatch, planning, as_member):
    """Ann's home page on a given day of her plan, and the plan."""
    people, plan = planning
    client = as_member(people.ann)

    def home(day: date) -> str:
        monkeypatch.setattr("coach.web.clock.today_of", lambda _athlete: day)
        return client.get("/").text

    return home, plan


def test_home_says_the_session_of_the_day_first(on_day) -> None:
    home, plan = on_day
    session = next(each for each in plan.sessions if each.kind is not SessionKind.REST)
    page = home(session.day)
    assert re.search(r"<h1[^>]*>\s*Aujourd’hui\s: ", page)
    assert 'aria-current="date"' in page
    assert page.count('<li class="day') == 7


def test_home_before_between_on_and_after(on_day) -> None:
    home, plan = on_day
    assert "Ton plan commence" in home(plan.start - timedelta(days=1))
    assert "Aujourd’hui\N{NO-BREAK SPACE}: repos." in home(plan.start)  # no run on Mondays
    assert "C’est aujourd’hui." in home(plan.race_day)
    assert "La course est derrière toi." in home(plan.race_day + timedelta(days=1))


def test_home_counts_the_days_to_the_race(on_day) -> None:
    home, plan = on_day
    assert "J-47" in home(plan.race_day - timedelta(days=47))


def test_home_without_a_plan_shows_the_two_steps(ann, veteran) -> None:
    page = ann.get("/").text
    assert "Apporte ton historique" in page
    assert 'href="/plans/new/"' in page


def test_fitness_says_the_vma_with_its_margin_or_what_is_missing(ann, veteran) -> None:
    assert "Pas encore de sortie pour juger." in ann.get("/fitness/").text
    page = veteran.get("/fitness/")
    vma = page.context["fitness"].vma
    assert vma is None or ("Ta VMA est proche de" in page.text and "Fiabilité" in page.text)


def test_runs_of_years_ago_are_said_to_be_old_not_missing(ann, cast) -> None:
    old = sample_files.fit_file(samples.hour_recording(21, datetime(2023, 1, 12, 7, tzinfo=UTC)))
    run = ann.post("/imports/", {"files": [SimpleUploadedFile("old.fit", old)]}).headers["Location"]
    imports.work(run.strip("/").split("/")[-1], lambda: NOW)
    for address in ("/fitness/", "/plans/new/", "/"):
        page = ann.get(address).text
        assert "Ta dernière sortie remonte à janvier 2023" in page
        assert "Sans historique" not in page
        assert "Pas encore de sortie" not in page
    assert 'name="level"' in ann.get("/plans/new/").text
    assert "jeudi 12\N{NO-BREAK SPACE}janvier 2023" in ann.get("/").text.lower(), "another year is said"


def test_a_fitness_that_no_run_shows_is_never_a_fact(ann) -> None:
    page = ann.get(_made(ann)).text
    assert "tes jambes valent" not in page
    assert re.search(r"VMA[^<]*est supposée d’après ton niveau", page)
    assert not re.search(r"\d\.\d\skm", page), "French writes a decimal comma"
    home = ann.get("/").text
    raceline = re.search(r'<p class="raceline">.*?</p>', home, re.DOTALL).group()
    assert "\N{NARROW NO-BREAK SPACE}h" not in raceline
    assert "Pas encore de temps" in home


def test_days_before_the_plan_are_not_called_rest(on_day) -> None:
    home, plan = on_day
    page = home(plan.start - timedelta(days=2))
    assert "rien de prévu" in page
    assert ": repos" not in page


def test_a_session_says_its_share_of_vma_its_zone_and_its_effort(veteran, past) -> None:
    page = veteran.get(f"/plans/{past.plan_id}/")
    beats = r"zone\s\d\s\([<>\d][^)]*bpm\)" if page.context["heart_zones"] else r"zone\s\d"
    assert re.search(rf"\d–\d+\s%\sVMA · {beats} · effort\s\d", page.text)
    assert page.text.count("Ce que veulent dire les zones") == 1
