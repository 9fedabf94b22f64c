"""How training load is said: form beside the athlete's own usual range, signs, methods, thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from coach.domain.athletes import Language
from coach.domain.language import date_words, list_words, mark, say
from coach.domain.training import LoadMethod, TrainingDay
from coach.domain.units import number, percent
from coach.science.running.training import CTL_DAYS

USUAL_WEEKS = 26
"""How far back a form counts as usual, whatever period is shown."""

USUAL_LEAST_DAYS = 56
"""With fewer days nothing is called usual."""

USUAL_ENDS = (10, 90)
"""Percentiles between which a form is usual."""

YOUNG = mark(
    "Your activities are known from {day} on. CTL needs about six weeks of history: until then it is too low, and your "
    "form is not known yet."
)

METHOD_WORDS = {
    LoadMethod.POWER: mark("by power"),
    LoadMethod.HEART_RATE: mark("by heart rate"),
    LoadMethod.PACE: mark("by pace"),
    LoadMethod.PERCEIVED: mark("by how hard it felt"),
}

THRESHOLD_WORDS = {
    "max_hr": mark("your maximal heart rate"),
    "resting_hr": mark("your resting heart rate"),
    "threshold_hr": mark("your threshold heart rate"),
    "threshold_mps": mark("your threshold pace"),
    "vma_mps": mark("your VMA"),
}
"""Fields of ``Thresholds``."""


def thresholds_text(language: Language, names: Sequence[str]) -> str:
    """Some thresholds by their names as a phrase."""
    return list_words(language, [say(language, THRESHOLD_WORDS[name]) for name in names])


def usual_form(days: Sequence[TrainingDay]) -> tuple[float, float] | None:
    """Between which values four days in five began, in points; None where too few days are known.

    Days before the first training do not count.
    """
    begun = next((at for at, day in enumerate(days) if day.ctl > 0), len(days))
    known = [day.tsb for day in days[begun:]]
    if len(known) < USUAL_LEAST_DAYS:
        return None
    low, high = np.percentile(known, USUAL_ENDS)
    return float(low), float(high)


def signed(language: Language, value: float | None, decimals: int = 0) -> str:
    """A number with its sign: ``+3``, ``−8``, ``0``."""
    text = number(language, value, decimals)
    rises = value is not None and value > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if rises else text


def signed_percent(language: Language, value: float | None) -> str:
    """Per cent with their sign: ``+27 %``."""
    text = percent(language, value)
    return f"+{text}" if value is not None and round(value) > 0 else text


def young_text(language: Language, known_since: date | None, today: date) -> str:
    """That the form of the first weeks is not known; empty once the history is as long as CTL looks back."""
    if known_since is None or (today - known_since).days >= CTL_DAYS:
        return ""
    return say(language, YOUNG, day=date_words(language, known_since))


def form_text(language: Language, days: Sequence[TrainingDay], known_since: date | None = None) -> str:
    """The form of the last of the days in a sentence, held against what is usual for the athlete.

    Only that it is not known yet where the history is ``known_since`` less than six weeks. Empty where nothing was ever
    trained.
    """
    if not days or not any(day.ctl or day.load for day in days):
        return ""
    if early := young_text(language, known_since, days[-1].on):
        return early
    form = days[-1].tsb
    said = signed(language, form)
    usual = usual_form(days)
    if usual is None:
        return say(language, "Form this morning: {form}.", form=said)
    ends = {"low": signed(language, usual[0]), "high": signed(language, usual[1])}
    if form < usual[0]:
        text = mark("Form this morning: {form}, lower than usual for you ({low} to {high}).")
    elif form > usual[1]:
        text = mark("Form this morning: {form}, higher than usual for you ({low} to {high}).")
    else:
        text = mark("Form this morning: {form}, usual for you ({low} to {high}).")
    return say(language, text, form=said, **ends)
