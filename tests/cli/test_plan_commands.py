"""``coach plan`` and its commands, acting for Ann against a real database."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date, timedelta

import pytest

from coach.domain.athletes import Language, Level
from coach.domain.goals import Goal, GoalKind
from coach.services import plans
from coach.store.engine import transaction
from tests.cast import assemble
from tests.cli.inside import Inside

TODAY = date.today()
MARATHON = ("--goal", "marathon", "--weeks", 20, "--level", "beginner", "--vma", 12, "--target", "4:30:00", "--days", 4)
HALF = ("--goal", "half", "--weeks", 10, "--level", "intermediate", "--days", 4)


@pytest.fixture
def coach(cast, capsys, monkeypatch):
    """A new Ann at the terminal."""
    return Inside(capsys, monkeypatch, cast.ann.email)


@pytest.fixture
def cast(database):
    return assemble()


@pytest.fixture(scope="module")
def people(database):
    """A cast for tests that keep nothing: its Ann has a half marathon of ten weeks, Bo has no plan."""
    gathered = assemble()
    goal = Goal(GoalKind.HALF_MARATHON, (1, 3, 5, 6), weeks=10, level=Level.INTERMEDIATE)
    with transaction() as connection:
        plans.create(connection, gathered.ann.athlete_id, goal, TODAY)
    return gathered


@pytest.fixture
def runner(people, capsys, monkeypatch):
    """The Ann who has a plan."""
    return Inside(capsys, monkeypatch, people.ann.email)


@pytest.fixture
def newcomer(people, capsys, monkeypatch):
    """Bo, who has none."""
    return Inside(capsys, monkeypatch, people.bo.email)


def sessions_of(plan):
    return [session for week in plan["weeks"] for session in week["sessions"]]


def test_the_plan_of_the_promise_is_printed_as_its_published_document(coach):
    made = coach("plan", *MARATHON, "--json")
    assert made.code == 0, made.err
    plan = made.json
    assert (plan["schema"], plan["statistics"]["weeks"], len(plan["weeks"])) == ("coach-ia/plan/1", 20, 20)
    assert (plan["goal"]["target_s"], plan["goal"]["vma_kmh"]) == (16_200, 12)
    assert plan["statistics"]["sessions"] == len(sessions_of(plan))
    assert coach("plan", "--json").json == plan
    schema = coach_schema(coach)
    assert set(plan) == set(schema["required"])


def coach_schema(coach):
    return coach("plan", "--schema").json


def test_every_wish_reaches_the_plan(coach):
    race = TODAY + timedelta(days=7 * 24)
    made = coach(
        *("plan", "--goal", "ultra", "--date", race, "--weeks", 20, "--level", "advanced", "--days", "tue,thu,sat,sun"),
        *("--distance", "50k", "--terrain", "trail", "--minutes", "tue=60", "--long-day", "sat", "--strength", 1),
        *("--cross", 1, "--injury", "knee:past", "--injury", "calf:past", "--age", 44, "--json"),
    )
    assert made.code == 0, made.err
    goal = made.json["goal"]
    assert (goal["distance_m"], goal["terrain"], goal["long_day"], goal["strength"]) == (50_000, "trail", 5, 1)
    assert (goal["cross_training"], [each["site"] for each in goal["injuries"]]) == (1, ["knee", "calf"])
    assert (goal["minutes"], made.json["age"]) == ([60, None, None, None], 44)


def test_files_are_written_for_other_programs(coach, tmp_path):
    forms = ("pdf", "ics", "fit", "garmin", "zwo", "intervals", "csv")
    paths = {form: tmp_path / f"plan.{form}" for form in forms}
    asked = [word for form, path in paths.items() for word in (f"--{form}", path)]
    done = coach("plan", *HALF, *asked)
    assert done.code == 0, done.err
    assert all(str(path) in done.out.replace("\n", "") for path in paths.values())
    assert paths["pdf"].read_bytes().startswith(b"%PDF")
    assert paths["ics"].read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(name.endswith(".fit") for name in zipfile.ZipFile(paths["fit"]).namelist() if "README" not in name)
    assert zipfile.ZipFile(paths["zwo"]).namelist()
    assert all(path.stat().st_size > 500 for path in paths.values())


@pytest.mark.parametrize("form", ["ics", "csv", "json", "garmin"])
def test_export_writes_the_last_plan(runner, tmp_path, form):
    plan = runner("plan", "--json").json
    path = tmp_path / "plan.out"
    done = runner("export", "plan", "--format", form, "--out", path, "--json")
    assert (done.code, done.json) == (0, {"plan_id": plan["plan_id"], "format": form, "path": str(path)})
    assert path.stat().st_size > 500
    assert runner("export", "plan", "--format", form, "--out", path).code == 1
    named = ("--force", "--plan", plan["plan_id"][:8])
    assert runner("export", "plan", "--format", form, "--out", path, *named).code == 0


def test_the_form_is_told_by_the_name_where_it_can_be(runner, tmp_path):
    assert runner("export", "plan", "--out", tmp_path / "plan.ics").code == 0
    done = runner("export", "plan", "--out", tmp_path / "plan.zip")
    assert (done.code, "--format" in done.err) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "plan", "--out", "x.ics", "--parquet", "tables"),
        ("export", "my.zip", "--format", "ics"),
        ("export", "plan", "--format", "ics"),
        ("export", "plan", "--format", "ics", "--out", "/no/such/folder/p.ics"),
    ],
)
def test_an_export_that_makes_no_sense_is_refused(newcomer, arguments):
    done = newcomer(*arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.strip()


def tomorrow(days=1):
    return TODAY + timedelta(days=days)


BAD = [
    (("--date", tomorrow(-1)), "after"),
    (("--date", TODAY), "after"),
    (("--date", tomorrow()), "tomorrow"),
    (("--date", tomorrow(3 * 365)), "too far"),
    (("--weeks", 1), "2 to 32"),
    (("--weeks", 60), "2 to 32"),
    ((), "--weeks"),
    (("--weeks", 8, "--days", 0), "2 to 7"),
    (("--weeks", 8, "--days", "someday"), "mon"),
    (("--weeks", 8, "--days", "tue,sun", "--long-day", "mon"), "long-run day"),
    (("--weeks", 8, "--days", "tue,sun", "--minutes", "mon=60"), "mon"),
    (("--weeks", 8, "--target", "soon"), "3:45:00"),
    (("--weeks", 8, "--target", "0:15:00"), "from 26:00 to 24 hours"),
    (("--weeks", 8, "--vma", "1e2"), "number"),
    (("--weeks", 8, "--vma", "60"), "VMA"),
    (("--weeks", 8, "--age", 3), "age"),
    (("--weeks", 8, "--distance", "50k"), "ultra"),
    (("--weeks", 8, "--injury", "wing:current"), "knee"),
    (("--weeks", 8, "--tune-up", "soon"), "2027-03-01:10km"),
    (("--weeks", 8, "--strength", 9), "0 to 3"),
    (("--weeks", 8, "--pdf", "/no/such/folder/p.pdf"), "/no/such/folder"),
]


@pytest.mark.parametrize(("options", "word"), BAD)
def test_what_cannot_be_planned_is_said_in_both_languages_and_nothing_is_stored(newcomer, options, word):
    english = newcomer("plan", "--goal", "10k", "--level", "beginner", *options)
    french = newcomer("plan", "--goal", "10k", "--level", "beginner", *options, language=Language.FRENCH)
    for said in (english, french):
        assert (said.code, said.out) == (1, "")
        assert said.err.count("\n") == 1
        assert "{" not in said.err
    assert word in english.err
    assert english.err != french.err
    assert newcomer("plan", "list", "--json").json == []


def test_a_change_is_proposed_accepted_and_taken_back(coach):
    before = coach("plan", *HALF, "--json").json
    told = coach("plan", "tell", "illness", "--to", tomorrow(7))
    assert told.code == 0, told.err
    assert "  - " in told.out
    assert re.search(r"coach plan accept [0-9a-f]{8}", told.out)
    assert coach("plan", "--json").json == before
    (waiting,) = coach("plan", "proposals", "--json").json
    assert waiting["causes"][0]["kind"] == "illness"
    assert all(change["reason"] for change in waiting["changes"])
    changed = coach("plan", "accept", waiting["proposal_id"][:8], "--json").json
    assert (changed["version"], changed["origin"]) == (2, "adapted")
    for decide in ("accept", "refuse"):
        again = coach("plan", decide, waiting["proposal_id"][:8])
        assert (again.code, "accepted already" in again.err) == (1, True)
    assert coach("plan", "--plan", before["plan_id"][:8], "--json").json == changed
    assert coach("plan", "restore", 1, "--json").json["origin"] == "restored"
    lines = coach("plan", "versions", "--json").json
    assert [(line["version"], line["origin"]) for line in lines] == [(3, "restored"), (2, "adapted"), (1, "created")]
    assert "no version 9" in coach("plan", "restore", 9).err


def test_a_refused_change_leaves_the_plan_as_it_is(coach):
    before = coach("plan", *HALF, "--json").json
    assert coach("plan", "refuse").code == 1
    coach("plan", "tell", "test", "--six-minutes", 1500)
    refused = coach("plan", "refuse", "--json")
    assert (refused.code, refused.json["decision"]) == (0, "refused")
    assert coach("plan", "--json").json == before
    assert coach("plan", "proposals", "--json").json == []


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (("illness",), "illness"),
        (("travel", "--from", tomorrow(10), "--to", tomorrow(15), "--can-run"), "travel"),
        (("injury", "calf:current", "--to", tomorrow(12)), "injury"),
        (("injury", "mollet:actuelle", "--to", tomorrow(12)), "injury"),
        (("race-moved", tomorrow(7 * 14)), "race_moved"),
        (("availability", "--days", "mon,wed,sat"), "availability"),
        (("availability", "--minutes", 60), "availability"),
        (("test", "--vma", "15,2"), "test"),
    ],
)
def test_whatever_happens_can_be_told(runner, told, kind):
    done = runner("plan", "tell", *told, "--json")
    assert done.code == 0, done.err
    assert [cause["kind"] for cause in done.json["causes"]] == [kind]
    assert done.json["changes"] or done.json["told"]


@pytest.mark.parametrize(
    "told",
    [
        ("illness", "--from", tomorrow(5), "--to", tomorrow(2)),
        ("travel",),
        ("injury", "calf"),
        ("race-moved", tomorrow(-3)),
        ("availability",),
        ("availability", "--days", 1),
        ("test",),
        ("test", "--vma", "1e1"),
        ("test", "--vma", 14, "--six-minutes", 1400),
        ("missed",),
    ],
)
def test_what_cannot_have_happened_is_refused(runner, told):
    waiting = runner("plan", "proposals", "--json").json
    done = runner("plan", "tell", *told)
    assert (done.code, done.out) == (1, "")
    assert runner("plan", "proposals", "--json").json == waiting


def test_a_session_moves_when_the_rules_allow_it(coach):
    plan = coach("plan", "--goal", "10k", "--weeks", 8, "--level", "beginner", "--days", "tue,thu,sun", "--json").json
    tuesdays = [each for each in sessions_of(plan) if each["weekday"] == 1 and each["kind"] == "easy"]
    for easy in tuesdays:
        other = date.fromisoformat(easy["day"]) + timedelta(days=1)
        asked = coach("plan", "move", easy["day"], other, "--json")
        if asked.json["needs_word"]:
            break
    assert (asked.code, asked.json["allowed"], asked.json["needs_word"]) == (1, False, True)
    dry = coach("plan", "move", easy["key"][:8], other, "--anyway", "--dry-run", "--json").json
    assert dry["allowed"] is True
    assert coach("plan", "--json").json["version"] == 1
    moved = coach("plan", "move", easy["day"], other, "--anyway")
    assert moved.code == 0, moved.err
    assert "is on" in moved.out
    assert "\u00a0" not in moved.out
    changed = coach("plan", "--json").json
    assert [each["day"] for each in sessions_of(changed) if each["key"] == easy["key"]] == [str(other)]
    nowhere = coach("plan", "move", tomorrow(-400), other)
    assert (nowhere.code, "no session" in nowhere.err) == (1, True)


def test_a_move_that_swaps_says_so_before_and_after(coach):
    plan = coach("plan", "--goal", "10k", "--weeks", 8, "--level", "beginner", "--days", "tue,thu,sun", "--json").json
    easy, long_run = (
        next(each for each in plan["weeks"][2]["sessions"] if each["kind"] == kind) for kind in ("easy", "long")
    )
    asked = coach("plan", "move", easy["day"], long_run["day"], "--dry-run", "--json").json
    if not asked["allowed"]:
        refused = coach("plan", "move", easy["day"], long_run["day"])
        assert (refused.code, "nearest free day" in refused.err) == (1, True)
        assert asked["nearest"] not in {each["day"] for each in sessions_of(plan)}
        return
    assert asked["swapped"] == {"key": long_run["key"], "day": long_run["day"], "to_day": easy["day"]}
    moved = coach("plan", "move", easy["day"], long_run["day"])
    assert "They change places: Long run" in moved.out
    assert "change places" in coach("plan", "versions").out


def test_another_plan_is_kept_put_away_and_brought_back(coach):
    first = coach("plan", *HALF, "--json").json["plan_id"]
    made = coach("plan", "--goal", "5k", "--weeks", 6, "--level", "beginner", "--days", 3)
    assert f"Your other plan is kept: Half marathon ({first[:8]})" in made.err
    second = coach("plan", "--json").json["plan_id"]
    away = coach("plan", "put-away")
    assert (away.code, f"bring-back {second[:8]}" in away.out, "Half marathon" in away.out) == (0, True, True)
    assert coach("plan", "--json").json["plan_id"] == first
    assert coach("plan", "bring-back", "--json").json == {"plan_id": second, "archived": False}
    assert coach("plan", "--json").json["plan_id"] == second
    assert coach("plan", "bring-back").code == 1


def test_the_calendar_address_is_opened_renewed_and_closed(coach):
    assert coach("plan", "calendar", "--json").json["open"] is False
    first = coach("plan", "calendar", "open", "--json").json["url"]
    assert first.startswith("http://localhost:8080/v1/calendar/")
    assert coach("plan", "calendar", "open").code == 1
    renewed = coach("plan", "calendar", "renew")
    assert renewed.out.strip().endswith(".ics")
    assert renewed.out.strip() != first
    assert "read it yet" in coach("plan", "calendar").out
    assert "Closed" in coach("plan", "calendar", "close").out
    assert coach("plan", "calendar", "--json").json["open"] is False


def test_days_in_refusals_are_words_in_either_language(newcomer):
    day = tomorrow(-30)
    for language in Language:
        said = newcomer("plan", "--goal", "10k", "--level", "beginner", "--date", day, language=language).err
        assert re.search(r"\d{4}-\d\d-\d\d", said) is None
        assert str(day.year) in said


def test_files_follow_the_terminals_language(runner, tmp_path):
    written = []
    for language in Language:
        path = tmp_path / f"{language}.csv"
        assert runner("export", "plan", "--out", path, language=language).code == 0
        written.append(path.read_bytes())
    assert written[0] != written[1]


def test_the_week_says_what_is_due(runner):
    plan = runner("plan", "--json").json
    week = runner("plan", "week", "--json").json
    assert week["number"] == 1
    assert [each["key"] for each in week["sessions"]] == [each["key"] for each in plan["weeks"][0]["sessions"]]
    last = runner("plan", "week", "--of", plan["end"]).out
    assert "Week 10" in last
    assert "to come" in last


def test_a_stranger_sees_none_of_it(coach, cast):
    plan = coach("plan", *HALF, "--json").json
    coach("plan", "tell", "illness", "--to", tomorrow(7))
    (waiting,) = coach("plan", "proposals", "--json").json
    cy = {"athlete": cast.cy.email}
    for arguments in (
        ("plan", "--plan", plan["plan_id"]),
        ("plan", "--plan", plan["plan_id"][:8]),
        ("plan", "accept", waiting["proposal_id"]),
        ("plan", "refuse", waiting["proposal_id"]),
        ("plan", "versions", "--plan", plan["plan_id"]),
        ("plan", "week"),
    ):
        assert coach(*arguments, **cy).code == 1
    assert coach("plan", "list", "--json", **cy).json == []


def test_options_that_would_do_nothing_are_refused(runner):
    for arguments in (
        ("plan", "--weeks", 12),
        ("plan", "--goal", "10k", "--weeks", 8, "--plan", "abc"),
        ("plan", "--vma", "12"),
    ):
        assert runner(*arguments).code == 1
    assert len(runner("plan", "list", "--json").json) == 1


def test_options_before_a_command_are_refused(newcomer):
    done = newcomer("plan", "--goal", "10k", "review")
    assert done.code == 1
    assert "review" in done.err


def test_the_rules_are_listed_with_their_sources(capsys):
    from coach.cli.plan_rules import rules

    rules(hard=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert all(rule["hard"] and rule["statement"] and rule["applies"] for rule in told)
    assert {"single_run", "two_weeks"} <= {rule["id"] for rule in told}
