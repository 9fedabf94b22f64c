"""What happened, told in a form for each kind: the causes a proposal answers."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.adaptation import Cause, CauseKind
from coach.domain.athletes import Language
from coach.domain.goals import Goal
from coach.domain.language import mark, short_weekday, weekday
from coach.domain.problems import InvalidInput
from coach.web.design.plain_errors import speak_plainly
from coach.web.design.plain_numbers import PlainFloat, PlainInteger
from coach.web.plans.wishes import WEEKDAYS, injury_fields, injury_of

HALF_COOPER_M_PER_KMH = 100.0
"""Metres run in six minutes over this are the VMA in km/h: the half-Cooper test."""

HAPPENING_WORDS = {
    CauseKind.ILLNESS: mark("I was or am ill"),
    CauseKind.TRAVEL: mark("I am away"),
    CauseKind.INJURY: mark("It hurts"),
    CauseKind.TEST: mark("I did a test"),
    CauseKind.RACE_MOVED: mark("The race moved"),
    CauseKind.AVAILABILITY: mark("My days changed"),
}


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class Happening(forms.Form):
    """What every kind shares: the language it is asked in, the day it is told, the goal it touches."""

    kind: ClassVar[CauseKind]
    field_of: ClassVar[dict[str, str]] = {}
    """Where the service's word for a field is not the form's own."""

    def __init__(self, language: Language, data: Any = None, *, today: date, goal: Goal) -> None:
        super().__init__(data, initial=self.usual(today, goal))
        self.today = today
        self.prepare(language)
        speak_plainly(self)

    def usual(self, today: date, goal: Goal) -> dict[str, object]:
        """What the fields hold at first."""
        return {}

    def prepare(self, language: Language) -> None:
        """Add what depends on the language."""

    def told(self) -> dict[str, Any]:
        """The fields of the cause. Only after ``is_valid``."""
        return {name: self.cleaned_data[name] for name in ("since", "until") if name in self.cleaned_data}

    def cause(self) -> Cause:
        """What happened, in the domain's words. Only after ``is_valid``."""
        return Cause(self.kind, **self.told())

    def blame(self, problem: InvalidInput, sentence: str) -> None:
        """Put the service's objection beside the field it is about."""
        field = self.field_of.get(problem.field or "", problem.field or "")
        self.add_error(field if field in self.fields else None, sentence)

    def clean(self) -> None:
        """The days in order, where there are days."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This lies before the first day."))


class IllnessForm(Happening):
    """Days of illness; still ill where no last day is given."""

    kind = CauseKind.ILLNESS
    since = _day(_("Ill since"))
    until = _day(_("Last day of it"), required=False, help_text=_("Empty: you are still ill."))

    def usual(self, today: date, goal: Goal) -> dict[str, object]:
        """From today on."""
        return {"since": today}


class TravelForm(Happening):
    """Days away, with or without running."""

    kind = CauseKind.TRAVEL
    since = _day(_("First day away"))
    until = _day(_("Last day away"))
    can_run = forms.BooleanField(label=_("I can run easily there"), required=False)

    def told(self) -> dict[str, Any]:
        """The days, and whether there is room to run."""
        return super().told() | {"can_run": self.cleaned_data["can_run"]}


class InjuryForm(Happening):
    """Where it hurts, how much, since when."""

    kind = CauseKind.INJURY
    field_of: ClassVar[dict[str, str]] = {"injuries": "site", "injury": "site"}

    since = _day(_("Since"))
    until = _day(_("Until, as far as you know"), required=False, help_text=_("Empty: not known yet."))

    def usual(self, today: date, goal: Goal) -> dict[str, object]:
        """From today on."""
        return {"since": today}

    def prepare(self, language: Language) -> None:
        """Site, state and clearance; the first two are needed here."""
        self.fields = injury_fields("") | self.fields  # type: ignore[assignment]  # where it is comes first
        self.fields["site"].required = self.fields["state"].required = True

    def told(self) -> dict[str, Any]:
        """The days and the injury."""
        return super().told() | {"injury": injury_of(self, "")}


class FitnessTestForm(Happening):
    """A test's result: metres of a half-Cooper, or the VMA itself."""

    kind = CauseKind.TEST
    field_of: ClassVar[dict[str, str]] = {"vma_kmh": "vma"}

    metres = PlainInteger(
        label=_("Metres in six minutes"),
        required=False,
        min_value=600,
        max_value=2600,
        help_text=_("Half-Cooper test: all you can run in 6 minutes, on the flat."),
    )
    vma = PlainFloat(label=_("or your VMA (km/h)"), required=False)

    def prepare(self, language: Language) -> None:
        """Either of the two is enough."""
        for field in self.fields.values():
            field.one_of_two = True  # type: ignore[attr-defined]  # neither is marked as optional

    def clean(self) -> None:
        """One result, not two."""
        super().clean()
        metres, vma = self.cleaned_data.get("metres"), self.cleaned_data.get("vma")
        if metres is None and vma is None and not self.errors:
            self.add_error("metres", _("Give one of the two."))
        if metres is not None and vma is not None:
            self.add_error("vma", _("Give only one of the two."))

    def told(self) -> dict[str, Any]:
        """The VMA, measured today."""
        metres, vma = self.cleaned_data["metres"], self.cleaned_data["vma"]
        return {"since": self.today, "vma_kmh": vma or metres / HALF_COOPER_M_PER_KMH}


