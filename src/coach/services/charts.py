"""Charts as Vega-Lite specifications, and as SVG made on the server.

A specification carries its own data, titles and configuration; web and PDF render it with ``svg``,
the chat shows the same one. Texts are already in the athlete's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape

import numpy as np
from numpy.typing import NDArray

from coach.domain.activities import Measures
from coach.domain.athletes import Language
from coach.domain.language import say
from coach.domain.sports import Sport, SportFamily
from coach.domain.units import clock, duration, elevation, heart_rate, kmh, number, pace
from coach.science.recordings import Samples
from coach.services.charts_style import SCHEMA, TOKENS, Spec, config, headline, themed
from coach.services.charts_track import track_svg
from coach.services.charts_volume import history_spec, plan_volume_spec

__all__ = ["activity_spec", "bucket_means", "extremes", "history_spec", "plan_volume_spec", "svg", "track_svg"]

POINTS = 600
"""The most points a line is drawn with."""

STANDING_MPS = 0.5
"""Slower samples are standing still and have no pace."""

_CLOCK_LABEL = "floor(datum.value / 60) + ':' + pad(datum.value % 60, 2, '0', 'left')"
_PACE_STEPS = (5, 10, 15, 20, 30, 60, 120, 300)
_ROOT = re.compile(r'<svg ([^>]*?) width="[\d.]+" height="[\d.]+"')

_READ_ALOUD = re.compile(r' (?:aria-(?!hidden)[\w-]+|role)="[^"]*"')
_COORDINATES = re.compile(r'\b(?:d|transform)="[^"]*"')

Numbers = NDArray[np.float64]
Rows = list[dict[str, float]]


def svg(spec: Spec, *, theme: bool = True, font: str | None = None) -> str:
    """The chart as an SVG without script and style attribute, as wide as its place, described for a screen reader.

    With ``theme`` the token colours are CSS variables with the light colour as fallback. ``font``
    replaces the font family.
    """
    import vl_convert

    chart = {**spec, "config": {**spec["config"], "font": font}} if font else spec
    drawing = vl_convert.vegalite_to_svg(chart, vl_version="5.21")
    label = escape(str(spec.get("description", "")))
    drawing = _ROOT.sub(rf'<svg \1 role="img" aria-label="{_unescaped(label)}"', _unread(drawing), count=1)
    drawing = _own_names(_rounded(drawing))
    return themed(drawing) if theme else drawing


def _unread(drawing: str) -> str:
    """Without the names Vega gives its parts, in English whatever the chart speaks: the whole has one of its own."""
    return _READ_ALOUD.sub("", drawing)


def _rounded(drawing: str) -> str:
    """Coordinates to a tenth of a pixel: half the size, no visible difference."""
    return _COORDINATES.sub(lambda found: re.sub(r"(\.\d)\d+", r"\1", found[0]), drawing)


def _own_names(drawing: str) -> str:
    """Clip paths named after the drawing itself, so that two drawings on one page never share a name."""
    name = sha256(drawing.encode()).hexdigest()[:8]
    return re.sub(r'(id="|url\(#)clip', rf"\g<1>c{name}-", drawing)


def _unescaped(text: str) -> str:
    return text.replace("\\", "\\\\")


# --- points of a line


def extremes(values: Numbers, points: int = POINTS) -> NDArray[np.intp]:
    """Indices of at most ``points`` values that keep the shape: the lowest and highest of equal buckets.

    ``values`` has shape (n,), NaN where unknown; unknown values are never picked. Indices ascend.
    """
    known = np.flatnonzero(np.isfinite(values))
    if known.size <= points:
        return known
    buckets = max(points // 2, 1)
    size = -(-known.size // buckets)
    padded = np.concatenate([known, np.repeat(known[-1:], size * buckets - known.size)]).reshape(buckets, size)
    rows = np.arange(buckets)
    picked = values[padded]
    return np.unique(np.concatenate([padded[rows, picked.argmin(axis=1)], padded[rows, picked.argmax(axis=1)]]))


def bucket_means(x: Numbers, y: Numbers, buckets: int) -> tuple[Numbers, Numbers]:
    """Mean of ``y`` in equal stretches of the ascending ``x``: the middles and the means, empty stretches left out."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if not x.size:
        return x, y
    span = float(x[-1] - x[0]) or 1.0
    bucket = np.minimum(((x - x[0]) / span * buckets).astype(np.intp), buckets - 1)
    counts = np.bincount(bucket, minlength=buckets)
    filled = counts > 0
    sums = np.bincount(bucket, weights=y, minlength=buckets)
    middles = x[0] + (np.arange(buckets) + 0.5) * span / buckets
    return middles[filled], sums[filled] / counts[filled]


