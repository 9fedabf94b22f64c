"""The goal form: what, when, how fast, on which days; the rest may stay folded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.athletes import Language, Level
from coach.domain.goals import LONGEST_ULTRA_M, Goal, GoalKind, Terrain
from coach.domain.language import short_weekday
from coach.domain.problems import InvalidInput
from coach.domain.race_times import race_time_of
from coach.services.plan_words import GOAL_WORDS, LEVEL_WORDS
from coach.web.design.plain_errors import speak_plainly
from coach.web.design.plain_numbers import PlainFloat, PlainInteger
from coach.web.plans.wishes import ROWS, WEEKDAYS, WishFields

FIELD_OF = {"distance_m": "distance", "vma_kmh": "vma", "target_s": "target"}
"""Where the engine's word for a field is not the form's own."""


class GoalForm(WishFields):
    """One page: the goal, the date, the week."""

    kind = forms.ChoiceField(label=_("What are you training for?"), widget=forms.RadioSelect)
    distance = PlainFloat(
        label=_("Distance of the ultra (km)"), required=False, help_text=_("42.2 to 50 km. Empty: 50.")
    )
    race_day = forms.DateField(
        label=_("Race day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    weeks = PlainInteger(label=_("or in weeks"), required=False, min_value=2, max_value=32, widget=forms.NumberInput)
    target = forms.CharField(
        label=_("Target time"),
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "text", "placeholder": "3:45:00", "autocomplete": "off"}),
        help_text=_("Leave it empty to finish well: the coach proposes a time."),
    )
    level = forms.ChoiceField(label=_("Your running so far"), required=False, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label=_("Days you can run"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, language: Language, data: Any = None, *, today: date, initial: Any = None) -> None:
        super().__init__(language, data, initial=initial)
        self.today = today
        self._choices("kind", [(kind.value, _(GOAL_WORDS[kind])) for kind in GoalKind])
        self._choices("level", [(level.value, _(LEVEL_WORDS[level])) for level in Level])
        self._choices("days", [(str(day), short_weekday(language, day)) for day in WEEKDAYS])
        for name in ("race_day", "weeks", "distance"):
            self.fields[name].one_of_two = True  # type: ignore[attr-defined]  # not marked as optional
        speak_plainly(self)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A date or a length; a time one can run; rows filled in whole."""
        data = super().clean() or {}
        if not data.get("race_day") and not data.get("weeks") and not {"race_day", "weeks"} & set(self.errors):
            self.add_error("race_day", _("Give a day or a number of weeks."))
        if data.get("race_day") and data["race_day"] <= self.today:
            self.add_error("race_day", _("This day must be after today."))
        if data.get("target") and data.get("kind"):
            self._check_target(data, GoalKind(data["kind"]))
        if data.get("days") and data.get("long_day") and data["long_day"] not in data["days"]:
            self.add_error("long_day", _("The long-run day must be one of your running days."))
        self.check_rows()
        return data

    def _check_target(self, data: dict[str, Any], kind: GoalKind) -> None:
        if not kind.races:
            self.add_error("target", _("This goal has no race: leave the time empty."))
            return
        data["target_s"] = race_time_of(data["target"], self._ultra_m(data, kind) or kind.distance_m)
        if data["target_s"] is None:
            self.add_error("target", _("Write a time like 3:45:00 or 45:00."))

    @staticmethod
    def _ultra_m(data: dict[str, Any], kind: GoalKind) -> float | None:
        """Metres of an ultra: as given, else the longest."""
        if kind is not GoalKind.ULTRA:
            return None
        km: float | None = data.get("distance")
        return LONGEST_ULTRA_M if km is None else km * 1000

    def goal(self) -> Goal:
        """What was asked, in the domain's words. Only after ``is_valid``."""
        given = self.cleaned_data
        days = tuple(sorted(int(day) for day in given["days"]))
        limits = tuple(given.get(f"minutes_{day}") for day in days)
        kind = GoalKind(given["kind"])
        return Goal(
            kind=kind,
            days=days,
            race_day=given["race_day"],
            weeks=given["weeks"],
            target_s=given.get("target_s"),
            level=Level(given["level"]) if given["level"] else None,
            long_day=int(given["long_day"]) if given["long_day"] else None,
            minutes=limits if any(limits) else None,
            distance_m=self._ultra_m(given, kind),
            vma_kmh=given["vma"],
            terrain=Terrain(given["terrain"]) if given["terrain"] else Terrain.ROAD,
            strength=given["strength"] or 0,
            cross_training=given["cross_training"] or 0,
            tune_ups=self.tune_ups(),
            injuries=self.injuries(),
            weeks_off=given["weeks_off"],
        )

    def blame(self, problem: InvalidInput, sentence: str) -> None:
        """Put the engine's objection beside the field it is about."""
        field = problem.field or ""
        found = self._row_of(field) or FIELD_OF.get(field, field)
        self.add_error(found if found in self.fields else None, sentence)

    def _row_of(self, field: str) -> str | None:
        """The first filled row of what the engine names as a whole."""
        parts = {
            "tune_ups": [f"race_{row}_day" for row in ROWS],
            "injuries": [f"site_{row}" for row in ROWS],
            "minutes": [f"minutes_{day}" for day in WEEKDAYS],
        }.get(field, [])
        return next((name for name in parts if self.cleaned_data.get(name)), parts[0] if parts else None)
