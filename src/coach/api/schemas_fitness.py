"""Fitness as JSON."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.domain import fitness
from coach.domain.athletes import Language, Level
from coach.domain.language import say
from coach.services.fitness_words import evidence_text


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
            evidence=evidence_text(language, estimate.evidence),
            validity=estimate.validity,
        )


class VoteBody(BaseModel):
    """What one method says of the VMA."""

    method: str = Field(description="How it was computed")
    value: float = Field(description="km/h")
    low: float = Field(description="Low end of an 80 % interval, km/h")
    high: float = Field(description="High end of an 80 % interval, km/h")
    weight: float = Field(
        ge=0, le=1, description="Share of the fused estimate; 0 where it only says that the VMA is no lower"
    )
    evidence: str = Field(description="From what")

    @classmethod
    def of(cls, vote: fitness.Vote, language: Language) -> VoteBody:
        """A vote in words of ``language``."""
        return cls(
            method=say(language, vote.method),
            value=vote.value,
            low=vote.low,
            high=vote.high,
            weight=vote.weight,
            evidence=evidence_text(language, vote.evidence),
        )


class HeartBody(BaseModel):
    """The heart's bounds; unknown is null."""

    maximum_bpm: EstimateBody | None = Field(description="Maximal heart rate, beats per minute")
    resting_bpm: EstimateBody | None = Field(description="Resting heart rate, beats per minute")
    threshold_bpm: EstimateBody | None = Field(description="Heart rate that lasts an hour (LTHR), beats per minute")


class EnduranceBody(BaseModel):
    """Speeds that last; unknown is null."""

    critical_speed_mps: EstimateBody | None = Field(
        description="Critical speed over 2 to 20 minutes, metres per second"
    )
    d_prime_m: EstimateBody | None = Field(description="Reserve above the critical speed (D'), metres")
    threshold_mps: EstimateBody | None = Field(description="Speed on the flat that lasts an hour, metres per second")


class HeartZoneBody(BaseModel):
    """A zone of the heart rate."""

    number: int = Field(ge=1, le=5, description="1 is the easiest, 5 the hardest")
    low_bpm: float | None = Field(description="Beats per minute; null is open below")
    high_bpm: float | None = Field(description="Beats per minute; null is open above")


class PaceZoneBody(BaseModel):
    """A zone of grade-adjusted speed."""

    number: int = Field(ge=1, le=5, description="1 is the easiest, 5 the hardest")
    low_mps: float | None = Field(description="Metres per second; null is open below")
    high_mps: float | None = Field(description="Metres per second; null is open above")


class HabitsBody(BaseModel):
    """How you have been training: facts, no risk of injury; null where the history is too short."""

    model_config = ConfigDict(from_attributes=True)

    consistency: float | None = Field(description="Share of the last twelve weeks with two runs or more, 0 to 1")
    progression: float | None = Field(
        description="Change of the weekly metres, last four complete weeks against the four before; 0.1 is 10 % more"
    )
    spike: float | None = Field(
        description="How much longer the longest run of seven days was than that of the thirty days before, as a share "
        "(after Frandsen and others, 2025)"
    )
    ramp: float | None = Field(description="CTL gained in seven days, points a day")


class WeeklyVolumeBody(BaseModel):
    """A calendar week of running."""

    model_config = ConfigDict(from_attributes=True)

    monday: date
    distance_m: float = Field(description="Metres")
    moving_s: float = Field(description="Seconds")
    runs: int = Field(description="Count of runs")
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
    recent_weekly_m: float | None = Field(
        description="Mean metres a week over the last four complete weeks since the first run; null before the first"
    )
    longest_recent_m: float = Field(description="Metres of the longest run of the last 30 days")
    longest_recent_s: float = Field(description="Seconds of the longest run of the last 30 days")
    runs_counted: int = Field(description="How many runs this rests on")
    weeks: list[WeeklyVolumeBody] = Field(description="Complete calendar weeks, oldest first")
    bests: list[BestMarkBody]
    predictions: list[PredictionBody]
    vma_votes: list[VoteBody] = Field(description="What each method says of the VMA, the weightiest first")
    heart: HeartBody
    endurance: EnduranceBody
    heart_zones: list[HeartZoneBody] = Field(description="Five zones, empty without a maximal heart rate")
    pace_zones: list[PaceZoneBody] = Field(description="Five zones, empty without a VMA")
    habits: HabitsBody
    not_measurable: dict[str, str] = Field(description="Why something is null, by its name")

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
            vma_votes=[VoteBody.of(vote, language) for vote in known.vma_votes],
            heart=HeartBody(
                maximum_bpm=EstimateBody.of(known.heart.maximum, language),
                resting_bpm=EstimateBody.of(known.heart.resting, language),
                threshold_bpm=EstimateBody.of(known.heart.threshold, language),
            ),
            endurance=EnduranceBody(
                critical_speed_mps=EstimateBody.of(known.endurance.critical_speed, language),
                d_prime_m=EstimateBody.of(known.endurance.d_prime, language),
                threshold_mps=EstimateBody.of(known.endurance.threshold, language),
            ),
            heart_zones=[HeartZoneBody(number=z.number, low_bpm=z.low, high_bpm=z.high) for z in known.heart_zones],
            pace_zones=[PaceZoneBody(number=z.number, low_mps=z.low, high_mps=z.high) for z in known.pace_zones],
            habits=HabitsBody.model_validate(known.habits),
            not_measurable={name: say(language, why) for name, why in known.not_measurable.items()},
        )
