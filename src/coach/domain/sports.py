"""Sports, and which of them are the same kind of effort."""

from __future__ import annotations

from enum import StrEnum


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
