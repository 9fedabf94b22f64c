"""Strength and other sports beside running: what they must not take from the runs that matter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from coach.domain.language import mark
from coach.domain.plans import SessionKind
from coach.science.planning.rules.people import SENIOR_AGE
from coach.science.planning.rules.reading import Item, Reading
from coach.science.planning.rules.rule import CONVENTION, Breach, Breaches, Rule, Unit

HEAVY_RPE = 7.0
"""From this effort on (0-10) an exercise is heavy."""

_CONCURRENT = "Robineau et al. 2016; Petré et al. 2021; Schumann et al. 2022"
_WITH_STRENGTH = mark("Plans with strength sessions.")


def before_hard(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Strength so many days or fewer before a hard run, or on the day of a long run or race."""
    (days,) = numbers
    for item in _strength(reading):
        for hard in reading.hard:
            left = (hard.day - item.day).days
            same_day = left == 0 and hard.kind in (SessionKind.LONG, SessionKind.RACE)
            if same_day or 0 < left <= days:
                yield Breach(item.week, left, days + 1, item.day)
                break


def before_races(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Strength too few days before the race or a race on the way, or the day after one; ``numbers`` for both."""
    race_days, tune_up_days = numbers
    races = [item.day for item in reading.hard if item.kind is SessionKind.RACE]
    for item in _strength(reading):
        for day in races:
            left = (day - item.day).days
            most = race_days if day == reading.plan.race_day else tune_up_days
            if -1 <= left <= most:
                yield Breach(item.week, left, most + 1, item.day)
                break


def heavy_before_race(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Heavy exercises too few days before the race."""
    (most,) = numbers
    if reading.plan.race_day is None:
        return
    for item in _strength(reading):
        left = reading.days_to_race(item.day)
        if _heavy(item) and left <= most:
            yield Breach(item.week, left, most + 1, item.day)


def apart(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Strength sessions too close to each other."""
    (days,) = numbers
    for one, other in pairwise(sorted(_strength(reading), key=lambda item: item.day)):
        if (other.day - one.day).days < days:
            yield Breach(other.week, (other.day - one.day).days, days, other.day)


def a_week(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks with too many strength sessions; ``numbers`` for usual weeks and those of the taper."""
    usual, tapered = numbers
    for week in reading.weeks:
        most = tapered if week.tapered and reading.plan.race_day is not None else usual
        found = sum(item.kind is SessionKind.STRENGTH for item in week.items)
        if found > most:
            yield Breach(week.number, found, most)


def senior_heavy(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks of a runner of 60 or more with too many heavy strength sessions."""
    (most,) = numbers
    if reading.plan.age is None or reading.plan.age < SENIOR_AGE:
        return
    for week in reading.weeks:
        strong = (item for item in week.items if item.kind is SessionKind.STRENGTH)
        found = sum(_heavy(item) for item in strong)
        if found > most:
            yield Breach(week.number, found, most)


def _heavy(item: Item) -> bool:
    return any((part.step.target.rpe or 0.0) >= HEAVY_RPE for part in item.parts)


def _strength(reading: Reading) -> Iterator[Item]:
    return (item for item in reading.items if item.kind is SessionKind.STRENGTH)


RULES = (
    Rule(
        "strength_before_hard",
        mark("No strength is within 1 day before a hard or long run, nor on the day of a long run."),
        _WITH_STRENGTH,
        mark("Week {week}: strength on {day}; days to the hard run after it: {found}, at least {allowed}."),
        (1,),
        Unit.DAYS,
        _CONCURRENT,
        True,
        before_hard,
    ),
    Rule(
        "strength_before_races",
        mark(
            "No strength is in the last 7 days before the race, nor 2 days before a tune-up race or the day after one."
        ),
        mark("Plans with strength sessions and a race."),
        mark("Strength on {day}; days to the race: {found}, at least {allowed}."),
        (7, 2),
        Unit.DAYS,
        CONVENTION,
        True,
        before_races,
    ),
    Rule(
        "strength_heavy",
        mark("Nothing heavy (RPE 7 and more) is lifted in the last 10 days before the race."),
        mark("Plans with strength sessions and a race."),
        mark("Heavy strength on {day}; days to the race: {found}, at least {allowed}."),
        (10,),
        Unit.DAYS,
        CONVENTION,
        True,
        heavy_before_race,
    ),
    Rule(
        "strength_apart",
        mark("Strength sessions are at least 2 days from one to the next."),
        _WITH_STRENGTH,
        mark("Week {week}: strength on {day}; days since the last: {found}, at least {allowed}."),
        (2,),
        Unit.DAYS,
        CONVENTION,
        True,
        apart,
    ),
    Rule(
        "strength_a_week",
        mark("A week holds at most 3 strength sessions, 1 in the taper."),
        _WITH_STRENGTH,
        mark("Week {week}: strength sessions: {found}, at most {allowed}."),
        (3, 1),
        Unit.SESSIONS,
        CONVENTION,
        True,
        a_week,
    ),
    Rule(
        "senior_heavy",
        mark("From 60 on, a week has at most 1 heavy strength session (RPE 7 and more)."),
        mark("Athletes of 60 and more, in plans with strength sessions."),
        mark("Week {week}: heavy strength sessions from 60 on: {found}, at most {allowed}."),
        (1,),
        Unit.SESSIONS,
        CONVENTION,
        True,
        senior_heavy,
    ),
)
