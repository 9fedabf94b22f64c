"""What a plan is asked with, and how the goal is told back."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.language import mark
from coach.domain.problems import InvalidInput
from coach.services.plans import days_for

Minutes = Annotated[int, Field(ge=10, le=600)]
MOST_TUNE_UPS, MOST_INJURIES = 10, 10


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
        return WEEKDAYS.index(self)


WEEKDAYS = tuple(Weekday)


class InjuryBody(BaseModel):
    """An injury, as the athlete tells it."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    site: InjurySite = Field(description="Where")
    state: InjuryState = Field(description="How it is now: it hurts, it is healing, it has healed")
    cleared: bool = Field(default=False, description="Whether a doctor allowed running again")

    def as_injury(self) -> Injury:
        """The injury in the language of the domain."""
        return Injury(self.site, self.state, self.cleared)


class TuneUpBody(BaseModel):
    """A race on the way to the race."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    day: date
    distance_m: float = Field(ge=800, le=100_000, allow_inf_nan=False, description="Metres")


class Availability(BaseModel):
    """The days and minutes an athlete has."""

    days: list[Weekday] | int = Field(default=4, description="Days you can run, or how many of them a week")
    long_day: Weekday | None = Field(default=None, description="Day of the long run")
    minutes: Minutes | dict[Weekday, Minutes] | None = Field(
        default=None, description="Most minutes for a session, for every day or day by day"
    )

    @property
    def long_day_number(self) -> int | None:
        """The weekday of the long run, Monday 0."""
        return None if self.long_day is None else self.long_day.number

    def day_numbers(self) -> tuple[int, ...]:
        """The weekdays, Monday 0. Raises InvalidInput when the days cannot be."""
        if isinstance(self.days, int):
            return days_for(self.days, self.long_day_number)
        return tuple(sorted({day.number for day in self.days}))

    def day_minutes(self) -> tuple[int | None, ...] | None:
        """The most minutes of each of the days, None without any. Raises InvalidInput for a day not given."""
        days = self.day_numbers()
        if self.minutes is None:
            return None
        if isinstance(self.minutes, int):
            return (self.minutes,) * len(days)
        if strange := [day for day in self.minutes if day.number not in days]:
            message = mark("Minutes are given for {day}, which is not among your running days.")
            raise InvalidInput(message, field="minutes", day=strange[0].value)
        return tuple(self.minutes.get(WEEKDAYS[day]) for day in days)


class PlanRequest(Availability):
    """What is wanted. Four fields are enough: goal, level, a day or a number of weeks, days."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "goal": "marathon",
                "weeks": 16,
                "level": "intermediate",
                "days": ["tuesday", "thursday", "saturday", "sunday"],
            }
        },
    )

    goal: GoalKind
    race_day: date | None = Field(default=None, description="The day of the race; the last day where there is none")
    weeks: int | None = Field(default=None, description="How many weeks the plan has, 2 to 32")
    level: Level | None = Field(default=None, description="Used where your history does not say")
    target_s: float | None = Field(
        default=None, gt=0, lt=86_400, allow_inf_nan=False, description="Time hoped for, seconds; null is to finish"
    )
    distance_m: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="An ultra's distance, 42,195 to 50,000 metres"
    )
    vma_kmh: float | None = Field(
        default=None, gt=0, lt=30, allow_inf_nan=False, description="Your VMA, km/h, used where none is measured"
    )
    age: int | None = Field(default=None, description="Years, used instead of your profile's")
    terrain: Terrain = Field(default=Terrain.ROAD, description="Where you run, and race")
    strength: int = Field(default=0, ge=0, le=3, description="Strength sessions wished a week")
    cross_training: int = Field(default=0, ge=0, le=3, description="Sessions of other sports wished a week")
    tune_ups: list[TuneUpBody] = Field(default=[], max_length=MOST_TUNE_UPS, description="Races on the way")
    injuries: list[InjuryBody] = Field(default=[], max_length=MOST_INJURIES, description="What the body must be spared")
    weeks_off: int | None = Field(
        default=None, ge=0, le=520, description="Weeks without running until now, for a return"
    )

    def as_goal(self) -> Goal:
        """The goal in the language of the domain. Raises InvalidInput when the wishes contradict each other."""
        if self.distance_m is not None and self.goal is not GoalKind.ULTRA:
            message = mark("Only an ultra is asked with a distance; the other races have their own.")
            raise InvalidInput(message, field="distance_m")
        if self.target_s is not None and not self.goal.races:
            raise InvalidInput(mark("A target time belongs to a race; this goal has none."), field="target_s")
        return Goal(
            kind=self.goal,
            days=self.day_numbers(),
            race_day=self.race_day,
            weeks=self.weeks,
            target_s=self.target_s,
            level=self.level,
            long_day=self.long_day_number,
            minutes=self.day_minutes(),
            distance_m=self.distance_m,
            vma_kmh=self.vma_kmh,
            terrain=self.terrain,
            strength=self.strength,
            cross_training=self.cross_training,
            tune_ups=tuple(TuneUp(each.day, each.distance_m) for each in self.tune_ups),
            injuries=tuple(each.as_injury() for each in self.injuries),
            weeks_off=self.weeks_off,
        )


_SENT_AS = {
    **{"kind": "goal", "date": "race_day", "target": "target_s", "vma": "vma_kmh", "distance": "distance_m"},
    **{"cross": "cross_training", "tune_up": "tune_ups", "injury": "injuries"},
}


def sent_as(field: str | None) -> str | None:
    """The name under which a field of the service is sent."""
    return _SENT_AS.get(field or "", field)


class GoalBody(BaseModel):
    """What was asked."""

    kind: GoalKind
    distance_m: float | None = Field(description="Metres of the race; null where there is none")
    days: list[Weekday]
    race_day: date | None
    weeks: int | None
    target_s: float | None = Field(description="Time hoped for, seconds")
    level: Level | None
    long_day: Weekday | None
    minutes: dict[Weekday, int | None] | None = Field(description="Most minutes on each day; null is no limit")
    vma_kmh: float | None = Field(description="The VMA that was told, km/h")
    terrain: Terrain
    strength: int = Field(description="Strength sessions wished a week")
    cross_training: int = Field(description="Sessions of other sports wished a week")
    tune_ups: list[TuneUpBody]
    injuries: list[InjuryBody]
    weeks_off: int | None = Field(description="Weeks without running before the plan")

    @classmethod
    def of(cls, goal: Goal) -> GoalBody:
        """A goal with its weekdays in words for machines."""
        days = [WEEKDAYS[day] for day in goal.days]
        return cls(
            kind=goal.kind,
            distance_m=goal.race_m,
            days=days,
            race_day=goal.race_day,
            weeks=goal.weeks,
            target_s=goal.target_s,
            level=goal.level,
            long_day=None if goal.long_day is None else WEEKDAYS[goal.long_day],
            minutes=None if goal.minutes is None else dict(zip(days, goal.minutes, strict=True)),
            vma_kmh=goal.vma_kmh,
            terrain=goal.terrain,
            strength=goal.strength,
            cross_training=goal.cross_training,
            tune_ups=[TuneUpBody.model_validate(each) for each in goal.tune_ups],
            injuries=[InjuryBody.model_validate(each) for each in goal.injuries],
            weeks_off=goal.weeks_off,
        )
