"""Heart rate of chest straps that store beats under water and hand them over later (FIT message 132)."""

from __future__ import annotations

import numpy as np

from coach.connectors.files.fit.accumulation import Column, rolled_out
from coach.connectors.files.fit.layout import TIMESTAMP
from coach.connectors.files.fit.messages import Messages

_FRACTION, _TIME_256, _BPM, _EVENT_TIME, _EVENT_TIME_12 = 0, 1, 6, 9, 10
_TICKS_PER_S = 1024.0
_CARRY_STEP_S = 0.25
_CARRY_STEPS = 20


def stored_beats(straps: list[Messages]) -> tuple[Column, Column]:
    """(times, beats per minute) of all straps by rising time, each value carried forward over the gap behind it.

    Times are seconds since the FIT epoch, both shape (n,); a value is carried on in steps of 250 ms for up to 5 s.
    """
    if not straps:
        return np.empty(0), np.empty(0)
    values = [_strap_values(strap) for strap in straps]
    times = np.concatenate([times for times, _ in values])
    beats = np.concatenate([beats for _, beats in values])
    order = np.argsort(times, kind="stable")
    return _carried_forward(times[order], beats[order])


def merged_heart_rate(stored: tuple[Column, Column], record_times: Column) -> Column:
    """Beats per minute for each record, shape (n,); NaN where no strap said anything.

    ``stored`` is what ``stored_beats`` gives, ``record_times`` are seconds since the FIT epoch. A record gets the mean,
    rounded, of the values since the record before it. Source: Garmin, "Plugin example: HR message merging" (FIT SDK).
    """
    times, beats = stored
    merged = np.full(len(record_times), np.nan)
    if not len(times) or not len(record_times):
        return merged
    before = np.concatenate([record_times[:1] - 1, record_times[:-1]])
    before = np.where(before >= record_times, record_times - 1, before)
    first = np.searchsorted(times, before, side="right")
    last = np.searchsorted(times, record_times, side="right")
    sums = np.concatenate([[0.0], np.cumsum(beats)])
    count = last - first
    known = count > 0
    merged[known] = np.floor((sums[last] - sums[first])[known] / count[known] + 0.5)
    return merged


def _strap_values(hr: Messages) -> tuple[Column, Column]:
    """Time (seconds since the FIT epoch) and beats per minute of each stored value."""
    beats = _wide(hr.column(_BPM), len(hr))
    stamps, whole = _event_stamps(hr, beats.shape[1])
    flat = ~np.isnan(stamps)
    ticks = np.full(stamps.shape, np.nan)
    ticks[flat] = rolled_out(stamps[flat], whole[flat], 12)
    anchors = hr.column(TIMESTAMP)
    if anchors is None:
        return np.empty(0), np.empty(0)
    fraction = hr.scaled(_FRACTION, 32768.0)
    if fraction is None:
        fraction = hr.scaled(_TIME_256, 256.0)
    if fraction is not None and fraction.ndim == 1:
        anchors = anchors + np.nan_to_num(fraction)
    usable = ~np.isnan(anchors) & ~np.isnan(ticks[:, 0])
    last = np.maximum.accumulate(np.where(usable, np.arange(len(hr)), -1))
    times = anchors[last, None] + (ticks - ticks[last, :1]) / _TICKS_PER_S
    times[last < 0] = np.nan
    good = ~np.isnan(times) & ~np.isnan(beats) & (beats > 0)
    return times[good], beats[good]


def _event_stamps(hr: Messages, width: int) -> tuple[Column, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    """Event stamps in ticks, shape (n, width), and which of them are whole rather than their low 12 bits."""
    stamps = np.full((len(hr), width), np.nan)
    packed = hr.column(_EVENT_TIME_12)
    if packed is not None and packed.ndim == 2:
        unpacked = _unpacked_12(packed)[:, :width]
        stamps[:, : unpacked.shape[1]] = unpacked
    whole = np.zeros(stamps.shape, dtype=bool)
    full = _wide(hr.column(_EVENT_TIME), len(hr))[:, :width]
    given = ~np.isnan(full)
    stamps[:, : full.shape[1]][given] = full[given]
    whole[:, : full.shape[1]] = given
    return stamps, whole


def _unpacked_12(packed: Column) -> Column:
    """Twelve-bit numbers out of bytes, two from every three, low bits first."""
    usable = packed.shape[1] // 3 * 3
    known = ~np.isnan(packed).any(axis=1)
    triples = np.nan_to_num(packed[:, :usable]).astype(np.int64).reshape(len(packed), -1, 3)
    low = triples[:, :, 0] | (triples[:, :, 1] & 0x0F) << 8
    high = triples[:, :, 1] >> 4 | triples[:, :, 2] << 4
    numbers = np.stack([low, high], axis=2).reshape(len(packed), -1).astype(np.float64)
    numbers[~known] = np.nan
    return numbers


def _carried_forward(times: Column, beats: Column) -> tuple[Column, Column]:
    if len(times) < 2:
        return times, beats
    gaps = np.diff(times)
    extra = np.clip(np.ceil(gaps / _CARRY_STEP_S) - 1, 0, _CARRY_STEPS).astype(np.int64)
    counts = np.concatenate([extra + 1, [1]])
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(times, counts) + place * _CARRY_STEP_S, np.repeat(beats, counts)


def _wide(column: Column | None, rows: int) -> Column:
    if column is None:
        return np.full((rows, 1), np.nan)
    return column if column.ndim == 2 else column[:, None]
