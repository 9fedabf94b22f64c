"""Races: what was run, and what is expected."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain.athletes import Sex

PREDICTION_LEVEL = 0.8
"""The share of race days on which the time is expected between ``low_s`` and ``high_s``."""


@dataclass(frozen=True, slots=True)
class RaceResult:
    """A distance run in a time. Metres, seconds; ``days_ago`` is how old it is, None unknown.

    ``race`` is false for an effort out of training, which was perhaps not all the runner had; ``measured`` is true
    where a device recorded it, not a memory.
    """

    distance_m: float
    seconds: float
    days_ago: int | None = None
    race: bool = True
    measured: bool = False


@dataclass(frozen=True, slots=True)
class RunnerFacts:
    """What is known of the runner before the race; None is unknown.

    Kilometres a week (typical, and the greatest of the preparation), years, kg/m2; ``speed_work`` and ``tempo_work``
    say whether intervals and tempo runs were done most weeks.
    """

    weekly_km: float | None = None
    max_weekly_km: float | None = None
    age: float | None = None
    sex: Sex | None = None
    bmi: float | None = None
    speed_work: bool | None = None
    tempo_work: bool | None = None


@dataclass(frozen=True, slots=True)
class RaceDay:
    """Course and conditions as far as they are known; None is unknown. Metres of climb, degrees Celsius."""

    ascent_m: float | None = None
    descent_m: float | None = None
    temperature_c: float | None = None


@dataclass(frozen=True, slots=True)
class Influence:
    """An input that moved a prediction: ``what`` is a marked sentence, ``values`` fill its places.

    ``seconds`` is by how much it moved the time against knowing nothing of it (negative is faster), None where it has
    no figure of its own.
    """

    what: str
    values: dict[str, float | str]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a published formula says of the same race. ``name`` as the field knows it ("Riegel")."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RacePrediction:
    """Time over a distance. Seconds; ``low_s`` is the fast end and ``high_s`` the slow end of an 80 % interval.

    ``because`` are the inputs that mattered, the weightiest first; ``narrowed_by`` what would narrow the interval,
    likewise; ``validity`` goes from 0 (unreliable) to 5; ``warnings`` are marked sentences.
    """

    distance_m: float
    seconds: float
    low_s: float
    high_s: float
    method: str
    because: tuple[Influence, ...] = ()
    narrowed_by: tuple[Influence, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    validity: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def level(self) -> float:
        """The share of race days the interval is meant to hold: 0.8."""
        return PREDICTION_LEVEL
