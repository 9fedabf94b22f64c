"""Jobs queued in the same transaction as the rows they work on; the worker door runs them (procrastinate)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, text

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :task, :priority, :lock, :queueing_lock, "
    "CAST(:args AS jsonb), NULL::timestamptz)::procrastinate_job_to_defer_v1])"
)


def defer(connection: Connection, task: str, *, queue: str = "default", lock: str | None = None, **args: Any) -> None:
    """Queue ``task`` with ``args``. Jobs of one ``lock`` run one after the other."""
    connection.execute(
        _DEFER,
        {
            "queue": queue,
            "task": task,
            "priority": 0,
            "lock": lock,
            "queueing_lock": None,
            "args": json.dumps(args),
        },
    )
