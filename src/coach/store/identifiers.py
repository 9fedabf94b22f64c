"""Ids as people and programs hand them in."""

from __future__ import annotations

from uuid import UUID

from coach.domain.language import mark
from coach.domain.problems import NotFound


def identifier(text: str) -> UUID:
    """The id behind ``text``.

    Raises:
        NotFound: it has not the form of an id, so nothing can have it.
    """
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(mark("There is nothing with the id {text}."), text=text) from None
