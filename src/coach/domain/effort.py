"""How hard a session felt: a rating from 0 to 10, with the anchors of the CR-10 scale (Borg, 1982; Foster, 2001)."""

from __future__ import annotations

from coach.domain.athletes import Language
from coach.domain.language import mark, say
from coach.domain.units import number

HARDEST = 10.0
STEP = 0.5

EFFORT_WORDS = (
    mark("no effort"),
    mark("very easy"),
    mark("easy"),
    mark("moderate"),
    mark("a little hard"),
    mark("hard"),
    mark("really hard"),
    mark("very hard"),
    mark("exhausting"),
    mark("nearly maximal"),
    mark("maximal"),
)
"""By whole rating, 0 to 10."""


def effort_words(language: Language, effort: float | None) -> str:
    """The rating and what it means: ``7/10, very hard``; a half takes the words below it. A dash when there is none."""
    if effort is None:
        return "–"
    return f"{number(language, effort, 1, trim=True)}/10, {say(language, EFFORT_WORDS[int(effort)])}"
