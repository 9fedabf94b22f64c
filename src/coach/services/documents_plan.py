"""What the printed plan says, as plain JSON values in the athlete's language; the typst template only lays it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import (
    NO_BREAK,
    date_words,
    full_date_words,
    range_words,
    say,
    say_many,
    short_day,
    short_weekday,
    weekday,
)
from coach.domain.plans import Plan, Session, SessionKind, Step, Week
from coach.domain.units import clock, distance, duration, kmh, number, pace, pace_range, percent
from coach.science.running.paces import share_of, training_paces
from coach.services.charts import plan_volume_spec, svg
from coach.services.charts_style import KIND_COLOURS, TOKENS, Spec
from coach.services.documents_fitting import pages_of
from coach.services.plan_files.naming import one_line_for_print
from coach.services.plan_files.targets import unrolled
from coach.services.plan_files.wording import plan_sentence
from coach.services.plan_words import (
    GOAL_WORDS,
    INTENSITY_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    PHASE_WORDS,
    notice_text,
    session_purpose,
    session_title,
    step_lines,
    vma_share,
    zone_words,
)

Content = dict[str, Any]

PACES_SHOWN = ("recovery", "easy", "long", "threshold", "vma_long", "vma_short")
TRACK_LENGTHS_M = (1000.0, 400.0, 200.0)
PRINT_FONT = "Libertinus Serif"
_ZERO_WIDTH, _JOINER = "\u200b", "\u2060"
"""Where a word may break, and where it may not."""
_IN_QUANTITY = re.compile(r"(?<=\d) (?=(?:min|h|km|m|s|%)(?!\w))|(?<=\d h) (?=\d)|(?<=×) (?=\d)|(?<=\d) (?=×)")
_LONG_WORD = re.compile(r"\S{20}(?=\S{5})")


def plan_content(
    plan: Plan, *, athlete_name: str, language: Language, today: date, zones: Sequence[Zone] = ()
) -> Content:
    """Everything the plan's template needs, texts already said in ``language``; heart-rate ``zones`` say beats."""
    reasons = _Reasons(language)
    weeks = [_week(week, language, zones, reasons) for week in plan.weeks]
    chart = _hollow_races(plan_volume_spec(plan, language=language, width=640, height=185))
    words = {
        "author": "Coach IA",
        "done": say(language, "Done, felt, noted"),
        "notes": say(language, "Notes"),
        "legend": say(language, "Kinds of sessions"),
        "paces": say(language, "Your paces"),
        "paces_note": say(
            language,
            "Computed from your VMA, {vma}. On hills, heat or wind, run by feel.",
            vma=kmh(language, plan.vma_kmh),
        ),
        "to_know": say(language, "Good to know"),
        "page": say(language, "page"),
        "reasons": say(language, "Why each step is there"),
        "columns": [say(language, "Pace") + " /km", "% VMA", say(language, "Zone"), say(language, "Effort")],
    }
    return {
        "language": language.value,
        "words": words,
        "title": plan_sentence(plan, language),
        "athlete": breakable(athlete_name),
        "made": say(language, "Plan made on {day}", day=date_words(language, today)),
        "facts": _facts(plan, language),
        "totals": _totals(plan, language),
        "paces": _paces(plan, language),
        "notices": [notice_text(language, notice) for notice in plan.notices],
        "legend": [_kind(kind, language) for kind in SessionKind if any(s.kind is kind for s in plan.sessions)],
        "chart": svg(chart, theme=False, font=PRINT_FONT),
        "chart_says": chart["description"].removesuffix("."),
        "pages": pages_of(weeks),
        "reasons": reasons.told,
        "zones": _zones(zones, language),
    }


# --- the first page


def _hollow_races(spec: Spec) -> Spec:
    """The chart without its title, races as outlines: a grey print shows their colour as dark as training's."""
    bars, *others = spec["layer"]
    rows = [
        {**row, "shade": 0.2, "edge": 1} if row["colour"] == TOKENS["race"] else {**row, "edge": 0}
        for row in bars["data"]["values"]
    ]
    encoding = {key: value for key, value in bars["encoding"].items() if key != "opacity"}
    encoding["fillOpacity"] = {"field": "shade", "type": "quantitative", "scale": None}
    encoding["stroke"] = encoding["color"]
    encoding["strokeOpacity"] = {"field": "edge", "type": "quantitative", "scale": None}
    return {**spec, "title": None, "layer": [{**bars, "data": {"values": rows}, "encoding": encoding}, *others]}


