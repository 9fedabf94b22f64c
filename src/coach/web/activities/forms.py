"""Forms of activities."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.language import say
from coach.domain.sports import Sport, SportFamily
from coach.services.activities import Filter
from coach.web.design.words import FAMILIES, SPORTS
from coach.web.requests import spoken

PERIODS = [
    ("", _("Any time")),
    ("30", _("Last 30 days")),
    ("90", _("Last 3 months")),
    ("365", _("Last 12 months")),
]

SHORTEST_WORD = 3
"""Letters from which a search may mean a sport."""


class FilterForm(forms.Form):
    """What the list is narrowed to. Everything is optional, and nonsense narrows nothing."""

    text = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or sport")}),
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
            sports=_sports_meant(given.get("text") or ""),
            since=today - timedelta(days=int(days)) if days else None,
        )


def _sports_meant(text: str) -> tuple[Sport, ...]:
    """The sports whose name, or whose family's, in the language of the page holds the text, accents aside."""
    searched = _plain(text)
    if len(searched) < SHORTEST_WORD:
        return ()
    return tuple(
        sport
        for sport, word in SPORTS.items()
        if searched in _plain(say(spoken(), word)) or searched in _plain(say(spoken(), FAMILIES[sport.family]))
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
