"""Plans as JSON. Metres and seconds have at most one decimal, and every sum equals its parts exactly."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from coach.api.schemas_plans_request import GoalBody
from coach.domain import plans
from coach.domain.activities import ActivityRow
from coach.domain.athletes import Language, Level
from coach.domain.goals import GoalKind
from coach.domain.plans import Origin, Phase, SessionKind, StepKind
from coach.services.plan_files import plan_document
from coach.services.plan_words import notice_text
from coach.services.plans import PlanLine

PlannedSeconds = Annotated[float, Field(description="Seconds")]
PlannedMetres = Annotated[float, Field(description="Metres")]


class TargetBody(BaseModel):
    """How hard; null is not given."""

    pace_fast_s: float | None = Field(default=None, description="Fast end, seconds per kilometre")
    pace_slow_s: float | None = Field(default=None, description="Slow end, seconds per kilometre")
    vma_low: float | None = Field(default=None, description="Low end, % of VMA")
    vma_high: float | None = Field(default=None, description="High end, % of VMA")
    hr_zone: int | None = Field(default=None, description="Heart rate zone, 1 to 5")
    rpe: float | None = Field(default=None, description="Perceived exertion, 0 to 10")

    @classmethod
    def of(cls, target: dict[str, Any] | None) -> TargetBody:
        """The target of a step in the plan's document; a block has none of its own."""
        if target is None:
            return cls()
        return cls(
            pace_fast_s=target["pace_fast_s_per_km"],
            pace_slow_s=target["pace_slow_s_per_km"],
            vma_low=target["vma_low_percent"],
            vma_high=target["vma_high_percent"],
            hr_zone=target["hr_zone"],
            rpe=target["rpe"],
        )


class StepBody(BaseModel):
    """A step of a session, or a block of steps done `times` times. Seconds and metres are of one pass."""

    kind: StepKind
    name: str = Field(description="What it is called, an exercise by its own name")
    duration_s: PlannedSeconds
    distance_m: PlannedMetres
    by_distance: bool = Field(description="The metres are asked for, not the seconds")
    reps: int | None = Field(description="Repetitions of an exercise; null for anything else")
    target: TargetBody
    times: int
    why: str | None = Field(description="Why it is there")
    steps: list[StepBody]

    @classmethod
    def of(cls, step: dict[str, Any]) -> StepBody:
        """A step of the plan's document."""
        return cls(
            kind=step["kind"],
            name=step["words"],
            duration_s=step["duration_s"],
            distance_m=step["distance_m"],
            by_distance=step["measured_by"] == "distance",
            reps=step["reps"],
            target=TargetBody.of(step["target"]),
            times=step["times"],
            why=step["why"],
            steps=[cls.of(inner) for inner in step["steps"]],
        )


class SessionBody(BaseModel):
    """A planned session."""

    id: UUID | None
    key: UUID | None = Field(description="The same in every version of the plan, wherever the session moves")
    day: date
    kind: SessionKind
    title: str
    purpose: str = Field(description="Why it is there")
    duration_s: PlannedSeconds
    distance_m: PlannedMetres
    steps: list[StepBody]
    activity_id: UUID | None = Field(description="What fulfilled it, null so far")

    @classmethod
    def of(cls, session: dict[str, Any], done: dict[str, ActivityRow]) -> SessionBody:
        """A session of the plan's document, with the run that fulfilled it."""
        run = done.get(session["session_id"] or "")
        return cls(
            id=session["session_id"],
            key=session["key"],
            day=session["day"],
            kind=session["kind"],
            title=session["title"],
            purpose=session["purpose"],
            duration_s=session["duration_s"],
            distance_m=session["distance_m"],
            steps=[StepBody.of(step) for step in session["steps"]],
            activity_id=None if run is None else UUID(run.activity_id),
        )


class WeekBody(BaseModel):
    """A week of the plan, Monday first."""

    number: int
    monday: date
    sunday: date
    phase: Phase
    recovery: bool = Field(description="A lighter week")
    distance_m: PlannedMetres
    duration_s: PlannedSeconds
    sessions: list[SessionBody]


class NoticeBody(BaseModel):
    """Something to know, in words."""

    code: str
    message: str

    @classmethod
    def of(cls, notice: plans.Notice, language: Language) -> NoticeBody:
        """A notice in words of ``language``."""
        return cls(code=notice.code, message=notice_text(language, notice))


class WeekSums(BaseModel):
    """What a week adds up to."""

    number: int
    sessions: int
    runs: int
    duration_s: PlannedSeconds
    distance_m: PlannedMetres


