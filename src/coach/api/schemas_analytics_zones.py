"""Time in zones as JSON."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from coach.api.schemas_analytics import REASONS, SentenceBody, WindowBody, reasons
from coach.domain import analytics
from coach.domain.athletes import Language

SECONDS = "Seconds of running"
BOUND = "beats per minute for heart rate, metres per second of grade-adjusted speed for pace"


class ZoneTimeBody(BaseModel):
    """A zone and the running in it."""

    number: int = Field(ge=1, le=5, description="1 is the easiest, 5 the hardest")
    low: float | None = Field(description=f"Low end, null is open: {BOUND}")
    high: float | None = Field(description=f"High end, null is open: {BOUND}")
    seconds: float | None = Field(description=SECONDS)
    share: float | None = Field(description="Share of the time whose zone is known, 0 to 1")

    @classmethod
    def of(cls, time: analytics.ZoneTime) -> Self:
        """A zone with its time."""
        zone = time.zone
        return cls(number=zone.number, low=zone.low, high=zone.high, seconds=time.seconds, share=time.share)


class ZoneWeekBody(BaseModel):
    """A week's running by zone."""

    monday: date
    partial: bool = Field(description="Whether it is the running week, not over yet")
    zone_s: list[float] | None = Field(description="Seconds in zones 1 to 5")
    easy_share: float | None = Field(description="Share of zones 1 and 2, 0 to 1")

    @classmethod
    def of(cls, week: analytics.ZoneWeek) -> Self:
        """A week of one kind of zones."""
        return cls(
            monday=week.monday,
            partial=week.partial,
            zone_s=list(week.seconds) or None,
            easy_share=week.easy_share,
        )


class ZoneUseBody(BaseModel):
    """Your zones of one kind and how your running spread over them."""

    zones: list[ZoneTimeBody]
    known_s: float | None = Field(description="Seconds of running whose zone is known")
    running_s: float | None = Field(description="Seconds of running in all")
    easy_share: float | None = Field(description="Share of zones 1 and 2 (up to 75 % of VMA), 0 to 1")
    weeks: list[ZoneWeekBody] = Field(description="Every week of the window, oldest first")
    unknown: dict[str, str] = Field(description=REASONS)

    @classmethod
    def of(cls, use: analytics.ZoneUse, language: Language) -> Self:
        """One kind of zones in words of ``language``."""
        return cls(
            zones=[ZoneTimeBody.of(time) for time in use.times],
            known_s=use.known_s,
            running_s=use.running_s,
            easy_share=use.easy_share,
            weeks=[ZoneWeekBody.of(week) for week in use.weeks],
            unknown=reasons(use.unknown, language),
        )


class ZonesBody(BaseModel):
    """Your heart-rate and pace zones, the time in each, and what that suggests."""

    window: WindowBody
    heart_rate: ZoneUseBody
    pace: ZoneUseBody
    advice: list[SentenceBody]

    @classmethod
    def of(cls, found: analytics.Zones, language: Language) -> Self:
        """Zones in words of ``language``."""
        return cls(
            window=WindowBody.model_validate(found.window),
            heart_rate=ZoneUseBody.of(found.heart, language),
            pace=ZoneUseBody.of(found.pace, language),
            advice=[SentenceBody.of(each, language) for each in found.advice],
        )
