"""Our plans beside 63 published ones: inside their range, and kinder where the literature has moved on."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import median

import pytest

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.domain.plans import Plan, SessionKind
from tests.science.planning.runners import fitness, plan_for

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def published(shared_data: Path) -> Rows:
    with (shared_data / "plans" / "published_structure_stats.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def figures(rows: Rows, kind: str, name: str) -> list[float]:
    return [float(row[name]) for row in rows if row["type"] == kind]


def weekly_km(plan: Plan) -> list[float]:
    return [
        sum(session.distance_m for session in week.sessions if session.kind is not SessionKind.RACE) / 1000
        for week in plan.weeks
    ]


def longest_km(plan: Plan) -> float:
    return max(session.distance_m for session in plan.sessions if session.kind is SessionKind.LONG) / 1000


KINDS = [(GoalKind.MARATHON, "Marathon", 18), (GoalKind.HALF_MARATHON, "Half Marathon", 12)]


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "name", "weeks"), KINDS)
@pytest.mark.parametrize(("level", "days"), [(Level.INTERMEDIATE, 4), (Level.INTERMEDIATE, 5), (Level.ADVANCED, 6)])
def test_peak_volume_lies_among_the_published_ones(
    published: Rows, kind: GoalKind, name: str, weeks: int, level: Level, days: int
) -> None:
    peaks = figures(published, name, "peak")
    assert min(peaks) <= max(weekly_km(plan_for(kind, weeks, days, fitness(None, level)))) <= max(peaks)


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "name", "weeks"), KINDS)
def test_the_longest_run_of_an_advanced_runner_lies_among_the_published_ones(
    published: Rows, kind: GoalKind, name: str, weeks: int
) -> None:
    longest = figures(published, name, "lr_peak")
    assert min(longest) <= longest_km(plan_for(kind, weeks, 6, fitness(16.5, Level.ADVANCED))) <= max(longest)


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "name", "weeks"), KINDS)
@pytest.mark.parametrize("level", Level)
def test_long_runs_grow_more_gently_than_the_published_median(
    published: Rows, kind: GoalKind, name: str, weeks: int, level: Level
) -> None:
    plan = plan_for(kind, weeks, 5, fitness(None, level))
    known, worst = [], 0.0
    for session in plan.sessions:
        if session.kind is SessionKind.LONG:
            if known and session.distance_m > 10_000:
                worst = max(worst, session.distance_m / max(known[-4:]) - 1)
            known.append(session.distance_m)
    assert worst <= 0.101 < median(figures(published, name, "lr_spike_max"))


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "name", "weeks"), KINDS)
def test_the_week_before_race_week_is_lowered_as_in_published_plans(
    published: Rows, kind: GoalKind, name: str, weeks: int
) -> None:
    volumes = weekly_km(plan_for(kind, weeks, 5, fitness(14)))
    lowered = 1 - volumes[-2] / max(volumes)
    published_cuts = figures(published, name, "tap2")
    assert min(published_cuts) <= lowered <= max(published_cuts)
