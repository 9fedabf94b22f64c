"""Fixtures of the running room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def golden(shared_data: Path) -> dict[str, Any]:
    """The golden values handed to the project."""
    return json.loads((shared_data / "golden_values.json").read_text(encoding="utf-8"))
