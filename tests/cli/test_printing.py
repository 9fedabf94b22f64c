"""Printing may fail (a reader that left, a full disk, no output at all); what was written to the history stays."""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from coach import cli
from coach.services import samples
from tests.cast import assemble
from tests.cli.running import COACH, Ran, coach

FULL = Path("/dev/full")
PRINTERS = ("print_", "echo", "secho", "_show", "_tell", "_list", "tell", "_table")


@pytest.fixture(scope="module")
def run_of_bo(database, tmp_path_factory):
    """Bo's e-mail and the id of the one run Bo has."""
    bo, folder = assemble().bo, tmp_path_factory.mktemp("run")
    (folder / "run.fit").write_bytes(samples.one_hour_run(3))
    coach("import", folder, "--athlete", bo.email)
    (row,) = coach("activities", "--athlete", bo.email, "--json").json["activities"]
    return bo.email, row["activity_id"]


def in_a_shell(command: str, redirection: str) -> Ran:
    """Run ``coach`` with its output redirected by a real shell; the exit code is that of ``coach``."""
    done = subprocess.run(
        ["bash", "-c", f"{shlex.quote(COACH)} {command} {redirection}; exit ${{PIPESTATUS[0]}}"],
        env=os.environ | {"COACH_LANG": "en", "TZ": "Europe/Paris"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def shown(email: str, activity_id: str):
    return coach("activities", activity_id, "--athlete", email, "--json").json


@pytest.mark.parametrize(("effort", "redirection"), [(9, "| head -1"), (8, "| true"), (7, ">&-"), (6, "> /dev/full")])
def test_a_rating_is_kept_whoever_reads_the_answer(run_of_bo, effort, redirection):
    if "full" in redirection and not FULL.exists():
        pytest.skip("this system has no /dev/full")
    email, activity_id = run_of_bo
    done = in_a_shell(f"activities rate {activity_id} {effort} --athlete {email}", redirection)
    assert "Traceback" not in done.err
    assert "Exception" not in done.err
    assert shown(email, activity_id)["rated"] == effort
    assert done.code == (1 if "full" in redirection else 0)
    assert ("kept" in done.err) == ("full" in redirection)


@pytest.mark.parametrize("options", ["", " --json"])
def test_a_race_is_kept_though_nobody_reads_on_and_it_says_that_it_is_one(run_of_bo, options):
    email, activity_id = run_of_bo
    for said, race in (("", True), (" -", False), ("", True)):
        done = in_a_shell(f"activities race {activity_id}{said} --athlete {email}{options}", "| true")
        assert (done.code, done.err) == (0, "")
        assert shown(email, activity_id)["row"]["race"] is race
    assert "A race" in coach("activities", activity_id, "--athlete", email).out


@pytest.mark.parametrize(
    ("command", "asked", "kept"),
    [
        ("profile --name Bob", "profile", '"name": "Bob"'),
        ("wellness --hrv 51", "wellness", '"hrv_ms": 51'),
        ("plan --goal 10k --weeks 8", "plan", '"kind": "10k"'),
    ],
)
def test_every_command_that_writes_keeps_it_on_a_full_disk(run_of_bo, command, asked, kept):
    if not FULL.exists():
        pytest.skip("this system has no /dev/full")
    email, _ = run_of_bo
    done = in_a_shell(f"{command} --athlete {email}", "> /dev/full")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert kept in coach(asked, "--athlete", email, "--json").out


def test_answers_to_a_file_of_questions_end_quietly_with_their_reader(tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"distance_m": 10000, "races": [{"distance_m": 5000, "seconds": 1500}]}\n' * 3000)
    done = in_a_shell(f"predict --batch {questions}", "| head -1")
    assert done.code == 0
    assert done.err == ""


def test_no_command_prints_before_what_it_did_is_committed():
    folder = Path(cli.__file__).parent
    found = [
        f"{path.name}:{call.lineno}"
        for path in folder.glob("*.py")
        for block in ast.walk(ast.parse(path.read_text()))
        if isinstance(block, ast.With) and any("acting(" in ast.unparse(item.context_expr) for item in block.items)
        for call in ast.walk(block)
        if isinstance(call, ast.Call) and _name(call).startswith(PRINTERS)
    ]
    assert found == []


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
