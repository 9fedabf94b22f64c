"""``coach wellness``: days besides training, shown or said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day, word
from coach.domain.language import mark, short_day
from coach.domain.problems import InvalidInput
from coach.domain.units import duration, heart_rate, number, weight

if TYPE_CHECKING:
    from coach.domain.wellness import WellnessDay

FORTNIGHT = timedelta(days=13)

_HOURS = re.compile(r"(\d{1,2})(?:[:hH](\d{1,2})?)?")

_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(?:[.,][0-9]{0,6})?")


class Kind(StrEnum):
    """What may be said of a day, as options call it."""

    RESTING_HR = "resting-hr"
    SLEEP = "sleep"
    HRV = "hrv"
    WEIGHT = "weight"


_KINDS = {Kind.RESTING_HR: "resting_hr", Kind.SLEEP: "sleep_s", Kind.HRV: "hrv_ms", Kind.WEIGHT: "weight_kg"}


def parsed_sleep(text: str) -> float:
    """Seconds of a sleep given as 7:30, 7h30 or 7.5 (hours)."""
    found = _HOURS.fullmatch(text.strip())
    minutes = int(found[2] or 0) if found else 0
    if found and minutes < 60:
        return int(found[1]) * 3600.0 + minutes * 60.0
    if _NUMBER.fullmatch(text.strip()) is None:
        raise typer.BadParameter(word(mark("{text} is no time asleep. Write it like 7:30."), text=text))
    return float(text.replace(",", ".")) * 3600


def parsed_number(text: str) -> float:
    """A number with a decimal comma or point."""
    if _NUMBER.fullmatch(text.strip()) is None:
        raise typer.BadParameter(word(mark("{text} is no number."), text=text))
    return float(text.replace(",", "."))


@careful
def wellness(
    day: Annotated[
        date | None, typer.Option("--date", parser=parsed_day, metavar="YYYY-MM-DD", help="This day instead of today.")
    ] = None,
    resting_hr: Annotated[
        float | None, typer.Option(parser=parsed_number, metavar="BPM", help="Resting heart rate.")
    ] = None,
    sleep: Annotated[
        float | None,
        typer.Option(parser=parsed_sleep, metavar="H:MM", help="Sleep of the night that ended that day; 7.5 is 7:30."),
    ] = None,
    hrv: Annotated[
        float | None, typer.Option(parser=parsed_number, metavar="MS", help="HRV of that night (rMSSD).")
    ] = None,
    weight_kg: Annotated[float | None, typer.Option("--weight", parser=parsed_number, metavar="KG")] = None,
    forget: Annotated[list[Kind] | None, typer.Option(help="Take away what is known of this; repeatable.")] = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Show the last fourteen days: resting heart rate, sleep, HRV, weight. Options say what you know of a day.

    What you say counts, whatever files say of that day (marked *).

    Example: coach wellness --resting-hr 48 --sleep 7:30
    """
    from coach.services import wellness as service

    said = {Kind.RESTING_HR: resting_hr, Kind.SLEEP: sleep, Kind.HRV: hrv, Kind.WEIGHT: weight_kg}
    both = [kind.value for kind in forget or () if said[kind] is not None]
    if both:
        raise InvalidInput(mark("Say it or forget it, not both: {names}."), field=both[0], names=", ".join(both))
    changes: dict[str, float | None] = {_KINDS[kind]: None for kind in forget or ()}
    changes |= {_KINDS[kind]: value for kind, value in said.items() if value is not None}
    with acting(athlete) as (connection, who):
        last = day or today_of(who)
        if changes:
            service.record(connection, who.athlete_id, last, changes, today=today_of(who))
        first = last - min(FORTNIGHT, last - date.min)
        days = service.listing(connection, who.athlete_id, first, last)
    if as_json:
        terminal.print_json({"days": days})
    elif not days:
        terminal.print_line(word(mark("Nothing is known of these days. `coach wellness --help` shows how to say it.")))
    else:
        _show(days)


def _show(days: Sequence[WellnessDay]) -> None:
    tongue = terminal.language()
    headings = [mark("Day"), mark("Resting HR"), mark("Sleep"), mark("HRV"), mark("Weight")]
    rows = []
    for day in reversed(days):
        told = {
            "resting_hr": heart_rate(tongue, day.resting_hr),
            "sleep_s": duration(tongue, day.sleep_s),
            "hrv_ms": "–" if day.hrv_ms is None else f"{number(tongue, day.hrv_ms)} ms",
            "weight_kg": weight(tongue, day.weight_kg),
        }
        cells = [text + ("*" if kind in day.typed else "") for kind, text in told.items()]
        rows.append((f"{short_day(tongue, day.on)} {day.on.year}", *cells))
    terminal.print_table([word(heading) for heading in headings], rows, right=(1, 2, 3, 4))
