"""Promise: the loads of 5,000 activities are made anew within 2 s, one more is weighed within 50 ms.

The history is thirteen years of a runner's days: analyses of thirty made-up one-hour runs, measured by the product,
kept again and again. Beside it: CTL and ATL day by day in a Python loop instead of the closed form.
"""

from __future__ import annotations

import os
import random
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median

import numpy as np
from sqlalchemy import Connection, delete, event, insert, text

from benchmarks._folders import data_folder

ACTIVITIES = 5000
ROUNDS = 5
TODAY = date(2026, 11, 20)


def main() -> dict[str, object]:
    with data_folder() as home:
        os.environ["COACH_HOME"] = str(home)
        os.environ.pop("DATABASE_URL", None)
        return _measured()


def _measured() -> dict[str, object]:
    from coach.cli.acting import acting
    from coach.services import training
    from coach.store import engine
    from coach.store.tables import t_activity, t_training_day
    from coach.store.training import forget

    with acting(None) as (connection, athlete):
        days = [TODAY - timedelta(days=int(0.95 * row)) for row in range(ACTIVITIES)]
        _keep(connection, athlete.athlete_id, days)
        _believe(connection, athlete.athlete_id)

    def all_anew() -> float:
        with engine.transaction() as connection:
            forget(connection, athlete.athlete_id)
            connection.execute(delete(t_training_day).where(t_training_day.c.athlete_id == athlete.athlete_id))
            return _seconds(lambda: training.refresh(connection, athlete.athlete_id))

    def one_more() -> float:
        with engine.transaction() as connection:
            added = _keep(connection, athlete.athlete_id, [TODAY])
            taken = _seconds(lambda: training.refresh(connection, athlete.athlete_id))
            connection.execute(
                t_activity.update().where(t_activity.c.id.in_(added)).values(deleted_at=datetime.now(UTC))
            )
            training.refresh(connection, athlete.athlete_id)
            return taken

    def shown() -> float:
        with engine.transaction() as connection:
            return _seconds(lambda: training.state(connection, athlete.athlete_id, TODAY))

    all_anew()
    whole = median(all_anew() for _ in range(ROUNDS))
    with engine.session() as connection:
        # As PostgreSQL does by itself within a minute or two of so many changes.
        connection.execute(text("VACUUM ANALYZE"))
    one_more()
    figures: dict[str, object] = {
        "activities": ACTIVITIES,
        "all_anew_s": round(whole, 2),
        "all_anew_goal_s": 2.0,
        "one_more_ms": round(1000 * median(one_more() for _ in range(ROUNDS)), 1),
        "one_more_goal_ms": 50,
        "state_of_12_weeks_ms": round(1000 * median(shown() for _ in range(ROUNDS)), 1),
        "state_queries": _queries(shown),
        **_curves(),
    }
    engine.forget()
    return figures


def _keep(connection: Connection, athlete_id: str, days: list[date]) -> list[str]:
    """Write an activity with its analysis for each day; their ids."""
    from coach.store import analysis
    from coach.store.tables import t_activity

    measured = _measures()
    chosen = random.Random(5)
    ids = [str(uuid.uuid4()) for _ in days]
    rows, analyses = [], []
    for activity_id, day in zip(ids, days, strict=True):
        measures = chosen.choice(measured)
        began = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        rows.append(
            {
                "id": activity_id,
                "athlete_id": athlete_id,
                "sport": "run",
                "family": "run",
                "started_at": began,
                "ended_at": began + timedelta(seconds=measures.elapsed_s),
                "utc_offset_s": 0,
                "local_date": day,
                "elapsed_s": measures.elapsed_s,
                "timer_s": measures.timer_s,
                "moving_s": measures.moving_s,
                "distance_m": measures.distance_m,
                "measures": {},
                "totals": {},
            }
        )
        analyses.append((activity_id, measures.analysis))
    connection.execute(insert(t_activity), rows)
    for activity_id, each in analyses:
        analysis.write(connection, activity_id, each)
    return ids


def _measures() -> list:
    from coach.science.running.measures import measure
    from coach.services import samples

    if not _MADE:
        _MADE.extend(measure(samples.hour_recording(seed))[1] for seed in range(30))
    return _MADE


_MADE: list = []


def _believe(connection: Connection, athlete_id: str) -> None:
    """Keep a snapshot whose thresholds the loads are measured against."""
    from coach.domain.athletes import Level
    from coach.domain.fitness import Endurance, Estimate, Fitness, Heart
    from coach.store import fitness

    def known(value: float) -> Estimate:
        return Estimate(value, value * 0.98, value * 1.02, "test", "", 4)

    heart = Heart(known(188.0), known(48.0), known(168.0))
    believed = Fitness(
        on=TODAY,
        vma=known(16.0),
        vo2max=None,
        level=Level.INTERMEDIATE,
        level_reason="",
        max_hr=188,
        resting_hr=48,
        heart=heart,
        endurance=Endurance(threshold=known(3.8)),
    )
    fitness.keep(connection, athlete_id, believed)


def _curves() -> dict[str, object]:
    from coach.science.running.training import fitness_and_fatigue

    days = np.cumsum(np.random.default_rng(1).integers(1, 3, ACTIVITIES))
    loads = np.random.default_rng(2).uniform(0, 200, ACTIVITIES)
    closed = median(_seconds(lambda: fitness_and_fatigue(days, loads)) for _ in range(4 * ROUNDS))
    looped = median(_seconds(lambda: _day_by_day(days.tolist(), loads.tolist())) for _ in range(ROUNDS))
    return {
        "ctl_atl_5000_days_ms": round(1000 * closed, 2),
        "ctl_atl_5000_days_in_a_loop_ms": round(1000 * looped, 2),
        "closed_form_faster": round(looped / closed, 1),
    }


def _day_by_day(days: list[int], loads: list[float]) -> tuple[float, float]:
    by_day = dict(zip(days, loads, strict=True))
    ctl = atl = 0.0
    for day in range(days[0], days[-1] + 1):
        load = by_day.get(day, 0.0)
        ctl += (load - ctl) / 42
        atl += (load - atl) / 7
    return ctl, atl


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _queries(act: Callable[[], object]) -> int:
    from coach.store.engine import engine

    seen: list[str] = []
    note = lambda *told: seen.append(told[2])  # noqa: E731
    event.listen(engine(), "before_cursor_execute", note)
    act()
    event.remove(engine(), "before_cursor_execute", note)
    return len(seen)


if __name__ == "__main__":
    print(main())
