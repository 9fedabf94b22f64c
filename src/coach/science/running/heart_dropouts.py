"""Heart rates a strap or a wrist sensor made up: contact lost, a value held, a dry strap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coach.science.recordings import Column
from coach.science.running.limits import SMART_RECORDING_GAP_S

FALL_BPM = 30.0
RETURN_BPM = 15.0
SUDDEN_S = 10.0
LONGEST_S = 600.0
BEFORE_S = 60.0
SAME_SPEED = 0.85
MOST_FALLS = 50

FLAT_S = 180.0
FLAT_ROWS = 90
LIVELY_S = 20.0

WARMING_UP_S = 600.0
LEAST_AFTER_S = 900.0
ABOVE_BPM = 10.0
SETTLED_BPM = 25.0
SETTLED_S = 30.0

Mask = NDArray[np.bool_]


def lost_contact(time: Column, heart_rate: Column, along: Column) -> Mask:
    """Which heart rates of a run a strap without contact wrote, shape (n,).

    Seconds, beats/min (NaN unknown), metres before each sample, shapes (n,). The heart rate falls by 30 within 10 s,
    comes back as suddenly within ten minutes, and all the while the run goes on at no less than 85 % of its speed. A
    fall without a return is left alone: perhaps what stood before it was wrong.
    """
    found = np.zeros(len(time), dtype=bool)
    rows = np.flatnonzero(~np.isnan(heart_rate))
    if len(rows) < 2:
        return found
    at, beats = time[rows], heart_rate[rows]
    falls = np.flatnonzero(beats - np.interp(at + SUDDEN_S, at, beats) >= FALL_BPM)
    if not len(falls):
        return found
    firsts = falls[np.concatenate(([True], np.diff(at[falls]) > SUDDEN_S))]
    if len(firsts) > MOST_FALLS:
        return found
    for fall in firsts:
        low = _low_stretch(at, beats, int(fall))
        if low is not None and _goes_on(time, along, at[low[0]], at[low[1]]):
            found[rows[low[0]] : rows[low[1]]] = True
    return found & ~np.isnan(heart_rate)


def _low_stretch(at: Column, beats: Column, fall: int) -> tuple[int, int] | None:
    """First row too low after a fall and the row of its sudden return; None where it does not return so."""
    until = int(np.searchsorted(at, at[fall] + SUDDEN_S + LONGEST_S, side="right"))
    soon = int(np.searchsorted(at, at[fall] + SUDDEN_S, side="right"))
    level = float(beats[fall:soon].max()) - RETURN_BPM
    after = beats[fall:until] < level
    low = int(np.argmax(after))
    back = int(np.argmax(~after[low:])) + low
    if not after[low] or after[back]:
        return None
    before_return = np.interp(at[fall + back] - SUDDEN_S, at, beats)
    sudden = beats[fall + back] - before_return >= RETURN_BPM or at[fall + back] - at[fall + low] <= SUDDEN_S
    return (fall + low, fall + back) if sudden else None


def _goes_on(time: Column, along: Column, begin: float, end: float) -> bool:
    ends = np.interp([begin - BEFORE_S, begin, end], time, along)
    before = float(ends[1] - ends[0]) / min(BEFORE_S, max(begin - time[0], 1.0))
    return before > 0 and bool(ends[2] - ends[1] >= SAME_SPEED * before * (end - begin))


def held_value(time: Column, heart_rate: Column, along: Column) -> Mask:
    """Which heart rates are one value held for three minutes under way, in a recording that is lively otherwise.

    Seconds, beats/min (NaN unknown), metres, shapes (n,). Hearts change within seconds: lively is a recording half
    of whose time no value lasts 20 s. A recording that is flat altogether is left alone.
    """
    found = np.zeros(len(time), dtype=bool)
    rows = np.flatnonzero(~np.isnan(heart_rate))
    if len(rows) < FLAT_ROWS:
        return found
    at, beats = time[rows], heart_rate[rows]
    breaks = np.flatnonzero((np.diff(beats) != 0) | (np.diff(at) > SMART_RECORDING_GAP_S))
    firsts, lasts = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(rows) - 1]))
    lasting = at[lasts] - at[firsts]
    flat = (lasting >= FLAT_S) & (lasts - firsts >= FLAT_ROWS) & (along[rows[lasts]] > along[rows[firsts]])
    if not flat.any() or lasting[lasting < LIVELY_S].sum() + len(breaks) < (at[-1] - at[0]) / 2:
        return found
    for first, last in zip(rows[firsts[flat]], rows[lasts[flat]], strict=True):
        found[first : last + 1] = True
    return found & ~np.isnan(heart_rate)


def dry_strap(time: Column, heart_rate: Column, along: Column) -> Mask:
    """Which heart rates of the first ten minutes a dry strap wrote, shape (n,).

    Seconds, beats/min (NaN unknown), metres, shapes (n,). They stand 10 above the highest of all that follows (a
    quarter of an hour at least), at a speed no higher than the later one, and fall by 25 within half a minute while
    the run goes on.
    """
    found = np.zeros(len(time), dtype=bool)
    early = time - time[0] < WARMING_UP_S
    known = ~np.isnan(heart_rate)
    later = heart_rate[known & ~early]
    if time[-1] - time[0] < WARMING_UP_S + LEAST_AFTER_S or len(later) < FLAT_ROWS:
        return found
    above = early & known & (np.nan_to_num(heart_rate) > float(later.max()) + ABOVE_BPM)
    if not above.any():
        return found
    last = int(np.flatnonzero(above)[-1])
    rows = np.flatnonzero(known)
    settled = float(np.interp(time[last] + SETTLED_S, time[rows], heart_rate[rows]))
    first_m, last_m, end_m = along[0], float(along[last]), float(along[-1])
    early_mps = (last_m - first_m) / max(time[last] - time[0], 1.0)
    later_mps = (end_m - last_m) / (time[-1] - time[last])
    at_once = heart_rate[last] - settled >= SETTLED_BPM
    if not at_once or early_mps > later_mps or not _goes_on(time, along, time[last], time[last] + SETTLED_S):
        return found
    found[: last + 1] = heart_rate[: last + 1] > float(later.max())
    return found
