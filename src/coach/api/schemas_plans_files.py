"""Files and rules of plans as JSON."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from coach.domain.athletes import Language
from coach.domain.language import citation_words, say
from coach.science.planning.rules import Rule, Unit
from coach.services.plan_files import PlanFile


class ExportRequest(BaseModel):
    """The form a plan is wanted in."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"format": "ics", "language": "fr"}})

    format: PlanFile = Field(
        description="pdf; ics (iCalendar); fit and zwo (zip archives of workouts); garmin (Training API JSON); "
        "intervals (intervals.icu text); csv; json (see /v1/plans/schema)"
    )
    language: Language | None = Field(default=None, description="Of its words; else as Accept-Language asks")


class RuleBody(BaseModel):
    """A rule every plan is checked against."""

    id: str
    statement: str = Field(description="In the language asked for")
    applies: str = Field(description="When it is judged, in the language asked for")
    numbers: list[float] = Field(description="The rule's numbers in its unit, the most general first")
    unit: Unit = Field(description="What they count; a share is of 1")
    source: str = Field(description="Author and year, or the convention it rests on")
    hard: bool = Field(description="No plan is kept that breaks it; a soft one is told")

    @classmethod
    def of(cls, rule: Rule, language: Language) -> RuleBody:
        """A rule in words of ``language``."""
        return cls(
            id=rule.rule_id,
            statement=say(language, rule.statement),
            applies=say(language, rule.applies),
            numbers=list(rule.numbers),
            unit=rule.unit,
            source=citation_words(language, say(language, rule.source)),
            hard=rule.hard,
        )


class RuleList(BaseModel):
    """Every rule, hard and soft."""

    rules: list[RuleBody]
