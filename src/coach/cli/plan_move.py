"""``coach plan move``: a session on another day, judged by the rules in words before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.plan_changes import WhichPlan, tell_version
from coach.cli.plan_choice import chosen, session_of
from coach.cli.terminal import AsJson, AthleteEmail, parsed_day, word
from coach.domain.language import day_words, mark

if TYPE_CHECKING:
    from coach.science.planning.adaptation.moving import MoveVerdict


@careful
def move(
    session: Annotated[str, typer.Argument(metavar="DAY|KEY", help="The session, by its day or its key.")],
    to: Annotated[str, typer.Argument(metavar="TO_DAY", help="The day to put it on, such as 2027-03-04.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what the rules say of it.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also on a weekday you did not give.")] = False,
    which: WhichPlan = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Move a session to another day: a new version of the plan. What a hard rule forbids is refused, with the nearest
    day that is possible; `coach plan restore` takes a move back.

    Example: coach plan move 2027-03-02 2027-03-04
    """
    from coach.services import plans

    day, made = parsed_day(to), None
    with acting(athlete) as (connection, who):
        today = today_of(who)
        plan = chosen(connection, who.athlete_id, which)
        asked = (connection, who.athlete_id, str(plan.plan_id), str(session_of(plan, session).key), day, today)
        verdict = plans.judge_move(*asked, anyway=anyway)
        if verdict.allowed and not dry_run:
            made = plans.move(*asked, terminal.now(), anyway=anyway)
    if made is not None:
        if not as_json:
            _tell(verdict)
        tell_version(made, as_json=as_json)
        return
    if as_json:
        terminal.print_json(_as_json(verdict))
    else:
        _tell(verdict)
    if not verdict.allowed:
        raise typer.Exit(terminal.EXIT_PROBLEM)


def _tell(verdict: MoveVerdict) -> None:
    """What the rules say, on standard output; why it may not be, on standard error."""
    from coach.services.plan_words import notice_text, session_title

    tongue = terminal.language()
    values = {"session": session_title(tongue, verdict.session), "day": day_words(tongue, verdict.to_day)}
    if verdict.allowed:
        terminal.print_line(word(mark("{session} may be on {day}."), **values))
        for notice in verdict.told:
            terminal.print_line(f"  {notice_text(tongue, notice)}")
        return
    for notice in verdict.against:
        typer.secho(notice_text(tongue, notice), fg="red", err=True)
    if verdict.needs_word:
        typer.echo(word(mark("--anyway puts it there all the same.")), err=True)
    if verdict.nearest is not None:
        typer.echo(word(mark("The nearest possible day: {day}."), day=day_words(tongue, verdict.nearest)), err=True)


def _as_json(verdict: MoveVerdict) -> dict[str, Any]:
    from coach.services.plan_words import notice_text

    tongue = terminal.language()
    return {
        "key": verdict.session.key,
        "day": verdict.session.day,
        "to_day": verdict.to_day,
        "allowed": verdict.allowed,
        "against": [notice_text(tongue, notice) for notice in verdict.against],
        "told": [notice_text(tongue, notice) for notice in verdict.told],
        "nearest": verdict.nearest,
        "needs_word": verdict.needs_word,
    }
