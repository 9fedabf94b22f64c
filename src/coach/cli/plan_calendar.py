"""``coach plan calendar``: the private address at which a calendar follows the plan, opened, renewed, closed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark, moment_words
from coach.domain.problems import Conflict


class Act(StrEnum):
    """What is done with the address."""

    OPEN = "open"
    RENEW = "renew"
    CLOSE = "close"


@careful
def calendar(
    act: Annotated[Act | None, typer.Argument(help="Without it: whether one is open, and when it was read.")] = None,
    api_port: Annotated[int, typer.Option(help="Port of the API, as `coach up` was told it.")] = 8080,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Give your calendar a private address that follows your plan. It is shown once; whoever has it reads the plan.

    Example: coach plan calendar open
    """
    from coach.services.plans import feeding

    token = None
    with acting(athlete) as (connection, who):
        was_open = feeding.state(connection, who.athlete_id) is not None
        if act is Act.OPEN and was_open:
            message = mark("An address is open already. `coach plan calendar renew` makes a new one in its place.")
            raise Conflict(message)
        if act in (Act.OPEN, Act.RENEW):
            token = feeding.open_feed(connection, who.athlete_id, terminal.now())
        elif act is Act.CLOSE:
            feeding.close_feed(connection, who.athlete_id)
        state = feeding.state(connection, who.athlete_id)
    url = None if token is None else f"http://localhost:{api_port}/v1/calendar/{token}.ics"
    if as_json:
        told: dict[str, Any] = {"open": state is not None, "url": url}
        told |= {"created_at": state and state.created_at, "read_at": state and state.read_at}
        terminal.print_json(told)
    elif url is not None:
        terminal.print_line(url)
        message = mark(
            "Give this address to your calendar while `coach up` runs; on another device, this machine's name goes in "
            "place of localhost. It is not shown again, and one before it no longer works."
        )
        terminal.print_aside(word(message))
    elif state is None:
        closed = mark("Closed: calendars that followed it get nothing more.")
        none = mark("No calendar address is open. `coach plan calendar open` makes one.")
        terminal.print_line(word(closed if act is Act.CLOSE and was_open else none))
    else:
        zone, tongue = ZoneInfo(who.time_zone), terminal.language()
        since = moment_words(tongue, state.created_at.astimezone(zone))
        terminal.print_line(word(mark("A calendar address is open since {since}."), since=since))
        if state.read_at is None:
            terminal.print_line(word(mark("No calendar has read it yet.")))
        else:
            read = moment_words(tongue, state.read_at.astimezone(zone))
            terminal.print_line(word(mark("A calendar last read it on {read}."), read=read))
