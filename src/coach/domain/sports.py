"""Sports, and which of them are the same kind of effort."""

from __future__ import annotations

from enum import StrEnum

from coach.domain.language import mark


class SportFamily(StrEnum):
    """Sports whose distances and speeds may be compared with each other."""

    RUN = "run"
    RIDE = "ride"
    SWIM = "swim"
    WALK = "walk"
    STRENGTH = "strength"
    SNOW = "snow"
    WATER = "water"
    OTHER = "other"


class Sport(StrEnum):
    """What the athlete did, as finely as files say it reliably."""

    RUN = "run"
    TRAIL_RUN = "trail_run"
    TRACK_RUN = "track_run"
    TREADMILL_RUN = "treadmill_run"
    RIDE = "ride"
    INDOOR_RIDE = "indoor_ride"
    MOUNTAIN_BIKE = "mountain_bike"
    SWIM = "swim"
    OPEN_WATER_SWIM = "open_water_swim"
    WALK = "walk"
    HIKE = "hike"
    STRENGTH = "strength"
    CARDIO = "cardio"
    ROWING = "rowing"
    PADDLE = "paddle"
    CROSS_COUNTRY_SKI = "cross_country_ski"
    ALPINE_SKI = "alpine_ski"
    TRANSITION = "transition"
    OTHER = "other"

    @property
    def family(self) -> SportFamily:
        """The family the sport belongs to (merging and statistics work by family)."""
        return _FAMILIES.get(self, SportFamily.OTHER)


_FAMILIES = {
    Sport.RUN: SportFamily.RUN,
    Sport.TRAIL_RUN: SportFamily.RUN,
    Sport.TRACK_RUN: SportFamily.RUN,
    Sport.TREADMILL_RUN: SportFamily.RUN,
    Sport.RIDE: SportFamily.RIDE,
    Sport.INDOOR_RIDE: SportFamily.RIDE,
    Sport.MOUNTAIN_BIKE: SportFamily.RIDE,
    Sport.SWIM: SportFamily.SWIM,
    Sport.OPEN_WATER_SWIM: SportFamily.SWIM,
    Sport.WALK: SportFamily.WALK,
    Sport.HIKE: SportFamily.WALK,
    Sport.STRENGTH: SportFamily.STRENGTH,
    Sport.ROWING: SportFamily.WATER,
    Sport.PADDLE: SportFamily.WATER,
    Sport.CROSS_COUNTRY_SKI: SportFamily.SNOW,
    Sport.ALPINE_SKI: SportFamily.SNOW,
}

FAMILY_WORDS = {
    SportFamily.RUN: mark("Running"),
    SportFamily.RIDE: mark("Cycling"),
    SportFamily.SWIM: mark("Swimming"),
    SportFamily.WALK: mark("Walking"),
    SportFamily.STRENGTH: mark("Strength"),
    SportFamily.SNOW: mark("Snow"),
    SportFamily.WATER: mark("On the water"),
    SportFamily.OTHER: mark("Other"),
}

SPORT_WORDS = {
    Sport.RUN: mark("Run"),
    Sport.TRAIL_RUN: mark("Trail run"),
    Sport.TRACK_RUN: mark("Track run"),
    Sport.TREADMILL_RUN: mark("Treadmill run"),
    Sport.RIDE: mark("Ride"),
    Sport.INDOOR_RIDE: mark("Indoor ride"),
    Sport.MOUNTAIN_BIKE: mark("Mountain bike"),
    Sport.SWIM: mark("Pool swim"),
    Sport.OPEN_WATER_SWIM: mark("Open water swim"),
    Sport.WALK: mark("Walk"),
    Sport.HIKE: mark("Hike"),
    Sport.STRENGTH: mark("Strength session"),
    Sport.CARDIO: mark("Cardio"),
    Sport.ROWING: mark("Rowing"),
    Sport.PADDLE: mark("Paddle"),
    Sport.CROSS_COUNTRY_SKI: mark("Cross-country ski"),
    Sport.ALPINE_SKI: mark("Alpine ski"),
    Sport.TRANSITION: mark("Transition"),
    Sport.OTHER: mark("Activity"),
}
"""How sports and families are said, as message ids."""
