"""Importing: files in, activities out, nothing lost and nothing double.

``open_run`` → ``receive`` each file → ``submit``; a worker then calls ``work``. The command line
does all of it in one go with ``import_paths``.
"""

from coach.services.imports.receiving import (
    cancel,
    items,
    log,
    open_run,
    progress,
    receive,
    retry,
    runs,
    submit,
)
from coach.services.imports.remeasuring import remeasure
from coach.services.imports.tidying import finish_forgotten, sweep_spool
from coach.services.imports.working import import_paths, resume_all, unfinished, work

__all__ = [
    "cancel",
    "finish_forgotten",
    "import_paths",
    "items",
    "log",
    "open_run",
    "progress",
    "receive",
    "remeasure",
    "resume_all",
    "retry",
    "runs",
    "submit",
    "sweep_spool",
    "unfinished",
    "work",
]
