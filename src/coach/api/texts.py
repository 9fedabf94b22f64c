"""Texts that people may send."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

ShortText = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]
"""A text without NUL, which PostgreSQL does not store. Services say how long it really may be."""

PersonName = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]
"""What the coach calls somebody."""
