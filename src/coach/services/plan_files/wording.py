"""A session in lines of text, as calendars, watches and tables show it."""

from __future__ import annotations

from collections.abc import Sequence

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.goals import GoalKind
from coach.domain.language import full_date_words, say, say_many
from coach.domain.plans import Plan, Session, SessionKind
from coach.domain.units import clock, distance, duration
from coach.services.plan_words import GOAL_IN_SENTENCE, StepLine, step_lines


def plan_sentence(plan: Plan, language: Language) -> str:
    """What the plan is for, in one sentence: ``16 weeks to run your marathon in 3:45:00 on Sunday 14 March 2027``."""
    goal = say(language, GOAL_IN_SENTENCE[plan.goal.kind])
    if plan.goal.kind is GoalKind.ULTRA:
        goal = f"{goal} ({distance(language, plan.goal.race_m)})"
    if plan.race_day is None or plan.goal_s is None:
        return say_many(
            language,
            "{count} week: {goal}, until {day}",
            "{count} weeks: {goal}, until {day}",
            len(plan.weeks),
            goal=goal,
            day=full_date_words(language, plan.end),
        )
    return say_many(
        language,
        "{count} week to run your {goal} in {time} on {day}",
        "{count} weeks to run your {goal} in {time} on {day}",
        len(plan.weeks),
        goal=goal,
        time=clock(language, plan.goal_s),
        day=full_date_words(language, plan.race_day),
    )


def amount_text(language: Language, session: Session) -> str:
    """How long and how far: ``45 min · 7.4 km``; what is not run has no distance, a race no duration of its own."""
    if session.kind is SessionKind.RACE:
        return distance(language, session.distance_m, 4)
    parts = [duration(language, session.duration_s)] if session.duration_s else []
    if session.kind.run and session.distance_m:
        parts.append(distance(language, session.distance_m))
    return " · ".join(parts)


def step_texts(language: Language, session: Session, zones: Sequence[Zone] = (), *, why: bool = False) -> list[str]:
    """The steps, one a line, inner steps of a block behind a dash; ``why`` adds what each is there for."""
    racing = session.kind is SessionKind.RACE
    return [
        text for line in step_lines(language, session.steps, race=racing, zones=zones) for text in _texts(line, why)
    ]


def _texts(line: StepLine, why: bool, depth: int = 0) -> list[str]:
    indent = "– " * depth
    name = "" if line.inner else line.name
    said = " · ".join(part for part in (line.amount, name, line.target, line.also) if part)
    texts = [f"{indent}{said}"]
    if why and line.why:
        texts[0] += f" ({line.why.rstrip('.')})"
    for inner in line.inner:
        texts += _texts(inner, why, depth + 1)
    return texts
