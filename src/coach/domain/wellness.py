"""What is known of a day besides training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WellnessDay:
    """One calendar day as a device or the athlete tells it; None is unknown.

    Beats per minute at rest, seconds asleep, heart-rate variability of the night (rMSSD) in milliseconds, kilograms.
    """

    on: date
    resting_hr: float | None = None
    sleep_s: float | None = None
    hrv_ms: float | None = None
    weight_kg: float | None = None
