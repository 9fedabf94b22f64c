"""Weekly volume drawn: the weeks behind the athlete, and the weeks of a plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from coach.domain.athletes import Language
from coach.domain.fitness import WeeklyVolume
from coach.domain.language import say, say_many, short_day, short_month
from coach.domain.plans import Phase, Plan, SessionKind
from coach.domain.units import distance, number
from coach.services.charts_style import SCHEMA, TOKENS, Spec, config, headline
from coach.services.plan_words import PHASE_WORDS

NUMBERED_BARS = 26
"""With more bars, only the highest is numbered."""

BAND_WEEKS = 8
"""The athlete's usual range is shaded from this many weeks on."""


GAP_PX = 3.0
LETTER_PX = 7.0
"""Width of a letter of the charts' small type, on average."""

BAND = {"paddingInner": 0.25, "paddingOuter": 0.1}


def _kilometres(metres: float) -> float:
    return round(metres / 1000, 1)


def _labels(texts: dict[str, str | list[str]]) -> Spec:
    """An axis that writes a given text under some of its values and nothing under the others."""
    return {"labelExpr": f"({json.dumps(texts, ensure_ascii=False)})[datum.value] || ''", "labelAngle": 0}


def _numbers_above(rows: list[Spec], field: str, numbered: bool) -> Spec:
    """Direct labels on the bars; where there are too many, on the highest alone."""
    return {
        "data": {"values": rows if numbered else [row for row in rows if row["highest"]][:1]},
        "mark": {"type": "text", "dy": -7, "fontSize": 11, "color": TOKENS["ink"]},
        "encoding": {
            "x": {"field": "week", "type": "ordinal"},
            "y": {"field": field, "type": "quantitative"},
            "text": {"field": "label"},
        },
    }


def _round_ticks(top: float) -> list[float]:
    steps = (1, 2, 5, 10, 20, 50, 100)
    step = next((step for step in steps if top / step <= 4), 200)
    return [float(tick) for tick in range(0, int(top) + 1, step)]


# --- the weeks behind


def history_spec(
    weeks: Sequence[WeeklyVolume], *, language: Language, width: int = 640, height: int = 150
) -> Spec | None:
    """Kilometres of each past week, oldest first, the usual range shaded; None without a week.

    The title says how the last four weeks compare with the four before.
    """
    if not weeks:
        return None
    kilometres = [_kilometres(week.distance_m) for week in weeks]
    months: dict[str, str | list[str]] = {}
    for _, group in groupby(weeks, key=lambda week: (week.monday.year, week.monday.month)):
        first = next(group).monday
        months[first.isoformat()] = short_month(language, first.month)
    top = max(kilometres)
    rows: list[Spec] = [
        {
            "week": week.monday.isoformat(),
            "km": value,
            "label": number(language, week.distance_m / 1000) if value else "",
            "highest": value == top,
        }
        for week, value in zip(weeks, kilometres, strict=True)
    ]
    title = _history_finding(kilometres, language)
    x: Spec = {
        "field": "week",
        "type": "ordinal",
        "axis": {"title": None, "grid": False, **_labels(months)},
        "scale": BAND,
    }
    y: Spec = {
        "field": "km",
        "type": "quantitative",
        "axis": {"title": say(language, "Kilometres a week"), "values": _round_ticks(top)},
        "scale": {"domain": [0, max(top * 1.25, 1)], "nice": False},
    }
    bars: Spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": TOKENS["accent"], "cornerRadiusEnd": 2},
        "encoding": {"x": x, "y": y},
    }
    numbers = _numbers_above(rows, "km", len(rows) <= NUMBERED_BARS)
    return {
        "$schema": SCHEMA,
        "description": title + ".",
        "width": width,
        "height": height,
        "title": headline(title, width),
        "layer": [*_usual_range(kilometres, language), bars, numbers],
        "config": config(),
    }


def _history_finding(kilometres: Sequence[float], language: Language) -> str:
    recent, before = kilometres[-4:], kilometres[-8:-4]
    mean = sum(recent) / len(recent)
    shown = distance(language, mean * 1000, 0)
    if len(before) < 4:
        return say(language, "{volume} a week lately", volume=shown)
    change = round(mean) - round(sum(before) / len(before))
    if change == 0:
        return say(language, "{volume} a week lately, as in the four weeks before", volume=shown)
    gap = distance(language, abs(change) * 1000, 0)
    if change > 0:
        return say(language, "{volume} a week lately, {gap} more than the four weeks before", volume=shown, gap=gap)
    return say(language, "{volume} a week lately, {gap} less than the four weeks before", volume=shown, gap=gap)


def _usual_range(kilometres: Sequence[float], language: Language) -> list[Spec]:
    run = [value for value in kilometres if value > 0]
    if len(run) < BAND_WEEKS:
        return []
    low, high = (round(float(value), 1) for value in np.percentile(run, (25, 75)))
    band = {"color": TOKENS["rest"], "opacity": 0.35}
    text = {"color": TOKENS["muted"], "fontSize": 11, "align": "right", "baseline": "top", "dy": -4}
    label = say(language, "shaded: your usual range, {low} to {high} km", low=round(low), high=round(high))
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rect", **band},
            "encoding": {"x": {"value": 0}, "x2": {"value": "width"}, "y": {"datum": low}, "y2": {"datum": high}},
        },
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", **text, "text": label},
            "encoding": {"x": {"value": "width"}, "y": {"value": 0}},
        },
    ]


# --- the weeks of a plan


