"""The heart's bounds: what was seen, held up against what is usual at that age. Beats per minute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist, quantiles

from coach.domain.fitness import Estimate
from coach.domain.intensity import Quantity
from coach.domain.language import mark
from coach.science.running.evidence import RunEvidence
from coach.science.running.hardness import HARD_WITHIN, held_back_surely
from coach.science.running.zones import share_of_max

HIGHEST_BPM = 225.0
HELD_S = 15.0
"""How long a rate must have been held to be a heart's: a watch's spikes are shorter."""
SUSTAINED_WITHIN_BPM = 3.0
HARD_MEAN_SHARE = 0.88
RUNS_ENOUGH = 8
PRIOR_SD_BPM = 10.0
ODD_SDS = 2.5
ANY_AGE = NormalDist(184.0, 13.0)
"""Maximal heart rate of adults of unknown age: Tanaka's mean from 20 to 50 years, with the spread of both."""
SHORT_OF_MAX_BPM = 15.0
"""How far, on average, the highest rate of training lies under the maximum: a coach's prior."""
DECLARED_DOUBT_BPM, SEEN_BELOW_BPM, SEEN_ABOVE_BPM = 3.0, 5.0, 6.0

RESTING_DAYS_ENOUGH, RESTING_DAYS_SURE = 5, 14

THRESHOLD_RACE_S = (1500.0, 4500.0)
THRESHOLD_HELD_S = (1200.0, 3600.0)
THRESHOLD_PART = 2 / 3
USUAL_THRESHOLD_SHARE = 87.0
"""Per cent of VMA at the threshold where nothing tells it: the share of VMA that lasts an hour for most runners."""

Z_80 = 1.2816

SEEN_HARD = mark("The highest rate held for fifteen seconds in a race or near what is usual at your age")
BY_TRAINING = mark("From the highest rate of training and what is usual at your age (Tanaka 2001)")
BY_AGE = mark("Usual at your age: 208 - 0.7 x age, people differ by 10 bpm (Tanaka 2001)")
BY_WORD = mark("The rate you gave")
BY_NIGHTS = mark("The low end (10th percentile) of your daily resting rates of the last 60 days")
BY_RACE = mark("Mean of the best two thirds of a race of 25 to 75 minutes (after Friel)")
BY_OWN_LINE = mark("On your own line of heart rate over pace, at the threshold speed")
BY_SHARE = mark("Share of the maximal heart rate at the threshold speed (Swain 1994)")
IN_RUNS = mark("Heart rates of your runs")
NOT_SEEN = mark("No run with a heart rate hard enough")


def usual_max_hr(age: float) -> float:
    """Mean maximal heart rate at an age in years: 208 - 0.7 age (Tanaka, 2001); people differ by 10 bpm (SD).

    One line for both sexes: Tanaka found no difference. Gulati's line for women (206 - 0.88 age, 2010) comes from
    treadmill tests of a clinic and lies lower; a prior that lies too low would make zones too easy.
    """
    return 208 - 0.7 * age


@dataclass(frozen=True, slots=True)
class Seen:
    """The highest believable heart rate of the runs, and whether it was reached in a race."""

    rate: float
    raced: bool


def highest_seen(runs: Iterable[RunEvidence]) -> Seen | None:
    """The highest heart rate that was no spike, in bpm, or None.

    It was held for fifteen seconds where the samples tell, and another run came within 3 bpm of it, or the mean of its
    own run was at least 88 % of it.
    """
    told = ((_rate_of(run), run) for run in runs)
    seen = sorted(
        ((rate, run.avg_hr or 0.0, run.race) for rate, run in told if rate is not None and rate <= HIGHEST_BPM),
        reverse=True,
    )
    for place, (rate, mean, raced) in enumerate(seen, start=1):
        next_rate = seen[place][0] if place < len(seen) else 0.0
        if rate - next_rate <= SUSTAINED_WITHIN_BPM or mean >= HARD_MEAN_SHARE * rate:
            near = any(race and other >= rate - SUSTAINED_WITHIN_BPM for other, _, race in seen[place:])
            return Seen(rate, raced or near)
    return None


def _rate_of(run: RunEvidence) -> float | None:
    sustained = run.held(Quantity.HEART_RATE, HELD_S)
    return run.max_hr if sustained is None else sustained


