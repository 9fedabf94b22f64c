"""TCX (Training Center Database v2): activities of laps, tracks and points, with Garmin's extensions."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import Final

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
    "run_cadence",
    "speed",
    "power",
)
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

_IN_POINT: Final = 1
_SHARED: Final = 2
_IN_LAP: Final = 3
_IN_HEADER: Final = 4
_KINDS = {
    **dict.fromkeys(_POINT_LEAVES, _IN_POINT),
    **dict.fromkeys(_SHARED_LEAVES, _SHARED),
    **dict.fromkeys(_LAP_LEAVES, _IN_LAP),
    **dict.fromkeys(_HEADER_LEAVES, _IN_HEADER),
}
_STRUCTURE = frozenset(
    ("Trackpoint", "Track", "Lap", "Activity", "Course", "Workout", "Creator", "Author")
    + ("AverageHeartRateBpm", "MaximumHeartRateBpm", "Position", "BeginPosition", "EndPosition")
)


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
    if document.has_course:
        return "course"
    if document.has_workout:
        return "workout"
    if not document.has_root:
        raise Unreadable("This is not a TCX file.")
    if xml.CUT in warnings:
        raise Unreadable("This file is damaged before its first point: nothing can be kept.")
    return "empty"


def _listen(data: bytes) -> tuple[_Document, bool]:
    document = _Document()
    attributes: xml.Attributes = {}
    texts: list[str] = []
    point: dict[str, str] = {}
    header: dict[str, str] = {}
    kinds: dict[str, int] = dict(_KINDS)
    names: dict[str, str] = {name: name for name in _KINDS}
    session = Session(tracks.Table(_COLUMNS))
    lap = Lap()
    rows = session.table.rows
    get = point.get

    def end(tag: str) -> None:
        kind = kinds.get(tag)
        if kind == _IN_POINT:
            if texts:
                point[names[tag]] = texts[-1]
                texts.clear()
        elif kind is not None:
            if texts:
                keep(kind, names[tag], texts[-1])
                texts.clear()
        elif tag == "Trackpoint":
            rows.append(
                (
                    get("Time"),
                    get("LatitudeDegrees"),
                    get("LongitudeDegrees"),
                    get("AltitudeMeters"),
                    get("DistanceMeters"),
                    get("Value"),
                    get("Cadence"),
                    get("RunCadence"),
                    get("Speed"),
                    get("Watts"),
                )
            )
            point.clear()
            texts.clear()
            del attributes["Trackpoint"]
            if len(rows) >= tracks.BLOCK:
                session.table.settle()
        else:
            other(tag)

    def keep(kind: int, name: str, text: str) -> None:
        if kind == _SHARED:
            (point if "Trackpoint" in attributes else lap.texts)[name] = text
        elif kind == _IN_LAP:
            lap.texts[name] = text
        else:
            header[name] = text

    def other(tag: str) -> None:
        name = xml.local(tag)
        if name != tag:
            adopt(tag, name)
        elif name == "Track":
            lap.track_ends.append(len(session.table))
        elif name in ("AverageHeartRateBpm", "MaximumHeartRateBpm"):
            lap.texts[name] = point.pop("Value", "")
        elif name in ("BeginPosition", "EndPosition"):
            point.clear()
        elif name in _STRUCTURE:
            close(name)
        texts.clear()
        xml.refuse_too_many_names(attributes)

    def adopt(tag: str, name: str) -> None:
        if name in _KINDS:
            kinds[tag], names[tag] = _KINDS[name], name
            end(tag)
        elif name in _STRUCTURE:
            attributes[name] = attributes.get(tag, {})
            end(name)

    def close(name: str) -> None:
        nonlocal session
        if name == "Lap":
            close_lap()
        elif name == "Activity":
            close_session()
        elif name in ("Course", "Workout"):
            document.has_course = document.has_course or name == "Course"
            document.has_workout = document.has_workout or name == "Workout"
            restart()
        elif name == "Creator":
            session.device = _device(header)
            header.pop("Name", None)
        elif name == "Author":
            header.clear()

    def close_lap() -> None:
        nonlocal lap
        lap.start = attributes.get("Lap", {}).get("StartTime")
        lap.first_row, lap.end_row = session.rows_in_laps, len(session.table)
        session.laps.append(lap)
        lap = Lap()
        point.clear()

    def close_session() -> None:
        if "TotalTimeSeconds" in lap.texts or len(session.table) > session.rows_in_laps:
            close_lap()
        session.sport_name = attributes.get("Activity", {}).get("Sport")
        session.started = header.pop("Id", None)
        session.notes = lap.texts.get("Notes")
        document.sessions.append(session)
        restart()

    def restart() -> None:
        nonlocal session, lap, rows
        session, lap = Session(tracks.Table(_COLUMNS)), Lap()
        rows = session.table.rows
        header.clear()
        point.clear()

    whole = xml.parse(data, attributes, texts, end)
    in_course = any(xml.local(tag) == "Courses" for tag in attributes)
    if not whole and not in_course and (len(session.table) or session.laps):
        close_session()
    document.has_course = document.has_course or in_course
    document.has_root = any(xml.local(tag) == "TrainingCenterDatabase" for tag in attributes)
    return document, whole


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
