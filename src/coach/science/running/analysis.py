"""The analysis of one activity: what its samples say of its intensity, and why they say no more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.domain.intensity import Analysis, Curve, Distribution, Quantity
from coach.domain.language import mark
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Column
from coach.science.running.cleaning import Cleaned
from coach.science.running.curves import Held, advanced, mean_maximal, sampled
from coach.science.running.distributions import distribution, quantile
from coach.science.running.efficiency import KNOWN_SHARE, NO_HEART_RATE, Told, beats_of, decoupling, efficiency
from coach.science.running.efforts import WORLD_RECORDS_S, record_speed
from coach.science.running.elevation import Relief
from coach.science.running.grade import graded_along
from coach.science.running.limits import HEART_RATE_GAP_S, SMART_RECORDING_GAP_S
from coach.science.running.motion import UNMOVING, Motion, speed_along
from coach.science.running.normalized import normalized

MOST_UNEVEN_RUN = 1.05
MOST_UNEVEN_RIDE = 1.15
"""Normalized over plain mean, beyond which two halves are not compared: intervals, hills on a bicycle."""

FAST = 0.95
DECIMALS = 4

NO_SAMPLES = mark("The file holds no samples to measure.")
NO_DISTANCE = mark("Nothing tells how far it went.")
NO_ALTITUDE = mark("The altitude is not known, so slopes cannot be counted.")
INDOORS = mark("Indoors the altitude says nothing of slopes.")
NOT_RUNNING = mark("Only running is adjusted for slopes.")
NO_RUN = mark("Faster than anybody has ever run: this was no run, or its distance is wrong.")
NO_POWER = mark("No power was recorded.")
LITTLE_POWER = mark("The power is not known for enough of the time.")
NO_MINUTE = mark("Less than a minute of it is known.")
ONLY_POWER = mark("On a bicycle only a power meter tells the effort.")
NOT_MOVING = mark("Nobody was under way.")
NOT_BY_SPEED = mark("This sport is not measured by its speed.")
RUNS_ALONE = mark("Metres per heart beat are told for runs only.")
NOT_COMPARED = mark("The two halves of runs and rides are compared, of other sports not.")

NAMES = (
    *("graded_speed_mps", "normalized_speed_mps", "normalized_power_w"),
    *("speed_p95_mps", "efficiency", "decoupling"),
)


@dataclass(frozen=True, slots=True)
class _Effort:
    """The recording as its numbers need it.

    ``graded`` is metres on the flat before each sample, or None and why; ``heart_rate`` goes on over short silences;
    ``is_run`` is False for what was called a run and cannot have been one.
    """

    cleaned: Cleaned
    motion: Motion
    graded: Column | None
    why_not_graded: str
    heart_rate: Column | None
    is_run: bool

    @property
    def family(self) -> SportFamily:
        return self.cleaned.sport.family

    @property
    def power(self) -> Column | None:
        return self.cleaned.samples.get("power")

    @property
    def metres(self) -> Column | None:
        """Metres before each sample as they count for the effort: adjusted for slopes where these are known."""
        return self.cleaned.samples.get("distance") if self.graded is None else self.graded


def nothing_to_analyse() -> Analysis:
    """The analysis of an activity without samples."""
    return Analysis(not_measurable=dict.fromkeys(NAMES, NO_SAMPLES))


def is_no_run(analysis: Analysis) -> bool:
    """Whether something called a run was found to be faster than anybody has ever run."""
    return (analysis.not_measurable or {}).get("normalized_speed_mps") == NO_RUN


def analyse(cleaned: Cleaned, motion: Motion, relief: Relief | None, *, believed: bool) -> Analysis:
    """What a cleaned recording of at least two samples says of its intensity.

    ``believed`` is False for a run with best efforts beyond the world records. Never raises; nothing infinite or NaN.
    """
    graded, why_not = _graded(cleaned, relief)
    heart_rate = _lasting(cleaned.samples.time, cleaned.samples.get("heart_rate"))
    curves = mean_maximal(cleaned.samples.time, _held(cleaned, graded, heart_rate))
    is_run = cleaned.sport.family is SportFamily.RUN
    if is_run:
        curves, beyond = _without_impossible(curves)
        if not believed or Quantity.SPEED in beyond:
            graded, why_not, is_run = None, NO_RUN, False
            curves = tuple(curve for curve in curves if curve.quantity not in _SPEEDS)
    effort = _Effort(cleaned, motion, graded, why_not, heart_rate, is_run)
    reasons: dict[str, str] = {}
    numbers = _numbers(effort, reasons)
    return Analysis(**numbers, curves=curves, distributions=_distributions(effort), not_measurable=reasons or None)


_SPEEDS = (Quantity.SPEED, Quantity.GRADED_SPEED)


def _graded(cleaned: Cleaned, relief: Relief | None) -> tuple[Column | None, str]:
    along = cleaned.samples.get("distance")
    if cleaned.sport.family is not SportFamily.RUN:
        return None, NOT_RUNNING
    if cleaned.sport is Sport.TREADMILL_RUN:
        return None, INDOORS
    if along is None:
        return None, NO_DISTANCE
    if relief is None:
        return None, NO_ALTITUDE
    return graded_along(along, relief), ""


def _lasting(time: Column, heart_rate: Column | None) -> Column | None:
    """The heart rate with its silences of up to a minute filled by the line across them; None without any."""
    if heart_rate is None:
        return None
    unknown = np.isnan(heart_rate)
    if not unknown.any():
        return heart_rate
    rows = np.flatnonzero(~unknown)
    if not len(rows):
        return None
    filled = np.interp(time, time[rows], heart_rate[rows], left=np.nan, right=np.nan)
    silences = np.repeat(np.diff(time[rows]), np.diff(rows))
    filled[rows[0] : rows[-1]][silences > HEART_RATE_GAP_S] = np.nan
    filled[rows] = heart_rate[rows]
    return filled


def _held(cleaned: Cleaned, graded: Column | None, heart_rate: Column | None) -> list[Held]:
    samples = cleaned.samples
    time, along, power = samples.time, samples.get("distance"), samples.get("power")
    held = []
    if along is not None and cleaned.sport.family not in UNMOVING:
        held.append(advanced(Quantity.SPEED, along))
    if graded is not None:
        held.append(advanced(Quantity.GRADED_SPEED, graded))
    if heart_rate is not None:
        told = sampled(Quantity.HEART_RATE, time, heart_rate, longest_s=HEART_RATE_GAP_S, silence_is_zero=False)
        held.append(told)
    if power is not None:
        held.append(sampled(Quantity.POWER, time, power, longest_s=SMART_RECORDING_GAP_S, silence_is_zero=True))
    return held


def _without_impossible(curves: tuple[Curve, ...]) -> tuple[tuple[Curve, ...], set[Quantity]]:
    """The curves of a run without what nobody has run, and the quantities that no run can have.

    As with best efforts: what is impossible for a kilometre and more takes the whole curve with it, a shorter stretch
    only itself.
    """
    kept, beyond = [], set()
    for curve in curves:
        if curve.quantity not in _SPEEDS:
            kept.append(curve)
            continue
        durations, values = np.array(curve.durations_s, dtype=np.float64), np.array(curve.values)
        possible = values <= record_speed(durations)
        if not possible[durations >= WORLD_RECORDS_S[1000.0]].all():
            beyond.add(curve.quantity)
        elif possible.any():
            told = (tuple(part[possible].tolist()) for part in (durations.astype(int), values))
            kept.append(Curve(curve.quantity, *told))
    return tuple(kept), beyond


def _numbers(effort: _Effort, reasons: dict[str, str]) -> dict[str, float | None]:
    speed, power = _normalized_speed(effort), _normalized_power(effort)
    told = (_graded_mean(effort), speed, power, _fast(effort), *_per_beat(effort, speed[0], power[0]))
    reasons.update({name: why for name, (value, why) in zip(NAMES, told, strict=True) if value is None})
    return {
        name: None if value is None else round(value, DECIMALS) for name, (value, _) in zip(NAMES, told, strict=True)
    }


def _under_way(effort: _Effort, metres: Column) -> Column:
    """Metres of each step under way, shape (n - 1,)."""
    return np.where(effort.motion.moving > 0, np.diff(metres), 0.0)


def _graded_mean(effort: _Effort) -> Told:
    if effort.graded is None:
        return None, effort.why_not_graded
    moving_s = float(effort.motion.moving.sum())
    return (float(_under_way(effort, effort.graded).sum()) / moving_s if moving_s > 0 else None), NOT_MOVING


def _normalized_speed(effort: _Effort) -> Told:
    if not effort.is_run:
        return None, effort.why_not_graded
    if effort.metres is None:
        return None, NO_DISTANCE
    return normalized(effort.motion.moving, _under_way(effort, effort.metres)), NO_MINUTE


def _powered(effort: _Effort) -> tuple[Column, Column] | None:
    """Seconds with the timer running and a known power, and their joules, a step each; None without power."""
    power = effort.power
    if power is None:
        return None
    known = ~np.isnan(power[1:]) & (np.diff(effort.cleaned.samples.time) <= SMART_RECORDING_GAP_S)
    seconds = np.where(known, effort.motion.active, 0.0)
    return seconds, np.where(known, seconds * power[1:], 0.0)


def _normalized_power(effort: _Effort) -> Told:
    powered = _powered(effort)
    if powered is None:
        return None, NO_POWER
    return (None, LITTLE_POWER) if _hardly_known(effort, powered[0]) else (normalized(*powered), NO_MINUTE)


def _hardly_known(effort: _Effort, seconds: Column) -> bool:
    """Whether seconds of a known power are too few to tell those of all the time the timer ran."""
    return float(seconds.sum()) < KNOWN_SHARE * float(effort.motion.active.sum())


def _fast(effort: _Effort) -> Told:
    speed = effort.motion.speed
    if speed is None or effort.family in UNMOVING:
        return None, NO_DISTANCE if speed is None else NOT_BY_SPEED
    return quantile(speed, _around(effort.motion.moving), FAST), NOT_MOVING


def _per_beat(effort: _Effort, speed: float | None, power: float | None) -> tuple[Told, Told]:
    """Efficiency and decoupling: metres per beat for runs, joules per beat for the halves of rides.

    ``speed`` and ``power`` are normalized.
    """
    if effort.family is SportFamily.RIDE:
        powered = _powered(effort)
        if powered is None or effort.heart_rate is None:
            return (None, RUNS_ALONE), (None, ONLY_POWER if powered is None else NO_HEART_RATE)
        if _hardly_known(effort, powered[0]):
            return (None, RUNS_ALONE), (None, LITTLE_POWER)
        beats = beats_of(effort.cleaned.samples.time, effort.heart_rate, *powered)
        return (None, RUNS_ALONE), decoupling(beats, _unevenness(power, *powered), MOST_UNEVEN_RIDE)
    if effort.family is not SportFamily.RUN:
        return (None, RUNS_ALONE), (None, NOT_COMPARED)
    if not effort.is_run or effort.metres is None or effort.heart_rate is None:
        why = effort.why_not_graded if not effort.is_run else NO_DISTANCE if effort.metres is None else NO_HEART_RATE
        return (None, why), (None, why)
    steps = effort.motion.moving, _under_way(effort, effort.metres)
    beats = beats_of(effort.cleaned.samples.time, effort.heart_rate, *steps)
    return efficiency(beats), decoupling(beats, _unevenness(speed, *steps), MOST_UNEVEN_RUN)


def _unevenness(weighed: float | None, seconds: Column, amounts: Column) -> float | None:
    done = float(amounts.sum())
    return None if weighed is None or done <= 0 else weighed * float(seconds.sum()) / done


def _around(steps: Column) -> Column:
    """The seconds each sample stands for: half of the step on each side, shape (n,)."""
    halves = steps / 2
    return np.concatenate((halves, [0.0])) + np.concatenate(([0.0], halves))


def _distributions(effort: _Effort) -> tuple[Distribution, ...]:
    """Speeds by the time under way; heart rate and power by the time the timer ran: a heart works between repeats."""
    motion, time = effort.motion, effort.cleaned.samples.time
    under_way = _around(motion.moving)
    speed = None if effort.family in UNMOVING else motion.speed
    graded = None if effort.graded is None else speed_along(time, effort.graded)
    told = (
        (Quantity.SPEED, speed, under_way),
        (Quantity.GRADED_SPEED, graded, under_way),
        (Quantity.HEART_RATE, effort.heart_rate, _known_around(effort, effort.heart_rate, HEART_RATE_GAP_S)),
        (Quantity.POWER, effort.power, _known_around(effort, effort.power, SMART_RECORDING_GAP_S)),
    )
    found = (distribution(quantity, values, seconds) for quantity, values, seconds in told if values is not None)
    return tuple(each for each in found if each is not None)


def _known_around(effort: _Effort, values: Column | None, longest_s: float) -> Column:
    """The seconds with the timer running that each sample of a sensor stands for, silences left out, shape (n,)."""
    seconds = np.diff(effort.cleaned.samples.time)
    known = seconds <= longest_s
    if values is not None:
        there = ~np.isnan(values)
        known &= there[1:] & there[:-1]
    return _around(np.where(known, effort.motion.active, 0.0))
