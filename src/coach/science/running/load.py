"""What an activity weighed: TRIMP, hrTSS, rTSS, TSS by power and session-RPE, and its time in the training zones.

One hour at threshold is 100 points by every method. Loads come out of distributions: other thresholds need no samples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from coach.domain.fitness import Zone
from coach.domain.intensity import Analysis, Distribution, Quantity
from coach.domain.sports import SportFamily
from coach.domain.training import ActivityLoad, LoadMethod, Thresholds
from coach.science.running.zones import heart_zones, pace_zones

MEN = (0.64, 1.92)
WOMEN = (0.86, 1.67)
"""Factor and exponent of TRIMP (Banister, 1991)."""

LEAST_COVERED = 0.8
"""Share of the time under way that has a heart rate for certain, even if all time without one was under way."""

EFFORT_AT_THRESHOLD = 7.0
"""The rating of an hour at threshold on the CR-10 scale ("very hard"); ours, so that points by rating are points."""

HIGHEST_EFFORT = 10.0

MOVED_BPM, MOVED_SHARE = 1.0, 0.01
"""How far a threshold moves before loads are measured anew: less is within every threshold's own doubt."""


@dataclass(frozen=True, slots=True)
class Session:
    """Of an activity, what its load is made of. Seconds, metres, beats per minute; ``perceived_effort`` 0 to 10.

    ``moving_s`` is the time under way, ``timer_s`` the time the watch ran. None is unknown. ``sampled`` where there are
    samples: a mean heart rate then stands in for nothing. ``believed`` is False for a run that cannot have been one.
    """

    activity_id: str
    on: date
    family: SportFamily
    moving_s: float
    timer_s: float
    distance_m: float | None = None
    avg_hr: float | None = None
    analysis: Analysis = Analysis()
    perceived_effort: float | None = None
    sampled: bool = False
    believed: bool = True


def trimp(
    heart_rate: ArrayLike, minutes: ArrayLike, *, resting: float, maximum: float, female: bool = False
) -> float | None:
    """Training impulse: sum of minutes x r x factor x exp(exponent x r), r the share of the heart-rate reserve.

    ``heart_rate`` in bpm and the ``minutes`` at each, scalars or shapes (n,); NaN counts nothing, r stays within 0 to
    1. At a constant heart rate it is the published formula; otherwise it is integrated, so intervals weigh more than
    their mean. None where the bounds make no sense.

    Source: Banister (1991), MEN and WOMEN.
    """
    if not (isfinite(resting) and isfinite(maximum) and 0 < resting < maximum):
        return None
    factor, exponent = WOMEN if female else MEN
    with np.errstate(over="ignore", invalid="ignore"):
        share = (np.atleast_1d(np.asarray(heart_rate, dtype=np.float64)) - resting) / (maximum - resting)
        reserve = np.minimum(np.maximum(share, 0.0), 1.0)
        impulse = np.asarray(minutes, dtype=np.float64) * reserve * factor * np.exp(exponent * reserve)
        return _finite(float(impulse[~np.isnan(impulse)].sum()))


def hr_tss(impulse: float, *, resting: float, maximum: float, threshold: float, female: bool = False) -> float | None:
    """TRIMP in points: 100 x TRIMP / TRIMP of 60 min at the threshold heart rate (LTHR, bpm).

    None where the three heart rates do not follow each other.
    """
    if not (isfinite(threshold) and resting < threshold <= maximum):
        return None
    hour = trimp(threshold, 60.0, resting=resting, maximum=maximum, female=female)
    return _finite(100.0 * impulse / hour) if hour else None


def r_tss(seconds: float, speed_mps: float, threshold_mps: float) -> float | None:
    """Points of a run: hours x (normalized grade-adjusted speed / threshold speed)^2 x 100; None where one is not > 0.

    Source: McGregor's rTSS, Coggan's TSS (2003) with speed in the place of power.
    """
    return _square_law(seconds, speed_mps, threshold_mps)


def power_tss(seconds: float, power_w: float, threshold_w: float) -> float | None:
    """Points of a ride: hours x (normalized power / threshold power)^2 x 100; None where one is not > 0.

    Source: Coggan (2003).
    """
    return _square_law(seconds, power_w, threshold_w)


def session_rpe(effort: float, seconds: float) -> float | None:
    """Effort (CR-10, 0 to 10) x minutes of the session (Foster, 2001); None where either makes no sense."""
    if not (isfinite(effort) and 0 <= effort <= HIGHEST_EFFORT and isfinite(seconds) and seconds > 0):
        return None
    return _finite(effort * seconds / 60)


def perceived_points(rated: float) -> float:
    """Session-RPE in points: an hour rated EFFORT_AT_THRESHOLD is 100."""
    return 100.0 * rated / (60.0 * EFFORT_AT_THRESHOLD)


def zone_seconds(distribution: Distribution, zones: tuple[Zone, ...]) -> tuple[float, ...]:
    """Seconds in each zone, together the distribution's. A step that a zone ends in is shared out in proportion."""
    if not zones:
        return ()
    passed = np.concatenate(([0.0], np.cumsum(distribution.seconds)))
    values = distribution.lowest + distribution.step * np.arange(len(passed))
    ends = [zone.high for zone in zones if zone.high is not None]
    below = (0.0, *np.interp(ends, values, passed).tolist(), float(passed[-1]))
    return tuple(until - since for since, until in pairwise(below))


