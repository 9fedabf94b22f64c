"""What docs/science/library.md shows is run as it stands, and prints what it says."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "science" / "library.md"
EXAMPLE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
NEAR = 0.05
"""Measured figures may move a little with the science; the page need not follow each time."""


def examples() -> list[tuple[str, str]]:
    return EXAMPLE.findall(PAGE.read_text())


def test_every_example_of_the_page_runs_and_prints_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code, promised in examples():
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(PAGE), "exec"), names)
        assert NUMBER.sub("#", printed.getvalue()) == NUMBER.sub("#", promised)
        told, said = ([float(number) for number in NUMBER.findall(text)] for text in (printed.getvalue(), promised))
        assert told == pytest.approx(said, rel=NEAR), code


def test_no_example_is_left_out():
    page = PAGE.read_text()
    assert len(examples()) == page.count("```python\n") >= 10


def test_every_table_and_option_of_the_export_is_explained():
    from coach.services.exports_tables import TABLES, YEARLY

    page = PAGE.read_text()
    assert all(f"`{name}.parquet`" in page for name in TABLES)
    assert all(f"`{name}/2026.parquet`" in page for name in YEARLY)