def _facts(plan: Plan, language: Language) -> list[list[str]]:
    if plan.race_day is None or plan.goal_s is None or plan.predicted_s is None or plan.goal.race_m is None:
        return [
            [say(language, "Goal"), say(language, GOAL_WORDS[plan.goal.kind])],
            [say(language, "Last day"), full_date_words(language, plan.end)],
            [say(language, "VMA"), kmh(language, plan.vma_kmh)],
            [say(language, "Level"), say(language, LEVEL_WORDS[plan.level])],
            *_tune_ups(plan, language),
        ]
    race_pace = plan.goal_s / plan.goal.race_m * 1000
    share = share_of(plan.vma_kmh, race_pace) * 100
    return [
        [say(language, "Race"), say(language, GOAL_WORDS[plan.goal.kind])],
        [say(language, "Day"), full_date_words(language, plan.race_day)],
        [say(language, "Goal time"), clock(language, plan.goal_s)],
        [
            say(language, "Goal pace"),
            f"{pace(language, race_pace)} ({percent(language, share)} VMA)",
        ],
        [say(language, "Expected today"), clock(language, plan.predicted_s)],
        [say(language, "Level"), say(language, LEVEL_WORDS[plan.level])],
        *_tune_ups(plan, language),
    ]


def _tune_ups(plan: Plan, language: Language) -> list[list[str]]:
    """The races before the race, in one line; nothing where there is none."""
    races = [
        f"{distance(language, session.distance_m)}, {short_day(language, session.day)}"
        for session in plan.sessions
        if session.kind is SessionKind.RACE and session.day != plan.race_day
    ]
    return [[say(language, "Races on the way"), " · ".join(races)]] if races else []


def _totals(plan: Plan, language: Language) -> list[list[str]]:
    weeks, sessions = len(plan.weeks), len(plan.sessions)
    return [
        [str(weeks), say_many(language, "week", "weeks", weeks)],
        [str(sessions), say_many(language, "session", "sessions", sessions)],
        [
            distance(language, plan.distance_m, 0),
            say(language, "race included") if plan.race_day else say(language, "to run"),
        ],
        [duration(language, sum(map(_running_s, plan.weeks))), say(language, "of running")],
    ]


def _paces(plan: Plan, language: Language) -> Content:
    """Rows of intensity, share of VMA, pace and times over track lengths, slowest first; the goal among them."""
    rows: list[tuple[float, Content]] = []
    for name, band in training_paces(plan.vma_kmh).items():
        if name in PACES_SHOWN:
            words = say(language, INTENSITY_WORDS[name])
            shares = f"{round(band.share_low * 100)}–{percent(language, band.share_high * 100)}"
            middle = (band.share_low + band.share_high) / 2
            rows.append((middle, _pace_row(words, shares, band.pace_fast_s, band.pace_slow_s, language)))
    if plan.goal_s is not None and plan.goal.race_m is not None:
        race_pace = plan.goal_s / plan.goal.race_m * 1000
        share = share_of(plan.vma_kmh, race_pace)
        goal = _pace_row(say(language, "Goal pace"), percent(language, share * 100), race_pace, race_pace, language)
        rows.append((share, {**goal, "goal": True}))
    lengths = [distance(language, metres) for metres in TRACK_LENGTHS_M]
    head = [say(language, "Intensity"), say(language, "Share of VMA"), say(language, "Pace"), *lengths]
    return {"head": head, "rows": [row for _, row in sorted(rows, key=lambda entry: entry[0])]}


def _pace_row(name: str, share: str, fast_s: float, slow_s: float, language: Language) -> Content:
    times = []
    for metres in TRACK_LENGTHS_M:
        ends = (clock(language, fast_s * metres / 1000), clock(language, slow_s * metres / 1000))
        times.append("–".join(dict.fromkeys(ends)))
    return {"cells": [name, share, pace_range(language, fast_s, slow_s), *times], "goal": False}


def _kind(kind: SessionKind, language: Language) -> Content:
    return {"kind": kind.value, "word": say(language, KIND_WORDS[kind]), "colour": KIND_COLOURS[kind]}


