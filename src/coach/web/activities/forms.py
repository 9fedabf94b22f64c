"""Forms of activities."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.sports import SportFamily
from coach.services.activities import Filter
from coach.web.design.words import FAMILIES

PERIODS = [
    ("", _("Any time")),
    ("30", _("Last 30 days")),
    ("90", _("Last 3 months")),
    ("365", _("Last 12 months")),
]


class FilterForm(forms.Form):
    """What the list is narrowed to. Everything is optional, and nonsense narrows nothing."""

    text = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name of an activity")}),
    )
    family = forms.ChoiceField(label=_("Sport"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False, choices=PERIODS)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["family"].choices = [  # type: ignore[attr-defined]
            ("", _("All sports")),
            *((family.value, _(word)) for family, word in FAMILIES.items()),
        ]

    def asked(self, today: date) -> Filter:
        """The filter as the service understands it."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        days = given.get("period")
        return Filter(
            family=SportFamily(given["family"]) if given.get("family") else None,
            text=given.get("text") or None,
            since=today - timedelta(days=int(days)) if days else None,
        )
