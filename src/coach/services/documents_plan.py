"""What the printed plan says, as plain JSON values in the athlete's language; the typst template only lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import (
    date_words,
    full_date_words,
    range_words,
    say,
    say_many,
    short_day,
    short_weekday,
    weekday,
)
from coach.domain.plans import Plan, Session, SessionKind, Week
from coach.domain.units import clock, distance, duration, kmh, pace, pace_range, percent
from coach.science.running.paces import share_of, training_paces
from coach.services.charts import plan_volume_spec, svg
from coach.services.charts_style import KIND_COLOURS
from coach.services.plan_files.wording import plan_sentence
from coach.services.plan_words import (
    GOAL_WORDS,
    INTENSITY_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    PHASE_WORDS,
    StepLine,
    notice_text,
    session_purpose,
    session_title,
    step_lines,
)

Content = dict[str, Any]

PACES_SHOWN = ("recovery", "easy", "long", "threshold", "vma_long", "vma_short")
TRACK_LENGTHS_M = (1000.0, 400.0, 200.0)
PRINT_FONT = "Libertinus Serif"


def plan_content(
    plan: Plan, *, athlete_name: str, language: Language, today: date, zones: Sequence[Zone] = ()
) -> Content:
    """Everything the plan's template needs, texts already said in ``language``; heart-rate ``zones`` say beats."""
    chart = {**plan_volume_spec(plan, language=language, width=640, height=185), "title": None}
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
    }
    return {
        "language": language.value,
        "words": words,
        "title": plan_sentence(plan, language),
        "athlete": athlete_name,
        "made": say(language, "Plan made on {day}", day=date_words(language, today)),
        "facts": _facts(plan, language),
        "totals": _totals(plan, language),
        "paces": _paces(plan, language),
        "notices": [notice_text(language, notice) for notice in plan.notices],
        "legend": [_kind(kind, language) for kind in SessionKind if any(s.kind is kind for s in plan.sessions)],
        "chart": svg(chart, theme=False, font=PRINT_FONT),
        "chart_says": chart["description"].removesuffix("."),
        "pages": [_page(plan.weeks[at : at + 2], language, zones) for at in range(0, len(plan.weeks), 2)],
    }


# --- the first page


def _facts(plan: Plan, language: Language) -> list[list[str]]:
    if plan.race_day is None or plan.goal_s is None or plan.predicted_s is None or plan.goal.race_m is None:
        return [
            [say(language, "Goal"), say(language, GOAL_WORDS[plan.goal.kind])],
            [say(language, "Last day"), full_date_words(language, plan.end)],
            [say(language, "VMA"), kmh(language, plan.vma_kmh)],
            [say(language, "Level"), say(language, LEVEL_WORDS[plan.level])],
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
    ]


def _totals(plan: Plan, language: Language) -> list[list[str]]:
    weeks, sessions = len(plan.weeks), len(plan.sessions)
    return [
        [str(weeks), say_many(language, "week", "weeks", weeks)],
        [str(sessions), say_many(language, "session", "sessions", sessions)],
        [distance(language, plan.distance_m, 0), say(language, "race included")],
        [duration(language, plan.duration_s), say(language, "of running")],
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


# --- the pages of weeks


def _page(weeks: tuple[Week, ...], language: Language, zones: Sequence[Zone]) -> Content:
    return {"weeks": [_week(week, language, zones) for week in weeks]}


def _week(week: Week, language: Language, zones: Sequence[Zone]) -> Content:
    phase = say(language, PHASE_WORDS[week.phase])
    if week.recovery:
        phase = say(language, "{phase}, lighter week", phase=phase)
    return {
        "name": say(language, "Week {number}", number=week.number),
        "days": range_words(language, week.monday, week.sunday),
        "phase": phase,
        "volume": f"{distance(language, week.distance_m, 0)} · {duration(language, week.duration_s)}",
        "calendar": [_day(week, offset, language) for offset in range(7)],
        "sessions": [_session(session, language, zones) for session in week.sessions],
    }


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
        return distance(language, session.distance_m, 3)
    return duration(language, session.duration_s)


def _session(session: Session, language: Language, zones: Sequence[Zone]) -> Content:
    racing = session.kind is SessionKind.RACE
    run = bool(session.distance_m) and not racing
    return {
        **_kind(session.kind, language),
        "day": weekday(language, session.day.weekday()),
        "date": short_day(language, session.day),
        "title": session_title(language, session),
        "purpose": session_purpose(language, session),
        "amount": _amount(session, language),
        "distance": distance(language, session.distance_m) if run else "",
        "steps": [_step(line) for line in step_lines(language, session.steps, race=racing, zones=zones)],
    }


def _step(line: StepLine) -> Content:
    return {
        "name": line.name,
        "amount": line.amount,
        "target": line.target,
        "also": line.also,
        "why": line.why,
        "inner": [_step(inner) for inner in line.inner],
    }
