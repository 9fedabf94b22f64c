"""How hard: the share of easy running, what a level may run fast, and the days around hard sessions."""

from __future__ import annotations

from itertools import pairwise

from coach.domain.athletes import Level
from coach.domain.language import mark
from coach.domain.plans import SessionKind
from coach.science.planning.rules.asked import EVERY_PLAN
from coach.science.planning.rules.reading import LONG_RACES, Reading
from coach.science.planning.rules.rule import CONVENTION, Breach, Breaches, Rule, Unit

LEVELS = (Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED)
STRIDE_S, STRIDES_S = 30.0, 300.0
HALF_M = 21_000.0
"""From a half marathon on, a tune-up race wants a day more of rest after it."""

ENOUGH_WEEKS = 6
"""Shorter plans are too little running to judge its split by."""

_TOLERANCE = 1e-6
_LONG_PLANS = mark("Plans of six weeks and more.")
_KNOPP = "Knopp et al. 2024; Muniz-Pumares et al. 2025"


def easy_time(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks with too little easy running: repeats and whatever is aimed above zone 2 are work, races are apart."""
    (fewest,) = numbers
    for week in reading.weeks:
        work_s = sum(item.work_s for item in week.runs)
        if week.seconds > 0 and 1 - work_s / week.seconds < fewest - _TOLERANCE:
            yield Breach(week.number, 1 - work_s / week.seconds, fewest)


def easy_by_level(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """A whole plan with too little easy running for its level; ``numbers`` for beginner, intermediate, advanced."""
    if len(reading.weeks) < ENOUGH_WEEKS:
        return
    fewest = numbers[LEVELS.index(reading.plan.level)]
    whole = sum(item.seconds for item in reading.runs)
    found = 1 - sum(item.work_s for item in reading.runs) / whole if whole > 0 else 1.0
    if found < fewest - _TOLERANCE:
        yield Breach(0, found, fewest)


def fastest_by_level(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """A whole plan with too much running near VMA for its level."""
    if len(reading.weeks) < ENOUGH_WEEKS:
        return
    most = numbers[LEVELS.index(reading.plan.level)]
    whole = sum(item.seconds for item in reading.runs)
    found = sum(item.fastest_s for item in reading.runs) / whole if whole > 0 else 0.0
    if found > most + _TOLERANCE:
        yield Breach(0, found, most)


def pyramid(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Plans for long races with more time near VMA than between easy and there."""
    if reading.goal.kind not in LONG_RACES:
        return
    fastest_s = sum(item.fastest_s for item in reading.runs)
    between_s = sum(item.work_s for item in reading.runs) - fastest_s
    if fastest_s > between_s + _TOLERANCE:
        whole = sum(item.seconds for item in reading.runs)
        yield Breach(0, fastest_s / whole, between_s / whole)


def easy_stays_easy(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Easy runs, or sessions of another sport, with more than a few strides of anything harder in them."""
    longest_s, most_s = numbers
    for item in reading.items:
        if item.kind not in (SessionKind.EASY, SessionKind.CROSS):
            continue
        longest = max((part.step.duration_s for part in item.parts if part.work), default=0.0)
        if longest > longest_s + _TOLERANCE or item.work_s > most_s + _TOLERANCE:
            yield Breach(item.week, max(longest, item.work_s), most_s, item.day)


def spacing(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Hard days with too few days of another kind between them; long runs and races are hard."""
    (between,) = numbers
    for one, other in pairwise(reading.hard):
        free = (other.day - one.day).days - 1
        if free < between:
            yield Breach(other.week, max(free, 0), between, other.day)


def after_tune_ups(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Hard sessions too soon after a race on the way; ``numbers`` for shorter races, and from the half marathon on."""
    for one, other in pairwise(reading.hard):
        if one.kind is not SessionKind.RACE:
            continue
        wanted = numbers[one.metres >= HALF_M]
        free = (other.day - one.day).days - 1
        if free < wanted:
            yield Breach(other.week, max(free, 0), wanted, other.day)


def tune_ups_before_the_race(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Races on the way in the last days before the race."""
    (fewest,) = numbers
    if reading.plan.race_day is None:
        return
    for item in reading.items:
        left = reading.days_to_race(item.day)
        if item.kind is SessionKind.RACE and 0 < left <= fewest:
            yield Breach(item.week, left, fewest, item.day)


RULES = (
    Rule(
        "easy_time",
        mark("At least 75 % of a week's running time is easy."),
        mark("Every week; repeats are work, races are apart."),
        mark("Week {week}: {found} of the time would be easy; at least {allowed}."),
        (0.75,),
        Unit.SHARE,
        _KNOPP,
        True,
        easy_time,
    ),
    Rule(
        "easy_by_level",
        mark(
            "Over the plan, at least 85, 80 or 78 % of the time is easy for a beginner, an intermediate, an advanced."
        ),
        _LONG_PLANS,
        mark("{found} of the plan's running time would be easy; at least {allowed} at this level."),
        (0.85, 0.80, 0.78),
        Unit.SHARE,
        _KNOPP,
        True,
        easy_by_level,
    ),
    Rule(
        "fastest_by_level",
        mark(
            "Over the plan, at most 5, 8 or 10 % of the time is near VMA for a beginner, an intermediate, an advanced."
        ),
        _LONG_PLANS,
        mark("{found} of the plan's running time would be near VMA; at most {allowed} at this level."),
        (0.05, 0.08, 0.10),
        Unit.SHARE,
        "Knopp et al. 2024; Rosenblat et al. 2025",
        True,
        fastest_by_level,
    ),
    Rule(
        "pyramid",
        mark("For long races, less time is run near VMA than at race pace and threshold."),
        mark("Half marathon, marathon and ultra."),
        mark("{found} of the time would be near VMA; better at most the {allowed} at race pace and threshold."),
        (),
        Unit.SHARE,
        "Muniz-Pumares et al. 2025",
        False,
        pyramid,
    ),
    Rule(
        "easy_stays_easy",
        mark("An easy run holds nothing harder than strides of 30 s, 5 min of them at most."),
        mark("Every easy run; other sports are easy too."),
        mark("Week {week}: the easy session of {day} holds {found} of hard running; at most {allowed}, in strides."),
        (STRIDE_S, STRIDES_S),
        Unit.SECONDS,
        CONVENTION,
        True,
        easy_stays_easy,
    ),
    Rule(
        "spacing",
        mark("At least 1 easy or free day lies between two hard ones; long runs and races are hard."),
        EVERY_PLAN,
        mark("Week {week}: {day} is a hard day right after another one; leave an easy or a free day between them."),
        (1,),
        Unit.DAYS,
        CONVENTION,
        True,
        spacing,
    ),
    Rule(
        "after_tune_ups",
        mark("After a tune-up race come at least 2 days without a hard session, 3 after a half marathon or more."),
        mark("Plans with tune-up races."),
        mark("Week {week}: {day} is hard so soon after a race; days between: {found}, at least {allowed}."),
        (2, 3),
        Unit.DAYS,
        CONVENTION,
        True,
        after_tune_ups,
    ),
    Rule(
        "tune_ups_before_the_race",
        mark("No tune-up race is in the last 7 days before the race."),
        mark("Plans with tune-up races that end with a race."),
        mark("Days from the race of {day} to yours: {found}, more than {allowed} are wanted."),
        (7,),
        Unit.DAYS,
        CONVENTION,
        True,
        tune_ups_before_the_race,
    ),
)
