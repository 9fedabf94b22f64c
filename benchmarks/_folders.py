"""A data folder for one benchmark, away from everybody's own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty folder the embedded server's own user can enter; removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="coach-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
