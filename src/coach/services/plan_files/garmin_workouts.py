"""A plan as workouts of Garmin's Training API V2, each with the date it is scheduled on.

The API takes one workout a call and answers with the id its schedule needs; so every entry holds the workout as it is
posted, and beside it the date to schedule it on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any
from uuid import UUID

from coach.domain.athletes import Language
from coach.domain.fitness import Zone
from coach.domain.language import say_many
from coach.domain.plans import Plan, Session, SessionKind, Step, StepKind
from coach.services.plan_files.naming import cut, cut_bytes, one_line, planned
from coach.services.plan_files.targets import beats, exercise_category, speed_band, unrolled
from coach.services.plan_files.wording import step_texts
from coach.services.plan_words import session_purpose, session_title, step_lines

PROVIDER = "Coach IA"
MOST_STEPS = 100
"""Steps of a workout of one sport, repeats counted as one beside the steps they hold."""
_LONGEST_NAME, _LONGEST_DESCRIPTION, _LONGEST_STEP_DESCRIPTION, _LONGEST_SOURCE = 80, 1024, 512, 20
_SPORTS = {SessionKind.STRENGTH: "STRENGTH_TRAINING", SessionKind.CROSS: "CARDIO_TRAINING"}
_INTENSITIES = {
    StepKind.WARM_UP: "WARMUP",
    StepKind.STEADY: "ACTIVE",
    StepKind.REPEAT: "INTERVAL",
    StepKind.RECOVERY: "RECOVERY",
    StepKind.WALK: "REST",
    StepKind.EXERCISE: "ACTIVE",
    StepKind.COOL_DOWN: "COOLDOWN",
}

Entry = dict[str, Any]


def workouts_json(plan: Plan, *, language: Language, zones: Sequence[Zone] = ()) -> tuple[bytes, tuple[str, ...]]:
    """Every session that fits the API, and in words what was left out because it has too many steps."""
    entries = []
    too_long = 0
    for session, identity in planned(plan):
        steps = unrolled(session.steps)
        if _counted(steps) > MOST_STEPS or not steps:
            too_long += 1
        else:
            workout = _workout(session, identity, steps, language, zones)
            entries.append({"workout": workout, "schedule": {"date": session.day.isoformat()}})
    text = json.dumps({"workouts": entries}, ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="replace"), _left_out(too_long, language)


def _left_out(too_long: int, language: Language) -> tuple[str, ...]:
    if not too_long:
        return ()
    told = say_many(
        language,
        "{count} session has more than {most} steps or none, which Garmin refuses: it was left out.",
        "{count} sessions have more than {most} steps or none, which Garmin refuses: they were left out.",
        too_long,
        most=MOST_STEPS,
    )
    return (told,)


def _workout(
    session: Session, identity: UUID, steps: tuple[Step, ...], language: Language, zones: Sequence[Zone]
) -> Entry:
    sport = _SPORTS.get(session.kind, "RUNNING")
    told = "\n".join(map(one_line, [session_purpose(language, session), *step_texts(language, session, zones)]))
    orders = count(1)
    return {
        "workoutName": cut(session_title(language, session), _LONGEST_NAME),
        "description": told[:_LONGEST_DESCRIPTION],
        "sport": sport,
        "workoutProvider": PROVIDER,
        "workoutSourceId": identity.hex[:_LONGEST_SOURCE],
        "isSessionTransitionEnabled": False,
        "segments": [
            {"segmentOrder": 1, "sport": sport, "steps": [_step(step, orders, language, zones) for step in steps]}
        ],
    }


def _step(step: Step, orders: Iterator[int], language: Language, zones: Sequence[Zone]) -> Entry:
    """A step or a repeat; ``orders`` counts on through everything inside."""
    if not step.steps and step.times == 1:
        return _plain(step, orders, language, zones)
    repeat: Entry = {
        "type": "WorkoutRepeatStep",
        "stepOrder": next(orders),
        "repeatType": "REPEAT_UNTIL_STEPS_CMPLT",
        "repeatValue": step.times,
        "skipLastRestStep": False,
    }
    inner = [_step(one, orders, language, zones) for one in unrolled(step.steps)]
    if not inner:
        inner = [_plain(step, orders, language, zones)]
        if step.kind is StepKind.EXERCISE:
            inner.append(_rest(orders))
    return {**repeat, "steps": inner}


def _rest(orders: Iterator[int]) -> Entry:
    """The rest after a set: until the athlete says so."""
    return {
        "type": "WorkoutStep",
        "stepOrder": next(orders),
        "intensity": "REST",
        "durationType": "OPEN",
        "targetType": "OPEN",
    }


def _plain(step: Step, orders: Iterator[int], language: Language, zones: Sequence[Zone]) -> Entry:
    return {
        "type": "WorkoutStep",
        "stepOrder": next(orders),
        "intensity": _INTENSITIES[step.kind],
        "description": cut_bytes(_described(step, language, zones), _LONGEST_STEP_DESCRIPTION),
        **_duration(step),
        **_target(step, zones),
        **_exercise(step),
    }


def _described(step: Step, language: Language, zones: Sequence[Zone]) -> str:
    (line,) = step_lines(language, (step,), zones=zones)
    return one_line(" · ".join(part for part in (line.name, line.target, line.also, line.why) if part))


def _duration(step: Step) -> Entry:
    if step.reps is not None:
        return {"durationType": "REPS", "durationValue": step.reps}
    if step.by_distance:
        return {"durationType": "DISTANCE", "durationValue": round(step.distance_m, 1), "durationValueType": "METER"}
    return {"durationType": "TIME", "durationValue": round(step.duration_s)}


def _target(step: Step, zones: Sequence[Zone]) -> Entry:
    band = speed_band(step.target)
    if band is not None:
        return {"targetType": "PACE", "targetValueLow": round(band[0], 3), "targetValueHigh": round(band[1], 3)}
    heart = beats(step.target, zones)
    if heart is not None:
        return {"targetType": "HEART_RATE", "targetValueLow": round(heart[0]), "targetValueHigh": round(heart[1])}
    if step.target.hr_zone is not None:
        return {"targetType": "HEART_RATE", "targetValue": step.target.hr_zone}
    return {"targetType": "OPEN"}


def _exercise(step: Step) -> Entry:
    category = exercise_category(step.name) if step.kind is StepKind.EXERCISE else None
    return {} if category is None else {"exerciseCategory": category.upper()}


def _counted(steps: Sequence[Step]) -> int:
    return sum(1 + (_counted(unrolled(step.steps)) if step.steps else 2 * (step.times > 1)) for step in steps)
