"""Analytics as JSON: what all four answers share, and trends."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.domain import analytics
from coach.domain.analytics import Measure, Totals
from coach.domain.athletes import Language
from coach.domain.language import say
from coach.services.analytics.words import NAMES, UNITS, said

REASONS = "Why a field of this answer is null or empty, by the field's name"


class WindowBody(BaseModel):
    """Calendar weeks of your own calendar, Monday first; the last one is the running week."""

    model_config = ConfigDict(from_attributes=True)

    first: date = Field(description="First day, a Monday")
    last: date = Field(description="Last day: today")
    weeks: int = Field(description="Count of calendar weeks, the running one included")


class SentenceBody(BaseModel):
    """Something said, in the language asked for."""

    text: str
    source: str | None = Field(description="The study it rests on (author, year)")

    @classmethod
    def of(cls, sentence: analytics.Sentence, language: Language) -> Self:
        """A sentence with its numbers written."""
        return cls(text=said(language, sentence), source=sentence.source)


class TotalsBody(BaseModel):
    """Days added up; unknown is null. Distance, time, pace, speed and efficiency are those of running."""

    model_config = ConfigDict(from_attributes=True)

    activities: int | None = Field(description="Count of activities of every sport")
    runs: int | None = Field(description="Count of runs")
    distance_m: float | None = Field(description="Metres run")
    moving_s: float | None = Field(description="Seconds of running, pauses left out")
    load: float | None = Field(description="Training load of every sport, points (100 is one hour at threshold)")
    unmeasured: int | None = Field(description="Count of activities whose load nothing tells; load is without them")
    pace_s_per_km: float | None = Field(description="Mean pace of all running, seconds per kilometre")
    speed_p95_mps: float | None = Field(
        description="Speed of the fast stretches, metres per second: 95th percentile over the runs of the speed that "
        "each exceeded 5 % of its time"
    )
    efficiency_m_per_beat: float | None = Field(
        description="Grade-adjusted metres per heart beat, runs weighted by their time"
    )
    sleep_s: float | None = Field(description="Mean seconds asleep of the nights known")


class TotalsWeekBody(TotalsBody):
    """A calendar week. Weeks without an activity are zero; weeks before your first activity are null."""

    monday: date
    partial: bool = Field(description="Whether it is the running week, not over yet")

    @classmethod
    def of(cls, week: analytics.Week) -> Self:
        """A week with its totals."""
        return cls(monday=week.monday, partial=week.partial, **_plain(week.totals))


def _plain(totals: Totals) -> dict[str, object]:
    return {name: getattr(totals, name) for name in TotalsBody.model_fields}


class ChangeBody(BaseModel):
    """A measure in this window and in the one before."""

    measure: Measure
    name: str = Field(description="The measure in the language asked for")
    unit: str = Field(description="Unit of now, before and difference")
    now: float | None = Field(description="This window's value, in the unit given")
    before: float | None = Field(description="The earlier window's value, in the unit given")
    difference: float | None = Field(description="Now minus before, in the unit given")
    percent: float | None = Field(description="The difference in per cent of before")
    reason: str | None = Field(description="Why a value is null")

    @classmethod
    def of(cls, change: analytics.Change, language: Language) -> Self:
        """A change in words of ``language``."""
        return cls(
            measure=change.measure,
            name=say(language, NAMES[change.measure]),
            unit=UNITS[change.measure],
            now=change.now,
            before=change.before,
            difference=change.difference,
            percent=change.percent,
            reason=said(language, change.reason) if change.reason else None,
        )


class ComparisonBody(BaseModel):
    """This window beside the one before: the same weekdays as many weeks earlier."""

    window: WindowBody
    before: WindowBody
    changes: list[ChangeBody]

    @classmethod
    def of(cls, comparison: analytics.Comparison, language: Language) -> Self:
        """A comparison in words of ``language``."""
        return cls(
            window=WindowBody.model_validate(comparison.window),
            before=WindowBody.model_validate(comparison.before),
            changes=[ChangeBody.of(each, language) for each in comparison.changes],
        )


class BestBody(BaseModel):
    """The fastest effort over a distance within the window."""

    distance_m: float = Field(description="Metres")
    elapsed_s: float = Field(description="Seconds")
    activity_id: UUID
    on: date
    all_time: bool | None = Field(description="Whether no faster one is known; null where it was not looked up")

    @classmethod
    def of(cls, best: analytics.Best) -> Self:
        """A best effort and the activity that holds it."""
        mark = best.mark
        return cls(
            distance_m=mark.distance_m,
            elapsed_s=mark.elapsed_s,
            activity_id=UUID(mark.activity_id),
            on=mark.on,
            all_time=best.all_time,
        )


class RollingDayBody(BaseModel):
    """A day and the days behind it, rest days counted as zero; null where too few days are known."""

    model_config = ConfigDict(from_attributes=True)

    on: date
    load: float | None = Field(description="Training load of the day, points; null where its activities tell none")
    distance_m: float | None = Field(description="Metres run")
    load_7d: float | None = Field(description="Mean load of 7 days, points a day")
    load_28d: float | None = Field(description="Mean load of 28 days, points a day")
    distance_7d_m: float | None = Field(description="Mean distance of 7 days, metres a day")
    distance_28d_m: float | None = Field(description="Mean distance of 28 days, metres a day")
    stability_7d: float | None = Field(
        description="Load stability, no unit: mean of the daily loads of 7 days divided by their population standard "
        "deviation, which is Foster's monotony (1998). Higher is more alike from day to day; not a risk of injury"
    )
    stability_28d: float | None = Field(description="The same over 28 days, no unit")
    cumulative_load: float | None = Field(description="Load since the window's first day, points")


class AssociationBody(BaseModel):
    """How two weekly measures go together over the complete weeks, whatever brings it about."""

    first: Measure
    second: Measure
    weeks: int = Field(description="Count of complete weeks that know both")
    rho: float | None = Field(description="Spearman's rank correlation, no unit, -1 to 1")
    low: float | None = Field(description="Low end of an 80 % interval, no unit")
    high: float | None = Field(description="High end of an 80 % interval, no unit")
    text: str = Field(description="What it says and what it does not, in the language asked for")

    @classmethod
    def of(cls, found: analytics.Association, language: Language) -> Self:
        """An association in words of ``language``."""
        return cls(
            first=found.first,
            second=found.second,
            weeks=found.weeks,
            rho=found.rho,
            low=found.low,
            high=found.high,
            text=said(language, found.said),
        )


class SlopeBody(BaseModel):
    """Where a measure of the runs goes, along a straight line."""

    runs: int = Field(description="Count of runs it rests on")
    per_28_days_m_per_beat: float | None = Field(description="Change in 28 days, metres per heart beat")
    low_m_per_beat: float | None = Field(description="Low end of an 80 % interval, metres per heart beat")
    high_m_per_beat: float | None = Field(description="High end of an 80 % interval, metres per heart beat")
    text: str = Field(description="What it says and what it does not, in the language asked for")

    @classmethod
    def of(cls, slope: analytics.Slope, language: Language) -> Self:
        """A slope in words of ``language``."""
        return cls(
            runs=slope.runs,
            per_28_days_m_per_beat=slope.per_28_days,
            low_m_per_beat=slope.low,
            high_m_per_beat=slope.high,
            text=said(language, slope.said),
        )


class TrendsBody(BaseModel):
    """What your weeks show; unknown is null, and said why."""

    window: WindowBody
    known_since: date | None = Field(description="Day of your first activity")
    weeks: list[TotalsWeekBody] = Field(description="Every week of the window, oldest first")
    days: list[RollingDayBody] = Field(description="Every day of the window since your first activity, oldest first")
    comparison: ComparisonBody
    bests: list[BestBody] = Field(description="Shortest distance first")
    associations: list[AssociationBody] = Field(
        description="Each pair of load, distance, pace, efficiency and sleep. As ten pairs are looked at, the text "
        "speaks of a link only where a 98 % interval leaves zero out"
    )
    efficiency: SlopeBody
    unknown: dict[str, str] = Field(description=REASONS)

    @classmethod
    def of(cls, found: analytics.Trends, language: Language) -> Self:
        """Trends in words of ``language``."""
        return cls(
            window=WindowBody.model_validate(found.window),
            known_since=found.known_since,
            weeks=[TotalsWeekBody.of(week) for week in found.weeks],
            days=[RollingDayBody.model_validate(day) for day in found.days],
            comparison=ComparisonBody.of(found.comparison, language),
            bests=[BestBody.of(best) for best in found.bests],
            associations=[AssociationBody.of(each, language) for each in found.associations],
            efficiency=SlopeBody.of(found.efficiency, language),
            unknown=reasons(found.unknown, language),
        )


SENT_AS = {"vma": "vma_kmh", "outlooks": "predictions"}
"""Names of the language of the house and those of these answers, where they differ."""


def reasons(unknown: analytics.Reasons, language: Language) -> dict[str, str]:
    """Every reason in words of ``language``, by the field's name in the answer."""
    return {SENT_AS.get(name, name): said(language, sentence) for name, sentence in unknown.items()}
