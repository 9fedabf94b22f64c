"""Which activities count as runs: those called so, but for what nobody can have run."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, cast, func, literal, not_
from sqlalchemy.dialects.postgresql import JSONB

from coach.domain.sports import SportFamily
from coach.store.tables import t_activity


def was_told(code: str) -> ColumnElement[bool]:
    """Whether a correction of that code was told of an activity when it was measured."""
    told = t_activity.c.measures["corrections"].contains(cast([{"code": code}], JSONB))
    return func.coalesce(told, literal(False))


def was_a_run() -> ColumnElement[bool]:
    """Whether an activity is called a run and can have been one."""
    return and_(t_activity.c.family == SportFamily.RUN.value, not_(was_told("no_run")))
