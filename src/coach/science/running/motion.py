"""Motion: how long the athlete was under way, and how fast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.domain.sports import SportFamily
from coach.science.recordings import Column
from coach.science.running.cleaning import Cleaned
from coach.science.running.limits import SMART_RECORDING_GAP_S, limits_of
from coach.science.running.pauses import paused_before

SPEED_ROWS = 2
UNMOVING = frozenset({SportFamily.STRENGTH, SportFamily.OTHER})
"""Families whose work is not measured by how far one goes: moving time is the timer's."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A recording's steps between samples, shapes (n - 1,) unless said.

    ``active`` is seconds not paused; ``moving`` seconds under way; ``weights``, shape (n,), the seconds each
    sample stands for in an average (pauses and silences count for little); ``speed``, shape (n,), metres per second
    over about five samples, None without a distance.
    """

    active: Column
    moving: Column
    weights: Column
    speed: Column | None


def motion_of(cleaned: Cleaned) -> Motion:
    """The motion of a cleaned recording of at least two samples."""
    time = cleaned.samples.time
    seconds = np.diff(time)
    active = seconds - np.diff(paused_before(cleaned.pauses, time)) if cleaned.pauses else seconds
    active = np.maximum(active, 0.0)
    along = cleaned.samples.get("distance")
    speed = None if along is None else speed_along(time, along)
    family = cleaned.sport.family
    moving = active
    if along is not None and family not in UNMOVING:
        moving = np.where(_under_way(time, along, limits_of(family).moving), active, 0.0)
    short = np.minimum(active, SMART_RECORDING_GAP_S) / 2
    weights = np.concatenate((short, [0.0])) + np.concatenate(([0.0], short))
    return Motion(active, moving, weights, speed)


def _reach(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    rows = np.arange(count)
    return np.maximum(rows - SPEED_ROWS, 0), np.minimum(rows + SPEED_ROWS, count - 1)


def speed_along(time: Column, along: Column) -> Column:
    """Metres per second over about five samples around each, from the metres before it, shape (n,)."""
    first, last = _reach(len(time))
    return np.asarray((along[last] - along[first]) / (time[last] - time[first]), dtype=np.float64)


def _under_way(time: Column, along: Column, threshold: float) -> NDArray[np.bool_]:
    """Which steps are faster than ``threshold`` together with one step on each side (a metre is read in jumps)."""
    steps = np.arange(len(time) - 1)
    first, last = np.maximum(steps - 1, 0), np.minimum(steps + 2, len(time) - 1)
    around = along[last] - along[first] >= threshold * (time[last] - time[first])
    seconds = np.diff(time)
    alone = np.diff(along) >= threshold * seconds
    return np.where(seconds > SMART_RECORDING_GAP_S, alone, around)
