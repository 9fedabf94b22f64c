"""Fitness as JSON."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.domain import fitness
from coach.domain.athletes import Language, Level
from coach.domain.language import say


class EstimateBody(BaseModel):
    """A number with its doubt."""

    value: float = Field(description="In the unit that the name of this estimate says")
    low: float = Field(description="Low end of an 80 % interval")
    high: float = Field(description="High end of an 80 % interval")
    method: str = Field(description="How it was computed")
    evidence: str = Field(description="From what")
    validity: int = Field(ge=0, le=5, description="0 is unreliable, 5 is high")

    @classmethod
    def of(cls, estimate: fitness.Estimate | None, language: Language) -> EstimateBody | None:
        """An estimate in words of ``language``, None when there is none."""
        if estimate is None:
            return None
        return cls(
            value=estimate.value,
            low=estimate.low,
            high=estimate.high,
            method=say(language, estimate.method),
            evidence=say(language, estimate.evidence),
            validity=estimate.validity,
        )


class WeeklyVolumeBody(BaseModel):
    """A calendar week of running."""

    model_config = ConfigDict(from_attributes=True)

    monday: date
    distance_m: float = Field(description="Metres")
    moving_s: float = Field(description="Seconds")
    runs: int
    longest_m: float = Field(description="Metres of the longest run")
    longest_s: float = Field(description="Seconds of the longest run")


class BestMarkBody(BaseModel):
    """The fastest effort over a distance and the activity that holds it."""

    model_config = ConfigDict(from_attributes=True)

    distance_m: float = Field(description="Metres")
    elapsed_s: float = Field(description="Seconds")
    activity_id: UUID
    on: date


class PredictionBody(BaseModel):
    """A race time that can be expected."""

    distance_m: float = Field(description="Metres")
    seconds: float = Field(description="Seconds")
    low_s: float = Field(description="Fast end of an 80 % interval, seconds")
    high_s: float = Field(description="Slow end of an 80 % interval, seconds")
    method: str

    @classmethod
    def of(cls, prediction: fitness.RacePrediction, language: Language) -> PredictionBody:
        """A prediction, its method said in ``language``."""
        return cls(
            distance_m=prediction.distance_m,
            seconds=prediction.seconds,
            low_s=prediction.low_s,
            high_s=prediction.high_s,
            method=say(language, prediction.method),
        )


class FitnessBody(BaseModel):
    """What the coach believes of the athlete's fitness on a day, and why; unknown is null."""

    on: date
    vma_kmh: EstimateBody | None = Field(description="Maximal aerobic speed (vVO2max), km/h")
    vo2max_ml_kg_min: EstimateBody | None = Field(description="VO2max, ml/kg/min")
    level: Level
    level_reason: str
    max_hr_bpm: int | None = Field(description="Beats per minute")
    resting_hr_bpm: int | None = Field(description="Beats per minute")
    recent_weekly_m: float = Field(description="Mean metres a week over the last four complete weeks")
    longest_recent_m: float = Field(description="Metres of the longest run of the last 30 days")
    longest_recent_s: float = Field(description="Seconds of the longest run of the last 30 days")
    runs_counted: int = Field(description="How many runs this rests on")
    weeks: list[WeeklyVolumeBody] = Field(description="Complete calendar weeks, oldest first")
    bests: list[BestMarkBody]
    predictions: list[PredictionBody]

    @classmethod
    def of(cls, known: fitness.Fitness, language: Language) -> FitnessBody:
        """A snapshot in words of ``language``."""
        return cls(
            on=known.on,
            vma_kmh=EstimateBody.of(known.vma, language),
            vo2max_ml_kg_min=EstimateBody.of(known.vo2max, language),
            level=known.level,
            level_reason=say(language, known.level_reason),
            max_hr_bpm=known.max_hr,
            resting_hr_bpm=known.resting_hr,
            recent_weekly_m=known.recent_weekly_m,
            longest_recent_m=known.longest_recent_m,
            longest_recent_s=known.longest_recent_s,
            runs_counted=known.runs_counted,
            weeks=[WeeklyVolumeBody.model_validate(week) for week in known.weeks],
            bests=[BestMarkBody.model_validate(best) for best in known.bests],
            predictions=[PredictionBody.of(each, language) for each in known.predictions],
        )
