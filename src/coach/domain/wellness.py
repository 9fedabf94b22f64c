"""What is known of a day besides training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

KINDS = ("resting_hr", "sleep_s", "hrv_ms", "weight_kg")
RANGES = {
    "resting_hr": (25.0, 120.0),
    "sleep_s": (1800.0, 86_400.0),
    "hrv_ms": (1.0, 300.0),
    "weight_kg": (20.0, 300.0),
}
"""What people have, ends included; a device that says anything else said nothing."""


@dataclass(frozen=True, slots=True)
class WellnessDay:
    """One calendar day as a device or the athlete tells it; None is unknown.

    Beats per minute at rest, seconds asleep, heart-rate variability of the night (rMSSD) in milliseconds, kilograms.
    ``typed`` names what the athlete said themselves, which no file replaces.
    """

    on: date
    resting_hr: float | None = None
    sleep_s: float | None = None
    hrv_ms: float | None = None
    weight_kg: float | None = None
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WellnessNote:
    """What a file says of one day, in the units of ``WellnessDay``.

    ``told_at`` is the instant it is about: waking up, stepping on the scale. ``on`` is the calendar day where the
    file knows it; None leaves it to ``told_at`` on the athlete's clock.
    """

    told_at: datetime
    on: date | None = None
    resting_hr: float | None = None
    sleep_s: float | None = None
    hrv_ms: float | None = None
    weight_kg: float | None = None

    @property
    def said(self) -> dict[str, float]:
        """Kind to value, of what people can have."""
        values = {kind: plausible(kind, getattr(self, kind)) for kind in KINDS}
        return {kind: value for kind, value in values.items() if value is not None}


def plausible(kind: str, value: float | None) -> float | None:
    """The value when people have such a one, else None."""
    low, high = RANGES[kind]
    return value if value is not None and low <= value <= high else None


def day_over(on: date) -> datetime:
    """When a day has ended wherever on earth one is. An account's own table of days counts as told then."""
    return datetime.combine(on + timedelta(days=1), time(12), UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """A value and when a file told it (Unix seconds), None when the athlete typed it."""

    value: float
    at: float | None


def added(known: Mapping[str, Told], on: date, note: WellnessNote) -> dict[str, Told]:
    """What is known of the day ``on``, by kind, once a file has said ``note`` of it; the order of files is no matter.

    What the athlete typed stays. Otherwise the later word counts; of two nights of one day the longer one does, as
    watches hand over a night in pieces and count naps, unless one was told when the day was over.
    """
    kept = dict(known)
    for kind, value in note.said.items():
        new, old = Told(value, note.told_at.timestamp()), kept.get(kind)
        if old is None or (old.at is not None and _rank(kind, new, on) > _rank(kind, old, on)):
            kept[kind] = new
    return kept


def _rank(kind: str, told: Told, on: date) -> tuple[float, float, float]:
    at = told.at or 0.0
    return (float(at >= day_over(on).timestamp()) if kind == "sleep_s" else at), told.value, at
