"""What fitness is computed from, and the snapshots kept of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH, insert

from coach.domain.activities import BestEffort
from coach.domain.fitness import Fitness
from coach.domain.intensity import Quantity
from coach.domain.sports import SportFamily
from coach.science.running.evidence import RunEvidence
from coach.store import analysis, fitness_detail
from coach.store.engine import AnyRow
from coach.store.running import was_a_run
from coach.store.tables import t_activity, t_activity_analysis, t_activity_effort, t_fitness_snapshot, t_wellness_day

CURVES_BEFORE_DAYS = 120
"""How long before the last run training is read sample by sample; races for the whole time asked for."""
_CURVES = " || ".join(
    f'@.quantity == "{quantity}"' for quantity in (Quantity.SPEED, Quantity.GRADED_SPEED, Quantity.HEART_RATE)
)


def evidence(
    connection: Connection, athlete_id: str, since: date, until: date, *, curves_since: date | None = None
) -> list[RunEvidence]:
    """Every run of the athlete's days ``since`` to ``until`` with its best efforts and curves, oldest first.

    Two queries. Curves from ``curves_since`` on; without it those of races, and of the last 120 days of running.
    """
    columns, known = t_activity.c, t_activity_analysis.c
    wanted = _runs(athlete_id, since, until)
    efforts: dict[UUID, list[BestEffort]] = {}
    best = t_activity_effort.c
    rows = connection.execute(
        select(best.activity_id, best.distance_m, best.elapsed_s, best.start_s)
        .join(t_activity, columns.id == best.activity_id)
        .where(wanted)
    )
    for activity_id, distance_m, elapsed_s, start_s in rows:
        efforts.setdefault(activity_id, []).append(BestEffort(distance_m, elapsed_s, start_s))
    curves = func.jsonb_path_query_array(known.curves, cast(f"$[*] ? ({_CURVES})", JSONPATH), type_=JSONB)
    last = select(func.max(columns.local_date)).where(wanted).correlate(None).scalar_subquery()
    told_from = last - CURVES_BEFORE_DAYS if curves_since is None else literal(curves_since)
    told = columns.local_date > told_from if curves_since else or_(columns.race, columns.local_date > told_from)
    runs = connection.execute(
        select(
            columns.id,
            columns.family,
            columns.local_date,
            columns.distance_m,
            columns.moving_s,
            columns.elapsed_s,
            columns.avg_hr,
            columns.max_hr,
            columns.race,
            known.graded_speed_mps,
            case((told, curves)).label("curves"),
        )
        .outerjoin(t_activity_analysis, known.activity_id == columns.id)
        .where(wanted)
        .order_by(columns.started_at)
    )
    return [_evidence(row, tuple(efforts.get(row.id, ()))) for row in runs]


def _runs(athlete_id: str, since: date, until: date) -> ColumnElement[bool]:
    columns = t_activity.c
    return and_(
        columns.athlete_id == athlete_id,
        columns.deleted_at.is_(None),
        was_a_run(),
        columns.local_date.between(since, until),
    )


def _evidence(row: AnyRow, efforts: tuple[BestEffort, ...]) -> RunEvidence:
    return RunEvidence(
        activity_id=str(row.id),
        family=SportFamily(row.family),
        on=row.local_date,
        distance_m=row.distance_m,
        moving_s=row.moving_s,
        elapsed_s=row.elapsed_s,
        avg_hr=row.avg_hr,
        max_hr=row.max_hr,
        best_efforts=efforts,
        race=row.race,
        graded_speed_mps=row.graded_speed_mps,
        curves=analysis.curves(row.curves or ()),
    )


def resting_rates(connection: Connection, athlete_id: str, since: date, until: date) -> tuple[float, ...]:
    """The daily resting heart rates of the days ``since`` to ``until`` that have one, in bpm."""
    columns = t_wellness_day.c
    query = select(columns.resting_hr).where(
        columns.athlete_id == athlete_id, columns.on_date.between(since, until), columns.resting_hr.is_not(None)
    )
    return tuple(connection.execute(query).scalars())


def last_run(connection: Connection, athlete_id: str, until: date) -> date | None:
    """The day of the athlete's last run up to ``until``, None without any."""
    columns = t_activity.c
    query = select(func.max(columns.local_date)).where(
        columns.athlete_id == athlete_id,
        columns.deleted_at.is_(None),
        was_a_run(),
        columns.local_date <= until,
    )
    found: date | None = connection.execute(query).scalar_one()
    return found


def keep(connection: Connection, athlete_id: str, fitness: Fitness) -> None:
    """Keep the snapshot of its day; a later one of the same day replaces it, whatever else was noted there stays."""
    vma = fitness.vma
    values = {
        "athlete_id": athlete_id,
        "on_date": fitness.on,
        "vma_kmh": vma.value if vma else None,
        "vma_low_kmh": vma.low if vma else None,
        "vma_high_kmh": vma.high if vma else None,
        "vo2max": fitness.vo2max.value if fitness.vo2max else None,
        "level": fitness.level.value,
        "weekly_m": fitness.recent_weekly_m or 0.0,
        "detail": fitness_detail.written(fitness),
    }
    statement = insert(t_fitness_snapshot).values(values)
    replaced = {name: statement.excluded[name] for name in values if name not in ("athlete_id", "on_date", "detail")}
    noted = t_fitness_snapshot.c.detail.op("||")(statement.excluded.detail)
    connection.execute(
        statement.on_conflict_do_update(constraint="fitness_snapshot_day_unique", set_={**replaced, "detail": noted})
    )


def latest_measured(connection: Connection, athlete_id: str) -> Fitness | None:
    """The latest snapshot that knows a VMA, otherwise the latest of all; None where there is none."""
    columns = t_fitness_snapshot.c
    detail = connection.execute(
        select(columns.detail)
        .where(columns.athlete_id == athlete_id)
        .order_by(columns.vma_kmh.is_not(None).desc(), columns.on_date.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if detail is None else fitness_detail.read(detail)


def latest(connection: Connection, athlete_id: str) -> Fitness | None:
    """The latest snapshot kept, whole; None where there is none, or it is of an earlier shape."""
    columns = t_fitness_snapshot.c
    detail = connection.execute(
        select(columns.detail).where(columns.athlete_id == athlete_id).order_by(columns.on_date.desc()).limit(1)
    ).scalar_one_or_none()
    return None if detail is None else fitness_detail.read(detail)
