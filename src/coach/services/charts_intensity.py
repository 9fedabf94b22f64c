"""How hard it was, drawn: time in each zone by heart rate and by pace, and what was held for how long."""

from __future__ import annotations

from collections.abc import Sequence

from coach.domain.athletes import Language
from coach.domain.intensity import Analysis, Curve, Quantity
from coach.domain.language import say
from coach.domain.sports import Sport, SportFamily
from coach.domain.units import duration, heart_rate, pace, percent, power, speed
from coach.services.charts_axes import PADDING, duration_axis, pace_axis, round_ticks, sentence
from coach.services.charts_style import SCHEMA, TOKENS, ZONES, Spec, config, headline

EASY_ZONES = 2
"""Zones 1 and 2 are easy."""

BAR_PX = 22
LABEL_ROOM_PX = 124
"""Room for the time and the share at the end of the longest bar."""

FASTEST_SHOWN_S = 5
REFERENCES_S = (1200, 600, 300, 60, 30)

Seconds = Sequence[float]


# --- time in zones


def zones_spec(heart_s: Seconds, pace_s: Seconds, *, language: Language, width: int = 640) -> Spec | None:
    """Seconds in zones 1 to 5 by heart rate and by pace as bars, each with its time and share; None without either."""
    panels = [
        _panel(seconds, name, language, width)
        for seconds, name in (
            (heart_s, say(language, "By heart rate")),
            (pace_s, say(language, "By pace, slopes counted")),
        )
        if sum(seconds) > 0
    ]
    if not panels:
        return None
    title = zones_finding(heart_s if sum(heart_s) > 0 else pace_s, language)
    panels[0]["title"] = {
        "text": [*headline(title, width - LABEL_ROOM_PX // 2)["text"]],
        "subtitle": panels[0]["title"]["text"],
        "subtitleColor": TOKENS["muted"],
        "subtitleFontSize": 12,
    }
    return {
        "$schema": SCHEMA,
        "description": sentence(title),
        "padding": PADDING,
        "vconcat": panels,
        "spacing": 14,
        "config": config(),
    }


def zones_finding(seconds: Seconds, language: Language) -> str:
    """How much of the time was easy."""
    known = sum(seconds)
    easy = percent(language, 100 * sum(seconds[:EASY_ZONES]) / known) if known else percent(language, 0)
    return say(language, "{share} of the time easy (zones 1 and 2)", share=easy)


def _panel(seconds: Seconds, name: str, language: Language, width: int) -> Spec:
    known = sum(seconds)
    rows = [
        {
            "zone": f"Z{zone}",
            "seconds": round(spent),
            "colour": TOKENS[colour],
            "label": f"{duration(language, spent)} · {percent(language, 100 * spent / known)}",
        }
        for zone, (spent, colour) in enumerate(zip(seconds, ZONES, strict=True), start=1)
    ]
    y: Spec = {"field": "zone", "type": "nominal", "sort": None, "axis": {"title": None, "grid": False}}
    x: Spec = {
        "field": "seconds",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max(seconds)], "nice": False},
    }
    outline = {"stroke": TOKENS["muted"], "strokeWidth": 0.6}
    text = {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": TOKENS["ink"]}
    return {
        "width": width - LABEL_ROOM_PX,
        "height": BAR_PX * len(rows),
        "title": {"text": name, "fontWeight": "normal", "fontSize": 12, "color": TOKENS["muted"]},
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 2, **outline},
                "encoding": {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}},
            },
            {"mark": text, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
        ],
    }


# --- an activity's curve


def activity_curve_spec(
    analysis: Analysis, *, sport: Sport, language: Language, width: int = 640, height: int = 180
) -> Spec | None:
    """What was held for how long in an activity: pace on foot, power where it was measured, else heart rate.

    None where no curve has two durations.
    """
    curve = _told_by(analysis, sport)
    if curve is None:
        return None
    kept = [(at, value) for at, value in zip(curve.durations_s, curve.values, strict=True) if at >= FASTEST_SHOWN_S]
    if len(kept) < 2:
        return None
    is_pace = curve.quantity is Quantity.SPEED and sport.family in (SportFamily.RUN, SportFamily.WALK)
    shown = [(at, _shown(value, curve.quantity, is_pace)) for at, value in kept]
    title = _held_finding(dict(kept), curve.quantity, is_pace, language)
    low, high = min(value for _, value in shown), max(value for _, value in shown)
    y = pace_axis(language, low, high) if is_pace else _plain_axis(curve.quantity, low, high, language)
    x = {"field": "x", **duration_axis(language, [at for at, _ in kept], width)}
    return {
        "$schema": SCHEMA,
        "description": sentence(title),
        "width": width,
        "height": height,
        "title": headline(title, width),
        "data": {"values": [{"x": at, "y": round(value, 2)} for at, value in shown]},
        "mark": {"type": "line", "color": TOKENS["accent"], "strokeWidth": 2, "strokeJoin": "round"},
        "encoding": {"x": x, "y": {"field": "y", **y}},
        "config": config(),
    }


def _told_by(analysis: Analysis, sport: Sport) -> Curve | None:
    on_foot = sport.family in (SportFamily.RUN, SportFamily.WALK)
    order = (Quantity.SPEED, Quantity.HEART_RATE) if on_foot else (Quantity.POWER, Quantity.SPEED, Quantity.HEART_RATE)
    return next((curve for quantity in order if (curve := analysis.curve(quantity)) is not None), None)


def _shown(value: float, quantity: Quantity, is_pace: bool) -> float:
    if is_pace:
        return 1000 / max(value, 0.1)
    return value * 3.6 if quantity is Quantity.SPEED else value


def _plain_axis(quantity: Quantity, low: float, high: float, language: Language) -> Spec:
    names = {
        Quantity.SPEED: say(language, "Speed (km/h)"),
        Quantity.HEART_RATE: say(language, "Heart rate (bpm)"),
        Quantity.POWER: say(language, "Power (W)"),
    }
    room = max((high - low) * 0.08, 1.0)
    ends = (low - room, high + room)
    return {
        "type": "quantitative",
        "axis": {"title": names[quantity], "values": round_ticks(*ends)},
        "scale": {"domain": list(ends), "nice": False, "zero": False},
    }


def _held_finding(held: dict[int, float], quantity: Quantity, is_pace: bool, language: Language) -> str:
    at = next((each for each in REFERENCES_S if each in held), max(held))
    said = {
        Quantity.SPEED: pace(language, 1000 / max(held[at], 0.1)) if is_pace else speed(language, held[at]),
        Quantity.HEART_RATE: heart_rate(language, held[at]),
        Quantity.POWER: power(language, held[at]),
    }
    return say(language, "Best {time} of this activity: {value}", time=duration(language, at), value=said[quantity])
