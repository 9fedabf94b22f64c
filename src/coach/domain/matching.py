"""When two recordings tell of the same activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.domain.sports import SportFamily

START_TOLERANCE = timedelta(minutes=2)
LEAST_OVERLAP = 0.80
DISTANCE_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Outline:
    """What is compared: family, start and end (aware), metres or None."""

    family: SportFamily
    started_at: datetime
    ended_at: datetime
    distance_m: float | None


def same_activity(one: Outline, other: Outline) -> bool:
    """True when both start within two minutes, overlap by 80 % of the longer, and agree on distance within 5 %.

    A recording without a distance (a strap alone) contradicts nobody.
    """
    if one.family != other.family or abs(one.started_at - other.started_at) > START_TOLERANCE:
        return False
    return _overlap(one, other) >= LEAST_OVERLAP and _distances_agree(one.distance_m, other.distance_m)


def _overlap(one: Outline, other: Outline) -> float:
    shared = min(one.ended_at, other.ended_at) - max(one.started_at, other.started_at)
    longest = max(one.ended_at - one.started_at, other.ended_at - other.started_at)
    if longest <= timedelta(0):
        return 1.0 if one.started_at == other.started_at else 0.0
    return shared / longest


def _distances_agree(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return True
    return abs(one - other) <= DISTANCE_TOLERANCE * max(one, other)
