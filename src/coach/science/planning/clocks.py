"""Times as a coach writes them: how long a session lasts, and what a race took."""

from __future__ import annotations

_MINUTE = 60.0


def clock(seconds: float) -> str:
    """A duration as a coach writes it: 45 min, 1 h 30, 30 s."""
    if seconds < 2 * _MINUTE and seconds % _MINUTE:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / _MINUTE), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02d}" if minutes else f"{hours} h"


def race_clock(seconds: float) -> str:
    """A race time: 3:45:00 or 44:10."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
