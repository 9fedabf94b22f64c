"""What a form says when something does not fit, in our own words: Django's are a machine's, and say vous in French."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANY_FIELD: dict[str, str | Promise] = {
    "required": _("Fill this in."),
    "invalid_choice": _("Choose one of the options."),
    "invalid_list": _("Choose one of the options."),
    "min_value": _("%(limit_value)s at least."),
    "max_value": _("%(limit_value)s at most."),
    "max_length": _("%(limit_value)s characters at most."),
    "null_characters_not_allowed": _("This text holds characters that cannot be kept."),
}
INVALID: tuple[tuple[type[forms.Field], str | Promise], ...] = (
    (forms.EmailField, _("This does not look like an e-mail address.")),
    (forms.DateField, _("Write a day like 2027-04-11.")),
    (forms.FloatField, _("Write a number.")),
    (forms.IntegerField, _("Write a whole number.")),
)
PASSWORD: dict[str | None, str | Promise] = {
    "password_too_short": _("Take at least %(min_length)s characters."),
    "password_too_similar": _("This is too close to your name or e-mail."),
    "password_too_common": _("This password is among the first ones tried. Choose another."),
}


def speak_plainly(form: forms.BaseForm) -> None:
    """Give every field of the form our own sentences."""
    for field in form.fields.values():
        messages = dict(ANY_FIELD)
        messages.update(
            invalid=next((text for kind, text in INVALID if isinstance(field, kind)), ANY_FIELD["required"])
        )
        field.error_messages |= messages


def plain_password(refused: forms.ValidationError) -> forms.ValidationError:
    """A refused password's reasons in our own sentences."""
    return forms.ValidationError(
        [
            forms.ValidationError(PASSWORD.get(error.code, error.message), code=error.code, params=error.params)
            for error in refused.error_list
        ]
    )
