"""Recordings as no sensor should write them, and what to look for in what comes out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from coach.domain.activities import BestEffort, Split, SplitKind, Totals
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import COLUMNS, Recording, Samples
from coach.science.running.evidence import RunEvidence
from tests.science.running.recorded import TODAY, even_run, northward, recorded

SCALARS = (0.0, -1.0, math.nan, math.inf, -math.inf, 1e-320, 1e308, -1e308)
"""What arithmetic trips over."""

HOUR = np.arange(3601.0)


def usual(**changed: Any) -> Recording:
    """An hour of running with every column, some of them replaced."""
    latitude, longitude = northward(3.0 * HOUR)
    columns = {
        "latitude": latitude,
        "longitude": longitude,
        "altitude": 100.0 + 10.0 * np.sin(HOUR / 300),
        "distance": 3.0 * HOUR,
        "speed": np.full(len(HOUR), 3.0),
        "heart_rate": 140.0 + 10.0 * np.sin(HOUR / 200),
        "cadence": np.full(len(HOUR), 170.0),
        "power": 250.0 + 20.0 * np.sin(HOUR / 100),
        "temperature": np.full(len(HOUR), 15.0),
    }
    return recorded(HOUR, **{**columns, **changed})


def every_column(value: float) -> Recording:
    """Every column says the same wrong thing."""
    return recorded(HOUR, **{name: np.full(len(HOUR), value) for name in COLUMNS})


def now_and_then(value: float, every: int = 3) -> Recording:
    """Every column says a wrong thing now and then."""
    columns = {name: column.copy() for name, column in usual().samples.columns.items()}
    for column in columns.values():
        column[::every] = value
    return recorded(HOUR, **columns)


def at(moment: datetime) -> Recording:
    return replace(usual(), started_at=moment)


def timed(time: np.ndarray) -> Recording:
    """The usual columns at other instants."""
    return replace(usual(), samples=Samples(time, usual().samples.columns))


def typed(kind: Any) -> Recording:
    """The usual run in arrays of another type; what the type cannot hold is left out."""
    exact = {"heart_rate": np.full(3601, 140.0), "cadence": np.full(3601, 170.0), "distance": 3.0 * HOUR}
    samples = Samples(HOUR.astype(kind), {name: column.astype(kind) for name, column in exact.items()})
    return replace(usual(), samples=samples)


def unwritable(recording: Recording) -> Recording:
    for column in (recording.samples.time, *recording.samples.columns.values()):
        column.flags.writeable = False
    return recording


def strided(recording: Recording) -> Recording:
    """The same values, every second place of a larger array."""

    def apart(column: np.ndarray) -> np.ndarray:
        wide = np.full(2 * len(column), np.nan)
        wide[::2] = column
        return wide[::2]

    columns = {name: apart(column) for name, column in recording.samples.columns.items()}
    return replace(recording, samples=Samples(apart(recording.samples.time), columns))


def ultra() -> Recording:
    """48 hours, a sample a second, everything recorded."""
    time = np.arange(172_801.0)
    latitude, longitude = northward(2.0 * time)
    heights = 1500 + 800 * np.sin(time / 9000)
    return recorded(
        time,
        sport=Sport.TRAIL_RUN,
        distance=2.0 * time,
        latitude=np.clip(latitude, -80, 80),
        longitude=longitude,
        altitude=heights,
        heart_rate=120 + 10 * np.sin(time / 700),
    )


RECORDINGS: dict[str, Recording] = {
    "empty": recorded(np.empty(0)),
    "empty with columns": recorded(np.empty(0), distance=np.empty(0), heart_rate=np.empty(0)),
    "one sample": recorded(np.array([0.0]), distance=np.array([5.0]), heart_rate=np.array([120.0])),
    "two samples of one instant": recorded(np.zeros(2), distance=np.array([0.0, 9.0])),
    "two samples": recorded(np.array([0.0, 1.0]), distance=np.array([0.0, 3.0]), heart_rate=np.array([99.0, 101.0])),
    "time alone": recorded(HOUR),
    "all paused": recorded(HOUR, pauses=((0.0, 3600.0),), distance=3.0 * HOUR, heart_rate=np.full(3601, 130.0)),
    "paused before and after": recorded(HOUR, pauses=((-1e9, 1e9),), distance=3.0 * HOUR),
    "pauses the wrong way round": recorded(HOUR, pauses=((900.0, 100.0), (np.nan, 5.0)), distance=3.0 * HOUR),
    "standing still": recorded(HOUR, distance=np.zeros(3601), heart_rate=np.full(3601, 80.0)),
    "heart rate alone": recorded(HOUR, heart_rate=np.full(3601, 150.0)),
    "no heart rate": recorded(HOUR, **{k: v for k, v in usual().samples.columns.items() if k != "heart_rate"}),
    "heart rate of zeros": usual(heart_rate=np.zeros(3601)),
    "nothing but NaN": every_column(np.nan),
    "nothing but infinity": every_column(np.inf),
    "nothing but zeros": every_column(0.0),
    "nothing but 1e300": every_column(1e300),
    "nothing but -1e300": every_column(-1e300),
    "NaN now and then": now_and_then(np.nan),
    "infinity now and then": now_and_then(np.inf),
    "minus infinity now and then": now_and_then(-np.inf),
    "1e300 now and then": now_and_then(1e300),
    "one value among NaN": usual(heart_rate=np.where(HOUR == 1800, 150.0, np.nan)),
    "time of NaN": timed(np.full(3601, np.nan)),
    "time of infinity": timed(np.full(3601, np.inf)),
    "NaN in the time": timed(np.where(HOUR % 7 == 3, np.nan, HOUR)),
    "infinity in the time": timed(np.where(HOUR == 1800, np.inf, HOUR)),
    "one instant for all": timed(np.full(3601, 12.0)),
    "every instant twice": timed(np.floor(HOUR / 2)),
    "time backwards": timed(HOUR[::-1].copy()),
    "steps backwards": timed(np.where(HOUR % 600 == 599, HOUR - 300, HOUR)),
    "a clock set back an hour": timed(np.where(HOUR > 1800, HOUR - 3600, HOUR)),
    "a clock set on by twenty years": timed(np.where(HOUR > 1800, HOUR + 6.3e8, HOUR)),
    "time of 1e18": timed(HOUR + 1e18),
    "time of 1e300": timed(HOUR * 1e300),
    "a sample an hour": timed(HOUR * 3600),
    "a thousand samples a second": timed(HOUR / 1000),
    "distance backwards": usual(distance=3.0 * HOUR[::-1]),
    "negative distance": recorded(HOUR, distance=-3.0 * HOUR),
    "heart rate of 5000": usual(heart_rate=np.full(3601, 5000.0)),
    "negative heart rate": usual(heart_rate=np.full(3601, -60.0)),
    "altitude of 1e9": usual(altitude=np.full(3601, 1e9)),
    "a wall of 8000 m": usual(altitude=np.where(HOUR < 1800, 0.0, 8000.0)),
    "power of 1e7": usual(power=np.full(3601, 1e7)),
    "speed of light": recorded(HOUR, speed=np.full(3601, 3e8)),
    "beyond the pole": usual(latitude=np.full(3601, 200.0)),
    "around the world": usual(longitude=(HOUR * 100) % 360 - 180),
    "1970": at(datetime(1970, 1, 1, tzinfo=UTC)),
    "31 December 1989": at(datetime(1989, 12, 31, tzinfo=UTC)),
    "the future": at(datetime(2199, 6, 1, tzinfo=UTC)),
    "the first instant": at(datetime.min.replace(tzinfo=UTC)),
    "the last instant": at(datetime.max.replace(tzinfo=UTC)),
    "48 hours": ultra(),
    "a ride called a run": even_run(7200, 9.5, heart_rate=np.full(7201, 130.0), altitude=np.full(7201, 50.0)),
    "a swim called a run": even_run(3600, 0.9, heart_rate=np.full(3601, 125.0)),
    "a drive called a run": even_run(3600, 35.0, altitude=np.full(3601, 50.0)),
    "a run called a swim": replace(usual(), sport=Sport.SWIM),
    "a run called a ride": replace(usual(), sport=Sport.RIDE),
    "a run called strength": replace(usual(), sport=Sport.STRENGTH),
    "a run without a sport": replace(usual(), sport=Sport.OTHER),
    "a treadmill with heights": replace(usual(), sport=Sport.TREADMILL_RUN),
    "totals of NaN": recorded(np.empty(0), totals=Totals(*[np.nan] * 11)),
    "totals of infinity": recorded(np.empty(0), totals=Totals(*[np.inf] * 11)),
    "negative totals": recorded(np.empty(0), totals=Totals(*[-1.0] * 11)),
    "totals of zero": recorded(np.empty(0), totals=Totals(*[0.0] * 11)),
    "totals of 1e300": recorded(np.empty(0), totals=Totals(*[1e300] * 11)),
    "laps of NaN": replace(usual(), laps=(Split(SplitKind.LAP, np.nan, np.inf, -1.0, np.nan),)),
}
"""By what is wrong with them."""


def evidence(**changed: Any) -> RunEvidence:
    """Ten kilometres in fifty minutes, some of it replaced."""
    run = RunEvidence("one", TODAY, SportFamily.RUN, 10_000.0, 3000.0, 3000.0, 160.0, 180.0)
    return replace(run, **changed)


RUNS: dict[str, RunEvidence] = {
    **{
        f"{name} of {value:g}": evidence(**{name: value})
        for name in ("distance_m", "moving_s", "elapsed_s", "avg_hr", "max_hr")
        for value in SCALARS
    },
    **{
        f"best effort of {metres:g} m in {seconds:g} s": evidence(best_efforts=(BestEffort(metres, seconds, 0.0),))
        for metres in (1000.0, *SCALARS)
        for seconds in (240.0, *SCALARS)
        if (metres, seconds) != (1000.0, 240.0)
    },
    "no distance": evidence(distance_m=None),
    "no heart rate": evidence(avg_hr=None, max_hr=None),
    "48 hours": evidence(distance_m=300_000.0, moving_s=170_000.0, elapsed_s=172_800.0),
    "a ride called a run": evidence(distance_m=40_000.0, moving_s=3600.0, elapsed_s=3600.0),
    "a swim called a run": evidence(distance_m=3000.0, moving_s=3600.0, elapsed_s=3600.0),
    "1970": evidence(on=TODAY.replace(year=1970)),
    "the future": evidence(on=TODAY.replace(year=2199)),
    "the first day": evidence(on=TODAY.min),
    "the last day": evidence(on=TODAY.max),
}
"""Evidence by what is wrong with it."""


def numbers(value: object, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number inside, with the way to it."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return
    if isinstance(value, int | float | np.number):
        yield path, float(value)
    elif isinstance(value, np.ndarray):
        yield from ((f"{path}[{index}]", float(each)) for index, each in enumerate(value.ravel()))
    elif is_dataclass(value):
        for item in fields(value):
            yield from numbers(getattr(value, item.name), f"{path}.{item.name}")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from numbers(each, f"{path}[{key!r}]")
    elif isinstance(value, list | tuple | set | frozenset):
        for index, each in enumerate(value):
            yield from numbers(each, f"{path}[{index}]")


def wild(value: object) -> list[tuple[str, float]]:
    """The numbers inside that are none."""
    return [(path, number) for path, number in numbers(value) if not math.isfinite(number)]
