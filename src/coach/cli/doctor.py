"""``coach doctor``: what is configured, reachable and migrated, and what to do about the rest."""

from __future__ import annotations

import typer

from coach.cli import terminal
from coach.cli.acting import careful
from coach.cli.terminal import AsJson, word


@careful
def doctor(as_json: AsJson = False) -> None:
    """Check the data folder, the database, Redis and MQTT; leaves with 1 when something needed is missing.

    Example: DATABASE_URL=postgresql://me@db/coach coach doctor
    """
    from coach.services import health

    looked = health.checks()
    fine = all(check.verdict is not health.Verdict.BAD for check in looked)
    if as_json:
        checks = [
            {"name": check.name, "verdict": check.verdict, "message": word(check.message, **check.values)}
            for check in looked
        ]
        terminal.print_json({"ok": fine, "checks": checks})
    else:
        for check in looked:
            terminal.print_line(f"{check.verdict:<4} {check.name:<9} {word(check.message, **check.values)}")
    if not fine:
        raise typer.Exit(terminal.EXIT_PROBLEM)
