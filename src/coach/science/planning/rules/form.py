"""What a plan must be to be one: whole weeks, true sums, and paces that are those of the athlete's VMA."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from math import inf, isfinite

from coach.domain.language import mark
from coach.domain.plans import Session, Step
from coach.science.planning.clocks import clock
from coach.science.planning.rules.asked import ASKED, EVERY_PLAN
from coach.science.planning.rules.reading import Item, Reading
from coach.science.planning.rules.rule import Breach, Breaches, Rule, Unit

_SAME_METRES, _SAME_SECONDS = 1.0, 0.5
_ARITHMETIC = mark("Arithmetic")
_SECONDS_AT_ONE = 360_000.0
"""Seconds per kilometre, times km/h, times per cent."""


def weeks(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """More or fewer weeks than were asked for, or than lie between the start and the end."""
    plan = reading.plan
    needed = max((plan.end - plan.start).days // 7 + 1, 1)
    for wanted in dict.fromkeys((reading.goal.weeks or needed, needed)):
        if len(plan.weeks) != wanted:
            yield Breach(0, len(plan.weeks), wanted)


def whole_weeks(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks out of order, not from Monday, or with sessions of another week."""
    plan, (length,) = reading.plan, numbers
    for index, week in enumerate(plan.weeks):
        expected = plan.start + timedelta(days=int(length) * index)
        strange = sum(not week.monday <= session.day <= week.sunday for session in week.sessions)
        if strange or week.monday != expected or expected.weekday() != 0 or week.number != index + 1:
            yield Breach(index + 1, strange, 0)


