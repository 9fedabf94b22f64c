"""The audit trail: who did what. Written, never changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert

from coach.store.tables import t_audit_entry


def note(
    connection: Connection, athlete_id: str, act: str, subject: str = "", *, actor: str = "athlete", **detail: Any
) -> None:
    """Add a line: ``act`` ("plan.create"), on ``subject`` (an id), with ``detail`` that holds no health data."""
    connection.execute(
        insert(t_audit_entry).values(athlete_id=athlete_id, actor=actor, act=act, subject=subject, detail=detail)
    )
