"""One week: which days are run, and what stands on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from coach.domain.athletes import Level
from coach.domain.goals import GoalKind
from coach.domain.language import mark
from coach.domain.plans import Phase, Session
from coach.science.planning.calendar import apart, spread
from coach.science.planning.drafts import Draft, hard_days, hard_session, runs_long_races
from coach.science.planning.frames import LAST_DAYS, SMALL_RUN_M, SPIKE, Frame, Past, work_seconds
from coach.science.planning.intensity import LONG, metres_per_second
from coach.science.planning.sessions import (
    FIVE_MINUTES,
    MINUTE,
    SHORTEST_S,
    easy_run,
    five_minutes,
    long_run,
)
from coach.science.planning.taper import taper_share
from coach.science.planning.tune_ups import HALF_M, no_hard_day, races_in
from coach.science.planning.volume import WeekTarget, most_long_m

WORK_SHARE = 0.2
"""Share of the week's time that is work: 80 % easy leaves room for rounding above the 75 % of the rule."""

MOST_WORK_SHARE = 0.23

LONG_SHARE = {2: 0.66, 3: 0.57, 4: 0.475, 5: 0.43, 6: 0.385, 7: 0.385}
SHORT_RACE_LONG_SHARE = {2: 0.6, 3: 0.46, 4: 0.4, 5: 0.36}
FEWEST_LONG_SHARE = 0.34
"""The long run's share of the week by number of runs, a little under the rule's 60 / 50 / 45 / 40 %."""

MOST_DAYS = 6
FEWEST_FOR_LONG = 5
BESIDE_S = 30 * MINUTE
SETTLED_SHARE = 0.015
"""How much more of the week a settled long run may be, so that paces round it do not change its length."""

SHORTER_LONG = 0.85
"""A long run between two of the longest is this share of them."""

LIGHT_LONG = 0.85
"""A lighter week's long run is at most this share of the longest of the 30 days before."""

_VERY_LONG_RACES = (GoalKind.MARATHON, GoalKind.ULTRA)
_MOST_TRIES = 40
_SHORTEST_HARD_S = {Level.BEGINNER: 30 * MINUTE, Level.INTERMEDIATE: 40 * MINUTE, Level.ADVANCED: 45 * MINUTE}
_LONGEST_EASY_S = 90 * MINUTE
_LONGEST_TAPER_RUN_S = 75 * MINUTE
_LONGEST_EVE_S = 60 * MINUTE
_LONGEST_DOUBLE_S = 100 * MINUTE
_DOUBLE = mark("Longer on purpose the day before the long run: legs learn to go on when tired. Easy all the way.")
_SHORTEST_USUAL_S = 20 * MINUTE
_SHORTEST_LONG_S = 25 * MINUTE
_USUAL_RUN_S = {Level.BEGINNER: 28 * MINUTE, Level.INTERMEDIATE: 30 * MINUTE, Level.ADVANCED: 30 * MINUTE}


def week_sessions(
    frame: Frame, index: int, target: WeekTarget, past: Past, settled_s: float | None = None
) -> tuple[Session, ...]:
    """The sessions of week ``index``, up to eight days before the race, on the athlete's days.

    With ``settled_s`` the long run lasts so many seconds: goal pace inside it gives way before its length does.
    """
    calendar = frame.calendar
    races = races_in(frame.races, calendar.monday(index))
    if _has_no_long_run(frame, index, races):
        return easy_week(frame, index, target, past, races)
    runs = _runs(frame, target)
    hard = hard_days(frame, index, target, runs)
    free = [day for day in calendar.days if all(race.day.weekday() != day for race in races)]
    runs = min(runs, len(free), MOST_DAYS - len(races)) if races else runs
    weekdays = spread((calendar.long_day, *hard), free, runs)
    allowed_m = past.longest_allowed_m(calendar.monday(index) + timedelta(days=6), frame.kit.easy_mps)
    draft = Draft(frame, index, target, weekdays, hard, allowed_m, past.work, settled_s is not None)
    share = _long_share(frame.kit.kind, runs) + (0.0 if settled_s is None else SETTLED_SHARE)
    long_s = _long_seconds(draft, share) if settled_s is None else settled_s
    quick_s = _long_work_seconds(draft)
    budget_s = target.volume_s * WORK_SHARE
    week = _laid(draft, long_s, quick_s, budget_s)
    for _ in range(_MOST_TRIES):
        too_long = long_s > SHORTEST_S and week[calendar.long_day].distance_m > share * _metres(week.values())
        too_hard = _too_hard(week.values())
        if not (too_long or too_hard):
            break
        if too_long and draft.settled and work_seconds(week[calendar.long_day]):
            quick_s = work_seconds(week[calendar.long_day]) - 5 * MINUTE
        elif too_long:
            long_s = five_minutes(long_s - 5 * MINUTE)
        budget_s = budget_s * 0.85 if too_hard else budget_s
        week = _laid(draft, long_s, quick_s, budget_s)
    in_order = [session for _, session in sorted(week.items()) if session.day <= calendar.last_day]
    return tuple(session for session in in_order if calendar.days_to_race(session.day) > LAST_DAYS)


