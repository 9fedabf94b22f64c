"""``coach profile``: what the coach knows and believes of the athlete."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.terminal import AsJson, AthleteEmail
from coach.domain.athletes import Language, Level, Sex


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
    """Show your profile and fitness: VMA with its interval and reasons, thresholds, zones, habits. Options change it.

    Example: coach profile --name Ann --birth-date 1988-05-17 --max-hr 188
    """
    from coach.cli.profile import tell
    from coach.services import athletes, fitness, training

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
        today = today_of(who)
        known = fitness.current(connection, who.athlete_id, today)
        then = fitness.when_last_running(connection, who.athlete_id, known)
        load = training.state(connection, who.athlete_id, today, weeks=1) if known.runs_counted else None
    if as_json:
        terminal.print_json(
            {"athlete": who, "fitness": known, "load": load.today if load else None, "last_known": then}
        )
    else:
        tell(who, known, then=then, load=load)
