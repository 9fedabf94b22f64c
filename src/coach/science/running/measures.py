"""The measures of one activity, from its cleaned samples, or from the file's totals where it has none."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np

from coach.domain.activities import BestEffort, Correction, Measures, Totals
from coach.domain.language import mark
from coach.domain.sports import SportFamily
from coach.science.recordings import Column, Recording
from coach.science.running.analysis import NO_RUN, analyse, is_no_run, nothing_to_analyse
from coach.science.running.cleaning import Cleaned, clean
from coach.science.running.efforts import best_efforts, beyond_records
from coach.science.running.elevation import hysteresis, relief
from coach.science.running.limits import HEART_RATE_BPM, limits_of
from coach.science.running.motion import motion_of
from coach.science.running.splits import kilometre_splits
from coach.science.running.track import encoded_track

AFLOAT = frozenset({SportFamily.SWIM, SportFamily.WATER})
MILLIMETRE = 0.001


def measure(recording: Recording) -> tuple[Cleaned, Measures]:
    """Clean a recording and measure it. Never raises; nothing measured is infinite or NaN, unknown is None.

    Seconds, metres, metres per second, beats, steps (both feet) or revolutions per minute, watts.
    """
    cleaned = clean(recording)
    if len(cleaned.samples) < 2:
        return cleaned, _from_totals(recording, cleaned)
    return cleaned, _from_samples(cleaned, recording.totals)


def _from_samples(cleaned: Cleaned, totals: Totals) -> Measures:
    samples, family = cleaned.samples, cleaned.sport.family
    motion = motion_of(cleaned)
    along = samples.get("distance")
    ground = None if family in AFLOAT else relief(samples.time, samples.get("altitude"))
    height = hysteresis(ground.heights, ground.threshold) if ground else None
    heart_rate, cadence = samples.get("heart_rate"), samples.get("cadence")
    efforts, corrections = _efforts(cleaned)
    analysis = analyse(cleaned, motion, ground, believed=efforts != () or not corrections)
    moving_s = float(motion.moving.sum())
    distance_m = _known(totals.distance_m, low=MILLIMETRE) if along is None else float(along[-1])
    return Measures(
        elapsed_s=float(samples.time[-1] - samples.time[0]),
        timer_s=float(motion.active.sum()),
        moving_s=moving_s,
        distance_m=distance_m,
        avg_speed_mps=_average_speed(distance_m, moving_s, family),
        max_speed_mps=_highest(samples.get("speed") if motion.speed is None else motion.speed) or None,
        avg_hr=_mean(heart_rate, motion.weights),
        max_hr=_highest(heart_rate),
        avg_cadence=_mean(None if cadence is None else np.where(cadence > 0, cadence, np.nan), motion.weights),
        avg_power=_mean(samples.get("power"), motion.weights),
        ascent_m=float(height.ascent[-1]) if height else None,
        descent_m=float(height.descent[-1]) if height else None,
        calories_kcal=_known(totals.calories_kcal, low=0.0),
        best_efforts=efforts,
        kilometres=kilometre_splits(samples, motion, height),
        corrections=cleaned.corrections + corrections + _no_run(is_no_run(analysis)),
        track=encoded_track(samples.get("latitude"), samples.get("longitude")),
        analysis=analysis,
    )


def _no_run(told: bool) -> tuple[Correction, ...]:
    """Said of what was called a run: its distance and speeds then count nowhere."""
    return (Correction("no_run", 1, NO_RUN),) if told else ()


def _efforts(cleaned: Cleaned) -> tuple[tuple[BestEffort, ...], tuple[Correction, ...]]:
    along = cleaned.samples.get("distance")
    if along is None or cleaned.sport.family is not SportFamily.RUN:
        return (), ()
    efforts, impossible = best_efforts(cleaned.samples.time, along)
    if not impossible:
        return efforts, ()
    detail = mark("Stretches faster than a world record were not kept as best efforts.")
    return efforts, (Correction("impossible_effort", impossible, detail),)


def _from_totals(recording: Recording, cleaned: Cleaned) -> Measures:
    """What the file claims, where it has no samples to measure."""
    totals = recording.totals
    timer = _known(totals.timer_s, low=0.0)
    elapsed = _known(totals.elapsed_s, low=0.0)
    elapsed_s = max(elapsed or 0.0, timer or 0.0)
    timer_s = timer if timer is not None else elapsed_s
    distance_m = _known(totals.distance_m, low=MILLIMETRE)
    measures = Measures(
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        moving_s=timer_s,
        distance_m=distance_m,
        avg_speed_mps=_average_speed(distance_m, timer_s, recording.sport.family),
        avg_hr=_known(totals.avg_hr, *HEART_RATE_BPM),
        max_hr=_known(totals.max_hr, *HEART_RATE_BPM),
        avg_cadence=_known(totals.avg_cadence, low=0.0) or None,
        avg_power=_known(totals.avg_power, low=0.0) or None,
        ascent_m=_known(totals.ascent_m, low=0.0),
        descent_m=_known(totals.descent_m, low=0.0),
        calories_kcal=_known(totals.calories_kcal, low=0.0),
        analysis=nothing_to_analyse(),
    )
    detail = mark("The file holds no samples; its own totals are shown.")
    beyond = recording.sport.family is SportFamily.RUN and beyond_records(distance_m, timer_s)
    corrections = (*cleaned.corrections, Correction("from_totals", 1, detail), *_no_run(beyond))
    return replace(measures, corrections=corrections)


def _known(value: float | None, low: float = -1e12, high: float = 1e12) -> float | None:
    return float(value) if value is not None and isfinite(value) and low <= value <= high else None


def _average_speed(distance_m: float | None, moving_s: float, family: SportFamily) -> float | None:
    if distance_m is None or moving_s <= 0:
        return None
    speed = distance_m / moving_s
    return speed if speed <= limits_of(family).fastest else None


def _mean(values: Column | None, weights: Column) -> float | None:
    """Time-weighted mean of what is known."""
    if values is None:
        return None
    known = ~np.isnan(values)
    weight = weights[known]
    held = float(weight.sum())
    return float((values[known] * weight).sum()) / held if held > 0 else None


def _highest(values: Column | None) -> float | None:
    if values is None:
        return None
    known = values[~np.isnan(values)]
    return float(known.max()) if len(known) else None
