"""``coach import``: files, folders and archives of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark, say_many
from coach.domain.units import number

if TYPE_CHECKING:
    from coach.domain.athletes import Athlete
    from coach.domain.imports import ImportItem, ImportRun

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH…", help="Files, folders, zip archives, Garmin or Strava exports.", exists=True),
]


@careful
def import_files(paths: Paths, as_json: AsJson = False, athlete: AthleteEmail = None) -> None:
    """Import activities from files, folders and archives. Known files are skipped; run it again to resume.

    Example: coach import ~/Downloads/export_1234.zip
    """
    from coach.services import readers

    readers.get_ready()
    with acting(athlete) as (_, who):
        pass
    run, refused = import_for(who, paths, show=not as_json)
    seconds = (run.finished_at - run.created_at).total_seconds() if run.finished_at else 0.0
    if as_json:
        terminal.print_json(summary(run, refused, seconds))
    else:
        _tell(run, refused, seconds)
    if refused and len(refused) == run.files:
        raise typer.Exit(terminal.EXIT_PROBLEM)


@careful
def remeasure(as_json: AsJson = False) -> None:
    """Measure anew what an earlier version measured, from the original files. `coach up` does it by itself.

    Example: coach remeasure
    """
    from coach.services import imports

    done = imports.remeasure(terminal.now)
    if as_json:
        terminal.print_json({"remeasured": done})
    else:
        terminal.print_line(say_many(terminal.language(), "{count} file measured.", "{count} files measured.", done))


def import_for(
    who: Athlete, paths: list[Path], *, show: bool, source: str = "cli"
) -> tuple[ImportRun, tuple[ImportItem, ...]]:
    """Import ``paths`` for an athlete with a progress bar for whoever watches; the run and what was set aside."""
    from coach.domain.imports import ItemState
    from coach.services import imports
    from coach.store.engine import transaction

    imports.resume_all(terminal.now, source=source)
    with _progress(show) as watch:
        run = imports.import_paths(who.athlete_id, paths, terminal.now, source=source, watch=watch)
    with transaction() as connection:
        refused = imports.items(
            connection, who.athlete_id, run.run_id, states=[ItemState.QUARANTINED], limit=max(run.quarantined, 1)
        )
    return run, refused


def summary(run: ImportRun, refused: tuple[ImportItem, ...], seconds: float) -> dict[str, Any]:
    """What ``--json`` ends with."""
    return {
        "files": run.files,
        "new": run.new,
        "duplicates": run.duplicates,
        "merged": run.merged,
        "skipped": run.skipped,
        "quarantined": [{"file": item.name, "reason": reason_of(item)} for item in refused],
        "seconds": round(seconds, 3),
    }


def reason_of(item: ImportItem) -> str:
    """Why a file was set aside, in the terminal's language."""
    return word(item.reason or "", **item.reason_values) if item.reason else ""


def _tell(run: ImportRun, refused: tuple[ImportItem, ...], seconds: float) -> None:
    from coach.domain.imports import RunState

    if run.state is RunState.CANCELLED:
        terminal.print_line(word(mark("Cancelled.")))
    tongue = terminal.language()
    parts = [
        say_many(tongue, "{count} new", "{count} new", run.new),
        say_many(tongue, "{count} known already", "{count} known already", run.duplicates),
        say_many(tongue, "{count} merged", "{count} merged", run.merged),
        say_many(tongue, "{count} without activity", "{count} without activity", run.skipped),
        say_many(tongue, "{count} set aside", "{count} set aside", len(refused)),
    ]
    took = number(tongue, seconds, 1)
    whole = say_many(tongue, "{count} file in {seconds} s:", "{count} files in {seconds} s:", run.files, seconds=took)
    terminal.print_line(f"{whole} {', '.join(parts)}.")
    for item in refused:
        terminal.print_line(f"  {item.name}: {reason_of(item)}")


@contextmanager
def _progress(show: bool) -> Iterator[Callable[[ImportRun], None] | None]:
    if not (show and terminal.interactive()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(word(mark("Importing"))),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def watch(run: ImportRun) -> None:
            rate = f"{run.files_per_s:.0f}/s" if run.files_per_s else ""
            bar.update(task, total=run.files or None, completed=run.done, rate=rate)

        yield watch
