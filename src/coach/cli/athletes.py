"""``coach profile``: what the coach knows and believes of the athlete."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.athletes import Athlete, Language, Level, Sex
from coach.domain.fitness import Fitness
from coach.domain.language import date_words, mark
from coach.domain.units import clock, distance, heart_rate, kmh, number


@careful
def profile(
    name: Annotated[str | None, typer.Option(help="Your name, printed on plans.")] = None,
    language: Annotated[Language | None, typer.Option(help="Language of your documents.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="IANA name, such as Europe/Paris.")] = None,
    birth_date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")] = None,
    sex: Annotated[Sex | None, typer.Option()] = None,
    weight_kg: Annotated[float | None, typer.Option("--weight", metavar="KG")] = None,
    height_cm: Annotated[float | None, typer.Option("--height", metavar="CM")] = None,
    max_hr: Annotated[int | None, typer.Option(metavar="BPM")] = None,
    resting_hr: Annotated[int | None, typer.Option(metavar="BPM")] = None,
    level: Annotated[Level | None, typer.Option(help="Used where your history does not say.")] = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Show your profile and fitness: VMA with its interval and reason, level, weekly volume, bests. Options change it.

    Example: coach profile --name Ann --birth-date 1988-05-17 --max-hr 188
    """
    from coach.services import athletes, fitness

    given = {
        "name": name,
        "language": language,
        "time_zone": time_zone,
        "birth_date": birth_date,
        "sex": sex,
        "weight_kg": weight_kg,
        "height_cm": height_cm,
        "max_hr": max_hr,
        "resting_hr": resting_hr,
        "level": level,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    with acting(athlete) as (connection, who):
        if changes:
            who = athletes.update(connection, who.athlete_id, changes, today=today_of(who))
        known = fitness.current(connection, who.athlete_id, today_of(who))
    if as_json:
        terminal.print_json({"athlete": who, "fitness": known})
    else:
        _tell(who, known)


def _tell(who: Athlete, known: Fitness) -> None:
    from coach.services.fitness_words import evidence_text
    from coach.services.plan_words import LEVEL_WORDS

    tongue = terminal.language()
    terminal.print_line(who.name or word(mark("Local athlete")))
    if known.vma is None:
        terminal.print_line(word(mark("VMA: unknown. Import recent runs, or declare a level with --level.")))
    else:
        vma = known.vma
        span = f"{number(tongue, vma.low, 1)}–{kmh(tongue, vma.high)}"
        terminal.print_line(f"VMA {kmh(tongue, vma.value)} ({span}): {evidence_text(tongue, vma.evidence)}")
    level = word(LEVEL_WORDS[known.level])
    terminal.print_line(word(mark("Level: {level}."), level=level) + " " + word(known.level_reason))
    recent = distance(tongue, known.recent_weekly_m)
    terminal.print_line(word(mark("Last four weeks: {distance} a week."), distance=recent))
    if known.max_hr:
        terminal.print_line(word(mark("Highest heart rate: {rate}."), rate=heart_rate(tongue, known.max_hr)))
    for best in known.bests:
        where = date_words(tongue, best.on)
        terminal.print_line(f"  {distance(tongue, best.distance_m)}: {clock(tongue, best.elapsed_s)} ({where})")
