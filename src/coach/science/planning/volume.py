"""How much: phases, lighter weeks, and the targets of volume and long run of every week before the taper."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.domain.plans import Phase
from coach.science.planning.runner import Runner

PEAK_WEEK_MIN = {
    Level.BEGINNER: {
        "5k": 170,
        "10k": 200,
        "half": 280,
        "marathon": 410,
        "ultra": 430,
        "fitness": 165,
        "endurance": 260,
    },
    Level.INTERMEDIATE: {
        **{"5k": 255, "10k": 285, "half": 335, "marathon": 430, "ultra": 460},
        **{"fitness": 235, "endurance": 325},
    },
    Level.ADVANCED: {
        **{"5k": 345, "10k": 375, "half": 435, "marathon": 510, "ultra": 540},
        **{"fitness": 320, "endurance": 420},
    },
}
"""Minutes of the biggest week on five days; published plans peak lower for novices (Knopp 2024, 92 plans)."""

PEAK_BY_DAYS = {2: 0.55, 3: 0.75, 4: 0.9, 5: 1.0, 6: 1.12, 7: 1.2}

PEAK_LONG_MIN = {
    Level.BEGINNER: {"5k": 60, "10k": 75, "half": 120, "marathon": 180, "ultra": 205, "fitness": 60, "endurance": 120},
    Level.INTERMEDIATE: {
        "5k": 75,
        "10k": 90,
        "half": 120,
        "marathon": 170,
        "ultra": 205,
        "fitness": 75,
        "endurance": 130,
    },
    Level.ADVANCED: {"5k": 90, "10k": 105, "half": 120, "marathon": 165, "ultra": 205, "fitness": 90, "endurance": 140},
}
"""Minutes of the longest run aimed at: 2 h 15 and more for the marathon, never over 3 h."""

MOST_GROWTH = 1.08
SMALL_WEEK_M, SMALL_WEEK_GROWTH = 25_000.0, 1.12
"""Growth from one loading week to the next; under 25 km a week a few minutes more are a larger share."""

MOST_LONG_GROWTH = 1.2
LONG_PEAK_AT = 0.75
"""The long run is fully grown after this share of the loading weeks."""

LONGEST_RUN_M = {
    **{"5k": 18_000.0, "10k": 21_000.0, "half": 25_000.0, "marathon": 34_000.0, "ultra": 38_000.0},
    **{"fitness": 18_000.0, "endurance": 28_000.0},
}
"""No training run is aimed longer than this, however fast the runner (published marathon plans: 32-37 km)."""

ALTERNATING_S, ALTERNATING_SHARE = 75 * 60.0, 0.85
EARLY_LONG = 0.92
"""Long runs alternate from this long on, once they are near the longest and not in the first week; who already runs
that far starts a little below it.
"""

_QUICK_FROM, _QUICK_FROM_EARLY = 1 / 2, 0.4

FIRST_LONG_S = 25 * 60.0
"""Seconds that the long run of who has run nothing of late grows from: walking breaks count."""

SHORTEST_TESTED_PLAN = 4
"""A plan without a race ends with an easy week and a test from this many weeks on."""

_LITTLE_MORE_M = 1_000.0

LIGHT_WEEK = 0.78
LIGHT_LONG = 0.7
LONGEST_BLOCK = 3
LONGEST_MASTERS_BLOCK = 2


@dataclass(frozen=True, slots=True)
class WeekTarget:
    """What a week aims at. Seconds of running and of the long run; ``progress`` runs 0 to 1 up to the taper."""

    phase: Phase
    recovery: bool
    volume_s: float
    long_s: float
    progress: float
    quick_long: bool = False
    """The long run of this week holds a quicker part."""
    test: bool = False
    """A test of the VMA stands in place of a hard session."""
    shorter_long: bool = False
    """Who has run this long lately runs less this week: the longest runs do not follow each other."""
    settling: bool = False
    """The week after a race on the way: one hard session, and not a full one."""


def week_targets(
    kind: GoalKind, runner: Runner, days: int, weeks: int, *, done: int = 0, calm: int = 0
) -> tuple[WeekTarget, ...]:
    """Targets of the ``weeks`` weeks before the taper, first to last, without the ``done`` first ones.

    The first ``calm`` of them hold back: three quarters of the present week.

    Loading weeks grow by a constant ratio from the present week to the peak of level, distance and days, at
    most 8 %; the long run is also held to the spike rule, run by run. A lighter week comes at least every fourth
    week, every third from age 50. Without a race the last week is an easy one that ends with a test.
    """
    if kind.races or weeks < SHORTEST_TESTED_PLAN or weeks <= done:
        return _before_the_end(kind, runner, days, weeks, done, calm)
    before = _before_the_end(kind, runner, days, weeks - 1, min(done, weeks - 2), calm)
    last = before[-1]
    easy = replace(
        last,
        recovery=True,
        volume_s=last.volume_s * LIGHT_WEEK,
        long_s=last.long_s * LIGHT_LONG,
        progress=1.0,
        quick_long=False,
        test=True,
    )
    return (*before, easy)[-(weeks - done) :]


def _before_the_end(
    kind: GoalKind, runner: Runner, days: int, weeks: int, done: int, calm: int
) -> tuple[WeekTarget, ...]:
    """Targets of the weeks that load, with the lighter ones between them."""
    if weeks <= done:
        return ()
    pattern = light_weeks(weeks, LONGEST_MASTERS_BLOCK if runner.masters else LONGEST_BLOCK)
    light = [index < done + calm or pattern[index] for index in range(done, weeks)]
    loading = len(light) - sum(light)
    volumes = _volumes_s(runner, _peak_week_s(kind, runner, days), max(loading, 1))
    longest = _longest_s(kind, runner)
    long_run = min(max(runner.longest_m / runner.easy_mps, FIRST_LONG_S), longest)
    long_growth = _growth(long_run, longest, round(loading * LONG_PEAK_AT) + 1, MOST_LONG_GROWTH)
    phases = phases_before_taper(weeks)
    early = _longest_is_easy(kind) and runner.level is not Level.BEGINNER
    quick_from = _QUICK_FROM_EARLY if early else _QUICK_FROM
    targets, loaded = [], 0
    for index, lighter in enumerate(light, start=done):
        volume_s = volumes[max(loaded - lighter, 0)] * (LIGHT_WEEK if lighter else 1)
        now = longest * (EARLY_LONG + (1 - EARLY_LONG) * min(1.0, (index + 1) / weeks / LONG_PEAK_AT))
        grown = min(now, long_run * long_growth ** (loaded if lighter else loaded + 1))
        long_s = grown * (LIGHT_LONG if lighter else 1)
        progress = (index + 1) / weeks
        even = (loading - loaded) % 2 == 0
        late = index >= weeks * quick_from and phases[index] is not Phase.BASE and not lighter
        quick = late and even == _longest_is_easy(kind)
        shorter = even and index > 0 and not lighter and long_s >= max(ALTERNATING_S, ALTERNATING_SHARE * longest)
        targets.append(WeekTarget(phases[index], lighter, volume_s, long_s, progress, quick, shorter_long=shorter))
        loaded += not lighter
    return tuple(targets)


def settling(target: WeekTarget, usual_s: float) -> WeekTarget:
    """The week after a race on the way: no more than the ``usual_s`` seconds of the weeks before it, nothing quick
    in its long run.
    """
    volume_s = min(target.volume_s, usual_s)
    long_s = min(target.long_s, target.long_s * volume_s / target.volume_s)
    return replace(target, volume_s=volume_s, long_s=long_s, quick_long=False, settling=True)


def present_target(kind: GoalKind, runner: Runner) -> WeekTarget:
    """The present week as a target: what a taper is measured from when nothing is built before it."""
    long_s = min(runner.longest_m / runner.easy_mps, _longest_s(kind, runner))
    return WeekTarget(Phase.TAPER, False, runner.weekly_s, long_s, 1.0)


def light_weeks(weeks: int, longest_block: int) -> list[bool]:
    """Which weeks are lighter, so that no more than ``longest_block`` loading weeks follow each other.

    Loading blocks are as even as can be, the longer ones last, and the first week is never a lighter one. Blocks of
    a single week come late: the last one, and one before the last but one where there are enough.
    """
    lighter = max(0, -(-(weeks - longest_block) // (longest_block + 1)))
    small, more = divmod(weeks - lighter, lighter + 1)
    blocks = [small + (block >= lighter + 1 - more) for block in range(lighter + 1)]
    if blocks[0] < 2:
        singles = blocks.count(1)
        blocks = [*blocks[singles:], *[1] * singles]
        if singles > 1 and len(blocks) > 4:
            blocks[-2], blocks[-3] = blocks[-3], blocks[-2]
    pattern: list[bool] = []
    for block in blocks:
        pattern += [True] * bool(pattern) + [False] * block
    return pattern


def phases_before_taper(weeks: int) -> list[Phase]:
    """Phases of the weeks before the taper: base, build and specific; no base when there is little time."""
    if weeks <= 2:
        return [Phase.SPECIFIC] * weeks
    specific = max(1, round(weeks * 0.32))
    base = round(weeks * 0.34) if weeks >= 6 else 0
    return [Phase.BASE] * base + [Phase.BUILD] * (weeks - base - specific) + [Phase.SPECIFIC] * specific


def most_long_m(kind: GoalKind) -> float:
    """Metres no planned run is meant to pass, goal pace included."""
    return LONGEST_RUN_M[_row(kind)] + _LITTLE_MORE_M


def _longest_is_easy(kind: GoalKind) -> bool:
    """Whether the longest runs are easy from start to end, and goal pace stands in the shorter ones between them."""
    return kind in (GoalKind.MARATHON, GoalKind.ULTRA)


def _row(kind: GoalKind) -> str:
    """The row of the tables above: the goal's own, else that of what it trains like."""
    own = {GoalKind.RETURN: "fitness"}.get(kind, kind.value)
    return own if own in LONGEST_RUN_M else kind.model.value


