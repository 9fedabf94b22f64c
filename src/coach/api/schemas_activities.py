"""Activities as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.api.schemas_analysis import AnalysisBody
from coach.api.texts import ShortText
from coach.domain.activities import Activity, ActivityRow, Correction, Source, Split, SplitKind, StrengthSet, Totals
from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.sports import Sport, SportFamily

Seconds = Annotated[float, Field(description="Seconds")]
SinceStart = Annotated[float, Field(description="Seconds since the activity's start")]
Metres = Annotated[float | None, Field(description="Metres; null is unknown")]
HeartRate = Annotated[float | None, Field(description="Beats per minute; null is unknown")]
Cadence = Annotated[
    float | None, Field(description="Steps per minute of both feet on foot, revolutions per minute otherwise")
]
Power = Annotated[float | None, Field(description="Watts; null is unknown")]
Speed = Annotated[float | None, Field(description="Metres per second; null is unknown")]


class ActivitySummary(BaseModel):
    """One line of the list of activities."""

    id: UUID
    sport: Sport
    family: SportFamily = Field(description="Sports that may be compared with each other")
    name: str = Field(description="The name the athlete gave, empty when none")
    started_at: datetime = Field(description="Start, UTC")
    local_start: datetime = Field(description="Start on the athlete's own clock, without time zone")
    elapsed_s: Seconds
    moving_s: Seconds
    distance_m: Metres
    avg_hr_bpm: HeartRate
    ascent_m: Metres
    track: str | None = Field(description="Simplified track, an encoded polyline of 5 decimals; null without GPS")
    source_count: int = Field(description="How many files told this activity")
    race: bool = Field(description="Whether it was a race")

    @classmethod
    def of(cls, row: ActivityRow) -> ActivitySummary:
        """The line of an activity."""
        return cls(**_summary(row))


class ActivityPage(BaseModel):
    """A page of activities, newest first."""

    activities: list[ActivitySummary]
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page; null on the last one")
    total: int = Field(description="How many activities the filter holds on all pages")


class SplitBody(BaseModel):
    """A piece of an activity."""

    kind: SplitKind
    start_s: SinceStart
    elapsed_s: Seconds
    moving_s: Seconds | None = Field(description="Seconds in motion")
    distance_m: Metres
    avg_hr_bpm: HeartRate
    max_hr_bpm: HeartRate
    avg_cadence_per_min: Cadence
    avg_power_w: Power
    ascent_m: Metres
    descent_m: Metres

    @classmethod
    def of(cls, split: Split) -> SplitBody:
        """A lap, kilometre or length."""
        return cls(
            kind=split.kind,
            start_s=split.start_s,
            elapsed_s=split.elapsed_s,
            moving_s=split.moving_s,
            distance_m=split.distance_m,
            avg_hr_bpm=split.avg_hr,
            max_hr_bpm=split.max_hr,
            avg_cadence_per_min=split.avg_cadence,
            avg_power_w=split.avg_power,
            ascent_m=split.ascent_m,
            descent_m=split.descent_m,
        )


class BestEffortBody(BaseModel):
    """The fastest stretch of a length inside an activity."""

    model_config = ConfigDict(from_attributes=True)

    distance_m: float = Field(description="Metres")
    elapsed_s: Seconds
    start_s: SinceStart


class StrengthSetBody(BaseModel):
    """A set of a strength session; unknown is null."""

    model_config = ConfigDict(from_attributes=True)

    start_s: SinceStart
    duration_s: Seconds | None = Field(description="Seconds of the set")
    repetitions: int | None = Field(description="Repetitions done")
    weight_kg: float | None = Field(description="Kilograms")
    category: str | None = Field(description="The exercise as the device names it")
    active: bool = Field(description="False for a rest")


class CorrectionBody(BaseModel):
    """Something the cleaning of the samples changed."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(description="The rule, such as gps_spike")
    count: int = Field(description="How many samples it touched")
    detail: str

    @classmethod
    def of(cls, correction: Correction, language: Language) -> CorrectionBody:
        """A correction, its detail said in ``language``."""
        return cls(code=correction.code, count=correction.count, detail=say(language, correction.detail))


class TotalsBody(BaseModel):
    """What the file itself claims; null where it claims nothing."""

    elapsed_s: Seconds | None = Field(description="Seconds from start to end")
    timer_s: Seconds | None = Field(description="Seconds the watch counted, its pauses left out")
    distance_m: Metres
    ascent_m: Metres
    descent_m: Metres
    avg_hr_bpm: HeartRate
    max_hr_bpm: HeartRate
    avg_cadence_per_min: Cadence
    avg_power_w: Power
    calories_kcal: float | None = Field(description="Kilocalories")
    perceived_effort: float | None = Field(description="Rated on the watch or in its account, 0 to 10")

    @classmethod
    def of(cls, totals: Totals) -> TotalsBody:
        """The claims of a file."""
        return cls(
            elapsed_s=totals.elapsed_s,
            timer_s=totals.timer_s,
            distance_m=totals.distance_m,
            ascent_m=totals.ascent_m,
            descent_m=totals.descent_m,
            avg_hr_bpm=totals.avg_hr,
            max_hr_bpm=totals.max_hr,
            avg_cadence_per_min=totals.avg_cadence,
            avg_power_w=totals.avg_power,
            calories_kcal=totals.calories_kcal,
            perceived_effort=totals.perceived_effort,
        )


