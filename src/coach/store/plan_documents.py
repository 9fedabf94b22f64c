"""Plans and goals as JSON values and back: what rows keep of them, and what a waiting proposal keeps whole."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from coach.domain.athletes import Level
from coach.domain.goals import Goal, GoalKind, Injury, InjurySite, InjuryState, Terrain, TuneUp
from coach.domain.plans import Notice, Origin, Phase, Plan, Session, SessionKind, Step, StepKind, Target, Week

Values = dict[str, Any]


def plan_document(plan: Plan) -> Values:
    """The whole plan as JSON values, without what only its row knows (id, version, when it was made)."""
    return {
        "goal": goal_values(plan.goal) | {"race_day": _iso(plan.goal.race_day)},
        "start": plan.start.isoformat(),
        "race_day": _iso(plan.race_day),
        "level": plan.level.value,
        "vma_kmh": plan.vma_kmh,
        "predicted_s": plan.predicted_s,
        "goal_s": plan.goal_s,
        "age": plan.age,
        "notices": [asdict(notice) for notice in plan.notices],
        "series": plan.series,
        "origin": plan.origin.value,
        "changed_for": [asdict(notice) for notice in plan.changed_for],
        "weeks": [
            {
                "number": week.number,
                "monday": week.monday.isoformat(),
                "phase": week.phase.value,
                "recovery": week.recovery,
                "sessions": [session_document(session) for session in week.sessions],
            }
            for week in plan.weeks
        ],
    }


def plan_of(document: Values) -> Plan:
    """The plan a document was made of."""
    return Plan(
        goal=goal_of(document["goal"] | {"race_day": _day(document["goal"]["race_day"])}),
        start=date.fromisoformat(document["start"]),
        race_day=_day(document["race_day"]),
        level=Level(document["level"]),
        vma_kmh=document["vma_kmh"],
        predicted_s=document["predicted_s"],
        goal_s=document["goal_s"],
        age=document["age"],
        weeks=tuple(
            Week(
                number=week["number"],
                monday=date.fromisoformat(week["monday"]),
                phase=Phase(week["phase"]),
                recovery=week["recovery"],
                sessions=tuple(session_of(session) for session in week["sessions"]),
            )
            for week in document["weeks"]
        ),
        notices=notices_of(document["notices"]),
        series=document["series"],
        origin=Origin(document["origin"]),
        changed_for=notices_of(document["changed_for"]),
    )


def session_document(session: Session) -> Values:
    """A session as JSON values."""
    return {
        "day": session.day.isoformat(),
        "kind": session.kind.value,
        "title": session.title,
        "purpose": session.purpose,
        "values": session.values,
        "steps": [asdict(step) for step in session.steps],
        "key": session.key,
    }


def session_of(kept: Values) -> Session:
    """The session that was kept so."""
    return Session(
        day=date.fromisoformat(kept["day"]),
        kind=SessionKind(kept["kind"]),
        title=kept["title"],
        purpose=kept["purpose"],
        values=kept["values"],
        steps=steps_of(kept["steps"]),
        key=kept["key"],
    )


def steps_of(kept: list[Values]) -> tuple[Step, ...]:
    """Steps as they were kept."""
    return tuple(_step(step) for step in kept)


def notices_of(kept: list[Values]) -> tuple[Notice, ...]:
    """Notices as they were kept."""
    return tuple(Notice(**notice) for notice in kept)


def goal_values(goal: Goal) -> Values:
    """A goal by the names of its columns; its race day stays a date."""
    return {
        "kind": goal.kind.value,
        "race_day": goal.race_day,
        "weeks": goal.weeks,
        "target_s": goal.target_s,
        "level": goal.level.value if goal.level else None,
        "days": list(goal.days),
        "minutes": list(goal.minutes) if goal.minutes is not None else None,
        "long_day": goal.long_day,
        "distance_m": goal.distance_m,
        "vma_kmh": goal.vma_kmh,
        "terrain": goal.terrain.value,
        "strength": goal.strength,
        "cross_training": goal.cross_training,
        "tune_ups": [{"day": tune_up.day.isoformat(), "distance_m": tune_up.distance_m} for tune_up in goal.tune_ups],
        "injuries": [asdict(injury) for injury in goal.injuries],
        "weeks_off": goal.weeks_off,
    }


def goal_of(kept: Values) -> Goal:
    """The goal of such values."""
    return Goal(
        kind=GoalKind(kept["kind"]),
        days=tuple(kept["days"]),
        race_day=kept["race_day"],
        weeks=kept["weeks"],
        target_s=kept["target_s"],
        level=Level(kept["level"]) if kept["level"] else None,
        long_day=kept["long_day"],
        minutes=tuple(kept["minutes"]) if kept["minutes"] is not None else None,
        distance_m=kept["distance_m"],
        vma_kmh=kept["vma_kmh"],
        terrain=Terrain(kept["terrain"]),
        strength=kept["strength"],
        cross_training=kept["cross_training"],
        tune_ups=tuple(TuneUp(date.fromisoformat(one["day"]), one["distance_m"]) for one in kept["tune_ups"]),
        injuries=tuple(
            Injury(InjurySite(one["site"]), InjuryState(one["state"]), one["cleared"]) for one in kept["injuries"]
        ),
        weeks_off=kept["weeks_off"],
    )


def _step(kept: Values) -> Step:
    return Step(
        **kept | {"kind": StepKind(kept["kind"]), "target": Target(**kept["target"]), "steps": steps_of(kept["steps"])}
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