class KindSums(BaseModel):
    """What the sessions of a kind add up to."""

    kind: SessionKind
    sessions: int
    duration_s: PlannedSeconds
    distance_m: PlannedMetres


class StatisticsBody(BaseModel):
    """What the plan adds up to, counted from its own sessions."""

    weeks: int
    sessions: int
    runs: int = Field(description="Sessions that are run, the race among them")
    duration_s: PlannedSeconds
    distance_m: PlannedMetres
    running_duration_s: PlannedSeconds
    longest_run_s: float = Field(description="Seconds of the longest run, the race aside")
    longest_run_m: float = Field(description="Metres of the longest run, the race aside")
    peak_week_m: float = Field(description="Metres of the biggest week")
    by_kind: list[KindSums]
    per_week: list[WeekSums]


class PlanBody(BaseModel):
    """A whole plan."""

    id: UUID
    series: UUID | None = Field(description="The same for every version of the plan")
    version: int
    origin: Origin = Field(description="How this version came to be")
    created_at: datetime | None
    summary: str = Field(description="The plan in a sentence")
    goal: GoalBody
    start: date = Field(description="Monday of week 1")
    race_day: date | None = Field(description="Null where there is no race")
    end: date = Field(description="The last day: race day, or the last Sunday")
    level: Level
    age: int | None = Field(description="Years the plan reckons with; null is unknown")
    vma_kmh: float = Field(description="The VMA the paces rest on, km/h")
    predicted_s: float | None = Field(description="Time expected today, seconds; null without a race")
    goal_s: float | None = Field(description="Time the plan prepares, seconds; null without a race")
    week_count: int
    session_count: int
    distance_m: PlannedMetres
    duration_s: PlannedSeconds
    statistics: StatisticsBody
    notices: list[NoticeBody]
    changed_for: list[NoticeBody] = Field(description="Why this version differs from the one before")
    weeks: list[WeekBody]

    @classmethod
    def of(cls, plan: plans.Plan, done: dict[str, ActivityRow], language: Language, **more: Any) -> Self:
        """A plan in words of ``language``; ``done`` are the activities by the session they fulfilled."""
        document = plan_document(plan, language=language)
        statistics = document["statistics"]
        return cls(
            id=UUID(plan.plan_id),
            series=plan.series,
            version=plan.version,
            origin=plan.origin,
            created_at=plan.created_at,
            summary=document["summary"],
            goal=GoalBody.of(plan.goal),
            start=plan.start,
            race_day=plan.race_day,
            end=plan.end,
            level=plan.level,
            age=plan.age,
            vma_kmh=plan.vma_kmh,
            predicted_s=plan.predicted_s,
            goal_s=plan.goal_s,
            week_count=statistics["weeks"],
            session_count=statistics["sessions"],
            distance_m=statistics["distance_m"],
            duration_s=statistics["duration_s"],
            statistics=StatisticsBody.model_validate(statistics),
            notices=[NoticeBody.of(notice, language) for notice in plan.notices],
            changed_for=[NoticeBody.of(notice, language) for notice in plan.changed_for],
            weeks=[_week(week, kept, done) for week, kept in zip(plan.weeks, document["weeks"], strict=True)],
            **more,
        )


class GeneratedPlan(PlanBody):
    """A plan, and whether it was made before for the same athlete, goal and fitness."""

    cached: bool = Field(description="It was made before for the very same question; a changed history asks anew")


class PlanSummary(BaseModel):
    """One line of the list of plans."""

    id: UUID
    goal: GoalKind
    start: date
    race_day: date | None
    end: date = Field(description="Race day, or the last day where there is no race")
    week_count: int
    version: int
    created_at: datetime
    archived: bool = Field(description="Put away")

    @classmethod
    def of(cls, line: PlanLine) -> PlanSummary:
        """The line of a plan."""
        return cls(
            id=UUID(line.plan_id),
            goal=line.kind,
            start=line.start,
            race_day=line.race_day,
            end=line.end,
            week_count=line.weeks,
            version=line.version,
            created_at=line.created_at,
            archived=line.archived,
        )


class PlanList(BaseModel):
    """The athlete's plans, newest first."""

    plans: list[PlanSummary]


def _week(week: plans.Week, kept: dict[str, Any], done: dict[str, ActivityRow]) -> WeekBody:
    return WeekBody(
        number=week.number,
        monday=week.monday,
        sunday=week.sunday,
        phase=week.phase,
        recovery=week.recovery,
        distance_m=kept["distance_m"],
        duration_s=kept["duration_s"],
        sessions=[SessionBody.of(session, done) for session in kept["sessions"]],
    )