# --- an activity


@dataclass(frozen=True, slots=True)
class _Panel:
    """One small multiple: a line, the finding above it, and how its axis is written."""

    title: str
    axis_title: str
    rows: Rows
    low: float
    high: float
    ticks: list[float]
    label: str | None = None
    inverted: bool = False
    area: bool = False
    height: int = 96


def activity_spec(
    samples: Samples, *, sport: Sport, language: Language, width: int = 640, measures: Measures | None = None
) -> Spec | None:
    """Pace (or speed), heart rate and elevation of an activity over one shared axis; None without any of them.

    The axis is distance in km where the samples have one, else minutes. ``width`` is in pixels, labels excluded.
    ``measures`` gives the averages the rest of the page shows, so that titles never disagree with it.
    """
    x, x_title = _shared_axis(samples, language)
    found = (
        _pace_panel(samples, x, sport, measures, language),
        _heart_panel(samples, x, measures, language),
        _altitude_panel(samples, x, language),
    )
    panels = [panel for panel in found if panel is not None]
    if not panels:
        return None
    reach = float(np.nanmax(x)) if np.isfinite(x).any() else 1.0
    return {
        "$schema": SCHEMA,
        "description": ". ".join(panel.title for panel in panels) + ".",
        "vconcat": [_panel_spec(panel, x_title if panel is panels[-1] else None, reach, width) for panel in panels],
        "spacing": 18,
        "config": config(),
    }


def _shared_axis(samples: Samples, language: Language) -> tuple[Numbers, str]:
    metres = samples.get("distance")
    if metres is not None and np.isfinite(metres).any() and np.nanmax(metres) > 0:
        along = np.fmax.accumulate(metres) / 1000
        return along, say(language, "Distance (km)")
    return np.fmax.accumulate(samples.time) / 60, say(language, "Time (min)")


def _speeds(samples: Samples) -> Numbers | None:
    speed = samples.get("speed")
    unknown = speed is None or not np.isfinite(speed).any()
    if unknown and samples.get("distance") is not None and len(samples) > 2:
        steps = np.diff(samples.time, prepend=samples.time[0] - 1)
        metres = np.diff(samples.columns["distance"], prepend=samples.columns["distance"][0])
        speed = np.divide(metres, steps, out=np.full_like(metres, np.nan), where=steps > 0)
    return speed


def _mean_speed(samples: Samples, moving: Numbers, where: NDArray[np.bool_]) -> float:
    """Metres over seconds of the moving samples ``where``, each lasting until the next, 30 s at most; 0 without."""
    seconds = np.clip(np.diff(samples.time, append=samples.time[-1:] + 1), 0, 30)
    weights = np.where(where & np.isfinite(moving), seconds, 0.0)
    total = float(weights.sum())
    return float((np.nan_to_num(moving) * weights).sum()) / total if total else 0.0


