"""Cadence lock: a wrist sensor that counts steps and calls them heart beats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coach.science.recordings import Column
from coach.science.running.limits import SMART_RECORDING_GAP_S
from coach.science.running.positions import smoothed

CLOSE_BPM = 5.0
BRIDGED_S = 5.0
LEAST_S = 90.0
LEAST_ROWS = 30
JUMP_BPM = 10.0
BESIDE_S = 15.0
LONG_S = 600.0
MOST_OF_ALL = 0.9
FOLLOWS = 0.75
LIVELY_SPM = 0.4
FAST_ROWS, SLOW_ROWS = 2, 30

Mask = NDArray[np.bool_]
Stretches = NDArray[np.intp]


def locked_on_cadence(time: Column, heart_rate: Column, cadence: Column) -> Mask:
    """Which heart rates are the cadence, shape (n,).

    Seconds, beats/min, steps/min of both feet, NaN unknown, shapes (n,). Many run at as many steps as beats, so being
    close is no proof. A stretch is locked when for a minute and a half the two are within 5 a minute, each small change
    of the cadence is one of the heart rate at once (correlation of what is left beside a minute's mean: 0.75), which no
    heart does, and the heart rate jumps by 10 or more where the stretch begins or ends. It needs no jump where it lasts
    for ten minutes and nine tenths of all that is known: locked from end to end it never was another one. There the
    very same numbers, not all of them one, are a lock however slowly they change.
    """
    found = np.zeros(len(time), dtype=bool)
    rows = np.flatnonzero(~np.isnan(heart_rate) & ~np.isnan(cadence) & (cadence > 0))
    if len(rows) < LEAST_ROWS:
        return found
    at, beats, steps = time[rows], heart_rate[rows], cadence[rows]
    for first, last in _close(at, np.abs(beats - steps) <= CLOSE_BPM):
        within = slice(first, last + 1)
        whole = at[last] - at[first] >= max(LONG_S, MOST_OF_ALL * (at[-1] - at[0]))
        beside = whole or _jumps(at, beats, first, last)
        same = whole and _same(beats[within], steps[within])
        if same or (beside and _follows(at[within], beats[within], steps[within])):
            found[rows[first] : rows[last] + 1] = True
    return found & ~np.isnan(heart_rate)


def _close(at: Column, close: Mask) -> Stretches:
    """First and last rows of the long stretches of closeness, shape (k, 2)."""
    rows = np.flatnonzero(close)
    if len(rows) < LEAST_ROWS:
        return np.empty((0, 2), dtype=np.intp)
    breaks = np.flatnonzero((np.diff(at[rows]) > BRIDGED_S) & (np.diff(rows) > 1) | _silent(at[rows]))
    firsts = rows[np.concatenate(([0], breaks + 1))]
    lasts = rows[np.concatenate((breaks, [len(rows) - 1]))]
    long = (at[lasts] - at[firsts] >= LEAST_S) & (lasts - firsts >= LEAST_ROWS)
    return np.column_stack((firsts[long], lasts[long]))


def _silent(at: Column) -> Mask:
    return np.asarray(np.diff(at) > SMART_RECORDING_GAP_S, dtype=np.bool_)


def _jumps(at: Column, beats: Column, first: int, last: int) -> bool:
    """Whether the heart rate is another one just before or just after the stretch."""
    begin, end = at[first], at[last]
    before = beats[(at >= begin - BESIDE_S) & (at < begin)]
    after = beats[(at > end) & (at <= end + BESIDE_S)]
    inside = beats[first : last + 1]
    early, late = inside[at[first : last + 1] <= begin + BESIDE_S], inside[at[first : last + 1] >= end - BESIDE_S]
    return any(
        len(outside) > 0 and abs(float(np.median(outside)) - float(np.median(near))) >= JUMP_BPM
        for outside, near in ((before, early), (after, late))
    )


def _same(beats: Column, steps: Column) -> bool:
    return float((beats == steps).mean()) >= MOST_OF_ALL and bool(np.ptp(beats) >= JUMP_BPM / 2)


def _follows(at: Column, beats: Column, steps: Column) -> bool:
    """Whether the small changes of both are the same ones, each second."""
    seconds = np.arange(at[0], at[-1])
    beats, steps = (_lively(np.interp(seconds, at, values)) for values in (beats, steps))
    spread = float(steps.std()), float(beats.std())
    if min(spread) < LIVELY_SPM:
        return False
    return float((beats * steps).mean()) / (spread[0] * spread[1]) >= FOLLOWS


def _lively(values: Column) -> Column:
    """What a few seconds' mean differs from a minute's, around zero."""
    rest = smoothed(values, FAST_ROWS) - smoothed(values, SLOW_ROWS)
    return np.asarray(rest - rest.mean(), dtype=np.float64)
