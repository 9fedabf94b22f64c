"""Before the race: how long the taper lasts and how far it lowers the volume, intensity kept.

Bosquet et al. (2007) and Wang et al. (2023): about two weeks, at most three, volume lowered by 41-60 %,
intensity and frequency kept.
"""

from __future__ import annotations

from coach.domain.goals import GoalKind
from coach.science.planning.calendar import Calendar

LAST_WEEK = 0.5
"""Share of the peak kept in the seven days before the race."""

SHORTEST_TAPERED_PLAN = 4
LAST_WEEK_OF_SHORT_PLAN = 0.65
"""A plan of fewer weeks is all taper: the rules of the taper do not apply to it, and it keeps what there is."""

_LONGEST_TAPER = {GoalKind.MARATHON: 21, GoalKind.ULTRA: 21}
_USUAL_TAPER = 14
_BEFORE_LAST_WEEK = {
    GoalKind.FIVE_K: 0.85,
    GoalKind.TEN_K: 0.85,
    GoalKind.HALF_MARATHON: 0.85,
    GoalKind.MARATHON: 0.72,
    GoalKind.ULTRA: 0.72,
}
_THIRD_WEEK = 0.85


def taper_weeks(kind: GoalKind, calendar: Calendar) -> int:
    """Calendar weeks of taper, the race week included: from the first Monday that is close enough to the race.

    8-21 days before a marathon or an ultra when the plan has seven weeks or more, 8-14 days otherwise; a two-week plan
    is all taper, and without a race there is none.
    """
    longest = _LONGEST_TAPER.get(kind, _USUAL_TAPER) if calendar.weeks >= 7 else _USUAL_TAPER
    if calendar.race_day is None:
        return 0
    mondays = [calendar.monday(index) for index in range(calendar.weeks)]
    return sum(calendar.days_to_race(monday) <= longest for monday in mondays)


def last_week_share(calendar: Calendar) -> float:
    """Share of the peak kept in the seven days before the race: more where nothing was built before them."""
    return LAST_WEEK if calendar.weeks >= SHORTEST_TAPERED_PLAN else LAST_WEEK_OF_SHORT_PLAN


def taper_share(kind: GoalKind, days_to_race: int) -> float:
    """Share of the peak volume that a day of the taper keeps."""
    if days_to_race > 14:
        return _THIRD_WEEK
    return _BEFORE_LAST_WEEK[kind] if days_to_race > 7 else LAST_WEEK
