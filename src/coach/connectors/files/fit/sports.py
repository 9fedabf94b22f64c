"""FIT's sports and sub-sports in the coach's words (FIT profile, types `sport` and `sub_sport`)."""

from __future__ import annotations

from coach.domain.sports import Sport, SportFamily

_SPORTS = {
    1: Sport.RUN,
    2: Sport.RIDE,
    3: Sport.TRANSITION,
    5: Sport.SWIM,
    11: Sport.WALK,
    12: Sport.CROSS_COUNTRY_SKI,
    13: Sport.ALPINE_SKI,
    14: Sport.ALPINE_SKI,
    15: Sport.ROWING,
    16: Sport.HIKE,
    17: Sport.HIKE,
    19: Sport.PADDLE,
    21: Sport.RIDE,
    35: Sport.HIKE,
    37: Sport.PADDLE,
    41: Sport.PADDLE,
    42: Sport.PADDLE,
    62: Sport.CARDIO,
    84: Sport.CARDIO,
    88: Sport.PADDLE,
}

_FINER = {
    (Sport.RUN, 1): Sport.TREADMILL_RUN,
    (Sport.RUN, 45): Sport.TREADMILL_RUN,
    (Sport.RUN, 58): Sport.TREADMILL_RUN,
    (Sport.RUN, 3): Sport.TRAIL_RUN,
    (Sport.RUN, 4): Sport.TRACK_RUN,
    (Sport.RIDE, 5): Sport.INDOOR_RIDE,
    (Sport.RIDE, 6): Sport.INDOOR_RIDE,
    (Sport.RIDE, 58): Sport.INDOOR_RIDE,
    (Sport.RIDE, 8): Sport.MOUNTAIN_BIKE,
    (Sport.RIDE, 9): Sport.MOUNTAIN_BIKE,
    (Sport.RIDE, 47): Sport.MOUNTAIN_BIKE,
    (Sport.SWIM, 18): Sport.OPEN_WATER_SWIM,
    (Sport.ALPINE_SKI, 42): Sport.CROSS_COUNTRY_SKI,
}

_GYM = {
    1: Sport.TREADMILL_RUN,
    45: Sport.TREADMILL_RUN,
    5: Sport.INDOOR_RIDE,
    6: Sport.INDOOR_RIDE,
    14: Sport.ROWING,
    15: Sport.CARDIO,
    16: Sport.CARDIO,
    20: Sport.STRENGTH,
    26: Sport.CARDIO,
    27: Sport.WALK,
    70: Sport.CARDIO,
    73: Sport.CARDIO,
    74: Sport.CARDIO,
    75: Sport.CARDIO,
}
"""Sub-sports that say it all when the sport is generic, fitness equipment or training."""

_GENERAL = (0, 4, 10)
MULTISPORT = 18


def sport_of(sport: int | None, sub_sport: int | None) -> Sport:
    """The coach's sport for FIT's pair of numbers; OTHER where neither tells."""
    if sport is None or sport in _GENERAL:
        return _GYM.get(sub_sport or 0, Sport.OTHER)
    known = _SPORTS.get(sport, Sport.OTHER)
    return _FINER.get((known, sub_sport or 0), known)


def counts_one_foot(sport: Sport) -> bool:
    """Whether FIT cadence counts the steps of one foot in this sport."""
    return sport.family in (SportFamily.RUN, SportFamily.WALK)
