"""Fitness drawn: speeds held this period beside the one before, the VMA over time, the races it promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log10
from typing import Any

from coach.domain.analytics import Best
from coach.domain.athletes import Language
from coach.domain.fitness import Estimate
from coach.domain.intensity import Curve
from coach.domain.language import say, say_many, short_day
from coach.domain.races import RacePrediction
from coach.domain.units import clock, distance, duration, kmh, number, pace
from coach.services.charts_axes import (
    LABEL_PX,
    LETTER_PX,
    PADDING,
    EndLabel,
    day_axis,
    duration_axis,
    end_labels,
    pace_axis,
    round_ticks,
    sentence,
    texts_axis,
)
from coach.services.charts_style import SCHEMA, TOKENS, Spec, config, headline

REFERENCES_S = (1200, 600, 300, 1800, 3600, 60)
"""Durations a curve is summed up by, the most telling first."""

FASTEST_SHOWN_S = 60
"""Shorter sprints would squeeze the paces of running into a strip."""

SAME_S_PER_KM = 1.0

END_PX = 44
"""Room for the value at the end of a line."""

LABEL_ROOM_PX = 44
"""Room for the time of the longest race."""

Points = Sequence[tuple[float, float]]
"""(place on the x axis, pace in seconds per kilometre)."""


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of the plot itself."""

    width: int
    height: int


# --- speeds held


def curve_spec(
    now: Curve | None, before: Curve | None, *, language: Language, width: int = 640, height: int = 200
) -> Spec | None:
    """The fastest pace held over each duration in this period and in the one before; None without this one.

    Both curves are of speed in m/s; durations under a minute are left out.
    """
    shown, old = _paces(now), _paces(before)
    if len(shown) < 2:
        return None
    size = Size(width, height)
    x = {"field": "x", **duration_axis(language, sorted(int(held) for held, _ in (*shown, *old)), size.width)}
    return _pace_lines(shown, old, x, _curve_finding(dict(shown), dict(old), language), language, size, dots=False)


def _paces(curve: Curve | None) -> list[tuple[float, float]]:
    if curve is None:
        return []
    pairs = zip(curve.durations_s, curve.values, strict=True)
    return [(float(seconds), 1000 / speed) for seconds, speed in pairs if seconds >= FASTEST_SHOWN_S and speed > 0]


def _curve_finding(now: dict[float, float], before: dict[float, float], language: Language) -> str:
    common = [at for at in REFERENCES_S if at in now and at in before]
    at = float(common[0] if common else next((each for each in REFERENCES_S if each in now), max(now)))
    values = {"time": duration(language, at), "pace": pace(language, now[at])}
    if not common:
        return say(language, "Best {time}: {pace}", **values)
    gain = before[at] - now[at]
    if abs(gain) < SAME_S_PER_KM:
        return say(language, "Best {time}: {pace}, as in the period before", **values)
    change = duration(language, abs(gain))
    if gain > 0:
        return say(
            language, "Best {time}: {pace}, {change} per km faster than the period before", change=change, **values
        )
    return say(language, "Best {time}: {pace}, {change} per km slower than the period before", change=change, **values)


def _pace_lines(
    now: Points, before: Points, x: Spec, title: str, language: Language, size: Size, *, dots: bool
) -> Spec:
    """Two lines of paces, the present one strong; named in the corner above them, where such curves never go."""
    every = [value for _, value in (*now, *before)]
    y = {"field": "y", **pace_axis(language, min(every), max(every))}
    lines = [(before, TOKENS["muted"], 1.4)] if before else []
    layers = [
        _pace_line(points, look, {"x": x, "y": y}, dots=dots)
        for points, *look in [*lines, (now, TOKENS["accent"], 2.4)]
    ]
    names = [(say(language, "this period"), TOKENS["accent"]), (say(language, "before"), TOKENS["muted"])]
    named = [_corner_name(text, colour, row) for row, (text, colour) in enumerate(names if before else names[:1])]
    return _whole(title, [*layers, *named], size)


