"""TCX (Training Center Database v2): activities of laps, tracks and points, with Garmin's extensions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isnan

from coach.connectors.files import tcx_laps, tracks, xml
from coach.connectors.files.tcx_laps import Lap, Session
from coach.domain.activities import Device
from coach.domain.problems import Unreadable
from coach.science.recordings import Reading

_COLUMNS = (
    "time",
    "latitude",
    "longitude",
    "altitude",
    "distance",
    "heart_rate",
    "cadence",
    "speed",
    "run_cadence",
    "power",
)
_LEAVES = (
    "Time",
    "LatitudeDegrees",
    "LongitudeDegrees",
    "AltitudeMeters",
    "DistanceMeters",
    "Value",
    "Cadence",
    "Speed",
    "RunCadence",
    "Watts",
)
"""Elements of a point, in the order of ``_COLUMNS``."""
_POINT_LEAVES = (
    "Time",
    "LatitudeDegrees",
    "LongitudeDegrees",
    "AltitudeMeters",
    "Value",
    "RunCadence",
    "Speed",
    "Watts",
)
_SHARED_LEAVES = ("DistanceMeters", "Cadence")
"""Elements that a lap and a point both have."""
_LAP_LEAVES = ("TotalTimeSeconds", "Calories", "AvgRunCadence", "AvgWatts", "Notes")
_HEADER_LEAVES = ("Name", "UnitId", "VersionMajor", "VersionMinor", "Id")

_POINT = re.compile(
    r"""<Trackpoint>\s*+"""
    r"""<Time>([^<&]*+)</Time>\s*+"""
    r"""(?:<Position>\s*+<LatitudeDegrees>([^<&]*+)</LatitudeDegrees>\s*+"""
    r"""<LongitudeDegrees>([^<&]*+)</LongitudeDegrees>\s*+</Position>\s*+)?+"""
    r"""(?:<AltitudeMeters>([^<&]*+)</AltitudeMeters>\s*+)?+"""
    r"""(?:<DistanceMeters>([^<&]*+)</DistanceMeters>\s*+)?+"""
    r"""(?:<HeartRateBpm(?:\s[^<>&]*+)?>\s*+<Value>([^<&]*+)</Value>\s*+</HeartRateBpm>\s*+)?+"""
    r"""(?:<Cadence>([^<&]*+)</Cadence>\s*+)?+"""
    r"""(?:<SensorState>[^<&]*+</SensorState>\s*+)?+"""
    r"""(?:<Extensions>\s*+<(?:\w++:)?+TPX(?:\s[^<>&]*+)?>\s*+"""
    r"""(?:<(?:\w++:)?+Speed>([^<&]*+)</(?:\w++:)?+Speed>\s*+)?+"""
    r"""(?:<(?:\w++:)?+RunCadence>([^<&]*+)</(?:\w++:)?+RunCadence>\s*+)?+"""
    r"""(?:<(?:\w++:)?+Watts>([^<&]*+)</(?:\w++:)?+Watts>\s*+)?+"""
    r"""</(?:\w++:)?+TPX>\s*+</Extensions>\s*+)?+"""
    r"""</Trackpoint>\s*+"""
)
"""A point in the order the schema prescribes, its columns as in ``_COLUMNS``; others are left to the parser."""


@dataclass(slots=True)
class _Document:
    sessions: list[Session] = field(default_factory=list)
    has_root: bool = False
    has_course: bool = False
    has_workout: bool = False

    @property
    def points(self) -> int:
        return sum(len(session.table) for session in self.sessions)


def read(data: bytes) -> Reading:
    """All activities of a TCX file; a file of courses or workouts has none.

    A damaged file gives every point before the damage and a warning. Raises Unreadable when nothing can be
    kept, UnsafeContent and TooLarge for content built to hurt.
    """
    document, warnings = _parsed(xml.as_utf8(data))
    recordings = tuple(
        recording for session in document.sessions if (recording := tcx_laps.recording(session)) is not None
    )
    if recordings:
        return Reading("tcx", "activity", recordings, warnings)
    return Reading("tcx", _content(document, warnings), (), warnings)


def _parsed(data: bytes) -> tuple[_Document, tuple[str, ...]]:
    document, whole = _listen(data)
    if whole:
        return document, ()
    mended = xml.repaired(data)
    if mended is not None:
        again, whole_now = _listen(mended)
        if whole_now or again.points > document.points:
            return again, (xml.REPAIRED,) if whole_now else (xml.REPAIRED, xml.CUT)
    return document, (xml.CUT,)


def _content(document: _Document, warnings: tuple[str, ...]) -> str:
    if any(session.table.clock_never_set for session in document.sessions):
        return tracks.NEVER_SET
    if document.has_course:
        return "course"
    if document.has_workout:
        return "workout"
    if not document.has_root:
        raise Unreadable("This is not a TCX file.")
    if xml.CUT in warnings:
        raise Unreadable("This file is damaged before its first point: nothing can be kept.")
    return "empty"


class _Listener:
    """Hears the end of every element and builds the document."""

    def __init__(self, blocks: list[tracks.Block]) -> None:
        self.document = _Document()
        self.attributes: xml.Attributes = {}
        self.texts: list[str] = []
        self._blocks = iter(blocks)
        self._session = Session(tracks.Table(_COLUMNS))
        self._lap = Lap()
        self._point: dict[str, str] = {}
        self._header: dict[str, str] = {}
        self._locals: dict[str, str] = {}
        self._closing: dict[str, Callable[[], None]] = {
            "Trackpoint": self._close_point,
            tracks.MARKER: self._take_lifted,
            "Track": self._close_track,
            "Lap": self._close_lap,
            "Activity": self._close_session,
            "Course": self._close_course,
            "Workout": self._close_workout,
            "Creator": self._close_creator,
            "Author": self._header.clear,
            "AverageHeartRateBpm": lambda: self._close_pulse("AverageHeartRateBpm"),
            "MaximumHeartRateBpm": lambda: self._close_pulse("MaximumHeartRateBpm"),
            "BeginPosition": self._point.clear,
            "EndPosition": self._point.clear,
        }

    def end(self, tag: str) -> None:
        """An element closes."""
        name = self._locals.get(tag)
        if name is None:
            name = self._locals[tag] = xml.local(tag)
            xml.refuse_too_many_names(self.attributes)
        closing = self._closing.get(name)
        if closing is not None:
            closing()
            if name == "Trackpoint":
                del self.attributes[tag]
        elif self.texts:
            self._keep(name, self.texts[-1])
        self.texts.clear()

    def _keep(self, name: str, text: str) -> None:
        if name in _LEAVES and name not in _SHARED_LEAVES:
            self._point[name] = text
        elif name in _SHARED_LEAVES:
            (self._point if xml.is_open(self.attributes, "Trackpoint") else self._lap.texts)[name] = text
        elif name in _LAP_LEAVES:
            self._lap.texts[name] = text
        elif name in _HEADER_LEAVES:
            self._header[name] = text

    def _close_point(self) -> None:
        self._session.table.add(tuple(map(self._point.get, _LEAVES)))
        self._point.clear()

    def _take_lifted(self) -> None:
        self._session.table.take(next(self._blocks, tracks.NOTHING))

    def _close_track(self) -> None:
        self._lap.track_ends.append(len(self._session.table))

    def _close_pulse(self, name: str) -> None:
        self._lap.texts[name] = self._point.pop("Value", "")

    def _close_lap(self) -> None:
        lap, session = self._lap, self._session
        lap.start = self._latest("Lap").get("StartTime")
        lap.first_row, lap.end_row = session.rows_in_laps, len(session.table)
        session.laps.append(lap)
        self._lap = Lap()
        self._point.clear()

    def _close_session(self) -> None:
        session = self._session
        if "TotalTimeSeconds" in self._lap.texts or len(session.table) > session.rows_in_laps:
            self._close_lap()
        session.sport_name = self._latest("Activity").get("Sport")
        session.started = self._header.pop("Id", None)
        session.notes = self._lap.texts.get("Notes")
        self.document.sessions.append(session)
        self._restart()

    def _close_course(self) -> None:
        self.document.has_course = True
        self._restart()

    def _close_workout(self) -> None:
        self.document.has_workout = True
        self._restart()

    def _close_creator(self) -> None:
        self._session.device = _device(self._header)
        for part in ("Name", "UnitId", "VersionMajor", "VersionMinor"):
            self._header.pop(part, None)

    def _restart(self) -> None:
        self._session, self._lap = Session(tracks.Table(_COLUMNS)), Lap()
        self._header.clear()
        self._point.clear()

    def _latest(self, name: str) -> dict[str, str]:
        """Attributes of the latest element of this name, whatever its prefix."""
        return next((found for tag, found in self.attributes.items() if xml.local(tag) == name), {})

    def finish(self, *, whole: bool) -> None:
        """Keep the activity that damage left open, and say what the document is."""
        names = {xml.local(tag) for tag in self.attributes}
        if not whole and "Courses" not in names and (len(self._session.table) or self._session.laps):
            self._close_session()
        self.document.has_course |= "Courses" in names
        self.document.has_root = "TrainingCenterDatabase" in names


def _listen(data: bytes) -> tuple[_Document, bool]:
    skeleton, blocks = tracks.lifted(data, _POINT, _COLUMNS)
    listener = _Listener(blocks)
    whole = xml.parse(skeleton, listener.attributes, listener.texts, listener.end)
    listener.finish(whole=whole)
    return listener.document, whole


def _device(header: dict[str, str]) -> Device:
    name = " ".join(header.get("Name", "").split())[:100] or None
    version = [header[part].strip() for part in ("VersionMajor", "VersionMinor") if header.get(part)]
    serial = header.get("UnitId", "").strip()
    has_serial = not isnan(tracks.number(serial)) and float(serial) > 0
    return Device(
        manufacturer="Garmin" if name and name.lower().startswith("garmin") else None,
        product=name,
        serial=serial[:40] if has_serial else None,
        software=".".join(version)[:40] or None,
    )
