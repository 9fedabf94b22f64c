"""``coach load``: how training stands, and the load of the last weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark, range_words, say_many
from coach.domain.units import number

if TYPE_CHECKING:
    from coach.services.training import State


@careful
def load(
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many calendar weeks, the running one included.")] = 12,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Show your form and the training load of the last weeks. 100 points are one hour at threshold.

    Example: coach load --weeks 4
    """
    from coach.services import training

    with acting(athlete) as (connection, who):
        state = training.state(connection, who.athlete_id, today_of(who), weeks=weeks)
    if as_json:
        terminal.print_json(state)
    else:
        _tell(state)


def _tell(state: State) -> None:
    from coach.services.training_words import thresholds_text, young_text

    tongue = terminal.language()
    missing = sum(week.unmeasured for week in state.weeks)
    if not any(day.load or day.ctl for day in state.days):
        terminal.print_line(_unmeasured(missing) if missing else word(terminal.NOTHING_YET))
        return
    today = state.today
    terminal.print_line(
        word(
            mark("Form {form}: this morning your CTL (42 days) less your ATL (7 days)."),
            form=number(tongue, today.tsb),
        )
    )
    terminal.print_line(
        word(
            mark("With today: CTL {ctl} ({ramp} in seven days), ATL {atl} points a day."),
            ctl=number(tongue, today.ctl),
            ramp=("+" if state.ramp >= 0 else "") + number(tongue, state.ramp, 1),
            atl=number(tongue, today.atl),
        )
    )
    if early := young_text(tongue, state.known_since, today.on):
        terminal.print_line(early)
    _table(state, today.on)
    if missing:
        terminal.print_line(_unmeasured(missing))
    if state.estimated:
        names = thresholds_text(tongue, state.estimated)
        terminal.print_line(word(mark("Known roughly only: {names}."), names=names))


def _days(first: date, last: date, this_year: int) -> str:
    """The days of a week; the year too where it is not this one."""
    said = range_words(terminal.language(), first, last)
    return said if last.year == this_year or first.year != last.year else f"{said} {last.year}"


def _table(state: State, today: date) -> None:
    tongue = terminal.language()
    ends = {day.on: day for day in state.days}
    headings = [mark("Week"), mark("Load"), "CTL", "ATL", mark("Monotony"), mark("Strain")]
    rows = []
    for week in state.weeks:
        last = min(week.monday + timedelta(days=6), state.today.on)
        end = ends.get(last)
        rows.append(
            (
                _days(week.monday, last, today.year),
                number(tongue, week.load),
                number(tongue, end.ctl if end else None),
                number(tongue, end.atl if end else None),
                number(tongue, week.monotony, 1),
                number(tongue, week.strain),
            )
        )
    terminal.print_table([word(heading) for heading in headings], rows, right=(1, 2, 3, 4, 5))


def _unmeasured(count: int) -> str:
    return say_many(
        terminal.language(),
        "{count} activity has no load: it has neither a heart rate with your bounds known, nor a run's pace, nor your "
        "rating.",
        "{count} activities have no load: they have neither a heart rate with your bounds known, nor a run's pace, nor "
        "your rating.",
        count,
    )
