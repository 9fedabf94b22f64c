"""How commands speak: tables and sentences for people, JSON for programs, silence in a pipe."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from io import StringIO
from typing import Annotated, Any, TextIO

import typer

from coach.domain.athletes import Language
from coach.domain.language import NARROW_NO_BREAK, NO_BREAK, mark, say, say_problem
from coach.domain.problems import Problem

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of words.")]
AthleteEmail = Annotated[
    str | None, typer.Option("--athlete", metavar="EMAIL", help="Act for this athlete instead of the local one.")
]

EXIT_PROBLEM = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def parsed_day(text: str) -> date:
    """A day given to an option, written 2027-04-11."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(word(mark("{text} is no day. Write it like 2027-04-11."), text=text)) from None


def now() -> datetime:
    """The present, in UTC. Doors read the clock; services are told."""
    return datetime.now(UTC)


@cache
def language() -> Language:
    """The terminal's language: ``COACH_LANG``, or the locale's, English when neither says French."""
    said = os.environ.get("COACH_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return Language.FRENCH if said.lower().startswith("fr") else Language.ENGLISH


def word(message: str, **values: object) -> str:
    """A message in the terminal's language."""
    return say(language(), message, **values)


class NotPrinted(Exception):
    """Standard output takes no more: its reader left (``| head``), or the disk is full. What was done stays done."""

    def __init__(self, why: OSError) -> None:
        super().__init__(why.strerror)
        self.reason = None if isinstance(why, BrokenPipeError) else why.strerror


@contextmanager
def printing() -> Iterator[None]:
    """Everything that writes to standard output does it in here.

    Raises:
        NotPrinted: it cannot be written to.
    """
    try:
        yield
    except OSError as why:
        raise NotPrinted(why) from why


def silence() -> None:
    """What is left to be written to standard output goes nowhere, so that leaving does not fail on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def print_line(text: str) -> None:
    """A line for people, on standard output."""
    with printing():
        typer.echo(spaced(text, sys.stdout))


def print_aside(text: str, *, wrong: bool = False) -> None:
    """A line for people beside the answer, on standard error; in red what is ``wrong``."""
    typer.secho(spaced(text, sys.stderr), fg="red" if wrong else None, err=True)


def spaced(text: str, stream: TextIO) -> str:
    """The text as ``stream`` takes it: spaces that do not break are for eyes, programs are given plain ones."""
    return text if stream.isatty() else text.replace(NO_BREAK, " ").replace(NARROW_NO_BREAK, " ")


def print_problem(problem: Problem, *, as_json: bool) -> None:
    """What went wrong and what to do, on standard error; as JSON on standard output when asked."""
    sentence = say_problem(language(), problem)
    if as_json:
        print_json({"error": {"code": problem.code, "message": sentence}})
    print_aside(sentence, wrong=True)


def print_json(value: object) -> None:
    """A value as JSON: dates in ISO 8601, enums as their word, dataclasses as objects."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    with printing():
        typer.echo(text)


def plain(value: Any) -> Any:
    """The value in JSON's own types."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 3)
    return value


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """A table; ``right`` are the columns whose figures align on the right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    written = StringIO()
    console = Console(file=written, force_terminal=sys.stdout.isatty(), soft_wrap=not sys.stdout.isatty())
    if not sys.stdout.isatty():
        console.width = 160
    console.print(table)
    with printing():
        typer.echo(spaced(written.getvalue(), sys.stdout), nl=False)


def interactive() -> bool:
    """True when somebody is watching: progress is shown then, never in a pipe."""
    return sys.stderr.isatty()


NOTHING_YET = mark("Nothing here yet. Start with `coach import DIR` or `coach demo`.")
