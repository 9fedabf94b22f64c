"""The fitness snapshot: what the runs up to a day say about the runner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coach.domain.athletes import Level
from coach.domain.fitness import Fitness, WeeklyVolume
from coach.domain.language import mark
from coach.domain.training import Thresholds
from coach.science.running.evidence import RunEvidence, best_marks, performances, runs_until, since
from coach.science.running.heart import max_hr_of
from coach.science.running.levels import level_of
from coach.science.running.races import predictions
from coach.science.running.vma import BY_LEVEL, OLDER_DAYS, RECENT_DAYS, estimate_vma, lost_resting, vo2max_from
from coach.science.running.volume import weekly_volumes
from coach.science.running.zones import heart_zones, pace_zones

HEART_DAYS = 730
LONGEST_DAYS = 30


def fitness(
    runs: Sequence[RunEvidence],
    *,
    today: date,
    declared_level: Level | None = None,
    age: int | None = None,
    max_hr: float | None = None,
    resting_hr: int | None = None,
    last_run: date | None = None,
) -> Fitness:
    """The athlete's fitness on ``today`` from their activities in any order (other sports and later dates are ignored).

    ``age`` in years, ``max_hr`` and ``resting_hr`` as the athlete declared them, in bpm. ``longest_recent`` looks back
    30 days. ``last_run`` is the day of the latest run where all are older than those given. Unknown is None; without
    any run only what was declared is repeated, with a validity of 1.
    """
    known = runs_until(runs, today)
    weeks = weekly_volumes(known, today)
    heart = max_hr_of(since(known, today, HEART_DAYS), declared=max_hr, age=age)
    trusted_heart = heart if max_hr is not None or age is not None else None
    vma = estimate_vma(known, today=today, declared_level=declared_level, max_hr=trusted_heart)
    latest = known[-1].on if known else last_run
    old = latest is not None and (today - latest).days > OLDER_DAYS
    level, reason = level_of(weeks, vma, declared_level, last_run_is_old=old)
    if old and vma is not None and vma.method == BY_LEVEL:
        vma = replace(vma, evidence=mark("No run recent enough to tell"))
    thresholds = Thresholds(max_hr=heart, vma_mps=vma.value / 3.6 if vma else None)
    recent = since(known, today, LONGEST_DAYS)
    shown = performances(since(known, today, RECENT_DAYS))
    return Fitness(
        on=today,
        vma=vma,
        vo2max=vo2max_from(vma) if vma else None,
        level=level,
        level_reason=reason,
        max_hr=heart,
        resting_hr=resting_hr,
        weeks=weeks,
        bests=best_marks(known),
        predictions=predictions(shown, vma, weekly_km=_weekly_km(weeks), lost=lost_resting(known, today)),
        longest_recent_m=max((run.metres for run in recent), default=0.0),
        longest_recent_s=max((run.moving_s for run in recent), default=0.0),
        runs_counted=len(known),
        last_run=latest,
        heart_zones=heart_zones(thresholds),
        pace_zones=pace_zones(thresholds),
    )


def _weekly_km(weeks: Sequence[WeeklyVolume]) -> float | None:
    """Mean weekly kilometres of the last eight complete weeks; None without history."""
    recent = weeks[-8:]
    return sum(week.distance_m for week in recent) / 1000 / len(recent) if recent else None
