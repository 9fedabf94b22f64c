"""Weekly volume: calendar weeks from Monday, missed weeks counted as zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from coach.domain.fitness import WeeklyVolume
from coach.science.running.evidence import RunEvidence

WEEKS_KEPT = 104
_WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weekly_volumes(runs: Sequence[RunEvidence], today: date) -> tuple[WeeklyVolume, ...]:
    """Complete weeks before ``today``'s, oldest first, from the first run (at most WEEKS_KEPT weeks); () without any.

    Metres and seconds under way.
    """
    this_week = monday_of(today)
    earlier = [run for run in runs if run.on < this_week]
    if not earlier:
        return ()
    first = max(monday_of(min(run.on for run in earlier)), this_week - WEEKS_KEPT * _WEEK)
    held: dict[date, list[RunEvidence]] = {
        first + number * _WEEK: [] for number in range((this_week - first).days // _WEEK.days)
    }
    for run in earlier:
        week = held.get(monday_of(run.on))
        if week is not None:
            week.append(run)
    return tuple(_week(monday, week) for monday, week in held.items())


def _week(monday: date, runs: Sequence[RunEvidence]) -> WeeklyVolume:
    return WeeklyVolume(
        monday=monday,
        distance_m=sum(run.metres for run in runs),
        moving_s=sum(run.moving_s for run in runs),
        runs=len(runs),
        longest_m=max((run.metres for run in runs), default=0.0),
        longest_s=max((run.moving_s for run in runs), default=0.0),
    )
