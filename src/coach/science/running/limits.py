"""What is physically possible, by family of sports: the bounds the cleaning refuses to cross."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain.sports import SportFamily


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a family of sports, in metres per second.

    ``fastest`` is above anything a body (or wheel) has done between two samples; ``moving`` is the
    speed under which the athlete counts as standing; ``vertical`` bounds climbing and falling.
    """

    fastest: float
    moving: float
    vertical: float


_BY_FAMILY = {
    SportFamily.RUN: Limits(fastest=12.5, moving=0.5, vertical=5.0),
    SportFamily.WALK: Limits(fastest=8.0, moving=0.3, vertical=4.0),
    SportFamily.RIDE: Limits(fastest=40.0, moving=0.8, vertical=12.0),
    SportFamily.SWIM: Limits(fastest=3.5, moving=0.15, vertical=3.0),
    SportFamily.SNOW: Limits(fastest=60.0, moving=0.5, vertical=30.0),
    SportFamily.WATER: Limits(fastest=12.0, moving=0.3, vertical=5.0),
}
_ANYTHING = Limits(fastest=60.0, moving=0.3, vertical=30.0)

ON_FOOT = frozenset({SportFamily.RUN, SportFamily.WALK})


def limits_of(family: SportFamily) -> Limits:
    """The bounds of a family; families without their own get the widest."""
    return _BY_FAMILY.get(family, _ANYTHING)


HEART_RATE_BPM = (25.0, 250.0)
ALTITUDE_M = (-500.0, 9000.0)
POWER_W = (0.0, 2500.0)
CADENCE_ON_FOOT_SPM = (0.0, 300.0)
CADENCE_RPM = (0.0, 250.0)
TEMPERATURE_C = (-60.0, 80.0)

SMART_RECORDING_GAP_S = 15.0
"""Devices that save space skip samples for a few seconds; a longer silence is a gap."""

HEART_RATE_GAP_S = 60.0
"""A heart changes slowly: between two samples that far apart its rate is on the line between them."""
