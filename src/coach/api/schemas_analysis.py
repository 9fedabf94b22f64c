"""The intensity of an activity as JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from coach.domain.athletes import Language
from coach.domain.intensity import Analysis
from coach.domain.language import say

QuantityName = Literal["speed", "graded_speed", "heart_rate", "power"]


class CurveBody(BaseModel):
    """The highest mean held over each duration."""

    model_config = ConfigDict(from_attributes=True)

    quantity: QuantityName = Field(description="speed and graded_speed in m/s, heart_rate in beats/min, power in W")
    durations_s: list[int] = Field(description="Seconds, ascending")
    values: list[float] = Field(description="In the quantity's unit, one a duration")


class DistributionBody(BaseModel):
    """Seconds under way at each step of a quantity."""

    model_config = ConfigDict(from_attributes=True)

    quantity: QuantityName = Field(description="speed and graded_speed in m/s, heart_rate in beats/min, power in W")
    first: float = Field(description="Where the first step begins, in the quantity's unit")
    step: float = Field(description="Width of a step, in the quantity's unit")
    seconds: list[float] = Field(description="Seconds spent in each step")


class AnalysisBody(BaseModel):
    """How hard the activity was; null is not measurable, `not_measurable` says why."""

    graded_speed_mps: float | None = Field(description="Mean grade-adjusted speed under way, m/s (Minetti 2002)")
    normalized_speed_mps: float | None = Field(description="Grade-adjusted speed weighted towards hard stretches, m/s")
    normalized_power_w: float | None = Field(description="Power weighted towards hard stretches, watts")
    speed_p95_mps: float | None = Field(description="Speed exceeded 5 % of the time under way, m/s")
    efficiency_m_per_beat: float | None = Field(description="Grade-adjusted metres per heart beat")
    decoupling: float | None = Field(description="Share of the efficiency lost in the second half (0.05 is 5 %)")
    curves: list[CurveBody] = Field(description="Mean-maximal curves")
    distributions: list[DistributionBody] = Field(description="Time at each intensity")
    not_measurable: dict[str, str] = Field(description="Name of a figure that is null, and why")

    @classmethod
    def of(cls, analysis: Analysis, language: Language) -> AnalysisBody:
        """An analysis, its reasons said in ``language``."""
        return cls(
            graded_speed_mps=analysis.graded_speed_mps,
            normalized_speed_mps=analysis.normalized_speed_mps,
            normalized_power_w=analysis.normalized_power_w,
            speed_p95_mps=analysis.speed_p95_mps,
            efficiency_m_per_beat=analysis.efficiency,
            decoupling=analysis.decoupling,
            curves=[CurveBody.model_validate(curve) for curve in analysis.curves],
            distributions=[DistributionBody.model_validate(each) for each in analysis.distributions],
            not_measurable={
                _PUBLIC.get(name, name): say(language, why) for name, why in (analysis.not_measurable or {}).items()
            },
        )


_PUBLIC = {"efficiency": "efficiency_m_per_beat"}
