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
    """Move a session to another day: a new version of the plan. A run that stands there changes places with it. What a
    hard rule forbids is refused, with the nearest free day; `coach plan restore` takes a move back.

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
            _tell(verdict, done=True)
        tell_version(made, as_json=as_json)
        return
    if as_json:
        terminal.print_json(_as_json(verdict))
    else:
        _tell(verdict)
    if not verdict.allowed:
        raise typer.Exit(terminal.EXIT_PROBLEM)


def _tell(verdict: MoveVerdict, *, done: bool = False) -> None:
    """What the rules say, on standard output; why it may not be, on standard error."""
    from coach.services.plan_change_words import nearest_text, swap_text
    from coach.services.plan_words import notice_text, session_title

    tongue, swap = terminal.language(), swap_text(terminal.language(), verdict)
    values = {"session": session_title(tongue, verdict.session), "day": day_words(tongue, verdict.to_day)}
    if verdict.allowed:
        sentence = mark("{session} is on {day} now.") if done else mark("{session} may be on {day}.")
        terminal.print_line(word(sentence, **values))
        for told in [*([swap] if swap else []), *(notice_text(tongue, notice) for notice in verdict.told)]:
            terminal.print_line(f"  {told}")
        return
    for notice in verdict.against:
        terminal.print_aside(notice_text(tongue, notice), wrong=True)
    if verdict.needs_word:
        terminal.print_aside(word(mark("--anyway puts it there all the same.")))
        if swap:
            terminal.print_aside(swap)
    if verdict.nearest is not None:
        terminal.print_aside(nearest_text(tongue, verdict.nearest))


def _as_json(verdict: MoveVerdict) -> dict[str, Any]:
    from coach.services.plan_change_words import swap_text
    from coach.services.plan_words import notice_text

    tongue, nearest, swap = terminal.language(), verdict.nearest, verdict.swapped
    told = [notice_text(tongue, notice) for notice in verdict.told]
    return {
        "key": verdict.session.key,
        "day": verdict.session.day,
        "to_day": verdict.to_day,
        "allowed": verdict.allowed,
        "against": [notice_text(tongue, notice) for notice in verdict.against],
        "told": [swap_text(tongue, verdict), *told] if swap else told,
        "swapped": {"key": swap.key, "day": verdict.to_day, "to_day": swap.day} if swap else None,
        "nearest": nearest.day if nearest else None,
        "nearest_needs_word": nearest is not None and nearest.needs_word,
        "nearest_is_free": nearest is not None and nearest.swapped is None,
        "needs_word": verdict.needs_word,
    }
