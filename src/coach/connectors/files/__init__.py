"""Files of watches and accounts: FIT, GPX, TCX, and the archives they come in.

``walk`` finds activity files in whatever the athlete points at; ``formats.read`` reads one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coach.connectors.files.found import Found, Hints, Passed, Refused, Walked

__all__ = ["Found", "Hints", "Passed", "Refused", "Walked", "walk"]


def walk(path: Path, *, spool: Path, name: str | None = None) -> Iterator[Walked]:
    """Activity files at or below ``path``, one in memory at a time (see ``walking.walk``)."""
    from coach.connectors.files import walking

    return walking.walk(path, spool=spool, name=name)