def maximum(runs: Sequence[RunEvidence], *, declared: float | None, age: float | None) -> Estimate | None:
    """The maximal heart rate in bpm, or None.

    What was declared, raised by what was seen above it. Otherwise what was seen where it was reached in a race or comes
    near what is usual at the age; rates of mere training only bound it from below: they move what is usual at the age.
    Without an age they count once there are RUNS_ENOUGH of them.
    """
    with_hr = [run for run in runs if run.max_hr is not None]
    usual = ANY_AGE if age is None else NormalDist(usual_max_hr(age), PRIOR_SD_BPM)
    seen = highest_seen(run for run in with_hr if (run.max_hr or 0.0) <= usual.mean + ODD_SDS * usual.stdev or run.race)
    if declared is not None:
        if seen is None or seen.rate <= declared:
            return _estimate(declared, declared - DECLARED_DOUBT_BPM, declared + DECLARED_DOUBT_BPM, BY_WORD, "", 4)
        return _observed(seen.rate)
    raced = seen is not None and seen.raced and seen.rate >= usual.mean - ODD_SDS * usual.stdev
    if seen is not None and (raced or seen.rate >= usual.mean):
        return _observed(seen.rate)
    if seen is not None and (age is not None or len(with_hr) >= RUNS_ENOUGH):
        low, value, high = _above(seen.rate, usual)
        return _estimate(value, low, high, BY_TRAINING, IN_RUNS, 2)
    if age is None:
        return None
    spread = Z_80 * usual.stdev
    return _estimate(usual.mean, usual.mean - spread, usual.mean + spread, BY_AGE, NOT_SEEN, 1)


def _observed(rate: float) -> Estimate:
    return _estimate(rate, rate - SEEN_BELOW_BPM, rate + SEEN_ABOVE_BPM, SEEN_HARD, IN_RUNS, 4)


def _above(rate: float, usual: NormalDist) -> tuple[float, float, float]:
    """10th, 50th and 90th percentile of the maximum: usual at the age, above ``rate``, not likely far above it."""
    leaning = NormalDist(usual.mean - usual.variance / SHORT_OF_MAX_BPM, usual.stdev)
    below = min(leaning.cdf(rate), 1 - 1e-6)
    low, value, high = (leaning.inv_cdf(below + share * (1 - below)) for share in (0.1, 0.5, 0.9))
    return max(low, rate) - SEEN_BELOW_BPM, max(value, rate), max(high, rate)


def resting(seen: Sequence[float], declared: float | None) -> Estimate | None:
    """The resting heart rate in bpm: the 10th percentile of five or more daily rates ``seen``, or as declared."""
    if len(seen) >= RESTING_DAYS_ENOUGH:
        parts = quantiles(seen, n=20, method="inclusive")
        validity = 4 if len(seen) >= RESTING_DAYS_SURE else 3
        return _estimate(parts[1], min(seen), parts[9], BY_NIGHTS, "", validity)
    if declared is None:
        return None
    return _estimate(declared, declared - DECLARED_DOUBT_BPM, declared + DECLARED_DOUBT_BPM, BY_WORD, "", 2)


def threshold(
    runs: Sequence[RunEvidence],
    highest: Estimate | None,
    threshold_share: float | None,
    slope: float | None = None,
) -> Estimate | None:
    """Lactate-threshold heart rate (LTHR) in bpm, or None without a maximal heart rate.

    The mean of the best two thirds of a race of 25 to 75 minutes, as Friel takes the last 20 of 30 minutes; the highest
    of such races, where their heart rate says that they were all out. Otherwise the rate at ``threshold_share`` (per
    cent of VMA) on the runner's own line of ``slope`` (share of HRmax per share of VMA), without one Swain's.
    """
    if highest is None:
        return None
    hard = [run for run in runs if run.race and _all_out(run, highest)]
    believed = [rate for run in hard if (rate := _threshold_of(run)) is not None and rate <= highest.high]
    if believed:
        rate = min(max(believed), 0.98 * highest.value)
        return _estimate(rate, rate - 4, rate + 4, BY_RACE, IN_RUNS, 4 if len(believed) > 1 else 3)
    at = min(max(threshold_share or USUAL_THRESHOLD_SHARE, 75.0), 95.0)
    share = share_of_max(at) / 100 if slope is None else 1 - slope * (1 - at / 100)
    doubt = 0.03 * highest.value
    low, high = share * highest.low - doubt, share * highest.high + doubt
    method = BY_SHARE if slope is None else BY_OWN_LINE
    return _estimate(share * highest.value, low, high, method, highest.evidence, min(highest.validity, 2))


def _all_out(run: RunEvidence, highest: Estimate) -> bool:
    reserve = held_back_surely(run, run.elapsed_s, highest) if run.elapsed_s > 0 else None
    return reserve is not None and reserve <= HARD_WITHIN


def _threshold_of(run: RunEvidence) -> float | None:
    if not THRESHOLD_RACE_S[0] <= run.elapsed_s <= THRESHOLD_RACE_S[1]:
        return None
    least, most = THRESHOLD_HELD_S
    best = run.held(Quantity.HEART_RATE, min(max(THRESHOLD_PART * run.elapsed_s, least), most))
    return run.avg_hr if best is None else best


def _estimate(value: float, low: float, high: float, method: str, evidence: str, validity: int) -> Estimate:
    return Estimate(round(value, 1), round(low, 1), round(high, 1), method, evidence, validity)
