"""VMA (maximal aerobic speed): what several methods say of it, fused into one estimate with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp, hypot, log, sqrt
from statistics import NormalDist

import numpy as np

from coach.domain.athletes import Level
from coach.domain.fitness import Estimate, Vote
from coach.domain.language import mark
from coach.science.running import vo2max
from coach.science.running.evidence import HIGHEST_VMA_KMH, RunEvidence, performances, since
from coach.science.running.hardness import clearly_below
from coach.science.running.vma_votes import (
    BOUND_ABOVE,
    BOUND_SD,
    Claim,
    Group,
    critical_claim,
    effort_claims,
    heart_claim,
    races_claim,
)

RECENT_DAYS = 90
OLDER_DAYS = 365
REST_DAYS = 14
LOSS_PER_WEEK, LARGEST_LOSS = 0.01, 0.12
LOSS_DOUBT = 0.5
Z_80 = 1.2816
ENVELOPE = 0.97

SAME_GROUP, OTHER_GROUP = 0.7, 0.3
"""Correlation of the errors of two methods that lean on the same efforts, and of two that do not."""

HEART_BESIDE_RACES, HEART_PULL = 0.08, 0.008
"""The most that pace and heart rate of easy runs weigh beside a race, and the most they move the estimate."""
EFFORTS_TELL = 0.33
_GRID = np.linspace(-0.25, 0.25, 501)

VMA_BY_LEVEL = {Level.BEGINNER: (11.0, 1.3), Level.INTERMEDIATE: (14.0, 1.4), Level.ADVANCED: (16.5, 1.5)}
"""Prior VMA by declared level, mean and standard deviation in km/h: usual figures of French clubs, no measurement."""

FROM_RACES = mark("Races above all, with what training and heart rate add, each by its certainty")
FROM_EFFORTS = mark("Hard efforts of training, with what heart rate adds, each by its certainty")
FROM_HEART = mark("Heart rate of easy runs above all: no effort was all out")
FROM_BOUND = mark("The best efforts, which were perhaps not all out: it may well be higher")
BY_LEVEL = mark("Usual for the level you gave; a race or a hard run will tell more")


@dataclass(frozen=True, slots=True)
class Judged:
    """An estimate of the VMA in km/h and the votes behind it, the weightiest first."""

    vma: Estimate | None
    votes: tuple[Vote, ...] = ()


def judge_vma(
    runs: Sequence[RunEvidence],
    *,
    today: date,
    declared_level: Level | None,
    highest: Estimate | None,
    resting: Estimate | None = None,
    critical: tuple[Estimate, Estimate] | None = None,
) -> Judged:
    """VMA in km/h with an 80 % interval, and what each method says; None when nothing tells it.

    Races of a year count, the older the less, and training of 90 days (of a year where there is none). Efforts that
    were hard vote with their value, the others only bound the VMA from below, so that easy runs cannot lower it.
    Weeks without running lower it by 1 % each after the second, 12 % at most (Mujika and Padilla, 2000, round
    figures). ``highest`` and ``resting`` are heart rates, ``critical`` critical speed (m/s) and D' (m).
    """
    year, recent = since(runs, today, OLDER_DAYS), since(runs, today, RECENT_DAYS)
    claims = _claims(year, recent or year, today, highest, critical)
    heart = heart_claim(recent or year, highest, resting)
    claims += [heart] if heart else []
    if not claims:
        return Judged(_prior(declared_level))
    lost = lost_resting(runs, today)
    low, value, high, weights = _fused(claims)
    fresh = any(claim.shown and (today - claim.shown[0].run.on).days <= RECENT_DAYS for claim in claims)
    validity = _validity(claims, weights, fresh=fresh)
    leading = _leading(claims, weights)
    doubt = LOSS_DOUBT * lost * Z_80
    vma = Estimate(
        value=round(value * (1 - lost), 2),
        low=round(low * (1 - lost - doubt), 2),
        high=round(max(value * (1 - lost), min(high * (1 - lost + doubt), HIGHEST_VMA_KMH)), 2),
        method=_method(leading, weights),
        evidence=leading.evidence,
        validity=validity,
    )
    return Judged(vma, _votes(claims, weights))


def measured(vma: Estimate | None) -> bool:
    """Whether a VMA was seen in runs; otherwise it is unknown or assumed from the level."""
    return vma is not None and vma.method != BY_LEVEL


def vo2max_from(vma: Estimate) -> Estimate:
    """VO2max in ml/kg/min from a VMA (Léger and Mercier, 1984), its interval carried over."""
    return Estimate(
        value=round(vo2max.leger_mercier(vma.value), 1),
        low=round(vo2max.leger_mercier(vma.low), 1),
        high=round(vo2max.leger_mercier(vma.high), 1),
        method=mark("From the VMA (Léger and Mercier 1984)"),
        evidence=vma.evidence,
        validity=max(vma.validity - 1, 1),
    )


def lost_resting(runs: Sequence[RunEvidence], today: date) -> float:
    """The share of the VMA lost since the last run: 1 % a week after the second, 12 % at most; 0 without runs."""
    if not runs:
        return 0.0
    days_off = (today - max(run.on for run in runs)).days
    return min(max(days_off - REST_DAYS, 0) / 7 * LOSS_PER_WEEK, LARGEST_LOSS)


def _claims(
    year: Sequence[RunEvidence],
    recent: Sequence[RunEvidence],
    today: date,
    highest: Estimate | None,
    critical: tuple[Estimate, Estimate] | None,
) -> list[Claim]:
    """Every method that has something to say; a method clearly below a better one only bounds."""
    shown = performances(recent)
    raced = performances(run for run in year if run.race)
    told = [
        races_claim(raced, today),
        *effort_claims(shown, recent, highest, today),
        critical_claim(*critical) if critical else None,
    ]
    claims = [claim for claim in told if claim is not None]
    voting = [claim for claim in claims if not claim.bound]
    if voting:
        best = max(voting, key=lambda claim: claim.value * (1 - claim.sd))
        claims = [_bounding(claim, best) for claim in claims]
    return claims


def _bounding(claim: Claim, best: Claim) -> Claim:
    if not clearly_below(claim.value, claim.sd, best.value, best.sd):
        return claim
    return replace(claim, above=claim.above or BOUND_ABOVE)


def _fused(claims: Sequence[Claim]) -> tuple[float, float, float, list[float]]:
    """Low, middle and high end of an 80 % interval in km/h, and the weight of each claim (0 for a mere bound)."""
    bound = max((claim for claim in claims if claim.bound), key=lambda claim: claim.value, default=None)
    voting = [place for place, claim in enumerate(claims) if not claim.bound]
    weights = [0.0] * len(claims)
    if bound is not None and not voting:
        return bound.value * (1 - Z_80 * bound.sd), bound.value, bound.value * (1 + (bound.above or 0.0)), weights
    centre, sd, shares = _combined([claims[place] for place in voting])
    for place, share in zip(voting, shares, strict=True):
        weights[place] = share
    return *_no_lower(centre, sd, bound), weights


def _combined(voting: Sequence[Claim]) -> tuple[float, float, list[float]]:
    """Log of the fused value, its SD, and the shares of the votes.

    Shares go as the inverse variance divided by the number of votes a group is worth against its size
    (1 + (n - 1) 0.7): three methods that read the same effort do not count three times. The variance sums all
    covariances, so that agreement of relatives narrows little; half of what the votes lie apart is added.
    """
    groups = [claim.group for claim in voting]
    raw = [1 / claim.sd**2 / (1 + (groups.count(claim.group) - 1) * SAME_GROUP) for claim in voting]
    shares = _beside_races(voting, [each / sum(raw) for each in raw])
    centre = sum(share * log(claim.value) for share, claim in zip(shares, voting, strict=True))
    pulls = [share * claim.sd for share, claim in zip(shares, voting, strict=True)]
    variance = sum(
        one * other * (1.0 if i == j else SAME_GROUP if groups[i] is groups[j] else OTHER_GROUP)
        for i, one in enumerate(pulls)
        for j, other in enumerate(pulls)
    )
    apart = sum(share * (log(claim.value) - centre) ** 2 for share, claim in zip(shares, voting, strict=True))
    return centre, sqrt(variance + apart / 2), shares


def _beside_races(voting: Sequence[Claim], shares: list[float]) -> list[float]:
    """The shares with that of the heart rate held down where there is a race: easy runs must not outvote it."""
    groups = [claim.group for claim in voting]
    if Group.RACES not in groups or Group.HEART not in groups:
        return shares
    heart = groups.index(Group.HEART)
    others = [share / (1 - shares[heart]) for share in shares]
    centre = sum(others[place] * log(claim.value) for place, claim in enumerate(voting) if place != heart)
    apart = abs(log(voting[heart].value) - centre)
    kept = min(shares[heart], HEART_BESIDE_RACES, HEART_PULL / max(apart, 1e-9))
    return [kept if place == heart else share * (1 - kept) for place, share in enumerate(others)]


def _no_lower(centre: float, sd: float, bound: Claim | None) -> tuple[float, float, float]:
    """10th, 50th and 90th percentile in km/h of a log-normal that a bound makes unlikely below itself."""
    if bound is None or log(bound.value) < centre - 4 * hypot(sd, BOUND_SD):
        return exp(centre - Z_80 * sd), exp(centre), exp(centre + Z_80 * sd)
    grid = centre + _GRID * max(1.0, 5 * sd / 0.25) + max(log(bound.value) - centre, 0.0)
    normal = NormalDist()
    reach = np.array([normal.cdf(each) for each in (grid - log(bound.value)) / hypot(BOUND_SD, bound.sd / 2)])
    mass = np.cumsum(np.exp(-0.5 * ((grid - centre) / sd) ** 2) * reach)
    if not mass[-1] > 0:
        return exp(centre - Z_80 * sd), exp(centre), exp(centre + Z_80 * sd)
    low, value, high = (float(np.exp(np.interp(share, mass / mass[-1], grid))) for share in (0.1, 0.5, 0.9))
    return low, value, high


def _leading(claims: Sequence[Claim], weights: Sequence[float]) -> Claim:
    """The weightiest claim; one of efforts before the heart rate's where efforts weigh a third or more."""
    efforts = sum(weight for claim, weight in zip(claims, weights, strict=True) if claim.group is not Group.HEART)
    eligible = [
        (weight, claim.value, claim)
        for claim, weight in zip(claims, weights, strict=True)
        if efforts < EFFORTS_TELL or claim.group is not Group.HEART
    ]
    return max(eligible, key=lambda each: each[:2])[2]


