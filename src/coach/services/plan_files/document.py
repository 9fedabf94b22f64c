"""The plan as one public JSON document. ``plan.schema.json`` beside this module says what every field means.

Numbers are metres, seconds, seconds per kilometre, km/h and beats per minute. Metres and seconds have at most one
decimal and are summed in tenths: every sum equals its parts exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from coach.domain.athletes import Language
from coach.domain.goals import Goal
from coach.domain.language import say, weekday
from coach.domain.plans import Notice, Plan, Session, SessionKind, Step, StepKind, Target, Week
from coach.services.plan_files.wording import plan_sentence
from coach.services.plan_words import (
    GOAL_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    PHASE_WORDS,
    STEP_WORDS,
    notice_text,
    session_purpose,
    session_title,
)

SCHEMA_ID = "coach-ia/plan/1"

Document = dict[str, Any]


def plan_schema() -> Document:
    """The JSON Schema (2020-12) every plan document follows."""
    return dict(json.loads(_schema_text()))


@cache
def _schema_text() -> str:
    return (files(__package__) / "plan.schema.json").read_text(encoding="utf-8")


def plan_document(plan: Plan, *, language: Language) -> Document:
    """The whole plan as JSON values, sentences said in ``language``."""
    weeks = [_week(week, language) for week in plan.weeks]
    return {
        "schema": SCHEMA_ID,
        "language": language.value,
        "plan_id": plan.plan_id,
        "series": plan.series,
        "version": plan.version,
        "origin": plan.origin.value,
        "created_at": plan.created_at.isoformat() if plan.created_at else None,
        "summary": plan_sentence(plan, language),
        "goal": _goal(plan.goal, language),
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "race_day": plan.race_day.isoformat() if plan.race_day else None,
        "level": plan.level.value,
        "level_words": say(language, LEVEL_WORDS[plan.level]),
        "age": plan.age,
        "vma_kmh": plan.vma_kmh,
        "predicted_s": plan.predicted_s,
        "goal_s": plan.goal_s,
        "goal_pace_s_per_km": _goal_pace(plan),
        "notices": [_notice(notice, language) for notice in plan.notices],
        "changed_for": [_notice(notice, language) for notice in plan.changed_for],
        "statistics": _statistics(weeks),
        "weeks": weeks,
    }


def _goal(goal: Goal, language: Language) -> Document:
    return {
        "kind": goal.kind.value,
        "kind_words": say(language, GOAL_WORDS[goal.kind]),
        "distance_m": goal.race_m,
        "target_s": goal.target_s,
        "race_day": goal.race_day.isoformat() if goal.race_day else None,
        "weeks": goal.weeks,
        "level": goal.level.value if goal.level else None,
        "days": list(goal.days),
        "minutes": list(goal.minutes) if goal.minutes is not None else None,
        "long_day": goal.long_day,
        "vma_kmh": goal.vma_kmh,
        "terrain": goal.terrain.value,
        "strength": goal.strength,
        "cross_training": goal.cross_training,
        "tune_ups": [{"day": one.day.isoformat(), "distance_m": one.distance_m} for one in goal.tune_ups],
        "injuries": [
            {"site": one.site.value, "state": one.state.value, "cleared": one.cleared} for one in goal.injuries
        ],
        "weeks_off": goal.weeks_off,
    }


def _goal_pace(plan: Plan) -> float | None:
    if plan.goal_s is None or plan.goal.race_m is None:
        return None
    return round(plan.goal_s / plan.goal.race_m * 1000, 1)


def _notice(notice: Notice, language: Language) -> Document:
    return {"code": notice.code, "text": notice_text(language, notice)}


# --- weeks, sessions, steps


def _week(week: Week, language: Language) -> Document:
    sessions = [_session(session, language) for session in week.sessions]
    return {
        "number": week.number,
        "monday": week.monday.isoformat(),
        "phase": week.phase.value,
        "phase_words": say(language, PHASE_WORDS[week.phase]),
        "recovery": week.recovery,
        "duration_s": _sum(session["duration_s"] for session in sessions),
        "distance_m": _sum(session["distance_m"] for session in sessions),
        "sessions": sessions,
    }


def _session(session: Session, language: Language) -> Document:
    racing = session.kind is SessionKind.RACE
    steps = [_step(step, language, racing) for step in session.steps]
    return {
        "session_id": session.session_id,
        "key": session.key,
        "day": session.day.isoformat(),
        "weekday": session.day.weekday(),
        "weekday_words": weekday(language, session.day.weekday()),
        "kind": session.kind.value,
        "kind_words": say(language, KIND_WORDS[session.kind]),
        "title": session_title(language, session),
        "purpose": session_purpose(language, session),
        "duration_s": _sum(step["total_duration_s"] for step in steps),
        "distance_m": _sum(step["total_distance_m"] for step in steps),
        "steps": steps,
    }


def _step(step: Step, language: Language, racing: bool) -> Document:
    inner = [_step(one, language, racing) for one in step.steps]
    if inner:
        duration_s = _sum(one["total_duration_s"] for one in inner)
        distance_m = _sum(one["total_distance_m"] for one in inner)
    else:
        duration_s, distance_m = _tenths(step.duration_s) / 10, _tenths(step.distance_m) / 10
    as_race = racing and step.kind is StepKind.STEADY
    words = step.name or (KIND_WORDS[SessionKind.RACE] if as_race else STEP_WORDS[step.kind])
    return {
        "kind": step.kind.value,
        "words": say(language, words),
        "measured_by": "block" if inner else _measure(step),
        "times": step.times,
        "duration_s": duration_s,
        "distance_m": distance_m,
        "total_duration_s": _times(duration_s, step.times),
        "total_distance_m": _times(distance_m, step.times),
        "target": None if inner else _target(step.target),
        "reps": step.reps,
        "why": say(language, step.why) or None,
        "steps": inner,
    }


def _measure(step: Step) -> str:
    return "reps" if step.reps is not None else "distance" if step.by_distance else "time"


def _target(target: Target) -> Document:
    return {
        "pace_fast_s_per_km": target.pace_fast_s,
        "pace_slow_s_per_km": target.pace_slow_s,
        "vma_low_percent": target.vma_low,
        "vma_high_percent": target.vma_high,
        "hr_zone": target.hr_zone,
        "rpe": target.rpe,
    }


# --- sums


def _statistics(weeks: list[Document]) -> Document:
    sessions = [session for week in weeks for session in week["sessions"]]
    runs = [session for session in sessions if SessionKind(session["kind"]).run]
    training = [session for session in runs if session["kind"] != SessionKind.RACE]
    kinds = [kind.value for kind in SessionKind if any(session["kind"] == kind for session in sessions)]
    return {
        "weeks": len(weeks),
        "sessions": len(sessions),
        "runs": len(runs),
        "duration_s": _sum(session["duration_s"] for session in sessions),
        "distance_m": _sum(session["distance_m"] for session in sessions),
        "running_duration_s": _sum(session["duration_s"] for session in runs),
        "longest_run_s": max((session["duration_s"] for session in training), default=0.0),
        "longest_run_m": max((session["distance_m"] for session in training), default=0.0),
        "peak_week_m": max((week["distance_m"] for week in weeks), default=0.0),
        "by_kind": [_kind_sums(kind, [one for one in sessions if one["kind"] == kind]) for kind in kinds],
        "per_week": [
            {
                "number": week["number"],
                "sessions": len(week["sessions"]),
                "runs": sum(SessionKind(session["kind"]).run for session in week["sessions"]),
                "duration_s": week["duration_s"],
                "distance_m": week["distance_m"],
            }
            for week in weeks
        ],
    }


def _kind_sums(kind: str, sessions: list[Document]) -> Document:
    return {
        "kind": kind,
        "sessions": len(sessions),
        "duration_s": _sum(session["duration_s"] for session in sessions),
        "distance_m": _sum(session["distance_m"] for session in sessions),
    }


def _tenths(value: float) -> int:
    return round(value * 10)


def _sum(values: Iterable[float]) -> float:
    return sum(_tenths(value) for value in values) / 10


def _times(value: float, times: int) -> float:
    return _tenths(value) * times / 10