def _has_no_long_run(frame: Frame, index: int, races: tuple[Session, ...]) -> bool:
    """Whether the plan ends before this week's long run, or a race is too long or too close to it for both."""
    long_day = frame.calendar.monday(index) + timedelta(days=frame.calendar.long_day)
    if long_day > frame.calendar.last_day and frame.calendar.race_day is None:
        return True
    return no_hard_day(frame.races, long_day) or any(race.distance_m >= HALF_M for race in races)


def easy_week(
    frame: Frame, index: int, target: WeekTarget, past: Past, races: tuple[Session, ...]
) -> tuple[Session, ...]:
    """A week without a long run, for races in or beside it or for its end: easy runs, short ones next to a race.

    Who is no beginner keeps a hard session where one is far enough from every race.
    """
    calendar, kit = frame.calendar, frame.kit
    monday = calendar.monday(index)
    dates = [monday + timedelta(days=day) for day in calendar.days]
    dates = [day for day in dates if day not in {race.day for race in races} and day <= calendar.last_day]
    runs = max(1, min(_runs(frame, target) - len(races), len(dates), MOST_DAYS - len(races)))
    chosen = spread((), [day.weekday() for day in dates], runs)
    most_s = past.longest_allowed_m(monday + timedelta(days=6), kit.easy_mps) / kit.easy_mps * 0.9
    share_s = max(target.volume_s - target.long_s, target.volume_s * 0.5) / runs
    sessions = [*_hard_in_easy_week(frame, index, target, past, chosen, share_s)]
    done = {session.day for session in sessions}
    for day in (monday + timedelta(days=weekday) for weekday in chosen):
        if day in done:
            continue
        beside = any(abs((race.day - day).days) == 1 for race in races)
        eve = any((race.day - day).days == 1 for race in races)
        bound_s = min(share_s, most_s, calendar.limit_s(day.weekday()), BESIDE_S if beside else _LONGEST_EVE_S)
        seconds = max(five_minutes(bound_s), SHORTEST_S)
        sessions.append(easy_run(kit, day, seconds, strides=4 if eve else 0))
    in_order = sorted(sessions, key=lambda session: session.day)
    return tuple(session for session in in_order if calendar.days_to_race(session.day) > LAST_DAYS)


def _hard_in_easy_week(
    frame: Frame, index: int, target: WeekTarget, past: Past, weekdays: tuple[int, ...], share_s: float
) -> Iterator[Session]:
    """The hard session of such a week, in no more than the time of an easy run and a quarter; none in lighter weeks."""
    if target.recovery and not target.test:
        return
    hard = tuple(day for day in hard_days(frame, index, target, len(weekdays)) if day in weekdays)[:1]
    if not hard:
        return
    allowed_m = past.longest_allowed_m(frame.calendar.monday(index), frame.kit.easy_mps)
    draft = Draft(frame, index, target, weekdays, hard, allowed_m, past.work, settled=False)
    most_s = min(frame.calendar.limit_s(hard[0]), allowed_m / frame.kit.easy_mps * 0.9)
    room_s = min(most_s, max(share_s * 1.25, _SHORTEST_HARD_S[frame.kit.level]))
    session = hard_session(draft, 0, room_s, room_s, share_s * len(weekdays) * WORK_SHARE * 0.75, ())
    if session is not None and session.day <= frame.calendar.last_day:
        yield session