def plan_volume_spec(
    plan: Plan, *, language: Language, width: int = 640, height: int = 150, done_m: Sequence[float] = ()
) -> Spec:
    """Planned kilometres of each week under the name of its phase; recovery weeks are pale, the race has its colour.

    ``done_m`` gives metres really run by week, drawn as a dark mark on the bar.
    """
    title = _plan_finding(plan, language)
    week_px = width / len(plan.weeks)
    x: Spec = {
        "field": "week",
        "type": "ordinal",
        "axis": {"title": say(language, "Week"), "grid": False, **_labels(_week_labels(plan, week_px, language))},
        "scale": BAND,
    }
    return {
        "$schema": SCHEMA,
        "description": title + ".",
        "width": width,
        "height": height,
        "title": headline(title, width),
        "layer": [*_plan_bars(plan, x, language), *_done_marks(done_m), *_phase_names(plan, week_px, language)],
        "config": config(),
    }


def _week_labels(plan: Plan, week_px: float, language: Language) -> dict[str, str | list[str]]:
    """The week's number; where a month begins its first Monday too, unless the date before would touch it."""
    labels: dict[str, str | list[str]] = {}
    month, free_from = (0, 0), 0.0
    for index, week in enumerate(plan.weeks):
        labels[str(week.number)] = str(week.number)
        date = short_day(language, week.monday)
        begins = (week.monday.year, week.monday.month) != month
        month = (week.monday.year, week.monday.month)
        if begins and index * week_px >= free_from:
            labels[str(week.number)] = [str(week.number), date]
            free_from = index * week_px + len(date) * LETTER_PX + LETTER_PX
    return labels


def _race_m(plan: Plan) -> dict[int, float]:
    """Metres of the race itself by week number."""
    return {
        week.number: sum(session.distance_m for session in week.sessions if session.kind is SessionKind.RACE)
        for week in plan.weeks
    }


def _plan_finding(plan: Plan, language: Language) -> str:
    race = _race_m(plan)
    training = {week.number: week.distance_m - race[week.number] for week in plan.weeks}
    peak = max(training, key=lambda week: training[week])
    first, highest = training[plan.weeks[0].number], training[peak]
    tapering = sum(week.phase in (Phase.TAPER, Phase.RACE) for week in plan.weeks)
    climb = say(language, "{highest} in week 1, the fullest", highest=distance(language, highest, 0))
    if peak > 1:
        climb = say(
            language,
            "From {first} in week 1 to {highest} in week {peak}",
            first=distance(language, first, 0),
            highest=distance(language, highest, 0),
            peak=peak,
        )
    if not tapering:
        return climb
    end = say_many(language, "then {count} week of taper", "then {count} weeks of taper", tapering)
    return f"{climb}, {end}"


def _highest_week_km(plan: Plan) -> float:
    return max(max(week.distance_m for week in plan.weeks) / 1000, 1.0)


def _plan_bars(plan: Plan, x: Spec, language: Language) -> list[Spec]:
    race = _race_m(plan)
    top = _highest_week_km(plan)
    bars: list[Spec] = []
    numbers: list[Spec] = []
    for week in plan.weeks:
        training, whole = _kilometres(week.distance_m - race[week.number]), _kilometres(week.distance_m)
        numbers.append(
            {
                "week": week.number,
                "km": whole,
                "label": number(language, week.distance_m / 1000),
                "highest": whole >= round(top, 1),
            }
        )
        shade = 0.45 if week.recovery else 1
        bars.append({"week": week.number, "low": 0, "high": training, "colour": TOKENS["accent"], "shade": shade})
        if race[week.number]:
            bars.append({"week": week.number, "low": training, "high": whole, "colour": TOKENS["race"], "shade": 1})
    y: Spec = {
        "field": "low",
        "type": "quantitative",
        "axis": {"title": say(language, "Kilometres a week"), "values": _round_ticks(top)},
        "scale": {"domain": [0, round(top * 1.35, 1)], "nice": False},
    }
    shown: Spec = {
        "data": {"values": bars},
        "mark": {"type": "bar"},
        "encoding": {
            "x": x,
            "y": y,
            "y2": {"field": "high"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "opacity": {"field": "shade", "type": "quantitative", "scale": None},
        },
    }
    return [shown, _numbers_above(numbers, "km", len(numbers) <= NUMBERED_BARS)]


def _phase_names(plan: Plan, week_px: float, language: Language) -> list[Spec]:
    """A bracket over each phase with its name at the left end; a name without room before the next one is left out."""
    top = _highest_week_km(plan) * 1.22
    rows: list[Spec] = []
    free_px = week_px * len(plan.weeks)
    phases = [(phase, list(group)) for phase, group in groupby(plan.weeks, key=lambda week: week.phase)]
    for phase, weeks in reversed(phases):
        name = say(language, PHASE_WORDS[phase])
        begin_px = week_px * (weeks[0].number - 1)
        fits = begin_px + len(name) * LETTER_PX <= free_px
        ends = {"week": weeks[0].number, "until": weeks[-1].number}
        rows.insert(0, {**ends, "at": round(top, 1), "name": name if fits else ""})
        free_px = begin_px - GAP_PX if fits else free_px
    y = {"field": "at", "type": "quantitative"}
    x = {"field": "week", "type": "ordinal", "bandPosition": 0}
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": TOKENS["muted"], "strokeWidth": 1},
            "encoding": {"y": y, "x": x, "x2": {"field": "until", "bandPosition": 1}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "align": "left", "dy": -8, "fontSize": 12, "color": TOKENS["muted"]},
            "encoding": {"y": y, "x": x, "text": {"field": "name"}},
        },
    ]


def _done_marks(done_m: Sequence[float]) -> list[Spec]:
    rows = [{"week": week, "done": _kilometres(metres)} for week, metres in enumerate(done_m, start=1)]
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "tick", "color": TOKENS["ink"], "thickness": 3},
            "encoding": {
                "x": {"field": "week", "type": "ordinal"},
                "y": {"field": "done", "type": "quantitative"},
            },
        }
    ]
