"""Safe is not timid: what a plan should hold at least, where days, minutes and history allow it. All of them soft."""

from __future__ import annotations

from math import inf

from coach.domain.goals import GoalKind
from coach.domain.language import mark
from coach.science.planning.rules.people import returning
from coach.science.planning.rules.reading import Part, Reading
from coach.science.planning.rules.rule import CONVENTION, Breach, Breaches, Rule, Unit

LONG_ENOUGH_S = {
    GoalKind.FIVE_K: 45 * 60.0,
    GoalKind.TEN_K: 60 * 60.0,
    GoalKind.HALF_MARATHON: 90 * 60.0,
    GoalKind.MARATHON: 135 * 60.0,
    GoalKind.ULTRA: 150 * 60.0,
}
LONG_ENOUGH_M = {
    GoalKind.FIVE_K: 9_000.0,
    GoalKind.TEN_K: 12_000.0,
    GoalKind.HALF_MARATHON: 18_000.0,
    GoalKind.MARATHON: 28_000.0,
    GoalKind.ULTRA: 30_000.0,
}
"""Who is fast has run far enough before the time is up."""

FEWEST_WEEKS, MANY_WEEKS = 6, 10
GROWING_WEEKS, SMALL_WEEK_M, USUAL_RUN_M = 8, 25_000.0, 12_000.0

_PACE_BAND = 1.0
_TOLERANCE = 1e-6


def long_enough(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Plans for a race without a run long enough for its distance, in time or in metres."""
    if not reading.goal.kind.races:
        return
    needed = dict(zip(LONG_ENOUGH_S, numbers, strict=True))[reading.goal.kind]
    longest = max((item.seconds for item in reading.runs), default=0.0)
    farthest = max((item.metres for item in reading.runs), default=0.0)
    if longest < needed and farthest < LONG_ENOUGH_M[reading.goal.kind]:
        yield Breach(0, longest, needed)


def goal_pace(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Plans for a race with too little time at goal pace for its distance; half of it is enough below ten weeks."""
    plan = reading.plan
    goal_s, race_m = plan.goal_s or 0.0, reading.goal.race_m or 0.0
    if not (0 < goal_s < inf and race_m > 0) or len(reading.weeks) < FEWEST_WEEKS:
        return
    needed = dict(zip(LONG_ENOUGH_S, numbers, strict=True))[reading.goal.kind]
    needed = needed if len(reading.weeks) >= MANY_WEEKS else needed / 2
    share = race_m / goal_s * 3.6 / reading.vma_kmh * 100
    held = sum(part.seconds for item in reading.runs for part in item.parts if _holds(part, share))
    if held < needed - _TOLERANCE:
        yield Breach(0, held, needed)


def progress(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Plans whose biggest week is no further than now although days, weeks and history leave room for it.

    ``numbers``: the share of the present week wanted of who runs less than 25 km now, and of others.
    """
    goal = reading.goal
    roomy = len(reading.weeks) >= GROWING_WEEKS and goal.minutes is None and not returning(reading)
    if not roomy or not (goal.kind.races or goal.kind is GoalKind.ENDURANCE):
        return
    if not 0 < reading.present_m <= USUAL_RUN_M * len(goal.days):
        return
    biggest = max((week.metres for week in reading.weeks), default=0.0)
    needed = numbers[reading.present_m >= SMALL_WEEK_M]
    found = biggest / reading.present_m
    if found < needed - _TOLERANCE:
        yield Breach(0, found, needed)


def _holds(part: Part, share: float) -> bool:
    """Whether it is work at this share of VMA, within one per cent."""
    return part.work and part.share is not None and abs(part.share - share) <= _PACE_BAND


RULES = (
    Rule(
        "long_enough",
        mark(
            "The longest run lasts at least 45 min before a 5 km, 1 h before a 10 km, 1 h 30 before a half marathon, "
            "2 h 15 before a marathon, 2 h 30 before an ultra, or measures 9, 12, 18, 28 or 30 km."
        ),
        mark("Plans that end with a race; a short time, few minutes or little running now may not allow it."),
        mark("The longest run would last {found}; at least {allowed} for this distance."),
        tuple(LONG_ENOUGH_S.values()),
        Unit.SECONDS,
        mark("Fokkema et al. 2020 for half marathon and marathon; coaching convention for the others"),
        False,
        long_enough,
    ),
    Rule(
        "goal_pace",
        mark(
            "Goal pace is run for at least 12, 24, 48 or 60 min over the plan for a 5 km, a 10 km, a half marathon, "
            "a marathon or an ultra; half of it below ten weeks."
        ),
        mark("Plans of six weeks and more that end with a race."),
        mark("Goal pace would be run for {found} in all; at least {allowed} for this distance."),
        (720.0, 1_440.0, 2_880.0, 3_600.0, 3_600.0),
        Unit.SECONDS,
        CONVENTION,
        False,
        goal_pace,
    ),
    Rule(
        "progress",
        mark("The biggest week is at least 110 % of the present one; for who already runs 25 km, at least 90 % of it."),
        mark(
            "New plans of eight weeks and more for a race or endurance, where no minutes are given, nobody comes back "
            "from a break, and the present week is at most 12 km for each day given."
        ),
        mark("The biggest week would be {found} of the present one; at least {allowed}."),
        (1.10, 0.90),
        Unit.SHARE,
        CONVENTION,
        False,
        progress,
        at_birth=True,
    ),
)
