"""Static files whose address carries a fingerprint of their content, so browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class FingerprintedStorage(StaticFilesStorage):
    """``/static/design/base.css?v=1a2b3c4d``: no collecting step, no manifest to go stale."""

    def url(self, name: str | None) -> str:
        """The address of a static file, with the first eight digits of its SHA-256."""
        address = super().url(name)
        mark = _fresh_mark(name) if settings.DEBUG else _fingerprint(name)
        return f"{address}?v={mark}" if mark else address


def _fresh_mark(name: str | None) -> str:
    found = finders.find(name or "")
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8] if found else ""


@cache
def _fingerprint(name: str | None) -> str:
    return _fresh_mark(name)
