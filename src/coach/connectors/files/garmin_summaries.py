"""What Garmin Connect says about activities in ``summarizedActivities.json``.

Its units are odd: distances and climbs in centimetres, durations and instants in milliseconds, running
cadence per leg. Its calories are left out: exports disagree about their unit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from coach.connectors.files.found import Found, Hints
from coach.connectors.files.sport_names import sport_named
from coach.connectors.files.timestamps import EARLIEST, LATEST, moment
from coach.domain.activities import Totals
from coach.domain.language import mark
from coach.domain.problems import TooLarge
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Recording, Samples

_RACE = 1
_LARGEST = 2**63
_NEAR_S = 2
_NUMBER = re.compile(r"\d{6,19}")
_LONGEST_TITLE = 200
_KEPT = (
    *("activityId", "parentId", "name", "description", "activityType", "sportType", "eventTypeId"),
    *("manualActivity", "beginTimestamp", "startTimeGmt", "startTimeLocal", "duration", "elapsedDuration"),
    *("movingDuration", "distance", "elevationGain", "elevationLoss", "avgHr", "maxHr", "avgRunCadence"),
    *("avgBikeCadence", "avgPower", "deviceId", "workoutRpe", "directWorkoutRpe"),
)


@dataclass(slots=True)
class Summary:
    """One entry, in its own units. ``start_s`` is Unix seconds."""

    entry: dict[str, object]
    start_s: float
    claimed: bool = False

    def number(self, name: str, scale: float = 1.0) -> float | None:
        """A finite value divided by ``scale``, None when missing."""
        value = self.entry.get(name)
        number = _finite(value)
        return None if number is None else number / scale

    def positive(self, name: str, scale: float = 1.0) -> float | None:
        """Like ``number``, with zero and less counted as missing."""
        value = self.number(name, scale)
        return value if value is not None and value > 0 else None

    def text(self, name: str, longest: int = 2_000) -> str | None:
        """Words on one line, at most ``longest`` signs; None when there are none."""
        value = self.entry.get(name)
        return " ".join(value.split())[:longest] or None if isinstance(value, str) else None

    @property
    def title(self) -> str | None:
        """What the athlete called it."""
        return self.text("name", _LONGEST_TITLE)

    @property
    def says_something(self) -> bool:
        """Whether it tells of a duration or a distance; without them nothing was done."""
        return any(self.positive(name) is not None for name in ("duration", "elapsedDuration", "distance"))

    @property
    def identity(self) -> int | None:
        """Garmin Connect's number of the activity."""
        return _identity(self.entry.get("activityId"))

    @property
    def parent(self) -> int | None:
        """The multisport activity this is a leg of."""
        return _identity(self.entry.get("parentId"))

    @property
    def sport(self) -> Sport | None:
        """The sport, from the activity's type or the broader one."""
        kind = self.entry.get("activityType")
        key = kind.get("typeKey") if isinstance(kind, dict) else kind
        return sport_named(key if isinstance(key, str) else None) or sport_named(self.text("sportType"))

    @property
    def is_multisport(self) -> bool:
        """A frame around legs that have summaries of their own."""
        kind = self.entry.get("activityType")
        key = kind.get("typeKey") if isinstance(kind, dict) else kind
        return isinstance(key, str) and key.replace("_", "").lower() == "multisport"

    @property
    def perceived_effort(self) -> float | None:
        """The athlete's own rating, 0 to 10; Garmin writes tenths, and 0 where nobody was asked."""
        rated = self.positive("workoutRpe", 10) or self.positive("directWorkoutRpe", 10)
        return rated if rated is not None and rated <= 10 else None

    def hints(self) -> Hints:
        """What the importer may add to the file."""
        event = self.number("eventTypeId")
        race = None if event is None else event == _RACE
        return Hints(self.title, self.text("description"), self.sport, race, self.perceived_effort)

    def recording(self) -> Recording:
        """The activity without samples."""
        sport = self.sport or Sport.OTHER
        timer = self.positive("duration", 1000)
        local = self.number("startTimeLocal", 1000)
        return Recording(
            sport=sport,
            started_at=moment(self.start_s),
            samples=Samples(np.empty(0)),
            totals=Totals(
                elapsed_s=self.positive("elapsedDuration", 1000) or timer,
                timer_s=timer,
                distance_m=self.positive("distance", 100),
                ascent_m=self.number("elevationGain", 100),
                descent_m=self.number("elevationLoss", 100),
                avg_hr=self.positive("avgHr"),
                max_hr=self.positive("maxHr"),
                avg_cadence=self._cadence(sport),
                avg_power=self.positive("avgPower"),
                perceived_effort=self.perceived_effort,
            ),
            name=self.title,
            utc_offset_s=_offset(local, self.start_s),
        )

    def _cadence(self, sport: Sport) -> float | None:
        if sport.family in (SportFamily.RUN, SportFamily.WALK):
            return self.positive("avgRunCadence", 0.5)
        return self.positive("avgBikeCadence")


