"""How hard an activity was, sample by sample, kept small: what was held for how long, and how long each step lasted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Quantity(StrEnum):
    """What a curve or a distribution is of, with its unit."""

    SPEED = "speed"
    """Metres per second over the ground."""
    GRADED_SPEED = "graded_speed"
    """Metres per second on the flat for the same cost: grade-adjusted."""
    HEART_RATE = "heart_rate"
    """Beats per minute."""
    POWER = "power"
    """Watts."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Mean-maximal curve: the highest mean held over each duration. Same lengths; seconds, the quantity's unit."""

    quantity: Quantity
    durations_s: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Seconds at each step of a quantity: ``seconds[i]`` from ``first + i * step`` to the next step.

    Of a heart rate each step is a whole beat: ``seconds[i]`` from half a beat below ``first + i`` to half above.
    Of speeds the seconds under way; of heart rate and power those the timer ran: a heart works between repeats.
    Loads and times in zone follow from it for any thresholds, without the samples.
    """

    quantity: Quantity
    first: float
    step: float
    seconds: tuple[float, ...]

    @property
    def lowest(self) -> float:
        """Where the first step begins."""
        return lowest(self.quantity, self.first, self.step)


def lowest(quantity: Quantity, first: float, step: float) -> float:
    """Where the first step of a quantity's distribution begins: of heart rates half a beat below it."""
    return first - step / 2 if quantity is Quantity.HEART_RATE else first


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the samples say of an activity's intensity. None is unknown or not measurable, never zero.

    ``graded_speed_mps`` is the mean grade-adjusted speed under way, ``normalized_speed_mps`` the same weighted towards
    the hard stretches (rTSS is made of it), ``speed_p95_mps`` the speed exceeded 5 % of the time under way.
    ``efficiency`` is grade-adjusted metres per heart beat; ``decoupling`` how much of it the second half lost (0.05
    is 5 %). ``not_measurable`` gives, for each name above that is None, the reason (a marked sentence).
    """

    graded_speed_mps: float | None = None
    normalized_speed_mps: float | None = None
    normalized_power_w: float | None = None
    speed_p95_mps: float | None = None
    efficiency: float | None = None
    decoupling: float | None = None
    curves: tuple[Curve, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    not_measurable: dict[str, str] | None = None

    def curve(self, quantity: Quantity) -> Curve | None:
        """The mean-maximal curve of a quantity, or None."""
        return next((curve for curve in self.curves if curve.quantity is quantity), None)

    def distribution(self, quantity: Quantity) -> Distribution | None:
        """The distribution of a quantity, or None."""
        return next((each for each in self.distributions if each.quantity is quantity), None)
