"""What a history and a profile say, without what nobody can have: unknown is better than nonsense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite

from coach.science.running.evidence import RunEvidence
from coach.science.running.limits import HEART_RATE_BPM

LONGEST_M, LONGEST_S = 2e6, 30 * 86_400.0
"""No activity goes on for longer: the longest stage races are several."""

FASTEST_MPS = 12.5
AGE_YEARS = (5.0, 110.0)
BMI = (10.0, 70.0)
MAX_HR_BPM = (100.0, 230.0)
RESTING_HR_BPM = (25.0, 120.0)


def within(value: float | None, low: float, high: float) -> float | None:
    """The value where it lies between the two, of any unit, otherwise None: so it is for NaN and infinities."""
    return value if value is not None and low <= value <= high else None


def plausible(run: RunEvidence) -> RunEvidence:
    """The run without the numbers no run can have."""
    return replace(
        run,
        distance_m=_above_zero(run.distance_m, LONGEST_M),
        elapsed_s=within(run.elapsed_s, 0.0, LONGEST_S) or 0.0,
        moving_s=within(run.moving_s, 0.0, LONGEST_S) or 0.0,
        avg_hr=within(run.avg_hr, *HEART_RATE_BPM),
        max_hr=within(run.max_hr, *HEART_RATE_BPM),
        graded_speed_mps=_above_zero(run.graded_speed_mps, FASTEST_MPS),
        best_efforts=tuple(
            effort
            for effort in run.best_efforts
            if _above_zero(effort.distance_m, LONGEST_M) and _above_zero(effort.elapsed_s, LONGEST_S)
        ),
        curves=tuple(curve for curve in run.curves if _finite(curve.values)),
    )


def _above_zero(value: float | None, high: float) -> float | None:
    return value if value is not None and 1e-3 <= value <= high else None


def _finite(values: Iterable[float]) -> bool:
    return all(isfinite(value) for value in values)