def _pace_line(points: Points, look: Sequence[Any], channels: Spec, *, dots: bool) -> Spec:
    colour, stroke = look
    line: Spec = {"type": "line", "color": colour, "strokeWidth": stroke, "strokeJoin": "round"}
    if dots:
        line["point"] = {"color": colour, "size": 36, "filled": True}
    rows = [{"x": place, "y": round(value, 1)} for place, value in points]
    return {"data": {"values": rows}, "mark": line, "encoding": channels}


def _corner_name(text: str, colour: str, row: int) -> Spec:
    mark = {"type": "text", "text": f"— {text}", "align": "right", "baseline": "top", "fontSize": 12, "fontWeight": 600}
    return {
        "data": {"values": [{}]},
        "mark": {**mark, "color": colour},
        "encoding": {"x": {"value": "width"}, "y": {"value": row * LABEL_PX}},
    }


def _whole(title: str, layers: list[Spec], size: Size) -> Spec:
    return {
        "$schema": SCHEMA,
        "description": sentence(title),
        "padding": PADDING,
        "width": size.width,
        "height": size.height,
        "title": headline(title, size.width),
        "layer": layers,
        "config": config(),
    }


# --- best marks


def bests_spec(
    now: Sequence[Best], before: Sequence[Best], *, language: Language, width: int = 640, height: int = 200
) -> Spec | None:
    """The pace of the fastest effort over each distance in this period and in the one before; None with under two."""
    shown, old = _best_paces(now), _best_paces(before)
    if len(shown) < 2:
        return None
    size = Size(width, height)
    records = sum(best.all_time is True for best in now)
    title = say(language, "Best efforts of this period beside the period before")
    if records:
        title = say_many(
            language,
            "{count} of these best efforts is your best ever",
            "{count} of these best efforts are your best ever",
            records,
        )
    x = _distance_axis([metres for metres, _ in (*shown, *old)], size.width, language)
    return _pace_lines(shown, old, x, title, language, size, dots=True)


def _best_paces(bests: Sequence[Best]) -> list[tuple[float, float]]:
    return sorted((best.mark.distance_m, 1000 * best.mark.elapsed_s / best.mark.distance_m) for best in bests)


def _distance_axis(metres: Sequence[float], width: int, language: Language) -> Spec:
    """A logarithmic x channel for distances; those whose names would touch the one before stay unnamed."""
    low, high = min(metres), max(metres)
    low, high = (low * 0.94, high * 1.06)
    texts: dict[str, str | list[str]] = {}
    free_px = -LETTER_PX
    for each in sorted(set(metres)):
        name = distance(language, each)
        here_px = log10(each / low) / log10(high / low) * width
        half_px = len(name) * LETTER_PX / 2
        if here_px - half_px >= free_px:
            texts[f"{each:g}"] = name
            free_px = here_px + half_px + LETTER_PX
    return {
        "field": "x",
        "type": "quantitative",
        "axis": {"title": None, "values": [float(text) for text in texts], "grid": False, **texts_axis(texts)},
        "scale": {"type": "log", "domain": [low, high], "nice": False},
    }


# --- VMA over time


def vma_spec(
    points: Sequence[tuple[date, Estimate]], *, language: Language, width: int = 640, height: int = 170
) -> Spec | None:
    """The VMA in km/h as judged on each of the days, oldest first, with its 80 % band; None with under two days."""
    if len(points) < 2:
        return None
    size = Size(width - END_PX, height)
    first, last = points[0], points[-1]
    rows = [{"at": (day - first[0]).days, "value": vma.value, "low": vma.low, "high": vma.high} for day, vma in points]
    low, high = min(vma.low for _, vma in points), max(vma.high for _, vma in points)
    room = max((high - low) * 0.06, 0.1)
    x = {"field": "at", **day_axis(language, first[0], last[0], size.width)}
    y: Spec = {
        "type": "quantitative",
        "axis": {"title": say(language, "VMA (km/h)"), "values": round_ticks(low - room, high + room)},
        "scale": {"domain": [low - room, high + room], "nice": False, "zero": False},
    }
    band: Spec = {
        "data": {"values": rows},
        "mark": {"type": "area", "color": TOKENS["zone-1"], "opacity": 0.6},
        "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
    }
    line: Spec = {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "color": TOKENS["accent"],
            "strokeWidth": 2.2,
            "point": {"color": TOKENS["accent"], "size": 30, "filled": True},
        },
        "encoding": {"x": x, "y": {"field": "value", **y}},
    }
    label = EndLabel(number(language, last[1].value, 1), last[1].value, TOKENS["accent"])
    return _whole(_vma_finding(first, last[1], language), [band, line, *end_labels([label], y, size.height)], size)