def _pace_panel(
    samples: Samples, x: Numbers, sport: Sport, measures: Measures | None, language: Language
) -> _Panel | None:
    speed = _speeds(samples)
    if speed is None:
        return None
    moving = np.where(np.isfinite(speed) & (speed > STANDING_MPS), speed, np.nan)
    middles, means = bucket_means(x, moving, POINTS // 2)
    if middles.size < 2:
        return None
    first_half = x <= (middles[0] + middles[-1]) / 2
    halves = (_mean_speed(samples, moving, first_half), _mean_speed(samples, moving, ~first_half))
    measured = measures.avg_speed_mps if measures else None
    whole = measured or _mean_speed(samples, moving, np.ones_like(first_half))
    if sport.family in (SportFamily.RUN, SportFamily.WALK, SportFamily.SWIM):
        return _time_per_distance_panel(middles, means, whole, halves, sport.family is SportFamily.SWIM, language)
    shown = means * 3.6
    low, high = 0.0, float(np.percentile(shown, 99.5)) * 1.05
    title = say(language, "Speed: {speed} on average", speed=kmh(language, whole * 3.6))
    return _Panel(title, say(language, "Speed (km/h)"), _rows(middles, shown), low, high, _round_ticks(low, high))


def _time_per_distance_panel(
    middles: Numbers, means: Numbers, whole: float, halves: tuple[float, float], swim: bool, language: Language
) -> _Panel:
    unit = 100.0 if swim else 1000.0
    shown = unit / means
    fast, middle, slow = (float(value) for value in np.percentile(shown, (1, 50, 99)))
    slow = min(slow, 1.7 * middle)
    room = max((slow - fast) * 0.08, 5.0)
    low, high = fast - room, slow + room
    average = f"{clock(language, unit / whole)}/100 m" if swim else pace(language, unit / whole)
    gain = round(unit / halves[0] - unit / halves[1]) if all(halves) else 0
    if abs(gain) < 3:
        title = say(language, "Pace: {pace} on average, even from start to finish", pace=average)
    elif gain > 0:
        title = say(
            language, "Pace: {pace} on average, second half {gain} faster", pace=average, gain=duration(language, gain)
        )
    else:
        title = say(
            language, "Pace: {pace} on average, second half {gain} slower", pace=average, gain=duration(language, -gain)
        )
    axis_title = say(language, "Pace (min/100 m)") if swim else say(language, "Pace (min/km)")
    ticks = _pace_ticks(low, high)
    return _Panel(title, axis_title, _rows(middles, shown), low, high, ticks, _CLOCK_LABEL, inverted=True, height=120)


def _heart_panel(samples: Samples, x: Numbers, measures: Measures | None, language: Language) -> _Panel | None:
    beats = samples.get("heart_rate")
    if beats is None or np.count_nonzero(np.isfinite(beats)) < 2:
        return None
    mean = (measures.avg_hr if measures else None) or float(np.nanmean(beats))
    most = (measures.max_hr if measures else None) or float(np.nanmax(beats))
    average, highest = heart_rate(language, mean), number(language, most)
    title = say(language, "Heart rate: {average} on average, {highest} at most", average=average, highest=highest)
    low, high = float(np.nanmin(beats)) - 4, float(np.nanmax(beats)) + 4
    rows = _line(x, beats)
    return _Panel(title, say(language, "Heart rate (bpm)"), rows, low, high, _round_ticks(low, high))


def _altitude_panel(samples: Samples, x: Numbers, language: Language) -> _Panel | None:
    metres = samples.get("altitude")
    if metres is None or np.count_nonzero(np.isfinite(metres)) < 2:
        return None
    lowest, highest = float(np.nanmin(metres)), float(np.nanmax(metres))
    title = say(
        language,
        "Elevation: between {lowest} and {highest}",
        lowest=number(language, lowest),
        highest=elevation(language, highest),
    )
    room = max((40 - (highest - lowest)) / 2, (highest - lowest) * 0.08, 2.0)
    low, high = lowest - room, highest + room
    axis_title = say(language, "Elevation (m)")
    rows = _line(x, metres)
    return _Panel(title, axis_title, rows, low, high, _round_ticks(low, high), area=True, height=72)


def _line(x: Numbers, y: Numbers) -> Rows:
    kept = extremes(np.where(np.isfinite(x), y, np.nan))
    return _rows(x[kept], y[kept])


def _rows(x: Numbers, y: Numbers) -> Rows:
    return [{"x": along, "y": value} for along, value in zip(x.round(3).tolist(), y.round(1).tolist(), strict=True)]


def _pace_ticks(low: float, high: float) -> list[float]:
    step = next((step for step in _PACE_STEPS if (high - low) / step <= 5), 600)
    return [float(tick) for tick in range(int(-(-low // step)) * step, int(high) + 1, step)]


def _round_ticks(low: float, high: float, most: int = 4) -> list[float]:
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
    step = next((step for step in steps if (high - low) / step <= most), 5000)
    return [float(tick) for tick in range(int(-(-low // step)) * step, int(high) + 1, step)]


def _panel_spec(panel: _Panel, x_title: str | None, reach: float, width: int) -> Spec:
    axis: Spec = {"title": panel.axis_title, "values": panel.ticks}
    if panel.label:
        axis["labelExpr"] = panel.label
    colour = TOKENS["muted"] if panel.area else TOKENS["accent"]
    line: Spec = {"type": "line", "color": colour, "strokeWidth": 1.4, "clip": True, "strokeJoin": "round"}
    if panel.area:
        line = {
            "type": "area",
            "color": TOKENS["rest"],
            "opacity": 1,
            "line": {"color": colour, "strokeWidth": 1.2},
            "clip": True,
        }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [panel.low, panel.high], "nice": False, "zero": False, "reverse": panel.inverted},
    }
    x_axis: Spec = {"title": x_title, "labels": x_title is not None, "format": "d"}
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": {**x_axis, "values": _round_ticks(0, reach, 9)},
        "scale": {"domain": [0, reach], "nice": False},
    }
    return {
        "width": width,
        "height": panel.height,
        "title": headline(panel.title, width),
        "data": {"values": panel.rows},
        "mark": line,
        "encoding": {"x": x, "y": y, **({"y2": {"datum": panel.low}} if panel.area else {})},
    }
