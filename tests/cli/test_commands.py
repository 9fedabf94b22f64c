"""The commands one by one, acting for Ann against a real database."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, timedelta

import pytest

from coach.services import samples
from tests.cast import assemble
from tests.cli.running import coach

COMMANDS = (
    *("up", "import", "activities", "wellness", "profile", "load", "predict", "plan"),
    *("export", "watch", "demo", "doctor", "token"),
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Six weeks of made-up training as FIT files, ended yesterday."""
    folder = tmp_path_factory.mktemp("runs")
    samples.write_history(folder, last_day=date.today() - timedelta(days=1), weeks=6, seed=3)
    return folder


@pytest.fixture(scope="module")
def cast(database):
    """One cast for the whole module: each test says whom it acts for."""
    return assemble()


@pytest.fixture(scope="module")
def imported(cast, runs):
    """Ann with her six weeks imported."""
    done = coach("import", runs, "--athlete", cast.ann.email, "--json")
    assert done.code == 0, done.err
    return done


def test_help_is_instant_and_names_every_command():
    import time

    times = []
    for _ in range(5):
        began = time.perf_counter()
        shown = coach("--help")
        times.append(time.perf_counter() - began)
    assert min(times) <= 0.4
    for command in COMMANDS:
        assert command in shown.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    shown = coach(command, "--help")
    assert shown.code == 0
    assert "Example:" in shown.out


def test_an_import_ends_with_its_sums(imported, runs):
    said = imported.json
    assert said["files"] == said["new"] == len(list(runs.iterdir()))
    assert (said["duplicates"], said["merged"], said["quarantined"]) == (0, 0, [])
    assert said["seconds"] > 0


def test_a_second_import_brings_nothing_new(imported, cast, runs):
    again = coach("import", runs, "--athlete", cast.ann.email, "--json").json
    assert (again["new"], again["duplicates"]) == (0, imported.json["new"])


def test_a_bad_file_is_named_with_its_reason_and_stops_nothing(cast, runs, tmp_path):
    good = next(runs.iterdir())
    (tmp_path / "good.fit").write_bytes(good.read_bytes())
    (tmp_path / "bad.fit").write_text("this was never a watch file")
    done = coach("import", tmp_path, "--athlete", assemble().bo.email, "--json")
    assert done.code == 0
    assert done.json["new"] == 1
    assert [each["file"] for each in done.json["quarantined"]] == ["bad.fit"]
    assert done.json["quarantined"][0]["reason"]


def test_an_import_of_nothing_readable_fails(cast, tmp_path):
    bad = tmp_path / "bad.fit"
    bad.write_text("this was never a watch file")
    assert coach("import", bad, "--athlete", cast.bo.email).code == 1


def test_a_pipe_hears_nothing_but_the_result(cast, runs):
    done = coach("import", next(runs.iterdir()), "--athlete", cast.bo.email)
    assert done.err == ""
    assert len(done.out.strip().splitlines()) == 1


def test_activities_are_listed_newest_first_and_shown_whole(imported, cast):
    listed = coach("activities", "--athlete", cast.ann.email, "--json").json
    starts = [row["started_at"] for row in listed["activities"]]
    assert starts == sorted(starts, reverse=True)
    one = coach("activities", listed["activities"][0]["activity_id"], "--athlete", cast.ann.email, "--json").json
    assert one["sources"][0]["file_name"].endswith(".fit")


def test_strangers_activities_are_not_found(imported, cast):
    mine = coach("activities", "--athlete", cast.ann.email, "--json").json["activities"][0]["activity_id"]
    done = coach("activities", mine, "--athlete", cast.cy.email, "--json")
    assert done.code == 1
    assert done.json["error"]["code"] == "not_found"


def test_a_malformed_id_is_not_found(cast):
    done = coach("activities", "not-an-id", "--athlete", cast.ann.email)
    assert (done.code, done.err) == (1, "There is nothing with the id not-an-id.\n")


def test_profile_tells_fitness_with_its_reason_and_takes_changes(imported, cast):
    told = coach("profile", "--max-hr", "191", "--athlete", cast.ann.email, "--json").json
    assert told["athlete"]["max_hr"] == 191
    assert told["fitness"]["vma"]["low"] < told["fitness"]["vma"]["value"] < told["fitness"]["vma"]["high"]
    assert len(told["fitness"]["weeks"]) >= 5


def test_predictions_come_with_intervals(imported, cast):
    told = coach("predict", "--athlete", cast.ann.email, "--json").json
    assert [each["distance_m"] for each in told["predictions"]] == [5000, 10000, 21097.5, 42195]
    assert all(each["low_s"] < each["seconds"] < each["high_s"] for each in told["predictions"])


