"""What the athlete asked for: races, days and minutes."""

from __future__ import annotations

from collections import Counter
from datetime import date

from coach.domain.language import mark
from coach.domain.plans import SessionKind
from coach.science.planning.rules.reading import Reading
from coach.science.planning.rules.rule import Breach, Breaches, Rule, Unit

_TOLERANCE = 1e-6
_SAME_METRES = 1.0

ASKED = mark("Your own wishes")
EVERY_PLAN = mark("Every plan.")


def races(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Races other than the one on race day and the tune-ups asked for, and whatever comes after the end."""
    plan, goal = reading.plan, reading.goal
    raced = Counter(item.day for item in reading.items if item.kind is SessionKind.RACE)
    wanted = Counter(tune_up.day for tune_up in goal.tune_ups if raced[tune_up.day])
    if plan.race_day is not None:
        wanted[plan.race_day] += 1
    for day in sorted((wanted - raced) | (raced - wanted)):
        yield Breach(_week_of(reading, day), raced[day], wanted[day], day)
    last = goal.race_day or plan.end
    if goal.kind.races and last != plan.end:
        yield Breach(len(plan.weeks), 0, 1, last)
    for item in reading.items:
        if item.day > last:
            yield Breach(item.week, 1, 0, item.day)


def tune_ups(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Races on the way that were asked for and are not there."""
    raced = {item.day for item in reading.items if item.kind is SessionKind.RACE}
    for tune_up in reading.goal.tune_ups:
        if tune_up.day not in raced:
            yield Breach(_week_of(reading, tune_up.day), 0, 1, tune_up.day)


def race_distance(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Races over another distance than the one asked for."""
    asked = {tune_up.day: tune_up.distance_m for tune_up in reading.goal.tune_ups}
    if reading.plan.race_day is not None and reading.goal.race_m is not None:
        asked[reading.plan.race_day] = reading.goal.race_m
    for item in reading.items:
        wanted = asked.get(item.day)
        if item.kind is SessionKind.RACE and wanted and abs(item.metres - wanted) > _SAME_METRES:
            yield Breach(item.week, item.metres, wanted, item.day)


def days(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Training runs on days the athlete did not give."""
    for item in reading.runs:
        if item.day.weekday() not in reading.goal.days:
            yield Breach(item.week, 1, 0, item.day)


def one_a_day(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Two runs on one day, or two sessions of the same other kind."""
    (most,) = numbers
    sorts = Counter((item.week, item.day, "run" if item.run else item.kind.value) for item in reading.items)
    for (week, day, _), count in sorts.items():
        if count > most:
            yield Breach(week, count, most, day)


def minutes(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Days that hold more than the minutes the athlete gave for them, strength and other sports counted; races free."""
    if reading.goal.minutes is None:
        return
    limits = dict(zip(reading.goal.days, reading.goal.minutes, strict=False))
    held: dict[tuple[int, date], float] = {}
    for item in reading.items:
        if item.training or not item.run:
            held[item.week, item.day] = held.get((item.week, item.day), 0.0) + item.seconds
    for (week, day), seconds in held.items():
        limit = limits.get(day.weekday())
        if limit is not None and seconds > limit * 60 + _TOLERANCE:
            yield Breach(week, seconds, limit * 60, day)


def _week_of(reading: Reading, day: date) -> int:
    """The number of the week of a day, 0 where the plan has none."""
    number = (day - reading.plan.start).days // 7 + 1
    return number if 1 <= number <= len(reading.weeks) else 0


RULES = (
    Rule(
        "race_day",
        mark("The race is on race day, tune-up races on theirs, and nowhere else; nothing follows the race."),
        EVERY_PLAN,
        mark("{day}: races or sessions planned {found}, asked for {allowed}."),
        (),
        Unit.SESSIONS,
        ASKED,
        True,
        races,
    ),
    Rule(
        "tune_ups",
        mark("Every tune-up race asked for is in the plan."),
        mark("Plans with tune-up races."),
        mark("The race of {day} is not in the plan."),
        (),
        Unit.SESSIONS,
        ASKED,
        True,
        tune_ups,
    ),
    Rule(
        "race_distance",
        mark("A race is over the distance asked for."),
        mark("Plans that hold a race."),
        mark("{day}: the race is {found} long; {allowed} were asked for."),
        (),
        Unit.METRES,
        ASKED,
        True,
        race_distance,
    ),
    Rule(
        "days",
        mark("Training runs are only on the days you gave."),
        EVERY_PLAN,
        mark("Week {week}: {day} is not one of the days you gave."),
        (),
        Unit.SESSIONS,
        ASKED,
        True,
        days,
    ),
    Rule(
        "one_a_day",
        mark("A day holds at most 1 run, and at most one session each of strength and of another sport."),
        EVERY_PLAN,
        mark("Week {week}: {day} holds {found} sessions of one kind; at most {allowed}."),
        (1,),
        Unit.SESSIONS,
        ASKED,
        True,
        one_a_day,
    ),
    Rule(
        "minutes",
        mark("No day holds more than the minutes you gave for it, races apart."),
        mark("Days you gave minutes for."),
        mark("Week {week}: {day} would hold {found}; you gave {allowed}."),
        (),
        Unit.SECONDS,
        ASKED,
        True,
        minutes,
    ),
)
