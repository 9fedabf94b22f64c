"""The VMA of an earlier day, judged by the method of today from what was known then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coach.domain.fitness import Estimate
from coach.science.running.critical_speed import critical_speed
from coach.science.running.evidence import RunEvidence, runs_until, since
from coach.science.running.fitness import HEART_DAYS
from coach.science.running.heart import maximum, resting
from coach.science.running.plausible import AGE_YEARS, MAX_HR_BPM, RESTING_HR_BPM, plausible, within
from coach.science.running.vma import RECENT_DAYS, judge_vma


def vma_on(
    runs: Sequence[RunEvidence],
    day: date,
    *,
    age: float | None = None,
    max_hr: float | None = None,
    resting_hr: float | None = None,
    resting_seen: Sequence[float] = (),
) -> Estimate | None:
    """The VMA in km/h that ``fitness`` would judge on ``day``; None where no run up to it tells one.

    ``runs`` in any order, later ones are ignored; ``age`` in years on that day, heart rates in bpm as for ``fitness``.
    """
    past = tuple(plausible(run) for run in runs_until(runs, day))
    highest = maximum(since(past, day, HEART_DAYS), declared=within(max_hr, *MAX_HR_BPM), age=within(age, *AGE_YEARS))
    critical = critical_speed(since(past, day, RECENT_DAYS), highest)
    seen = [rate for rate in resting_seen if within(rate, *RESTING_HR_BPM) is not None]
    at_rest = resting(seen, within(resting_hr, *RESTING_HR_BPM))
    hyperbola = None if isinstance(critical, str) else critical
    return judge_vma(past, today=day, declared_level=None, highest=highest, resting=at_rest, critical=hyperbola).vma
