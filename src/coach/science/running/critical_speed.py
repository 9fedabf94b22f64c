"""Critical speed and D': the hyperbola through hard efforts of two to twenty minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from coach.domain.fitness import Estimate
from coach.domain.intensity import Quantity
from coach.domain.language import mark
from coach.science.running.evidence import RunEvidence
from coach.science.running.hardness import HARD_WITHIN, TRAINING_RESERVE, TRAINING_SD, Z_80, held_back, steady

SHORTEST_S, LONGEST_S, LONGEST_RACE_S = 120.0, 1200.0, 1500.0
POINTS_ENOUGH, SPAN = 3, 2.5
PART_OF_LONGER = 0.975
"""A stretch whose speed the same run nearly holds for half as long again was no effort of its own."""
D_PRIME_M = (30.0, 450.0)
SPEED_SD, D_PRIME_SD = 0.03, 0.25

HYPERBOLA = mark(
    "Straight line of metres over seconds through hard efforts of 2 to 20 minutes (Monod and Scherrer 1965)"
)
TOO_FEW_EFFORTS = mark("Needs hard efforts of different lengths between 2 and 20 minutes within 90 days")
NO_HYPERBOLA = mark("The hard efforts of 2 to 20 minutes do not lie on one curve yet")


@dataclass(frozen=True, slots=True)
class Hyperbola:
    """``speed`` (critical speed) in m/s, ``d_prime`` in metres, ``residual`` the relative SD of the fit."""

    speed: float
    d_prime: float
    residual: float


def hyperbola(seconds: Sequence[float], metres: Sequence[float]) -> Hyperbola | None:
    """Least squares of d = CS t + D' (Monod and Scherrer, 1965; in runners Hughson, 1984); None below two times.

    1,200, 2,400 and 3,600 m in 225, 480 and 738 s give 4.678 m/s and 149.7 m.
    """
    time, distance = np.asarray(seconds, dtype=float), np.asarray(metres, dtype=float)
    known = np.isfinite(time) & np.isfinite(distance) & (time > 0)
    time, distance = time[known], distance[known]
    if len(time) < 2 or np.ptp(time) == 0:
        return None
    centred = time - time.mean()
    speed = float(centred @ distance / (centred @ centred))
    d_prime = float(distance.mean() - speed * time.mean())
    error = distance / (speed * time + d_prime) - 1 if speed > 0 and d_prime > 0 else np.zeros(1)
    return Hyperbola(speed, d_prime, float(np.sqrt(np.mean(error**2))))


@dataclass(frozen=True, slots=True)
class _Effort:
    """``metres`` as they were run; ``speed`` in m/s is that of all the runner had."""

    seconds: float
    metres: float
    speed: float
    run: RunEvidence


def critical_speed(runs: Sequence[RunEvidence], highest: Estimate | None) -> tuple[Estimate, Estimate] | str:
    """Critical speed in m/s and D' in metres from recent runs, or the reason (message id) why not.

    Only stretches that were hard by their heart rate or by being a race, each at its own length, the fastest of each
    duration; raised by what the heart rate says was held back and by what training leaves in reserve.
    """
    efforts = _envelope(runs, highest)
    if len(efforts) < POINTS_ENOUGH or efforts[-1].seconds < SPAN * efforts[0].seconds:
        return TOO_FEW_EFFORTS
    found = hyperbola([each.seconds for each in efforts], [each.speed * each.seconds for each in efforts])
    if found is None or not D_PRIME_M[0] <= found.d_prime <= D_PRIME_M[1] or found.speed <= 0:
        return NO_HYPERBOLA
    evidence = "; ".join(_words(each) for each in (efforts[0], efforts[len(efforts) // 2], efforts[-1]))
    validity = 4 if len({each.run.activity_id for each in efforts}) >= POINTS_ENOUGH else 3
    trained = 0.0 if all(each.run.race for each in efforts) else TRAINING_SD
    return (
        _estimate(found.speed, hypot(SPEED_SD, trained, found.residual), evidence, validity, 3),
        _estimate(found.d_prime, hypot(D_PRIME_SD, 5 * found.residual), evidence, validity - 1, 0),
    )


def _envelope(runs: Sequence[RunEvidence], highest: Estimate | None) -> list[_Effort]:
    best: dict[float, _Effort] = {}
    for run in runs:
        for effort in _efforts(run, highest):
            if effort.seconds not in best or effort.speed > best[effort.seconds].speed:
                best[effort.seconds] = effort
    kept: list[_Effort] = []
    for seconds in sorted(best, reverse=True):
        if not kept or best[seconds].speed > kept[-1].speed:
            kept.append(best[seconds])
    return kept[::-1]


def _efforts(run: RunEvidence, highest: Estimate | None) -> Iterable[_Effort]:
    """A race is one effort, all of it; of another run every stretch that was hard at its own length."""
    if run.race:
        if SHORTEST_S <= run.elapsed_s <= LONGEST_RACE_S and run.metres > 0:
            yield _Effort(run.elapsed_s, run.metres, run.metres / run.elapsed_s, run)
        return
    curve = next((curve for curve in run.curves if curve.quantity is Quantity.SPEED), None)
    for seconds in curve.durations_s if curve else ():
        if SHORTEST_S <= seconds <= LONGEST_S and (effort := _own_effort(run, seconds, highest)):
            yield effort


def _own_effort(run: RunEvidence, seconds: float, highest: Estimate | None) -> _Effort | None:
    speed, longer = run.flat_speed_held(seconds), run.flat_speed_held(1.5 * seconds)
    if not speed or (longer is not None and longer > PART_OF_LONGER * speed) or not steady(run, seconds):
        return None
    reserve = held_back(run, seconds, highest)
    if reserve is None or reserve > HARD_WITHIN:
        return None
    return _Effort(seconds, speed * seconds, speed * (1 + TRAINING_RESERVE) / (1 - reserve), run)


def _words(effort: _Effort) -> str:
    minutes, seconds = divmod(round(effort.seconds), 60)
    return f"{effort.metres / 1000:.4g} km {minutes}:{seconds:02d} ({effort.run.on.isoformat()})"


def _estimate(value: float, sd: float, evidence: str, validity: int, digits: int) -> Estimate:
    low, high = value * (1 - Z_80 * min(sd, 0.7)), value * (1 + Z_80 * sd)
    return Estimate(round(value, digits), round(low, digits), round(high, digits), HYPERBOLA, evidence, validity)
