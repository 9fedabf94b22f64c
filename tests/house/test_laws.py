"""The laws of the house that import-linter and ruff cannot see."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "coach"
LONGEST = 400
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
HANDWRITTEN = [path for path in MODULES if path.name != "tables.py"]


def name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def files(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [REPOSITORY / line for line in listed.stdout.splitlines() if (REPOSITORY / line).is_file()]


def calls(tree: ast.AST) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_no_file_is_longer_than_four_hundred_lines():
    kept = files("*.py", "*.css", "*.js", "*.html", "*.typ")
    written = [path for path in kept if "migrations" not in path.parts and path.name != "tables.py"]
    long = {name(path): lines for path in written if (lines := path.read_text().count("\n")) > LONGEST}
    assert not long


@pytest.mark.parametrize("floor", ["domain", "science", "services", "store", "connectors"])
def test_no_floor_below_the_doors_reads_the_clock(floor):
    reads = re.compile(r"^(datetime\.|date\.|time\.)?(now|utcnow|today|localtime|gmtime|time|time_ns)$")
    guilty = {
        name(path): found
        for path in (SOURCE / floor).rglob("*.py")
        if (found := [call for call in calls(ast.parse(path.read_text())) if reads.match(call) and "." in call])
    }
    assert not guilty


def test_only_migrations_write_ddl():
    ddl = re.compile(r"\b(CREATE|ALTER|DROP)\s+(TABLE|INDEX|TYPE|EXTENSION|FUNCTION|TRIGGER)\b", re.IGNORECASE)
    guilty = [name(path) for path in HANDWRITTEN if ddl.search(path.read_text())]
    assert not guilty


def test_django_models_live_in_the_schema_alone():
    guilty = [
        name(path)
        for path in HANDWRITTEN
        if "schema" not in path.parts and re.search(r"\(models\.Model\)|\bmodels\.Model\)", path.read_text())
    ]
    assert not guilty


def test_columns_with_defaults_have_them_in_the_database():
    guilty = []
    for path in (SOURCE / "web" / "schema" / "models").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                given = {keyword.arg for keyword in node.keywords}
                if "default" in given and "db_default" not in given:
                    guilty.append(f"{name(path)}:{node.lineno}")
    assert not guilty


def test_the_web_writes_only_accounts_through_django():
    writing = re.compile(r"\b(Athlete|Activity\w*|Original|Plan\w*|Goal|Import\w+|ApiToken|AuditEntry)\.objects\.")
    guilty = [
        name(path)
        for path in (SOURCE / "web").rglob("*.py")
        if "schema" not in path.parts and writing.search(path.read_text())
    ]
    assert not guilty


def test_commit_happens_at_the_edge_only():
    guilty = [
        name(path)
        for floor in ("store", "services")
        for path in (SOURCE / floor).rglob("*.py")
        if re.search(r"\bconnection\.commit\(\)", path.read_text()) and path.name != "engine.py"
    ]
    assert not guilty


def test_every_room_has_a_name_that_says_something():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "manager", "managers"}
    assert not [name(path) for path in HANDWRITTEN if {path.stem, path.parent.name} & vague]


def test_nothing_is_left_to_do_in_the_code():
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    assert not [name(path) for path in HANDWRITTEN if left.search(path.read_text())]


def test_no_broad_except_hides_an_error():
    guilty = []
    for path in HANDWRITTEN:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                if caught in ("everything", "Exception", "BaseException"):
                    guilty.append(f"{name(path)}:{node.lineno}")
    assert not guilty


def test_lock_files_hold_hashes_and_no_address():
    for path in REPOSITORY.glob("requirements*.txt"):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text), path.name


def test_pages_ask_nothing_of_another_host():
    outside = re.compile(r"""(src|href|action|url)\s*[=(]\s*["']?(https?:)?//(?!www\.w3\.org)""", re.IGNORECASE)
    kept = [path for path in (SOURCE / "web").rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert kept
    assert not [name(path) for path in kept if outside.search(path.read_text())]


def test_the_committed_tables_are_those_of_the_migrations(database):
    done = subprocess.run(
        [sys.executable, "scripts/tables.py", "--check"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_models_need_no_further_migration(database):
    command = [sys.executable, "-m", "coach.web", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_map_of_the_house_names_every_floor():
    drawn = (REPOSITORY / "docs" / "house.md").read_text()
    floors = [path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()]
    assert [floor for floor in floors if f"{floor}/" not in drawn] == []
