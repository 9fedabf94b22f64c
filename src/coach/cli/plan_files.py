"""A plan written to files: PDF, calendar, workouts, tables; places are checked before anything is made."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import terminal
from coach.cli.terminal import word
from coach.domain.athletes import Language
from coach.domain.language import mark
from coach.domain.problems import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.domain.fitness import Zone
    from coach.domain.plans import Plan

STANDARD = Path("-")


def check_places(files: Mapping[str, Path]) -> None:
    """Refuse places that cannot be written to, and two files in one place, before a plan is made for them."""
    for form, path in files.items():
        if path != STANDARD and (path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK)):
            raise _unwritable(path, word(mark("the folder does not exist or cannot be written")), form)
    places = [path if path == STANDARD else path.resolve() for path in files.values()]
    if len(set(places)) < len(places):
        raise InvalidInput(mark("Two files cannot be written to the same place."), field="out")


def write_files(
    files: Mapping[str, Path],
    plan: Plan,
    *,
    name: str,
    language: Language,
    today: date,
    zones: Sequence[Zone] = (),
) -> None:
    """Write the plan in every form asked for; what a form has no place for is told on standard error.

    Raises InvalidInput where a place takes nothing.
    """
    from coach.services.plan_files import PlanFile, export

    for form, path in files.items():
        made = export(plan, PlanFile(form), language=language, athlete_name=name, today=today, zones=zones)
        _write(path, made.data, form)
        for sentence in made.left_out:
            terminal.print_aside(sentence)


def _write(path: Path, data: bytes, form: str) -> None:
    if path == STANDARD:
        with terminal.printing():
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _unwritable(path, error.strerror or "", form) from error


def _unwritable(path: Path, reason: str, form: str) -> InvalidInput:
    return InvalidInput(
        mark("{form} cannot be written to {path}: {reason}."), field=form, form=form, path=path, reason=reason
    )
