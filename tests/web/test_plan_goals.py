"""The goal form: every kind of goal, what may stay folded, and what is refused beside its field."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from coach.domain.goals import GoalKind, InjurySite, InjuryState, Terrain
from coach.services import plans
from coach.store.engine import transaction
from tests.conftest import NOW

TODAY = NOW.date()
FOUR = {"weeks": "8", "days": ["1", "3", "6"], "level": "intermediate"}


def _latest(athlete_id: str):
    with transaction() as connection:
        return plans.latest(connection, athlete_id)


@pytest.mark.parametrize("kind", list(GoalKind))
def test_four_fields_make_a_plan_of_any_kind_and_its_first_sentence_answers(ann, cast, kind) -> None:
    wished = FOUR | {"kind": kind.value} | ({"weeks": "20"} if kind is GoalKind.ULTRA else {})
    answer = ann.post("/plans/new/", wished)
    assert answer.status_code == 302, answer.context["form"].errors
    plan = _latest(cast.ann.athlete_id)
    assert plan.goal.kind is kind
    page = ann.get(answer.headers["Location"]).text
    heading = " ".join(re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1].split())
    assert ("vise" in heading) is kind.races, heading
    assert ("jusqu’au" in heading) is not kind.races, heading
    assert "None" not in re.sub(r"<[^>]+>", "", page)
    for address in ("month/", "chart/"):
        assert ann.get(f"{answer.headers['Location']}{address}").status_code == 200
    assert ann.get("/").status_code == 200
    assert ann.get("/plans/all/").status_code == 200


def test_every_wish_reaches_the_goal(ann, cast) -> None:
    tune_up = TODAY + timedelta(days=65)
    wishes = {
        "kind": "marathon",
        "weeks": "18",
        "days": ["1", "3", "5", "6"],
        "level": "intermediate",
        "long_day": "6",
        "minutes_1": "75",
        "terrain": "hilly",
        "strength": "2",
        "cross_training": "1",
        "vma": "14,5",
        "weeks_off": "0",
        "race_2_day": tune_up.isoformat(),
        "race_2_km": "10",
        "site_1": "knee",
        "state_1": "past",
    }
    answer = ann.post("/plans/new/", wishes)
    assert answer.status_code == 302, answer.context["form"].errors
    goal = _latest(cast.ann.athlete_id).goal
    assert (goal.terrain, goal.strength, goal.cross_training) == (Terrain.HILLY, 2, 1)
    assert (goal.vma_kmh, goal.weeks_off, goal.long_day) == (14.5, 0, 6)
    assert goal.minutes == (75, None, None, None)
    assert [(race.day, race.distance_m) for race in goal.tune_ups] == [(tune_up, 10_000.0)]
    assert [(one.site, one.state) for one in goal.injuries] == [(InjurySite.KNEE, InjuryState.PAST)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weeks": "1e1"}, "weeks"),
        ({"weeks": "1_0"}, "weeks"),
        ({"weeks": "33"}, "weeks"),
        ({"vma": "1e1"}, "vma"),
        ({"vma": "inf"}, "vma"),
        ({"strength": "9"}, "strength"),
        ({"minutes_1": "５０"}, "minutes_1"),
        ({"race_1_day": "2027-01-10"}, "race_1_km"),
        ({"race_1_km": "10"}, "race_1_day"),
        ({"site_1": "knee"}, "state_1"),
        ({"state_2": "past"}, "site_2"),
        ({"long_day": "0"}, "long_day"),
        ({"days": []}, "days"),
        ({"weeks": "", "race_day": TODAY.isoformat()}, "race_day"),
        ({"weeks": "", "race_day": "2026-99-01"}, "race_day"),
        ({"weeks": "", "race_day": (TODAY - timedelta(days=9)).isoformat()}, "race_day"),
        ({"kind": "fitness", "target": "45:00"}, "target"),
        ({"kind": "ultra", "weeks": "20", "distance": "80"}, "distance"),
        ({"site_1": "navicular", "state_1": "recovering"}, "site_1"),
        ({"site_1": "knee", "state_1": "current"}, "site_1"),
        ({"race_1_day": "2020-01-10", "race_1_km": "10"}, "race_1_day"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field_and_nothing_is_kept(ann, cast, change, field) -> None:
    answer = ann.post("/plans/new/", {"kind": "10k", **FOUR, **change})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    sentence = answer.context["form"].errors[field][0]
    assert sentence.replace("'", "&#x27;") in answer.text or sentence in answer.text
    assert _latest(cast.ann.athlete_id) is None


def test_a_fold_opens_where_something_in_it_was_refused(ann) -> None:
    page = ann.post("/plans/new/", {"kind": "10k", **FOUR, "site_1": "knee"}).text
    folds = re.findall(r"<details( open)?>\s*<summary>", page)
    assert folds == ["", "", "", " open"]


def test_an_injury_that_was_cleared_is_planned_with_its_precautions(ann) -> None:
    told = {"site_1": "navicular", "state_1": "recovering", "cleared_1": "on"}
    answer = ann.post("/plans/new/", {"kind": "10k", **FOUR, "weeks": "12", **told})
    assert answer.status_code == 302, answer.context["form"].errors
    page = ann.get(answer.headers["Location"])
    assert any("injur" in notice.code or "precaution" in notice.code for notice in page.context["plan"].notices)


def test_dates_of_refusals_are_in_words(ann) -> None:
    day = TODAY + timedelta(days=3)
    answer = ann.post("/plans/new/", {"kind": "marathon", **FOUR, "weeks": "", "race_day": day.isoformat()})
    assert answer.status_code == 422
    said = " ".join(error for errors in answer.context["form"].errors.values() for error in errors)
    assert not re.search(r"\d{4}-\d\d-\d\d", said), said
