"""The form that says what one knows of a day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coach.domain.problems import InvalidInput
from coach.web.design.plain_errors import speak_plainly
from coach.web.design.plain_numbers import PlainFloat

KINDS = {"resting_hr": "rest", "sleep_s": "sleep", "hrv_ms": "hrv", "weight_kg": "weight"}
"""By kind, the field of the form; the profile above it has fields of its own."""

_SLEEP = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?")


class SleepField(forms.CharField):
    """Hours and minutes written 7:30 or 7 h 30, as seconds."""

    def clean(self, value: Any) -> float | None:
        """Seconds, None when nothing is written."""
        text = super().clean(value)
        found = _SLEEP.fullmatch(text)
        if text and (found is None or int(found[2] or 0) > 59):
            raise forms.ValidationError(_("Write it like 7:30."))
        return int(found[1]) * 3600.0 + int(found[2] or 0) * 60.0 if found else None


class DayForm(forms.Form):
    """A day's resting heart rate, sleep, HRV and weight. An empty field leaves what is known as it is."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    rest = PlainFloat(label=_("Resting heart rate"), required=False)
    sleep = SleepField(label=_("Sleep of the night before (h:mm)"), required=False, max_length=8)
    hrv = PlainFloat(label=_("HRV of that night, rMSSD (ms)"), required=False)
    weight = PlainFloat(label=_("Weight (kg)"), required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"day": today})
        speak_plainly(self)

    @property
    def on(self) -> date:
        """The day meant. Only after ``is_valid``."""
        day: date = self.cleaned_data["day"]
        return day

    @property
    def said(self) -> dict[str, float | None]:
        """By kind, what was filled in. Only after ``is_valid``."""
        values = {kind: self.cleaned_data[field] for kind, field in KINDS.items()}
        return {kind: value for kind, value in values.items() if value is not None}

    def blame(self, problem: InvalidInput, sentence: str) -> None:
        """Put the service's objection beside the field it is about."""
        self.add_error(KINDS.get(problem.field or "", "day"), sentence)
