"""How an estimate's evidence is said: pages and terminal use the same words."""

from __future__ import annotations

import re
from datetime import date

from coach.domain.athletes import Language
from coach.domain.language import date_words, list_words, say
from coach.domain.units import distance

_PERFORMANCE = re.compile(r"([\d.]+) km ([\d:]+) \((\d{4}-\d{2}-\d{2})\)")
"""How the fitness science writes a performance, the same in every language."""


def evidence_text(language: Language, evidence: str) -> str:
    """The performances behind an estimate as runners write them; anything else as a message."""
    found = _PERFORMANCE.findall(evidence)
    if not found:
        return say(language, evidence)
    said = [
        say(
            language,
            "{distance} in {time} ({day})",
            distance=distance(language, float(km) * 1000, 2),
            time=clock,
            day=date_words(language, date.fromisoformat(day)),
        )
        for km, clock, day in found
    ]
    return list_words(language, said)
