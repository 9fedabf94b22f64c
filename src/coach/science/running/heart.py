"""Maximal heart rate: what was seen, held up against what is usual at that age."""

from __future__ import annotations

from collections.abc import Iterable

from coach.science.running.evidence import RunEvidence

HIGHEST_BPM = 225.0
SUSTAINED_WITHIN_BPM = 3.0
HARD_MEAN_SHARE = 0.88
RUNS_ENOUGH = 8
PRIOR_SD_BPM = 10.0


def usual_max_hr(age: int) -> float:
    """Mean maximal heart rate at an age in years: 208 - 0.7 age (Tanaka, 2001); people differ by 10 bpm (SD)."""
    return 208 - 0.7 * age


def observed_max_hr(runs: Iterable[RunEvidence]) -> float | None:
    """The highest heart rate that was no spike, in bpm, or None.

    It was none when another run came within 3 bpm of it, or when the mean of its own run was at least 88 % of it.
    """
    seen = sorted(
        ((run.max_hr, run.avg_hr or 0.0) for run in runs if run.max_hr is not None and run.max_hr <= HIGHEST_BPM),
        reverse=True,
    )
    for place, (rate, mean) in enumerate(seen, start=1):
        next_rate = seen[place][0] if place < len(seen) else 0.0
        if rate - next_rate <= SUSTAINED_WITHIN_BPM or mean >= HARD_MEAN_SHARE * rate:
            return rate
    return None


def max_hr_of(runs: Iterable[RunEvidence], *, declared: float | None, age: int | None) -> int | None:
    """The maximal heart rate to work with, in bpm, or None.

    What the athlete declared, raised by what was seen above it. Otherwise what was seen, unless it lies more than one
    standard deviation under what is usual at the age: then the runs were hardly maximal and that bound is taken.
    Without an age what was seen counts once there are RUNS_ENOUGH runs with a heart rate.
    """
    with_hr = [run for run in runs if run.max_hr is not None]
    observed = observed_max_hr(with_hr)
    if declared is not None:
        return round(max(declared, observed or 0.0))
    if age is not None:
        usual = usual_max_hr(age)
        return round(usual if observed is None else max(observed, usual - PRIOR_SD_BPM))
    return round(observed) if observed is not None and len(with_hr) >= RUNS_ENOUGH else None
