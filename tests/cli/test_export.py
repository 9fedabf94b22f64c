"""``coach export``: an archive, tables, or both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from coach.services import samples
from tests.cast import assemble
from tests.cli.running import coach


@pytest.fixture(scope="module")
def ann(database, tmp_path_factory):
    """Ann with three weeks imported."""
    folder = tmp_path_factory.mktemp("runs")
    samples.write_history(folder, last_day=date(2026, 11, 15), weeks=3, seed=5)
    member = assemble().ann
    assert coach("import", folder, "--athlete", member.email).code == 0
    return member


def test_tables_are_written_and_counted(ann, tmp_path):
    told = coach("export", "--parquet", tmp_path / "out", "--athlete", ann.email, "--json")
    assert told.code == 0, told.err
    assert told.json["path"] == str(tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "activities.parquet").num_rows == told.json["activities"] > 0
    assert pq.read_table(tmp_path / "out" / "samples").num_rows == told.json["samples"] > 0


def test_tables_may_be_narrowed_to_dates_and_left_without_samples(ann, tmp_path):
    narrowed = ("--since", "2026-11-02", "--until", "2026-11-08", "--no-samples")
    told = coach("export", "--parquet", tmp_path / "out", *narrowed, "--athlete", ann.email, "--json").json
    days = pq.read_table(tmp_path / "out" / "activities.parquet")["local_date"].to_pylist()
    assert date(2026, 11, 2) <= min(days) <= max(days) <= date(2026, 11, 8)
    assert (len(days), told["samples"]) == (told["activities"], 0)


def test_an_archive_and_tables_may_be_asked_for_together(ann, tmp_path):
    both = coach("export", tmp_path / "a.zip", "--parquet", tmp_path / "out", "--athlete", ann.email, "--json")
    assert [each["path"] for each in both.json] == [str(tmp_path / "a.zip"), str(tmp_path / "out")]
    assert (tmp_path / "a.zip").is_file()


def test_tables_replace_nothing_unasked(ann, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "activities.parquet").write_text("precious")
    refused = coach("export", "--parquet", tmp_path / "out", "--athlete", ann.email)
    assert (refused.code, "--force" in refused.err) == (1, True)
    assert (tmp_path / "out" / "activities.parquet").read_text() == "precious"
    assert coach("export", "--parquet", tmp_path / "out", "--force", "--athlete", ann.email).code == 0


def test_the_whole_disk_and_what_cannot_be_are_refused_at_once_in_words(ann, tmp_path):
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "file").write_text("precious")
    places = (
        *map(Path, ("/", "/proc", "/proc/self/fd")),
        tmp_path / "circle",
        tmp_path / "file" / "out",
        tmp_path / ("x" * 300),
    )
    for number, place in enumerate(places):
        force = ("--force",) if number % 2 == 0 else ()
        # An archive may take the place of a link, where --force is said.
        for form in ((), ("--parquet",)) if place.name != "circle" else (("--parquet",),):
            refused = coach("export", *form, place, *force, "--athlete", ann.email)
            assert refused.code == 1, (place, form)
            assert "Traceback" not in refused.err
            assert len(refused.err.strip().splitlines()) <= 3
    assert {path.name for path in tmp_path.iterdir()} == {"circle", "file"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--parquet DIR"),
        (["a.zip", "--since", "2026-01-01"], "--parquet"),
        (["a.zip", "--no-samples"], "--parquet"),
        (["--parquet", "out", "--since", "2026-02-01", "--until", "2026-01-01"], "2026"),
    ],
)
def test_an_export_that_cannot_be_says_what_to_change(ann, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    for language in ("en", "fr"):
        refused = coach("export", *arguments, "--athlete", ann.email, COACH_LANG=language)
        assert refused.code == 1
        assert said in refused.err
        assert "Traceback" not in refused.err
    assert list(tmp_path.iterdir()) == []


def test_one_is_singular_and_thousands_are_separated(ann, tmp_path):
    day = coach("activities", "--limit", 1, "--athlete", ann.email, "--json").json["activities"][0]["local_start"][:10]
    narrow = ("--since", day, "--until", day, "--athlete", ann.email)
    french = coach("export", "--parquet", tmp_path / "fr", *narrow, COACH_LANG="fr").out
    english = coach("export", "--parquet", tmp_path / "en", *narrow).out
    samples_told = coach("export", "--parquet", tmp_path / "n", *narrow, "--json").json["samples"]
    assert samples_told > 1000
    assert french.startswith(f"1 activité et {samples_told:,} points de mesure".replace(",", " "))
    assert english.startswith(f"1 activity and {samples_told:,} samples written to")