def tapered(
    kind: GoalKind, peak: WeekTarget, phase: Phase, days_to_race: int, long_days_to_race: int, *, built: bool = True
) -> WeekTarget:
    """The target of a taper week: its middle and its long run are so many days before the race.

    Where no weeks have ``built`` anything to taper from, easy running stays as it is up to the last week.
    """
    share = taper_share(kind, days_to_race) if built or phase is Phase.RACE else 1.0
    long_s = peak.long_s * taper_share(kind, long_days_to_race) * 0.92
    volume_s = long_s + (peak.volume_s - peak.long_s) * share
    return replace(peak, phase=phase, recovery=False, volume_s=volume_s, long_s=long_s, quick_long=False)


def _laid(draft: Draft, long_s: float, quick_s: float, budget_s: float) -> dict[int, Session]:
    """A whole week around a long run of ``long_s`` seconds, with ``budget_s`` seconds of work, by weekday.

    At most ``quick_s`` seconds of that work are inside the long run.
    """
    kit, calendar, target = draft.frame.kit, draft.frame.calendar, draft.target
    mean_s = (target.volume_s - long_s) / max(len(draft.weekdays) - 1, 1)
    tallest_s = _LONGEST_TAPER_RUN_S if target.phase is Phase.TAPER else 35 * MINUTE
    ceiling_s = min(draft.allowed_m / kit.easy_mps * 0.92, max(long_s * 0.95, tallest_s))
    long_work_s = min(quick_s, budget_s * (0.75 if runs_long_races(kit.kind) else 0.35))
    week = {calendar.long_day: _long_within(draft, long_s, long_work_s)}
    budget_s -= work_seconds(week[calendar.long_day])
    shortest_s = min(_SHORTEST_HARD_S[kit.level], target.volume_s / 2)
    for slot, weekday in enumerate(draft.hard_days):
        room_s = min(calendar.limit_s(weekday), ceiling_s, max(mean_s * 1.15, shortest_s))
        share_s = budget_s / (len(draft.hard_days) - slot)
        session = hard_session(draft, slot, room_s, mean_s, share_s, week.values())
        if session is not None:
            week[weekday] = session
            budget_s -= work_seconds(session)
    left_s = target.volume_s - sum(session.duration_s for session in week.values())
    easy_days = [weekday for weekday in draft.weekdays if weekday not in week]
    for weekday, share in _easy_shares(easy_days, calendar.long_day, doubles=draft.doubles):
        doubled = draft.doubles and (calendar.long_day - weekday) % 7 == 1
        eve_s = _LONGEST_DOUBLE_S if doubled else _LONGEST_EVE_S
        most_s = eve_s if (calendar.long_day - weekday) % 7 == 1 else _LONGEST_EASY_S
        bounds = (calendar.limit_s(weekday), max(ceiling_s * 0.9, SHORTEST_S), most_s, max(long_s, 20 * MINUTE))
        seconds = five_minutes(min(max(left_s * share, 20 * MINUTE), *bounds))
        strides = _strides(draft, weekday, easy_days)
        if doubled and seconds > _LONGEST_EVE_S:
            strides = 0
        week[weekday] = easy_run(
            kit, draft.day(weekday), seconds, strides=strides, walk_breaks=draft.novice, run_s=draft.run_s(seconds)
        )
        if doubled and seconds > _LONGEST_EVE_S:
            week[weekday] = replace(week[weekday], purpose=_DOUBLE)
    return week


def _too_hard(sessions: Iterable[Session]) -> bool:
    sessions = list(sessions)
    work_s = sum(work_seconds(session) for session in sessions)
    return work_s > MOST_WORK_SHARE * sum(session.duration_s for session in sessions)


