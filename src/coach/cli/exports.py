"""``coach export``: everything the athlete brought and what was made of it, in a zip archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark


@careful
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The archive to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Export all your data: the original files byte for byte, activities, laps, plans and profile as JSON and CSV.

    Example: coach export my-coach.zip
    """
    from coach.services import exports

    with acting(athlete) as (connection, who):
        written = exports.write(connection, who.athlete_id, file, terminal.now(), replace=force)
    if as_json:
        terminal.print_json(written)
    else:
        sentence = mark("{activities} activities and {originals} original files written to {path}.")
        values = {"activities": written.activities, "originals": written.originals}
        terminal.print_line(word(sentence, path=file, **values))
