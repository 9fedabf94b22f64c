"""Two years of a made-up runner's diary: which session on which day, races, holidays and illness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from coach.science.running.simulated_runner import FIVE_K_M, HALF_M, MARATHON_M, TEN_K_M
from coach.science.running.simulated_sessions import SessionType

RACES_BY_WEEKS_BEFORE_END = {
    2: TEN_K_M,
    9: MARATHON_M,
    14: HALF_M,
    20: FIVE_K_M,
    27: TEN_K_M,
    37: HALF_M,
    44: FIVE_K_M,
    52: TEN_K_M,
    61: MARATHON_M,
    66: HALF_M,
    73: TEN_K_M,
    82: FIVE_K_M,
    91: TEN_K_M,
    98: FIVE_K_M,
}
"""Which race closes which week, counted back from the week of the last day."""

_FREE_OF_BREAKS = 3  # weeks before a race in which the runner neither travels nor falls ill
_QUALITY = (SessionType.INTERVALS, SessionType.HILLS, SessionType.TRACK, SessionType.INTERVALS)


@dataclass(frozen=True, slots=True)
class Outing:
    """A session on a day: minutes, or metres for a race; ``hour`` is the local start as a decimal."""

    day: date
    session: SessionType
    size: float
    hour: float


@dataclass(frozen=True, slots=True)
class Diary:
    """All outings in order, the first day, and for each day whether it fell in a missed week, shape (days,)."""

    first_day: date
    outings: tuple[Outing, ...]
    missed: NDArray[np.bool_]


def diary(last_day: date, weeks: int, rng: np.random.Generator) -> Diary:
    """The diary of ``weeks`` weeks ending on ``last_day``, that day included."""
    first_day = last_day - timedelta(days=7 * weeks - 1)
    last_monday = last_day - timedelta(days=last_day.weekday())
    broken = _weeks_off(weeks, rng)
    outings: list[Outing] = []
    for before_end in range(weeks, -1, -1):
        if before_end not in broken:
            monday = last_monday - timedelta(weeks=before_end)
            progress = 1 - before_end / max(weeks, 1)
            outings.extend(_week(monday, before_end, progress, rng))
    within = tuple(outing for outing in outings if first_day <= outing.day <= last_day)
    days = [(last_monday - (first_day + timedelta(days=day))).days for day in range(7 * weeks)]
    missed = np.array([-(-away // 7) in broken for away in days])
    return Diary(first_day, within, missed)


def _weeks_off(weeks: int, rng: np.random.Generator) -> set[int]:
    """Weeks before the end without training: two holidays of two weeks and a few illnesses a history of two years."""
    near_race = {race + lead for race in RACES_BY_WEEKS_BEFORE_END for lead in range(_FREE_OF_BREAKS)}
    possible = [week for week in range(3, weeks - 2) if week not in near_race]
    off: set[int] = set()
    if possible:
        off |= {int(week) for week in rng.choice(possible, size=min(len(possible), max(1, weeks // 26)), replace=False)}
    holidays = [week for week in possible if week + 1 in possible]
    if holidays and weeks >= 26:
        for week in rng.choice(holidays, size=max(1, weeks // 52), replace=False):
            off |= {int(week), int(week) + 1}
    return off


def _week(monday: date, before_end: int, progress: float, rng: np.random.Generator) -> Iterator[Outing]:
    race = RACES_BY_WEEKS_BEFORE_END.get(before_end)
    since_marathon = min(
        (
            at - before_end
            for at, metres in RACES_BY_WEEKS_BEFORE_END.items()
            if metres == MARATHON_M and at > before_end
        ),
        default=99,
    )
    volume = (0.85 + 0.35 * progress) * (0.78 if before_end % 4 == 0 else 1.0)
    if race is not None:
        yield from _race_week(monday, race, rng)
    elif since_marathon <= 2:
        yield from _recovery_week(monday, rng)
    else:
        yield from _training_week(monday, before_end, volume, rng)


def _race_week(monday: date, race: float, rng: np.random.Generator) -> Iterator[Outing]:
    yield _evening(monday, 1, SessionType.TEMPO, 40, rng)
    yield _evening(monday, 3, SessionType.EASY, 40, rng)
    yield _evening(monday, 5, SessionType.EASY, 22, rng)
    yield Outing(monday + timedelta(days=6), SessionType.RACE, race, 9.5)


def _recovery_week(monday: date, rng: np.random.Generator) -> Iterator[Outing]:
    yield _evening(monday, 2, SessionType.RIDE, 60, rng)
    yield _evening(monday, 4, SessionType.EASY, 35, rng)
    yield _morning(monday, 6, SessionType.EASY, 50, rng)


def _training_week(monday: date, before_end: int, volume: float, rng: np.random.Generator) -> Iterator[Outing]:
    winter, summer = monday.month in (12, 1, 2), monday.month in (5, 6, 7, 8, 9)
    to_marathon = min(
        (
            before_end - at
            for at, metres in RACES_BY_WEEKS_BEFORE_END.items()
            if metres == MARATHON_M and at <= before_end
        ),
        default=99,
    )
    long_minutes = 78 * volume + (50 * volume if 2 < to_marathon < 12 else 0)
    candidates = [
        (0.95, _evening(monday, 1, _QUALITY[before_end % len(_QUALITY)], 55 * volume, rng)),
        (0.50, _midday(monday, 2, SessionType.STRENGTH, 45, rng)),
        (0.90, _evening(monday, 3, SessionType.TEMPO if before_end % 2 else SessionType.EASY, 55 * volume, rng)),
        (0.55 if summer else 0.12, _evening(monday, 4, SessionType.RIDE, float(rng.uniform(55, 110)), rng)),
        (
            0.93,
            _morning(
                monday,
                5,
                SessionType.TREADMILL if winter and rng.random() < 0.4 else SessionType.EASY,
                50 * volume,
                rng,
            ),
        ),
        (0.97, _morning(monday, 6, SessionType.LONG, long_minutes, rng)),
    ]
    for chance, outing in candidates:
        if rng.random() < chance:
            yield outing


def _at(monday: date, weekday: int, session: SessionType, size: float, hour: float, rng: np.random.Generator) -> Outing:
    return Outing(monday + timedelta(days=weekday), session, size * float(rng.uniform(0.92, 1.08)), hour)


def _evening(monday: date, weekday: int, session: SessionType, size: float, rng: np.random.Generator) -> Outing:
    return _at(monday, weekday, session, size, float(rng.uniform(17.6, 19.2)), rng)


def _midday(monday: date, weekday: int, session: SessionType, size: float, rng: np.random.Generator) -> Outing:
    return _at(monday, weekday, session, size, float(rng.uniform(12.1, 12.6)), rng)


def _morning(monday: date, weekday: int, session: SessionType, size: float, rng: np.random.Generator) -> Outing:
    return _at(monday, weekday, session, size, float(rng.uniform(7.8, 10.2)), rng)
