"""The level: how much running the body is used to, seen rather than said where there is something to see."""

from __future__ import annotations

from collections.abc import Sequence

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, WeeklyVolume
from coach.domain.language import mark

WEEKS_SEEN = 8
RUNS_ENOUGH = 8
WEEKS_ENOUGH = 4

_VOLUME_KM = (15.0, 45.0)
_RUNS_PER_WEEK = (2.0, 4.0)
_VMA_KMH = (12.0, 16.0)
_MEASURED_VALIDITY = 2

_DOWN = {Level.ADVANCED: Level.INTERMEDIATE, Level.INTERMEDIATE: Level.BEGINNER, Level.BEGINNER: Level.BEGINNER}

SEEN = mark("Seen in your last eight weeks: weekly distance, number of runs and VMA.")
AFTER_A_BREAK = mark("You ran more before; after a break the level is taken one step lower for now.")
DECLARED = mark("The level you gave; there is not enough recent running to see it.")
FROM_VMA = mark("Your VMA suggests it; there is not enough recent running to see more.")
TOO_OLD = mark("Your last run here is too old to judge by, so the careful level is assumed.")
DECLARED_AFTER_OLD = mark("The level you gave; your last run here is too old to judge by.")
ASSUMED = mark("Nothing is known yet, so the careful level is assumed.")


def level_of(
    weeks: Sequence[WeeklyVolume], vma: Estimate | None, declared: Level | None, *, last_run_is_old: bool = False
) -> tuple[Level, str]:
    """The level and the reason (message id).

    Eight runs in the last eight weeks, over four of them at least, are enough to see it. Each of weekly kilometres
    (15, 45), runs per week (2, 4) and measured VMA (12, 16 km/h) votes beginner, intermediate or advanced by the
    bounds in brackets; the mean vote decides. The bounds are the coach's convention. A VMA without a known volume never
    makes more than intermediate. ``last_run_is_old`` tells that there were runs, none within a year.
    """
    recent = weeks[-WEEKS_SEEN:]
    if _enough(recent):
        return _voted(recent, vma), SEEN
    if declared is not None:
        return declared, DECLARED_AFTER_OLD if last_run_is_old else DECLARED
    earlier = _last_active(weeks)
    if _enough(earlier):
        return _DOWN[_voted(earlier, vma)], AFTER_A_BREAK
    if vma is not None and vma.validity >= _MEASURED_VALIDITY:
        return (Level.INTERMEDIATE if _vote(vma.value, _VMA_KMH) else Level.BEGINNER), FROM_VMA
    return Level.BEGINNER, TOO_OLD if last_run_is_old else ASSUMED


def _enough(weeks: Sequence[WeeklyVolume]) -> bool:
    return sum(week.runs for week in weeks) >= RUNS_ENOUGH and sum(week.runs > 0 for week in weeks) >= WEEKS_ENOUGH


def _last_active(weeks: Sequence[WeeklyVolume]) -> Sequence[WeeklyVolume]:
    """The eight weeks up to the last one with at least two runs, within a year."""
    year = weeks[-52:]
    ends = [number for number, week in enumerate(year, start=1) if week.runs >= 2]
    return year[max(ends[-1] - WEEKS_SEEN, 0) : ends[-1]] if ends else ()


def _voted(weeks: Sequence[WeeklyVolume], vma: Estimate | None) -> Level:
    votes = [
        _vote(sum(week.distance_m for week in weeks) / 1000 / len(weeks), _VOLUME_KM),
        _vote(sum(week.runs for week in weeks) / len(weeks), _RUNS_PER_WEEK),
    ]
    if vma is not None and vma.validity >= _MEASURED_VALIDITY:
        votes.append(_vote(vma.value, _VMA_KMH))
    mean = sum(votes) / len(votes)
    if mean < 0.6:
        return Level.BEGINNER
    return Level.INTERMEDIATE if mean < 1.5 else Level.ADVANCED


def _vote(value: float, bounds: tuple[float, float]) -> int:
    return sum(value >= bound for bound in bounds)