def _peak_week_s(kind: GoalKind, runner: Runner, days: int) -> float:
    """Seconds of the biggest week; who already runs more keeps it and adds a tenth."""
    usual = PEAK_WEEK_MIN[runner.level][_row(kind)] * 60 * PEAK_BY_DAYS.get(days, 0.55)
    return max(usual, runner.weekly_s * 1.1)


def _longest_s(kind: GoalKind, runner: Runner) -> float:
    """Seconds of the longest run aimed at, by level and distance."""
    return min(PEAK_LONG_MIN[runner.level][_row(kind)] * 60, LONGEST_RUN_M[_row(kind)] / runner.easy_mps)


def _volumes_s(runner: Runner, peak_s: float, loading: int) -> list[float]:
    """Seconds of each loading week: the present week first, then even growth towards the peak."""
    volumes = [runner.weekly_s]
    for left in range(loading - 1, 0, -1):
        small = volumes[-1] * runner.easy_mps < SMALL_WEEK_M
        volumes.append(
            volumes[-1] * _growth(volumes[-1], peak_s, left + 1, SMALL_WEEK_GROWTH if small else MOST_GROWTH)
        )
    return volumes


def _growth(first: float, last: float, steps: int, most: float) -> float:
    """Ratio from one loading week to the next, between 1 and ``most``."""
    if steps < 2 or first <= 0:
        return 1.0
    return min(most, max(1.0, math.pow(last / first, 1 / (steps - 1))))
