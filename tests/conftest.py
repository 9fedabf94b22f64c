"""Fixtures every room shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files handed to the project; tests that need it skip where it is absent."""
    shared = Path(os.environ.get("COACH_SHARED", REPOSITORY.parent / "shared"))
    if not (shared / "data").is_dir():
        pytest.skip("the shared folder of real files is not here (set COACH_SHARED)")
    return shared / "data"
