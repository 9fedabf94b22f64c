"""One module per noun; imported together so that Django sees them all."""

from coach.web.schema.models.accounts import User
from coach.web.schema.models.activities import (
    Activity,
    ActivityAnalysis,
    ActivityEffort,
    ActivityLoad,
    ActivitySamples,
    ActivitySet,
    ActivitySource,
    ActivitySplit,
    Original,
)
from coach.web.schema.models.athletes import (
    ApiToken,
    Athlete,
    AuditEntry,
    FitnessSnapshot,
    TrainingDay,
    WellnessDay,
)
from coach.web.schema.models.imports import ImportItem, ImportLog, ImportRun
from coach.web.schema.models.plans import CalendarFeed, Goal, Plan, PlanProposal, PlanSession, PlanWeek

__all__ = [
    "Activity",
    "ActivityAnalysis",
    "ActivityEffort",
    "ActivityLoad",
    "ActivitySamples",
    "ActivitySet",
    "ActivitySource",
    "ActivitySplit",
    "ApiToken",
    "Athlete",
    "AuditEntry",
    "CalendarFeed",
    "FitnessSnapshot",
    "Goal",
    "ImportItem",
    "ImportLog",
    "ImportRun",
    "Original",
    "Plan",
    "PlanProposal",
    "PlanSession",
    "PlanWeek",
    "TrainingDay",
    "User",
    "WellnessDay",
]