def _validity(claims: Sequence[Claim], weights: Sequence[float], *, fresh: bool) -> int:
    heaviest = sum(weight for claim, weight in zip(claims, weights, strict=True) if claim.group is not Group.HEART)
    raced = any(claim.group is Group.RACES and not claim.bound for claim in claims)
    told = 4 if raced else 3 if heaviest >= EFFORTS_TELL else 2
    return told if fresh else max(told - 2, 1)


def _method(leading: Claim, weights: Sequence[float]) -> str:
    if not any(weights):
        return FROM_BOUND
    return {Group.RACES: FROM_RACES, Group.EFFORTS: FROM_EFFORTS, Group.HEART: FROM_HEART}[leading.group]


def _votes(claims: Sequence[Claim], weights: Sequence[float]) -> tuple[Vote, ...]:
    votes = [
        Vote(
            method=claim.method,
            value=round(claim.value, 2),
            low=round(claim.value * (1 - Z_80 * claim.sd), 2),
            high=round(claim.value * (1 + (Z_80 * claim.sd if claim.above is None else claim.above)), 2),
            weight=round(weight, 3),
            evidence=claim.evidence,
        )
        for claim, weight in zip(claims, weights, strict=True)
    ]
    return tuple(sorted(votes, key=lambda vote: (vote.weight, vote.value), reverse=True))


def _prior(level: Level | None) -> Estimate | None:
    if level is None:
        return None
    mean, spread = VMA_BY_LEVEL[level]
    low, high = round(mean - Z_80 * spread, 2), round(mean + Z_80 * spread, 2)
    return Estimate(mean, low, high, BY_LEVEL, mark("No run recorded yet"), 1)
