"""VMA (maximal aerobic speed): the upper envelope of what the runner has shown, with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate
from coach.domain.language import mark
from coach.science.running.endurance import vo2max_of
from coach.science.running.evidence import Performance, RunEvidence, performances, since

RECENT_DAYS = 90
OLDER_DAYS = 365
ENVELOPE = 0.97
AGREEING_RATIO = 1.9
SHORT_M = 2000.0
LONE_SHORT_LEAD = 1.08
HARD_SHARE_OF_MAX_HR = 0.88
HEART_RATE_RUNS = 3
HEART_RATE_LEAST_S = 1200.0
HEART_RATE_LEAD = 1.3
REST_DAYS = 14
LOSS_PER_WEEK, LARGEST_LOSS = 0.01, 0.12
Z_80 = 1.2816

VMA_BY_LEVEL = {Level.BEGINNER: (11.0, 1.3), Level.INTERMEDIATE: (14.0, 1.4), Level.ADVANCED: (16.5, 1.5)}
"""Prior VMA by declared level, mean and standard deviation in km/h: usual figures of French clubs, no measurement."""

_BY_EFFORTS = mark(
    "Best efforts, by how long a share of the VMA lasts (Daniels and Gilbert 1979, Péronnet and Thibault 1989)"
)
_BY_HEART_RATE = mark("Best efforts, raised by the heart rate of easy runs (Swain 1994)")
BY_LEVEL = mark("Usual for the level you gave; a race or a hard run will tell more")


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Relative standard deviations below and above, and validity."""

    below: float
    above: float
    validity: int


def estimate_vma(
    runs: Sequence[RunEvidence], *, today: date, declared_level: Level | None, max_hr: float | None
) -> Estimate | None:
    """VMA in km/h with an 80 % interval, or None when nothing tells it.

    The runs of the last 90 days count, those of the last year when these prove nothing. Efforts in training are
    rarely all one has, so only the upper envelope speaks; easy runs cannot lower it. Weeks without running lower it by
    1 % each after the second, 12 % at most (Mujika and Padilla, 2000, round figures). ``max_hr`` in bpm, only where it
    is more than the highest rate of these same runs: easy runs alone would look hard beside it.
    """
    recent = performances(since(runs, today, RECENT_DAYS))
    shown = recent or performances(since(runs, today, OLDER_DAYS))
    if not shown:
        return _prior(declared_level)
    envelope = upper_envelope(shown)
    value = _mean(envelope)
    hard = _maximal(envelope, max_hr)
    method = _BY_EFFORTS
    doubt = _Doubt(0.035, 0.035, 4) if _raced(envelope) else _Doubt(0.04, 0.05, 3) if hard else _Doubt(0.05, 0.09, 2)
    by_heart_rate = None if hard else _by_heart_rate(since(runs, today, RECENT_DAYS), max_hr)
    if by_heart_rate is not None and by_heart_rate > value:
        value = (value + min(by_heart_rate, value * HEART_RATE_LEAD)) / 2
        method, doubt = _BY_HEART_RATE, _Doubt(0.08, 0.10, 2)
    if not recent:
        doubt = _Doubt(doubt.below + 0.04, doubt.above + 0.02, max(doubt.validity - 2, 1))
    value *= 1 - lost_resting(runs, today)
    return Estimate(
        value=round(value, 2),
        low=round(value * (1 - Z_80 * doubt.below), 2),
        high=round(value * (1 + Z_80 * doubt.above), 2),
        method=method,
        evidence="; ".join(performance.words for performance in envelope[:3]),
        validity=doubt.validity,
    )


def upper_envelope(shown: Sequence[Performance]) -> tuple[Performance, ...]:
    """The performances within 3 % of the best proof of VMA, one per run and best first.

    A short effort in training that nothing longer comes near may be a lying distance: the next one is then heard too.
    """
    best_of_run: dict[str, Performance] = {}
    for performance in shown:
        held = best_of_run.get(performance.run.activity_id)
        if held is None or performance.vma_kmh > held.vma_kmh:
            best_of_run[performance.run.activity_id] = performance
    ranked = sorted(best_of_run.values(), key=lambda held: (held.vma_kmh, held.run.on), reverse=True)
    top = ranked[0]
    kept = [performance for performance in ranked if performance.vma_kmh >= ENVELOPE * top.vma_kmh]
    alone = len(kept) == 1 and len(ranked) > 1 and top.distance_m < SHORT_M and not top.run.race
    if alone and top.vma_kmh > LONE_SHORT_LEAD * ranked[1].vma_kmh:
        kept.append(ranked[1])
    return tuple(kept)


def vo2max_from(vma: Estimate) -> Estimate:
    """VO2max in ml/kg/min from a VMA (Léger and Mercier, 1984), its interval carried over."""
    return Estimate(
        value=round(vo2max_of(vma.value), 1),
        low=round(vo2max_of(vma.low), 1),
        high=round(vo2max_of(vma.high), 1),
        method=mark("From the VMA (Léger and Mercier 1984)"),
        evidence=vma.evidence,
        validity=max(vma.validity - 1, 1),
    )


def _prior(level: Level | None) -> Estimate | None:
    if level is None:
        return None
    mean, spread = VMA_BY_LEVEL[level]
    low, high = round(mean - Z_80 * spread, 2), round(mean + Z_80 * spread, 2)
    return Estimate(mean, low, high, BY_LEVEL, mark("No run recorded yet"), 1)


def _mean(envelope: Sequence[Performance]) -> float:
    """Mean VMA of the envelope, a race counting double."""
    weights = [2.0 if performance.run.race else 1.0 for performance in envelope]
    total = sum(weight * performance.vma_kmh for weight, performance in zip(weights, envelope, strict=True))
    return total / sum(weights)


def _raced(envelope: Sequence[Performance]) -> bool:
    return any(performance.run.race for performance in envelope)


def _maximal(envelope: Sequence[Performance], max_hr: float | None) -> bool:
    """Whether the envelope was run all out: a race, a heart near its limit, or two lengths that tell the same VMA.

    An even training pace tells a higher VMA the longer it lasts, so lengths only agree when both were hard.
    """
    if _raced(envelope):
        return True
    hard = (performance.run.avg_hr for performance in envelope if performance.run.avg_hr is not None)
    if max_hr and any(rate >= HARD_SHARE_OF_MAX_HR * max_hr for rate in hard):
        return True
    lengths = [performance.distance_m for performance in envelope]
    return max(lengths) >= AGREEING_RATIO * min(lengths)


def _by_heart_rate(runs: Sequence[RunEvidence], max_hr: float | None) -> float | None:
    """VMA in km/h from steady runs: % of VO2max = (% of HRmax - 37) / 0.64 (Swain, 1994), their median."""
    if not max_hr:
        return None
    told = []
    for run in runs:
        if run.avg_hr is None or run.moving_s < HEART_RATE_LEAST_S or run.metres <= 0:
            continue
        share_of_max = 100 * run.avg_hr / max_hr
        if 65 <= share_of_max <= 95:
            told.append(run.metres / run.moving_s * 3.6 / ((share_of_max - 37) / 64))
    return median(told) if len(told) >= HEART_RATE_RUNS else None


def lost_resting(runs: Sequence[RunEvidence], today: date) -> float:
    """The share of the VMA lost since the last run: 1 % a week after the second, 12 % at most; 0 without runs."""
    if not runs:
        return 0.0
    days_off = (today - max(run.on for run in runs)).days
    return min(max(days_off - REST_DAYS, 0) / 7 * LOSS_PER_WEEK, LARGEST_LOSS)
