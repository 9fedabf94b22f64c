"""Efficiency: how far each heart beat carries, and how much of it the second half lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.domain.language import mark
from coach.science.recordings import Column
from coach.science.running.limits import HEART_RATE_GAP_S

KNOWN_SHARE = 0.8
LEAST_S = 600.0
LEAST_HALVES_S = 2400.0

NO_HEART_RATE = mark("The heart rate is not known for enough of the time.")
TOO_SHORT = mark("Less than ten minutes under way: too short for the heart to settle.")
TOO_SHORT_FOR_HALVES = mark("Less than forty minutes under way: too short to compare two halves.")
UNSTEADY = mark("The effort was too uneven to compare its two halves.")

Told = tuple[float | None, str]
"""A number, or None and why not: a marked sentence."""


@dataclass(frozen=True, slots=True)
class Beats:
    """Work beside the heart beats it took, before each sample, shapes (n,).

    ``clock`` is the seconds under way; ``known`` those whose heart rate is known, with their ``work`` (metres or
    joules) and their ``beats``.
    """

    clock: Column
    known: Column
    work: Column
    beats: Column


def beats_of(time: Column, heart_rate: Column, seconds: Column, amounts: Column) -> Beats:
    """Add up beats and work.

    Seconds and beats/min (NaN unknown), shapes (n,); ``seconds`` under way and the ``amounts`` of work done in them,
    a step between samples each, shapes (n - 1,).
    """
    middle = (heart_rate[1:] + heart_rate[:-1]) / 2
    counted = np.isfinite(middle) & (np.diff(time) <= HEART_RATE_GAP_S)
    return Beats(
        _added(seconds),
        _added(np.where(counted, seconds, 0.0)),
        _added(np.where(counted, amounts, 0.0)),
        _added(np.where(counted, seconds * middle / 60, 0.0)),
    )


def efficiency(beats: Beats) -> Told:
    """Work per heart beat over the time under way whose heart rate is known."""
    clock = float(beats.clock[-1])
    if clock < LEAST_S:
        return None, TOO_SHORT
    if beats.known[-1] < KNOWN_SHARE * clock or beats.work[-1] <= 0:
        return None, NO_HEART_RATE
    return float(beats.work[-1] / beats.beats[-1]), ""


def decoupling(beats: Beats, unevenness: float | None, most_uneven: float) -> Told:
    """Share of its work per beat that the second half of the time under way lost.

    (EF1 - EF2) / EF1, as Friel reads it; negative when the second half was the better one. ``unevenness`` is the
    normalized mean over the plain one; beyond ``most_uneven`` the halves were not alike.
    """
    clock = float(beats.clock[-1])
    if clock < LEAST_HALVES_S:
        return None, TOO_SHORT_FOR_HALVES
    ends = np.array([0.0, clock / 2, clock])
    known, work, each = (np.diff(np.interp(ends, beats.clock, part)) for part in (beats.known, beats.work, beats.beats))
    if known.min() < KNOWN_SHARE * clock / 2 or work.min() <= 0:
        return None, NO_HEART_RATE
    if unevenness is None or unevenness > most_uneven:
        return None, UNSTEADY
    first, second = (work / each).tolist()
    return (first - second) / first, ""


def _added(steps: Column) -> Column:
    return np.concatenate(([0.0], np.cumsum(steps)))