class RaceMovedForm(Happening):
    """The race's new day."""

    kind = CauseKind.RACE_MOVED
    race_day = _day(_("New day of the race"))

    def usual(self, today: date, goal: Goal) -> dict[str, object]:
        """The day it had."""
        return {"race_day": goal.race_day}

    def told(self) -> dict[str, Any]:
        """The new day."""
        return {"race_day": self.cleaned_data["race_day"]}


class AvailabilityForm(Happening):
    """Other days, other minutes."""

    kind = CauseKind.AVAILABILITY
    days = forms.MultipleChoiceField(label=_("Days you can run"), widget=forms.CheckboxSelectMultiple)
    long_day = forms.ChoiceField(label=_("Day of the long run"), required=False)

    def usual(self, today: date, goal: Goal) -> dict[str, object]:
        """The days the plan was made for."""
        minutes = zip(goal.days, goal.minutes or (), strict=False)
        return {
            "days": [str(day) for day in goal.days],
            "long_day": "" if goal.long_day is None else str(goal.long_day),
            **{f"minutes_{day}": limit for day, limit in minutes},
        }

    def prepare(self, language: Language) -> None:
        """The days of the week, and the minutes of each."""
        named = [(str(day), weekday(language, day).capitalize()) for day in WEEKDAYS]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (str(day), short_weekday(language, day)) for day in WEEKDAYS
        ]
        self.fields["long_day"].choices = [("", _("The coach chooses")), *named]  # type: ignore[attr-defined]
        for value, name in named:
            self.fields[f"minutes_{value}"] = PlainInteger(label=name, required=False, min_value=20, max_value=600)

    @property
    def minute_fields(self) -> list[forms.BoundField]:
        """The seven limits, Monday first."""
        return [self[f"minutes_{day}"] for day in WEEKDAYS]

    def clean(self) -> None:
        """The long run lies on a running day."""
        super().clean()
        long_day = self.cleaned_data.get("long_day")
        if long_day and self.cleaned_data.get("days") and long_day not in self.cleaned_data["days"]:
            self.add_error("long_day", _("The long-run day must be one of your running days."))

    def told(self) -> dict[str, Any]:
        """The days, their minutes and the long run's."""
        given = self.cleaned_data
        days = tuple(sorted(int(day) for day in given["days"]))
        limits = tuple(given.get(f"minutes_{day}") for day in days)
        long_day = int(given["long_day"]) if given["long_day"] else None
        return {"days": days, "minutes": limits if any(limits) else None, "long_day": long_day}


FORMS: dict[CauseKind, type[Happening]] = {
    form.kind: form for form in (IllnessForm, TravelForm, InjuryForm, FitnessTestForm, RaceMovedForm, AvailabilityForm)
}


def kinds_for(goal: Goal) -> list[CauseKind]:
    """What can happen to a plan: a race moves only where there is one."""
    return [kind for kind in FORMS if kind is not CauseKind.RACE_MOVED or goal.kind.races]
