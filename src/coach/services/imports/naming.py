"""What strangers call things, made fit to keep and to show: archives and exports may hold any bytes as a name."""

from __future__ import annotations

from typing import Any

LONGEST = 300
_KEPT_AT_EACH_END = 140


def shown(name: str) -> str:
    """The name on one line: unprintable signs become U+FFFD, a very long one loses its middle."""
    plain = clean(name)
    if len(plain) <= LONGEST:
        return plain
    return f"{plain[:_KEPT_AT_EACH_END]} … {plain[-_KEPT_AT_EACH_END:]}"


def clean(value: str) -> str:
    """The text without what no database or page can hold: control signs, halves of a sign."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in value)


def clean_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values with their texts cleaned."""
    return {key: clean(value) if isinstance(value, str) else value for key, value in values.items()}
