"""GPX 1.0 and 1.1: tracks of points, with the extensions watches add.

Segments of a track are one activity with pauses between them. Several tracks are one activity too, unless
they are clearly separate: they overlap in time, name different sports, or lie more than four hours apart.
A track or route without any time is a plan for the legs, not an activity (content "route").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coach.connectors.files import tracks, xml
from coach.connectors.files.sport_names import sport_named
from coach.connectors.files.timestamps import moment
from coach.domain.activities import Device
from coach.domain.language import mark
from coach.domain.problems import Unreadable
from coach.domain.sports import Sport
from coach.science.recordings import Column, Reading, Recording, Samples

NO_SPORT = mark("The file does not say which sport it is.")
SEPARATE_AFTER_S = 4 * 3600.0

_COLUMNS = (
    "time",
    "latitude",
    "longitude",
    "altitude",
    "heart_rate",
    "cadence",
    "power",
    "temperature",
    "speed",
    "distance",
)
_LEAVES = {
    "time": "time",
    "ele": "altitude",
    "hr": "heart_rate",
    "heartrate": "heart_rate",
    "cad": "cadence",
    "cadence": "cadence",
    "power": "power",
    "PowerInWatts": "power",
    "watts": "power",
    "atemp": "temperature",
    "temp": "temperature",
    "speed": "speed",
    "distance": "distance",
}
"""Elements of a point: GPX itself, Garmin TrackPointExtension v1 and v2, ClueTrust gpxdata, power extensions."""


@dataclass(slots=True)
class _Track:
    table: tracks.Table = field(default_factory=lambda: tracks.Table(_COLUMNS))
    name: str | None = None
    sport_name: str | None = None
    segment_ends: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A track in numbers: ``seconds`` is Unix time of the timed points, ``ends`` the row after each segment."""

    name: str | None
    sport: Sport | None
    seconds: NDArray[np.float64]
    columns: dict[str, Column]
    ends: tuple[int, ...]
    offset_s: int | None
    untimed: bool


@dataclass(slots=True)
class _Document:
    tracks: list[_Track] = field(default_factory=list)
    title: str | None = None
    creator: str | None = None
    has_root: bool = False
    has_route: bool = False
    has_waypoints: bool = False

    @property
    def points(self) -> int:
        return sum(len(track.table) for track in self.tracks)


def read(data: bytes) -> Reading:
    """All activities of a GPX file.

    A damaged file gives every point before the damage and a warning. Raises Unreadable when nothing can be
    kept, UnsafeContent and TooLarge for content built to hurt.
    """
    document, warnings = _parsed(xml.as_utf8(data))
    pieces = [piece for track in document.tracks if (piece := _piece(track)) is not None]
    if not pieces:
        return Reading("gpx", _content(document, warnings), (), warnings)
    recordings = tuple(_recording(group, document) for group in _groups(pieces))
    return Reading("gpx", "activity", recordings, warnings)


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
    if document.points or document.has_route:
        return "route"
    if not document.has_root:
        raise Unreadable("This is not a GPX file.")
    if xml.CUT in warnings:
        raise Unreadable("This file is damaged before its first point: nothing can be kept.")
    return "waypoints" if document.has_waypoints else "empty"


