"""Pauses: stretches the timer did not run, told by the device or by its silence."""

from __future__ import annotations

import numpy as np

from coach.science.recordings import Column
from coach.science.running.clock import Clock
from coach.science.running.limits import SMART_RECORDING_GAP_S, Limits

MOST_PAUSED = 0.9

Pauses = tuple[tuple[float, float], ...]


def device_pauses(recorded: Pauses, clock: Clock, time: Column) -> Pauses:
    """The device's own pauses by the repaired clock, clipped to the recording, in order, merged where they touch.

    Seconds since the start; ``time`` is the cleaned time, shape (n,).
    """
    if not recorded or len(time) < 2:
        return ()
    ends = np.array(recorded, dtype=np.float64).reshape(-1, 2)
    ends = ends[np.isfinite(ends).all(axis=1)]
    if clock.recorded is not clock.time:
        ends = clock.repaired(ends.ravel()).reshape(-1, 2)
    return _apart(np.clip(ends, time[0], time[-1]))


def silent_pauses(time: Column, along: Column, limits: Limits, timer_s: float | None) -> Pauses:
    """Gaps without samples during which the athlete did not advance; a gap covered moving is a smart recording.

    Seconds and metres, shapes (n,). Where the file says that its timer (``timer_s``) ran all the time, it did.
    """
    if timer_s is not None and timer_s >= time[-1] - time[0] - SMART_RECORDING_GAP_S:
        return ()
    seconds, metres = np.diff(time), np.diff(along)
    still = np.flatnonzero((seconds > SMART_RECORDING_GAP_S) & (metres < limits.moving * seconds))
    if float(seconds[still].sum()) > MOST_PAUSED * float(seconds.sum()):
        return ()  # nothing would be left: a file of a few samples, not an athlete who stood
    return tuple(zip(time[still].tolist(), time[still + 1].tolist(), strict=True))


def paused_before(pauses: Pauses, time: Column) -> Column:
    """Seconds paused before each instant of ``time``, shape (n,)."""
    if not pauses:
        return np.zeros(len(time))
    edges = np.array(pauses, dtype=np.float64)
    lengths = edges[:, 1] - edges[:, 0]
    before = np.concatenate(([0.0], np.cumsum(lengths)[:-1]))
    paused = np.column_stack((before, before + lengths)).ravel()
    return np.asarray(np.interp(time, edges.ravel(), paused), dtype=np.float64)


def _apart(ends: Column) -> Pauses:
    """Pauses of positive length, in order, overlaps merged; shape (k, 2) in."""
    ends = ends[ends[:, 1] > ends[:, 0]]
    if not len(ends):
        return ()
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    reach = np.maximum.accumulate(ends[:, 1])
    opens = np.concatenate(([True], ends[1:, 0] > reach[:-1]))
    first = np.flatnonzero(opens)
    last = np.concatenate((first[1:] - 1, [len(ends) - 1]))
    return tuple(zip(ends[first, 0].tolist(), reach[last].tolist(), strict=True))