def _identity(value: object) -> int | None:
    number = _finite(value)
    return None if number is None else int(number)


def _finite(value: object) -> int | float | None:
    """The value when it is a number that arithmetic can take: JSON allows whole numbers of thousands of digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return value if abs(value) <= _LARGEST else None
    return value if isfinite(value) else None


def _offset(local_s: float | None, start_s: float) -> int | None:
    if local_s is None or abs(local_s - start_s) > 15 * 3600:
        return None
    return round((local_s - start_s) / 900) * 900


class Summaries:
    """All summaries of an export, to be claimed by the files they describe."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._all: list[Summary] = []
        self._by_second: dict[int, list[Summary]] = {}
        self._by_identity: dict[int, Summary] = {}
        self._legs: dict[int, list[Summary]] = {}

    def add(self, entry: dict[str, object]) -> None:
        """Take one entry in; one without a plausible start is of no use and left out.

        Raises TooLarge beyond the number of activities an export may tell of.
        """
        start_ms = _finite(entry.get("beginTimestamp") or entry.get("startTimeGmt"))
        if start_ms is None or not EARLIEST <= start_ms / 1000 <= LATEST:
            return
        summary = Summary({name: entry[name] for name in _KEPT if entry.get(name) is not None}, start_ms / 1000)
        identity = summary.identity
        if identity is not None and self._by_identity.setdefault(identity, summary) is not summary:
            return
        if len(self._all) >= self._most:
            raise TooLarge(mark("This table holds more than {limit} activities."), limit=self._most)
        self._all.append(summary)
        self._by_second.setdefault(int(summary.start_s), []).append(summary)
        if summary.parent is not None:
            self._legs.setdefault(summary.parent, []).append(summary)

    def claim(self, name: str, starts: Sequence[int]) -> Hints | None:
        """Hints for a file, by the number in its name or its sessions' starts (Unix seconds); None when unknown."""
        named = [self._by_identity.get(int(digits)) for digits in _NUMBER.findall(name.rpartition("/")[2])]
        claimed = [summary for summary in named if summary is not None]
        claimed += [summary for start in starts for summary in self._near(start)]
        if not claimed:
            return None
        best = next((summary for summary in claimed if summary.is_multisport), claimed[0])
        for summary in claimed:
            self._mark(summary)
            # All of one second are claimed together; a copy of the file needs but one of them.
            self._by_second[int(summary.start_s)] = [best if int(best.start_s) == int(summary.start_s) else summary]
        return best.hints()

    def _near(self, start: int) -> list[Summary]:
        for distance in range(_NEAR_S + 1):
            for second in {start - distance, start + distance}:
                if second in self._by_second:
                    return self._by_second[second]
        return []

    def _mark(self, summary: Summary) -> None:
        summary.claimed = True
        for leg in self._legs.pop(summary.identity or -1, ()):
            leg.claimed = True
        frame = self._by_identity.get(summary.parent or -1)
        if frame is not None:
            frame.claimed = True

    def without_file(self) -> Iterator[Found]:
        """Activities no file claimed, oldest first; the frame of a multisport is left to its legs."""
        for summary in sorted(self._all, key=lambda one: one.start_s):
            is_frame = summary.is_multisport and (summary.identity or -1) in self._legs
            if summary.claimed or is_frame or not summary.says_something:
                continue
            data = json.dumps(summary.entry, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
            name = summary.title or moment(summary.start_s).strftime("%Y-%m-%d")
            yield Found(name, data, summary.hints(), summary.recording())
