"""Batches: a JSON object a line in, one a line out, in order; a bad line is answered by its error and stops nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from coach.cli import terminal
from coach.domain.language import mark, say_problem
from coach.domain.problems import InvalidInput, Problem

AT_ONCE = 1000
STANDARD = Path("-")

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number, counted from 1."""

    number: int
    text: str


def answered(source: Path, target: Path | None, answers: Callable[[list[Line]], Iterable[Answer]]) -> tuple[int, int]:
    """Answer every line of ``source`` in ``target`` (``-`` or None: standard input and output); (wrong, all) lines.

    Raises InvalidInput where a file cannot be opened, NotPrinted where the answers cannot be written out.
    """
    with terminal.printing(), ExitStack() as open_files:
        lines = _numbered(_opened(source, "r", sys.stdin, open_files))
        named = target is not None and target != STANDARD and source != STANDARD
        if target is not None and named and target.exists() and target.samefile(source):
            raise InvalidInput(mark("The answers cannot replace their questions: write them to another file."))
        written = _opened(target or STANDARD, "w", sys.stdout, open_files)
        wrong = count = 0
        while some := list(islice(lines, AT_ONCE)):
            for answer in answers(some):
                wrong += "error" in answer
                count += 1
                written.write(_writable(json.dumps(answer, ensure_ascii=False, allow_nan=False)) + "\n")
        written.flush()
    return wrong, count


def object_of(line: Line, known: Iterable[str]) -> dict[str, Any]:
    """The JSON object of a line. Raises InvalidInput for anything else, and for a key that is not ``known``."""
    try:
        told = json.loads(line.text, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError too
        raise InvalidInput(mark("This line is no JSON.")) from None
    if not isinstance(told, dict):
        raise InvalidInput(mark("A line is a JSON object."))
    known = tuple(known)
    if strange := sorted(set(told) - set(known)):
        refuse_keys(strange, known)
    return told


def refuse_keys(strange: Iterable[str], known: Iterable[str]) -> None:
    """Raises InvalidInput, naming what is not known and what is."""
    names = [name[:40] for name in strange]
    message = mark("There is no {name} here: {known} are known.")
    raise InvalidInput(message, field=names[0], name=", ".join(names), known=", ".join(known))


def failed(line: Line, problem: Problem, said_as: Callable[[str | None], str | None] | None = None) -> Answer:
    """The answer to a line that cannot be answered; ``said_as`` names the service's field as the line does."""
    field = problem.field if isinstance(problem, InvalidInput) else None
    told = {
        "line": line.number,
        "code": problem.code,
        "field": said_as(field) if said_as else field,
        "message": say_problem(terminal.language(), problem),
    }
    return {"error": told}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        twice = next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1)
        raise InvalidInput(mark("{name} is said twice."), field=twice[:40], name=twice[:40])
    return told


def _no_number(text: str) -> float:
    raise InvalidInput(mark("{text} is no number."), text=text)


def _numbered(lines: Iterable[str]) -> Iterator[Line]:
    for number, text in enumerate(lines, start=1):
        yield Line(number, text)


def _writable(text: str) -> str:
    """The text without halves of letters, which JSON can name and no output can hold."""
    return text.encode(errors="replace").decode()


def _opened(path: Path, mode: str, standard: TextIO, open_files: ExitStack) -> TextIO:
    if path == STANDARD:
        return standard
    try:
        # Some editors begin a file with a byte order mark; none is written.
        encoding = "utf-8-sig" if mode == "r" else "utf-8"
        return open_files.enter_context(path.open(mode, encoding=encoding, errors="replace", newline="\n"))  # type: ignore[return-value]  # a text mode
    except OSError as error:
        sentence = mark("{path} cannot be opened: {reason}.")
        raise InvalidInput(sentence, path=path, reason=error.strerror or "") from error
