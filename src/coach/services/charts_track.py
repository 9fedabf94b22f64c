"""The drawn track: an activity's path on paper, no map behind it."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray

from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.problems import InvalidInput
from coach.domain.units import distance
from coach.science.recordings import Samples
from coach.services.charts_style import TOKENS, ZONES, themed

Numbers = NDArray[np.float64]

METRES_PER_DEGREE = 111_320.0
MARGIN = 16.0
MOST_POINTS = 800
STANDING_MPS = 0.5


def decoded(polyline: str) -> Numbers:
    """Latitudes and longitudes in degrees, shape (n, 2), of an encoded polyline (Google's algorithm, 5 decimals).

    Raises InvalidInput where the text is not one.
    """
    try:
        bits = np.frombuffer(polyline.encode("ascii"), dtype=np.uint8).astype(np.int64) - 63
    except UnicodeEncodeError as error:
        raise InvalidInput("This is not an encoded polyline.") from error
    if not bits.size:
        return np.empty((0, 2))
    ends = np.flatnonzero(bits < 32)
    if bits.min() < 0 or bits.max() > 63 or ends.size % 2 or not ends.size or ends[-1] != bits.size - 1:
        raise InvalidInput("This is not an encoded polyline.")
    starts = np.concatenate([[0], ends[:-1] + 1])
    places = np.arange(bits.size) - np.repeat(starts, ends - starts + 1)
    if places.max() > 6:
        raise InvalidInput("This is not an encoded polyline.")
    values = np.add.reduceat((bits & 31) << (5 * places), starts)
    signed = np.where(values & 1, ~(values >> 1), values >> 1)
    return np.cumsum(signed.reshape(-1, 2), axis=0) / 1e5


def track_svg(
    polyline: str,
    *,
    language: Language,
    width: int = 320,
    height: int = 240,
    samples: Samples | None = None,
    theme: bool = True,
) -> str | None:
    """The track as an SVG, north up, fitted into ``width`` by ``height``; None where it has fewer than two points.

    With ``samples`` that hold positions and speed, the line is coloured by pace in five shades of one
    hue, darkest fastest. A ring marks the start, a disc the finish, a bar the scale.
    """
    path, effort = _coloured_path(samples) if samples is not None else (np.empty((0, 2)), np.empty(0, np.intp))
    if not len(path):
        path = _sampled_path(samples)
    if not len(path):
        path = decoded(polyline)
    if len(path) < 2:
        return None
    points, metres_per_pixel = _fitted(path, width, height)
    label = say(language, "Track of the activity, north up, ring at the start and disc at the finish")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(label)}" class="track">',
        f'<g fill="none" stroke-linejoin="round" stroke-linecap="round">{_lines(points, effort)}</g>',
        _ends(points),
        _scale_bar(metres_per_pixel, width, height, language),
        "</svg>",
    ]
    drawing = "".join(parts)
    return themed(drawing) if theme else drawing


def _coloured_path(samples: Samples) -> tuple[Numbers, NDArray[np.intp]]:
    """At most MOST_POINTS positions and, for each, its fifth of the pace (0 slowest to 4 fastest)."""
    nothing: tuple[Numbers, NDArray[np.intp]] = np.empty((0, 2)), np.empty(0, np.intp)
    latitude, longitude, speed = (samples.get(name) for name in ("latitude", "longitude", "speed"))
    if latitude is None or longitude is None or speed is None:
        return nothing
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude) & np.isfinite(speed))
    if known.size < 2:
        return nothing
    edges = np.unique(np.linspace(0, known.size, min(known.size, MOST_POINTS) + 1).astype(np.intp))
    starts = edges[:-1]
    pace = np.add.reduceat(speed[known], starts) / np.diff(edges)
    picked = known[starts]
    picked[-1] = known[-1]
    moving = pace[pace > STANDING_MPS]
    if not moving.size:
        return nothing
    fifths = np.searchsorted(np.percentile(moving, (20, 40, 60, 80)), pace)
    return np.column_stack([latitude[picked], longitude[picked]]), fifths


def _sampled_path(samples: Samples | None) -> Numbers:
    """At most MOST_POINTS positions of samples whose speed is unknown; none without positions."""
    latitude, longitude = (None if samples is None else samples.get(name) for name in ("latitude", "longitude"))
    if latitude is None or longitude is None:
        return np.empty((0, 2))
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    if known.size < 2:
        return np.empty((0, 2))
    picked = known[np.unique(np.linspace(0, known.size - 1, min(known.size, MOST_POINTS)).astype(np.intp))]
    return np.column_stack([latitude[picked], longitude[picked]])


def _fitted(path: Numbers, width: int, height: int) -> tuple[Numbers, float]:
    """Pixels of the path in a local equirectangular projection, and the metres one pixel stands for."""
    latitude, longitude = path[:, 0], np.rad2deg(np.unwrap(np.deg2rad(path[:, 1])))
    shrink = float(np.cos(np.deg2rad(latitude.mean())))
    east, north = longitude * shrink * METRES_PER_DEGREE, latitude * METRES_PER_DEGREE
    flat = np.column_stack([east - east.min(), north.max() - north])
    extent = flat.max(axis=0)
    room = np.array([width - 2 * MARGIN, height - 3 * MARGIN])
    metres_per_pixel = max(float((extent / room).max()), 0.01)
    pixels = flat / metres_per_pixel
    return pixels + MARGIN + (room - pixels.max(axis=0)) / 2, metres_per_pixel


def _d(points: Numbers) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points.tolist())


def _lines(points: Numbers, effort: NDArray[np.intp]) -> str:
    if not effort.size:
        return f'<path d="{_d(points)}" stroke="{TOKENS["accent"]}" stroke-width="2.5"/>'
    casing = f'<path d="{_d(points)}" stroke="{TOKENS["muted"]}" stroke-width="5"/>'
    breaks = np.flatnonzero(np.diff(effort)) + 1
    stretches = []
    for start, end in zip([0, *breaks.tolist()], [*breaks.tolist(), len(points) - 1], strict=True):
        colour = TOKENS[ZONES[int(effort[start])]]
        stretches.append(f'<path d="{_d(points[start : end + 1])}" stroke="{colour}" stroke-width="3.2"/>')
    return casing + "".join(stretches)


def _ends(points: Numbers) -> str:
    (x1, y1), (x2, y2) = points[0].tolist(), points[-1].tolist()
    ring = f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="6.5" fill="none" stroke="{TOKENS["ink"]}" stroke-width="2"/>'
    return ring + f'<circle cx="{x2:.1f}" cy="{y2:.1f}" r="3.5" fill="{TOKENS["ink"]}"/>'


def _scale_bar(metres_per_pixel: float, width: int, height: int, language: Language) -> str:
    """A bar of a round length, at most a quarter of the width, bottom left."""
    longest = width / 4 * metres_per_pixel
    lengths = [digit * 10**power for power in range(7) for digit in (1, 2, 5)]
    metres = max([length for length in lengths if length <= longest], default=1)
    end = MARGIN + metres / metres_per_pixel
    y = height - 8
    bar = f"M{MARGIN:.1f},{y - 4}V{y}H{end:.1f}V{y - 4}"
    return (
        f'<path d="{bar}" fill="none" stroke="{TOKENS["muted"]}" stroke-width="1"/>'
        f'<text x="{end + 6:.1f}" y="{y}" fill="{TOKENS["muted"]}" font-size="11" '
        f'font-family="system-ui, sans-serif">{escape(distance(language, metres))}</text>'
    )
