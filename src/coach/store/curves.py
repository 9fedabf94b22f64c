"""Mean-maximal curves of many activities."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH

from coach.domain.intensity import Curve, Quantity
from coach.domain.sports import SportFamily
from coach.store import analysis
from coach.store.tables import t_activity, t_activity_analysis


def of_runs(connection: Connection, athlete_id: str, quantity: Quantity, first: date, last: date) -> tuple[Curve, ...]:
    """The curves of a quantity of the runs of the days ``first`` to ``last``; one query of these days only."""
    columns, known = t_activity.c, t_activity_analysis.c
    wanted = cast(f'$[*] ? (@.quantity == "{quantity}")', JSONPATH)
    rows = connection.execute(
        select(func.jsonb_path_query_array(known.curves, wanted, type_=JSONB))
        .join(t_activity, columns.id == known.activity_id)
        .where(
            columns.athlete_id == athlete_id,
            columns.deleted_at.is_(None),
            columns.family == SportFamily.RUN.value,
            columns.local_date.between(first, last),
        )
    ).scalars()
    return tuple(curve for kept in rows for curve in analysis.curves(kept or ()))
