"""The plans there are: listed, put away, brought back; making one puts none away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.plan_choice import chosen
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import list_words, mark, say_many, short_day
from coach.domain.problems import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from coach.domain.plans import Plan
    from coach.services.plans import PlanLine

WhichPlan = Annotated[str | None, typer.Argument(metavar="[ID]", help="The plan; its first letters do. Else the last.")]
WhichAway = Annotated[str | None, typer.Argument(metavar="[ID]", help="Not needed where only one is put away.")]


@careful
def plans(as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """List your plans, newest first; the beginning of an id is enough to name one.

    Example: coach plan list
    """
    from coach.services import plans
    from coach.services.plan_words import GOAL_WORDS

    with acting(athlete) as (connection, who):
        lines = plans.listing(connection, who.athlete_id)
    if as_json:
        terminal.print_json(lines)
        return
    if not lines:
        from coach.cli.plan_choice import NO_PLAN

        terminal.print_line(word(NO_PLAN))
        return
    tongue = terminal.language()
    headings = (mark("Id"), mark("Goal"), mark("Starts"), mark("Ends"), mark("Weeks"), mark("Version"), "")
    rows = [
        (
            line.plan_id[:8],
            word(GOAL_WORDS[line.kind]),
            *(f"{short_day(tongue, day)} {day.year}" for day in (line.start, line.end)),
            *(str(line.weeks), str(line.version)),
            word(mark("put away")) if line.archived else "",
        )
        for line in lines
    ]
    terminal.print_table([word(heading) if heading else "" for heading in headings], rows, right=(4, 5))


@careful
def put_away(which: WhichPlan = None, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Put a plan away: it is kept, and is no longer shown, reviewed or followed by your calendar.

    Example: coach plan put-away 034dbd51
    """
    from coach.services import plans
    from coach.services.plan_text import headline

    with acting(athlete) as (connection, who):
        plan = chosen(connection, who.athlete_id, which)
        plans.archive(connection, who.athlete_id, str(plan.plan_id), terminal.now())
        left = plans.latest(connection, who.athlete_id)
    if as_json:
        terminal.print_json({"plan_id": plan.plan_id, "archived": True, "last": left and left.plan_id})
        return
    short = str(plan.plan_id)[:8]
    terminal.print_line(word(mark("Put away. `coach plan bring-back {id}` brings it back."), id=short))
    if left is not None:
        said = headline(terminal.language(), left)
        terminal.print_line(word(mark("Your plan is now: {plan}"), plan=said))


@careful
def bring_back(which: WhichAway = None, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Bring back a plan that was put away.

    Example: coach plan bring-back 034dbd51
    """
    from coach.services import plans
    from coach.services.plan_text import headline

    with acting(athlete) as (connection, who):
        meant = which or _away(plans.listing(connection, who.athlete_id))
        plan = chosen(connection, who.athlete_id, meant)
        plans.restore(connection, who.athlete_id, str(plan.plan_id))
    if as_json:
        terminal.print_json({"plan_id": plan.plan_id, "archived": False})
    else:
        terminal.print_line(word(mark("Brought back: {plan}"), plan=headline(terminal.language(), plan)))


def others(connection: Connection, athlete_id: str, made: Plan) -> tuple[PlanLine, ...]:
    """The plans that stand beside the one just made, newest first."""
    from coach.services import plans

    lines = plans.listing(connection, athlete_id)
    return tuple(line for line in lines if not line.archived and line.plan_id != made.plan_id)


def tell_kept(lines: Sequence[PlanLine]) -> None:
    """Say that the other plans are kept, and how to list them or put one away."""
    if not lines:
        return
    from coach.services.plan_words import GOAL_WORDS

    tongue = terminal.language()
    told = [f"{word(GOAL_WORDS[line.kind])} ({line.plan_id[:8]})" for line in lines]
    sentence = say_many(
        tongue,
        "Your other plan is kept: {plans}. `coach plan list` shows all, `coach plan put-away {id}` puts it away.",
        "Your other plans are kept: {plans}. `coach plan list` shows all, `coach plan put-away {id}` puts one away.",
        len(lines),
        plans=list_words(tongue, told),
        id=lines[0].plan_id[:8],
    )
    terminal.print_aside(sentence)


def _away(lines: Sequence[PlanLine]) -> str:
    """The id of the one plan that is put away."""
    away = [line.plan_id for line in lines if line.archived]
    if not away:
        raise InvalidInput(mark("No plan is put away."))
    if len(away) > 1:
        message = mark("Several plans are put away: say which, {ids}.")
        raise InvalidInput(message, ids=", ".join(each[:8] for each in away))
    return away[0]
