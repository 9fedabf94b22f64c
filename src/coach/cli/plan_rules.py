"""``coach plan rules`` and ``coach plan list``: what no plan may break, and the plans there are."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import citation_words, mark, short_day


@careful
def rules(
    hard: Annotated[bool, typer.Option("--hard", help="Only those no plan may ever break.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the rules every plan is checked against: numbers, sources, and when each applies.

    Example: coach plan rules --hard
    """
    from coach.science.planning import RULES

    tongue = terminal.language()
    told = [rule for rule in RULES if rule.hard or not hard]
    if as_json:
        terminal.print_json(
            [
                {
                    "id": rule.rule_id,
                    "statement": word(rule.statement),
                    "applies": word(rule.applies),
                    "numbers": list(rule.numbers),
                    "unit": rule.unit,
                    "source": citation_words(tongue, word(rule.source)),
                    "hard": rule.hard,
                }
                for rule in told
            ]
        )
        return
    headings = (mark("Rule"), mark("Applies"), mark("Source"), mark("Never broken"))
    rows = [
        (
            word(rule.statement),
            word(rule.applies),
            citation_words(tongue, word(rule.source)),
            word(mark("yes")) if rule.hard else word(mark("no")),
        )
        for rule in told
    ]
    terminal.print_table([word(heading) for heading in headings], rows)


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
