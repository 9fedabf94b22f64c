"""The goal form: what, when, how fast, on which days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.athletes import Language, Level
from coach.domain.goals import Goal, GoalKind
from coach.domain.language import short_weekday, weekday
from coach.domain.problems import InvalidInput
from coach.domain.race_times import race_time_of
from coach.services.plan_words import GOAL_WORDS, LEVEL_WORDS
from coach.web.design.plain_errors import speak_plainly

WEEKDAYS = range(7)


class GoalForm(forms.Form):
    """One page: the goal, the date, the week."""

    kind = forms.ChoiceField(label=_("What are you training for?"), widget=forms.RadioSelect)
    race_day = forms.DateField(
        label=_("Race day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weeks = forms.IntegerField(
        label=_("or in weeks"), required=False, min_value=2, max_value=32, widget=forms.NumberInput
    )
    target = forms.CharField(
        label=_("Target time"),
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "text", "placeholder": "3:45:00", "autocomplete": "off"}),
        help_text=_("Leave it empty to finish well: the coach proposes a time."),
    )
    level = forms.ChoiceField(label=_("Your running so far"), required=False, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label=_("Days you can run"), widget=forms.CheckboxSelectMultiple)
    long_day = forms.ChoiceField(
        label=_("Day of the long run"), widget=forms.RadioSelect, help_text=_("One of your running days.")
    )

    def __init__(self, language: Language, data: Any = None, *, today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        short = [(str(day), short_weekday(language, day)) for day in WEEKDAYS]
        self._choices("kind", [(kind.value, _(GOAL_WORDS[kind])) for kind in GoalKind])
        self._choices("level", [(level.value, _(LEVEL_WORDS[level])) for level in Level])
        self._choices("days", short)
        self._choices("long_day", short)
        for name in ("race_day", "weeks"):
            self.fields[name].one_of_two = True  # type: ignore[attr-defined]  # neither is marked as optional
        for day in WEEKDAYS:
            self.fields[f"minutes_{day}"] = forms.IntegerField(
                label=weekday(language, day).capitalize(), required=False, min_value=20, max_value=600
            )
        speak_plainly(self)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def minute_fields(self) -> list[forms.BoundField]:
        """The seven limits, Monday first."""
        return [self[f"minutes_{day}"] for day in WEEKDAYS]

    @property
    def limited(self) -> bool:
        """Some limit was given, or refused: the fold stays open."""
        return any(field.value() not in (None, "") or field.errors for field in self.minute_fields)

    def clean(self) -> dict[str, Any]:
        """A date or a length; a time one can run."""
        data = super().clean() or {}
        if not data.get("race_day") and not data.get("weeks") and not {"race_day", "weeks"} & set(self.errors):
            self.add_error("race_day", _("Give a race day or a number of weeks."))
        if data.get("race_day") and data["race_day"] <= self.today:
            self.add_error("race_day", _("The race day must be after today."))
        if data.get("target") and data.get("kind"):
            data["target_s"] = race_time_of(data["target"], GoalKind(data["kind"]).distance_m)
            if data["target_s"] is None:
                self.add_error("target", _("Write a time like 3:45:00 or 45:00."))
        if data.get("days") and data.get("long_day") and data["long_day"] not in data["days"]:
            self.add_error("long_day", _("The long-run day must be one of your running days."))
        return data

    def goal(self) -> Goal:
        """What was asked, in the domain's words. Only after ``is_valid``."""
        given = self.cleaned_data
        days = tuple(sorted(int(day) for day in given["days"]))
        limits = tuple(given.get(f"minutes_{day}") for day in days)
        return Goal(
            kind=GoalKind(given["kind"]),
            days=days,
            race_day=given["race_day"],
            weeks=given["weeks"],
            target_s=given.get("target_s"),
            level=Level(given["level"]) if given["level"] else None,
            long_day=int(given["long_day"]),
            minutes=limits if any(limits) else None,
        )

    def blame(self, problem: InvalidInput, sentence: str) -> None:
        """Put the engine's objection beside the field it is about."""
        field = problem.field if problem.field in self.fields else None
        self.add_error(field, sentence)
