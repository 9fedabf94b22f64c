"""Histories written straight into the tables, for what only adds them up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, insert

from coach.domain.sports import Sport
from coach.store.tables import (
    t_activity,
    t_activity_analysis,
    t_activity_effort,
    t_activity_load,
    t_training_day,
    t_wellness_day,
)


@dataclass(frozen=True)
class Done:
    """An activity as analytics see it; ``on`` is the athlete's own date."""

    on: date
    distance_m: float | None = 10_000.0
    moving_s: float = 3000.0
    load: float | None = 60.0
    sport: Sport = Sport.RUN
    heart_zone_s: tuple[float, ...] = ()
    pace_zone_s: tuple[float, ...] = ()
    speed_p95_mps: float | None = None
    efficiency: float | None = None
    efforts: Mapping[float, float] = field(default_factory=dict)
    deleted: bool = False
    weighed: bool = True
    at: time = time(7)
    utc_offset_s: int = 3600


def write(connection: Connection, athlete_id: str, *done: Done) -> list[str]:
    """Keep the activities; their ids."""
    ids = [str(uuid.uuid4()) for _ in done]
    if not done:
        return ids
    connection.execute(
        insert(t_activity), [_activity(key, athlete_id, each) for key, each in zip(ids, done, strict=True)]
    )
    connection.execute(
        insert(t_activity_analysis),
        [
            {"activity_id": key, "speed_p95_mps": each.speed_p95_mps, "efficiency": each.efficiency}
            for key, each in zip(ids, done, strict=True)
        ],
    )
    weighed = [
        {
            "activity_id": key,
            "load": each.load,
            "heart_zone_s": list(each.heart_zone_s),
            "pace_zone_s": list(each.pace_zone_s),
        }
        for key, each in zip(ids, done, strict=True)
        if each.weighed
    ]
    if weighed:
        connection.execute(insert(t_activity_load), weighed)
    efforts = [
        {"activity_id": key, "distance_m": distance, "elapsed_s": seconds, "start_s": 0.0}
        for key, each in zip(ids, done, strict=True)
        for distance, seconds in each.efforts.items()
    ]
    if efforts:
        connection.execute(insert(t_activity_effort), efforts)
    return ids


def _activity(key: str, athlete_id: str, each: Done) -> dict[str, object]:
    started = datetime.combine(each.on, each.at, UTC) - timedelta(seconds=each.utc_offset_s)
    return {
        "id": key,
        "athlete_id": athlete_id,
        "sport": each.sport.value,
        "family": each.sport.family.value,
        "name": "",
        "started_at": started,
        "ended_at": started + timedelta(seconds=each.moving_s),
        "utc_offset_s": each.utc_offset_s,
        "local_date": each.on,
        "elapsed_s": each.moving_s,
        "timer_s": each.moving_s,
        "moving_s": each.moving_s,
        "distance_m": each.distance_m,
        "measures": {},
        "totals": {},
        "deleted_at": started if each.deleted else None,
    }


def sleep(connection: Connection, athlete_id: str, nights: Mapping[date, float]) -> None:
    """Keep the seconds asleep of the nights."""
    rows = [{"athlete_id": athlete_id, "on_date": on, "sleep_s": seconds} for on, seconds in nights.items()]
    connection.execute(insert(t_wellness_day), rows)


def pile(connection: Connection, athlete_id: str, *days: tuple[date, float, float, float]) -> None:
    """Keep what had piled up: (day, load, CTL, ATL)."""
    names = ("on_date", "load", "ctl", "atl")
    rows = [{"athlete_id": athlete_id, **dict(zip(names, day, strict=True))} for day in days]
    connection.execute(insert(t_training_day), rows)
