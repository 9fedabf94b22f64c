"""Race times as people write them."""

from __future__ import annotations

import re

FASTEST_S_PER_KM = 120
"""Nobody runs a kilometre faster: "3:45" over a marathon is hours and minutes, not minutes and seconds."""


def race_time_of(text: str, distance_m: float) -> float | None:
    """A race time (``3:45:00``, ``3h45``, ``45:00``, ``45 min``) over a distance in seconds; None without sense."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if not parts or len(parts) > 3 or not re.fullmatch(r"[\d\s:hmins'’\"″′.]+", text, re.IGNORECASE):
        return None
    fastest = FASTEST_S_PER_KM * distance_m / 1000
    hours, minutes, seconds = _clock(parts, said_hours="h" in text.lower(), fastest=fastest)
    if seconds > 59 or (hours and minutes > 59):
        return None
    total = hours * 3600 + minutes * 60 + seconds
    return float(total) if total >= fastest else None


def _clock(parts: list[int], *, said_hours: bool, fastest: float) -> tuple[int, int, int]:
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if said_hours:
        return parts[0], parts[1] if len(parts) > 1 else 0, 0
    if len(parts) == 1:
        return 0, parts[0], 0
    hours_meant = parts[0] * 60 + parts[1] < fastest
    return (parts[0], parts[1], 0) if hours_meant else (0, parts[0], parts[1])
