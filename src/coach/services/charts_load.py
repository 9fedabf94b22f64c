"""Training load drawn: what has piled up day by day and where it goes without training, and the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from coach.domain.athletes import Language
from coach.domain.language import mark, say, short_day
from coach.domain.training import TrainingDay, WeekLoad
from coach.domain.units import number
from coach.science.running.training import calendar
from coach.services.charts_axes import (
    PADDING,
    EndLabel,
    band_note,
    day_axis,
    end_labels,
    flat_band,
    month_texts,
    round_ticks,
    sentence,
    texts_axis,
)
from coach.services.charts_style import SCHEMA, TOKENS, Spec, config, headline
from coach.services.training_words import signed, usual_form

AHEAD_DAYS = 14
"""How far the days to come are drawn as they would be without training."""

STEADY_POINTS = 1.5
"""A CTL that moved less is called steady."""

BAND_WEEKS = 8
NUMBERED_BARS = 26
LABELLED_PX = 22.0
"""With more bars, or narrower ones, only the highest is numbered."""

END_PX = 72
"""Room for the labels at the end of the lines."""

_LINES = (
    ("ctl", mark("CTL {value}"), TOKENS["accent"], 2.4),
    ("atl", mark("ATL {value}"), TOKENS["attention"], 1.5),
    ("tsb", mark("Form {value}"), TOKENS["ink"], 1.1),
)


def ahead(day: TrainingDay, days: int = AHEAD_DAYS) -> tuple[TrainingDay, ...]:
    """The ``days`` days after ``day`` as they would be without training."""
    known = [(day.on, day.load, day.ctl, day.atl)]
    return calendar(known, day.on + timedelta(days=1), day.on + timedelta(days=days))


def load_spec(
    days: Sequence[TrainingDay],
    *,
    language: Language,
    width: int = 640,
    height: int = 210,
    ahead_days: int = AHEAD_DAYS,
    usual: tuple[float, float] | None = None,
) -> Spec | None:
    """CTL, ATL and form of consecutive days, oldest first, then dashed what rest would make of them.

    ``usual`` are the ends of the athlete's usual form, which is shaded; without them it is that of the days themselves.
    None where nothing was ever trained.
    """
    if not days or not any(day.ctl or day.load for day in days):
        return None
    coming = ahead(days[-1], ahead_days)
    both = [*days, *coming]
    values = [getattr(day, name) for day in both for name, *_ in _LINES]
    room = max((max(values) - min(values)) * 0.05, 2.0)
    domain = (min(values) - room, max(values) + room)
    title = load_finding(days, language)
    x: Spec = {"field": "at", **day_axis(language, both[0].on, both[-1].on, width)}
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": say(language, "Points a day"), "values": round_ticks(*domain, 5)},
        "scale": {"domain": list(domain), "nice": False, "zero": False},
    }
    channels = {"x": x, "y": y}
    layers = [*_usual_form_band(usual or usual_form(days), language), _zero()]
    for name, _, colour, stroke in _LINES:
        layers.append(_line(days, 0, name, (colour, stroke), channels))
        layers.append(_line([days[-1], *coming], len(days) - 1, name, (colour, stroke), channels, dashed=True))
    labels = [
        EndLabel(say(language, text, value=number(language, getattr(days[-1], name))), getattr(both[-1], name), colour)
        for name, text, colour, _ in _LINES
    ]
    return {
        "$schema": SCHEMA,
        "description": f"{sentence(title)} {say(language, 'Dashed: the next days without training.')}",
        "padding": PADDING,
        "width": width - END_PX,
        "height": height,
        "title": headline(title, width),
        "layer": [*layers, *end_labels(labels, y, height)],
        "config": config(),
    }


def load_finding(days: Sequence[TrainingDay], language: Language) -> str:
    """How CTL moved over the days, in a sentence."""
    before, now = days[0].ctl, days[-1].ctl
    values = {"before": number(language, before), "now": number(language, now), "day": short_day(language, days[0].on)}
    if abs(now - before) < STEADY_POINTS:
        return say(language, "CTL steady at {now} points since {day}", **values)
    if now > before:
        return say(language, "CTL up from {before} to {now} points since {day}", **values)
    return say(language, "CTL down from {before} to {now} points since {day}", **values)


def _line(
    days: Sequence[TrainingDay], first: int, name: str, look: tuple[str, float], channels: Spec, *, dashed: bool = False
) -> Spec:
    colour, stroke = look
    rows = [{"at": first + at, "value": round(getattr(day, name), 1)} for at, day in enumerate(days)]
    line: Spec = {"type": "line", "color": colour, "strokeWidth": stroke, "strokeJoin": "round"}
    if dashed:
        line["strokeDash"] = [3, 4]
    return {"data": {"values": rows}, "mark": line, "encoding": channels}


def _zero() -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": TOKENS["muted"], "strokeWidth": 0.8},
        "encoding": {"y": {"datum": 0}},
    }


def _usual_form_band(usual: tuple[float, float] | None, language: Language) -> list[Spec]:
    if usual is None:
        return []
    low, high = (round(end, 1) for end in usual)
    ends = {"low": signed(language, low), "high": signed(language, high)}
    return [flat_band(low, high), band_note(say(language, "shaded: your usual form, {low} to {high}", **ends))]


# --- the weeks


def weekly_load_spec(
    weeks: Sequence[WeekLoad], *, language: Language, width: int = 640, height: int = 130
) -> Spec | None:
    """Points of each week, oldest first, the last one under way and pale, the usual range shaded; None without any."""
    if not weeks or not any(week.load for week in weeks):
        return None
    top = max(week.load or 0.0 for week in weeks)
    title = _weeks_finding(weeks, language)
    rows: list[Spec] = [
        {
            "week": week.monday.isoformat(),
            "load": round(week.load or 0.0, 1),
            "label": number(language, week.load) if week.load else "",
            "shade": 0.45 if week is weeks[-1] else 1,
        }
        for week in weeks
    ]
    x: Spec = {
        "field": "week",
        "type": "ordinal",
        "axis": {
            "title": None,
            "grid": False,
            **texts_axis(month_texts(language, [week.monday for week in weeks], width / len(weeks))),
        },
        "scale": {"paddingInner": 0.25, "paddingOuter": 0.1},
    }
    y: Spec = {
        "field": "load",
        "type": "quantitative",
        "axis": {"title": say(language, "Points a week"), "values": round_ticks(0, top)},
        "scale": {"domain": [0, max(top * 1.25, 1)], "nice": False},
    }
    shade = {"field": "shade", "type": "quantitative", "scale": None}
    bars: Spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": TOKENS["accent"], "cornerRadiusEnd": 2},
        "encoding": {"x": x, "y": y, "opacity": shade},
    }
    return {
        "$schema": SCHEMA,
        "description": sentence(title),
        "width": width,
        "height": height,
        "title": headline(title, width),
        "layer": [*_usual_week_band(weeks, language), bars, _above(rows, width)],
        "config": config(),
    }


def _weeks_finding(weeks: Sequence[WeekLoad], language: Language) -> str:
    """The running week beside the mean of the complete ones shown."""
    whole = [week.load for week in weeks[:-1] if week.load is not None]
    now = number(language, weeks[-1].load)
    if not whole:
        return say(language, "{now} points so far this week", now=now)
    mean = number(language, sum(whole) / len(whole))
    return say(language, "{now} points so far this week, {mean} a week on average before", now=now, mean=mean)


def _above(rows: list[Spec], width: int) -> Spec:
    """Direct labels on the bars where each has room for its own, otherwise on the highest alone."""
    highest = max(rows, key=lambda row: float(row["load"]))
    roomy = len(rows) <= NUMBERED_BARS and width / len(rows) >= LABELLED_PX
    return {
        "data": {"values": rows if roomy else [highest]},
        "mark": {"type": "text", "dy": -7, "fontSize": 11, "color": TOKENS["ink"]},
        "encoding": {
            "x": {"field": "week", "type": "ordinal"},
            "y": {"field": "load", "type": "quantitative"},
            "text": {"field": "label"},
        },
    }


def _usual_week_band(weeks: Sequence[WeekLoad], language: Language) -> list[Spec]:
    trained = [week.load for week in weeks[:-1] if week.load]
    if len(trained) < BAND_WEEKS:
        return []
    low, high = (round(float(value)) for value in np.percentile(trained, (25, 75)))
    note = say(language, "shaded: your usual range, {low} to {high} points", low=low, high=high)
    return [flat_band(low, high), band_note(note)]
