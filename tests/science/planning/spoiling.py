"""Ways to spoil a good plan: one thing changed at a time, so that one rule has something to notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from coach.domain.plans import Plan, Session, SessionKind, Step, StepKind, Target

Change = Callable[[Session], Session | None]


def stretched(step: Step, factor: float) -> Step:
    """A step with all its figures so many times larger."""
    inner = tuple(stretched(part, factor) for part in step.steps)
    return replace(step, duration_s=step.duration_s * factor, distance_m=step.distance_m * factor, steps=inner)


def longer(session: Session, factor: float) -> Session:
    """A session with every step so many times longer, its title left as it was."""
    return replace(session, steps=tuple(stretched(step, factor) for step in session.steps))


def times(factor: float) -> Change:
    """The change that makes sessions so many times longer."""
    return lambda session: longer(session, factor)


def moved(days: int) -> Change:
    """The change that moves sessions by days."""
    return lambda session: replace(session, day=session.day + timedelta(days=days))


def turned(kind: SessionKind) -> Change:
    """The change that calls sessions something else."""
    return lambda session: replace(session, kind=kind)


def gone(session: Session) -> None:
    """The change that leaves sessions out."""


def changed(plan: Plan, number: int, change: Change, kind: SessionKind | None = None) -> Plan:
    """The plan with the sessions of one week (of one kind) changed, or left out where the change gives None."""
    weeks = list(plan.weeks)
    sessions = [change(s) if kind in (None, s.kind) else s for s in weeks[number - 1].sessions]
    weeks[number - 1] = replace(weeks[number - 1], sessions=tuple(s for s in sessions if s is not None))
    return replace(plan, weeks=tuple(weeks))


def changed_everywhere(plan: Plan, change: Change, kind: SessionKind | None = None) -> Plan:
    """The plan with the sessions (of one kind) of every week changed."""
    for week in plan.weeks:
        plan = changed(plan, week.number, change, kind)
    return plan


def with_session(
    plan: Plan, number: int, weekday: int, kind: SessionKind, *, minutes: float = 30, rpe: float = 6
) -> Plan:
    """The plan with one more session on a weekday (Monday 0) of a week, of one step without a pace."""
    week = plan.weeks[number - 1]
    run = kind.run
    step = Step(
        StepKind.STEADY if run else StepKind.EXERCISE, minutes * 60, minutes * 160 if run else 0.0, Target(rpe=rpe)
    )
    made = Session(week.monday + timedelta(days=weekday), kind, "One more", "", (step,))
    sessions = tuple(sorted((*week.sessions, made), key=lambda session: session.day))
    weeks = (*plan.weeks[: number - 1], replace(week, sessions=sessions), *plan.weeks[number:])
    return replace(plan, weeks=weeks)
