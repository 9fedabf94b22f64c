"""The same activity as another device or application would export it: GPX and TCX, so that merging has real inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from coach.domain.activities import Split
from coach.domain.problems import InvalidInput
from coach.domain.sports import Sport, SportFamily
from coach.science.recordings import Recording, Samples

Column = NDArray[np.float64]

_GPX_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Coach IA samples" xmlns="http://www.topografix.com/GPX/1/1" \
xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
<metadata><time>{start}</time></metadata>
<trk><name>{name}</name><type>{sport}</type><trkseg>
"""
_GPX_TAIL = "</trkseg></trk>\n</gpx>\n"
_TCX_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" \
xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">
<Activities><Activity Sport="{sport}"><Id>{start}</Id>
"""
_TCX_TAIL = "</Activity></Activities>\n</TrainingCenterDatabase>\n"


def duplicate_as_gpx(recording: Recording, *, seed: int = 1) -> bytes:
    """The activity as a phone carried along would export it: GPX 1.1 with heart rate and cadence of each point.

    It starts two to nine seconds later and its own fixes differ by a few metres; a pause makes a second segment.
    Raises InvalidInput for an activity without positions.
    """
    if "latitude" not in recording.samples.columns:
        raise InvalidInput("This activity has no positions, so it cannot be written as GPX.")
    copy = _seen_by_another_device(recording, np.random.default_rng([seed, 5]))
    head = _GPX_HEAD.format(
        start=_instants(copy, copy.samples.time[:1])[0],
        name=escape(copy.name or ""),
        sport="cycling" if copy.sport.family is SportFamily.RIDE else "running",
    )
    return "".join([head, *_gpx_points(copy), _GPX_TAIL]).encode()


def duplicate_as_tcx(recording: Recording, *, seed: int = 1) -> bytes:
    """The activity as another watch would export it: TCX with laps, distance, heart rate, cadence and speed.

    It starts two to nine seconds later and its distance differs by less than one per cent.
    """
    copy = _seen_by_another_device(recording, np.random.default_rng([seed, 6]))
    sport = "Biking" if copy.sport.family is SportFamily.RIDE else "Running"
    if copy.sport is Sport.STRENGTH:
        sport = "Other"
    head = _TCX_HEAD.format(sport=sport, start=_instants(copy, copy.samples.time[:1])[0])
    return "".join([head, *_tcx_laps(copy), _TCX_TAIL]).encode()


def _seen_by_another_device(recording: Recording, rng: np.random.Generator) -> Recording:
    """The same effort: begun seconds later, measured a little longer or shorter, a heart beat up or down."""
    late = float(rng.integers(2, 10))
    there = recording.samples.time >= late
    n = int(there.sum())
    columns = {name: values[there] for name, values in recording.samples.columns.items()}
    for name in ("latitude", "longitude"):
        if name in columns:
            columns[name] = columns[name] + float(rng.normal(0, 1.5e-5))
    if "distance" in columns:
        columns["distance"] = (columns["distance"] - columns["distance"][0]) * float(rng.uniform(0.993, 1.007))
    if "heart_rate" in columns:
        columns["heart_rate"] = columns["heart_rate"] + rng.integers(-1, 2, n)
    return replace(recording, samples=Samples(recording.samples.time[there], columns))


def _instants(recording: Recording, seconds: Column) -> list[str]:
    return [(recording.started_at + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ") for second in seconds]


def _gpx_points(recording: Recording) -> Iterator[str]:
    samples = recording.samples
    resumed = set(np.searchsorted(samples.time, [end for _, end in recording.pauses]).tolist())
    tags = (_tags(samples, "altitude", "<ele>{:.1f}</ele>"), _instants(recording, samples.time))
    inner = (
        _tags(samples, "heart_rate", "<gpxtpx:hr>{:.0f}</gpxtpx:hr>"),
        _tags(samples, "cadence", "<gpxtpx:cad>{:.0f}</gpxtpx:cad>", scale=_cycles_a_step(recording)),
    )
    places = zip(samples.columns["latitude"].tolist(), samples.columns["longitude"].tolist(), strict=True)
    rows = zip(places, *tags, *inner, strict=True)
    for row, ((latitude, longitude), height, instant, hr, cadence) in enumerate(rows):
        if row in resumed:
            yield "</trkseg><trkseg>\n"
        body = f"<gpxtpx:TrackPointExtension>{hr}{cadence}</gpxtpx:TrackPointExtension>" if hr or cadence else ""
        body = f"<extensions>{body}</extensions>" if body else ""
        yield f'<trkpt lat="{latitude:.7f}" lon="{longitude:.7f}">{height}<time>{instant}</time>{body}</trkpt>\n'


def _tcx_laps(recording: Recording) -> Iterator[str]:
    points = _tcx_points(recording)
    time = recording.samples.time
    ends = [lap.start_s + lap.elapsed_s for lap in recording.laps] or [float(time[-1])]
    begin = 0
    for number, end in enumerate(ends):
        last = number == len(ends) - 1
        until = len(time) if last else int(np.searchsorted(time, end))
        if until > begin:
            lap = recording.laps[number] if recording.laps else None
            yield _tcx_lap_head(recording, lap, begin, until)
            yield "".join(points[begin:until])
            yield "</Track></Lap>\n"
            begin = until


def _tcx_lap_head(recording: Recording, lap: Split | None, begin: int, until: int) -> str:
    samples = recording.samples
    elapsed = float(samples.time[until - 1] - samples.time[begin])
    timer = lap.moving_s if lap and lap.moving_s is not None else elapsed
    distance = samples.columns.get("distance")
    metres = float(distance[until - 1] - distance[begin]) if distance is not None else 0.0
    mean_hr = (
        f"<AverageHeartRateBpm><Value>{lap.avg_hr:.0f}</Value></AverageHeartRateBpm>" if lap and lap.avg_hr else ""
    )
    top_hr = f"<MaximumHeartRateBpm><Value>{lap.max_hr:.0f}</Value></MaximumHeartRateBpm>" if lap and lap.max_hr else ""
    return (
        f'<Lap StartTime="{_instants(recording, samples.time[begin : begin + 1])[0]}">'
        f"<TotalTimeSeconds>{timer:.1f}</TotalTimeSeconds><DistanceMeters>{metres:.2f}</DistanceMeters>"
        f"<Calories>0</Calories>{mean_hr}{top_hr}<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>"
        "<Track>\n"
    )


def _tcx_points(recording: Recording) -> list[str]:
    samples = recording.samples
    n = len(samples)
    places = [""] * n
    if "latitude" in samples.columns:
        latitudes, longitudes = samples.columns["latitude"].tolist(), samples.columns["longitude"].tolist()
        places = [
            f"<Position><LatitudeDegrees>{latitude:.7f}</LatitudeDegrees>"
            f"<LongitudeDegrees>{longitude:.7f}</LongitudeDegrees></Position>"
            for latitude, longitude in zip(latitudes, longitudes, strict=True)
        ]
    riding = recording.sport.family is SportFamily.RIDE
    cadence = "<Cadence>{:.0f}</Cadence>" if riding else "<ns3:RunCadence>{:.0f}</ns3:RunCadence>"
    cadences = _tags(samples, "cadence", cadence, scale=_cycles_a_step(recording))
    plain, extended = (cadences, [""] * n) if riding else ([""] * n, cadences)
    rows = zip(
        _instants(recording, samples.time),
        places,
        _tags(samples, "altitude", "<AltitudeMeters>{:.1f}</AltitudeMeters>"),
        _tags(samples, "distance", "<DistanceMeters>{:.2f}</DistanceMeters>"),
        _tags(samples, "heart_rate", "<HeartRateBpm><Value>{:.0f}</Value></HeartRateBpm>"),
        plain,
        _tags(samples, "speed", "<ns3:Speed>{:.3f}</ns3:Speed>"),
        extended,
        _tags(samples, "power", "<ns3:Watts>{:.0f}</ns3:Watts>"),
        strict=True,
    )
    return [
        f"<Trackpoint><Time>{instant}</Time>{place}{height}{metres}{beats}{turns}"
        f"<Extensions><ns3:TPX>{speed}{steps}{watts}</ns3:TPX></Extensions></Trackpoint>\n"
        for instant, place, height, metres, beats, turns, speed, steps, watts in rows
    ]


def _tags(samples: Samples, name: str, tag: str, scale: float = 1.0) -> list[str]:
    """One filled tag a sample, empty where the device wrote nothing."""
    column = samples.columns.get(name)
    if column is None:
        return [""] * len(samples)
    return [tag.format(value * scale) if value == value else "" for value in column.tolist()]


def _cycles_a_step(recording: Recording) -> float:
    return 0.5 if recording.sport.family is SportFamily.RUN else 1.0
