"""What fitness is computed from, and the snapshots kept of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from coach.domain.activities import BestEffort
from coach.domain.fitness import Fitness
from coach.domain.sports import SportFamily
from coach.science.running.evidence import RunEvidence
from coach.store.tables import t_activity, t_activity_effort, t_fitness_snapshot


def evidence(connection: Connection, athlete_id: str, since: date, until: date) -> list[RunEvidence]:
    """Every run of the athlete's days ``since`` to ``until`` with its best efforts, oldest first; two queries."""
    columns = t_activity.c
    wanted = (
        columns.athlete_id == athlete_id,
        columns.deleted_at.is_(None),
        columns.family == SportFamily.RUN.value,
        columns.local_date.between(since, until),
    )
    efforts: dict[str, list[BestEffort]] = {}
    rows = connection.execute(
        select(t_activity_effort).join(t_activity, columns.id == t_activity_effort.c.activity_id).where(*wanted)
    )
    for row in rows:
        effort = BestEffort(row.distance_m, row.elapsed_s, row.start_s)
        efforts.setdefault(str(row.activity_id), []).append(effort)
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
        )
        .where(*wanted)
        .order_by(columns.started_at)
    )
    return [
        RunEvidence(
            activity_id=str(row.id),
            family=SportFamily(row.family),
            on=row.local_date,
            distance_m=row.distance_m,
            moving_s=row.moving_s,
            elapsed_s=row.elapsed_s,
            avg_hr=row.avg_hr,
            max_hr=row.max_hr,
            best_efforts=tuple(efforts.get(str(row.id), ())),
            race=row.race,
        )
        for row in runs
    ]


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
    """Keep the snapshot of its day; a later one of the same day replaces it."""
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
        "detail": {
            "vma": asdict(vma) if vma else None,
            "level_reason": fitness.level_reason,
            "max_hr": fitness.max_hr,
            "runs_counted": fitness.runs_counted,
            "predictions": [asdict(prediction) for prediction in fitness.predictions],
        },
    }
    statement = insert(t_fitness_snapshot).values(values)
    connection.execute(
        statement.on_conflict_do_update(
            constraint="fitness_snapshot_day_unique",
            set_={name: statement.excluded[name] for name in values if name not in ("athlete_id", "on_date")},
        )
    )
