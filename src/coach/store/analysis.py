"""How hard activities were: curves and distributions, written with the activity and read back as the domain's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from coach.domain.intensity import Analysis, Curve, Distribution, Quantity
from coach.store.engine import AnyRow
from coach.store.tables import t_activity_analysis

_NUMBERS = (
    *("graded_speed_mps", "normalized_speed_mps", "normalized_power_w"),
    *("speed_p95_mps", "efficiency", "decoupling"),
)
NOTHING = Analysis()


def write(connection: Connection, activity_id: str, analysis: Analysis) -> None:
    """Keep an activity's analysis; one that says nothing is not kept."""
    if analysis == NOTHING:
        return
    connection.execute(
        insert(t_activity_analysis).values(
            activity_id=activity_id,
            curves=[_plain_curve(curve) for curve in analysis.curves],
            distributions=[_plain_distribution(each) for each in analysis.distributions],
            not_measurable=analysis.not_measurable or {},
            **{name: getattr(analysis, name) for name in _NUMBERS},
        )
    )


def read(connection: Connection, activity_id: str) -> Analysis:
    """An activity's analysis, one that says nothing where there is none."""
    row = connection.execute(
        select(t_activity_analysis).where(t_activity_analysis.c.activity_id == activity_id)
    ).one_or_none()
    return NOTHING if row is None else _analysis(row)


def _plain_curve(curve: Curve) -> dict[str, Any]:
    # By hand: dataclasses.asdict copies number by number, which an import of thousands of files notices.
    return {"quantity": curve.quantity.value, "durations_s": curve.durations_s, "values": curve.values}


def _plain_distribution(each: Distribution) -> dict[str, Any]:
    return {"quantity": each.quantity.value, "first": each.first, "step": each.step, "seconds": each.seconds}


def _analysis(row: AnyRow) -> Analysis:
    return Analysis(
        **{name: getattr(row, name) for name in _NUMBERS},
        curves=curves(row.curves),
        distributions=distributions(row.distributions),
        not_measurable=row.not_measurable or None,
    )


def curves(kept: Sequence[Mapping[str, Any]]) -> tuple[Curve, ...]:
    """Curves out of the column ``curves``."""
    return tuple(Curve(Quantity(each["quantity"]), tuple(each["durations_s"]), tuple(each["values"])) for each in kept)


def distributions(kept: Sequence[Mapping[str, Any]]) -> tuple[Distribution, ...]:
    """Distributions out of the column ``distributions``."""
    return tuple(
        Distribution(Quantity(each["quantity"]), each["first"], each["step"], tuple(each["seconds"])) for each in kept
    )
