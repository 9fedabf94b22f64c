"""Colours and type of everything drawn, and how a drawing takes the colours of the page it stands on."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from coach.domain.plans import SessionKind

TOKENS = {
    "paper": "#FBFAF7",
    "ink": "#1C1E21",
    "muted": "#6B6F76",
    "line": "#E4E1DA",
    "accent": "#1F6F5C",
    "attention": "#B4541A",
    "danger": "#B3261E",
    "easy": "#6BA292",
    "long": "#3E7CB1",
    "tempo": "#D9A441",
    "intervals": "#C8553D",
    "race": "#7B4B94",
    "strength": "#6C757D",
    "cross": "#7C8A3A",
    "rest": "#C9C5BB",
    "zone-1": "#B9D8CE",
    "zone-2": "#8CBFB0",
    "zone-3": "#5BA18D",
    "zone-4": "#2F7F6A",
    "zone-5": "#124B3E",
}
"""Light colours by the name of their CSS variable (``--ink``); the zones are one hue deepening."""

KIND_COLOURS = {kind: TOKENS[kind.value] for kind in SessionKind}
ZONES = ("zone-1", "zone-2", "zone-3", "zone-4", "zone-5")

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def config() -> Spec:
    """The Vega-Lite configuration every chart carries: quiet axes, no frame, text in our scale."""
    axis = {
        "domain": False,
        "ticks": False,
        "gridColor": TOKENS["line"],
        "gridWidth": 0.7,
        "labelColor": TOKENS["muted"],
        "labelFontSize": 12,
        "labelPadding": 6,
        "titleColor": TOKENS["muted"],
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    return {
        "font": "system-ui, sans-serif",
        "background": None,
        "padding": 2,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "titleAlign": "right", "titleAnchor": "end", "labelFlush": True},
        "axisY": {"titleAlign": "left", "titleAngle": 0, "titleAnchor": "start", "titleX": 0, "titleY": -8},
        "title": {
            "anchor": "start",
            "frame": "group",
            "color": TOKENS["ink"],
            "fontSize": 14,
            "fontWeight": 600,
            "offset": 8,
        },
    }


def headline(text: str, width: int) -> Spec:
    """A chart's title, broken into lines that fit a chart of ``width`` pixels."""
    return {"text": wrap(text, max(width // 8, 20))}


def themed(drawing: str) -> str:
    """The SVG with every token colour written as ``var(--name, colour)``.

    Presentation attributes may hold CSS variables, so one drawing follows the page from light to dark
    without a style attribute, which a strict content security policy refuses.
    """
    for name, colour in TOKENS.items():
        drawing = drawing.replace(f'"{colour}"', f'"var(--{name}, {colour})"')
    return drawing
