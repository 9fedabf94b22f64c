"""Race predictions with their confidence, and the dashboard, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.api.schemas_analytics import (
    REASONS,
    BestBody,
    ComparisonBody,
    SentenceBody,
    TotalsWeekBody,
    WindowBody,
    reasons,
)
from coach.api.schemas_analytics_zones import ZoneUseBody
from coach.api.schemas_fitness import EstimateBody, PredictionBody
from coach.domain import analytics, races
from coach.domain.analytics import Confidence
from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.sports import Sport
from coach.services.analytics.words import influence_text, said


class InfluenceBody(BaseModel):
    """Something that moved a prediction, or would narrow it."""

    text: str
    seconds: float | None = Field(description="Seconds by which it moved or would narrow the time; null without figure")

    @classmethod
    def of(cls, influence: races.Influence, language: Language) -> Self:
        """An influence in words of ``language``."""
        return cls(text=influence_text(language, influence), seconds=influence.seconds)


class BaselineBody(BaseModel):
    """What a published formula says of the same race."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    seconds: float = Field(description="Seconds")


class OutlookBody(BaseModel):
    """A race time to expect, how far to trust it, and what training it suggests."""

    distance_m: float = Field(description="Metres")
    seconds: float = Field(description="Seconds")
    low_s: float = Field(description="Fast end of the interval, seconds")
    high_s: float = Field(description="Slow end of the interval, seconds")
    level: float = Field(description="Share of race days the interval is meant to hold, 0 to 1")
    validity: int = Field(ge=0, le=5, description="0 is unreliable, 5 is high")
    method: str
    because: list[InfluenceBody] = Field(description="The inputs that mattered, the weightiest first")
    narrowed_by: list[InfluenceBody] = Field(description="What would narrow the interval")
    baselines: list[BaselineBody]
    warnings: list[str]
    confidence: Confidence
    confidence_text: str = Field(description="The confidence in words of the language asked for")
    advice: list[SentenceBody] = Field(description="What studies of other runners suggest")

    @classmethod
    def of(cls, outlook: analytics.Outlook, language: Language) -> Self:
        """An outlook in words of ``language``."""
        prediction = outlook.prediction
        return cls(
            distance_m=prediction.distance_m,
            seconds=prediction.seconds,
            low_s=prediction.low_s,
            high_s=prediction.high_s,
            level=prediction.level,
            validity=prediction.validity,
            method=say(language, prediction.method),
            because=[InfluenceBody.of(each, language) for each in prediction.because],
            narrowed_by=[InfluenceBody.of(each, language) for each in prediction.narrowed_by],
            baselines=[BaselineBody.model_validate(each) for each in prediction.baselines],
            warnings=[say(language, warning) for warning in prediction.warnings],
            confidence=outlook.confidence,
            confidence_text=said(language, outlook.said),
            advice=[SentenceBody.of(each, language) for each in outlook.advice],
        )


class PredictionsBody(BaseModel):
    """The race times to expect from the fitness of a day."""

    on: date | None = Field(description="Day of the fitness they rest on")
    recent_weekly_m: float | None = Field(description="Mean metres a week over the last four complete weeks")
    predictions: list[OutlookBody]
    unknown: dict[str, str] = Field(description=REASONS)

    @classmethod
    def of(cls, found: analytics.Predictions, language: Language) -> Self:
        """Predictions in words of ``language``."""
        return cls(
            on=found.on,
            recent_weekly_m=found.recent_weekly_m,
            predictions=[OutlookBody.of(each, language) for each in found.outlooks],
            unknown=reasons(found.unknown, language),
        )


class TrainingDayBody(BaseModel):
    """A day's load and what has piled up by its end."""

    model_config = ConfigDict(from_attributes=True)

    on: date
    load: float = Field(description="Training load of the day, points (100 is one hour at threshold)")
    ctl: float = Field(description="Chronic load (42 days) at the day's end, points a day")
    atl: float = Field(description="Acute load (7 days) at the day's end, points a day")
    tsb: float = Field(description="Form the day began with: the evening before's CTL minus its ATL, points a day")


class RecentBody(BaseModel):
    """One of the last activities."""

    model_config = ConfigDict(from_attributes=True)

    activity_id: UUID
    sport: Sport
    name: str
    local_start: datetime = Field(description="On the clock where it began, without offset")
    distance_m: float | None = Field(description="Metres")
    moving_s: float = Field(description="Seconds under way")
    load: float | None = Field(description="Training load, points")


class DashboardBody(BaseModel):
    """All a dashboard shows, in one answer; unknown is null, and said why."""

    window: WindowBody
    known_since: date | None = Field(description="Day of your first activity")
    today: TrainingDayBody | None = Field(description="Load and form of today")
    series: list[TrainingDayBody] = Field(description="Every day of the window since the first load, oldest first")
    weeks: list[TotalsWeekBody] = Field(description="Every week of the window, oldest first")
    comparison: ComparisonBody
    fitness_on: date | None = Field(description="Day of the fitness that VMA, zones and predictions come from")
    vma_kmh: EstimateBody | None = Field(description="Maximal aerobic speed (vVO2max), km/h")
    predictions: list[PredictionBody]
    heart_rate: ZoneUseBody
    pace: ZoneUseBody
    bests: list[BestBody] = Field(description="Fastest of the window, the shortest distance first")
    recent: list[RecentBody] = Field(description="The last activities, newest first")
    unknown: dict[str, str] = Field(description=REASONS)

    @classmethod
    def of(cls, found: analytics.Dashboard, language: Language) -> Self:
        """A dashboard in words of ``language``."""
        return cls(
            window=WindowBody.model_validate(found.window),
            known_since=found.known_since,
            today=TrainingDayBody.model_validate(found.today) if found.today else None,
            series=[TrainingDayBody.model_validate(day) for day in found.series],
            weeks=[TotalsWeekBody.of(week) for week in found.weeks],
            comparison=ComparisonBody.of(found.comparison, language),
            fitness_on=found.fitness_on,
            vma_kmh=EstimateBody.of(found.vma, language),
            predictions=[PredictionBody.of(each, language) for each in found.predictions],
            heart_rate=ZoneUseBody.of(found.heart, language),
            pace=ZoneUseBody.of(found.pace, language),
            bests=[BestBody.of(best) for best in found.bests],
            recent=[RecentBody.model_validate(each) for each in found.recent],
            unknown=reasons(found.unknown, language),
        )
