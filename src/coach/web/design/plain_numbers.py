"""Number fields that read what people write, and nothing else: no 1e2, no 1_000, no digits of other scripts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_WHOLE = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0*)?")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,6})?")

DECIMAL_KEYS = {"inputmode": "decimal", "autocomplete": "off"}


class PlainInteger(forms.IntegerField):
    """A whole number in plain digits."""

    def to_python(self, value: Any) -> int | None:
        """The number, None for an empty field."""
        text = str(value).strip() if value is not None else ""
        found = _WHOLE.fullmatch(text)
        if text and found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1]) if found else None


class PlainFloat(forms.FloatField):
    """A decimal number in plain digits; a point or a comma marks the decimals in either language."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=dict(DECIMAL_KEYS)))
        options.setdefault("localize", True)
        super().__init__(**options)

    def to_python(self, value: Any) -> float | None:
        """The number, None for an empty field."""
        text = str(value).strip() if value is not None else ""
        if text and not _DECIMAL.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return float(text.replace(",", ".")) if text else None
