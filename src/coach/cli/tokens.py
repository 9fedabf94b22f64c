"""``coach token``: a token for the API."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark


@careful
def token(
    name: Annotated[str, typer.Option(help="What it is for.")] = "cli",
    revoke: Annotated[bool, typer.Option("--revoke", help="Revoke all your tokens instead.")] = False,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Make a token for the API; it is shown this once.

    Example: curl -H "Authorization: Bearer $(coach token)" http://localhost:8080/v1/profile
    """
    from coach.services import tokens

    with acting(athlete) as (connection, who):
        if revoke:
            many = tokens.revoke_all(connection, who.athlete_id, terminal.now())
            made = None
        else:
            made = tokens.issue(connection, who.athlete_id, name)
    if as_json:
        terminal.print_json({"revoked": many} if revoke else {"token": made})
    else:
        terminal.print_line(word(mark("{count} tokens revoked."), count=many) if revoke else str(made))
