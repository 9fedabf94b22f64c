"""Files and archives built or damaged to hurt: refused in words and quickly, the rest is read."""

from __future__ import annotations

import random
import tempfile
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks._damage import cuts, flips
from coach.domain.imports import ItemState, RunState
from coach.services.sample_files import fit_file
from coach.services.samples_xml import duplicate_as_gpx, duplicate_as_tcx
from tests.services.imports.bringing import (
    NOTHING_HANGS,
    START,
    bring,
    garmin_entry,
    garmin_export,
    items,
    left_hanging,
    rows,
    short_run,
    write_runs,
)

MB = 2**20
UNFORESEEN = ("unforeseen", "took more than")


def assert_each_has_an_outcome(member, run, expected: int) -> None:
    found = items(member, run).values()
    assert len(found) == expected
    assert run.state is RunState.DONE
    refused = [item for item in found if item.state is ItemState.QUARANTINED]
    assert all(item.reason for item in refused)
    assert not [item for item in refused if any(word in item.reason for word in UNFORESEEN)]
    assert left_hanging() == NOTHING_HANGS


@pytest.mark.parametrize("kind", ["fit", "gpx", "tcx"])
def test_damaged_files_neither_crash_nor_hang_and_each_has_an_outcome(cast, tmp_path, kind):
    run = short_run(1, minutes=5)
    write = {"fit": fit_file, "gpx": duplicate_as_gpx, "tcx": duplicate_as_tcx}[kind]
    data, chance = write(run), random.Random(kind)
    damaged = [*cuts(data, 12, chance), *flips(data, 12, chance)]
    folder = tmp_path / "damaged"
    folder.mkdir()
    for number, each in enumerate(damaged):
        (folder / f"{number:02d}.{kind}").write_bytes(each)
    done = bring(cast.ann, folder)
    assert_each_has_an_outcome(cast.ann, done, len(damaged))
    assert done.new >= 1


@pytest.mark.shared
def test_real_files_damaged_at_random_each_have_an_outcome(cast, shared_data, tmp_path):
    chance = random.Random(7)
    small = [path for path in sorted(shared_data.rglob("*")) if path.suffix.lower() in (".fit", ".gpx", ".tcx")]
    small = [path for path in small if 0 < path.stat().st_size < 100_000]
    folder = tmp_path / "damaged"
    folder.mkdir()
    many = 0
    for path in chance.sample(small, 25):
        data = path.read_bytes()
        for each in (*cuts(data, 1, chance), *flips(data, 1, chance)):
            (folder / f"{many:03d}-{path.name}").write_bytes(each)
            many += 1
    assert_each_has_an_outcome(cast.ann, bring(cast.ann, folder), many)


def test_what_is_no_activity_is_refused_in_words_within_seconds(cast, tmp_path):
    folder = tmp_path / "odd"
    write_runs(folder, 1)
    (folder / "text.fit").write_text("not at all a FIT file\n" * 100)
    (folder / "empty.fit").write_bytes(b"")
    (folder / "empty.gpx").write_bytes(b"")
    with (folder / "zeros.fit").open("wb") as zeros:
        zeros.truncate(200 * MB)
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY l0 "lol">{entities}]><gpx><name>&l9;</name></gpx>'
    (folder / "laughs.gpx").write_text(bomb)
    outside = '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><name>&x;</name></gpx>'
    (folder / "outside.gpx").write_text(outside)
    (folder / "deep.tcx").write_text("<TrainingCenterDatabase>" + "<a>" * 100_000)
    began = time.monotonic()
    run = bring(cast.ann, folder)
    assert time.monotonic() - began < 10
    assert (run.new, run.quarantined) == (1, 7)
    assert all(item.reason for item in items(cast.ann, run).values() if item.state is ItemState.QUARANTINED)


def test_archives_built_to_hurt_are_stopped_and_nothing_is_written_outside(cast, tmp_path):
    folder = tmp_path / "archives"
    folder.mkdir()
    with (
        zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("zeros.fit", "w", force_zip64=True) as entry,
    ):
        for _ in range(300):
            entry.write(bytes(MB))
    good = fit_file(short_run(1))
    with zipfile.ZipFile(folder / "climbing.zip", "w") as climbing:
        climbing.writestr("../../escaped.fit", good)
        climbing.writestr(f"{tempfile.gettempdir()}/escaped-absolute.fit", fit_file(short_run(2, minutes=3)))
        climbing.writestr("C:\\escaped.fit", fit_file(short_run(3, minutes=4)))
    (folder / "nonsense.zip").write_bytes(b"PK\x03\x04" + bytes(random.Random(1).randbytes(5000)))
    began = time.monotonic()
    run = bring(cast.ann, folder)
    assert time.monotonic() - began < 10
    assert run.state is RunState.DONE
    assert [path for path in tmp_path.parent.rglob("*escaped*") if path.parent != folder] == []
    assert not list(Path(tempfile.gettempdir()).glob("escaped*"))
    refused = {item.name: item for item in items(cast.ann, run).values() if item.state is ItemState.QUARANTINED}
    assert any(name.startswith("bomb.zip") for name in refused)
    assert any(name.startswith("nonsense.zip") for name in refused)
    assert all(item.reason for item in refused.values())


def test_names_that_climb_or_shout_are_only_words(cast, tmp_path):
    archive = tmp_path / "names.zip"
    names = ["<script>alert(1)</script>.fit", "a\nb.fit", "é" * 120 + ".fit", "%s{x}.fit"]
    with zipfile.ZipFile(archive, "w") as packed:
        for number, name in enumerate(names):
            packed.writestr(name, fit_file(short_run(number, minutes=2 + number)))
        packed.writestr("{reason}.fit", b"broken")
    run = bring(cast.ann, archive)
    assert run.files == 5
    assert run.quarantined == 1
    assert 1 <= len(rows(cast.ann)) <= 4


def test_an_export_with_unspeakable_titles_still_comes_in(cast, tmp_path):
    entries = [garmin_entry(1, START, name="a\x00b"), garmin_entry(2, START + timedelta(days=1), name="half \ud800")]
    garmin_export(tmp_path / "export", entries)
    run = bring(cast.ann, tmp_path / "export")
    assert (run.new, run.quarantined) == (2, 0)
    assert {row.name for row in rows(cast.ann)} == {"a\ufffdb", "half \ufffd"}
