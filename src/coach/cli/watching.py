"""``coach watch DIR``: import whatever a watch or an app drops into a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import terminal
from coach.cli.acting import acting, careful
from coach.cli.imports import import_for, reason_of, summary
from coach.cli.terminal import AsJson, AthleteEmail, word
from coach.domain.language import mark

Seen = dict[Path, tuple[int, int]]

_ACTIVITY_SUFFIXES = (".fit", ".gpx", ".tcx", ".gz", ".zip")
"""A watched folder holds other things too; they are nobody's business."""


@careful
def watch(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="The folder to keep an eye on.")
    ],
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Look once, import, and leave.")] = False,
    as_json: AsJson = False,
    athlete: AthleteEmail = None,
) -> None:
    """Import new files of a folder as they come, until Ctrl-C. A file still being written is left until it rests.

    Example: coach watch /media/GARMIN/Activity
    """
    with acting(athlete) as (_, who):
        pass
    done: Seen = {}
    before: Seen = {}
    while True:
        present = _look(folder)
        ripe = [
            path for path, mark_ in present.items() if done.get(path) != mark_ and (once or before.get(path) == mark_)
        ]
        if ripe:
            run, refused = import_for(who, sorted(ripe), show=False, source="watch")
            done |= {path: present[path] for path in ripe}
            seconds = (run.finished_at - run.created_at).total_seconds() if run.finished_at else 0.0
            if as_json:
                terminal.print_json(summary(run, refused, seconds))
            else:
                counts = {"new": run.new, "duplicates": run.duplicates, "merged": run.merged}
                sentence = mark("{new} new, {duplicates} already here, {merged} merged, {refused} set aside.")
                terminal.print_line(word(sentence, refused=len(refused), **counts))
                for item in refused:
                    terminal.print_line(f"  {item.name}: {reason_of(item)}")
        if once:
            return
        before = present
        time.sleep(every)


def _look(folder: Path) -> Seen:
    """Every activity file or archive below, with the size and change time by which one at rest is known."""
    found: Seen = {}
    for path in folder.rglob("*"):
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        if path.is_file() and path.suffix.lower() in _ACTIVITY_SUFFIXES:
            found[path] = (state.st_size, state.st_mtime_ns)
    return found
