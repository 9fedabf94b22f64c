"""Axes and direct labels shared by the charts: round ticks, paces, texts under chosen values, labels kept apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10

from coach.domain.athletes import Language
from coach.domain.language import say, short_day, short_month
from coach.domain.units import duration
from coach.services.charts_style import TOKENS, Spec

CLOCK_LABEL = "floor(datum.value / 60) + ':' + pad(datum.value % 60, 2, '0', 'left')"
"""Seconds on an axis as a clock writes them."""

PACE_STEPS = (5, 10, 15, 20, 30, 60, 120, 300)
LETTER_PX = 7.0
"""Width of a letter of the charts' small type, on average."""

LABEL_PX = 15.0
"""Height of a direct label."""

PADDING = {"left": 2, "top": 2, "right": 12, "bottom": 2}
"""Around charts with labels at the ends of lines: browsers may write them a little wider than measured."""

DURATION_TICKS = (5, 15, 60, 300, 1200, 3600, 7200)
FEW_DURATION_TICKS = (5, 60, 300, 1200, 7200)
DAYS_OF_WEEK_LABELS = 50
"""Over more days, months are named instead of Mondays."""


def sentence(title: str) -> str:
    """A title as a sentence for those who cannot see the chart."""
    return title.rstrip(".") + "."


def round_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round values from ``low`` to ``high``, not more than about ``most`` steps."""
    span = high - low
    if not span > 0:
        return [low]
    power = 10.0 ** floor(log10(span / most))
    step = next(round_step * power for round_step in (1, 2, 5, 10) if span / (round_step * power) <= most)
    return [round(tick * step, 6) for tick in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def pace_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round paces in seconds from ``low`` to ``high``."""
    step = next((step for step in PACE_STEPS if (high - low) / step <= most), 600)
    return [float(tick) for tick in range(int(-(-low // step)) * step, int(high) + 1, step)]


def texts_axis(texts: dict[str, str | list[str]]) -> Spec:
    """An axis that writes a given text under some of its values and nothing under the others."""
    return {"labelExpr": f"({json.dumps(texts, ensure_ascii=False)})[datum.value] || ''", "labelAngle": 0}


def pace_axis(language: Language, low: float, high: float) -> Spec:
    """A y channel's axis and scale for paces in s/km: faster is up."""
    room = max((high - low) * 0.08, 5.0)
    ends = (low - room, high + room)
    return {
        "type": "quantitative",
        "axis": {
            "title": say(language, "Pace (min/km)"),
            "values": pace_ticks(*ends),
            "labelExpr": CLOCK_LABEL,
            "grid": True,
        },
        "scale": {"domain": list(ends), "nice": False, "zero": False, "reverse": True},
    }


def duration_axis(language: Language, durations: Sequence[int], width: int) -> Spec:
    """An x channel's axis and logarithmic scale for durations in seconds, named as people say them."""
    ticks = FEW_DURATION_TICKS if width < 400 else DURATION_TICKS
    shown = [tick for tick in ticks if durations[0] <= tick <= durations[-1]]
    texts: dict[str, str | list[str]] = {str(tick): duration(language, tick) for tick in shown}
    return {
        "type": "quantitative",
        "axis": {"title": say(language, "Held for"), "values": shown, "grid": False, **texts_axis(texts)},
        "scale": {"type": "log", "domain": [durations[0], max(durations[-1], durations[0] + 1)], "nice": False},
    }


def day_axis(language: Language, first: date, last: date, width: int) -> Spec:
    """An x channel for days counted from ``first``: Mondays under a few weeks, months under more."""
    days = (last - first).days
    texts: dict[str, str | list[str]] = {}
    free_px = 0.0
    for at in range(days + 1):
        day = first + timedelta(days=at)
        named = day.weekday() == 0 if days <= DAYS_OF_WEEK_LABELS else day.day == 1
        if not named:
            continue
        name = short_day(language, day) if days <= DAYS_OF_WEEK_LABELS else short_month(language, day.month)
        here_px, needed_px = at * width / max(days, 1), (len(name) + 1) * LETTER_PX
        if here_px >= free_px and here_px + needed_px / 2 <= width + LETTER_PX:
            texts[str(at)] = name
            free_px = here_px + needed_px
    return {
        "type": "quantitative",
        "axis": {"title": None, "values": [int(at) for at in texts], "grid": False, **texts_axis(texts)},
        "scale": {"domain": [0, max(days, 1)], "nice": False},
    }


def kept_apart(places_px: Sequence[float], height: float, gap: float = LABEL_PX) -> list[float]:
    """Where labels that belong ``places_px`` from the top stand, within ``height``, so that none touches another."""
    order = sorted(range(len(places_px)), key=lambda at: places_px[at])
    placed = list(places_px)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + gap)
    floor_px = height
    for at in reversed(order):
        placed[at] = min(placed[at], floor_px)
        floor_px = placed[at] - gap
    return placed


def month_texts(language: Language, days: Sequence[date], step_px: float) -> dict[str, str | list[str]]:
    """The name of each month under its first of the ``days`` (ISO), ``step_px`` apart; none touches the next."""
    firsts = [at for at, day in enumerate(days) if at == 0 or (day.year, day.month) != _month(days[at - 1])]
    texts: dict[str, str | list[str]] = {}
    free_px = step_px * len(days) + LETTER_PX
    for at in reversed(firsts):
        name = short_month(language, days[at].month)
        if (at + 0.5) * step_px + (len(name) / 2 + 1) * LETTER_PX <= free_px:
            texts[days[at].isoformat()] = name
            free_px = (at + 0.5) * step_px - len(name) / 2 * LETTER_PX
    return texts


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The name of a line, written where it ends: at ``place`` on the x axis, the right edge without one."""

    text: str
    value: float
    colour: str
    place: float | None = None


def end_labels(labels: Sequence[EndLabel], y: Spec, height: float) -> list[Spec]:
    """Direct labels at the ends of lines, clear of each other; ``y`` is the channel the lines are drawn on."""
    low, high = y["scale"]["domain"]
    share = [(label.value - low) / ((high - low) or 1.0) for label in labels]
    down = share if y["scale"].get("reverse") else [1 - each for each in share]
    places = kept_apart([height * each for each in down], height)
    return [
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "text": label.text,
                "align": "left",
                "dx": 6,
                "fontSize": 12,
                "fontWeight": 600,
                "color": label.colour,
            },
            "encoding": {
                "x": {"value": "width"} if label.place is None else {"datum": label.place},
                "y": {"value": round(at, 1)},
            },
        }
        for label, at in zip(labels, places, strict=True)
    ]


def band_note(text: str) -> Spec:
    """A quiet note in the top right corner that says what a shaded band is."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "text": text,
            "color": TOKENS["muted"],
            "fontSize": 11,
            "align": "right",
            "baseline": "top",
            "dy": -4,
        },
        "encoding": {"x": {"value": "width"}, "y": {"value": 0}},
    }


def flat_band(low: float, high: float) -> Spec:
    """A band across the whole chart from ``low`` to ``high`` of the y axis."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rect", "color": TOKENS["rest"], "opacity": 0.35},
        "encoding": {"x": {"value": 0}, "x2": {"value": "width"}, "y": {"datum": low}, "y2": {"datum": high}},
    }
