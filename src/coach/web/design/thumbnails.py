"""The track of an activity small enough for a line of a list."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from django.utils.safestring import SafeString

from coach.domain.problems import InvalidInput
from coach.services.charts_track import decoded

SIDE = 48.0
MARGIN = 4.0
POINTS = 64


@lru_cache(maxsize=4096)
def thumbnail(polyline: str) -> SafeString:
    """An encoded polyline drawn north up in a 48 px square; empty where it has fewer than two points."""
    try:
        path = decoded(polyline)
    except InvalidInput:
        return SafeString("")
    if len(path) < 2:
        return SafeString("")
    path = path[np.unique(np.linspace(0, len(path) - 1, min(len(path), POINTS)).astype(int))]
    shrink = float(np.cos(np.deg2rad(path[:, 0].mean())))
    flat = np.column_stack([path[:, 1] * shrink, -path[:, 0]])
    flat -= flat.min(axis=0)
    room = SIDE - 2 * MARGIN
    flat *= room / max(float(flat.max()), 1e-9)
    flat += MARGIN + (room - flat.max(axis=0)) / 2
    points = "L".join(f"{x:.1f},{y:.1f}" for x, y in flat.tolist())
    drawing = f'<svg class="thumb" viewBox="0 0 48 48" aria-hidden="true"><path d="M{points}"/></svg>'
    return SafeString(drawing)
