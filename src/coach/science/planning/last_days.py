"""The seven days before the race: half the peak volume, one short sharpening session, fresh legs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from coach.domain.language import mark
from coach.domain.plans import Phase, Session
from coach.science.planning.calendar import Calendar
from coach.science.planning.frames import LAST_DAYS, Frame, Past
from coach.science.planning.sessions import FIVE_MINUTES, MINUTE, SHORTEST_S, easy_run, five_minutes, hard_run
from coach.science.planning.taper import SHORTEST_TAPERED_PLAN, last_week_share
from coach.science.planning.workouts import choices

_TRIED = (0.0, -0.04, 0.04, -0.08, 0.08, -0.12, 0.12)
"""Shares tried around the one wanted."""

_SHORTEST_USEFUL_S = 20 * MINUTE
_LONGEST_S = 90 * MINUTE
_SHARP = 4
_LONG_DAY, _LONG_DAY_OF_SHORT_PLAN = 1.6, 2.7


def last_sessions(frame: Frame, past: Past, peak_m: float, earlier_runs: int) -> tuple[Session, ...]:
    """Sessions of the last seven days on the athlete's days, holding about half of ``peak_m`` metres, two thirds in a
    plan too short to taper from anything.

    ``earlier_runs`` is the number of runs of a week before, which is never exceeded.
    """
    race_day = frame.calendar.race_day
    if race_day is None:
        return ()
    days = _days(frame, race_day, earlier_runs)
    eve = race_day - timedelta(days=1)
    most_s = min(past.longest_allowed_m(eve, frame.kit.easy_mps) / frame.kit.easy_mps * 0.95, _LONGEST_S)
    easy_mps = frame.kit.easy_mps
    drafts = []
    wanted = last_week_share(frame.calendar)
    for kept in (wanted + more for more in _TRIED):
        chosen = list(days)
        while len(chosen) > 1 and kept * peak_m / easy_mps / len(chosen) < _SHORTEST_USEFUL_S * 0.8:
            chosen.remove(_least(chosen, frame))
        drafts.append(_laid(frame, chosen, kept * peak_m / easy_mps, most_s))
    return min(drafts, key=lambda draft: abs(sum(session.distance_m for session in draft) - wanted * peak_m))


def _days(frame: Frame, race_day: date, most: int) -> list[date]:
    """The days of the last seven that are run."""
    calendar = frame.calendar
    days = [race_day - timedelta(days=left) for left in range(LAST_DAYS, 0, -1)]
    days = [day for day in days if day.weekday() in calendar.days and day >= calendar.start]
    return _spread_before(calendar, days, max(1, min(most, 6)))


def _spread_before(calendar: Calendar, days: list[date], most: int) -> list[date]:
    """``most`` of the days: the best for sharpening first, then always the farthest from the others and the race."""
    if len(days) <= most:
        return days
    left = {day: calendar.days_to_race(day) for day in days}
    chosen = [min(days, key=lambda day: (abs(left[day] - _SHARP), -left[day]))]
    while len(chosen) < most:
        others = [day for day in days if day not in chosen]
        taken = [0, *(left[day] for day in chosen)]
        chosen.append(max(others, key=lambda day: (min(abs(left[day] - other) for other in taken), left[day])))
    return sorted(chosen)


def _least(days: list[date], frame: Frame) -> date:
    """The day to give up first: two days before the race, then the eve, then the latest."""
    left = {day: frame.calendar.days_to_race(day) for day in days}
    order = {2: 0, 1: 1}
    return min(days, key=lambda day: (order.get(left[day], 2), left[day]))


def _laid(frame: Frame, days: list[date], total_s: float, most_s: float) -> tuple[Session, ...]:
    calendar, kit = frame.calendar, frame.kit
    left = {day: calendar.days_to_race(day) for day in days}
    longer = _LONG_DAY if calendar.weeks >= SHORTEST_TAPERED_PLAN else _LONG_DAY_OF_SHORT_PLAN
    weights = {day: _weight(left[day], longer if day.weekday() == calendar.long_day else 1.0) for day in days}
    sharp = min((day for day in days if 3 <= left[day] <= 5), key=lambda day: abs(left[day] - _SHARP), default=None)
    sessions = []
    for day in days:
        room = total_s * weights[day] / sum(weights.values())
        room = min(room + FIVE_MINUTES / 2, calendar.limit_s(day.weekday()), most_s)
        session = _sharpening(frame, day, room) if day == sharp else None
        if session is None:
            seconds = max(SHORTEST_S, five_minutes(room))
            strides = 4 if left[day] == 1 or (left[day] == 2 and len(days) > 2) else 0
            session = _told(easy_run(kit, day, seconds, strides=strides), left[day], len(days))
        sessions.append(session)
    return tuple(sessions)


def _weight(left: int, longer: float) -> float:
    """Longer a week before, shorter as the race comes."""
    if left >= 6:
        return longer
    return {1: 0.55, 2: 0.7, 3: 0.85}.get(left, 1.0)


def _sharpening(frame: Frame, day: date, room_s: float) -> Session | None:
    """A few repeats at goal pace in a short session, enough to keep the feeling."""
    kit = frame.kit
    for workout in choices(kit.kind, Phase.RACE, kit.level, 0, 0, kit.terrain):
        if workout.group != "goal":
            continue
        session = hard_run(kit, day, workout, work_s=room_s * 0.18, room_s=room_s, wanted_s=room_s)
        if session is not None:
            return session
    return None


def _told(session: Session, left: int, runs: int) -> Session:
    """The same easy run, told for what it is so close to the race."""
    purpose = session.purpose
    if left <= 2:
        purpose = mark("A short loosening run; the race is close and nothing more is to be gained.")
    elif left == LAST_DAYS and runs > 1:
        purpose = mark("The last longer run: easy, to keep the habit of duration without its fatigue.")
    return replace(session, purpose=purpose)
