"""What course and weather add to a race time: cautious, published adjustments. Never a gift."""

from __future__ import annotations

from math import isfinite

import numpy as np

from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.domain.races import RaceDay
from coach.science.running.grade import FLAT_COST, running_cost

COOL_C = 12.0
HEAT_PER_DEGREE = 0.002
HOTTEST_C = 35.0
HEAT_FULL_S = 7800.0


def climb_factor(distance_m: float, day: RaceDay) -> float:
    """How many times longer a hilly course takes at the same cost of energy (Minetti et al., 2002); 1 where flat.

    ``distance_m`` in metres. The course counts as one even climb and one even descent: as much down as up where only
    the climb is known; one that only falls is taken as flat.
    """
    up = day.ascent_m or 0.0
    down = up if day.descent_m is None else day.descent_m
    if up + down <= 0:
        return 1.0
    grade = (up + down) / distance_m
    costs = running_cost(np.array([grade, -grade])) / FLAT_COST
    share = up / (up + down)
    return max(float(share * costs[0] + (1 - share) * costs[1]), 1.0)


def heat_factor(seconds: float, day: RaceDay) -> float:
    """How many times longer a race takes above 12 °C: 0.2 % a degree over a marathon, less over shorter races.

    That is what the best men lost from 10-15 to 20-25 °C in Ely et al. (2007); slower runners lost more.
    """
    if day.temperature_c is None:
        return 1.0
    degrees = min(max(day.temperature_c - COOL_C, 0.0), HOTTEST_C - COOL_C)
    return 1.0 + HEAT_PER_DEGREE * degrees * min(seconds / HEAT_FULL_S, 1.0)


def check_day(distance_m: float, day: RaceDay) -> None:
    """Raises InvalidInput where a course or a temperature cannot be."""
    for metres in (day.ascent_m, day.descent_m):
        if metres is not None and not (isfinite(metres) and 0 <= metres <= 0.3 * distance_m):
            raise InvalidInput(mark("A course climbs at most 30 % of its length."), field="day")
    if day.temperature_c is not None and not (isfinite(day.temperature_c) and -40 <= day.temperature_c <= 55):
        raise InvalidInput(mark("A temperature is -40 to 55 °C."), field="day")