def running_weeks(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Weeks without a run."""
    (fewest,) = numbers
    for week in reading.weeks:
        runs = sum(item.run for item in week.items)
        if runs < fewest:
            yield Breach(week.number, runs, fewest)


def sums(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Sessions without time or, when run, without distance; blocks and titles that say other sums than their parts."""
    for item in reading.items:
        if not _sound(item):
            yield Breach(item.week, item.seconds, _claimed_s(item.session), item.day)


def paces(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Steps whose pace is not their share of the plan's VMA."""
    (tolerance,) = numbers
    for item in reading.items:
        off = _off_vma(item, reading.vma_kmh)
        if not off <= tolerance:
            yield Breach(item.week, off, tolerance, item.day)


def zones(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Steps told as another zone than that of the middle of their band; ``numbers`` end zones 1 to 4 in % of VMA."""
    for item in reading.items:
        for told, zone in _other_zone(item, numbers):
            yield Breach(item.week, told, zone, item.day)


def speeds(reading: Reading, numbers: tuple[float, ...]) -> Breaches:
    """Steps whose seconds and metres make another pace than the one asked for."""
    (tolerance,) = numbers
    for item in reading.items:
        off = _off_pace(item)
        if not off <= tolerance:
            yield Breach(item.week, off, tolerance, item.day)


@lru_cache(maxsize=4096)
def _off_vma(item: Item, vma_kmh: float) -> float:
    """How far paces of a session are from their shares of the VMA, as a share; infinite where they can be none."""
    off = 0.0
    for part in item.parts:
        target = part.step.target
        for pace, share in ((target.pace_fast_s, target.vma_high), (target.pace_slow_s, target.vma_low)):
            if pace is None or share is None:
                continue
            if not (pace > 0 and share > 0):
                return inf
            off = max(off, abs(pace * vma_kmh * share / _SECONDS_AT_ONE - 1))
    return off


@lru_cache(maxsize=4096)
def _other_zone(item: Item, ends: tuple[float, ...]) -> tuple[tuple[int, int], ...]:
    """The first zone told and the one that its share of VMA stands for, where they differ; empty where none does."""
    for part in item.parts:
        told = part.step.target.hr_zone
        zone = 0 if part.share is None else 1 + sum(part.share >= end for end in ends)
        if told is not None and zone and told != zone:
            return ((told, zone),)
    return ()


@lru_cache(maxsize=4096)
def _off_pace(item: Item) -> float:
    """How far seconds and metres of a session's steps are from the pace asked for, as a share; infinite without any."""
    off = 0.0
    for step in (part.step for part in item.parts):
        fast, slow = step.target.pace_fast_s, step.target.pace_slow_s
        if fast is None or slow is None:
            continue
        pace = 1000 * step.duration_s / step.distance_m if step.distance_m > 0 else 0.0
        if not (pace > 0 and slow > 0):
            return inf
        off = max(off, fast / pace - 1, pace / slow - 1)
    return off


@lru_cache(maxsize=4096)
def _sound(item: Item) -> bool:
    """Whether a session holds something, its blocks add up, and its title says what it holds."""
    said = item.session.values.get("duration")
    if item.seconds <= 0 or (item.run and item.metres <= 0):
        return False
    return all(_adds_up(step) for step in item.session.steps) and (said is None or said == clock(item.seconds))


def _adds_up(step: Step) -> bool:
    """Whether a step's figures are sound and a block's are the sum of what is in it."""
    if not (isfinite(step.duration_s) and isfinite(step.distance_m) and step.times >= 1):
        return False
    if step.duration_s < 0 or step.distance_m < 0:
        return False
    if not step.steps:
        return step.duration_s > 0
    inner_s, inner_m = sum(part.total_s for part in step.steps), sum(part.total_m for part in step.steps)
    same = abs(inner_s - step.duration_s) <= _SAME_SECONDS and abs(inner_m - step.distance_m) <= _SAME_METRES
    return same and all(_adds_up(part) for part in step.steps)


def _claimed_s(session: Session) -> float:
    """Seconds as the blocks of a session claim them."""
    return sum(step.duration_s * step.times for step in session.steps)


RULES = (
    Rule(
        "weeks",
        mark("Every week asked for is there."),
        EVERY_PLAN,
        mark("The plan holds {found} weeks; {allowed} were asked for."),
        (),
        Unit.WEEKS,
        ASKED,
        True,
        weeks,
    ),
    Rule(
        "whole_weeks",
        mark("Every week is 7 days from Monday, in order, with its own sessions only."),
        EVERY_PLAN,
        mark("Week {week} is out of order, not from a Monday, or holds sessions of another week."),
        (7,),
        Unit.DAYS,
        _ARITHMETIC,
        True,
        whole_weeks,
    ),
    Rule(
        "running_weeks",
        mark("Every week holds at least 1 run."),
        mark("New plans; an illness or a journey may later empty a week."),
        mark("Week {week} holds no run."),
        (1,),
        Unit.SESSIONS,
        ASKED,
        True,
        running_weeks,
        at_birth=True,
    ),
    Rule(
        "sums",
        mark("Every total is the sum of its parts, and what a title says is what its steps hold."),
        EVERY_PLAN,
        mark("Week {week}: what {day} announces is not what its steps hold, {found}."),
        (),
        Unit.SECONDS,
        _ARITHMETIC,
        True,
        sums,
    ),
    Rule(
        "paces",
        mark("Every pace is its share of your VMA to within 1.5 %."),
        mark("Steps with a pace."),
        mark("Week {week}: a pace of {day} is {found} off your VMA; at most {allowed}."),
        (0.015,),
        Unit.SHARE,
        _ARITHMETIC,
        True,
        paces,
    ),
    Rule(
        "zones",
        mark("Every zone is that of its share of VMA: zones 1 to 4 end at 62, 75, 83 and 91 %."),
        mark("Steps with a zone and a share of VMA."),
        mark("Week {week}: a step of {day} is told as zone {found}; its share of VMA is zone {allowed}."),
        (62.0, 75.0, 83.0, 91.0),
        Unit.ZONE,
        mark("The one zone system of this house"),
        True,
        zones,
    ),
    Rule(
        "speeds",
        mark("Time and distance of every step make the pace asked for, to within 2 %."),
        mark("Steps with a pace."),
        mark("Week {week}: time and distance of a step of {day} are {found} off its pace; at most {allowed}."),
        (0.02,),
        Unit.SHARE,
        _ARITHMETIC,
        True,
        speeds,
    ),
)
