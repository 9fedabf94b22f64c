"""``coach predict --batch``: a question a line, an answer a line, in order; a bad line stops nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from coach.cli import terminal
from coach.cli.race_input import question_of
from coach.cli.races import told_as_json
from coach.cli.terminal import word
from coach.domain.language import mark
from coach.domain.problems import InvalidInput, Problem

if TYPE_CHECKING:
    from coach.science.running.races import Question

AT_ONCE = 1000
STANDARD = Path("-")


def answered(source: Path, target: Path | None) -> tuple[int, int]:
    """Answer every line of ``source`` in ``target`` (``-`` or None: standard input and output); (wrong, all) lines.

    Raises InvalidInput where a file cannot be opened, NotPrinted where the answers cannot be written out.
    """
    with terminal.printing(), ExitStack() as open_files:
        lines = _opened(source, "r", sys.stdin, open_files)
        named = target is not None and target != STANDARD and source != STANDARD
        if target is not None and named and target.exists() and target.samefile(source):
            raise InvalidInput(mark("The answers cannot replace their questions: write them to another file."))
        written = _opened(target or STANDARD, "w", sys.stdout, open_files)
        wrong = count = 0
        while some := list(islice(lines, AT_ONCE)):
            for answer in answers(some):
                wrong += "error" in answer
                count += 1
                written.write(json.dumps(answer, ensure_ascii=False, allow_nan=False) + "\n")
        written.flush()
    return wrong, count


def _opened(path: Path, mode: str, standard: TextIO, open_files: ExitStack) -> TextIO:
    if path == STANDARD:
        return standard
    try:
        return open_files.enter_context(path.open(mode, encoding="utf-8", errors="replace", newline="\n"))  # type: ignore[return-value]  # a text mode
    except OSError as error:
        sentence = mark("{path} cannot be opened: {reason}.")
        raise InvalidInput(sentence, path=path, reason=error.strerror or "") from error


def answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """An answer or ``{"error": …}`` for each line, all good ones predicted at once."""
    from coach.science.running.races import predict_many

    read = [_read(line) for line in lines]
    found = iter(predict_many([each for each in read if not isinstance(each, Problem)]))
    for each in read:
        if isinstance(each, Problem):
            yield {"error": {"code": each.code, "message": word(each.message, **each.values)}}
        else:
            yield told_as_json(next(found))


def _read(line: str) -> Question | Problem:
    from coach.science.running.races import check

    try:
        question = question_of(json.loads(line))
        check(question)
    except (json.JSONDecodeError, RecursionError):
        return InvalidInput(mark("This line is no JSON."))
    except Problem as problem:
        return problem
    return question