class SourceBody(BaseModel):
    """A file an activity came from."""

    id: int = Field(description="Number of the file among the athlete's sources")
    file_name: str
    format: str = Field(description="fit, gpx, tcx, or summary for an archive's own list", examples=["fit"])
    sha256: str = Field(description="Fingerprint of the original file, hexadecimal")
    primary: bool = Field(description="The activity's figures come from this file")
    manufacturer: str | None
    product: str | None
    received_at: datetime

    @classmethod
    def of(cls, source: Source) -> SourceBody:
        """A source and the device that wrote it."""
        return cls(
            id=int(source.source_id),
            file_name=source.file_name,
            format=source.format,
            sha256=source.sha256,
            primary=source.primary,
            manufacturer=source.device.manufacturer,
            product=source.device.product,
            received_at=source.received_at,
        )


class ActivityDetail(ActivitySummary):
    """An activity whole, except its samples. Figures are measured on the cleaned samples, `claimed` is the file's."""

    timer_s: Seconds
    avg_speed_mps: Speed
    max_speed_mps: Speed
    max_hr_bpm: HeartRate
    avg_cadence_per_min: Cadence
    avg_power_w: Power
    descent_m: Metres
    calories_kcal: float | None = Field(description="Kilocalories; null is unknown")
    perceived_effort: float | None = Field(
        description="How hard it felt, 0 to 10 (CR-10): your own rating, else the watch's; null is unknown"
    )
    best_efforts: list[BestEffortBody]
    kilometres: list[SplitBody]
    laps: list[SplitBody]
    sets: list[StrengthSetBody]
    corrections: list[CorrectionBody]
    analysis: AnalysisBody
    claimed: TotalsBody
    sources: list[SourceBody]
    warnings: list[str] = Field(description="Damage of the file that was survived")
    columns: list[str] = Field(description="What /samples can give")

    @classmethod
    def whole(cls, activity: Activity, language: Language) -> ActivityDetail:
        """An activity with its warnings said in ``language``."""
        measures = activity.measures
        return cls(
            **_summary(activity.row),
            timer_s=measures.timer_s,
            avg_speed_mps=measures.avg_speed_mps,
            max_speed_mps=measures.max_speed_mps,
            max_hr_bpm=measures.max_hr,
            avg_cadence_per_min=measures.avg_cadence,
            avg_power_w=measures.avg_power,
            descent_m=measures.descent_m,
            calories_kcal=measures.calories_kcal,
            perceived_effort=activity.perceived_effort,
            best_efforts=[BestEffortBody.model_validate(effort) for effort in measures.best_efforts],
            kilometres=[SplitBody.of(split) for split in measures.kilometres],
            laps=[SplitBody.of(split) for split in activity.laps],
            sets=[_set(each) for each in activity.sets],
            corrections=[CorrectionBody.of(each, language) for each in measures.corrections],
            analysis=AnalysisBody.of(measures.analysis, language),
            claimed=TotalsBody.of(activity.totals),
            sources=[SourceBody.of(source) for source in activity.sources],
            warnings=[say(language, warning) for warning in activity.warnings],
            columns=list(activity.columns),
        )


class SamplesBody(BaseModel):
    """Samples as arrays of the same length, one a column."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "recorded": 3600,
                "points": 3,
                "time_s": [0.0, 1800.0, 3599.0],
                "columns": {"heart_rate": [92.0, None, 171.0], "altitude": [35.2, 61.0, 34.8]},
            }
        }
    )

    recorded: int = Field(description="How many samples the activity has")
    points: int = Field(description="How many are given here")
    time_s: list[float] = Field(description="Seconds since the activity's start")
    columns: dict[str, list[float | None]] = Field(
        description="By name, in degrees, m, m/s, beats/min, steps or revolutions/min, W, °C, mm, ms; null is missing"
    )


class ActivityChange(BaseModel):
    """What to change of an activity; fields left out stay."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "Sortie longue au bois", "perceived_effort": 6}}
    )

    name: ShortText = Field(default="", description="The new name; an empty one goes back to the sport's")
    perceived_effort: float | None = Field(
        default=None, strict=True, description="How hard it felt, 0 to 10 in halves; null takes your rating away"
    )
    race: bool | None = Field(default=None, description="Whether it was a race; null leaves it as it is")


class Separated(BaseModel):
    """The two activities a merged one became."""

    activity_id: UUID = Field(description="The activity that stayed")
    new_activity_id: UUID = Field(description="The activity the file became again")


def _summary(row: ActivityRow) -> dict[str, Any]:
    return {
        "id": row.activity_id,
        "sport": row.sport,
        "family": row.sport.family,
        "name": row.name,
        "started_at": row.started_at,
        "local_start": row.local_start,
        "elapsed_s": row.elapsed_s,
        "moving_s": row.moving_s,
        "distance_m": row.distance_m,
        "avg_hr_bpm": row.avg_hr,
        "ascent_m": row.ascent_m,
        "track": row.track,
        "source_count": row.sources,
        "race": row.race,
    }


def _set(each: StrengthSet) -> StrengthSetBody:
    return StrengthSetBody.model_validate(each)
