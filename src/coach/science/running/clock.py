"""The recording's clock: rows in order, every instant once, jumps of the clock undone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.domain.activities import Correction
from coach.domain.language import mark
from coach.science.recordings import Column

Rows = NDArray[np.intp]

CLOCK_JUMP_S = 6 * 3600.0
LONGEST_CLOCK_S = 4e9
STRAY_S = 60.0
OUT_OF_ORDER_SAMPLES = 5
SET_BACKS_UNDONE = 20


@dataclass(frozen=True, slots=True)
class Clock:
    """A repaired clock: ``rows`` of the recording in order, shape (m,), and their strictly increasing ``time``.

    ``repeats`` marks, shape (m,), the rows that share their instant with the row after them: they are still in
    ``rows`` so that their values can be merged, and are dropped by ``last_of_each``. ``recorded`` is the time the
    device wrote on each row.
    """

    rows: Rows
    time: Column
    recorded: Column
    repeats: NDArray[np.bool_]
    corrections: tuple[Correction, ...]

    @property
    def shift_s(self) -> float:
        """Seconds by which the activity began after the recorded start, by the clock most samples agree on."""
        return float(np.median(self.recorded - self.time)) if len(self.time) else 0.0

    def repaired(self, instants: Column) -> Column:
        """Instants of the recorded clock told by the repaired one, seconds, same shape."""
        if not len(self.time):
            return instants
        order = np.argsort(self.recorded, kind="stable")
        before, after = self.recorded[order], self.time[order]
        moved = np.interp(instants, before, after)
        moved = np.where(instants < before[0], after[0] + instants - before[0], moved)
        return np.where(instants > before[-1], after[-1] + instants - before[-1], moved)


def repair_clock(time: Column, claimed_s: float | None) -> Clock:
    """Put the instants in order and undo jumps of the clock.

    ``time`` is seconds since the start as recorded, shape (n,); ``claimed_s`` the duration the file states, which
    settles whether a jump was the clock's or the athlete's. Rows without an instant are dropped.
    """
    readable = np.abs(time) < LONGEST_CLOCK_S  # False for NaN too
    rows = np.flatnonzero(readable)
    rows = rows[~_strays(time[rows])]
    recorded = time[rows]
    corrections = [_clock_unreadable(len(time) - len(rows))] if len(rows) < len(time) else []
    if _is_sound(recorded):
        return Clock(rows, recorded, recorded, np.zeros(len(rows), dtype=bool), tuple(corrections))
    steps = np.diff(recorded)
    forward = steps[steps > 0]
    step = float(np.median(forward)) if len(forward) else 1.0
    repaired, set_backs = _without_set_backs(recorded, step, claimed_s)
    order = np.argsort(repaired, kind="stable")
    misplaced = int(np.count_nonzero(np.diff(order) < 0))
    repaired, jumps = _without_jumps(repaired[order], step, claimed_s)
    if abs(repaired[0]) > CLOCK_JUMP_S:
        repaired = repaired - repaired[0]
        jumps += 1
    repeats = np.append(np.diff(repaired) <= 0, False)
    corrections += _told(set_backs, misplaced, jumps, int(np.count_nonzero(repeats)))
    return Clock(rows[order], repaired, recorded[order], repeats, tuple(corrections))


def _is_sound(time: Column) -> bool:
    if not len(time):
        return True
    if abs(time[0]) > CLOCK_JUMP_S:
        return False
    steps = np.diff(time)
    return not len(steps) or bool(steps.min() > 0 and steps.max() <= CLOCK_JUMP_S)


def _strays(time: Column) -> NDArray[np.bool_]:
    """Which rows, shape (n,), hold an instant foreign to both sides: a few samples, then the clock goes on as before.

    At either end a few samples count as foreign when they lie hours away, or when time would run backwards.
    """
    strays = np.zeros(len(time), dtype=bool)
    steps = np.diff(time)
    breaks = np.flatnonzero(np.abs(steps) > STRAY_S)
    if not len(breaks):
        return strays
    starts = np.concatenate(([0], breaks + 1))
    ends = np.concatenate((breaks, [len(time) - 1]))
    few = ends - starts < OUT_OF_ORDER_SAMPLES
    before, after = steps[breaks[:-1]], steps[breaks[1:]]
    bridge = time[starts[2:]] - time[ends[:-2]]
    foreign = np.zeros(len(starts), dtype=bool)
    foreign[1:-1] = (bridge >= 0) & (bridge < np.minimum(np.abs(before), np.abs(after)) / 2)
    edge_steps = steps[breaks[[0, -1]]]
    foreign[[0, -1]] = (edge_steps < 0) | (edge_steps > CLOCK_JUMP_S)
    foreign &= few
    if foreign.all():
        return strays
    return np.repeat(foreign, ends - starts + 1)


def _span(time: Column) -> float:
    return float(time.max() - time.min())


def _closer_to_claim(changed: Column, unchanged: Column, claimed_s: float | None) -> bool:
    """Whether the change brings the duration nearer to what the file states (or the file states nothing)."""
    if claimed_s is None:
        return True
    return abs(_span(changed) - claimed_s) <= abs(_span(unchanged) - claimed_s)


def _without_set_backs(time: Column, step: float, claimed_s: float | None) -> tuple[Column, int]:
    """A clock set back stays behind for many samples: what follows is moved after what came before.

    A few samples behind are only out of order (sorting mends them). A clock that later returns is moved only while
    it was behind.
    """
    repaired = time.copy()
    undone = 0
    for _ in range(SET_BACKS_UNDONE):
        peak = np.maximum.accumulate(repaired)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], repaired < peak, [False])).astype(np.int8)))
        starts, ends = edges[::2], edges[1::2]
        lasting = np.flatnonzero(ends - starts > OUT_OF_ORDER_SAMPLES)
        if not len(lasting):
            break
        start, end = int(starts[lasting[0]]), int(ends[lasting[0]])
        lag = float(peak[start - 1] - repaired[start]) + step
        returns = end < len(repaired) and repaired[end] - repaired[end - 1] > max(lag / 2, 10 * step)
        repaired[start : end if returns else None] += lag
        undone += 1
    else:
        return time, 0  # no clock is set back that often: the order alone is lost
    return (repaired, undone) if undone and _closer_to_claim(repaired, time, claimed_s) else (time, 0)


def _without_jumps(time: Column, step: float, claimed_s: float | None) -> tuple[Column, int]:
    """A silence of many hours that the file's own duration does not confirm was the clock being set."""
    steps = np.diff(time)
    jumped = steps > CLOCK_JUMP_S
    if not jumped.any():
        return time, 0
    closed = np.concatenate(([0.0], np.cumsum(np.where(jumped, step, steps))))
    # The sample nearest the recorded start keeps its time; Clock.shift_s then tells which side had the right date.
    anchor = int(np.argmin(np.abs(time)))
    closed += time[anchor] - closed[anchor]
    return (closed, int(jumped.sum())) if _closer_to_claim(closed, time, claimed_s) else (time, 0)


def _clock_unreadable(count: int) -> Correction:
    return Correction("clock_unreadable", count, mark("Samples without a readable time were dropped."))


def _told(set_backs: int, misplaced: int, jumps: int, repeats: int) -> list[Correction]:
    found = (
        ("clock_backwards", set_backs, mark("The clock was set back during the activity; the time was put in order.")),
        ("out_of_order", misplaced, mark("Samples written out of order were sorted.")),
        ("clock_jump", jumps, mark("The clock jumped by hours; the jump was removed.")),
        ("repeated_instant", repeats, mark("Samples of the same instant were merged.")),
    )
    return [Correction(code, count, detail) for code, count, detail in found if count]
