"""Originals: byte for byte, once, for their owner alone."""

from __future__ import annotations

import hashlib
import os
import stat

import pytest

from coach.domain.problems import NotFound, Unavailable
from coach.store import home, originals


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))


def test_a_file_lies_under_its_hash_byte_for_byte():
    data = os.urandom(10_000)
    kept = originals.keep_bytes(data)
    assert kept.sha256 == hashlib.sha256(data).digest()
    assert kept.path.name == kept.sha256.hex()
    assert originals.read(kept.sha256) == data
    assert kept.size == 10_000


def test_a_second_copy_is_not_written_again():
    first = originals.keep_bytes(b"same")
    before = first.path.stat().st_mtime_ns
    assert originals.keep_bytes(b"same").path.stat().st_mtime_ns == before


def test_a_spooled_file_is_moved_in_and_gone_from_the_spool():
    arrived = home.spool_folder() / "x"
    for _ in range(2):
        arrived.write_bytes(b"upload")
        kept = originals.keep_file(arrived)
        assert not arrived.exists()
    assert originals.read(kept.sha256) == b"upload"


def test_only_the_owner_may_look_into_the_folder():
    originals.keep_bytes(b"private")
    assert stat.S_IMODE(home.originals_folder().stat().st_mode) == 0o700


def test_a_missing_original_is_not_found():
    with pytest.raises(NotFound):
        originals.read(bytes(32))


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(monkeypatch):
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    with pytest.raises(Unavailable, match="COACH_HOME"):
        originals.keep_bytes(b"data")
