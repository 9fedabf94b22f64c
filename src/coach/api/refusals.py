"""What is wrong with a request's fields, in words a person understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, Field

from coach.domain.athletes import Language
from coach.domain.language import mark, say

_SENTENCES = {
    "missing": mark("This is needed."),
    "extra_forbidden": mark("There is no such field."),
    "json_invalid": mark("The body is not valid JSON."),
    "model_attributes_type": mark("A JSON object is needed."),
    "int_parsing": mark("A whole number is needed."),
    "int_type": mark("A whole number is needed."),
    "int_from_float": mark("A whole number is needed."),
    "int_parsing_size": mark("This number is too large."),
    "float_parsing": mark("A number is needed."),
    "float_type": mark("A number is needed."),
    "finite_number": mark("A number is needed."),
    "bool_parsing": mark("True or false is needed."),
    "string_type": mark("A text is needed."),
    "string_unicode": mark("This text holds letters that do not exist."),
    "string_too_short": mark("At least {min_length} characters are needed."),
    "string_too_long": mark("At most {max_length} characters are taken."),
    "too_short": mark("At least {min_length} are needed."),
    "too_long": mark("At most {max_length} are taken."),
    "greater_than_equal": mark("At least {ge} is needed."),
    "greater_than": mark("More than {gt} is needed."),
    "less_than_equal": mark("At most {le} is taken."),
    "enum": mark("Choose one of: {expected}."),
    "literal_error": mark("Choose one of: {expected}."),
    "uuid_parsing": mark("This is not an id we give."),
    "uuid_type": mark("This is not an id we give."),
    **dict.fromkeys(
        ("date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact", "date_type"),
        mark("A date is written like 2027-04-11."),
    ),
}
_OTHERWISE = mark("This value does not fit here.")


class FieldRefusal(BaseModel):
    """A field that does not fit, and why."""

    field: str = Field(description="Where it is, such as `weeks` or `days.0`", examples=["weeks"])
    detail: str = Field(description="Why, in the language asked for", examples=["A whole number is needed."])
    code: str = Field(description="Why, for machines", examples=["int_parsing"])


def refusals(language: Language, errors: Iterable[Mapping[str, Any]]) -> list[FieldRefusal]:
    """Pydantic's errors in our words; what was sent is not sent back."""
    return [
        FieldRefusal(field=_place(error["loc"]), detail=_sentence(language, error), code=error["type"])
        for error in errors
    ]


def _sentence(language: Language, error: Mapping[str, Any]) -> str:
    message = _SENTENCES.get(error["type"], _OTHERWISE)
    # Pydantic joins the choices with "or" and quotes them: 'a', 'b' or 'c'.
    values = {
        name: str(value).replace("'", "").replace(" or ", ", ") if name == "expected" else value
        for name, value in (error.get("ctx") or {}).items()
    }
    return say(language, message, **values) if values else say(language, message)


def _place(location: tuple[str | int, ...]) -> str:
    """The field's path without pydantic's word for the part of the request, or that word when it is all there is."""
    inner = location[1:] if len(location) > 1 else location
    return ".".join(str(part) for part in inner)
