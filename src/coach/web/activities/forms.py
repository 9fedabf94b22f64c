"""Forms of activities."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.effort import EFFORT_WORDS, effort_words
from coach.domain.language import mark, say
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


class EffortForm(forms.Form):
    """How hard an activity felt. The dash takes the athlete's rating back and says what the watch was told."""

    effort = forms.ChoiceField(label=_("How hard it felt"), required=False)

    def __init__(self, data: Any = None, *, rated: float | None = None, told: float | None = None) -> None:
        super().__init__(data, initial={"effort": "" if rated is None else f"{rated:g}"})
        words = [(f"{effort:g}", effort_words(spoken(), effort)) for effort in _efforts(rated)]
        self.fields["effort"].choices = [("", _watch_says(told)), *words]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> float | None:
        """The rating, None for the dash. Only after ``is_valid``."""
        effort = self.cleaned_data["effort"]
        return float(effort) if effort else None


def _efforts(rated: float | None) -> list[float]:
    """Whole ratings, and the half the athlete gave elsewhere."""
    return sorted({float(effort) for effort in range(len(EFFORT_WORDS))} | ({rated} if rated is not None else set()))


def _watch_says(told: float | None) -> str:
    return "—" if told is None else say(spoken(), mark("— (your watch: {effort})"), effort=effort_words(spoken(), told))


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