def _vma_finding(first: tuple[date, Estimate], now: Estimate, language: Language) -> str:
    """How the VMA changed, unless the margins hold the change."""
    day, before = first
    change = now.value - before.value
    values = {"vma": kmh(language, now.value), "day": short_day(language, day)}
    if before.low <= now.value <= before.high and now.low <= before.value <= now.high:
        return say(language, "VMA {vma}: no change since {day} beyond the margin", **values)
    values["change"] = kmh(language, abs(change))
    if change > 0:
        return say(language, "VMA {vma}: {change} more than on {day}", **values)
    return say(language, "VMA {vma}: {change} less than on {day}", **values)


# --- races


def predictions_spec(
    races: Sequence[RacePrediction], *, language: Language, width: int = 640, height: int = 190
) -> Spec | None:
    """The pace expected over each distance with its 80 % interval, the time written beside it; None without any."""
    known = sorted(races, key=lambda race: race.distance_m)
    if not known:
        return None
    size = Size(width - LABEL_ROOM_PX, height)
    rows = [
        {
            "x": race.distance_m,
            "y": round(1000 * race.seconds / race.distance_m, 1),
            "fast": round(1000 * race.low_s / race.distance_m, 1),
            "slow": round(1000 * race.high_s / race.distance_m, 1),
            "label": clock(language, race.seconds),
        }
        for race in known
    ]
    x = _distance_axis([race.distance_m for race in known], size.width, language)
    y = pace_axis(language, *_pace_ends(known))
    title = _races_finding(known, language)
    data = {"values": rows}
    curve: Spec = {"data": data, "mark": {"type": "line", "color": TOKENS["accent"], "strokeWidth": 1, "opacity": 0.6}}
    curve["encoding"] = {"x": x, "y": {"field": "y", **y}}
    doubt: Spec = {"data": data, "mark": {"type": "rule", "color": TOKENS["zone-3"], "strokeWidth": 7, "opacity": 0.6}}
    doubt["encoding"] = {"x": x, "y": {"field": "fast", **y}, "y2": {"field": "slow"}}
    dot: Spec = {"data": data, "mark": {"type": "point", "filled": True, "color": TOKENS["accent"], "size": 60}}
    dot["encoding"] = {"x": x, "y": {"field": "y", **y}}
    text: Spec = {
        "type": "text",
        "align": "left",
        "dx": 9,
        "dy": -8,
        "fontSize": 12,
        "fontWeight": 600,
        "color": TOKENS["ink"],
    }
    times: Spec = {"data": data, "mark": text, "encoding": {**dot["encoding"], "text": {"field": "label"}}}
    return _whole(title, [doubt, curve, dot, times], size)


def _pace_ends(known: Sequence[RacePrediction]) -> tuple[float, float]:
    """The fastest and slowest pace of any interval, in s/km."""
    fast = min(1000 * race.low_s / race.distance_m for race in known)
    return fast, max(1000 * race.high_s / race.distance_m for race in known)


def _races_finding(known: Sequence[RacePrediction], language: Language) -> str:
    first, last = known[0], known[-1]
    values = {
        "near": distance(language, first.distance_m),
        "pace": pace(language, 1000 * first.seconds / first.distance_m),
    }
    if first is last:
        return say(language, "{pace} expected over {near}", **values)
    return say(
        language,
        "From {pace} over {near} to {slower} over {far}",
        slower=pace(language, 1000 * last.seconds / last.distance_m),
        far=distance(language, last.distance_m),
        **values,
    )
