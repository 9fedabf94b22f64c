"""When: the weeks of a plan, its race day, and the weekdays that carry the key sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from math import ceil

from coach.domain.goals import Goal, GoalKind
from coach.domain.language import Weekdays, mark
from coach.domain.problems import InvalidInput

FEWEST_WEEKS = 2
MOST_WEEKS = 32
MOST_WEEKS_AHEAD = 26
FEWEST_DAYS = 2
SHORTEST_LIMIT_MIN = 20
NO_RACE = 10_000

LONG_RACES = (GoalKind.HALF_MARATHON, GoalKind.MARATHON, GoalKind.ULTRA)
ENOUGH_WEEKS = {
    GoalKind.FIVE_K: 6,
    GoalKind.TEN_K: 8,
    GoalKind.HALF_MARATHON: 10,
    GoalKind.MARATHON: 12,
    GoalKind.ULTRA: 14,
}
"""Below this a plan has little time to build; published half and marathon plans last 12 and 18 weeks."""

HOPELESS_WEEKS = 0.5
"""In this share of the usual weeks a long race may be beyond what can be built; from it on it is never refused."""

_SUNDAY, _SATURDAY = 6, 5

_USUAL_DAYS = {
    1: (6,),
    2: (2, 6),
    3: (1, 3, 6),
    4: (1, 3, 5, 6),
    5: (1, 2, 3, 5, 6),
    6: (1, 2, 3, 4, 5, 6),
    7: (0, 1, 2, 3, 4, 5, 6),
}
"""Weekdays (Monday 0) for a long run on Sunday: room for two hard days before it, each with a day between."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The frame of a plan: Monday of week 1, number of weeks, race day, training days and long-run day.

    ``race_day`` is None without a race; ``last_day`` is the last one anything may stand on.
    """

    start: date
    weeks: int
    race_day: date | None
    last_day: date
    days: tuple[int, ...]
    long_day: int
    quality_days: tuple[int, ...]
    limits_s: dict[int, float]

    def monday(self, index: int) -> date:
        """Monday of the week ``index`` (0 is the first)."""
        return self.start + timedelta(days=7 * index)

    def days_to_race(self, day: date) -> int:
        """Days left before the race (0 on race day, negative after); beyond every horizon without a race."""
        return NO_RACE if self.race_day is None else (self.race_day - day).days

    def limit_s(self, weekday: int) -> float:
        """The most seconds the athlete gives on a weekday, infinite when they set no limit."""
        return self.limits_s.get(weekday, float("inf"))


def days_for(count: int, long_day: int | None = None) -> tuple[int, ...]:
    """Sensible weekdays (Monday 0) for ``count`` runs a week, spaced around the long run (Sunday unless told).

    Raises InvalidInput when ``count`` is not 1-7 or ``long_day`` not 0-6.
    """
    if count not in _USUAL_DAYS:
        raise InvalidInput(mark("Ask for 2 to 7 running days a week, not {count}."), field="days", count=count)
    if long_day is not None and not 0 <= long_day <= _SUNDAY:
        raise InvalidInput(mark("A weekday is a number from 0 (Monday) to 6 (Sunday)."), field="long_day")
    shift = (_SUNDAY if long_day is None else long_day) - _SUNDAY
    return tuple(sorted((day + shift) % 7 for day in _USUAL_DAYS[count]))


def frame(goal: Goal, today: date) -> Calendar:
    """The calendar of a goal asked on ``today``.

    A plan starts on today when today is a Monday, otherwise on the next one: a week already begun is not
    planned. With ``weeks`` alone the race ends the last week, at the week-end where the athlete runs at week-ends,
    otherwise on the long-run day; with a race day the plan fills the whole weeks until it; with both it is the last
    ``weeks`` weeks before the race. Raises InvalidInput.
    """
    _check_days(goal)
    first = today + timedelta(days=-today.weekday() % 7)
    span = _span(goal, first, today) if goal.kind.races else _wish_span(goal, first, today)
    return calendar_of(goal, *span)


def calendar_of(goal: Goal, start: date, weeks: int, last_day: date) -> Calendar:
    """The calendar of ``weeks`` weeks from the Monday ``start``; ``last_day`` is race day where there is one.

    Raises InvalidInput for days or minutes no plan can be laid on.
    """
    _check_days(goal)
    days = tuple(sorted(goal.days))
    long_day = _long_day(goal)
    limits = goal.minutes or (None,) * len(goal.days)
    return Calendar(
        start=start,
        weeks=weeks,
        race_day=last_day if goal.kind.races else None,
        last_day=last_day,
        days=days,
        long_day=long_day,
        quality_days=_quality_days(days, long_day),
        limits_s={day: minutes * 60.0 for day, minutes in zip(goal.days, limits, strict=True) if minutes is not None},
    )


def apart(one: int, other: int) -> int:
    """Days between two weekdays, round the week (Sunday and Monday are one apart)."""
    gap = abs(one - other)
    return min(gap, 7 - gap)


def spread(chosen: Iterable[int], candidates: Iterable[int], count: int) -> tuple[int, ...]:
    """``count`` weekdays: ``chosen`` first, then always the candidate farthest from those already in."""
    picked = list(chosen)
    left = [day for day in candidates if day not in picked]
    while len(picked) < count and left:
        best = max(left, key=lambda day: (min((apart(day, other) for other in picked), default=7), -day))
        picked.append(best)
        left.remove(best)
    return tuple(sorted(picked))


def _span(goal: Goal, first: date, today: date) -> tuple[date, int, date]:
    """Monday of week 1, number of weeks and race day."""
    _check_weeks(goal)
    if goal.race_day is None:
        weeks = goal.weeks or 0
        return first, weeks, first + timedelta(days=7 * (weeks - 1) + _race_weekday(goal.days, _long_day(goal)))
    if goal.race_day <= today:
        raise _past(
            mark("The race day {day} must be after today: {first} is the first that can be planned."), goal, first
        )
    race_monday = goal.race_day - timedelta(days=goal.race_day.weekday())
    available = (race_monday - first).days // 7 + 1
    if available < FEWEST_WEEKS:
        raise _too_close((goal.race_day - today).days, _first_day(goal, first))
    if goal.weeks is not None and goal.weeks > available:
        raise InvalidInput(
            mark("Only {available} weeks are left before the race; ask for that many or fewer."),
            field="weeks",
            available=available,
        )
    weeks = goal.weeks or available
    _check_start(race_monday - timedelta(days=7 * (min(weeks, MOST_WEEKS) - 1)), today)
    if weeks > MOST_WEEKS:
        raise InvalidInput(
            mark(
                "The race is {available} weeks away; a plan has at most 32. "
                "Ask for its last weeks (at most 32), or for a fitness or endurance plan until then."
            ),
            field="race_day",
            available=available,
        )
    return race_monday - timedelta(days=7 * (weeks - 1)), weeks, goal.race_day


def _wish_span(goal: Goal, first: date, today: date) -> tuple[date, int, date]:
    """Monday of week 1, number of weeks and last day of a plan without a race.

    A last week without a running day before its last day is not begun.
    """
    if goal.race_day is None:
        _check_weeks(goal)
        weeks = goal.weeks or 0
        return first, weeks, first + timedelta(days=7 * weeks - 1)
    last_day = goal.race_day
    if last_day <= today:
        raise _past(
            mark("The last day {day} must be after today: {first} is the first that can be planned."), goal, first
        )
    if last_day.weekday() < min(goal.days):
        last_day -= timedelta(days=last_day.weekday() + 1)
    available = (last_day - first).days // 7 + 1
    if available < FEWEST_WEEKS:
        earliest = _first_day(goal, first)
        raise InvalidInput(
            mark("A plan needs at least two weeks that begin on a Monday: a last day on or after {day}."),
            field="race_day",
            day=earliest.isoformat(),
        )
    if goal.weeks is not None and goal.weeks > available:
        raise InvalidInput(
            mark("Only {available} weeks are left before that day; ask for that many or fewer."),
            field="weeks",
            available=available,
        )
    _check_weeks(goal)
    weeks = goal.weeks or available
    if weeks > MOST_WEEKS:
        raise InvalidInput(
            mark("That day is {available} weeks away; a plan has at most 32: choose a last day within 32 weeks."),
            field="race_day",
            available=available,
        )
    return last_day - timedelta(days=last_day.weekday() + 7 * (weeks - 1)), weeks, last_day


def _check_weeks(goal: Goal) -> None:
    """Refuse a number of weeks no plan has, and neither weeks nor a day."""
    if goal.weeks is not None and not FEWEST_WEEKS <= goal.weeks <= MOST_WEEKS:
        raise InvalidInput(mark("A plan has 2 to 32 weeks; you asked for {weeks}."), field="weeks", weeks=goal.weeks)
    if goal.race_day is None and goal.weeks is None:
        if not goal.kind.races:
            raise InvalidInput(mark("Give a number of weeks or a last day."), field="weeks")
        raise InvalidInput(mark("Give a race day or a number of weeks."), field="race_day")


def _past(message: str, goal: Goal, first: date) -> InvalidInput:
    """The refusal of a day that is over, with the first day that would not be refused."""
    day = goal.race_day.isoformat() if goal.race_day else ""
    return InvalidInput(message, field="race_day", day=day, first=_first_day(goal, first).isoformat())


def _first_day(goal: Goal, first: date) -> date:
    """The first day a plan may end on: in its second week, later before a long race, and after a day that is run."""
    if not goal.kind.races:
        return first + timedelta(days=7 + min(goal.days))
    weeks = ceil(ENOUGH_WEEKS[goal.kind] * HOPELESS_WEEKS) if goal.kind in LONG_RACES else FEWEST_WEEKS
    return first + timedelta(days=7 * (weeks - 1))


def _check_start(start: date, today: date) -> None:
    """Refuse a plan that starts when nobody knows what the runner will be."""
    weeks = (start - today).days // 7
    if weeks > MOST_WEEKS_AHEAD:
        raise InvalidInput(
            mark(
                "That plan would start in {ahead} weeks, too far to know how you will run then: "
                "make it from {day} on, and a fitness or endurance plan until then."
            ),
            field="race_day",
            ahead=weeks,
            day=(start - timedelta(days=7 * MOST_WEEKS_AHEAD)).isoformat(),
        )


def _race_weekday(days: tuple[int, ...], long_day: int) -> int:
    """Races are at week-ends: Sunday, else Saturday, else (no run at week-ends) the long-run day."""
    return next((day for day in (_SUNDAY, _SATURDAY) if day in days), long_day)


def _too_close(left: int, earliest: date) -> InvalidInput:
    """The refusal of a race ``left`` days away, with the first day that would not be refused."""
    day = earliest.isoformat()
    if left == 1:
        message = mark("The race is tomorrow, too soon for a plan: this race can be planned on or after {day}.")
        return InvalidInput(message, field="race_day", day=day)
    message = mark("The race is in {left} days, too soon for a plan: this race can be planned on or after {day}.")
    return InvalidInput(message, field="race_day", left=left, day=day)


def _check_days(goal: Goal) -> None:
    """Refuse days that no plan can be laid on."""
    if not goal.days:
        raise InvalidInput(mark("Choose the days you can run."), field="days")
    if any(not 0 <= day <= _SUNDAY for day in goal.days) or len(set(goal.days)) != len(goal.days):
        raise InvalidInput(mark("Days are different numbers from 0 (Monday) to 6 (Sunday)."), field="days")
    if len(goal.days) < FEWEST_DAYS:
        raise InvalidInput(mark("A plan needs at least 2 running days a week."), field="days")
    if goal.long_day is not None and goal.long_day not in goal.days:
        message = mark("The long-run day must be one of your running days ({days}).")
        raise InvalidInput(message, field="long_day", days=Weekdays(sorted(goal.days)))
    if goal.minutes is None:
        return
    if len(goal.minutes) != len(goal.days):
        raise InvalidInput(mark("Give one number of minutes for each running day, or none."), field="minutes")
    if any(limit is not None and limit < SHORTEST_LIMIT_MIN for limit in goal.minutes):
        raise InvalidInput(mark("A running day needs at least 20 minutes."), field="minutes")


def _long_day(goal: Goal) -> int:
    """The day of the long run: as asked, else the day with most time, else Sunday, Saturday, the last day."""
    if goal.long_day is not None:
        return goal.long_day
    limits = dict(zip(goal.days, goal.minutes or (None,) * len(goal.days), strict=True))

    def room(day: int) -> tuple[float, bool, bool, int]:
        limit = limits[day]
        return (float("inf") if limit is None else limit, day == _SUNDAY, day == _SATURDAY, day)

    return max(goal.days, key=room)


def _quality_days(days: tuple[int, ...], long_day: int) -> tuple[int, ...]:
    """Up to two weekdays for hard sessions, each at least two days from the long run and from each other."""
    free = [day for day in days if apart(day, long_day) >= 2]
    pairs = [pair for pair in combinations(free, 2) if apart(*pair) >= 2]
    if pairs:
        return max(pairs, key=lambda pair: (min(apart(pair[0], long_day), apart(pair[1], long_day)), -pair[0]))
    return tuple(sorted(free, key=lambda day: (-apart(day, long_day), day))[:1])
