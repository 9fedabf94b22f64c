"""The folded part of the goal form: tune-up races, injuries, minutes of each day, in rows that need no script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.athletes import Language
from coach.domain.goals import Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.language import mark, weekday
from coach.services.plan_change_words import SITE_WORDS
from coach.web.design.plain_numbers import PlainFloat, PlainInteger

WEEKDAYS = range(7)
ROWS = range(1, 4)
"""Rows offered at once for races on the way and for injuries."""

MOST_STRENGTH = MOST_CROSS = 3
NONE_KEPT: tuple[str, Any] = ("", "—")

TERRAIN_WORDS = {
    Terrain.ROAD: mark("Road and flat paths"),
    Terrain.HILLY: mark("Hilly"),
    Terrain.TRAIL: mark("Trail"),
    Terrain.TRACK: mark("Track"),
    Terrain.TREADMILL: mark("Treadmill"),
}
STATE_WORDS = {
    InjuryState.CURRENT: mark("It hurts when I walk or run"),
    InjuryState.RECOVERING: mark("No pain in daily life, taking up running again"),
    InjuryState.PAST: mark("Healed, running as before"),
}
CLEARED = _("A doctor or physiotherapist allowed me to run again")


def options(words: dict[Any, str]) -> list[tuple[str, Any]]:
    """Choices of a field from an enum's words."""
    return [(kind.value, _(text)) for kind, text in words.items()]


def injury_fields(suffix: str) -> dict[str, forms.Field]:
    """Site, state and clearance, named with ``suffix``."""
    return {
        f"site{suffix}": forms.ChoiceField(label=_("Where"), required=False, choices=[NONE_KEPT, *options(SITE_WORDS)]),
        f"state{suffix}": forms.ChoiceField(
            label=_("How it is now"), required=False, choices=[NONE_KEPT, *options(STATE_WORDS)]
        ),
        f"cleared{suffix}": forms.BooleanField(label=CLEARED, required=False),
    }


def injury_of(form: forms.Form, suffix: str) -> Injury | None:
    """The injury told in the fields of ``suffix``; what is missing is said beside its field."""
    given = form.cleaned_data
    site, state = given.get(f"site{suffix}"), given.get(f"state{suffix}")
    if site and state:
        return Injury(InjurySite(site), InjuryState(state), bool(given.get(f"cleared{suffix}")))
    if site and f"state{suffix}" not in form.errors:
        form.add_error(f"state{suffix}", _("Say how it is now."))
    if (state or given.get(f"cleared{suffix}")) and not site and f"site{suffix}" not in form.errors:
        form.add_error(f"site{suffix}", _("Say where it is."))
    return None


class WishFields(forms.Form):
    """The wishes few people have: everything here may stay empty."""

    long_day = forms.ChoiceField(label=_("Day of the long run"), required=False)
    terrain = forms.ChoiceField(label=_("Where you run"), required=False, choices=options(TERRAIN_WORDS))
    strength = PlainInteger(label=_("Strength sessions a week"), required=False, min_value=0, max_value=MOST_STRENGTH)
    cross_training = PlainInteger(
        label=_("Sessions of another sport a week"), required=False, min_value=0, max_value=MOST_CROSS
    )
    vma = PlainFloat(
        label=_("Your VMA (km/h)"),
        required=False,
        help_text=_("Used as long as your runs do not show it."),
    )
    weeks_off = PlainInteger(label=_("Weeks without running, until now"), required=False, min_value=0, max_value=520)

    def __init__(self, language: Language, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        days = [(str(day), weekday(language, day).capitalize()) for day in WEEKDAYS]
        self.fields["long_day"].choices = [("", _("The coach chooses")), *days]  # type: ignore[attr-defined]
        for day in WEEKDAYS:
            self.fields[f"minutes_{day}"] = PlainInteger(
                label=weekday(language, day).capitalize(), required=False, min_value=20, max_value=600
            )
        for row in ROWS:
            self.fields[f"race_{row}_day"] = forms.DateField(
                label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )
            self.fields[f"race_{row}_km"] = PlainFloat(label=_("Distance (km)"), required=False)
            self.fields.update(injury_fields(f"_{row}"))

    @property
    def minute_fields(self) -> list[forms.BoundField]:
        """The seven limits, Monday first."""
        return [self[f"minutes_{day}"] for day in WEEKDAYS]

    @property
    def race_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Day and distance of each race on the way."""
        return [(self[f"race_{row}_day"], self[f"race_{row}_km"]) for row in ROWS]

    @property
    def injury_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Site, state and clearance of each injury."""
        return [(self[f"site_{row}"], self[f"state_{row}"], self[f"cleared_{row}"]) for row in ROWS]

    @property
    def opened(self) -> dict[str, bool]:
        """Which folds hold something that was given or refused, and so stay open."""
        return {
            "days": self._told(["long_day", *(f"minutes_{day}" for day in WEEKDAYS)]),
            "wishes": self._told(["terrain", "strength", "cross_training", "vma"]),
            "races": self._told([field.name for row in self.race_rows for field in row]),
            "injuries": self._told(["weeks_off", *(field.name for row in self.injury_rows for field in row)]),
        }

    def _told(self, names: list[str]) -> bool:
        return any(
            self[name].errors or self[name].value() not in (None, "", False, Terrain.ROAD.value) for name in names
        )

    def tune_ups(self) -> tuple[TuneUp, ...]:
        """The races on the way, in the order of their days."""
        found = []
        for row in ROWS:
            day, km = (self.cleaned_data.get(f"race_{row}_{part}") for part in ("day", "km"))
            if day and km:
                found.append(TuneUp(day, km * 1000))
        return tuple(sorted(found, key=lambda race: race.day))

    def injuries(self) -> tuple[Injury, ...]:
        """The injuries that were told whole."""
        told = (injury_of(self, f"_{row}") for row in ROWS)
        return tuple(injury for injury in told if injury is not None)

    def check_rows(self) -> None:
        """Say beside its field what half a row lacks."""
        for row in ROWS:
            day, km = f"race_{row}_day", f"race_{row}_km"
            given = self.cleaned_data
            if given.get(day) and given.get(km) is None and km not in self.errors:
                self.add_error(km, _("Give the distance of this race."))
            if given.get(km) is not None and not given.get(day) and day not in self.errors:
                self.add_error(day, _("Give the day of this race."))
        self.injuries()
