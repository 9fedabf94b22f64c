"""What fitness is computed from, and the snapshots kept of it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, and_, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH, insert

from coach.domain.activities import BestEffort
from coach.domain.fitness import Fitness
from coach.domain.intensity import Quantity
from coach.domain.sports import SportFamily
from coach.science.running.evidence import RunEvidence
from coach.store import analysis, fitness_detail
from coach.store.engine import AnyRow
from coach.store.tables import t_activity, t_activity_analysis, t_activity_effort, t_fitness_snapshot, t_wellness_day

CURVES_BEFORE = timedelta(days=365)
"""Curves older than a year tell nothing of today."""
_CURVES = " || ".join(
    f'@.quantity == "{quantity}"' for quantity in (Quantity.SPEED, Quantity.GRADED_SPEED, Quantity.HEART_RATE)
)


def evidence(connection: Connection, athlete_id: str, since: date, until: date) -> list[RunEvidence]:
    """Every run of the athlete's days ``since`` to ``until`` with its best efforts and curves, oldest first.

    Two queries; curves of the last year only.
    """
    columns, known = t_activity.c, t_activity_analysis.c
    wanted = _runs(athlete_id, since, until)
    efforts: dict[str, list[BestEffort]] = {}
    rows = connection.execute(
        select(t_activity_effort).join(t_activity, columns.id == t_activity_effort.c.activity_id).where(wanted)
    )
    for row in rows:
        effort = BestEffort(row.distance_m, row.elapsed_s, row.start_s)
        efforts.setdefault(str(row.activity_id), []).append(effort)
    curves = func.jsonb_path_query_array(known.curves, cast(f"$[*] ? ({_CURVES})", JSONPATH), type_=JSONB)
    recent = and_(known.activity_id == columns.id, columns.local_date > until - CURVES_BEFORE)
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
            curves.label("curves"),
        )
        .outerjoin(t_activity_analysis, recent)
        .where(wanted)
        .order_by(columns.started_at)
    )
    return [_evidence(row, tuple(efforts.get(str(row.id), ()))) for row in runs]


def _runs(athlete_id: str, since: date, until: date) -> ColumnElement[bool]:
    columns = t_activity.c
    return and_(
        columns.athlete_id == athlete_id,
        columns.deleted_at.is_(None),
        columns.family == SportFamily.RUN.value,
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
        columns.family == SportFamily.RUN.value,
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
        "weekly_m": fitness.recent_weekly_m,
        "detail": fitness_detail.written(fitness),
    }
    statement = insert(t_fitness_snapshot).values(values)
    replaced = {name: statement.excluded[name] for name in values if name not in ("athlete_id", "on_date", "detail")}
    noted = t_fitness_snapshot.c.detail.op("||")(statement.excluded.detail)
    connection.execute(
        statement.on_conflict_do_update(constraint="fitness_snapshot_day_unique", set_={**replaced, "detail": noted})
    )


def latest(connection: Connection, athlete_id: str) -> Fitness | None:
    """The latest snapshot kept, whole; None where there is none, or it is of an earlier shape."""
    columns = t_fitness_snapshot.c
    detail = connection.execute(
        select(columns.detail).where(columns.athlete_id == athlete_id).order_by(columns.on_date.desc()).limit(1)
    ).scalar_one_or_none()
    return None if detail is None else fitness_detail.read(detail)
