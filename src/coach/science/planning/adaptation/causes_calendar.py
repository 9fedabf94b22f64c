"""Journeys, new days and a race on another day: the least that must move does."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import date, timedelta

from coach.domain.adaptation import Cause
from coach.domain.goals import Goal
from coach.domain.language import mark
from coach.domain.plans import Notice, Plan, Session, SessionKind, Week
from coach.domain.problems import InvalidInput
from coach.science.planning.adaptation.causes_missed import to_another_day
from coach.science.planning.adaptation.differences import Reason
from coach.science.planning.adaptation.drafting import Draft, Remake
from coach.science.planning.adaptation.holding import held
from coach.science.planning.adaptation.judging import Case
from coach.science.planning.adaptation.reshaping import eased, last_day, moved, shortened, with_sessions
from coach.science.planning.calendar import FEWEST_DAYS
from coach.science.planning.tune_ups import days_before_race

TRAVEL_RUN_S, TRAVEL_LONG_S = 45 * 60.0, 60 * 60.0
LEAST_BESIDE_S = 20 * 60.0
"""A run keeps so much of a day that holds strength too; otherwise it has the day for itself."""

HELD_FROM_DAYS, REMADE_FROM_DAYS = 5, 14
_PRIORITY = (SessionKind.LONG, SessionKind.INTERVALS, SessionKind.TEMPO, SessionKind.EASY)

_NO_ROOM = mark("Travelling: no room to run.")
_EASY_ROAD = mark("Travelling: easy running only, what fits in is enough.")
_BEFORE_OR_AFTER = mark("Moved out of the journey, within its week.")
_LOST_DAY = mark("This weekday is no longer yours to run on.")
_TOO_LONG = mark("No longer than the minutes you now have on this day.")
_NEW_LONG_DAY = mark("The long run goes to the day you chose for it.")
_NO_RACE = mark("This plan has no race to move.")
_RACE_MOVED = mark("The race is now on {day}: the weeks before it are laid anew.")


def away(case: Case, draft: Draft, cause: Cause) -> Draft:
    """The draft for a journey from ``cause.since`` to ``cause.until``, with easy running or none."""
    since = cause.since or case.today
    until = cause.until or since
    for session in draft.plan.sessions:
        inside = since <= session.day <= until and case.ahead(session)
        if not inside or session.key is None or session.kind is SessionKind.RACE:
            continue
        elsewhere = _out_of(case, draft, session, since, until) if session.kind is SessionKind.LONG else None
        if elsewhere is not None:
            draft = elsewhere
        elif not cause.can_run:
            draft = draft.changing({session.key: None}, Reason(Notice("no_room", _NO_ROOM)))
        else:
            draft = _easier(draft, session)
    message = _EASY_ROAD if cause.can_run else _NO_ROOM
    draft = draft.saying(Notice("journey", message))
    race = case.plan.race_day
    if race is not None and since <= race <= until:
        draft = draft.saying(Notice("race_in_journey", mark("The race falls into the journey: it stays in the plan.")))
    days = (until - max(since, case.plan.start)).days + 1
    if cause.can_run or days < HELD_FROM_DAYS:
        return draft
    message = mark("{days} days without running: the weeks after grow from what you ran before, nothing is caught up.")
    fact = Notice("journey_lost", message, {"days": str(days)})
    monday = until + timedelta(days=-until.weekday() % 7)
    if days >= REMADE_FROM_DAYS:
        first = max(monday, case.monday + timedelta(days=7))
        return draft.saying(fact).remaking(Remake(first, draft.plan.goal, Reason(fact), 1, days))
    return held(case, draft, max(monday, case.monday), fact)


def race_moved(case: Case, draft: Draft, cause: Cause) -> Draft:
    """The draft for a race on another day: the rest is laid anew, but for the race of this very week.

    Raises InvalidInput for a plan without a race and for a day that is not to come.
    """
    day, old = cause.race_day, case.plan.race_day
    if old is None or day is None:
        raise InvalidInput(_NO_RACE, field="race_day")
    if day <= case.today:
        raise InvalidInput(mark("The race day {day} must be after today."), field="race_day", day=day.isoformat())
    if day < case.plan.start:
        message = mark("{day} is too soon: what is left can be planned anew from {first} on.")
        raise InvalidInput(message, field="race_day", day=day.isoformat(), first=case.plan.start.isoformat())
    if day == old:
        return draft.saying(Notice("nothing_changes", mark("The race already is on that day: nothing changes.")))
    reason = Reason(Notice("race_moved", _RACE_MOVED, {"day": day.isoformat()}), "race_day")
    draft = _without_late_races(case, draft, day)
    goal = _goal_on(draft.plan.goal, draft.plan, day)
    following = case.monday + timedelta(days=7)
    if day < following:
        return _race_this_week(case, draft, day, goal, reason)
    if old < following:
        race = _race(draft.plan, old)
        if race is not None and race.key is not None:
            draft = draft.changing({race.key: None}, reason)
    return draft.saying(reason.notice).remaking(Remake(following, goal, reason))


def available(case: Case, draft: Draft, cause: Cause) -> Draft:
    """The draft for other days, minutes or another long-run day: only sessions that no longer fit move.

    Raises InvalidInput for days no plan can be laid on.
    """
    goal = _goal_available(draft.plan.goal, cause)
    draft = replace(draft, plan=replace(draft.plan, goal=goal))
    before = draft.plan
    for week in draft.plan.weeks:
        if week.sunday >= case.today:
            draft = _week_fitted(case, draft, week, goal, new_long_day=cause.long_day is not None)
    if draft.plan == before:
        message = mark("Every session already fits the days you have: nothing moves.")
        return draft.saying(Notice("nothing_moves", message))
    message = mark("Only sessions that no longer fit move or are cut; what has no safe place goes.")
    return draft.saying(Notice("days_changed", message))


def _out_of(case: Case, draft: Draft, session: Session, since: date, until: date) -> Draft | None:
    """The draft with a long run elsewhere in its week, outside the journey; None where no day will do."""
    monday = session.day - timedelta(days=session.day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    given = [day for day in days if day >= case.today and day.weekday() in draft.plan.goal.days]
    free = [day for day in given if not since <= day <= until]
    return to_another_day(case, draft, session, free, Reason(Notice("out_of_journey", _BEFORE_OR_AFTER)))


def _easier(draft: Draft, session: Session) -> Draft:
    """A session made easy for the road; what is not run stays as it is."""
    if not session.kind.run or session.key is None:
        return draft
    vma = draft.plan.vma_kmh
    if session.kind is SessionKind.LONG:
        calm = shortened(session, vma, TRAVEL_LONG_S)
    elif session.kind.hard or session.duration_s > TRAVEL_RUN_S:
        calm = eased(session, vma, TRAVEL_RUN_S)
    else:
        return draft
    return draft.changing({session.key: calm}, Reason(Notice("easy_on_the_road", _EASY_ROAD)))


def _goal_on(goal: Goal, plan: Plan, day: date) -> Goal:
    """The goal with another race day; its number of weeks follows."""
    weeks = (day - plan.start).days // 7 + 1
    return replace(goal, race_day=day, weeks=None if goal.weeks is None else weeks)


def _without_late_races(case: Case, draft: Draft, day: date) -> Draft:
    """The draft without the races on the way, still to come, that are too near a race on ``day``."""
    goal, fitting = draft.plan.goal, []
    for one in goal.tune_ups:
        if one.day < case.today or (day - one.day).days >= days_before_race(one.distance_m):
            fitting.append(one)
            continue
        message = mark("The race on the way of {day} no longer fits before this race: it is left out.")
        fact = Notice("tune_up_left_out", message, {"day": one.day.isoformat()})
        race = _race(draft.plan, one.day)
        gone: dict[str, Session | None] = {} if race is None or race.key is None else {race.key: None}
        draft = draft.changing(gone, Reason(fact, "race_day")).saying(fact)
    return replace(draft, plan=replace(draft.plan, goal=replace(goal, tune_ups=tuple(fitting))))


def _race(plan: Plan, day: date) -> Session | None:
    return next((each for each in plan.sessions if each.kind is SessionKind.RACE and each.day == day), None)


def _race_this_week(case: Case, draft: Draft, day: date, goal: Goal, reason: Reason) -> Draft:
    """The race moved into the week in progress: what comes after it goes, and so does what is hard just before."""
    race = None if case.plan.race_day is None else _race(draft.plan, case.plan.race_day)
    if race is None:
        raise InvalidInput(_NO_RACE, field="race_day")
    new: dict[str, Session | None] = {}
    for session in draft.plan.sessions:
        if session.key is None or not case.ahead(session) or session is race:
            continue
        near = 0 < (day - session.day).days <= 2
        if session.day >= day:
            new[session.key] = None
        elif near and session.kind.hard:
            new[session.key] = eased(session, draft.plan.vma_kmh, 30 * 60.0)
    weeks = tuple(week for week in draft.plan.weeks if week.monday <= day)
    kept = [each for each in draft.plan.sessions if each is not race and each.day <= weeks[-1].sunday]
    plan = with_sessions(replace(draft.plan, weeks=weeks, race_day=day, goal=goal), [*kept, moved(race, day)])
    reasons = draft.reasons | ({race.key: reason} if race.key else {})
    draft = replace(draft, plan=plan, reasons=reasons, otherwise=draft.otherwise or reason).saying(reason.notice)
    return draft.changing(new, reason)


def _goal_available(goal: Goal, cause: Cause) -> Goal:
    """The goal with the new days, minutes and long-run day."""
    days = tuple(cause.days) if cause.days is not None else goal.days
    if len(set(days)) < FEWEST_DAYS:
        raise InvalidInput(mark("A plan needs at least 2 running days a week."), field="days")
    if any(not 0 <= day <= 6 for day in days) or len(set(days)) != len(days):
        raise InvalidInput(mark("Days are different numbers from 0 (Monday) to 6 (Sunday)."), field="days")
    minutes = cause.minutes
    if minutes is not None and len(minutes) != len(days):
        raise InvalidInput(mark("Give one number of minutes for each running day, or none."), field="minutes")
    if minutes is None and goal.minutes is not None:
        known = dict(zip(goal.days, goal.minutes, strict=True))
        minutes = tuple(known.get(day) for day in days)
    long_day = cause.long_day if cause.long_day is not None else goal.long_day
    if cause.long_day is not None and cause.long_day not in days:
        raise InvalidInput(mark("The long-run day must be one of your running days."), field="long_day")
    return replace(goal, days=days, minutes=minutes, long_day=long_day if long_day in days else None)


def _week_fitted(case: Case, draft: Draft, week: Week, goal: Goal, *, new_long_day: bool) -> Draft:
    """One week on the new days: what stands on a lost day finds a free one, or the place of an easy run, or goes."""
    limits = dict(zip(goal.days, goal.minutes or (None,) * len(goal.days), strict=True))
    ahead = [each for each in week.sessions if each.key and each.kind.run and case.ahead(each)]
    trainings = [each for each in ahead if each.kind is not SessionKind.RACE]
    adrift = {each.key for each in trainings if each.day.weekday() not in goal.days}
    for session in sorted(trainings, key=lambda each: (_PRIORITY.index(each.kind), each.day)):
        must = session.key in adrift
        other_day = new_long_day and session.kind is SessionKind.LONG and session.day.weekday() != goal.long_day
        adrift.discard(session.key)
        if must or other_day:
            draft = _placed(case, draft, session, goal, adrift, must=must)
    for session in [each for one in draft.plan.weeks if one.monday == week.monday for each in one.sessions]:
        limit = limits.get(session.day.weekday())
        if limit is None or session.key is None or not case.ahead(session) or session.kind is SessionKind.RACE:
            continue
        beside = sum(each.duration_s for each in draft.plan.sessions if each.day == session.day and not each.kind.run)
        if session.kind.run and session.duration_s + beside > limit * 60:
            room = limit * 60.0 - beside
            short = shortened(session, draft.plan.vma_kmh, room if room >= LEAST_BESIDE_S else limit * 60.0)
            draft = draft.changing({session.key: short}, Reason(Notice("minutes", _TOO_LONG), "minutes"))
    return draft


def _placed(case: Case, draft: Draft, session: Session, goal: Goal, adrift: Set[str | None], *, must: bool) -> Draft:
    """A session on another day of its week, an easy run where it may not be hard; left out when none will do and it
    ``must`` go. Sessions ``adrift`` have no day yet."""
    monday = session.day - timedelta(days=session.day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    days = [day for day in days if day >= case.today and day.weekday() in goal.days and day != session.day]
    days = [day for day in days if day <= last_day(draft.plan) and day != case.plan.race_day]
    standing = [each for each in draft.plan.sessions if each.kind.run and each.key not in {*adrift, session.key}]
    wanted = [day for day in days if session.kind is SessionKind.LONG and day.weekday() == goal.long_day]
    days = wanted or sorted(days, key=lambda day: (any(each.day == day for each in standing), abs(day - session.day)))
    rule = Reason(Notice("lost_day", _LOST_DAY), "days") if must else Reason(Notice("long_day", _NEW_LONG_DAY))
    for day in days:
        there = [each for each in standing if each.day == day]
        taken = any(each.kind is not SessionKind.EASY or not case.ahead(each) for each in there)
        beside = any(each.kind.hard and abs((each.day - day).days) == 1 for each in standing)
        if taken or (there and not session.kind.hard) or (beside and session.kind.hard):
            continue
        new: dict[str, Session | None] = {session.key or "": moved(session, day)}
        for other in there:
            new[other.key or ""] = None if must else moved(other, session.day)
        return draft.changing(new, rule)
    if not must:
        return draft
    free = next((day for day in days if all(each.day != day for each in standing)), None)
    calm = None if free is None else moved(eased(session, draft.plan.vma_kmh), free)
    return draft.changing({session.key or "": calm}, rule)
