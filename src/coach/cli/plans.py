"""``coach plan``: make a plan, print it, write it as PDF."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day, word
from coach.domain.athletes import Language, Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.language import mark, range_words, short_day, short_weekday
from coach.domain.plans import Plan
from coach.domain.problems import InvalidInput
from coach.domain.race_times import race_time_of
from coach.domain.units import clock, distance, duration

Day = date | None

_WEEKDAYS = (
    *(("mon", "lun"), ("tue", "mar"), ("wed", "mer"), ("thu", "jeu")),
    *(("fri", "ven"), ("sat", "sam"), ("sun", "dim")),
)


@careful
def plan(
    goal: Annotated[
        GoalKind | None, typer.Option(help="What you train for. Without it, the last plan is shown.")
    ] = None,
    race_day: Annotated[
        Day, typer.Option("--date", parser=parsed_day, metavar="YYYY-MM-DD", help="Race day (or give --weeks).")
    ] = None,
    weeks: Annotated[int | None, typer.Option(help="How many weeks (2-32).")] = None,
    days: Annotated[str | None, typer.Option(help="Days a week (4 unless said), or which: tue,thu,sat,sun.")] = None,
    target: Annotated[
        str | None, typer.Option(metavar="H:MM:SS", help="Time hoped for; without it, to finish well.")
    ] = None,
    level: Annotated[Level | None, typer.Option(help="Used where your history does not say.")] = None,
    long_day: Annotated[str | None, typer.Option(help="Day of the long run, such as sun.")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the plan as PDF.")] = None,
    language: Annotated[Language | None, typer.Option(help="Language of the PDF.")] = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Make a training plan from your history, keep it, print it, and write it as PDF.

    Example: coach plan --goal marathon --weeks 16 --days 4 --pdf plan.pdf
    """
    from coach.services import plans

    _check_words_with_goal(goal, {"--date": race_day, "--weeks": weeks, "--days": days, "--target": target})
    if pdf is not None:
        _check_place(pdf)
    with acting(athlete) as (connection, who):
        today = today_of(who)
        if goal is None:
            made = plans.latest(connection, who.athlete_id)
            if made is None:
                raise InvalidInput(mark("There is no plan yet. Make one: coach plan --goal marathon --weeks 16"))
        else:
            long_run = _weekday(long_day) if long_day else None
            wanted = Goal(
                kind=goal,
                days=_days(days or "4", long_run),
                race_day=race_day,
                weeks=weeks,
                target_s=_seconds(target, goal) if target else None,
                level=level,
                long_day=long_run,
            )
            made = plans.create(connection, who.athlete_id, wanted, today)
    if pdf is not None:
        _write_pdf(pdf, made, who.name, language or who.language, today)
    if as_json:
        terminal.print_json(_with_sums(made) | {"pdf": str(pdf) if pdf else None})
        return
    _tell(made)
    if pdf is not None:
        terminal.print_line(word(mark("Written: {path}"), path=pdf))


def _check_words_with_goal(goal: GoalKind | None, given: dict[str, object]) -> None:
    """Options that shape a new plan mean nothing when the last one is only shown."""
    lonely = [name for name, value in given.items() if value is not None]
    if goal is None and lonely:
        raise InvalidInput(mark("{options} shape a new plan: say --goal too."), options=", ".join(lonely))


def _check_place(path: Path) -> None:
    """Refuse a place for the PDF before a plan is made for it."""
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        reason = word(mark("the folder does not exist or cannot be written"))
        raise InvalidInput(mark("The PDF cannot be written to {path}: {reason}."), path=path, reason=reason)


def _write_pdf(path: Path, made: Plan, name: str, language: Language, today: date) -> None:
    from coach.services import documents

    data = documents.plan_pdf(made, athlete_name=name, language=language, today=today)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InvalidInput(
            mark("The PDF cannot be written to {path}: {reason}."), path=path, reason=error.strerror
        ) from error


def _with_sums(made: Plan) -> dict[str, object]:
    """The plan as JSON, its sums and the sums of its parts written out."""
    from coach.services.plan_words import session_title

    whole = terminal.plain(made)
    for week, kept in zip(made.weeks, whole["weeks"], strict=True):
        kept |= {"distance_m": round(week.distance_m, 1), "duration_s": round(week.duration_s, 1)}
        for session, row in zip(week.sessions, kept["sessions"], strict=True):
            row |= {"distance_m": round(session.distance_m, 1), "duration_s": round(session.duration_s, 1)}
            row |= {"title_text": session_title(terminal.language(), session)}
    whole |= {"distance_m": round(made.distance_m, 1), "duration_s": round(made.duration_s, 1)}
    return whole  # type: ignore[no-any-return]  # a dataclass becomes an object


def _tell(made: Plan) -> None:
    from coach.services.plan_words import GOAL_WORDS, PHASE_WORDS, notice_text, session_title

    tongue = terminal.language()
    sentence = mark("{kind}, {weeks} weeks to {day}: {sessions} sessions.")
    counts = {"weeks": len(made.weeks), "sessions": len(made.sessions)}
    times = {}
    if made.goal_s and made.predicted_s:
        sentence = mark(
            "{kind}, {weeks} weeks to {day}: {sessions} sessions, goal {goal}, predicted today {predicted}."
        )
        times = {"goal": clock(tongue, made.goal_s), "predicted": clock(tongue, made.predicted_s)}
    day = f"{short_day(tongue, made.end)} {made.end.year}"
    terminal.print_line(word(sentence, kind=word(GOAL_WORDS[made.goal.kind]), day=day, **counts, **times))
    for notice in made.notices:
        terminal.print_line(f"  {notice_text(tongue, notice)}")
    for week in made.weeks:
        dates, phase = range_words(tongue, week.monday, week.sunday), word(PHASE_WORDS[week.phase])
        light = f" ({word(mark('lighter'))})" if week.recovery else ""
        title = word(mark("Week {number}, {dates}: {phase}"), number=week.number, dates=dates, phase=phase)
        sums = f"{distance(tongue, week.distance_m)}, {duration(tongue, week.duration_s)}"
        terminal.print_line(f"\n{title}{light} – {sums}")
        for session in week.sessions:
            length, text = duration(tongue, session.duration_s), session_title(tongue, session)
            said = text if " ".join(length.split()) in " ".join(text.split()) else f"{text}, {length}"
            terminal.print_line(f"  {_day(session.day):<13} {said} – {distance(tongue, session.distance_m)}")


def _day(day: date) -> str:
    tongue = terminal.language()
    return f"{short_weekday(tongue, day.weekday())} {short_day(tongue, day)}"


def _days(said: str, long_run: int | None) -> tuple[int, ...]:
    from coach.services.plans import days_for

    if said.strip().isdigit():
        return days_for(int(said), long_run)
    return tuple(sorted({_weekday(each) for each in said.split(",")}))


def _weekday(said: str) -> int:
    for number, names in enumerate(_WEEKDAYS):
        if said.strip().lower().startswith(names):
            return number
    raise InvalidInput(mark("Days are written mon, tue, wed, thu, fri, sat, sun: {said} is none of them."), said=said)


def _seconds(said: str, goal: GoalKind) -> float:
    seconds = race_time_of(said, goal.distance_m)
    if seconds is None:
        raise InvalidInput(mark("A time is written 3:45:00 or 45:30, and is one a human can run."), field="target")
    return seconds
