"""GPX 1.0 and 1.1: tracks of points, with the extensions watches add.

Segments of a track are one activity with pauses between them. Several tracks are one activity too, unless
they are clearly separate: they overlap in time, name different sports, or lie more than four hours apart.
A track or route without any time is a plan for the legs, not an activity (content "route").
"""

from __future__ import annotations

import re
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

_POINT_COLUMNS = ("latitude", "longitude", "altitude", "time", "power", "temperature", "heart_rate", "cadence")
_POINT = re.compile(
    r"""<trkpt\s++lat="([^"<&]*+)"\s++lon="([^"<&]*+)"\s*+>\s*+"""
    r"""(?:<ele>([^<&]*+)</ele>\s*+)?+"""
    r"""(?:<time>([^<&]*+)</time>\s*+)?+"""
    r"""(?:<extensions>\s*+"""
    r"""(?:<power>([^<&]*+)</power>\s*+)?+"""
    r"""(?:<(?:\w++:)?+TrackPointExtension(?:\s[^<>&]*+)?>\s*+"""
    r"""(?:<(?:\w++:)?+atemp>([^<&]*+)</(?:\w++:)?+atemp>\s*+)?+"""
    r"""(?:<(?:\w++:)?+hr>([^<&]*+)</(?:\w++:)?+hr>\s*+)?+"""
    r"""(?:<(?:\w++:)?+cad>([^<&]*+)</(?:\w++:)?+cad>\s*+)?+"""
    r"""</(?:\w++:)?+TrackPointExtension>\s*+)?+"""
    r"""</extensions>\s*+)?+"""
    r"""</trkpt>\s*+"""
)
"""A point as nearly every program writes it; others are left to the parser."""


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
    if any(track.table.clock_never_set for track in document.tracks):
        return tracks.NEVER_SET
    if document.points or document.has_route:
        return "route"
    if not document.has_root:
        raise Unreadable("This is not a GPX file.")
    if xml.CUT in warnings:
        raise Unreadable("This file is damaged before its first point: nothing can be kept.")
    return "waypoints" if document.has_waypoints else "empty"


class _Listener:
    """Hears the end of every element and builds the document."""

    def __init__(self, blocks: list[tracks.Block]) -> None:
        self.document = _Document()
        self.attributes: xml.Attributes = {}
        self.texts: list[str] = []
        self._blocks = iter(blocks)
        self._track = _Track()
        self._point: dict[str, str] = {}
        self._locals: dict[str, str] = {}

    def end(self, tag: str) -> None:
        """An element closes."""
        name = self._locals.get(tag)
        if name is None:
            name = self._locals[tag] = xml.local(tag)
            xml.refuse_too_many_names(self.attributes)
        column = _LEAVES.get(name)
        if column is not None:
            if self.texts:
                self._point[column] = self.texts[-1]
        elif name == "trkpt":
            place = self.attributes.pop(tag)
            row = {"latitude": place.get("lat"), "longitude": place.get("lon"), **self._point}
            self._track.table.add(tuple(map(row.get, _COLUMNS)))
            self._point.clear()
        else:
            self._close(name)
        self.texts.clear()

    def _close(self, name: str) -> None:
        if name == tracks.MARKER:
            self._track.table.take(next(self._blocks, tracks.NOTHING))
        elif name in ("name", "type"):
            self._words(name)
        elif name == "trkseg":
            self._track.segment_ends.append(len(self._track.table))
        elif name == "trk":
            self.document.tracks.append(self._track)
            self._track = _Track()
        elif name in ("metadata", "author", "wpt", "rtept", "rte"):
            self._leave(name)

    def _words(self, name: str) -> None:
        text = " ".join(self.texts[-1].split()) if self.texts else ""
        if not text or xml.is_open(self.attributes, "trkpt"):
            return
        if name == "name" and self._track.name is None:
            self._track.name = text[:200]
        elif name == "type":
            self._track.sport_name = text[:100]

    def _leave(self, name: str) -> None:
        """What stood inside was not about the track that follows."""
        if name == "metadata":
            self.document.title = self._track.name
        self.document.has_route |= name == "rte"
        self.document.has_waypoints |= name == "wpt"
        self._track.name = self._track.sport_name = None
        self._point.clear()

    def finish(self) -> None:
        """Keep the track that damage left open, and what the root says."""
        if len(self._track.table):
            self.document.tracks.append(self._track)
        roots = [found for tag, found in self.attributes.items() if xml.local(tag) == "gpx"]
        self.document.has_root = bool(roots)
        self.document.creator = roots[0].get("creator") if roots else None


def _listen(data: bytes) -> tuple[_Document, bool]:
    skeleton, blocks = tracks.lifted(data, _POINT, _POINT_COLUMNS)
    listener = _Listener(blocks)
    whole = xml.parse(skeleton, listener.attributes, listener.texts, listener.end)
    listener.finish()
    return listener.document, whole


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
