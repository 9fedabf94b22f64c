"""Runners for the tests of plans: fitness snapshots made by hand, and any snapshot or goal Hypothesis can think of."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Fitness, WeeklyVolume
from coach.domain.goals import Goal, GoalKind
from coach.domain.races import RacePrediction
from coach.science.planning import make_plan
from coach.science.planning.calendar import days_for

TODAY = date(2026, 11, 20)


def fitness(
    vma: float | None = None,
    level: Level = Level.INTERMEDIATE,
    *,
    weekly_km: tuple[float, ...] = (),
    longest_km: float = 0.0,
    predictions: tuple[RacePrediction, ...] = (),
    on: date = TODAY,
) -> Fitness:
    """A snapshot: VMA in km/h, kilometres of the last weeks (oldest first) and of the longest recent run."""
    first = on - timedelta(days=on.weekday() + 7 * len(weekly_km))
    weeks = tuple(
        WeeklyVolume(first + timedelta(days=7 * index), km * 1000, km * 360, 4, min(longest_km, km) * 1000, 0)
        for index, km in enumerate(weekly_km)
    )
    return Fitness(
        on=on,
        vma=Estimate(vma, vma - 0.5, vma + 0.5, "test", "test", 4) if vma else None,
        vo2max=None,
        level=level,
        level_reason="",
        max_hr=None,
        resting_hr=None,
        weeks=weeks,
        predictions=predictions,
        longest_recent_m=longest_km * 1000,
    )


def plan_for(kind: GoalKind, weeks: int, days: int, snapshot: Fitness, **more: object):
    """A plan asked by number of weeks and days, on TODAY unless told."""
    goal = Goal(kind, days_for(days), weeks=weeks, **more)
    return make_plan(goal, snapshot, today=snapshot.on)


@st.composite
def histories(draw: st.DrawFn, on: date) -> tuple[tuple[WeeklyVolume, ...], float]:
    """Nothing, or up to twelve weeks with gaps, from a jog a week to an elite's volume."""
    usual = draw(st.sampled_from([0, 3_000, 8_000, 15_000, 30_000, 50_000, 80_000, 140_000]))
    if not usual:
        return (), 0.0
    shares = draw(st.lists(st.sampled_from([0.0, 0.3, 0.7, 1.0, 1.2, 1.6]), min_size=1, max_size=12))
    longest = draw(st.floats(0.2, 1.0))
    first = on - timedelta(days=on.weekday() + 7 * len(shares))
    weeks = tuple(
        WeeklyVolume(
            first + timedelta(days=7 * index), usual * share, usual * share * 0.36, 3, usual * share * longest, 0
        )
        for index, share in enumerate(shares)
    )
    return weeks, max(week.longest_m for week in weeks[-4:])


@st.composite
def snapshots(draw: st.DrawFn, on: date) -> Fitness:
    """Any runner: level, VMA measured or not, history or not."""
    vma = draw(st.none() | st.floats(7.5, 23.0))
    weeks, longest = draw(histories(on))
    return Fitness(
        on=on,
        vma=Estimate(vma, vma - 1, vma + 1, "test", "test", 3) if vma else None,
        vo2max=None,
        level=draw(st.sampled_from(Level)),
        level_reason="",
        max_hr=None,
        resting_hr=None,
        weeks=weeks,
        longest_recent_m=longest,
    )


@st.composite
def goals(draw: st.DrawFn, today: date) -> Goal:
    """Any goal that can be asked: by weeks, by race day or both, with any days, limits, long day and target."""
    kind = draw(st.sampled_from(GoalKind))
    days = tuple(draw(st.lists(st.integers(0, 6), min_size=2, max_size=7, unique=True)))
    limits = st.none() | st.sampled_from([20, 30, 45, 60, 90, 120, 180])
    minutes = draw(st.none() | st.lists(limits, min_size=len(days), max_size=len(days)))
    weeks = draw(st.integers(2, 32))
    by_race_day = draw(st.booleans())
    monday = today + timedelta(days=-today.weekday() % 7)
    race_day = monday + timedelta(days=7 * (weeks - 1) + draw(st.integers(0, 6)))
    speed_mps = draw(st.none() | st.floats(1.2, 5.8))
    return Goal(
        kind=kind,
        days=days,
        race_day=race_day if by_race_day else None,
        weeks=weeks if not by_race_day or draw(st.booleans()) else None,
        target_s=kind.distance_m / speed_mps if speed_mps else None,
        level=draw(st.none() | st.sampled_from(Level)),
        long_day=draw(st.none() | st.sampled_from(days)),
        minutes=None if minutes is None else tuple(minutes),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[Goal, Fitness, date, int | None]:
    """A goal, a fitness, the day it is asked, and an age."""
    today = draw(st.dates(date(2024, 1, 1), date(2032, 12, 31)))
    return draw(goals(today)), draw(snapshots(today)), today, draw(st.none() | st.sampled_from([18, 35, 62]))
