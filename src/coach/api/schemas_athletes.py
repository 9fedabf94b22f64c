"""The athlete's profile as JSON."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.api.texts import PersonName, ShortText
from coach.domain.athletes import Athlete, Language, Level, Sex


class Profile(BaseModel):
    """Who the athlete is, as far as they chose to say; null is not said."""

    id: UUID
    name: str
    email: str | None
    language: Language
    time_zone: str = Field(description="IANA name", examples=["Europe/Paris"])
    birth_date: date | None
    sex: Sex | None
    height_cm: float | None = Field(description="Centimetres")
    weight_kg: float | None = Field(description="Kilograms")
    max_hr_bpm: int | None = Field(description="Maximal heart rate, beats per minute")
    resting_hr_bpm: int | None = Field(description="Resting heart rate, beats per minute")
    level: Level | None = Field(description="The level declared")

    @classmethod
    def of(cls, athlete: Athlete) -> Profile:
        """The profile of an athlete."""
        return cls(
            id=UUID(athlete.athlete_id),
            name=athlete.name,
            email=athlete.email,
            language=athlete.language,
            time_zone=athlete.time_zone,
            birth_date=athlete.birth_date,
            sex=athlete.sex,
            height_cm=athlete.height_cm,
            weight_kg=athlete.weight_kg,
            max_hr_bpm=athlete.max_hr,
            resting_hr_bpm=athlete.resting_hr,
            level=athlete.level,
        )


class ProfileChange(BaseModel):
    """Fields to change; those left out stay, null takes what was said away."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"weight_kg": 62.5, "max_hr_bpm": 189, "level": "intermediate"}}
    )

    name: PersonName = ""
    language: Language = Language.FRENCH
    time_zone: ShortText = Field(default="Europe/Paris", description="IANA name", examples=["Europe/Paris"])
    birth_date: date | None = None
    sex: Sex | None = None
    height_cm: float | None = Field(default=None, description="Centimetres, 100 to 250")
    weight_kg: float | None = Field(default=None, description="Kilograms, 25 to 300")
    max_hr_bpm: int | None = Field(default=None, description="Beats per minute, 100 to 240")
    resting_hr_bpm: int | None = Field(default=None, description="Beats per minute, 25 to 110")
    level: Level | None = None

    def given(self) -> dict[str, object]:
        """The fields that were sent, under the names the service knows."""
        return {name.removesuffix("_bpm"): value for name, value in self.model_dump(exclude_unset=True).items()}

    @classmethod
    def sent_as(cls, field: str | None) -> str | None:
        """The name under which a field of the service is sent."""
        return f"{field}_bpm" if f"{field}_bpm" in cls.model_fields else field