def _listen(data: bytes) -> tuple[_Document, bool]:
    document = _Document()
    attributes: xml.Attributes = {}
    texts: list[str] = []
    point: dict[str, str] = {}
    leaves: dict[str, str] = dict(_LEAVES)
    track = _Track()
    pending = track
    rows = track.table.rows
    get = point.get

    def end(tag: str) -> None:
        leaf = leaves.get(tag)
        if leaf is not None:
            if texts:
                point[leaf] = texts[-1]
                texts.clear()
        elif tag == "trkpt":
            place = attributes.pop("trkpt")
            rows.append(
                (
                    get("time"),
                    place.get("lat"),
                    place.get("lon"),
                    get("altitude"),
                    get("heart_rate"),
                    get("cadence"),
                    get("power"),
                    get("temperature"),
                    get("speed"),
                    get("distance"),
                )
            )
            point.clear()
            texts.clear()
            if len(rows) >= tracks.BLOCK:
                track.table.settle()
        else:
            other(tag)

    def other(tag: str) -> None:
        nonlocal track, rows
        name = xml.local(tag)
        if name != tag:
            adopt(tag, name)
        elif name in ("name", "type", "desc") and "trkpt" not in attributes:
            words(name)
        elif name == "trkseg":
            track.segment_ends.append(len(track.table))
        elif name == "trk":
            document.tracks.append(track)
            track = _Track()
            rows = track.table.rows
        elif name in ("metadata", "author", "wpt", "rtept", "rte"):
            leave(name)
        xml.refuse_too_many_names(attributes)
        texts.clear()

    def adopt(tag: str, name: str) -> None:
        if name in _LEAVES:
            leaves[tag] = _LEAVES[name]
            end(tag)
        elif name in ("trkpt", "trkseg", "trk", "rte", "rtept", "wpt", "metadata", "name", "type"):
            attributes[name] = attributes.get(tag, {})
            end(name)

    def words(name: str) -> None:
        text = " ".join(texts[-1].split()) if texts else ""
        if name == "name" and text and track.name is None:
            track.name = text[:200]
        elif name == "type" and text:
            track.sport_name = text[:100]

    def leave(name: str) -> None:
        if name == "metadata":
            document.title = track.name
        document.has_route = document.has_route or name == "rte"
        document.has_waypoints = document.has_waypoints or name == "wpt"
        track.name = track.sport_name = None
        point.clear()

    whole = xml.parse(data, attributes, texts, end)
    if len(track.table) or track is not pending:
        document.tracks.append(track)
    roots = [found for tag, found in attributes.items() if xml.local(tag) == "gpx"]
    document.has_root = bool(roots)
    document.creator = roots[0].get("creator") if roots else None
    return document, whole


def _piece(track: _Track) -> _Piece | None:
    times = track.table.times()
    timed = ~np.isnan(times)
    if not timed.any():
        return None
    columns = track.table.columns()
    ends = np.array([*track.segment_ends, times.size], dtype=np.int64)
    untimed = not bool(timed.all())
    if untimed:
        columns = tracks.plausible({name: column[timed] for name, column in columns.items()})
        ends = np.concatenate(([0], np.cumsum(timed)))[ends]
    return _Piece(
        name=track.name,
        sport=sport_named(track.sport_name),
        seconds=times[timed],
        columns=columns,
        ends=tuple(int(end) for end in np.unique(ends) if end > 0),
        offset_s=track.table.offset_s,
        untimed=untimed,
    )


def _groups(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Tracks that belong to one activity, in order of time."""
    ordered = sorted(pieces, key=lambda piece: float(piece.seconds[0]))
    groups = [[ordered[0]]]
    for before, piece in pairwise(ordered):
        if _separate(before, piece):
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return groups


def _separate(before: _Piece, after: _Piece) -> bool:
    gap = float(after.seconds[0] - before.seconds[-1])
    differ = before.sport is not None and after.sport is not None and before.sport is not after.sport
    return differ or gap < 0 or gap > SEPARATE_AFTER_S


def _recording(group: list[_Piece], document: _Document) -> Recording:
    seconds = np.concatenate([piece.seconds for piece in group])
    columns = tracks.joined([piece.columns for piece in group], [piece.seconds.size for piece in group])
    sport = next((piece.sport for piece in group if piece.sport), None)
    warnings = [tracks.UNTIMED] if any(piece.untimed for piece in group) else []
    if sport is None:
        warnings.append(NO_SPORT)
    first = float(seconds[0])
    return Recording(
        sport=sport or Sport.OTHER,
        started_at=moment(first),
        samples=Samples(seconds - first, tracks.both_feet(columns, sport or Sport.OTHER)),
        name=next((piece.name for piece in group if piece.name), None) or document.title,
        utc_offset_s=group[0].offset_s,
        pauses=_pauses(group, seconds - first),
        device=Device(software=document.creator[:100] if document.creator else None),
        warnings=tuple(warnings),
    )


def _pauses(group: list[_Piece], elapsed: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """Gaps between segments, and between tracks joined to one activity."""
    offset = 0
    cuts = []
    for piece in group:
        cuts += [offset + end for end in piece.ends]
        offset += piece.seconds.size
    spans = ((float(elapsed[cut - 1]), float(elapsed[cut])) for cut in cuts if cut < elapsed.size)
    return tuple((start, end) for start, end in spans if end > start)
