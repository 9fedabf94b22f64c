"""Activities that an account export only mentions (entered by hand): kept as a small JSON original."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

import numpy as np

from coach.domain.activities import Totals
from coach.domain.language import mark
from coach.domain.problems import Unreadable
from coach.domain.sports import Sport
from coach.science.recordings import Reading, Recording, Samples


def written(recording: Recording) -> bytes:
    """The summary as JSON bytes, the same for the same summary so that a second import knows it."""
    said = {
        "coach": "summary",
        "sport": recording.sport.value,
        "started_at": recording.started_at.isoformat(),
        "utc_offset_s": recording.utc_offset_s,
        "name": recording.name,
        "totals": asdict(recording.totals),
    }
    return json.dumps(said, sort_keys=True).encode()


def read(data: bytes) -> Reading:
    """The summary back as a recording without samples.

    Raises:
        Unreadable: these bytes are no summary of ours.
    """
    try:
        said = json.loads(data)
        recording = Recording(
            sport=Sport(said["sport"]),
            started_at=datetime.fromisoformat(said["started_at"]),
            utc_offset_s=said["utc_offset_s"],
            name=said["name"],
            totals=Totals(**said["totals"]),
            samples=Samples(time=np.empty(0)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(mark("This summary of an activity is damaged.")) from error
    return Reading(format="summary", content="activity", recordings=(recording,))
