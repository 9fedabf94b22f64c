"""``coach demo``: two believable years of our own making, to try everything without files of one's own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful, today_of
from coach.cli.imports import import_for, summary
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark
from coach.domain.units import number


@careful
def demo(
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Only write the FIT files there, import nothing.")
    ] = None,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Make up two years of training as real FIT files and import them.

    Example: coach demo && coach plan --goal marathon --weeks 16
    """
    from coach.services import demo as service

    with acting(athlete) as (_, who):
        today = today_of(who)
    if folder is not None:
        files = service.write(folder, today)
        _tell_written(len(files), folder, as_json=as_json)
        return
    if terminal.interactive() and not as_json:
        typer.echo(word(mark("Two years of training are being made up.")), err=True)
    with tempfile.TemporaryDirectory() as made:
        service.write(Path(made), today)
        run, refused = import_for(who, [Path(made)], show=not as_json, source="demo")
    seconds = (run.finished_at - run.created_at).total_seconds() if run.finished_at else 0.0
    if as_json:
        terminal.print_json(summary(run, refused, seconds))
    else:
        sentence = mark("{new} activities imported in {seconds} s. Now: coach plan --goal marathon --weeks 16")
        terminal.print_line(word(sentence, new=run.new, seconds=number(terminal.language(), seconds, 1)))


def _tell_written(many: int, folder: Path, *, as_json: bool) -> None:
    if as_json:
        terminal.print_json({"files": many, "folder": str(folder)})
    else:
        terminal.print_line(word(mark("{count} files written to {folder}."), count=many, folder=folder))
