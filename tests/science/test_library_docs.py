"""What docs/science/library.md shows is run as it stands, and prints what it says."""

from __future__ import annotations

import re

import pytest

from scripts import library_page
from scripts.library_page import PAGE

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
NEAR = 0.05
"""Figures may move a little with the science; when they move more, run scripts/library_page.py."""


def test_every_example_of_the_page_runs_and_prints_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for code, promised, printed in library_page.examples():
        assert NUMBER.sub("#", printed) == NUMBER.sub("#", promised)
        told, said = ([float(number) for number in NUMBER.findall(text)] for text in (printed, promised))
        assert told == pytest.approx(said, rel=NEAR), code


def test_no_example_is_left_out():
    page = PAGE.read_text()
    assert len(library_page.EXAMPLE.findall(page)) == page.count("```python\n") >= 10


def test_every_table_of_the_export_is_explained():
    from coach.services.exports_tables import TABLES, YEARLY

    page = PAGE.read_text()
    assert all(f"`{name}.parquet`" in page for name in TABLES)
    assert all(f"`{name}/2026.parquet`" in page for name in YEARLY)
