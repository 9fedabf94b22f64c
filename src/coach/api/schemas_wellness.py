"""Days besides training, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from coach.domain.wellness import WellnessDay

NAMES = {"resting_hr": "resting_hr_bpm"}
"""Kinds that go by another name here."""

Kind = Literal["resting_hr_bpm", "sleep_s", "hrv_ms", "weight_kg"]


class WellnessBody(BaseModel):
    """What is known of a day; null is unknown."""

    date: date
    resting_hr_bpm: float | None = Field(description="Beats per minute at rest")
    sleep_s: float | None = Field(description="Seconds asleep in the night that ended that day")
    hrv_ms: float | None = Field(description="Heart-rate variability of that night (rMSSD), milliseconds")
    weight_kg: float | None = Field(description="Kilograms")
    typed: list[Kind] = Field(description="Which of these you said yourself; files never replace them")

    @classmethod
    def of(cls, day: WellnessDay) -> WellnessBody:
        """A day."""
        return cls.model_validate(
            {
                "date": day.on,
                "resting_hr_bpm": day.resting_hr,
                "sleep_s": day.sleep_s,
                "hrv_ms": day.hrv_ms,
                "weight_kg": day.weight_kg,
                "typed": [NAMES.get(kind, kind) for kind in day.typed],
            }
        )


class WellnessList(BaseModel):
    """Days of which something is known, oldest first."""

    days: list[WellnessBody]


class WellnessChange(BaseModel):
    """What you say of a day. Fields left out stay as they are, null takes away what is known."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"resting_hr_bpm": 48, "sleep_s": 27000, "weight_kg": 64.2}}
    )

    resting_hr_bpm: float | None = Field(default=None, description="Beats per minute at rest, 25 to 120")
    sleep_s: float | None = Field(default=None, description="Seconds asleep in the night that ended that day")
    hrv_ms: float | None = Field(default=None, description="rMSSD of that night, 1 to 300 ms")
    weight_kg: float | None = Field(default=None, description="Kilograms, 20 to 300")

    def given(self) -> dict[str, float | None]:
        """The fields that were sent, by kind."""
        return {name.removesuffix("_bpm"): value for name, value in self.model_dump(exclude_unset=True).items()}
