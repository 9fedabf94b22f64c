"""What an account export only mentions (activities entered by hand, days): kept as a small JSON original."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import numpy as np

from coach.domain.activities import Totals
from coach.domain.language import mark
from coach.domain.problems import Unreadable
from coach.domain.sports import Sport
from coach.domain.wellness import KINDS, WellnessNote
from coach.science.recordings import Reading, Recording, Samples


def written(recording: Recording) -> bytes:
    """The summary as JSON bytes, the same for the same summary so that a second import knows it."""
    said = {
        "coach": "summary",
        "sport": recording.sport.value,
        "started_at": recording.started_at.isoformat(),
        "utc_offset_s": recording.utc_offset_s,
        "name": recording.name,
        "totals": _totals(recording.totals),
    }
    return json.dumps(said, sort_keys=True).encode()


def _totals(totals: Totals) -> dict[str, Any]:
    """All of them, unknown or not, except a rating: what was written before ratings were read stays the same."""
    said = asdict(totals)
    return said if totals.perceived_effort is not None else {k: v for k, v in said.items() if k != "perceived_effort"}


def written_days(notes: Sequence[WellnessNote]) -> bytes:
    """What an export tells of days as JSON bytes, the same for the same days."""
    days = [note.said | {"on": note.on and note.on.isoformat(), "told_at": note.told_at.isoformat()} for note in notes]
    return json.dumps({"coach": "wellness", "days": days}, sort_keys=True).encode()


def read(data: bytes) -> Reading:
    """The summary back as a recording without samples, or as what was told of days.

    Raises:
        Unreadable: these bytes are no summary of ours.
    """
    try:
        said = json.loads(data)
        if said["coach"] == "wellness":
            return Reading("summary", "wellness", (), wellness=tuple(_note(each) for each in said["days"]))
        return Reading(format="summary", content="activity", recordings=(_recording(said),))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(mark("This summary of an activity is damaged.")) from error


def _recording(said: Mapping[str, Any]) -> Recording:
    return Recording(
        sport=Sport(said["sport"]),
        started_at=datetime.fromisoformat(said["started_at"]),
        utc_offset_s=said["utc_offset_s"],
        name=said["name"],
        totals=Totals(**said["totals"]),
        samples=Samples(time=np.empty(0)),
    )


def _note(said: Mapping[str, Any]) -> WellnessNote:
    on = date.fromisoformat(said["on"]) if said["on"] else None
    values = {kind: float(said[kind]) for kind in KINDS if kind in said}
    return WellnessNote(datetime.fromisoformat(said["told_at"]), on, **values)
