"""What a walk through files, folders and archives comes upon."""

from __future__ import annotations

from dataclasses import dataclass

from coach.domain.problems import Problem
from coach.domain.sports import Sport
from coach.domain.wellness import WellnessNote
from coach.science.recordings import Recording


@dataclass(frozen=True, slots=True)
class Hints:
    """What an export says about an activity beside its file; None where it says nothing."""

    title: str | None = None
    description: str | None = None
    sport: Sport | None = None
    race: bool | None = None
    perceived_effort: float | None = None
    """The athlete's own rating, 0 to 10."""


@dataclass(frozen=True, slots=True)
class Found:
    """An activity file. ``name`` is its path inside, for people; ``data`` its original bytes, unpacked.

    ``recording`` is set for activities that an export tells about without a file (entered by hand): no samples,
    only totals; ``data`` is then the export's own entry. ``wellness`` is set for what an export tells of days, without
    ``data``. ``warnings`` are message ids about survived damage.
    """

    name: str
    data: bytes
    hints: Hints | None = None
    recording: Recording | None = None
    warnings: tuple[str, ...] = ()
    wellness: tuple[WellnessNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or archive that was set aside, and why. The walk goes on."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that is no business of an import (a picture, a table): counted, not reported."""

    name: str


Walked = Found | Refused | Passed
