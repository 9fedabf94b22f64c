"""From bytes to something ready to be written: decode, clean, measure, pack. Runs in a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from coach.connectors.files import formats
from coach.domain.activities import Totals
from coach.domain.sports import Sport
from coach.domain.wellness import WellnessNote
from coach.science.recordings import Recording, Samples
from coach.science.running.measures import measure
from coach.science.running.splits import measured_laps
from coach.services.imports import naming, summaries
from coach.store.blocks import pack
from coach.store.recorded import Prepared

READER_VERSION = 2
"""Raised when the decoder or the measures change, so that old originals can be read again."""

_TELLING = ("latitude", "heart_rate", "power", "altitude", "cadence", "speed", "distance")


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file came to: its format, what it is for, its activities, what was noticed and what it tells of days."""

    format: str
    content: str
    activities: tuple[Prepared, ...]
    warnings: tuple[str, ...]
    wellness: tuple[WellnessNote, ...] = ()


def digest(data: bytes, name: str, hints: Mapping[str, Any] | None) -> Digest:
    """Read and measure one file.

    Raises:
        Unreadable: nothing in it can be kept (and its kinds: TooLarge, UnsafeContent).
    """
    reading = summaries.read(data) if hints and hints.get("summary") else formats.read(data, name)
    prepared = tuple(
        prepare(recording, hints if len(reading.recordings) == 1 else None)
        for recording in reading.recordings
        if recording.sport is not Sport.TRANSITION
    )
    noticed = (*(hints or {}).get("warnings", ()), *reading.warnings)
    return Digest(reading.format, reading.content, prepared, noticed, reading.wellness)


def prepare(recording: Recording, hints: Mapping[str, Any] | None) -> Prepared:
    """Clean, measure and pack one recording; ``hints`` (title, sport, race, effort) come from an account export."""
    known = hints or {}
    cleaned, measures = measure(recording)
    samples = cleaned.samples
    return Prepared(
        sport=_sport(recording, known),
        name=naming.clean(known.get("title") or recording.name or "").strip(),
        race=bool(known.get("race")),
        started_at=cleaned.started_at,
        utc_offset_s=recording.utc_offset_s,
        measures=measures,
        totals=_totals(recording.totals, known),
        laps=measured_laps(cleaned, recording.laps),
        sets=recording.sets,
        device=recording.device,
        warnings=recording.warnings,
        block=pack(samples) if len(samples) else None,
        count=len(samples),
        columns=("time", *samples.columns, *samples.extra),
        richness=_richness(samples),
    )


def _sport(recording: Recording, hints: Mapping[str, Any]) -> Sport:
    said = hints.get("sport")
    if recording.sport is Sport.OTHER and said:
        return Sport(said)
    return recording.sport


def _totals(totals: Totals, hints: Mapping[str, Any]) -> Totals:
    rated = hints.get("perceived_effort")
    return totals if rated is None or totals.perceived_effort is not None else replace(totals, perceived_effort=rated)


def _richness(samples: Samples) -> float:
    """Samples weighted by how many telling columns they fill; more is a better witness."""
    present = sum(1.0 for name in _TELLING if name in samples.columns)
    return len(samples) * (1.0 + present)
