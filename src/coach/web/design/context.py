"""What every template may name."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from coach.web.requests import spoken


def shared(request: HttpRequest) -> dict[str, object]:
    """The language answered in, the languages to choose from, and the athlete (None for a stranger)."""
    return {
        "language": spoken(),
        "languages": settings.LANGUAGES,
        "athlete": getattr(request, "athlete", None),
    }
