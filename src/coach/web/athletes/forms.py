"""The profile form."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.athletes import Athlete, Level, Sex
from coach.domain.problems import InvalidInput
from coach.services.plan_words import LEVEL_WORDS
from coach.web.design.plain_errors import speak_plainly
from coach.web.design.plain_numbers import PlainFloat, PlainInteger

CONTINENTS = {
    "Europe": _("Europe"),
    "America": _("Americas"),
    "Africa": _("Africa"),
    "Asia": _("Asia"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
    "Australia": _("Australia"),
    "Atlantic": _("Atlantic"),
}

PREFER_NOT = ("", _("Not said"))


class ProfileForm(forms.Form):
    """What the athlete chose to say; only the name, language and zone always have a value."""

    name = forms.CharField(
        label=_("First name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("fr", "Français"), ("en", "English")])
    time_zone = forms.ChoiceField(label=_("Time zone"))
    birth_date = forms.DateField(
        label=_("Birth date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        help_text=_("Gives your age to heart rate formulas."),
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[PREFER_NOT, (Sex.FEMALE.value, _("Female")), (Sex.MALE.value, _("Male"))],
        help_text=_("Only for formulas that differ by it."),
    )
    height_cm = PlainFloat(label=_("Height (cm)"), required=False)
    weight_kg = PlainFloat(label=_("Weight (kg)"), required=False)
    max_hr = PlainInteger(
        label=_("Maximal heart rate"), required=False, help_text=_("Leave it empty to use what your runs show.")
    )
    resting_hr = PlainInteger(label=_("Resting heart rate"), required=False)
    level = forms.ChoiceField(
        label=_("Your running so far"),
        required=False,
        help_text=_("Used while your history is too short to tell."),
    )

    def __init__(self, data: Any = None, *, athlete: Athlete) -> None:
        initial = {
            name: getattr(value, "value", value)
            for name in self.base_fields
            if (value := getattr(athlete, name)) is not None
        }
        super().__init__(data, initial=initial)
        levels = [(level.value, _(LEVEL_WORDS[level])) for level in Level]
        self.fields["level"].choices = [PREFER_NOT, *levels]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = _zones(athlete.time_zone)  # type: ignore[attr-defined]
        speak_plainly(self)

    @property
    def changes(self) -> dict[str, object]:
        """Field to new value, as the service takes them. Only after ``is_valid``."""
        return {name: None if value == "" else value for name, value in self.cleaned_data.items()}

    def blame(self, problem: InvalidInput, sentence: str) -> None:
        """Put the service's objection beside the field it is about."""
        self.add_error(problem.field if problem.field in self.fields else None, sentence)


def _zones(own: str) -> list[tuple[Any, Any]]:
    """The athlete's own zone, then the cities by continent, Europe first; old names of countries are left out."""
    known = available_timezones()
    groups = [
        (name, [(zone, _city(zone)) for zone in sorted(known) if zone.startswith(f"{continent}/")])
        for continent, name in CONTINENTS.items()
    ]
    return [(_("Yours"), [(own, _city(own))]), *groups]


def _city(zone: str) -> str:
    """``America/Argentina/San_Juan`` as people write it: ``San Juan (Argentina)``."""
    *region, city = zone.replace("_", " ").split("/")
    return f"{city} ({region[-1]})" if len(region) > 1 else city
