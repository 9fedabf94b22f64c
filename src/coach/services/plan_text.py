"""A plan as plain text: what a terminal prints, and what is committed where a plan is approved word by word."""

from __future__ import annotations

from collections.abc import Iterator

from coach.domain.athletes import Language
from coach.domain.language import mark, range_words, say, short_day, short_weekday
from coach.domain.plans import Plan, Session, SessionKind, Week
from coach.domain.units import clock, distance, duration, kmh
from coach.services.plan_words import (
    GOAL_WORDS,
    LEVEL_WORDS,
    PHASE_WORDS,
    StepLine,
    notice_text,
    session_purpose,
    session_title,
    step_lines,
)

_WITH_RACE = mark("{kind}, {weeks} weeks to {day}: {sessions} sessions, goal {goal}, predicted today {predicted}.")
_WITHOUT_RACE = mark("{kind}, {weeks} weeks to {day}: {sessions} sessions.")
_BESIDE = mark("+ {time} of other sports and strength")


def headline(language: Language, plan: Plan) -> str:
    """What the plan is for, how long, how many sessions, and the times where there is a race."""
    values = {
        "kind": say(language, GOAL_WORDS[plan.goal.kind]),
        "weeks": str(len(plan.weeks)),
        "sessions": str(len(plan.sessions)),
        "day": f"{short_day(language, plan.end)} {plan.end.year}",
    }
    if plan.goal_s is None or plan.predicted_s is None:
        return say(language, _WITHOUT_RACE, **values)
    values |= {"goal": clock(language, plan.goal_s), "predicted": clock(language, plan.predicted_s)}
    return say(language, _WITH_RACE, **values)


def week_title(language: Language, week: Week) -> str:
    """The week's number, days, phase, and kilometres and time of running, and the time of all else."""
    phase = say(language, PHASE_WORDS[week.phase])
    title = say(
        language,
        "Week {number}, {dates}: {phase}",
        number=week.number,
        dates=range_words(language, week.monday, week.sunday),
        phase=phase,
    )
    light = f" ({say(language, 'lighter')})" if week.recovery else ""
    others_s = sum(session.duration_s for session in week.sessions if not session.kind.run)
    beside = f" {say(language, _BESIDE, time=duration(language, others_s))}" if others_s else ""
    if not week.running_s:
        return f"{title}{light} – {say(language, 'no running')}{beside}"
    return f"{title}{light} – {distance(language, week.distance_m)}, {duration(language, week.running_s)}{beside}"


def session_line(language: Language, session: Session) -> str:
    """A session on one line: day, title, how long, how far."""
    length, title = duration(language, session.duration_s), session_title(language, session)
    said = title if " ".join(length.split()) in " ".join(title.split()) else f"{title}, {length}"
    far = f" – {distance(language, session.distance_m)}" if session.distance_m else ""
    day = f"{short_weekday(language, session.day.weekday())} {short_day(language, session.day)}"
    return f"{day:<13} {said}{far}"


def plan_lines(language: Language, plan: Plan, *, steps: bool = False) -> Iterator[str]:
    """The whole plan, line by line; with ``steps`` every session tells its purpose and its steps."""
    yield headline(language, plan)
    yield f"VMA {kmh(language, plan.vma_kmh)}, {say(language, LEVEL_WORDS[plan.level]).lower()}"
    for notice in plan.notices:
        yield f"  {notice_text(language, notice)}"
    for week in plan.weeks:
        yield ""
        yield week_title(language, week)
        for session in week.sessions:
            yield f"  {session_line(language, session)}"
            if steps:
                yield f"      {session_purpose(language, session)}"
                race = session.kind is SessionKind.RACE
                yield from _step_texts(step_lines(language, session.steps, race=race), 6)


def _step_texts(lines: tuple[StepLine, ...], indent: int) -> Iterator[str]:
    for line in lines:
        said = [line.name, line.amount, line.target, line.also, line.why]
        yield " " * indent + " · ".join(part for part in said if part)
        yield from _step_texts(line.inner, indent + 4)
