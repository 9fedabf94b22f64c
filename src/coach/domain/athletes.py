"""The athlete: who trains, as far as they chose to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """How much running the athlete's body is used to."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Sex(StrEnum):
    """Physiological sex for formulas that differ by it."""

    FEMALE = "female"
    MALE = "male"


class Language(StrEnum):
    """The two languages of the product."""

    FRENCH = "fr"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Athlete:
    """An athlete. ``time_zone`` is an IANA name; ``level`` is what they declared, None if they did not."""

    athlete_id: str
    name: str
    email: str | None
    language: Language
    time_zone: str
    birth_date: date | None = None
    sex: Sex | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    max_hr: int | None = None
    resting_hr: int | None = None
    level: Level | None = None

    @property
    def bmi(self) -> float | None:
        """Body mass index in kg/m2, None where height or weight is unknown."""
        if not self.height_cm or not self.weight_kg:
            return None
        return self.weight_kg / (self.height_cm / 100) ** 2

    def age_on(self, day: date) -> int | None:
        """Completed years on ``day``, None when the birth date is unknown."""
        if self.birth_date is None:
            return None
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday
