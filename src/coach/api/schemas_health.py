"""Health as JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class Alive(BaseModel):
    """This process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """This process and what it needs."""

    status: Literal["ok"] = "ok"
    version: str
    database: Literal["reachable"] = "reachable"
    schema_state: Literal["migrated"] = "migrated"
