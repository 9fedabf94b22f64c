"""The track as a short encoded polyline, for lists and small maps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coach.science.recordings import Column

TRACK_POINTS = 120
CANDIDATES = 500
TOLERANCE_M = 4.0
_METRES_PER_DEGREE = 111_195.0


def encoded_track(latitude: Column | None, longitude: Column | None) -> str | None:
    """The track in at most TRACK_POINTS points as an encoded polyline; None with fewer than two positions.

    Degrees, shapes (n,), NaN where unknown. Simplified after Douglas and Peucker (1973), all segments of a
    round at once, within about 4 m as far as the points allow.
    """
    if latitude is None or longitude is None:
        return None
    known = np.flatnonzero(~np.isnan(latitude) & ~np.isnan(longitude))
    if len(known) < 2:
        return None
    if len(known) > CANDIDATES:
        known = known[np.linspace(0, len(known) - 1, CANDIDATES).round().astype(np.intp)]
    lat, lon = latitude[known], longitude[known]
    kept = simplified(lat, lon)
    return polyline(lat[kept], lon[kept])


def simplified(latitude: Column, longitude: Column) -> NDArray[np.intp]:
    """Rows of the simplified track, in order, first and last included; degrees without NaN, shapes (n,), n > 1."""
    east = longitude * (_METRES_PER_DEGREE * np.cos(np.radians(latitude.mean())))
    north = latitude * _METRES_PER_DEGREE
    last = len(latitude) - 1
    knots = np.array([0, last])
    rows = np.arange(last)
    while len(knots) < TRACK_POINTS:
        starts, sizes = knots[:-1], np.diff(knots)
        off = _distance_to_chords(east, north, rows, np.repeat(starts, sizes), np.repeat(knots[1:], sizes))
        worst = np.maximum.reduceat(off, starts)
        split = worst > TOLERANCE_M
        if not split.any():
            break
        at_worst = np.flatnonzero((off == np.repeat(worst, sizes)) & np.repeat(split, sizes))
        segments = np.searchsorted(starts, at_worst, side="right")
        at_worst = at_worst[np.diff(segments, prepend=0) > 0]  # one a segment, where several are as far off
        ranked = at_worst[np.argsort(-off[at_worst], kind="stable")]
        knots = np.union1d(knots, ranked[: TRACK_POINTS - len(knots)])
    return knots


def _distance_to_chords(
    east: Column, north: Column, rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> Column:
    """Metres from each row to the segment between its chord's two ends, zero at its start."""
    chord_e, chord_n = east[ends] - east[starts], north[ends] - north[starts]
    from_e, from_n = east[rows] - east[starts], north[rows] - north[starts]
    squared = chord_e * chord_e + chord_n * chord_n
    share = np.clip((from_e * chord_e + from_n * chord_n) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
    return np.hypot(from_e - share * chord_e, from_n - share * chord_n)


def polyline(latitude: Column, longitude: Column) -> str:
    """Positions as text by Google's encoded polyline algorithm, 5 decimals; degrees without NaN, shapes (n,)."""
    whole = np.column_stack((np.rint(latitude * 1e5), np.rint(longitude * 1e5))).astype(np.int64)
    deltas = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
    letters: list[str] = []
    for value in np.where(deltas < 0, ~(deltas << 1), deltas << 1).tolist():
        rest = value
        while rest >= 0x20:
            letters.append(chr((0x20 | (rest & 0x1F)) + 63))
            rest >>= 5
        letters.append(chr(rest + 63))
    return "".join(letters)
