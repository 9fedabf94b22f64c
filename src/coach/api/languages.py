"""Which of our languages a request asks for."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from coach.domain.athletes import Language

_KNOWN = {language.value: language for language in Language}


def language_of(request: HTTPConnection) -> Language:
    """The language the ``Accept-Language`` header prefers among ours, English when it names none (RFC 9110, 12.5.4)."""
    wished = [_wish(part) for part in request.headers.get("accept-language", "").split(",")]
    ours = [(weight, name) for name, weight in wished if name in _KNOWN and weight > 0]
    if not ours:
        return Language.ENGLISH
    # max() keeps the first of equals, as the header's order means.
    return _KNOWN[max(ours, key=lambda wish: wish[0])[1]]


def _wish(part: str) -> tuple[str, float]:
    tag, _, parameter = part.partition(";")
    primary = tag.strip().lower().partition("-")[0]
    _, _, weight = parameter.strip().partition("q=")
    try:
        return primary, float(weight) if weight else 1.0
    except ValueError:
        return primary, 0.0
