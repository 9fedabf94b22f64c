"""What has piled up: CTL, ATL and form after Banister's model, monotony and strain after Foster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import exp, isfinite, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coach.domain.training import TrainingDay, WeekLoad

CTL_DAYS = 42.0
ATL_DAYS = 7.0
WEEK = timedelta(days=7)

_LARGEST_POWER = 200 * log(10)
"""Weights of one block of days stay within 10^200, far from where floats end."""

Days = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Convention(StrEnum):
    """How a day's load enters a running mean of ``tau`` days."""

    ONE_OVER_TAU = "1/tau"
    """alpha = 1/tau, TrainingPeaks'. The product's."""
    EXPONENTIAL = "1-exp(-1/tau)"
    """alpha = 1 - e^(-1/tau), the continuous model's (Banister, 1975)."""

    def alpha(self, tau: float) -> float:
        """Share of a day's load that enters.

        Raises:
            ValueError: ``tau`` is not over one day.
        """
        if not (isfinite(tau) and tau > 1):
            raise ValueError(tau)
        return 1 / tau if self is Convention.ONE_OVER_TAU else 1 - exp(-1 / tau)


PRODUCT = Convention.ONE_OVER_TAU


@dataclass(frozen=True, slots=True)
class Seed:
    """Where a sum goes on from: CTL and ATL (points a day) at the end of day ``ordinal`` (``date.toordinal``)."""

    ordinal: int
    ctl: float
    atl: float


def running_mean(
    days: ArrayLike,
    loads: ArrayLike,
    tau: float,
    *,
    start: tuple[int, float] | None = None,
    convention: Convention = PRODUCT,
) -> Numbers:
    """The running mean at the end of each of ``days``: x <- x + alpha (load - x) once a day, rest days included.

    ``days`` are ordinals that increase, ``loads`` in points, shapes (n,), any number of rest days between them;
    ``start`` is a day before them with its mean (nothing before the first otherwise). Shape (n,).

    In closed form: a day d weighs (1 - alpha)^(-d) until the sum is scaled back, in blocks that floats can hold.
    """
    day, load = np.asarray(days, dtype=np.int64), np.asarray(loads, dtype=np.float64)
    alpha = convention.alpha(tau)
    keep = 1 - alpha
    longest = int(_LARGEST_POWER / -log(keep))
    means = np.empty(len(day))
    last, mean, row = (*(start or (int(day[0]), 0.0)), 0) if len(day) else (0, 0.0, 0)
    while row < len(day):
        until = int(np.searchsorted(day, day[row] + longest, side="right"))
        since = day[row:until] - day[row]
        carried = mean * keep ** float(day[row] - last)
        means[row:until] = keep**since * (carried + alpha * np.cumsum(load[row:until] * keep ** (-since.astype(float))))
        last, mean, row = int(day[until - 1]), float(means[until - 1]), until
    return means


def fitness_and_fatigue(
    days: ArrayLike, loads: ArrayLike, *, seed: Seed | None = None, convention: Convention = PRODUCT
) -> tuple[Numbers, Numbers]:
    """CTL and ATL at the end of each day with training, shapes (n,); arguments as ``running_mean``."""
    ctl = running_mean(days, loads, CTL_DAYS, start=(seed.ordinal, seed.ctl) if seed else None, convention=convention)
    atl = running_mean(days, loads, ATL_DAYS, start=(seed.ordinal, seed.atl) if seed else None, convention=convention)
    return ctl, atl


def calendar(
    known: Sequence[tuple[date, float, float, float]], first: date, last: date, *, convention: Convention = PRODUCT
) -> tuple[TrainingDay, ...]:
    """Every day from ``first`` to ``last``, rest days included; () when they are the wrong way round.

    ``known`` are days with training in order, each (day, load, CTL, ATL at its end), the latest before ``first``
    included; before the first of them nothing had piled up.
    """
    if last < first:
        return ()
    # A day that never was, long before all others, stands for "nothing yet".
    rows = [(0, 0.0, 0.0, 0.0), *((day.toordinal(), load, ctl, atl) for day, load, ctl, atl in known)]
    ordinals, loads, ctls, atls = (np.array(column) for column in zip(*rows, strict=True))
    wanted = np.arange(first.toordinal() - 1, last.toordinal() + 1)
    at = np.searchsorted(ordinals, wanted, side="right") - 1
    since = (wanted - ordinals[at]).astype(float)
    ctl = ctls[at] * (1 - convention.alpha(CTL_DAYS)) ** since
    atl = atls[at] * (1 - convention.alpha(ATL_DAYS)) ** since
    load = np.where(since == 0, loads[at], 0.0)
    columns = (load[1:], ctl[1:], atl[1:], (ctl - atl)[:-1])
    return tuple(
        TrainingDay(first + timedelta(days=index), *numbers)
        for index, numbers in enumerate(zip(*(column.tolist() for column in columns), strict=True))
    )


def ramp(days: Sequence[TrainingDay]) -> float | None:
    """CTL gained over the last seven of the days, in points a day; None where fewer than eight days are given."""
    return days[-1].ctl - days[-8].ctl if len(days) > 7 else None


def monotony(loads: ArrayLike, *, sample: bool = False) -> float | None:
    """Mean of the days' loads over their standard deviation (Foster, 1998), any unit, shape (n,).

    The product's deviation is the population's (n); ``sample`` divides by n - 1. None without load or without
    variation: then it is not defined.
    """
    load = np.asarray(loads, dtype=np.float64)
    if len(load) < 2 or not np.isfinite(load).all() or load.max() <= 0:
        return None
    load = load / load.max()  # the unit cancels out
    deviation, mean = float(load.std(ddof=1 if sample else 0)), float(load.mean())
    return mean / deviation if deviation > 1e-9 * mean > 0 else None


def strain(loads: ArrayLike, *, sample: bool = False) -> float | None:
    """The loads' sum times their monotony (Foster, 1998), in their unit, shape (n,); None where that is not defined."""
    ratio = monotony(loads, sample=sample)
    with np.errstate(over="ignore"):
        whole = float(np.sum(np.asarray(loads, dtype=np.float64)))
    return None if ratio is None or not isfinite(whole * ratio) else whole * ratio


def weeks_of(
    days: Sequence[TrainingDay],
    unmeasured: dict[date, int] | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
) -> tuple[WeekLoad, ...]:
    """The calendar weeks of consecutive days, Monday first, oldest first; ``unmeasured`` counts activities by day.

    A week that is not over or began before the days has a load, and no monotony. From the week of ``first`` to that of
    ``last``, where given: without any of the days their load is unknown.
    """
    weeks: dict[date, list[TrainingDay]] = {}
    if first is not None and last is not None:
        count = (monday_of(last) - monday_of(first)).days // WEEK.days + 1
        weeks = {monday_of(first) + number * WEEK: [] for number in range(count)}
    for day in days:
        weeks.setdefault(monday_of(day.on), []).append(day)
    return tuple(_week(monday, held, unmeasured or {}) for monday, held in weeks.items())


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _week(monday: date, days: Sequence[TrainingDay], unmeasured: dict[date, int]) -> WeekLoad:
    loads = [day.load for day in days]
    whole = len(days) == WEEK.days
    return WeekLoad(
        monday=monday,
        load=sum(loads) if loads else None,
        monotony=monotony(loads) if whole else None,
        strain=strain(loads) if whole else None,
        unmeasured=sum(unmeasured.get(day.on, 0) for day in days),
    )
