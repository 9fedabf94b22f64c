"""Threshold speed: what lasts about an hour, from the VMA, the critical speed and races."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp, hypot, log, sqrt

from coach.domain.fitness import Estimate
from coach.domain.language import mark
from coach.science.running.endurance import ENDURANCE_INDEX, share_lasting
from coach.science.running.evidence import RunEvidence
from coach.science.running.hardness import (
    DENIED_BEYOND,
    HARD_WITHIN,
    Z_80,
    clearly_below,
    held_back,
    held_back_surely,
    relative_sd,
)
from coach.science.running.vma_votes import DAY_SD, DRIFT_SD, INDEX_SD

HOUR_S = 3600.0
RACE_S = (1500.0, 9000.0)
BELOW_BEST = 0.97
CRITICAL_SHARE, CRITICAL_SHARE_SD = 0.95, 0.03
"""Share of the critical speed that lasts an hour; a 150 min marathon is run at 93 % (Smyth, Muniz-Pumares, 2020)."""
LEAST_SD = 0.02

BY_RACE = mark("Races near an hour, brought to an hour by how long speeds last (Péronnet and Thibault 1989)")
BY_CRITICAL_SPEED = mark("Share of the critical speed that lasts an hour (after Smyth and Muniz-Pumares 2020)")
BY_VMA = mark("Share of the VMA that lasts an hour (Daniels and Gilbert 1979, Péronnet and Thibault 1989)")


@dataclass(frozen=True, slots=True)
class _Vote:
    """A speed of an hour in m/s with its relative SD."""

    speed: float
    sd: float
    method: str
    evidence: str


def threshold_speed(
    runs: Sequence[RunEvidence],
    vma: Estimate | None,
    critical_speed: Estimate | None,
    *,
    today: date,
    lost: float,
    highest: Estimate | None = None,
) -> Estimate | None:
    """Speed in m/s that lasts an hour on the flat, or None.

    Races of 25 to 150 min, the critical speed (m/s) and the VMA (km/h), by inverse variance; the VMA and the critical
    speed lean on the same efforts and count as one and a half. A race counts as far as it was hard, by the heart rate
    (``highest`` is the maximal one) and beside what the other two say; half of what the votes lie apart is added to the
    variance. ``lost`` is the share lost since by resting.
    """
    told = _by_efforts(vma, critical_speed)
    votes = [*_by_races(runs, today, lost, highest, max(told, key=_surely, default=None)), *told]
    if not votes:
        return None
    weights = [1 / vote.sd**2 for vote in votes]
    shares = [weight / sum(weights) for weight in weights]
    centre = sum(share * log(vote.speed) for share, vote in zip(shares, votes, strict=True))
    apart = sum(share * (log(vote.speed) - centre) ** 2 for share, vote in zip(shares, votes, strict=True))
    sd = max(sqrt(1 / sum(weights) + apart / 2), LEAST_SD)
    leading = min(votes, key=lambda vote: vote.sd)
    below, above = _leaning(vma) if leading.method == BY_VMA else (1.0, 1.0)
    validity = 1 if vma is None else vma.validity
    return Estimate(
        value=round(exp(centre), 3),
        low=round(exp(centre - Z_80 * sd * below), 3),
        high=round(exp(centre + Z_80 * sd * above), 3),
        method=leading.method,
        evidence=leading.evidence,
        validity=4 if leading.method == BY_RACE and validity >= 3 else max(min(validity, 3), 1),
    )


def _by_efforts(vma: Estimate | None, critical_speed: Estimate | None) -> list[_Vote]:
    votes = []
    if critical_speed is not None:
        sd = hypot(relative_sd(critical_speed), CRITICAL_SHARE_SD)
        speed = CRITICAL_SHARE * critical_speed.value
        votes.append(_Vote(speed, sd * 1.15, BY_CRITICAL_SPEED, critical_speed.evidence))
    if vma is not None:
        share = share_lasting(vma.value, HOUR_S)
        sd = hypot(relative_sd(vma), INDEX_SD * log(HOUR_S / 420) / share)
        votes.append(_Vote(share * vma.value / 3.6, sd * 1.15, BY_VMA, vma.evidence))
    return votes


def _surely(vote: _Vote) -> float:
    return vote.speed * (1 - vote.sd)


def _leaning(vma: Estimate | None) -> tuple[float, float]:
    """How the interval of the VMA divides below and above its value; 1 and 1 where it is even."""
    if vma is None or vma.high <= vma.low:
        return 1.0, 1.0
    half = (vma.high - vma.low) / 2
    return (vma.value - vma.low) / half, (vma.high - vma.value) / half


def _by_races(
    runs: Sequence[RunEvidence], today: date, lost: float, highest: Estimate | None, efforts: _Vote | None
) -> list[_Vote]:
    told = []
    for run in runs:
        if run.race and run.metres > 0 and RACE_S[0] <= run.elapsed_s <= RACE_S[1]:
            leap = log(HOUR_S / run.elapsed_s)
            speed = run.metres / run.elapsed_s * (1 - ENDURANCE_INDEX * leap / 0.87) * (1 - lost)
            sd = hypot(DAY_SD, INDEX_SD * leap / 0.87, DRIFT_SD * (today - run.on).days / 90)
            vote = _as_hard(_Vote(speed, sd, BY_RACE, _words(run)), run, highest, efforts)
            told += [vote] if vote else []
    best = max((vote.speed for vote in told), default=0.0)
    return [vote for vote in told if vote.speed >= BELOW_BEST * best]


def _as_hard(vote: _Vote, run: RunEvidence, highest: Estimate | None, efforts: _Vote | None) -> _Vote | None:
    """The vote of a race with the doubt of how hard it was; None where it was surely not all the runner had.

    Where it lies clearly below the efforts only a heart rate that confirms it keeps it, and half the gap is doubt: it
    was an all-out day, on what may have been hills, heat or mud.
    """
    reserve = held_back(run, run.elapsed_s, highest)
    surely = held_back_surely(run, run.elapsed_s, highest)
    if surely is not None and surely > DENIED_BEYOND:
        return None
    doubt = 0.0 if reserve is None or reserve <= HARD_WITHIN else reserve / 2
    if efforts is not None and clearly_below(vote.speed, vote.sd, efforts.speed, efforts.sd):
        if reserve is None or reserve > HARD_WITHIN:
            return None
        doubt = log(efforts.speed / vote.speed) / 2
    return replace(vote, sd=hypot(vote.sd, doubt))


def _words(run: RunEvidence) -> str:
    minutes, seconds = divmod(round(run.elapsed_s), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{run.metres / 1000:.4g} km {clock} ({run.on.isoformat()})"
