"""What the machine's other users, and its logs, get to see: nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from coach.store import home, originals
from coach.store.engine import transaction


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_data_folder_we_make_cannot_be_listed_by_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "made" / "here"))
    # As root the embedded database runs as another user, who passes through.
    assert _mode(home.home()) == (0o711 if os.geteuid() == 0 else 0o700)


def test_a_data_folder_that_was_there_keeps_its_mode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    assert _mode(home.home()) == 0o755


def test_originals_are_for_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(b"moved in")
    (tmp_path / "upload").chmod(0o644)
    assert _mode(originals.keep_file(tmp_path / "upload").path) == 0o600
    assert _mode(originals.keep_bytes(b"written here").path) == 0o600


def test_a_failed_statement_does_not_tell_its_values(database: str) -> None:
    with pytest.raises(DBAPIError) as failure, transaction() as connection:
        connection.execute(text("SELECT CAST(:said AS integer)"), {"said": "my secret pain"})
    assert "[SQL parameters hidden" in str(failure.value)


def test_the_embedded_servers_lock_is_in_a_folder_of_this_user_alone() -> None:
    """A lock in the common temporary folder would keep every second user of the machine out."""
    from coach.store.server import package

    folder = package().PostgresServer.lock_path.parent
    assert folder.resolve() != Path(tempfile.gettempdir()).resolve()
    assert folder.stat().st_uid == os.geteuid()
