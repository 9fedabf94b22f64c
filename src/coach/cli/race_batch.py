"""``coach predict --batch``: a question a line, a prediction a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coach.cli.batches import Line, failed, object_of
from coach.cli.race_input import KEYS, question_of
from coach.cli.races import told_as_json
from coach.domain.problems import Problem

if TYPE_CHECKING:
    from coach.science.running.races import Question


def answers(lines: list[Line]) -> Iterator[dict[str, Any]]:
    """A prediction or ``{"error": …}`` for each line, all good ones predicted at once."""
    from coach.science.running.races import predict_many

    read = [(line, _read(line)) for line in lines]
    found = iter(predict_many([each for _, each in read if not isinstance(each, Problem)]))
    for line, each in read:
        yield failed(line, each) if isinstance(each, Problem) else told_as_json(next(found))


def _read(line: Line) -> Question | Problem:
    from coach.science.running.races import check

    try:
        question = question_of(object_of(line, KEYS))
        check(question)
    except Problem as problem:
        return problem
    return question
