"""What an athlete asks a plan for: the race or the wish, the time there is, and what the body must be spared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coach.domain.athletes import Level

SHORTEST_ULTRA_M, LONGEST_ULTRA_M = 42_195.0, 50_000.0


class GoalKind(StrEnum):
    """What the athlete wants."""

    FIVE_K = "5k"
    TEN_K = "10k"
    HALF_MARATHON = "half"
    MARATHON = "marathon"
    ULTRA = "ultra"
    FITNESS = "fitness"
    ENDURANCE = "endurance"
    SPEED = "speed"
    RETURN = "return"

    @property
    def races(self) -> bool:
        """Whether the plan ends with a race."""
        return self in _DISTANCES_M

    @property
    def model(self) -> GoalKind:
        """The race this goal trains like: itself for a race, the nearest one for a wish without a race."""
        return _MODELS.get(self, self)

    @property
    def distance_m(self) -> float:
        """Metres of the race, the longest for an ultra; of the race it trains like where there is none."""
        return _DISTANCES_M[self.model]


_DISTANCES_M = {
    GoalKind.FIVE_K: 5000.0,
    GoalKind.TEN_K: 10000.0,
    GoalKind.HALF_MARATHON: 21097.5,
    GoalKind.MARATHON: 42195.0,
    GoalKind.ULTRA: LONGEST_ULTRA_M,
}
_MODELS = {
    GoalKind.FITNESS: GoalKind.TEN_K,
    GoalKind.ENDURANCE: GoalKind.HALF_MARATHON,
    GoalKind.SPEED: GoalKind.FIVE_K,
    GoalKind.RETURN: GoalKind.TEN_K,
}


class Terrain(StrEnum):
    """Where the athlete runs, and the race is run."""

    ROAD = "road"
    HILLY = "hilly"
    TRAIL = "trail"
    TRACK = "track"
    TREADMILL = "treadmill"


class InjurySite(StrEnum):
    """Where it hurts or hurt. The first four are bones whose stress injuries heal badly when run on."""

    FEMORAL_NECK = "femoral_neck"
    NAVICULAR = "navicular"
    ANTERIOR_TIBIA = "anterior_tibia"
    FIFTH_METATARSAL = "fifth_metatarsal"
    OTHER_BONE = "other_bone"
    ACHILLES = "achilles"
    CALF = "calf"
    SHIN = "shin"
    KNEE = "knee"
    HAMSTRING = "hamstring"
    HIP = "hip"
    FOOT = "foot"
    ANKLE = "ankle"
    BACK = "back"
    OTHER = "other"

    @property
    def high_risk_bone(self) -> bool:
        """A bone stress injury here is never run on without a clinician's word."""
        return self in _HIGH_RISK

    @property
    def bone(self) -> bool:
        """A bone stress injury."""
        return self in _HIGH_RISK or self is InjurySite.OTHER_BONE


_HIGH_RISK = frozenset(
    {InjurySite.FEMORAL_NECK, InjurySite.NAVICULAR, InjurySite.ANTERIOR_TIBIA, InjurySite.FIFTH_METATARSAL}
)


class InjuryState(StrEnum):
    """How the injury is now."""

    CURRENT = "current"
    """It hurts when walking or running."""
    RECOVERING = "recovering"
    """No pain in daily life; running is being taken up again."""
    PAST = "past"
    """Healed; running as before."""


@dataclass(frozen=True, slots=True)
class Injury:
    """An injury as the athlete tells it; ``cleared`` says that a clinician allowed running again."""

    site: InjurySite
    state: InjuryState
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class TuneUp:
    """A race on the way to the race, or a test. Metres."""

    day: date
    distance_m: float


@dataclass(frozen=True, slots=True)
class Goal:
    """What was asked. Either ``race_day`` or ``weeks`` is given; weekdays count Monday as 0.

    ``race_day`` is the last day of the plan where there is no race. ``days`` are the weekdays the athlete can run on,
    ``minutes`` the most on each of them (None: no limit given). ``distance_m`` is an ultra's, in metres. ``strength``
    and ``cross_training`` are sessions wished a week. ``weeks_off`` is how long a returning runner has not run.
    ``vma_kmh`` is what the athlete declares, used where nothing is measured.
    """

    kind: GoalKind
    days: tuple[int, ...]
    race_day: date | None = None
    weeks: int | None = None
    target_s: float | None = None
    level: Level | None = None
    long_day: int | None = None
    minutes: tuple[int | None, ...] | None = None
    distance_m: float | None = None
    vma_kmh: float | None = None
    terrain: Terrain = Terrain.ROAD
    strength: int = 0
    cross_training: int = 0
    tune_ups: tuple[TuneUp, ...] = ()
    injuries: tuple[Injury, ...] = ()
    weeks_off: int | None = None

    @property
    def race_m(self) -> float | None:
        """Metres of the race, None for a goal without one."""
        if not self.kind.races:
            return None
        return self.distance_m or self.kind.distance_m
