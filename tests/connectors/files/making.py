"""Small GPX, TCX and FIT files and archives for the tests of this room."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2024, 5, 4, 7, 30, tzinfo=UTC)
FIT_EPOCH_S = 631_065_600


def iso(seconds: float, start: datetime = START) -> str:
    return (start + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def gpx_point(seconds: float, extra: str = "", start: datetime = START) -> str:
    place = f'lat="{48 + seconds * 1e-5:.6f}" lon="{2 + seconds * 1e-5:.6f}"'
    return f"<trkpt {place}><ele>{35 + seconds * 0.01:.2f}</ele><time>{iso(seconds, start)}</time>{extra}</trkpt>"


def gpx_track(*segments: str, name: str = "Morning", kind: str = "running") -> str:
    inside = "".join(f"<trkseg>{segment}</trkseg>" for segment in segments)
    return f"<trk><name>{name}</name><type>{kind}</type>{inside}</trk>"


def gpx(*tracks: str, before: str = "") -> bytes:
    root = '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="Watch">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}{before}{"".join(tracks)}</gpx>'.encode()


def gpx_run(points: int = 60, start: datetime = START) -> bytes:
    return gpx(gpx_track("".join(gpx_point(second, start=start) for second in range(points))))


def tcx_point(seconds: float, extra: str = "") -> str:
    return (
        f"<Trackpoint><Time>{iso(seconds)}</Time><Position><LatitudeDegrees>{48 + seconds * 1e-5:.6f}</LatitudeDegrees>"
        f"<LongitudeDegrees>2.5</LongitudeDegrees></Position><AltitudeMeters>35.5</AltitudeMeters>"
        f"<DistanceMeters>{seconds * 3:.1f}</DistanceMeters>"
        f"<HeartRateBpm><Value>{120 + seconds % 30:.0f}</Value></HeartRateBpm>{extra}</Trackpoint>"
    )


def tcx_lap(start: float, seconds: float, *tracks: str, extra: str = "") -> str:
    inside = "".join(f"<Track>{track}</Track>" for track in tracks)
    return (
        f'<Lap StartTime="{iso(start)}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{seconds * 3}</DistanceMeters><Calories>50</Calories>"
        "<AverageHeartRateBpm><Value>140</Value></AverageHeartRateBpm>"
        "<MaximumHeartRateBpm><Value>171</Value></MaximumHeartRateBpm>"
        f"<Intensity>Active</Intensity>{extra}{inside}</Lap>"
    )


def tcx_activity(*laps: str, sport: str = "Running", after: str = "") -> str:
    return f'<Activity Sport="{sport}"><Id>{iso(0)}</Id>{"".join(laps)}{after}</Activity>'


def tcx(*activities: str, after: str = "") -> bytes:
    root = '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
    inside = f"<Activities>{''.join(activities)}</Activities>" if activities else ""
    return f'<?xml version="1.0"?>{root}{inside}{after}</TrainingCenterDatabase>'.encode()


def tcx_run(points: int = 60) -> bytes:
    return tcx(tcx_activity(tcx_lap(0, points - 1, "".join(tcx_point(second) for second in range(points)))))


def fit(start: datetime = START, kind: int = 4, sessions: int = 1) -> bytes:
    """A FIT file of one file_id and some sessions, an hour apart. Its checksums are zero."""
    stamp = int(start.timestamp()) - FIT_EPOCH_S
    body = struct.pack("<BBBHB", 0x40, 0, 0, 0, 2) + bytes((0, 1, 0, 4, 4, 0x86))
    body += struct.pack("<BBI", 0, kind, stamp)
    body += struct.pack("<BBBHB", 0x41, 0, 0, 18, 2) + bytes((253, 4, 0x86, 2, 4, 0x86))
    for number in range(sessions):
        begun = stamp + 3600 * number
        body += struct.pack("<BII", 1, begun + 1800, begun)
    return struct.pack("<BBHI4sH", 14, 0x10, 2100, len(body), b".FIT", 0) + body + b"\0\0"


def zipped(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def damaged(data: bytes, seed: int, times: int = 20) -> list[bytes]:
    """The file cut at random places, and the file with random bits flipped, ``times`` each."""
    dice = random.Random(seed)
    cut = [data[: dice.randrange(len(data))] for _ in range(times)]
    flipped = []
    for _ in range(times):
        copy = bytearray(data)
        copy[dice.randrange(len(copy))] ^= 1 << dice.randrange(8)
        flipped.append(bytes(copy))
    return cut + flipped
