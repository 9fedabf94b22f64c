"""What the numbers mean: every metric of the coach, declared once."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from coach.api.metric_fields import OF_BODIES, OF_FIELDS
from coach.api.openapi import refused
from coach.api.requests import Called
from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.metrics import METRICS, Aggregation, Metric, Subject

router = APIRouter(prefix="/v1/metrics", tags=["metrics"])


class MetricBody(BaseModel):
    """A number the coach shows."""

    id: str
    subject: Subject = Field(description="What it is of")
    name: str = Field(description="In the language asked for")
    unit: str = Field(description="The unit machines are given it in")
    aggregation: Aggregation = Field(description="What becomes of it over several activities or days")
    validity: int = Field(ge=0, le=5, description="0 is unreliable, 5 is high")
    citation: str = Field(description="Author and year; empty where it needs none")
    definition: str = Field(description="What it means, in the language asked for")
    fields: list[str] = Field(description="The fields of this API that hold it")

    @classmethod
    def of(cls, metric: Metric, language: Language) -> MetricBody:
        """A metric in words of ``language``."""
        held = {field for field, known in OF_FIELDS.items() if known == metric.metric_id}
        held |= {place for place, known in OF_BODIES.items() if known == metric.metric_id}
        return cls(
            id=metric.metric_id,
            subject=metric.subject,
            name=say(language, metric.name),
            unit=metric.unit,
            aggregation=metric.aggregation,
            validity=metric.validity,
            citation=metric.citation,
            definition=say(language, metric.definition),
            fields=sorted(held),
        )


class MetricList(BaseModel):
    """Every metric, those of activities first."""

    metrics: list[MetricBody]


@router.get("", responses=refused())
def list_metrics(who: Called) -> MetricList:
    """Every number the coach shows: name, unit, how it adds up, how far to trust it, source and meaning."""
    return MetricList(metrics=[MetricBody.of(metric, who.language) for metric in METRICS])
