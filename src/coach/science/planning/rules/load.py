"""How much: single runs, weeks, and the long run's part of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from coach.domain.language import mark
from coach.domain.plans import SessionKind
from coach.science.planning.rules.asked import EVERY_PLAN
from coach.science.planning.rules.reading import Reading
from coach.science.planning.rules.rule import CONVENTION, Breach, Breaches, Rule, Unit

LIGHTER = 0.9
"""A lighter week holds at most this share of the one before it."""

MANY_RUNS = 5

_MEMORY_WEEKS = 6
_TOLERANCE = 1e-6
_FRANDSEN = "Frandsen et al. 2025"


def single_run(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Training runs above a small distance that are too much longer than the longest run of the 30 days before.

    Races are judged by nobody, but count as run. ``numbers``: the most growth, the metres always allowed.
    """
    growth, always_m = numbers
    for run in reading.remembered:
        item, allowed = run.item, max(always_m, run.longest_m * (1 + growth))
        if item.training and item.metres > allowed + _TOLERANCE:
            yield Breach(item.week, item.metres, allowed, item.day)


def two_weeks(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Two weeks in a row too far above the best two in a row of the six before, or above a small volume."""
    growth, always_m = numbers
    before = len(reading.weeks_before_m)
    volumes = [*reading.weeks_before_m, *(week.metres for week in reading.weeks)]
    for first in range(before, len(volumes) - 1):
        known = volumes[max(0, first - _MEMORY_WEEKS) : first]
        best = max((one + other for one, other in pairwise(known)), default=0.0)
        allowed = max(best * (1 + growth), always_m)
        found = volumes[first] + volumes[first + 1]
        if found > allowed + _TOLERANCE:
            yield Breach(first + 2 - before, found, allowed)


def rising(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Too many weeks in a row each above the one before."""
    (most,) = numbers
    run = 0
    for before, week in pairwise(reading.weeks):
        run = run + 1 if week.metres > before.metres else 0
        if run > most:
            yield Breach(week.number, run, most)


def lighter(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """As many weeks in a row as the number before the taper, none of them lighter than the one before it."""
    (every,) = numbers
    yield from weeks_without_a_lighter_one(reading, every)


def weeks_without_a_lighter_one(reading: Reading, every: float) -> Breaches:
    """Weeks before the taper that are the ``every``-th in a row without a lighter one."""
    loaded = 1
    for before, week in pairwise(week for week in reading.weeks if not week.tapered):
        loaded = 0 if week.metres <= LIGHTER * before.metres else loaded + 1
        if loaded >= every:
            yield Breach(week.number, loaded, every - 1)


def long_share(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Longest runs above the share their week's number of runs allows; ``numbers`` for 3, 4, 5, and 6 and more."""
    for week in reading.weeks:
        runs = len(week.runs)
        allowed = numbers[min(runs - 3, len(numbers) - 1)] if runs >= 3 else 1.0
        if week.long_share > allowed + _TOLERANCE:
            yield Breach(week.number, week.long_share, allowed, _longest_day(reading, week.number))


def long_share_of_many(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Longest runs above one share in weeks of five runs and more."""
    (allowed,) = numbers
    for week in reading.weeks:
        if len(week.runs) >= MANY_RUNS and week.long_share > allowed + _TOLERANCE:
            yield Breach(week.number, week.long_share, allowed, _longest_day(reading, week.number))


def long_is_longest(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks whose long run is more than a few seconds shorter than another run."""
    (slack_s,) = numbers
    for week in reading.weeks:
        long_s = max((item.seconds for item in week.runs if item.kind is SessionKind.LONG), default=None)
        longest = max(week.runs, key=lambda item: item.seconds, default=None)
        if long_s is not None and longest is not None and longest.seconds > long_s + slack_s:
            yield Breach(week.number, long_s, longest.seconds, longest.day)


def long_time(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Training runs that last too long."""
    (most_s,) = numbers
    for item in reading.runs:
        if item.seconds > most_s + _TOLERANCE:
            yield Breach(item.week, item.seconds, most_s, item.day)


def free_day(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks of six running days and fewer without a free day, that of the race apart."""
    (fewest,) = numbers
    if len(reading.goal.days) > 7 - fewest:
        return
    for week in reading.weeks:
        busy = {item.day for item in week.items if item.kind not in (SessionKind.REST, SessionKind.RACE)}
        free = 7 - len(busy)
        if free < fewest:
            yield Breach(week.number, free, fewest)


def _longest_day(reading: Reading, number: int) -> date:
    runs = reading.weeks[number - 1].runs
    return max(runs, key=lambda item: item.metres).day


RULES = (
    Rule(
        "single_run",
        mark("No run is more than 30 % longer than the longest of the 30 days before; 5 km are always allowed."),
        mark("Every training run; races are exempt."),
        mark("Week {week}: the run of {day} would be {found} long; at most {allowed} after the 30 days before it."),
        (0.30, 5_000.0),
        Unit.METRES,
        _FRANDSEN,
        True,
        single_run,
    ),
    Rule(
        "single_run_soft",
        mark("Above 10 km, a run is at most 10 % longer than the longest of the 30 days before."),
        mark("Training runs of more than 10 km; races are exempt."),
        mark("Week {week}: the run of {day} would be {found} long; better at most {allowed}."),
        (0.10, 10_000.0),
        Unit.METRES,
        _FRANDSEN,
        False,
        single_run,
    ),
    Rule(
        "two_weeks",
        mark(
            "No two weeks are more than 30 % above the best two in a row of the six before; 26 km are always allowed."
        ),
        mark("Every two weeks in a row; a rebound after a lighter week is no ramp."),
        mark("Week {week}: this week and the one before would hold {found}; at most {allowed}."),
        (0.30, 26_000.0),
        Unit.METRES,
        "Nielsen et al. 2014",
        True,
        two_weeks,
    ),
    Rule(
        "rising",
        mark("Volume never rises more than 5 weeks in a row."),
        EVERY_PLAN,
        mark("Week {week}: {found} weeks in a row would rise; at most {allowed}."),
        (5,),
        Unit.WEEKS,
        CONVENTION,
        True,
        rising,
    ),
    Rule(
        "lighter",
        mark("A lighter week, a tenth below the one before, comes at least every 4 weeks."),
        mark("Weeks before the taper."),
        mark("Week {week}: {found} weeks in a row without a lighter one; at most {allowed}."),
        (4,),
        Unit.WEEKS,
        CONVENTION,
        False,
        lighter,
    ),
    Rule(
        "long_share",
        mark("The long run is at most 60, 50, 45 or 40 % of a week of 3, 4, 5, or 6 and more runs."),
        mark("Weeks of three runs and more."),
        mark("Week {week}: the long run would be {found} of the week; at most {allowed}."),
        (0.60, 0.50, 0.45, 0.40),
        Unit.SHARE,
        CONVENTION,
        True,
        long_share,
    ),
    Rule(
        "long_share_soft",
        mark("The long run is at most 35 % of the week."),
        mark("Weeks of five runs and more; of fewer, a long run is a larger part by itself."),
        mark("Week {week}: the long run would be {found} of the week; better at most {allowed}."),
        (0.35,),
        Unit.SHARE,
        CONVENTION,
        False,
        long_share_of_many,
    ),
    Rule(
        "long_is_longest",
        mark("The long run is the longest of its week, to within 1 min."),
        mark("Weeks with a long run."),
        mark("Week {week}: the long run would last {found}, the run of {day} {allowed}."),
        (60.0,),
        Unit.SECONDS,
        CONVENTION,
        False,
        long_is_longest,
    ),
    Rule(
        "long_time",
        mark("No training run lasts more than 3 h 30."),
        mark("Every training run; races are exempt."),
        mark("Week {week}: the run of {day} would last {found}; at most {allowed}."),
        (12_600.0,),
        Unit.SECONDS,
        CONVENTION,
        True,
        long_time,
    ),
    Rule(
        "long_time_soft",
        mark("No training run lasts more than 3 h."),
        mark("Every training run; races are exempt."),
        mark("Week {week}: the run of {day} would last {found}; better at most {allowed}."),
        (10_800.0,),
        Unit.SECONDS,
        CONVENTION,
        False,
        long_time,
    ),
    Rule(
        "free_day",
        mark("At least 1 day of the week is wholly free: no run, no strength, no other sport."),
        mark("Athletes who run on six days or fewer."),
        mark("Week {week}: days left free: {found}, at least {allowed}."),
        (1,),
        Unit.DAYS,
        CONVENTION,
        True,
        free_day,
    ),
)
