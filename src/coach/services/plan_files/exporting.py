"""A plan in the form that was asked for: its name, its media type, its bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.plans import Plan
from coach.services.plan_files.naming import plan_name


class PlanFile(StrEnum):
    """The forms a plan can be handed out in."""

    PDF = "pdf"
    ICS = "ics"
    FIT = "fit"
    GARMIN = "garmin"
    ZWO = "zwo"
    INTERVALS = "intervals"
    CSV = "csv"
    JSON = "json"

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return _ENDINGS[self]

    @property
    def media_type(self) -> str:
        """What the file is, for HTTP."""
        return _MEDIA_TYPES[self]


_ENDINGS = {
    PlanFile.PDF: ".pdf",
    PlanFile.ICS: ".ics",
    PlanFile.FIT: "-fit.zip",
    PlanFile.GARMIN: "-garmin.json",
    PlanFile.ZWO: "-zwift.zip",
    PlanFile.INTERVALS: "-intervals.txt",
    PlanFile.CSV: ".csv",
    PlanFile.JSON: ".json",
}
_MEDIA_TYPES = {
    PlanFile.PDF: "application/pdf",
    PlanFile.ICS: "text/calendar; charset=utf-8",
    PlanFile.FIT: "application/zip",
    PlanFile.GARMIN: "application/json",
    PlanFile.ZWO: "application/zip",
    PlanFile.INTERVALS: "text/plain; charset=utf-8",
    PlanFile.CSV: "text/csv; charset=utf-8",
    PlanFile.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file ready to be handed out. ``left_out`` says in words what this form has no place for."""

    name: str
    media_type: str
    data: bytes
    left_out: tuple[str, ...] = ()


def export(
    plan: Plan,
    form: PlanFile,
    *,
    language: Language,
    athlete_name: str,
    today: date,
    zones: Sequence[Zone] = (),
) -> Exported:
    """The plan as a file. ``zones`` are the athlete's heart-rate zones, where they are known.

    Same plan, language, name and day give the same bytes. Raises Unavailable when a PDF cannot be
    made, Busy when too many are being made.
    """
    data, left_out = _made(plan, form, language, athlete_name, today, zones)
    return Exported(plan_name(plan) + form.ending, form.media_type, data, left_out)


def _made(
    plan: Plan, form: PlanFile, language: Language, athlete_name: str, today: date, zones: Sequence[Zone]
) -> tuple[bytes, tuple[str, ...]]:
    # Each form is imported where it is made: a door that writes a CSV loads neither typst nor the FIT encoder.
    if form is PlanFile.PDF:
        from coach.services.printing import press

        pdf = press.plan_pdf(plan, athlete_name=athlete_name, language=language, today=today, zones=zones)
        return pdf, ()
    if form is PlanFile.ICS:
        from coach.services.plan_files.calendars import plan_calendar

        return plan_calendar(plan, language=language, athlete_name=athlete_name, today=today, zones=zones), ()
    if form is PlanFile.FIT:
        from coach.services.plan_files import fit_workouts

        return fit_workouts.workouts_zip(plan, language=language, today=today, zones=zones), ()
    if form is PlanFile.GARMIN:
        from coach.services.plan_files import garmin_workouts

        return garmin_workouts.workouts_json(plan, language=language, zones=zones)
    if form is PlanFile.ZWO:
        from coach.services.plan_files import zwift

        return zwift.workouts_zip(plan, language=language, today=today)
    if form is PlanFile.INTERVALS:
        from coach.services.plan_files.intervals_text import workouts_text

        return workouts_text(plan, language=language).encode(errors="replace"), ()
    if form is PlanFile.CSV:
        from coach.services.plan_files.table import sessions_csv

        return sessions_csv(plan, language=language, zones=zones), ()
    from coach.services.plan_files.document import plan_document

    text = json.dumps(plan_document(plan, language=language), ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="replace"), ()