def _zones(zones: Sequence[Zone], language: Language) -> str:
    """The heart-rate zones in one line, empty where they are not known."""
    if not zones:
        return ""
    beats = " · ".join(f"Z{zone.number} {zone_words(language, zone)}" for zone in zones).replace(" ", NO_BREAK)
    return say(language, "Your heart-rate zones: {zones}.", zones=beats.replace(f"{NO_BREAK}·{NO_BREAK}", " · "))


# --- the pages of weeks


def breakable(text: str) -> str:
    """The text on one line, quantities unbroken, words no column holds breakable, no control characters."""
    unbroken = _IN_QUANTITY.sub(NO_BREAK, one_line_for_print(text))
    return _LONG_WORD.sub(lambda run: f"{run[0]}{_ZERO_WIDTH}", unbroken)


class _Reasons:
    """Why steps are there: each reason is told once and numbered, and the steps carry its number."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.told: list[str] = []

    def mark(self, why: str) -> str:
        """The number of a reason, new or known; empty without one."""
        if not why:
            return ""
        text = say(self._language, why)
        if text not in self.told:
            self.told.append(text)
        return str(self.told.index(text) + 1)


def _week(week: Week, language: Language, zones: Sequence[Zone], reasons: _Reasons) -> Content:
    phase = say(language, PHASE_WORDS[week.phase])
    if week.recovery:
        phase = say(language, "{phase}, lighter week", phase=phase)
    return {
        "name": say(language, "Week {number}", number=week.number),
        "days": range_words(language, week.monday, week.sunday),
        "phase": phase,
        "volume": f"{distance(language, week.distance_m, 0)} · {duration(language, _running_s(week))}",
        "calendar": [_day(week, offset, language) for offset in range(7)],
        "sessions": [_session(session, language, zones, reasons) for session in week.sessions],
    }


def _running_s(week: Week) -> float:
    return sum(session.duration_s for session in week.sessions if session.kind.run)


def _day(week: Week, offset: int, language: Language) -> Content:
    day = week.monday + timedelta(days=offset)
    planned = [session for session in week.sessions if session.day == day]
    return {
        "name": short_weekday(language, offset),
        "date": short_day(language, day),
        "sessions": [{**_kind(session.kind, language), "amount": _amount(session, language)} for session in planned],
    }


def _amount(session: Session, language: Language) -> str:
    if session.kind in (SessionKind.STRENGTH, SessionKind.REST) or not session.distance_m:
        return duration(language, session.duration_s) if session.duration_s else ""
    if session.kind is SessionKind.RACE:
        return distance(language, session.distance_m, 4)
    return duration(language, session.duration_s)


def _session(session: Session, language: Language, zones: Sequence[Zone], reasons: _Reasons) -> Content:
    racing = session.kind is SessionKind.RACE
    run = bool(session.distance_m) and not racing
    return {
        **_kind(session.kind, language),
        "day": weekday(language, session.day.weekday()),
        "date": short_day(language, session.day),
        "title": breakable(session_title(language, session)),
        "purpose": breakable(session_purpose(language, session)),
        "amount": _amount(session, language),
        "distance": distance(language, session.distance_m) if run else "",
        "steps": [_step(step, language, zones, reasons, racing) for step in unrolled(session.steps)],
    }


def _step(step: Step, language: Language, zones: Sequence[Zone], reasons: _Reasons, racing: bool) -> Content:
    (line,) = step_lines(language, (step,), race=racing)
    target = step.target
    paced = target.pace_fast_s is not None or target.pace_slow_s is not None
    beats = zone_words(language, zones[target.hr_zone - 1]) if zones and target.hr_zone and not paced else ""
    said = {
        "target": line.target.removesuffix("/km") if paced else "",
        "beats": beats.replace(" ", NO_BREAK).replace("–", f"–{_JOINER}"),
        "share": vma_share(language, target).replace(" ", NO_BREAK),
        "zone": f"Z{target.hr_zone}" if target.hr_zone is not None else "",
    }
    return {
        "name": breakable(line.name),
        "amount": line.amount.replace(" ", NO_BREAK),
        **said,
        "wide": not any(said.values()),
        "effort": number(language, target.rpe, 1, trim=True) if target.rpe is not None else "",
        # Said once, where the work is.
        "reason": "" if any(inner.why == step.why for inner in step.steps) else reasons.mark(step.why),
        "inner": [_step(inner, language, zones, reasons, racing) for inner in unrolled(step.steps)],
    }