def _runs(frame: Frame, target: WeekTarget) -> int:
    """How many of the athlete's days the volume fills: four short runs before a fifth, longer ones before a sixth.

    Before a marathon a sixth and seventh give way to a long run that would else be too large a share of the week.
    """
    beside_long_s = target.volume_s - min(target.long_s, target.volume_s * 0.45)
    short = 1 + int(beside_long_s // _SHORTEST_USUAL_S)
    usual = 1 + int(beside_long_s // _USUAL_RUN_S[frame.kit.level])
    runs = max(2, min(len(frame.calendar.days), max(min(short, 4), usual)))
    long_race = frame.kit.kind.model in _VERY_LONG_RACES
    while long_race and runs > FEWEST_FOR_LONG and target.long_s > 1.1 * LONG_SHARE[runs] * target.volume_s:
        runs -= 1
    return runs


def _metres(sessions: Iterable[Session]) -> float:
    return sum(session.distance_m for session in sessions)


def _long_share(kind: GoalKind, runs: int) -> float:
    """The most of the week its long run may be; less for the short races."""
    shares = LONG_SHARE if runs_long_races(kind) else SHORT_RACE_LONG_SHARE
    return shares.get(runs, FEWEST_LONG_SHARE)


def _long_seconds(draft: Draft, share: float) -> float:
    """Seconds of the long run before its share of the week is checked.

    Five minutes may be more than a tenth of a fast runner's long run: then it grows by whole minutes.
    """
    calendar, kit, target = draft.frame.calendar, draft.frame.kit, draft.target
    allowed_s = draft.allowed_m / metres_per_second(kit.vma_kmh, LONG.middle)
    by_share = max(target.volume_s * share, 20 * MINUTE)
    wanted_s = max(target.long_s + 4 * MINUTE, _SHORTEST_LONG_S)
    most_s = min(wanted_s, calendar.limit_s(calendar.long_day), allowed_s, by_share)
    longest_s = allowed_s / SPIKE
    if target.shorter_long and longest_s >= SHORTER_LONG * target.long_s:
        most_s = min(most_s, SHORTER_LONG * target.long_s)
    if target.recovery:
        most_s = min(most_s, max(longest_s * LIGHT_LONG, 20 * MINUTE))
    five = five_minutes(most_s - 1)
    grows = most_s >= longest_s + 2 * MINUTE and draft.allowed_m > SMALL_RUN_M
    if grows and five <= longest_s + MINUTE / 2 and five + FIVE_MINUTES > allowed_s:
        return MINUTE * (most_s // MINUTE)
    return five


def _long_work_seconds(draft: Draft) -> float:
    """Seconds of goal pace or steady running inside the long run."""
    if not draft.target.quick_long:
        return 0.0
    most = {GoalKind.ULTRA: 60, GoalKind.MARATHON: 60, GoalKind.HALF_MARATHON: 45}.get(
        draft.frame.kit.kind, 20
    ) * MINUTE
    return most * (0.4 + 0.6 * draft.target.progress)


def _long_within(draft: Draft, seconds: float, work_s: float) -> Session:
    """The long run shortened until its metres are allowed (goal pace makes it longer than easy running).

    Where its length is settled its quicker part gives way first.
    """
    kit, day = draft.frame.kit, draft.day(draft.frame.calendar.long_day)
    session = long_run(kit, day, seconds, work_s=work_s, walk_breaks=draft.novice, run_s=draft.run_s(seconds))
    most_m = min(draft.allowed_m, most_long_m(kit.kind))
    while session.distance_m > most_m and seconds > SHORTEST_S:
        if draft.settled and work_s > 0:
            work_s -= 5 * MINUTE
        else:
            seconds -= 5 * MINUTE
        session = long_run(kit, day, seconds, work_s=work_s, walk_breaks=draft.novice, run_s=draft.run_s(seconds))
    return session


def _easy_shares(weekdays: list[int], long_day: int, *, doubles: bool) -> list[tuple[int, float]]:
    """How the easy time is shared: less next to the long run, more in midweek; more on its eve where it is doubled."""
    weights = {day: 0.85 if apart(day, long_day) == 1 else 1.15 for day in weekdays}
    weights |= {day: 2.0 for day in weekdays if doubles and (long_day - day) % 7 == 1}
    total = sum(weights.values())
    return [(day, weight / total) for day, weight in weights.items()]


def _strides(draft: Draft, weekday: int, easy_days: list[int]) -> int:
    """Strides close one easy run a week, not the one after the long run if there is another."""
    if draft.target.recovery or draft.index == 0 or draft.index in draft.frame.calm:
        return 0
    if draft.frame.kit.senior and draft.target.quick_long:
        return 0
    long_day = draft.frame.calendar.long_day
    chosen = min(easy_days, key=lambda day: ((day - long_day) % 7 == 1, day))
    return (4 if draft.frame.kit.level is Level.BEGINNER else 6) if weekday == chosen else 0
