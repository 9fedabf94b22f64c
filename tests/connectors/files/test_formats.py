"""Formats are told by content first, and one entry reads any of them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from coach.connectors.files import formats
from coach.connectors.files.formats import Format, sniff
from coach.domain.problems import TooLarge, Unreadable
from tests.connectors.files import making


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (making.fit(), "a.bin", Format.FIT),
        (making.gpx_run(2), "a.txt", Format.GPX),
        (making.tcx_run(2), "a.gpx", Format.TCX),
        (b"   \n<?xml version='1.0'?>" + making.tcx_run(2)[21:], "x", Format.TCX),
        (making.gpx_run(2).decode().encode("utf-16"), "x", Format.GPX),
        (gzip.compress(b"x", mtime=0), "a.fit", Format.GZ),
        (b"PK\x03\x04rest", "a.fit", Format.ZIP),
        (b"some words", "renamed.FIT", Format.FIT),
        (b"", "empty.gpx", Format.GPX),
        (b"some words", "words.txt", None),
        (b"<html><body>not <gpx here</body>", "page", None),
        (b"words about <gpx> files", "page", None),
        (b"", "", None),
    ],
)
def test_content_decides_and_the_name_only_when_content_is_silent(
    data: bytes, name: str, expected: Format | None
) -> None:
    assert sniff(data[: formats.HEAD_BYTES], name) is expected


def test_gpx_tcx_and_gzip_are_read_by_one_entry() -> None:
    assert formats.read(making.gpx_run(5), "a").format == "gpx"
    assert formats.read(making.tcx_run(5), "a").format == "tcx"
    assert formats.read(gzip.compress(making.gpx_run(5), mtime=0), "a.gpx.gz").format == "gpx"


def test_a_cut_gzip_keeps_what_could_be_unpacked() -> None:
    packed = gzip.compress(making.gpx_run(2000), mtime=0)
    reading = formats.read(packed[: len(packed) // 2], "a.gpx.gz")
    assert formats.GZ_CUT in reading.warnings
    assert 500 < len(reading.recordings[0].samples) < 2000


def test_a_flipped_gzip_is_survived_or_refused_with_a_reason() -> None:
    for bad in making.damaged(gzip.compress(making.gpx_run(500), mtime=0), seed=3, times=40):
        try:
            formats.read(bad, "a.gpx.gz")
        except Unreadable as problem:
            assert str(problem)


def test_a_gzip_bomb_is_too_large() -> None:
    with pytest.raises(TooLarge):
        formats.read(gzip.compress(b"\0" * 50_000_000, mtime=0), "a.fit.gz")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.fit"),
        (b"words", "words.txt"),
        (b"words", "words.fit"),
        (b"words", "words.gpx"),
        (b"PK\x03\x04rest", "a.zip"),
        (gzip.compress(b"", mtime=0), "a.gpx.gz"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "a.gz.gz"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        formats.read(data, name)
    assert str(refusal.value).endswith(".")


@pytest.mark.shared
def test_every_real_file_is_recognised_by_its_content(shared_data: Path) -> None:
    for path in sorted(shared_data.rglob("*")):
        expected = path.suffix.lower().lstrip(".")
        if path.is_file() and expected in ("fit", "gpx", "tcx"):
            with path.open("rb") as file:
                assert sniff(file.read(formats.HEAD_BYTES), path.name) == expected, path.name