def activity_load(session: Session, thresholds: Thresholds) -> ActivityLoad:
    """What an activity weighed, by the most telling method its data and the thresholds allow.

    Power for rides with a threshold power; heart rate where it is known for LEAST_COVERED of the time and the athlete's
    resting, threshold and maximal heart rates are; pace for runs that were runs; otherwise the athlete's rating.
    ``load`` and ``method`` are None where nothing tells it.
    """
    impulse = _impulse(session, thresholds)
    rated = None if session.perceived_effort is None else session_rpe(session.perceived_effort, session.timer_s)
    told = (
        (LoadMethod.POWER, _by_power(session, thresholds)),
        (LoadMethod.HEART_RATE, _by_heart(impulse, thresholds)),
        (LoadMethod.PACE, _by_pace(session, thresholds)),
        (LoadMethod.PERCEIVED, None if rated is None else perceived_points(rated)),
    )
    method, load = next(((by, points) for by, points in told if points is not None), (None, None))
    by_heart, by_pace = _zones(thresholds)
    graded = session.analysis.distribution(Quantity.GRADED_SPEED) if session.family is SportFamily.RUN else None
    heart = session.analysis.distribution(Quantity.HEART_RATE)
    return ActivityLoad(
        activity_id=session.activity_id,
        on=session.on,
        family=session.family,
        load=load,
        method=method,
        trimp=impulse,
        session_rpe=rated,
        heart_zone_s=zone_seconds(heart, by_heart) if heart else (),
        pace_zone_s=zone_seconds(graded, by_pace) if graded else (),
    )


def alike(one: Thresholds, other: Thresholds) -> bool:
    """Whether loads measured against one stand for the other: within MOVED_BPM and MOVED_SHARE, the same known."""
    if one.female != other.female:
        return False
    rates = (
        *((one.max_hr, other.max_hr), (one.resting_hr, other.resting_hr)),
        *((one.threshold_hr, other.threshold_hr), (one.steady_hr, other.steady_hr)),
    )
    amounts = (
        *((one.threshold_mps, other.threshold_mps), (one.vma_mps, other.vma_mps)),
        *((one.threshold_w, other.threshold_w), (one.steady_mps, other.steady_mps)),
    )
    return all(_within(*pair, lambda _: MOVED_BPM) for pair in rates) and all(
        _within(*pair, lambda value: MOVED_SHARE * value) for pair in amounts
    )


def _within(one: float | None, other: float | None, room: Callable[[float], float]) -> bool:
    return one is other if one is None or other is None else abs(one - other) <= room(one)


@lru_cache(maxsize=8)
def _zones(thresholds: Thresholds) -> tuple[tuple[Zone, ...], tuple[Zone, ...]]:
    return heart_zones(thresholds), pace_zones(thresholds)


def _impulse(session: Session, thresholds: Thresholds) -> float | None:
    """TRIMP; time without a heart rate counts as the mean of the time with one. None where too little has one.

    A summary without samples tells by its mean, as Banister had it.
    """
    resting, maximum = thresholds.resting_hr, thresholds.max_hr
    if resting is None or maximum is None:
        return None
    heart = session.analysis.distribution(Quantity.HEART_RATE)
    if heart is not None:
        return _of_known(session, heart, resting, maximum, thresholds.female)
    if session.sampled or session.avg_hr is None:
        return None
    under_way = session.moving_s if session.moving_s > 0 else session.timer_s
    if not (under_way > 0 and isfinite(session.avg_hr)):
        return None
    return trimp(session.avg_hr, under_way / 60, resting=resting, maximum=maximum, female=thresholds.female)


def _of_known(session: Session, heart: Distribution, resting: float, maximum: float, female: bool) -> float | None:
    seconds = np.array(heart.seconds)
    known_s, ran_s = float(seconds.sum()), max(session.timer_s, session.moving_s)
    under_way = session.moving_s if session.moving_s > 0 else session.timer_s
    if not known_s > 0 or ran_s - known_s > (1 - LEAST_COVERED) * under_way:
        return None
    rates = heart.first + heart.step * np.arange(len(seconds))
    impulse = trimp(rates, seconds / 60, resting=resting, maximum=maximum, female=female)
    return None if impulse is None else impulse * max(1.0, ran_s / known_s)


def _by_heart(impulse: float | None, thresholds: Thresholds) -> float | None:
    resting, at, maximum = thresholds.resting_hr, thresholds.threshold_hr, thresholds.max_hr
    if impulse is None or resting is None or at is None or maximum is None:
        return None
    return hr_tss(impulse, resting=resting, maximum=maximum, threshold=at, female=thresholds.female)


def _by_pace(session: Session, thresholds: Thresholds) -> float | None:
    """By normalized speed; shorter than that is defined for, by the mean; from a summary, by the mean on the ground."""
    if session.family is not SportFamily.RUN or not session.believed or thresholds.threshold_mps is None:
        return None
    seconds, known = session.moving_s, session.analysis
    over_ground = session.distance_m / seconds if session.distance_m and seconds > 0 else None
    speed = known.normalized_speed_mps or known.graded_speed_mps or over_ground
    return None if speed is None else r_tss(seconds, speed, thresholds.threshold_mps)


def _by_power(session: Session, thresholds: Thresholds) -> float | None:
    power = session.analysis.normalized_power_w
    if session.family is not SportFamily.RIDE or power is None or thresholds.threshold_w is None:
        return None
    return power_tss(session.moving_s, power, thresholds.threshold_w)


def _square_law(seconds: float, held: float, threshold: float) -> float | None:
    if not all(isfinite(value) and value > 0 for value in (seconds, held, threshold)):
        return None
    share = held / threshold
    return _finite(seconds / 3600 * share * share * 100)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
