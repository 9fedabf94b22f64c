"""Goals and plans as JSON."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coach.domain import plans
from coach.domain.activities import ActivityRow
from coach.domain.athletes import Language, Level
from coach.domain.goals import GoalKind
from coach.domain.language import say
from coach.domain.plans import Phase, SessionKind, StepKind
from coach.services.plans import PlanLine, days_for

PlannedSeconds = Annotated[float, Field(description="Seconds")]
PlannedMetres = Annotated[float, Field(description="Metres")]
Minutes = Annotated[int, Field(ge=10, le=600)]


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Monday is 0."""
        return _WEEKDAYS.index(self)


_WEEKDAYS = tuple(Weekday)


class PlanRequest(BaseModel):
    """What is wanted. Give a race day, a number of weeks, or both."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"goal": "marathon", "weeks": 16, "days": ["tuesday", "thursday", "saturday", "sunday"]}
        },
    )

    goal: GoalKind
    race_day: date | None = Field(default=None, description="The day of the race")
    weeks: int | None = Field(default=None, description="How many weeks the plan has, 2 to 32")
    days: list[Weekday] | int = Field(default=4, description="Days you can run, or how many of them a week")
    long_day: Weekday | None = Field(default=None, description="Day of the long run")
    minutes: Minutes | dict[Weekday, Minutes] | None = Field(
        default=None, description="Most minutes for a session, for every day or day by day"
    )
    target_s: float | None = Field(
        default=None, gt=0, lt=86_400, allow_inf_nan=False, description="Time hoped for, seconds"
    )
    level: Level | None = Field(default=None, description="Used where your history does not say")

    def as_goal(self) -> plans.Goal:
        """The goal in the language of the domain. Raises InvalidInput when the days cannot be."""
        long_day = None if self.long_day is None else self.long_day.number
        days = days_for(self.days, long_day) if isinstance(self.days, int) else _numbers(self.days)
        return plans.Goal(
            kind=self.goal,
            days=days,
            race_day=self.race_day,
            weeks=self.weeks,
            target_s=self.target_s,
            level=self.level,
            long_day=long_day,
            minutes=self._minutes(days),
        )

    @classmethod
    def sent_as(cls, field: str | None) -> str | None:
        """The name under which a field of the service is sent."""
        return {"target": "target_s", "vma": "level"}.get(field or "", field)

    def _minutes(self, days: tuple[int, ...]) -> tuple[int | None, ...] | None:
        if self.minutes is None:
            return None
        if isinstance(self.minutes, int):
            return (self.minutes,) * len(days)
        return tuple(self.minutes.get(_WEEKDAYS[day]) for day in days)


class GoalBody(BaseModel):
    """What was asked."""

    kind: GoalKind
    distance_m: PlannedMetres
    days: list[Weekday]
    race_day: date | None
    weeks: int | None
    target_s: float | None = Field(description="Time hoped for, seconds")
    level: Level | None
    long_day: Weekday | None
    minutes: dict[Weekday, int | None] | None = Field(description="Most minutes on each day; null is no limit")

    @classmethod
    def of(cls, goal: plans.Goal) -> GoalBody:
        """A goal with its weekdays in words for machines."""
        days = [_WEEKDAYS[day] for day in goal.days]
        return cls(
            kind=goal.kind,
            distance_m=goal.kind.distance_m,
            days=days,
            race_day=goal.race_day,
            weeks=goal.weeks,
            target_s=goal.target_s,
            level=goal.level,
            long_day=None if goal.long_day is None else _WEEKDAYS[goal.long_day],
            minutes=None if goal.minutes is None else dict(zip(days, goal.minutes, strict=True)),
        )


class TargetBody(BaseModel):
    """How hard; null is not given."""

    model_config = ConfigDict(from_attributes=True)

    pace_fast_s: float | None = Field(description="Fast end, seconds per kilometre")
    pace_slow_s: float | None = Field(description="Slow end, seconds per kilometre")
    vma_low: float | None = Field(description="Low end, % of VMA")
    vma_high: float | None = Field(description="High end, % of VMA")
    hr_zone: int | None = Field(description="Heart rate zone, 1 to 5")
    rpe: float | None = Field(description="Perceived exertion, 0 to 10")


class StepBody(BaseModel):
    """A step of a session, or a block of steps done `times` times. Seconds and metres are of one pass."""

    model_config = ConfigDict(from_attributes=True)

    kind: StepKind
    duration_s: PlannedSeconds
    distance_m: PlannedMetres
    by_distance: bool = Field(description="The metres are asked for, not the seconds")
    target: TargetBody
    times: int
    steps: list[StepBody]


class SessionBody(BaseModel):
    """A planned session."""

    id: UUID | None
    day: date
    kind: SessionKind
    title: str
    purpose: str = Field(description="Why it is there")
    duration_s: PlannedSeconds
    distance_m: PlannedMetres
    steps: list[StepBody]
    activity_id: UUID | None = Field(description="The run that fulfilled it, null so far")

    @classmethod
    def of(cls, session: plans.Session, run: ActivityRow | None, language: Language) -> SessionBody:
        """A session in words of ``language``, with the run that fulfilled it."""
        return cls(
            id=None if session.session_id is None else UUID(session.session_id),
            day=session.day,
            kind=session.kind,
            title=say(language, session.title, **session.values),
            purpose=say(language, session.purpose, **session.values),
            duration_s=session.duration_s,
            distance_m=session.distance_m,
            steps=[StepBody.model_validate(step) for step in session.steps],
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
    """Something to know about the plan."""

    code: str
    message: str


class PlanBody(BaseModel):
    """A whole plan."""

    id: UUID
    version: int
    created_at: datetime | None
    goal: GoalBody
    start: date = Field(description="Monday of week 1")
    race_day: date | None = Field(description="Null where there is no race")
    end: date = Field(description="The last day: race day, or the last Sunday")
    level: Level
    vma_kmh: float = Field(description="The VMA the paces rest on, km/h")
    predicted_s: float | None = Field(description="Time expected today, seconds; null without a race")
    goal_s: float | None = Field(description="Time the plan prepares, seconds; null without a race")
    week_count: int
    session_count: int
    distance_m: PlannedMetres
    duration_s: PlannedSeconds
    notices: list[NoticeBody]
    weeks: list[WeekBody]

    @classmethod
    def of(cls, plan: plans.Plan, done: dict[str, ActivityRow], language: Language) -> PlanBody:
        """A plan in words of ``language``; ``done`` are the runs by the session they fulfilled."""
        return cls(
            id=UUID(plan.plan_id),
            version=plan.version,
            created_at=plan.created_at,
            goal=GoalBody.of(plan.goal),
            start=plan.start,
            race_day=plan.race_day,
            end=plan.end,
            level=plan.level,
            vma_kmh=plan.vma_kmh,
            predicted_s=plan.predicted_s,
            goal_s=plan.goal_s,
            week_count=len(plan.weeks),
            session_count=len(plan.sessions),
            distance_m=plan.distance_m,
            duration_s=plan.duration_s,
            notices=[
                NoticeBody(code=notice.code, message=say(language, notice.message, **notice.values))
                for notice in plan.notices
            ],
            weeks=[_week(week, done, language) for week in plan.weeks],
        )


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


def _numbers(days: list[Weekday]) -> tuple[int, ...]:
    return tuple(sorted({day.number for day in days}))


def _week(week: plans.Week, done: dict[str, ActivityRow], language: Language) -> WeekBody:
    return WeekBody(
        number=week.number,
        monday=week.monday,
        sunday=week.sunday,
        phase=week.phase,
        recovery=week.recovery,
        distance_m=week.distance_m,
        duration_s=week.duration_s,
        sessions=[SessionBody.of(session, done.get(session.session_id or ""), language) for session in week.sessions],
    )
