"""``coach plan rules``: what no plan may break."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import careful
from coach.cli.terminal import AsJson, word
from coach.domain.language import citation_words, mark


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
