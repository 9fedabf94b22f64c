"""Mean-maximal curves: the highest mean held over each duration, on the clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coach.domain.intensity import Curve, Quantity
from coach.science.recordings import Column

DURATIONS_S = (
    *(1, 5, 10, 15, 20, 30, 45, 60, 90),
    *(120, 180, 240, 300, 360, 420, 480, 600, 720, 900, 1200, 1800, 2400, 2700, 3600, 5400, 7200),
    *(10_800, 14_400, 21_600, 43_200, 86_400),
)
"""Durations of the curves in seconds: close together where VMA and critical speed are read, beyond 2 h for ultras."""

SHORTEST_S = {Quantity.SPEED: 10, Quantity.GRADED_SPEED: 10, Quantity.HEART_RATE: 5, Quantity.POWER: 1}
"""A watch's distance and a heart need that long to mean something."""

KNOWN_SHARE = 0.9
DECIMALS = 3

Gain = Callable[[Column], Column]


@dataclass(frozen=True, slots=True)
class Held:
    """A quantity added up before each sample: its unit times seconds, and how many seconds are known; shapes (n,).

    ``known`` is None where every second is.
    """

    quantity: Quantity
    total: Column
    known: Column | None = None


def advanced(quantity: Quantity, along: Column) -> Held:
    """A speed held, from the metres before each sample, shape (n,): pauses count as standing."""
    return Held(quantity, along)


def sampled(quantity: Quantity, time: Column, values: Column, *, longest_s: float, silence_is_zero: bool) -> Held:
    """A sensor's quantity held; NaN is unknown. Seconds and the sensor's unit, shapes (n,).

    A value stands for the seconds since the one before it, so that the curve of a sample a second is that of plain
    running means. Beyond ``longest_s`` nothing is known, unless no sample at all was written there and
    ``silence_is_zero`` (who stopped the watch was not pedalling).
    """
    rows = np.flatnonzero(~np.isnan(values))
    at, seconds = time[rows], np.diff(time[rows])
    held = seconds <= longest_s
    total = np.concatenate(([0.0], np.cumsum(np.where(held, seconds * values[rows[1:]], 0.0))))
    if silence_is_zero:
        held |= np.diff(rows) == 1
    if held.all() and len(rows) == len(time):
        return Held(quantity, total)
    known = np.concatenate(([0.0], np.cumsum(np.where(held, seconds, 0.0))))
    return Held(quantity, np.interp(time, at, total), np.interp(time, at, known))


def mean_maximal(time: Column, held: Sequence[Held]) -> tuple[Curve, ...]:
    """The curve of each quantity over the DURATIONS_S the recording lasted; a curve without any is left out.

    ``time`` in seconds, shape (n,), strictly increasing. Exact for values constant between samples: the best
    stretch then starts or ends on a sample. A stretch counts where 90 % of it is known; its mean is over what is known.
    Values never rise with the duration: what was held for longer was held.
    """
    if len(time) < 2:
        return ()
    columns = [column for each in held for column in (each.total, each.known) if column is not None]
    arranged, gain_over = _arranged(time, columns)
    best: dict[Quantity, dict[int, float]] = {each.quantity: {} for each in held}
    for duration in DURATIONS_S:
        if duration > time[-1] - time[0]:
            break
        gain, rest = gain_over(duration), iter(arranged)
        for each in held:
            total, known = next(rest), None if each.known is None else next(rest)
            if duration >= SHORTEST_S[each.quantity]:
                mean = _highest(gain, total, known, duration)
                if mean is not None:
                    best[each.quantity][duration] = mean
    return tuple(_curve(quantity, means) for quantity, means in best.items() if means)


def _highest(gain: Gain, total: Column, known: Column | None, duration: int) -> float | None:
    if known is None:
        return float(gain(total).max()) / duration
    seconds = gain(known)
    enough = seconds >= KNOWN_SHARE * duration
    if not enough.any():
        return None
    return float((gain(total)[enough] / seconds[enough]).max())


def _curve(quantity: Quantity, means: dict[int, float]) -> Curve:
    held = np.maximum.accumulate(np.array(list(means.values()))[::-1])[::-1]
    return Curve(quantity, tuple(means), tuple(np.round(np.maximum(held, 0.0), DECIMALS).tolist()))


def _arranged(time: Column, columns: Sequence[Column]) -> tuple[list[Column], Callable[[int], Gain]]:
    """The columns, at each whole second where all samples fall on one, and what they gain over a duration."""
    since = time - time[0]
    last = float(since[-1])
    if last > 4 * len(time) + 10_000 or np.any(since != np.floor(since)):
        return list(columns), lambda duration: _between_samples(since, duration)
    if last == len(time) - 1:
        return list(columns), _between_seconds
    seconds = np.arange(last + 1)
    return [np.interp(seconds, since, column) for column in columns], _between_seconds


def _between_seconds(duration: int) -> Gain:
    return lambda column: column[duration:] - column[:-duration]


def _between_samples(since: Column, duration: int) -> Gain:
    """What a running total gains over stretches that start on a sample, and over those that end on one."""
    starting = int(np.searchsorted(since, since[-1] - duration, side="right"))
    ending = int(np.searchsorted(since, duration))
    ends, starts = since[:starting] + duration, since[ending:] - duration

    def gain(column: Column) -> Column:
        from_start = np.interp(ends, since, column) - column[:starting]
        to_end = column[ending:] - np.interp(starts, since, column)
        return np.concatenate((from_start, to_end))

    return gain
