"""What an athlete's loads and zones are measured against, taken from their fitness."""

from __future__ import annotations

from coach.domain.athletes import Sex
from coach.domain.fitness import Endurance, Estimate, Fitness, Heart
from coach.domain.training import Thresholds


def thresholds_of(fitness: Fitness, sex: Sex | None) -> Thresholds:
    """The thresholds a fitness snapshot tells; None is unknown. Beats per minute, metres per second."""
    return thresholds_from(fitness.vma, fitness.heart, fitness.endurance, sex)


def thresholds_from(vma: Estimate | None, heart: Heart, endurance: Endurance, sex: Sex | None) -> Thresholds:
    """The same before a snapshot is made of them; ``vma`` in km/h."""
    return Thresholds(
        female=sex is Sex.FEMALE,
        max_hr=_value(heart.maximum),
        resting_hr=_value(heart.resting),
        threshold_hr=_value(heart.threshold),
        threshold_mps=_value(endurance.threshold),
        vma_mps=vma.value / 3.6 if vma else None,
        steady_hr=heart.steady_bpm,
        steady_mps=heart.steady_mps,
    )


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value
