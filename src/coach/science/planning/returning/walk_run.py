"""From walking to half an hour of running: stages of short runs with walks between.

A brisk walk of 30 to 45 minutes without pain comes first, runs are on days apart, and a stage is repeated before the
next (Liem et al. 2013, for stress fractures; programmes in clinical use repeat each stage twice or three times). No
controlled study tells the best dose: the stages are a coaching convention.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from coach.domain.language import mark
from coach.domain.plans import Session, SessionKind, Step, StepKind, Target
from coach.science.planning.calendar import apart
from coach.science.planning.clocks import clock
from coach.science.planning.intensity import EASY, metres_per_second, timed

MINUTE = 60.0
WALK_MPS = 1.5
"""A brisk walk: 5.4 km/h."""

WALK = Target(hr_zone=1, rpe=2.0)
MOST_RUNS = 3
"""Runs a week while walking is part of them, never on days that follow each other: seven days allow three."""


@dataclass(frozen=True, slots=True)
class Stage:
    """So many times so many minutes of running, each followed by minutes of walking."""

    run_min: int
    walk_min: int
    times: int


STAGES = (Stage(1, 4, 6), Stage(2, 3, 6), Stage(3, 2, 6), Stage(4, 1, 6), Stage(9, 1, 3))
"""Half an hour each, 6 to 27 minutes of it running; then half an hour without walking."""

WALK_RUN = mark("Walk-run, {repeats} × ({run} run, {walk} walk)")
_RUN = mark("Easy running")
_RUN_WHY = mark("A short dose of running that bones, tendons and muscles can answer.")
_WALK_WHY = mark("Walking keeps the load low while the minutes of running grow.")


def walk_run(vma_kmh: float, day: date, stage: Stage, most_s: float = float("inf")) -> Session:
    """A walk-run of a stage, with fewer repeats where ``most_s`` seconds are less than its half hour; km/h."""
    pass_s = (stage.run_min + stage.walk_min) * MINUTE
    times = max(1, min(stage.times, int((most_s + 1) // pass_s)))
    run_s, walk_s = stage.run_min * MINUTE, stage.walk_min * MINUTE
    block = walk_block(vma_kmh, run_s, walk_s, times)
    values = {"repeats": str(times), "run": clock(run_s), "walk": clock(walk_s), "duration": clock(block.total_s)}
    return Session(
        day,
        SessionKind.EASY,
        WALK_RUN,
        mark(
            "Run slowly enough to talk, walk briskly in between. Painless today and tomorrow: go on to the next one. "
            "Otherwise take a day off and do this one again."
        ),
        (block,),
        values,
    )


def stage_of(session: Session) -> Stage | None:
    """The stage a session is of, however few of its repeats fitted; None where it is no walk-run."""
    if not is_walk_run(session):
        return None
    run, _ = session.steps[0].steps
    return next((stage for stage in STAGES if stage.run_min * MINUTE == run.duration_s), None)


def walk_block(vma_kmh: float, run_s: float, walk_s: float, times: int) -> Step:
    """Easy running of ``run_s`` seconds and a walk of ``walk_s`` seconds, so many times; none of it counts as work."""
    run = replace(timed(StepKind.STEADY, run_s, vma_kmh, EASY, why=_RUN_WHY), name=_RUN)
    walked = walk(walk_s, vma_kmh)
    metres = run.distance_m + walked.distance_m
    return Step(StepKind.STEADY, run_s + walk_s, metres, run.target, times=times, steps=(run, walked))


def walk(seconds: float, vma_kmh: float) -> Step:
    """A brisk walk, always slower than easy running."""
    mps = min(WALK_MPS, metres_per_second(vma_kmh, EASY.middle) * 0.9)
    return Step(StepKind.WALK, seconds, round(seconds * mps, 1), WALK, why=_WALK_WHY)


def is_walk_run(session: Session) -> bool:
    """Whether the session is one of the stages; a novice's easy run with a walk in it is not."""
    return session.title == WALK_RUN


def days_apart(days: Iterable[int], most: int, wanted: int | None = None, by: int = 6) -> tuple[int, ...]:
    """The most weekdays (Monday 0), up to ``most``, of which none follows another, round the week.

    ``wanted`` is among them where that costs no day; one of them at least is not after weekday ``by``.
    """
    days = sorted(days)
    for count in range(min(most, len(days)), 0, -1):
        sets = [chosen for chosen in combinations(days, count) if _spaced(chosen) and chosen[0] <= by]
        if sets:
            return max(sets, key=lambda chosen: (wanted in chosen, _narrowest(chosen)))
    return tuple(days[:1])


def _spaced(chosen: tuple[int, ...]) -> bool:
    return all(apart(one, other) >= 2 for one, other in combinations(chosen, 2))


def _narrowest(chosen: tuple[int, ...]) -> int:
    return min((apart(one, other) for one, other in combinations(chosen, 2)), default=7)
