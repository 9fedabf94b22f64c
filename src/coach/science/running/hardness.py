"""How hard a stretch was: what the heart says of an effort that may not have been all the runner had."""

from __future__ import annotations

from dataclasses import replace
from math import hypot, log, sqrt

from coach.domain.fitness import Estimate
from coach.domain.intensity import Quantity
from coach.science.running.endurance import VMA_LASTS_S
from coach.science.running.evidence import RunEvidence

ALL_OUT_AT_VMA, ALL_OUT_LOSS = 0.97, 0.03
"""Share of HRmax an all-out effort of seven minutes reaches, and what it loses with the log of the time.

The coach's reading of usual race heart rates: about 94 % over 20 min, 91 % over an hour, 87 % over a marathon.
"""
SWAIN_SLOPE = 0.64
HARD_WITHIN = 0.04
"""Share of VMA within which an effort counts as all out by its heart rate."""
DENIED_BEYOND = 0.15
"""Share of VMA kept in reserve beyond which the heart rate denies that an effort was all out."""
BELOW_SDS = 1.5
TRAINING_RESERVE, TRAINING_SD = 0.04, 0.025
"""What even hard efforts of training leave in reserve, as a share of the VMA, and its SD: a coach's prior."""
STEADY_WITHIN = 1.12
WHOLE_RUN = 0.9
Z_80 = 1.2816


def all_out_heart_share(seconds: float) -> float:
    """Share of HRmax (1.0 is 100 %) that an all-out effort holds for a time in seconds; 0.97 at most."""
    return ALL_OUT_AT_VMA - ALL_OUT_LOSS * max(log(seconds / VMA_LASTS_S), 0.0)


def held_back(run: RunEvidence, seconds: float, highest: Estimate | None) -> float | None:
    """The share of VMA that was kept in reserve over a stretch of ``run``, 0 for all out; None where nothing tells it.

    From the highest heart rate held for that time: Swain's 0.64 % of HRmax for each per cent of VMA (1994).
    """
    return None if highest is None else _reserve(run, seconds, highest.value)


def held_back_surely(run: RunEvidence, seconds: float, highest: Estimate | None) -> float | None:
    """As ``held_back`` (share of the VMA), were the maximal heart rate as low as it may be: the least in reserve."""
    return None if highest is None else _reserve(run, seconds, highest.low)


def _reserve(run: RunEvidence, seconds: float, highest_bpm: float) -> float | None:
    rate = run.held(Quantity.HEART_RATE, seconds)
    if rate is None and seconds >= WHOLE_RUN * run.elapsed_s:
        rate = run.avg_hr
    if rate is None or highest_bpm <= 0:
        return None
    return max(all_out_heart_share(seconds) - rate / highest_bpm, 0.0) / SWAIN_SLOPE


def as_it_was_run(run: RunEvidence, highest: Estimate | None) -> RunEvidence:
    """The run, no race where its heart rate denies that it was one: a jogged race tells no more than a training run."""
    reserve = held_back_surely(run, run.elapsed_s, highest) if run.race and run.elapsed_s > 0 else None
    return replace(run, race=False) if reserve is not None and reserve > DENIED_BEYOND else run


def clearly_below(value: float, sd: float, best: float, best_sd: float) -> bool:
    """Whether a speed (any unit) lies below a better one by more than their relative SDs allow: it was not all-out."""
    return log(best / value) > BELOW_SDS * hypot(sd, best_sd) / sqrt(2)


def steady(run: RunEvidence, seconds: float) -> bool:
    """Whether the best stretch of that time was one effort, not repeats: its best third was hardly faster."""
    whole, third = run.flat_speed_held(seconds), run.flat_speed_held(seconds / 3)
    return whole is None or third is None or third <= STEADY_WITHIN * whole


def relative_sd(estimate: Estimate) -> float:
    """Standard deviation of an estimate as a share of its value, from its 80 % interval."""
    return (estimate.high - estimate.low) / (2 * Z_80 * estimate.value)