def test_a_plan_has_its_weeks_days_sums_and_a_pdf(imported, cast, tmp_path):
    pdf = tmp_path / "plan.pdf"
    made = coach(
        *("plan", "--goal", "marathon", "--weeks", 16, "--days", 4, "--pdf", pdf, "--json"),
        *("--athlete", cast.ann.email),
    )
    assert made.code == 0, made.err
    plan = made.json
    assert len(plan["weeks"]) == 16
    assert pdf.read_bytes().startswith(b"%PDF")
    tenths = [round(10 * week["distance_m"]) for week in plan["weeks"]]
    assert round(10 * plan["statistics"]["distance_m"]) == sum(tenths)
    shown = coach("plan", "--athlete", cast.ann.email, "--json").json
    assert shown["plan_id"] == plan["plan_id"]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--goal", "marathon", "--weeks", "1"], "weeks"),
        (["--goal", "marathon", "--weeks", "16", "--target", "soon"], "3:45:00"),
        (["--goal", "10k", "--weeks", "8", "--days", "someday"], "mon"),
        (["--goal", "10k", "--date", "2020-01-01"], "after today"),
    ],
)
def test_a_goal_that_cannot_be_planned_says_what_to_change(cast, options, word):
    done = coach("plan", *options, "--athlete", cast.ann.email)
    assert done.code == 1
    assert word in done.err


def test_wrong_usage_says_what_to_do(database):
    done = coach("plan", "--gaol", "marathon")
    assert done.code == 2
    assert "coach plan --help" in done.err
    missing = coach("import", "/no/such/folder")
    assert missing.code == 2
    assert "/no/such/folder" in missing.err


def test_an_unknown_athlete_is_a_sentence_not_a_trace(database):
    done = coach("activities", "--athlete", "nobody@example.org", COACH_LANG="fr")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert "athlète" in done.err


def test_an_export_holds_the_originals_byte_for_byte(imported, cast, runs, tmp_path):
    archive = tmp_path / "mine.zip"
    assert coach("export", archive, "--athlete", cast.ann.email).code == 0
    with zipfile.ZipFile(archive) as zipped:
        names = zipped.namelist()
        kept = sorted(zipped.read(name) for name in names if name.startswith("originals/"))
    assert {"profile.json", "activities.csv", "activities.jsonl", "plans.json"} <= set(names)
    assert kept == sorted(path.read_bytes() for path in runs.iterdir())


def test_an_export_replaces_nothing_unasked(cast, tmp_path):
    archive = tmp_path / "mine.zip"
    archive.write_text("precious")
    assert coach("export", archive, "--athlete", cast.ann.email).code == 1
    assert archive.read_text() == "precious"


def test_watching_once_imports_what_lies_there(cast, runs, tmp_path):
    (tmp_path / "run.fit").write_bytes(next(runs.iterdir()).read_bytes())
    said = coach("watch", tmp_path, "--once", "--json", "--athlete", cast.cy.email).json
    assert said["new"] == 1


def test_a_token_opens_the_api_until_revoked(cast, now):
    from coach.domain.problems import NotAllowed
    from coach.services import tokens
    from coach.store.engine import transaction

    made = coach("token", "--athlete", cast.bo.email).out.strip()
    with transaction() as connection:
        assert tokens.authenticate(connection, made, now).athlete_id == cast.bo.athlete_id
    coach("token", "--revoke", "--athlete", cast.bo.email)
    with pytest.raises(NotAllowed), transaction() as connection:
        tokens.authenticate(connection, made, now)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan", "--weeks", "12"], "--goal"),
        (["plan", "--goal", "10k", "--weeks", "8", "--pdf", "/no/such/folder/p.pdf"], "/no/such/folder"),
        (["plan", "--goal", "10k", "--weeks", "8", "--target", "0:99:99"], "45:30"),
    ],
)
def test_what_cannot_be_done_leaves_the_last_plan_alone(imported, cast, arguments, said):
    before = coach("plan", "--athlete", cast.ann.email, "--json").json
    done = coach(*arguments, "--athlete", cast.ann.email)
    assert done.code == 1
    assert said in done.err
    assert coach("plan", "--athlete", cast.ann.email, "--json").json == before


def test_the_beginning_of_an_id_is_enough(imported, cast):
    row = coach("activities", "--limit", 1, "--athlete", cast.ann.email, "--json").json["activities"][0]
    shown = coach("activities", row["activity_id"][:8], "--athlete", cast.ann.email, "--json").json
    assert shown["row"]["activity_id"] == row["activity_id"]


def test_wrong_usage_is_json_too_when_json_is_asked(database):
    done = coach("activities", "--since", "2026-13-45", "--json")
    assert (done.code, done.json["error"]["code"]) == (2, "usage")


def test_days_may_be_said_in_french(imported, cast):
    made = coach(
        *("plan", "--goal", "10k", "--weeks", 8, "--days", "lun,mer,dim", "--json", "--athlete", cast.ann.email)
    ).json
    days = {datetime.fromisoformat(session["day"]).weekday() for week in made["weeks"] for session in week["sessions"]}
    assert days == {0, 2, 6}


def test_an_activity_is_shown_in_french_throughout(imported, cast):
    as_ann = ("--athlete", cast.ann.email)
    shown = [
        coach("activities", row["activity_id"], *as_ann, COACH_LANG="fr").out
        for row in coach("activities", *as_ann, "--json").json["activities"][:5]
    ]
    assert all("\n  Départ : 20" in text for text in shown)
    assert any(re.search(r"\d{2,3} bpm\s*\n", text.split("Kilomètres")[-1]) for text in shown)
    assert not any(re.search(r"Corrigé : \w+_\w+", text) for text in shown)
    assert not any(space in text for text in shown for space in "\u00a0\u202f")
