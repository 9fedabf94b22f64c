"""A planned session made shorter, easier, quicker or slower, or put on another day; its key stays.

Sessions come from plans of any engine or hand, so they are changed by their steps and never built anew from a goal.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from coach.domain.language import mark
from coach.domain.plans import Plan, Session, SessionKind, Step, StepKind, Target, Week
from coach.science.planning.adaptation.verdicts import work_s
from coach.science.planning.clocks import clock, race_clock
from coach.science.planning.intensity import EASY, LONG, Effort, target, timed

FIVE_MINUTES = 300.0
SHORTEST_S = 600.0
"""No run is made shorter than ten minutes; it is left out instead."""

LEAST_EASY_S = 900.0
"""A run cut short keeps its quick part while so much easy running is left beside it."""

_SAME_PACE = 0.012
"""Shares of VMA this near the race's are goal pace."""

_EASY_PURPOSE = mark("Easy enough to talk in whole sentences: this is where endurance is built.")
_LONG_PURPOSE = mark("Time on your feet, easy from start to end: the base of every distance.")


def to_five_minutes(seconds: float) -> float:
    """Seconds rounded down to five minutes, ten minutes at least."""
    return max(SHORTEST_S, FIVE_MINUTES * int((seconds + 1) // FIVE_MINUTES))


def moved(session: Session, day: date) -> Session:
    """The same session on another day."""
    return replace(session, day=day)


def eased(session: Session, vma_kmh: float, seconds: float | None = None) -> Session:
    """An easy run in place of a session, as long as it (or ``seconds``), in five minutes."""
    lasting = to_five_minutes(session.duration_s if seconds is None else min(seconds, session.duration_s))
    step = timed(StepKind.STEADY, lasting, vma_kmh, EASY)
    title = mark("Easy run, {duration}")
    values = {"duration": clock(lasting), "strides": "0"}
    return replace(session, kind=SessionKind.EASY, title=title, purpose=_EASY_PURPOSE, steps=(step,), values=values)


def shortened(session: Session, vma_kmh: float, seconds: float) -> Session:
    """The session cut to ``seconds`` at most: easy time goes first, then what is quick in it, or passes of a walk-run.

    Hard sessions become easy runs, for a hard session without its warm-up or its repeats is none.
    """
    if session.duration_s <= seconds:
        return session
    if session.kind in (SessionKind.TEMPO, SessionKind.INTERVALS):
        return eased(session, vma_kmh, seconds)
    if any(step.kind is StepKind.WALK for block in session.steps for step in block.steps):
        return _fewer_passes(session, seconds)
    lasting = to_five_minutes(seconds)
    kept = _less_easy(session, session.duration_s - lasting)
    if kept is not None:
        return kept
    if session.kind is SessionKind.LONG:
        step = timed(StepKind.STEADY, lasting, vma_kmh, LONG)
        title = mark("Long run, {duration}")
        return replace(session, title=title, purpose=_LONG_PURPOSE, steps=(step,), values={"duration": clock(lasting)})
    return eased(session, vma_kmh, lasting)


def _less_easy(session: Session, less_s: float) -> Session | None:
    """A run whose longest easy step is ``less_s`` seconds shorter, the rest as it was; None when too little is left."""
    easy = [step for step in session.steps if step.kind is StepKind.STEADY and not step.steps and not step.by_distance]
    longest = max(easy, key=lambda step: step.duration_s, default=None)
    if longest is None or longest.duration_s - less_s < LEAST_EASY_S or "duration" not in session.values:
        return None
    share = 1 - less_s / longest.duration_s
    cut = replace(longest, duration_s=longest.duration_s - less_s, distance_m=round(longest.distance_m * share, 1))
    steps = tuple(cut if step is longest else step for step in session.steps)
    shorter = replace(session, steps=steps)
    return replace(shorter, values=session.values | {"duration": clock(shorter.duration_s)})


def without_work(session: Session, vma_kmh: float) -> Session:
    """The session as long as it was, all of it easy: a long run stays one."""
    if work_s(session) == 0:
        return session
    if session.kind is not SessionKind.LONG:
        return eased(session, vma_kmh)
    plain = timed(StepKind.STEADY, session.duration_s, vma_kmh, LONG)
    values = {"duration": clock(session.duration_s)}
    return replace(session, title=mark("Long run, {duration}"), purpose=_LONG_PURPOSE, steps=(plain,), values=values)


def _fewer_passes(session: Session, seconds: float) -> Session:
    """A run with walking breaks cut by whole passes; its other steps stay."""
    fixed = sum(step.total_s for step in session.steps if not step.steps)
    passes = sum(step.total_s for step in session.steps if step.steps)
    share = max(0.0, seconds - fixed) / passes
    steps, values = [], dict(session.values)
    for step in session.steps:
        times = max(1, int(step.times * share)) if step.steps else step.times
        values = {name: str(times) if text == str(step.times) and step.steps else text for name, text in values.items()}
        steps.append(replace(step, times=times))
    cut = replace(session, steps=tuple(steps))
    if "duration" in values:
        values["duration"] = clock(cut.duration_s)
    return replace(cut, values=values)


def repaced(session: Session, old_vma: float, new_vma: float, goal_mps: float | None = None) -> Session:
    """The session for another VMA (km/h): the same shares of VMA at other paces.

    What is run at ``goal_mps`` (m/s) keeps its pace, and its share of VMA changes instead.
    """
    steps = tuple(_repaced(step, old_vma, new_vma, goal_mps) for step in session.steps)
    again = replace(session, steps=steps)
    said = {"duration": clock(again.duration_s)}
    if session.kind is SessionKind.RACE:
        said["time"] = race_clock(again.duration_s)
    return replace(again, values={name: said.get(name, text) for name, text in session.values.items()})


def _repaced(step: Step, old_vma: float, new_vma: float, goal_mps: float | None) -> Step:
    if step.steps:
        inner = tuple(_repaced(part, old_vma, new_vma, goal_mps) for part in step.steps)
        once = replace(step, steps=inner, times=1)
        return replace(
            once,
            duration_s=once.total_s,
            distance_m=once.total_m,
            times=step.times,
            target=inner[0].target if step.target != Target() else step.target,
        )
    low, high = step.target.vma_low, step.target.vma_high
    if low is None or high is None or step.kind in (StepKind.WALK, StepKind.EXERCISE):
        return step
    ratio = new_vma / old_vma
    if goal_mps and abs((low + high) / 200 * old_vma / 3.6 / goal_mps - 1) <= _SAME_PACE:
        slower = Effort(round(low / ratio, 1), round(high / ratio, 1))
        zone = target(new_vma, slower).hr_zone
        return replace(step, target=replace(step.target, vma_low=slower.low, vma_high=slower.high, hr_zone=zone))
    paced = target(new_vma, Effort(low, high), rpe=step.target.rpe)
    if step.target.pace_fast_s is None:
        paced = replace(paced, pace_fast_s=None, pace_slow_s=None)
    paced = replace(paced, hr_zone=step.target.hr_zone)
    if step.by_distance:
        return replace(step, target=paced, duration_s=float(round(step.duration_s / ratio)))
    return replace(step, target=paced, distance_m=round(step.distance_m * ratio, 1))


def last_day(plan: Plan) -> date:
    """The last day a session may stand on: of the race, or the last one asked for."""
    return min(plan.end, plan.goal.race_day or plan.end)


def with_sessions(plan: Plan, sessions: Iterable[Session]) -> Plan:
    """The plan with exactly these sessions, each in the week of its day, runs before what shares their day."""
    by_monday: dict[date, list[Session]] = {week.monday: [] for week in plan.weeks}
    for session in sessions:
        by_monday[session.day - timedelta(days=session.day.weekday())].append(session)
    return replace(plan, weeks=tuple(_holding(week, by_monday[week.monday]) for week in plan.weeks))


def _holding(week: Week, sessions: list[Session]) -> Week:
    """The week with these sessions; the very same one when it holds them already."""
    ordered = tuple(sorted(sessions, key=lambda each: (each.day, not each.kind.run)))
    if len(ordered) == len(week.sessions) and all(map(operator.is_, ordered, week.sessions)):
        return week
    return replace(week, sessions=ordered)


def changed(plan: Plan, by_key: Mapping[str, Session | None]) -> Plan:
    """The plan with sessions replaced by key, or left out where there is None."""
    weeks = []
    for week in plan.weeks:
        if all(each.key not in by_key for each in week.sessions):
            weeks.append(week)
            continue
        new = [by_key.get(each.key or "", each) for each in week.sessions]
        sessions = [session for session in new if session is not None]
        if any(not week.monday <= session.day <= week.sunday for session in sessions):
            kept = (by_key.get(each.key or "", each) for each in plan.sessions)
            return with_sessions(plan, (session for session in kept if session is not None))
        weeks.append(_holding(week, sessions))
    return replace(plan, weeks=tuple(weeks))
