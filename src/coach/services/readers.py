"""Getting worker processes ready to read files, from whoever knows that an import is coming.

Apart from the import itself so that calling it costs nothing: what readers need (NumPy, PyArrow, SQLAlchemy, half a
second together) is loaded by a process of their own while the caller does something else.
"""

from __future__ import annotations

from multiprocessing import forkserver

NEEDED = ["coach.services.imports.crew", "coach.connectors.files.fit"]


def get_ready() -> None:
    """Begin loading what reading needs, aside; worker processes then start at once. Costs nothing a second time."""
    forkserver.set_forkserver_preload(NEEDED)
    forkserver.ensure_running()
