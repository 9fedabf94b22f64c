"""What an athlete's runs prove: the performances worth reasoning from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite, log

from coach.domain.activities import BestEffort
from coach.domain.fitness import BestMark
from coach.domain.intensity import Curve, Quantity
from coach.domain.sports import SportFamily
from coach.science.running.efforts import EFFORT_DISTANCES_M, MARATHON_M
from coach.science.running.endurance import vma_of

SHORTEST_M, LONGEST_M = 1000.0, 1.02 * MARATHON_M
SHORTEST_S, LONGEST_S = 120.0, 6 * 3600.0
WHOLE_RUN_LEAST_M = 3000.0
HIGHEST_VMA_KMH = 25.5
LOWEST_VMA_KMH = 5.0
OF_A_RACE = 0.7
NAMED_WITHIN = (0.995, 1.02)


@dataclass(frozen=True, slots=True)
class RunEvidence:
    """One activity as far as fitness needs it. ``on`` is the athlete's own date; metres, seconds, beats per minute.

    ``elapsed_s`` is clock time, pauses included; ``race`` is true where somebody said so. ``graded_speed_mps`` is the
    mean grade-adjusted speed under way; ``curves`` are mean-maximal, () where the samples were not analysed.
    """

    activity_id: str
    on: date
    family: SportFamily
    distance_m: float | None
    moving_s: float
    elapsed_s: float
    avg_hr: float | None = None
    max_hr: float | None = None
    best_efforts: tuple[BestEffort, ...] = ()
    race: bool = False
    graded_speed_mps: float | None = None
    curves: tuple[Curve, ...] = ()

    @property
    def metres(self) -> float:
        """The distance, 0 where it is unknown."""
        return self.distance_m if self.distance_m is not None and isfinite(self.distance_m) else 0.0

    def held(self, quantity: Quantity, seconds: float) -> float | None:
        """The highest mean of a quantity over a duration, between the curve's durations; None beyond them."""
        curve = next((curve for curve in self.curves if curve.quantity is quantity), None)
        return None if curve is None else held(curve, seconds)

    def flat_speed_held(self, seconds: float) -> float | None:
        """The highest mean speed over a duration in m/s, no higher than the grade-adjusted one."""
        speed, graded = self.held(Quantity.SPEED, seconds), self.held(Quantity.GRADED_SPEED, seconds)
        return speed if speed is None or graded is None else min(speed, graded)


def held(curve: Curve, seconds: float) -> float | None:
    """A mean-maximal curve at ``seconds``, straight lines over the log of time between its own; None beyond them."""
    durations = curve.durations_s
    if not durations or not durations[0] <= seconds <= durations[-1]:
        return None
    place = bisect_left(durations, seconds)
    if durations[place] == seconds:
        return curve.values[place]
    shorter, longer = durations[place - 1], durations[place]
    share = log(seconds / shorter) / log(longer / shorter)
    return curve.values[place - 1] * (1 - share) + curve.values[place] * share


@dataclass(frozen=True, slots=True)
class Performance:
    """A stretch run in a time, and the VMA in km/h it would prove had it been all the runner had."""

    distance_m: float
    seconds: float
    vma_kmh: float
    run: RunEvidence

    @property
    def words(self) -> str:
        """Distance, time and date, the same in every language: ``10 km 45:00 (2026-10-04)``."""
        minutes, seconds = divmod(round(self.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        clock = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
        return f"{self.distance_m / 1000:.4g} km {clock} ({self.run.on.isoformat()})"


def runs_until(runs: Iterable[RunEvidence], today: date) -> tuple[RunEvidence, ...]:
    """The runs (family run) dated up to ``today``, oldest first; files of a wrong clock may come from the future."""
    known = (run for run in runs if run.family is SportFamily.RUN and run.on <= today)
    return tuple(sorted(known, key=lambda run: (run.on, run.activity_id)))


def since(runs: Sequence[RunEvidence], today: date, days: int) -> tuple[RunEvidence, ...]:
    """The runs of the last ``days`` days."""
    first = today - timedelta(days=days)
    return tuple(run for run in runs if run.on > first)


def performances(runs: Iterable[RunEvidence]) -> tuple[Performance, ...]:
    """Every stretch of 1 km to a marathon that could prove a VMA: best efforts and whole runs, on the clock.

    Of a race only what is nearly all of it: a fast first kilometre is not the runner's best kilometre.
    """
    found = []
    for run in runs:
        least = OF_A_RACE * run.metres if run.race else 0.0
        stretches = [(item.distance_m, item.elapsed_s) for item in run.best_efforts if item.distance_m >= least]
        if run.metres >= WHOLE_RUN_LEAST_M:
            stretches.append((run.metres, run.elapsed_s))
        for distance_m, seconds in stretches:
            vma_kmh = _proved(distance_m, seconds)
            if vma_kmh is not None:
                found.append(Performance(distance_m, seconds, vma_kmh, run))
    return tuple(found)


def _proved(distance_m: float, seconds: float) -> float | None:
    if not (SHORTEST_M <= distance_m <= LONGEST_M and SHORTEST_S <= seconds <= LONGEST_S):
        return None
    vma_kmh = vma_of(distance_m, seconds)
    return vma_kmh if LOWEST_VMA_KMH <= vma_kmh <= HIGHEST_VMA_KMH else None


def best_marks(runs: Iterable[RunEvidence]) -> tuple[BestMark, ...]:
    """The fastest effort over each usual distance and the activity that holds it; a tie goes to the earlier one.

    A run without samples counts over the usual distance it is within 2 % of, in proportion.
    """
    best: dict[float, BestMark] = {}
    for run in runs:
        for distance_m, seconds in _efforts(run):
            known = best.get(distance_m)
            if known is None or seconds < known.elapsed_s:
                best[distance_m] = BestMark(distance_m, seconds, run.activity_id, run.on)
    return tuple(best[distance_m] for distance_m in sorted(best))


def _efforts(run: RunEvidence) -> Iterable[tuple[float, float]]:
    for effort in run.best_efforts:
        yield effort.distance_m, effort.elapsed_s
    if run.best_efforts or _proved(run.metres, run.elapsed_s) is None:
        return
    for distance_m in EFFORT_DISTANCES_M:
        if NAMED_WITHIN[0] <= run.metres / distance_m <= NAMED_WITHIN[1]:
            yield distance_m, run.elapsed_s * distance_m / run.metres
