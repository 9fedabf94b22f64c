"""A recording: one activity as a device wrote it, column by column, before any cleaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from coach.domain.activities import Device, Split, StrengthSet, Totals
from coach.domain.sports import Sport
from coach.domain.wellness import WellnessNote

Column = NDArray[np.float64]

COLUMNS = (
    "latitude",
    "longitude",
    "altitude",
    "distance",
    "speed",
    "heart_rate",
    "cadence",
    "power",
    "temperature",
    "vertical_oscillation",
    "stance_time",
    "step_length",
)
"""Columns that mean the same thing in every file, beside ``time``.

Degrees (WGS 84), metres, metres since the start, m/s, beats/min, steps/min of both feet for foot
sports or rpm otherwise, watts, degrees Celsius, millimetres, milliseconds, millimetres.
"""


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples of one recording, n rows.

    ``time`` is seconds since the recording's start, shape (n,), as recorded: it may repeat or step
    backwards in a bad file. ``columns`` maps names of COLUMNS to float64 arrays of shape (n,), NaN
    where the device wrote nothing; a column nobody wrote is absent. ``extra`` holds developer
    fields by their own name (prefixed ``dev_`` when it would collide), same shape.
    """

    time: Column
    columns: dict[str, Column] = field(default_factory=dict)
    extra: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.time.shape[0])

    def get(self, name: str) -> Column | None:
        """The column, or None when no sample has it."""
        return self.columns.get(name)


@dataclass(frozen=True, slots=True)
class Recording:
    """One activity out of a file (a multisport file holds several).

    ``started_at`` is aware, UTC. ``utc_offset_s`` is the local clock's offset where the file tells it.
    ``pauses`` are (start_s, end_s) since the start, from the device's own timer. ``rr_intervals`` are
    seconds between beats, or None.
    """

    sport: Sport
    started_at: datetime
    samples: Samples
    totals: Totals = Totals()
    name: str | None = None
    utc_offset_s: int | None = None
    laps: tuple[Split, ...] = ()
    sets: tuple[StrengthSet, ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()
    device: Device = Device()
    rr_intervals: Column | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that could be read from one file.

    ``format`` is "fit", "gpx" or "tcx"; ``content`` says what the file is for ("activity",
    "workout", "settings", "monitoring", ...). A file with no recording is not an error.
    ``warnings`` are sentences (English message ids) about damage that was survived.
    """

    format: str
    content: str
    recordings: tuple[Recording, ...]
    warnings: tuple[str, ...] = ()
    wellness: tuple[WellnessNote, ...] = ()
